//! Counting: words to ids, and the sorted tables of all n-grams of the text. It owns ids and the links between n-grams of
//! neighbouring lengths, not probabilities.

use crate::model::{END, START};
use crate::segment;
use crate::token::Tokens;
use rayon::prelude::*;
use std::collections::HashMap;

/// Id of every word that is too rare to have one of its own.
pub const UNKNOWN_ID: u32 = 0;
/// Id of the sentence start.
pub const START_ID: u32 = 1;
/// Id of the sentence end.
pub const END_ID: u32 = 2;

/// The words of the text by id, and the text as ids.
#[derive(Debug)]
pub struct Text {
    /// Hash of each word; the first three ids are the unknown word, the sentence start and the sentence end.
    pub words: Vec<u64>,
    /// The sentences, each closed by [`END_ID`].
    pub ids: Vec<u32>,
    /// Number of different words that became [`UNKNOWN_ID`].
    pub unknown_types: usize,
}

/// Gathers sentences.
#[derive(Debug)]
pub struct Collector {
    ids: HashMap<u64, u32>,
    counts: Vec<u32>,
    words: Vec<u64>,
    text: Vec<u32>,
}

impl Default for Collector {
    fn default() -> Self {
        let words = vec![0, START, END];
        let ids = words.iter().copied().zip(0..).collect();
        Self { ids, counts: vec![u32::MAX; words.len()], words, text: Vec::new() }
    }
}

impl Collector {
    /// Adds the sentences of a document.
    ///
    /// # Panics
    /// Beyond 2^32 different words.
    pub fn add(&mut self, tokens: &Tokens) {
        for sentence in segment::sentences(tokens) {
            for token in &tokens.as_slice()[sentence] {
                let fresh = u32::try_from(self.words.len()).expect("fewer than 2^32 different words");
                let id = *self.ids.entry(token.word).or_insert(fresh);
                if id == fresh {
                    self.words.push(token.word);
                    self.counts.push(0);
                }
                self.counts[id as usize] = self.counts[id as usize].saturating_add(1);
                self.text.push(id);
            }
            self.text.push(END_ID);
        }
    }

    /// The text, with words seen fewer than `min_count` times made unknown.
    pub fn finish(mut self, min_count: u32) -> Text {
        let mut words = Vec::new();
        let mut ids = vec![UNKNOWN_ID; self.words.len()];
        for ((id, &word), &count) in ids.iter_mut().zip(&self.words).zip(&self.counts) {
            if count >= min_count {
                *id = u32::try_from(words.len()).expect("no more than the words collected");
                words.push(word);
            }
        }
        self.text.par_iter_mut().for_each(|id| *id = ids[*id as usize]);
        Text { unknown_types: self.words.len() - words.len(), words, ids: self.text }
    }
}

/// All n-grams of one length, sorted. A key holds 32 bits a word, the last word lowest.
#[derive(Debug, Default)]
pub struct Table {
    /// The n-grams.
    pub keys: Vec<u128>,
    /// Where the n-gram without its last word stands in the table one shorter; never falls from one n-gram to the next.
    pub prefix: Vec<u32>,
    /// Where the n-gram without its first word stands in the table one shorter.
    pub suffix: Vec<u32>,
    /// Occurrences that no n-gram one word longer ends with: those at a sentence start, or all for the longest.
    pub base: Vec<u32>,
}

/// The tables of lengths 1 to `order`.
pub fn tables(text: &Text, order: usize) -> Vec<Table> {
    let mut tables = vec![top(text, order)];
    for length in (2..order).rev() {
        let longer = &tables[tables.len() - 1].keys;
        tables.push(shorter(text, longer, length));
    }
    let words = u128::try_from(text.words.len()).unwrap_or(u128::MAX);
    tables.push(Table { keys: (0..words).collect(), base: vec![0; text.words.len()], ..Table::default() });
    tables.reverse();
    for length in 2..=order {
        let (low, high) = tables.split_at_mut(length - 1);
        link(&low[length - 2].keys, &mut high[0], length);
    }
    tables
}

