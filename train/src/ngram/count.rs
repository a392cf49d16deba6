//! Counts n-grams: gives words ids, and makes sorted tables of all n-grams of the text.

use super::spill::{Column, Memory, Sorted, Sorter, Writer};
use std::collections::HashMap;
use std::io;
use std::iter::Peekable;
use unspin::models::ngram::{END, START};
use unspin::text::segment;
use unspin::text::token::Tokens;

/// Id of all words that are too rare to have their own.
pub const UNKNOWN_ID: u32 = 0;
/// Id of the start of a sentence.
pub const START_ID: u32 = 1;
/// Id of the end of a sentence.
pub const END_ID: u32 = 2;

/// A text as word ids.
#[derive(Debug)]
pub struct Text {
    /// The hash of each word. The first three are the unknown word, the start and the end of a
    /// sentence.
    pub words: Vec<u64>,
    /// The sentences, each followed by [`END_ID`].
    pub ids: Column<u32>,
    /// Number of different words that became [`UNKNOWN_ID`].
    pub unknown_types: usize,
}

/// Collects the sentences of a text.
#[derive(Debug)]
pub struct Collector {
    ids: HashMap<u64, u32>,
    counts: Vec<u32>,
    words: Vec<u64>,
    text: Writer<u32>,
}

impl Default for Collector {
    fn default() -> Self {
        let words = vec![0, START, END];
        Self {
            ids: words.iter().copied().zip(0..).collect(),
            counts: vec![u32::MAX; words.len()],
            words,
            text: Writer::default(),
        }
    }
}

impl Collector {
    /// Adds the sentences of a document. The text is kept on disk.
    ///
    /// # Errors
    /// If the disk is full.
    ///
    /// # Panics
    /// If there are more than 2^32 different words.
    pub fn add(&mut self, tokens: &Tokens) -> io::Result<()> {
        for sentence in segment::sentences(tokens) {
            for token in &tokens.as_slice()[sentence] {
                let id = self.id(token.word);
                self.text.push(id)?;
            }
            self.text.push(END_ID)?;
        }
        Ok(())
    }

    /// The id of a word, which is counted.
    fn id(&mut self, word: u64) -> u32 {
        let next = u32::try_from(self.words.len()).expect("fewer than 2^32 different words");
        let id = *self.ids.entry(word).or_insert(next);
        if id == next {
            self.words.push(word);
            self.counts.push(0);
        }
        let count = &mut self.counts[id as usize];
        *count = count.saturating_add(1);
        id
    }

    /// The text. Words that occur fewer than `min_count` times become the unknown word.
    ///
    /// # Errors
    /// If the disk is full.
    pub fn finish(self, min_count: u32) -> io::Result<Text> {
        let mut words = Vec::new();
        let mut ids = vec![UNKNOWN_ID; self.words.len()];
        for ((id, &word), &count) in ids.iter_mut().zip(&self.words).zip(&self.counts) {
            if count >= min_count {
                *id = u32::try_from(words.len()).expect("no more than the words collected");
                words.push(word);
            }
        }
        let text = Column::write(self.text.finish()?.iter()?.map(|id| ids[id as usize]))?;
        Ok(Text {
            unknown_types: self.words.len() - words.len(),
            words,
            ids: text,
        })
    }
}

/// All n-grams of one length, sorted by key, on disk. A key has 32 bits for each word, the last
/// word in the lowest bits.
///
/// The tables of neighbouring lengths are linked: the *prefix* of an n-gram is the n-gram without
/// its last word, the *suffix* the one without its first word.
#[derive(Debug, Default)]
pub struct Table {
    /// The n-grams.
    pub keys: Column<u128>,
    /// Index of the prefix of each n-gram in the table one shorter. Never decreases.
    pub prefix: Column<u32>,
    /// Index of the suffix of each n-gram in the table one shorter.
    pub suffix: Column<u32>,
    /// Occurrences that are not the suffix of an n-gram one word longer: those at the start of a
    /// sentence; for the longest n-grams, all.
    pub base: Column<u32>,
}

/// The tables of all lengths from 1 to `order`.
///
/// # Errors
/// If the disk is full.
pub fn tables(text: &Text, order: usize, memory: Memory) -> io::Result<Vec<Table>> {
    let mut table = longest(text, order, memory)?;
    let mut tables = Vec::new();
    for length in (2..order).rev() {
        let (shorter, suffix) = shorter(text, &table.keys, length, memory)?;
        table.suffix = suffix;
        tables.push(std::mem::replace(&mut table, shorter));
    }
    table.suffix = Column::write(table.keys.iter()?.map(|key| index(key & mask(1))))?;
    tables.push(table);
    let words = u128::try_from(text.words.len()).unwrap_or(u128::MAX);
    tables.push(Table {
        keys: Column::write(0..words)?,
        base: Column::write(vec![0; text.words.len()])?,
        ..Table::default()
    });
    tables.reverse();
    for length in 2..=order {
        tables[length - 1].prefix = prefixes(&tables[length - 2].keys, &tables[length - 1].keys)?;
    }
    Ok(tables)
}

fn index(number: impl TryInto<u32>) -> u32 {
    number.try_into().ok().expect("fewer than 2^32 n-grams")
}

