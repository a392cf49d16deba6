//! Trains the n-gram model. The text is counted and scored once; then a model can be written for
//! any number of bytes.
//!
//! The steps, one file each: count n-grams (`count`), estimate probabilities (`smooth`), choose the
//! n-grams to keep (`prune`), store costs in few bits (`quantise`), and write the file (`write`).
//! `spill` keeps on disk what does not fit into memory, and `evaluate` measures the perplexity.

pub mod count;
pub mod evaluate;
pub mod prune;
pub mod quantise;
pub mod smooth;
pub mod spill;
pub mod write;

use crate::Error;
use count::{Table, Text};
use smooth::Kept;
use spill::{Column, Memory};
use std::io;
use unspin::models::ngram::MAX_ORDER;
use write::Layout;

/// The n-grams of a text with their scores. A model of any size can be made of them.
///
/// ```
/// use unspin::store::file::Trust;
/// use unspin::models::ngram::NgramModel;
/// use unspin::text::token::{Tokens, word_hash};
/// use unspin_train::ngram::Learned;
/// use unspin_train::ngram::count::Collector;
/// use unspin_train::ngram::spill::Memory;
/// use unspin_train::ngram::write::Layout;
///
/// # fn main() -> Result<(), unspin_train::Error> {
/// let mut tokens = Tokens::default();
/// tokens.push_text("the white house\nThe white house said", 0);
/// let mut collector = Collector::default();
/// collector.add(&tokens)?;
/// let text = collector.finish(1)?;
/// let learned = Learned::new(text, 3, Layout::default(), None, Memory::of(1 << 20))?;
/// let built = learned.model(10_000)?;
/// let model = NgramModel::read(&built.bytes, Trust::Checked)?;
/// assert!(model.knows(word_hash("house")) && !model.knows(word_hash("home")));
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct Learned {
    words: Vec<u64>,
    unknown_types: usize,
    tables: Vec<Table>,
    scores: Vec<Column<f32>>,
    layout: Layout,
    memory: Memory,
}

/// A finished model.
#[derive(Clone, Debug)]
pub struct Built {
    /// The file.
    pub bytes: Vec<u8>,
    /// Number of n-grams of each length.
    pub numbers: Vec<usize>,
    /// Least score of the n-grams in the model, in nats of the training text for each bit.
    pub threshold: f32,
}

impl Learned {
    /// Counts and scores the n-grams of up to `order` words of `text`. `importance` says how much
    /// each word matters; without it, all words matter equally.
    ///
    /// What does not fit into `memory` is kept on disk. The words of the text and the n-grams of a
    /// finished model are in memory in addition.
    ///
    /// # Errors
    /// If the disk is full.
    ///
    /// # Panics
    /// If `order` is less than 2 or more than [`MAX_ORDER`].
    pub fn new(
        text: Text,
        order: usize,
        layout: Layout,
        importance: Option<prune::Importance<'_>>,
        memory: Memory,
    ) -> io::Result<Self> {
        assert!((2..=MAX_ORDER).contains(&order), "order {order}");
        let tables = count::tables(&text, order, memory)?;
        let Text {
            words,
            unknown_types,
            ids,
        } = text;
        drop(ids);
        let importance: Option<Vec<f32>> =
            importance.map(|of| words.iter().map(|&word| of(word)).collect());
        // Scored with plain counts: so few n-grams are kept that most suffixes predict all of their
        // occurrences. With the counts of Kneser-Ney, 13.6 % of random words are cheaper than the
        // right one in a model of 3 MB; with plain counts, 13.2 %.
        let counts = smooth::count(&tables, Kept::Nothing, memory)?;
        let weights = smooth::weights(&tables, &counts, Kept::All, unknown_types, memory)?;
        let importance = importance.as_deref();
        let scores = prune::scores(&tables, &counts, &weights, &layout, importance, memory)?;
        Ok(Self {
            words,
            unknown_types,
            tables,
            scores,
            layout,
            memory,
        })
    }

    /// Number of different n-grams of each length.
    pub fn numbers(&self) -> Vec<usize> {
        self.tables.iter().map(|table| table.keys.len()).collect()
    }

    /// The best model of at most `budget` bytes.
    ///
    /// # Errors
    /// If the budget is too small for any model, or the disk is full.
    pub fn model(&self, budget: usize) -> Result<Built, Error> {
        let threshold = prune::threshold(&self.scores, &self.layout, budget)?;
        let kept = Kept::Scored(&self.scores, threshold);
        let counts = smooth::count(&self.tables, kept, self.memory)?;
        let weights =
            smooth::weights(&self.tables, &counts, kept, self.unknown_types, self.memory)?;
        let bytes = write::model(
            &self.tables,
            &self.words,
            &counts,
            &weights,
            kept,
            &self.layout,
        )?;
        Ok(Built {
            bytes,
            numbers: prune::numbers(&self.scores, threshold)?,
            threshold,
        })
    }
}

#[cfg(test)]
mod tests;
