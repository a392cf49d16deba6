//! From rows to the compiled lexicon: an fst from phrases to entries, and flat tables. It owns the layout's writing side
//! and the channel costs; the build script compiles it too, so it needs only the tokenizer, the standard library and fst.
//!
//! Entry of a phrase, u32 little-endian: number of candidates, share of the phrase that a dense spinner replaces in
//! ten-thousandths (0 for a phrase that is no key), then for each candidate its original's number and its channel cost
//! `-ln P(spun | original)` at density 1 in milli-nats. Original: byte range of its surface, range of its words, then u64:
//! hash of all its words, hash of its last letters.

use super::steps;
use super::tsv::Row;
use crate::cost::Cost;
use crate::store::file;
use crate::store::hash;
use crate::text::token::{Tokens, ending_hash};
use std::collections::BTreeMap;

/// Kind and version in the magic line.
pub const WHAT: &str = "lexicon";
/// Version of the layout.
pub const VERSION: u32 = 3;

/// The tables of a compiled lexicon.
pub struct Compiled {
    /// fst map: phrase -> offset of its entry in `entries`, counted in u32.
    pub phrases: Vec<u8>,
    /// fst set: every word of a spun phrase.
    pub words: Vec<u8>,
    /// Entries, u32.
    pub entries: Vec<u8>,
    /// [`ORIGINAL`] bytes an original.
    pub originals: Vec<u8>,
    /// Surfaces of all originals.
    pub surfaces: Vec<u8>,
    /// Word hashes of all originals, u64.
    pub hashes: Vec<u8>,
    /// Where words lead: the phrases by whole words.
    pub steps: Vec<u8>,
    /// Bits for the two parts of each word that a blank may have split: at most places of a text, one look tells that none was.
    pub halves: Vec<u8>,
}

/// The lowest probability of a channel cost.
const LEAST_PROBABILITY: f64 = 1e-9;
/// The highest channel cost: `-ln` of that, in milli-nats.
pub const MAX_CHANNEL: Cost = 20_723;

/// Bytes of an original: its places, u32 surface from, to, words from, to; then u64 hash of all its words, hash of its last
/// letters.
pub const ORIGINAL: usize = PLACES + 16;
/// Bytes of its places.
pub const PLACES: usize = 16;
/// Bits for parts of words, as a power of two.
const HALVES_BITS: u32 = 20;
/// Bytes of these bits.
pub const HALVES: usize = 1 << (HALVES_BITS - 3);

/// Byte and mask of the bit for two words that may be one.
pub fn halves(first: u64, second: u64) -> (usize, u8) {
    let bit = (hash::pair(first, second) >> (u64::BITS - HALVES_BITS)) as usize;
    (bit / 8, 1 << (bit % 8))
}

impl Compiled {
    /// The tables in one file.
    pub fn file(&self) -> Vec<u8> {
        file::write(
            WHAT,
            VERSION,
            &[
                &self.phrases,
                &self.words,
                &self.entries,
                &self.originals,
                &self.surfaces,
                &self.hashes,
                &self.steps,
                &self.halves,
            ],
        )
    }
}

/// Replaced and kept occurrences of an original.
#[derive(Clone, Copy, Default)]
struct Totals {
    replaced: u32,
    kept: u32,
}

impl Totals {
    /// Share replaced at density 1. One occurrence is added to the kept ones: nothing is replaced without exception.
    fn share(self) -> f64 {
        f64::from(self.replaced) / (f64::from(self.replaced) + f64::from(self.kept) + 1.0)
    }
}

/// Candidates of one phrase: original surface and count.
#[derive(Default)]
struct Entry {
    candidates: BTreeMap<String, u32>,
}

/// Compiles `rows`; rows of the same pair add up, to no more than a count can be.
pub fn compile(rows: &[Row]) -> Compiled {
    let (mut entries, mut totals) = (
        BTreeMap::<String, Entry>::new(),
        BTreeMap::<String, Totals>::new(),
    );
    let mut tokens = Tokens::default();
    for row in rows {
        let (spun, original) = (
            norm(&mut tokens, &row.spun),
            norm(&mut tokens, &row.original),
        );
        let total = totals.entry(original.clone()).or_default();
        if spun == original {
            total.kept = total.kept.saturating_add(row.count);
            entries.entry(spun).or_default();
        } else {
            total.replaced = total.replaced.saturating_add(row.count);
            entries.entry(original).or_default();
            let seen = entries
                .entry(spun)
                .or_default()
                .candidates
                .entry(row.original.clone())
                .or_default();
            *seen = seen.saturating_add(row.count);
        }
    }
    Writer::default().write(&entries, &totals)
}