/// The table of the longest n-grams, without links.
fn longest(text: &Text, order: usize, memory: Memory) -> io::Result<Table> {
    let keys = sorted(text, memory, |words| words >= order, order)?;
    let mut all = Writer::default();
    let mut base = Writer::default();
    for (key, count) in Runs::of(keys) {
        all.push(key)?;
        base.push(count)?;
    }
    Ok(Table {
        keys: all.finish()?,
        base: base.finish()?,
        ..Table::default()
    })
}

/// The n-grams of `length` words, sorted, with repetitions. `is_wanted` chooses the positions at
/// which they end, by the number of words of the sentence so far, including its start.
fn sorted(
    text: &Text,
    memory: Memory,
    is_wanted: impl Fn(usize) -> bool,
    length: usize,
) -> io::Result<Sorted<u128>> {
    let mut sorter = Sorter::new(memory);
    let mut key = u128::from(START_ID);
    let mut words = 1;
    for id in text.ids.iter()? {
        key = (key << 32 | u128::from(id)) & mask(length);
        words += 1;
        if is_wanted(words) {
            sorter.push(key)?;
        }
        if id == END_ID {
            key = u128::from(START_ID);
            words = 1;
        }
    }
    sorter.finish()
}

/// The table of the n-grams of `length` words, given the `longer` n-grams, and the index of the
/// suffix of each longer one.
///
/// The n-grams are the suffixes of the longer ones, and those at the start of a sentence, which are
/// not a suffix of anything. Both are sorted and merged.
fn shorter(
    text: &Text,
    longer: &Column<u128>,
    length: usize,
    memory: Memory,
) -> io::Result<(Table, Column<u32>)> {
    let mut suffixes = suffixes(longer, length, memory)?.peekable();
    let mut starts = Runs::of(sorted(text, memory, |words| words == length, length)?).peekable();
    let mut keys = Writer::default();
    let mut base = Writer::default();
    let mut links = Sorter::new(memory);
    while let Some((key, count)) = next_key(&mut suffixes, &mut starts) {
        while let Some(suffix) = suffixes.next_if(|&suffix| key_of(suffix) == key) {
            links.push([suffix[4], index(keys.len())])?;
        }
        keys.push(key)?;
        base.push(count)?;
    }
    drop(suffixes);
    let table = Table {
        keys: keys.finish()?,
        base: base.finish()?,
        ..Table::default()
    };
    let suffix = Column::write(links.finish()?.map(|[_, suffix]| suffix))?;
    Ok((table, suffix))
}

/// The smaller one of the next suffix and the next n-gram at the start of a sentence, and how often
/// it occurs there.
fn next_key(
    suffixes: &mut Peekable<impl Iterator<Item = Suffix>>,
    starts: &mut Peekable<impl Iterator<Item = (u128, u32)>>,
) -> Option<(u128, u32)> {
    let suffix = suffixes.peek().map(|&suffix| key_of(suffix));
    starts
        .next_if(|&(start, _)| suffix.is_none_or(|suffix| start < suffix))
        .or_else(|| Some((suffix?, 0)))
}

fn suffixes(longer: &Column<u128>, length: usize, memory: Memory) -> io::Result<Sorted<Suffix>> {
    let mut suffixes = Sorter::new(memory);
    for (at, key) in longer.iter()?.enumerate() {
        suffixes.push(suffix(key & mask(length), index(at)))?;
    }
    suffixes.finish()
}

/// A key that is the suffix of a longer n-gram (four words), and the index of that n-gram. Sorts
/// by key.
type Suffix = [u32; 5];

#[expect(
    clippy::cast_possible_truncation,
    reason = "each word is 32 bits of the key"
)]
fn suffix(key: u128, longer: u32) -> Suffix {
    [
        (key >> 96) as u32,
        (key >> 64) as u32,
        (key >> 32) as u32,
        key as u32,
        longer,
    ]
}

fn key_of(suffix: Suffix) -> u128 {
    suffix[..4]
        .iter()
        .fold(0, |key, &word| key << 32 | u128::from(word))
}

/// Iterates over runs of equal keys: each key once, with the length of its run.
struct Runs<I: Iterator<Item = u128>>(Peekable<I>);

impl<I: Iterator<Item = u128>> Runs<I> {
    fn of(keys: I) -> Self {
        Self(keys.peekable())
    }
}

impl<I: Iterator<Item = u128>> Iterator for Runs<I> {
    type Item = (u128, u32);

    fn next(&mut self) -> Option<(u128, u32)> {
        let key = self.0.next()?;
        let mut count = 1_u32;
        while self.0.next_if_eq(&key).is_some() {
            count = count.saturating_add(1);
        }
        Some((key, count))
    }
}

/// The index in `lower` of the prefix of each of `keys`. Both are sorted, so one pass is enough.
fn prefixes(lower: &Column<u128>, keys: &Column<u128>) -> io::Result<Column<u32>> {
    let mut lower = lower.iter()?.zip(0_u32..).peekable();
    let find = |key: u128| {
        while lower.next_if(|&(prefix, _)| prefix < key >> 32).is_some() {}
        lower.peek().map_or(0, |&(_, index)| index)
    };
    Column::write(keys.iter()?.map(find))
}

fn mask(length: usize) -> u128 {
    u128::MAX >> (128 - 32 * length)
}

/// The words of a key of `length` words, last word first.
#[expect(
    clippy::cast_possible_truncation,
    reason = "each word is 32 bits of the key"
)]
pub fn words_of(key: u128, length: usize) -> impl Iterator<Item = u32> {
    (0..length).map(move |at| (key >> (32 * at)) as u32)
}
