//! The lexicon of a spinner: phrases of spun text and their possible originals, with the channel costs between them.
//!
//! People edit its text form (`tsv`). `compile` turns that into tables, which [`Lexicon`] reads in place; [`OwnedLexicon`]
//! keeps the bytes too. `fuzzy` looks phrases up despite misspellings, `overlay` merges two lexicons.

pub mod compile;
pub mod fuzzy;
pub mod openings;
mod overlay;
mod owned;
pub mod pairs;
mod steps;
#[cfg(test)]
mod tests;
pub mod tsv;
mod validate;

use crate::cost::Cost;
use crate::store::error::Error;
use crate::store::file;
use crate::store::file::Trust;
use crate::text::token::Tokens;
use compile::{VERSION, WHAT};
use fst::Streamer;
use fst::raw::{Fst, Node, Output};
use steps::Steps;

pub use owned::OwnedLexicon;

const NEWS_SPINNER: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/news-spinner.bin"));
const ARTICLE_REWRITER: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/article-rewriter.bin"));
const SCIENCE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/science.bin"));
/// The first words of the terms of science, as [`openings::Openings`].
pub const SCIENCE_OPENINGS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/science.openings"));

/// The maximal length of a phrase in tokens, spun or original.
pub const MAX_PHRASE: usize = 7;

/// A read-only lexicon over borrowed bytes.
///
/// Phrases are in normal form: normalised tokens (see [`Tokens::norm`]) with one space between them.
///
/// ```
/// use unspin::lexicon::Lexicon;
/// let bytes = Lexicon::compile("white home\twhite house\t3\n").expect("good rows");
/// let lexicon = Lexicon::read(&bytes, unspin::store::file::Trust::Checked).expect("just compiled");
/// let entry = lexicon.get("white home").expect("known");
/// assert_eq!(lexicon.surface(entry.candidates().next().expect("one").original), "white house");
/// ```
#[derive(Clone)]
pub struct Lexicon<'a> {
    phrases: Fst<&'a [u8]>,
    words: fst::Set<&'a [u8]>,
    entries: &'a [u8],
    originals: &'a [u8],
    surfaces: &'a str,
    hashes: &'a [u8],
    steps: Steps<'a>,
    halves: &'a [u8; compile::HALVES],
}

/// What the lexicon knows about a phrase.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    table: &'a [u8],
}

/// A possible original of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The original.
    pub original: Original,
    /// `-ln P(phrase | original)` in text where the spinner replaces all it can, in milli-nats.
    pub channel: Cost,
}

/// Identifies an original within its lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Original(u32);

impl<'a> Entry<'a> {
    /// Number of words in front of the candidates.
    const HEAD: usize = 2;

    fn word(self, index: usize) -> u32 {
        u32::from_le_bytes(
            self.table[4 * index..4 * index + 4]
                .try_into()
                .expect("four bytes"),
        )
    }

    /// The share of the phrase's own occurrences that the spinner replaces where it replaces all it can, in
    /// ten-thousandths; 0 if it never replaces the phrase.
    pub fn replaced(self) -> u32 {
        self.word(1)
    }

    /// The possible originals of the phrase; none if it is only known as an original.
    pub fn candidates(self) -> impl Iterator<Item = Candidate> + 'a {
        (0..self.word(0) as usize).map(move |index| Candidate {
            original: Original(self.word(Self::HEAD + 2 * index)),
            channel: Cost::try_from(self.word(Self::HEAD + 2 * index + 1)).unwrap_or(Cost::MAX),
        })
    }
}

impl<'a> Lexicon<'a> {
    /// Compiles the text form into bytes for [`Lexicon::read`].
    ///
    /// # Errors
    /// [`Error::Lexicon`] with the first bad line.
    pub fn compile(text: &str) -> Result<Vec<u8>, Error> {
        let rows = tsv::parse(text).map_err(|(line, problem)| Error::Lexicon { line, problem })?;
        Ok(compile::compile(&rows).file())
    }