fn norm(tokens: &mut Tokens, text: &str) -> String {
    tokens.clear();
    tokens.push_text(text, 0);
    tokens.norm().to_owned()
}

#[derive(Default)]
struct Writer {
    numbers: BTreeMap<String, u32>,
    originals: Vec<u8>,
    surfaces: Vec<u8>,
    hashes: Vec<u8>,
    tokens: Tokens,
}

impl Writer {
    fn write(
        mut self,
        entries: &BTreeMap<String, Entry>,
        totals: &BTreeMap<String, Totals>,
    ) -> Compiled {
        let mut table = Vec::new();
        let mut phrases = fst::MapBuilder::memory();
        for (phrase, entry) in entries {
            phrases
                .insert(phrase, (table.len() / 4) as u64)
                .expect("a BTreeMap is sorted");
            self.entry(&mut table, phrase, entry, totals);
        }
        let words: std::collections::BTreeSet<&str> = entries
            .iter()
            .filter(|(_, entry)| !entry.candidates.is_empty())
            .flat_map(|(phrase, _)| phrase.split(' '))
            .collect();
        let halves = halves_of(words.iter().copied());
        let words = fst::Set::from_iter(words)
            .expect("a BTreeSet is sorted")
            .into_fst()
            .into_inner();
        let phrases = phrases.into_inner().expect("memory does not fail");
        let steps = steps::of_phrases(&phrases);
        Compiled {
            phrases,
            words,
            entries: table,
            originals: self.originals,
            surfaces: self.surfaces,
            hashes: self.hashes,
            steps,
            halves,
        }
    }

    fn entry(
        &mut self,
        table: &mut Vec<u8>,
        phrase: &str,
        entry: &Entry,
        totals: &BTreeMap<String, Totals>,
    ) {
        push(table, entry.candidates.len());
        push(
            table,
            ten_thousandths(totals.get(phrase).map_or(0.0, |total| {
                if total.replaced > 0 {
                    total.share()
                } else {
                    0.0
                }
            })),
        );
        for (original, &count) in &entry.candidates {
            let key = norm(&mut self.tokens, original);
            let total = totals[&key];
            let probability = total.share() * f64::from(count) / f64::from(total.replaced);
            let number = self.number(original);
            push(table, number as usize);
            push(table, milli_nats(probability));
        }
    }

    /// Number of an original, given at its first use.
    fn number(&mut self, surface: &str) -> u32 {
        if let Some(&number) = self.numbers.get(surface) {
            return number;
        }
        let number = u32::try_from(self.numbers.len()).expect("fewer than 2^32 originals");
        self.numbers.insert(surface.to_owned(), number);
        self.tokens.clear();
        self.tokens.push_text(surface, 0);
        push(&mut self.originals, self.surfaces.len());
        self.surfaces.extend(surface.bytes());
        push(&mut self.originals, self.surfaces.len());
        push(&mut self.originals, self.hashes.len() / 8);
        let words = self.tokens.as_slice().iter().map(|token| token.word);
        self.hashes.extend(words.clone().flat_map(u64::to_le_bytes));
        push(&mut self.originals, self.hashes.len() / 8);
        let keys = [words.reduce(hash::pair).unwrap_or(0), ending_hash(surface)];
        self.originals
            .extend(keys.into_iter().flat_map(u64::to_le_bytes));
        number
    }
}

/// The bits for the parts of `words`, wherever a blank may stand.
fn halves_of<'w>(words: impl Iterator<Item = &'w str>) -> Vec<u8> {
    let mut bits = vec![0; HALVES];
    for (first, second) in
        words.flat_map(|word| word.char_indices().skip(1).map(|(at, _)| word.split_at(at)))
    {
        let (byte, mask) = halves(
            hash::bytes(first.as_bytes()),
            hash::bytes(second.as_bytes()),
        );
        bits[byte] |= mask;
    }
    bits
}

fn push(table: &mut Vec<u8>, value: usize) {
    table.extend(
        u32::try_from(value)
            .expect("lexicon below 4 GiB")
            .to_le_bytes(),
    );
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share between 0 and 1"
)]
fn ten_thousandths(share: f64) -> usize {
    (share * 10_000.0).round() as usize
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "-ln of a probability above 1e-9"
)]
fn milli_nats(probability: f64) -> usize {
    (-probability.max(LEAST_PROBABILITY).ln() * 1000.0).round() as usize
}