fn top(text: &Text, order: usize) -> Table {
    let mut keys = Vec::with_capacity(text.ids.len());
    for sentence in text.ids.split_inclusive(|&id| id == END_ID) {
        let mut key = u128::from(START_ID);
        for (at, &id) in sentence.iter().enumerate() {
            key = (key << 32 | u128::from(id)) & mask(order);
            if at + 2 >= order {
                keys.push(key);
            }
        }
    }
    keys.par_sort_unstable();
    let base = run_lengths(&mut keys);
    Table { keys, base, ..Table::default() }
}

/// The n-grams of `length` words: what the longer ones end with, and the sentence starts, which nothing longer ends with.
fn shorter(text: &Text, longer: &[u128], length: usize) -> Table {
    let mut keys: Vec<u128> = longer.par_iter().map(|key| key & mask(length)).collect();
    keys.par_sort_unstable();
    keys.dedup();
    let sentences = text.ids.split_inclusive(|&id| id == END_ID).filter(|sentence| sentence.len() + 1 >= length);
    let mut starts: Vec<u128> =
        sentences.map(|sentence| sentence[..length - 1].iter().fold(u128::from(START_ID), |key, &id| key << 32 | u128::from(id))).collect();
    starts.par_sort_unstable();
    let counts = run_lengths(&mut starts);
    let at = keys.partition_point(|key| starts.first().is_some_and(|first| key < first));
    let mut base = vec![0; keys.len() + starts.len()];
    base[at..at + counts.len()].copy_from_slice(&counts);
    keys.splice(at..at, starts);
    Table { keys, base, ..Table::default() }
}

/// Keeps one of each run of equal keys and gives the lengths of the runs.
fn run_lengths(keys: &mut Vec<u128>) -> Vec<u32> {
    let counts = keys.chunk_by(|a, b| a == b).map(|run| u32::try_from(run.len()).unwrap_or(u32::MAX)).collect();
    keys.dedup();
    counts
}

fn link(lower: &[u128], table: &mut Table, length: usize) {
    table.prefix = places(lower, &table.keys, |key| key >> 32);
    table.suffix = places(lower, &table.keys, |key| key & mask(length - 1));
}

/// Where `part` of each key stands in `lower`.
fn places(lower: &[u128], keys: &[u128], part: impl Fn(u128) -> u128 + Sync) -> Vec<u32> {
    let mut places = vec![0; keys.len()];
    places.par_chunks_mut(1 << 16).zip(keys.par_chunks(1 << 16)).for_each(|(places, keys)| {
        let (mut at, mut last) = (0, 0);
        for (place, &key) in places.iter_mut().zip(keys) {
            let wanted = part(key);
            // Parts rise within a run of keys, so the search goes on from the last one.
            at = find_from(lower, if wanted >= last { at } else { 0 }, wanted);
            last = wanted;
            *place = u32::try_from(at).expect("fewer than 2^32 n-grams");
        }
    });
    places
}

/// First place from `from` on whose key is at least `wanted`, looked for in steps that double.
fn find_from(keys: &[u128], from: usize, wanted: u128) -> usize {
    let (mut low, mut step) = (from, 1);
    while low + step < keys.len() && keys[low + step] < wanted {
        low += step;
        step *= 2;
    }
    let high = keys.len().min(low + step + 1);
    low + keys[low..high].partition_point(|&key| key < wanted)
}

fn mask(length: usize) -> u128 {
    u128::MAX >> (128 - 32 * length)
}

/// The words of a key of `length` words, last word first.
#[expect(clippy::cast_possible_truncation, reason = "each word is 32 bits of the key")]
pub fn words_of(key: u128, length: usize) -> impl Iterator<Item = u32> {
    (0..length).map(move |at| (key >> (32 * at)) as u32)
}
