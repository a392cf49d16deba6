//! Counting: words to ids, and the sorted tables of all n-grams of the text. It owns ids and the links between n-grams of
//! neighbouring lengths, not probabilities.

use super::spill::{Column, Memory, Sorted, Sorter, Writer};
use std::collections::HashMap;
use std::io;
use unspin::models::ngram::{END, START};
use unspin::text::segment;
use unspin::text::token::Tokens;

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
    pub ids: Column<u32>,
    /// Number of different words that became [`UNKNOWN_ID`].
    pub unknown_types: usize,
}

/// Gathers sentences.
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
        let ids = words.iter().copied().zip(0..).collect();
        Self {
            ids,
            counts: vec![u32::MAX; words.len()],
            words,
            text: Writer::default(),
        }
    }
}

impl Collector {
    /// Adds the sentences of a document.
    ///
    /// # Errors
    /// When the disk is full, on which the text is kept.
    ///
    /// # Panics
    /// Beyond 2^32 different words.
    pub fn add(&mut self, tokens: &Tokens) -> io::Result<()> {
        for sentence in segment::sentences(tokens) {
            for token in &tokens.as_slice()[sentence] {
                let fresh =
                    u32::try_from(self.words.len()).expect("fewer than 2^32 different words");
                let id = *self.ids.entry(token.word).or_insert(fresh);
                if id == fresh {
                    self.words.push(token.word);
                    self.counts.push(0);
                }
                self.counts[id as usize] = self.counts[id as usize].saturating_add(1);
                self.text.push(id)?;
            }
            self.text.push(END_ID)?;
        }
        Ok(())
    }

    /// The text, with words seen fewer than `min_count` times made unknown.
    ///
    /// # Errors
    /// When the disk is full.
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

/// All n-grams of one length, sorted, on disk. A key holds 32 bits a word, the last word lowest.
#[derive(Debug, Default)]
pub struct Table {
    /// The n-grams.
    pub keys: Column<u128>,
    /// Where the n-gram without its last word stands in the table one shorter; never falls from one n-gram to the next.
    pub prefix: Column<u32>,
    /// Where the n-gram without its first word stands in the table one shorter.
    pub suffix: Column<u32>,
    /// Occurrences that no n-gram one word longer ends with: those at a sentence start, or all for the longest.
    pub base: Column<u32>,
}

/// The tables of lengths 1 to `order`.
///
/// # Errors
/// When the disk is full.
pub fn tables(text: &Text, order: usize, memory: Memory) -> io::Result<Vec<Table>> {
    let mut table = top(text, order, memory)?;
    let mut tables = Vec::new();
    for length in (2..order).rev() {
        let (shorter, suffix) = shorter(text, &table.keys, length, memory)?;
        table.suffix = suffix;
        tables.push(std::mem::replace(&mut table, shorter));
    }
    table.suffix = Column::write(table.keys.iter()?.map(|key| place(key & mask(1))))?;
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

fn place(number: impl TryInto<u32>) -> u32 {
    number.try_into().ok().expect("fewer than 2^32 n-grams")
}

fn top(text: &Text, order: usize, memory: Memory) -> io::Result<Table> {
    let keys = sorted(text, memory, |words| words >= order, order)?;
    let (mut all, mut base) = (Writer::default(), Writer::default());
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

/// The n-grams of `length` words at the places of the text behind so many words of their sentence, its start and the last word
/// of the n-gram included, as `is_wanted`, sorted.
fn sorted(
    text: &Text,
    memory: Memory,
    is_wanted: impl Fn(usize) -> bool,
    length: usize,
) -> io::Result<Sorted<u128>> {
    let mut sorter = Sorter::new(memory);
    let (mut key, mut words) = (u128::from(START_ID), 1);
    for id in text.ids.iter()? {
        (key, words) = ((key << 32 | u128::from(id)) & mask(length), words + 1);
        if is_wanted(words) {
            sorter.push(key)?;
        }
        if id == END_ID {
            (key, words) = (u128::from(START_ID), 1);
        }
    }
    sorter.finish()
}

/// The n-grams of `length` words: what the longer ones end with, and the sentence starts, which nothing longer ends with; and
/// where the ending of each longer one stands among them.
fn shorter(
    text: &Text,
    longer: &Column<u128>,
    length: usize,
    memory: Memory,
) -> io::Result<(Table, Column<u32>)> {
    let mut endings = Sorter::new(memory);
    for (at, key) in longer.iter()?.enumerate() {
        endings.push(ending(key & mask(length), place(at)))?;
    }
    let mut endings = endings.finish()?.peekable();
    let mut starts = Runs::of(sorted(text, memory, |words| words == length, length)?).peekable();
    let (mut keys, mut base, mut suffix) =
        (Writer::default(), Writer::default(), Sorter::new(memory));
    loop {
        let next = endings.peek().map(|&ending| key_of(ending));
        if let Some((key, count)) =
            starts.next_if(|&(start, _)| next.is_none_or(|next| start < next))
        {
            keys.push(key)?;
            base.push(count)?;
            continue;
        }
        let Some(key) = next else { break };
        while let Some(ending) = endings.next_if(|&ending| key_of(ending) == key) {
            suffix.push([ending[4], place(keys.len())])?;
        }
        keys.push(key)?;
        base.push(0)?;
    }
    drop(endings);
    let suffix = Column::write(suffix.finish()?.map(|[_, suffix]| suffix))?;
    Ok((
        Table {
            keys: keys.finish()?,
            base: base.finish()?,
            ..Table::default()
        },
        suffix,
    ))
}

/// A key and the place of what ends with it; these sort as the keys do.
type Ending = [u32; 5];

#[expect(
    clippy::cast_possible_truncation,
    reason = "each word is 32 bits of the key"
)]
fn ending(key: u128, place: u32) -> Ending {
    [
        (key >> 96) as u32,
        (key >> 64) as u32,
        (key >> 32) as u32,
        key as u32,
        place,
    ]
}

fn key_of(ending: Ending) -> u128 {
    ending[..4]
        .iter()
        .fold(0, |key, &word| key << 32 | u128::from(word))
}

/// Each of the runs of equal keys once, with its length.
struct Runs<I: Iterator<Item = u128>>(std::iter::Peekable<I>);

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

/// Where each key without its last word stands in `lower`. Both rise, so one walk through both finds all.
fn prefixes(lower: &Column<u128>, keys: &Column<u128>) -> io::Result<Column<u32>> {
    let mut lower = lower.iter()?.zip(0_u32..).peekable();
    let find = |key: u128| {
        while lower.next_if(|&(prefix, _)| prefix < key >> 32).is_some() {}
        lower.peek().map_or(0, |&(_, place)| place)
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
