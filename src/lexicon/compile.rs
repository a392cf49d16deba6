//! Compiles rows into the tables of a lexicon, and estimates the channel costs from their counts. The build script uses this
//! module too, so it depends only on the tokenizer, the container format and fst.
//!
//! A finite-state transducer maps each phrase to the place of its entry. All numbers in the tables are little-endian.
//!
//! An entry consists of u32 numbers: the number of candidates; the share of the phrase's occurrences that is replaced, in
//! ten-thousandths (0 if the spinner never replaces it); then for each candidate the number of its original and its channel
//! cost `-ln P(spun | original)` in milli-nats.
//!
//! An original consists of four u32 (start and end of its surface in bytes, first word and the word after its last one) and
//! two u64 (the combined hash of its words, the hash of the last three bytes of its text).

use super::steps;
use super::tsv::Row;
use crate::cost::Cost;
use crate::store::file;
use crate::store::hash;
use crate::text::token::{Tokens, ending_hash};
use std::collections::{BTreeMap, BTreeSet};

/// Kind and version in the magic line.
pub const WHAT: &str = "lexicon";
/// Version of the layout.
pub const VERSION: u32 = 3;

/// The tables of a compiled lexicon.
pub struct Compiled {
    /// Transducer from phrases to the places of their entries in `entries`, in u32 numbers.
    pub phrases: Vec<u8>,
    /// Set of all words that occur in phrases with candidates.
    pub words: Vec<u8>,
    /// Entries.
    pub entries: Vec<u8>,
    /// Originals, [`ORIGINAL`] bytes each.
    pub originals: Vec<u8>,
    /// The texts of all originals, one after the other.
    pub surfaces: Vec<u8>,
    /// The word keys of all originals, u64.
    pub hashes: Vec<u8>,
    /// Hash table of the prefixes of phrases (`steps`).
    pub steps: Vec<u8>,
    /// Bloom filter of all pairs of parts into which a stray space could split a word. It rules most places of a text out.
    pub halves: Vec<u8>,
}

/// The lowest probability of a channel cost.
const LEAST_PROBABILITY: f64 = 1e-9;
/// The highest channel cost: `-ln` of that, in milli-nats.
pub const MAX_CHANNEL: Cost = 20_723;

/// Bytes of an original.
pub const ORIGINAL: usize = PLACES + 16;
/// Bytes of its four u32, which precede the hashes.
pub const PLACES: usize = 16;
/// The start and end of an original's surface in bytes, and the numbers of its first word and the one after its last.
#[inline]
pub fn places(original: &[u8; ORIGINAL]) -> [usize; PLACES / 4] {
    let (words, _) = original[..PLACES].as_chunks();
    std::array::from_fn(|index| u32::from_le_bytes(words[index]) as usize)
}

/// Size of the Bloom filter in bits, as a power of two.
const HALVES_BITS: u32 = 20;
/// Size of the Bloom filter in bytes.
pub const HALVES: usize = 1 << (HALVES_BITS - 3);

/// The byte and mask in the Bloom filter for two words that may be parts of one.
pub fn halves(first: u64, second: u64) -> (usize, u8) {
    let bit = (hash::pair(first, second) >> (u64::BITS - HALVES_BITS)) as usize;
    (bit / 8, 1 << (bit % 8))
}

impl Compiled {
    /// The bytes of a file with all tables.
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

/// How often an original was replaced and how often it was kept.
#[derive(Clone, Copy, Default)]
struct Totals {
    replaced: u32,
    kept: u32,
}

impl Totals {
    /// The share that is replaced where the spinner replaces all it can. One kept occurrence is added, because nothing is
    /// replaced without exception.
    fn share(self) -> f64 {
        f64::from(self.replaced) / (f64::from(self.replaced) + f64::from(self.kept) + 1.0)
    }
}

/// The candidates of a phrase: the texts of its originals and their counts.
#[derive(Default)]
struct Entry {
    candidates: BTreeMap<String, u32>,
}

/// Compiles `rows`. Counts of the same pair are added up and saturate.
pub fn compile(rows: &[Row]) -> Compiled {
    let mut entries = BTreeMap::<String, Entry>::new();
    let mut totals = BTreeMap::<String, Totals>::new();
    let mut tokens = Tokens::default();
    for row in rows {
        let spun = norm(&mut tokens, &row.spun);
        let original = norm(&mut tokens, &row.original);
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
        let words: BTreeSet<&str> = entries
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
        let replaced = totals.get(phrase).map_or(0.0, |total| total.share());
        push(table, entry.candidates.len());
        push(table, ten_thousandths(replaced));
        for (original, &count) in &entry.candidates {
            let key = norm(&mut self.tokens, original);
            let total = totals[&key];
            let probability = total.share() * f64::from(count) / f64::from(total.replaced);
            let number = self.number(original);
            push(table, number as usize);
            push(table, milli_nats(probability));
        }
    }

    /// The number of an original, which is appended to the tables at its first use.
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

/// The Bloom filter of the parts of `words`, split at every character.
fn halves_of<'w>(words: impl Iterator<Item = &'w str>) -> Vec<u8> {
    let mut bits = vec![0; HALVES];
    for word in words {
        for (at, _) in word.char_indices().skip(1) {
            let (first, second) = word.split_at(at);
            let (byte, mask) = halves(
                hash::bytes(first.as_bytes()),
                hash::bytes(second.as_bytes()),
            );
            bits[byte] |= mask;
        }
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

#[cfg(test)]
mod tests;
