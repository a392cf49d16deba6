//! The learned channel run forward: spins text as the lexicon saw it done. It owns the choice of replacements and what every
//! spinner has; where the text comes from and what is done with it is the caller's.

pub mod aligned;
pub mod by_example;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use unspin::lexicon::tsv::Row;
use unspin::store::hash;
use unspin::text::quote;
use unspin::text::token::{Gap, Shape, Tokens};

/// Longest key in tokens.
const MAX_KEY: usize = 7;

/// Something that spins text.
pub trait Spin: Sync {
    /// Spins `text` with random choices from `random`.
    fn spin(&self, text: &str, style: Style, random: &mut Random) -> Spun;
}

/// A table of replacements by key.
pub struct Spinner {
    keys: HashMap<String, Key>,
}

#[derive(Default)]
struct Key {
    /// Probability of a replacement at density 1.
    rate: f64,
    /// Replacements with the running sum of their counts.
    alternatives: Vec<(String, u32)>,
    kept: u32,
}

/// What is spun and how densely.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Share of the keys that are replaced, against a dense spinner.
    pub density: f64,
    /// Whether text between quotation marks is left alone.
    pub quotes: Quotes,
}

/// Whether text between quotation marks is left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quotes {
    /// Spun like the rest.
    Spun,
    /// Left alone.
    Kept,
}

/// A replaced place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// Bytes of the spun text.
    pub spun: Range<usize>,
    /// Normalised original phrase.
    pub original: String,
}

/// Spun text with its places.
#[derive(Clone, Debug, Default)]
pub struct Spun {
    /// The text.
    pub text: String,
    /// What was replaced, in order.
    pub replaced: Vec<Replaced>,
}

/// Small random numbers: xorshift64* (Vigna 2016). The same seed gives the same text on every machine.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Numbers that follow from `seed`.
    pub fn new(seed: u64) -> Self {
        Self(hash::mix(seed) | 1)
    }

    /// The next number.
    pub fn next_u64(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number from 0 to 1, 1 excluded.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    pub fn unit(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

impl Spinner {
    /// The spinner that `rows` were counted on.
    pub fn new(rows: &[Row]) -> Self {
        let mut tokens = Tokens::default();
        let mut keys: BTreeMap<String, Key> = BTreeMap::new();
        for row in rows {
            tokens.clear();
            tokens.push_text(&row.original, 0);
            let key = keys.entry(tokens.norm().to_owned()).or_default();
            if row.is_kept() {
                key.kept += row.count;
            } else {
                let before = key.alternatives.last().map_or(0, |last| last.1);
                key.alternatives
                    .push((row.spun.clone(), before + row.count));
            }
        }
        let mut keys: HashMap<String, Key> = keys
            .into_iter()
            .filter(|(_, key)| !key.alternatives.is_empty())
            .collect();
        for key in keys.values_mut() {
            let replaced = key.alternatives.last().map_or(0, |last| last.1);
            key.rate = f64::from(replaced) / f64::from(replaced + key.kept + 1);
        }
        Self { keys }
    }

    /// The replacement of the longest key at `at` that is drawn, with the token where the key ends.
    fn choose(
        &self,
        tokens: &Tokens,
        at: usize,
        density: f64,
        random: &mut Random,
    ) -> Option<(usize, &str)> {
        let longest = tokens.len().min(at + MAX_KEY);
        let together = (at + 1..longest)
            .find(|&next| tokens.as_slice()[next].gap >= Gap::Line || tokens.as_slice()[next].curly)
            .unwrap_or(longest);
        for to in (at + 1..=together).rev() {
            let Some(key) = self.keys.get(tokens.norm_span(at, to)) else {
                continue;
            };
            if random.unit() < density * key.rate {
                let all = key.alternatives.last().map_or(0, |last| last.1);
                let ticket = random.next_u64() % u64::from(all);
                let chosen = key
                    .alternatives
                    .iter()
                    .find(|alternative| ticket < u64::from(alternative.1))?;
                return Some((to, &chosen.0));
            }
        }
        None
    }
}

impl Spin for Spinner {
    fn spin(&self, text: &str, style: Style, random: &mut Random) -> Spun {
        let mut draft = Draft::new(text, style.quotes);
        let mut at = 0;
        while at < draft.tokens.len() {
            let chosen = if draft.is_spared(at) {
                None
            } else {
                self.choose(&draft.tokens, at, style.density, random)
            };
            if let Some((to, alternative)) = chosen {
                draft.replace(at, to, alternative);
                at = to;
            } else {
                at += 1;
            }
        }
        draft.finish()
    }
}

/// A text with what was put in the place of its tokens so far, from left to right.
pub(super) struct Draft<'t> {
    text: &'t str,
    /// Its tokens.
    pub(super) tokens: Tokens,
    quotes: Quotes,
    quoted: Vec<bool>,
    /// Bytes of the text that are done with.
    copied: usize,
    out: Spun,
}

impl<'t> Draft<'t> {
    pub(super) fn new(text: &'t str, quotes: Quotes) -> Self {
        let mut tokens = Tokens::default();
        tokens.push_text(text, 0);
        let mut quoted = Vec::new();
        quote::mark(&tokens, text.as_bytes(), &mut quoted);
        Self {
            text,
            tokens,
            quotes,
            quoted,
            copied: 0,
            out: Spun::default(),
        }
    }

    /// Whether a token is left alone, as it is quoted.
    pub(super) fn is_spared(&self, at: usize) -> bool {
        self.quotes == Quotes::Kept && self.quoted[at]
    }

    /// Puts `alternative` in the place of the tokens `from..to`.
    pub(super) fn replace(&mut self, from: usize, to: usize, alternative: &str) {
        let (first, end) = (
            self.tokens.as_slice()[from],
            self.tokens.as_slice()[to - 1].end,
        );
        let (original, out) = (&self.text[first.start..end], &mut self.out);
        out.text.push_str(&self.text[self.copied..first.start]);
        hang(&mut out.text, alternative, original);
        let start = out.text.len();
        push_cased(&mut out.text, alternative, first.shape, original);
        out.replaced.push(Replaced {
            spun: start..out.text.len(),
            original: self.tokens.norm_span(from, to).to_owned(),
        });
        self.copied = end;
    }

    /// The spun text.
    pub(super) fn finish(mut self) -> Spun {
        self.out.text.push_str(&self.text[self.copied..]);
        self.out
    }
}

/// Takes away or adds the space before a replacement: clitics hang on the word before them, words do not.
fn hang(out: &mut String, alternative: &str, original: &str) {
    match (
        alternative.starts_with('\''),
        original.starts_with(['\'', '’']),
    ) {
        (true, false) if out.ends_with(' ') => out.truncate(out.len() - 1),
        (false, true) => out.push(' '),
        _ => {}
    }
}

/// The case of the first letter is carried over, nothing else; words in capitals stay in capitals.
fn push_cased(out: &mut String, alternative: &str, first: Shape, original: &str) {
    let capitals = original.chars().filter(|c| c.is_uppercase()).count() > 1
        && !original.chars().any(char::is_lowercase);
    let mut letters = alternative.chars();
    match first {
        _ if capitals => out.extend(alternative.chars().flat_map(char::to_uppercase)),
        Shape::Initial | Shape::Upper | Shape::Mixed => {
            out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            out.push_str(letters.as_str());
        }
        _ => out.push_str(alternative),
    }
}
