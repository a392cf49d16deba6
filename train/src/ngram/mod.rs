//! Training of the n-gram model: counting once, then one model for each budget of bytes. It owns the order of the steps.

pub mod count;
pub mod evaluate;
pub mod prune;
pub mod quantise;
pub mod smooth;
pub mod spill;
pub mod write;

use super::Error;
use count::{Table, Text};
use smooth::Kept;
use spill::{Column, Memory};
use std::io;
use write::Layout;

/// The n-grams of a text, scored and ready to be cut to any budget.
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
/// let built = Learned::new(collector.finish(1)?, 3, Layout::default(), None, Memory::of(1 << 20))?.model(10_000)?;
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
    /// The n-grams that are kept score at least this, in nats of the training text for each bit.
    pub threshold: f32,
}

impl Learned {
    /// Counts and scores the n-grams of up to `order` words (2 to [`unspin::models::ngram::MAX_ORDER`]) of `text`. `uses` tells how
    /// much each word is in question; all alike where it is none. What does not fit into `memory` is on disk; the words of the
    /// text and the n-grams of a finished model come on top of it.
    ///
    /// # Errors
    /// When the disk is full.
    ///
    /// # Panics
    /// For another order.
    pub fn new(
        text: Text,
        order: usize,
        layout: Layout,
        uses: Option<prune::Use<'_>>,
        memory: Memory,
    ) -> io::Result<Self> {
        assert!(
            (2..=unspin::models::ngram::MAX_ORDER).contains(&order),
            "order {order}"
        );
        let tables = count::tables(&text, order, memory)?;
        let Text {
            words,
            unknown_types,
            ids,
        } = text;
        drop(ids);
        let uses: Option<Vec<f32>> = uses.map(|of| words.iter().map(|&word| of(word)).collect());
        // Scored with plain counts: so few n-grams are kept that most endings predict all their occurrences
        // (with the counts of Kneser-Ney, 13.6 % of random words look right to a model of 3 MB, with these 13.2 %).
        let counts = smooth::count(&tables, Kept::Nothing, memory)?;
        let weights = smooth::weights(&tables, &counts, Kept::All, unknown_types, memory)?;
        let scores = prune::scores(&tables, &counts, &weights, &layout, uses.as_deref(), memory)?;
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
    /// When the budget is too small for any model, or the disk is full.
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