    /// The built-in lexicon of the family `news-spinner`: `dictionaries/news-spinner.tsv` and `hand.tsv`.
    pub fn news_spinner() -> Lexicon<'static> {
        Self::built_in(NEWS_SPINNER)
    }

    /// The built-in lexicon of the family `article-rewriter`: `dictionaries/article-rewriter.tsv`.
    pub fn article_rewriter() -> Lexicon<'static> {
        Self::built_in(ARTICLE_REWRITER)
    }

    /// The tortured phrases of science that are built into the crate: `dictionaries/science.tsv`.
    pub fn science() -> Lexicon<'static> {
        Self::built_in(SCIENCE)
    }

    fn built_in(bytes: &'static [u8]) -> Lexicon<'static> {
        Lexicon::read(bytes, Trust::Embedded).expect("compiled by the build script")
    }

    /// Reads a compiled lexicon in place.
    ///
    /// With [`Trust::Checked`], the checksum and every index are verified, so that no look-up can panic.
    /// [`Trust::Embedded`] is for bytes that this version of the crate compiled; it only verifies the header and that the
    /// text is UTF-8.
    ///
    /// # Errors
    /// If the bytes are not a lexicon of this version, or are truncated or damaged.
    pub fn read(bytes: &'a [u8], trust: Trust) -> Result<Self, Error> {
        let [
            phrases,
            words,
            entries,
            originals,
            surfaces,
            hashes,
            steps,
            halves,
        ] = file::read(bytes, WHAT, VERSION, trust)?;
        let damaged = |part, section| Error::damaged(WHAT, part, bytes, section);
        let lexicon = Self {
            phrases: validate::read_fst(phrases).ok_or_else(|| damaged("phrases", phrases))?,
            words: validate::read_fst(words)
                .ok_or_else(|| damaged("words", words))?
                .into(),
            entries,
            originals,
            surfaces: str::from_utf8(surfaces).map_err(|_| damaged("surfaces", surfaces))?,
            hashes,
            steps: Steps::read(steps).ok_or_else(|| damaged("steps", steps))?,
            halves: halves.try_into().map_err(|_| damaged("halves", halves))?,
        };
        if trust == Trust::Checked {
            lexicon
                .validate()
                .map_err(|(part, section)| damaged(part, section))?;
        }
        Ok(lexicon)
    }

    fn entry(&self, output: Output) -> Entry<'a> {
        self.entry_at(usize::try_from(output.value()).expect("offsets fit"))
    }

    /// The entry at a place, which counts u32 numbers.
    fn entry_at(&self, place: usize) -> Entry<'a> {
        Entry {
            table: &self.entries[4 * place..],
        }
    }

    /// Looks up a phrase in normal form.
    pub fn get(&self, phrase: &str) -> Option<Entry<'a>> {
        self.phrases.get(phrase).map(|output| self.entry(output))
    }

    /// Calls `visit` with every phrase, in byte order, and its entry.
    pub fn for_each(&self, mut visit: impl FnMut(&str, Entry<'a>)) {
        let mut phrases = self.phrases.stream();
        while let Some((phrase, output)) = phrases.next() {
            if let Ok(phrase) = str::from_utf8(phrase) {
                visit(phrase, self.entry(output));
            }
        }
    }

    /// Calls `found` for every phrase that starts at token `from` and does not go past token `limit`, from the shortest to
    /// the longest, with the token after its end and its entry.
    pub fn matches(
        &self,
        tokens: &Tokens,
        from: usize,
        limit: usize,
        mut found: impl FnMut(usize, Entry<'a>),
    ) {
        let mut words = 0;
        for at in from..limit.min(from + MAX_PHRASE) {
            words = steps::with_token(words, tokens, at);
            // Phrases have straight apostrophes: spinners neither know nor write `didn’t`.
            let Some(step) = self
                .steps
                .get(words)
                .filter(|_| !tokens.as_slice()[at].curly)
            else {
                return;
            };
            if let Some(place) = step.entry() {
                found(at + 1, self.entry_at(place));
            }
            if !step.continues() {
                return;
            }
        }
    }

    /// Starts to look up a phrase word by word.
    pub fn start(&self) -> Walk<'_, 'a> {
        Walk {
            lexicon: self,
            node: self.phrases.root().addr(),
            output: Output::zero(),
            first: true,
        }
    }

    /// Whether `word` occurs in a phrase that has originals.
    pub fn has_word(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// Whether tokens `at` and `at + 1`, joined to one word, occur in a phrase that has originals.
    pub fn has_joined(&self, tokens: &Tokens, at: usize) -> bool {
        let (byte, mask) =
            compile::halves(tokens.as_slice()[at].word, tokens.as_slice()[at + 1].word);
        if self.halves[byte] & mask == 0 {
            return false;
        }
        let words = self.words.as_fst();
        let [first, second] = [at, at + 1].map(|at| tokens.norm_of(at));
        let step = |node: Node<'_>, byte| {
            node.find_input(byte)
                .map(|index| words.node(node.transition_addr(index)))
        };
        first
            .bytes()
            .chain(second.bytes())
            .try_fold(words.root(), step)
            .is_some_and(|node| node.is_final())
    }

    fn original(&self, original: Original) -> &'a [u8; compile::ORIGINAL] {
        let (originals, _) = self.originals.as_chunks();
        &originals[original.0 as usize]
    }

    /// The text of an original, in the letter case that it has in the middle of a sentence.
    pub fn surface(&self, original: Original) -> &'a str {
        let [from, to, ..] = compile::places(self.original(original));
        &self.surfaces[from..to]
    }

    /// Two keys of an original for the models: the combined hash of its words, and the hash of its last three bytes.
    pub fn keys_of(&self, original: Original) -> [u64; 2] {
        let (keys, _) = self.original(original)[compile::PLACES..].as_chunks();
        std::array::from_fn(|index| u64::from_le_bytes(keys[index]))
    }

    /// The keys of the words of an original (see [`crate::text::token::word_hash`]).
    pub fn words_of(&self, original: Original) -> impl Iterator<Item = u64> + 'a {
        let [.., from, to] = compile::places(self.original(original));
        self.hashes[8 * from..8 * to]
            .chunks_exact(8)
            .map(|eight| u64::from_le_bytes(eight.try_into().expect("eight bytes")))
    }
}

/// An unfinished look-up, as a position in the transducer of phrases. Copies of it can continue in different ways.
#[derive(Clone, Copy)]
pub struct Walk<'l, 'a> {
    lexicon: &'l Lexicon<'a>,
    node: usize,
    output: Output,
    first: bool,
}

impl<'a> Walk<'_, 'a> {
    /// Appends a word, or several separated by spaces. Returns `false` if no phrase starts like this.
    pub fn feed_word(&mut self, word: &str) -> bool {
        let space = if self.first { &b""[..] } else { &b" "[..] };
        self.first = false;
        space
            .iter()
            .chain(word.as_bytes())
            .all(|&byte| self.feed(byte))
    }

    fn feed(&mut self, byte: u8) -> bool {
        let node = self.lexicon.phrases.node(self.node);
        let Some(index) = node.find_input(byte) else {
            return false;
        };
        let transition = node.transition(index);
        self.output = self.output.cat(transition.out);
        self.node = transition.addr;
        true
    }

    /// The entry of the phrase that consists of the words so far, if it is one.
    pub fn entry(&self) -> Option<Entry<'a>> {
        let node = self.lexicon.phrases.node(self.node);
        node.is_final()
            .then(|| self.lexicon.entry(self.output.cat(node.final_output())))
    }
}
