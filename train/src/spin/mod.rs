//! Spins text, as a spinning program would, to make training and test data.
//!
//! [`LexiconSpinner`] draws replacements from the counts of a lexicon. [`ExampleSpinner`] copies
//! what another spinner did with the same words elsewhere, which also reproduces the longer phrases
//! of its table. Both treat letter case, quotations and clitics alike.

pub mod aligned;
mod by_example;
mod by_lexicon;
mod draft;
mod random;

pub use by_example::{ExampleSpinner, Sizes};
pub use by_lexicon::LexiconSpinner;
pub use random::Random;

use std::ops::Range;

/// A spinner.
pub trait Spin: Sync {
    /// Spins `text`, with random choices from `random`.
    fn spin(&self, text: &str, style: Style, random: &mut Random) -> Spun;
}

/// What is spun and how densely.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Share of the replacements that are made, from 0 to 1. With 1, as many are made as in densely
    /// spun text.
    pub density: f64,
    /// What happens to quotations.
    pub quotes: Quotes,
}

/// What happens to text between quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quotes {
    /// It is spun like the rest.
    Spun,
    /// It is left unchanged.
    Kept,
}

/// A phrase that was replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// Where the replacement is: bytes of the spun text.
    pub spun: Range<usize>,
    /// The original phrase, normalised.
    pub original: String,
}

/// Spun text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spun {
    /// The text.
    pub text: String,
    /// What was replaced, in the order of the text.
    pub replaced: Vec<Replaced>,
}
