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
pub(crate) use draft::adjust_space;
pub use random::Random;

use std::ops::Range;
use unspin::text::token::{Gap, Tokens};

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

/// The token up to which a phrase of at most `longest` words may reach that begins at token `at`. It
/// neither crosses a line end nor contains a curly apostrophe, except at its beginning.
pub(crate) fn furthest(tokens: &Tokens, at: usize, longest: usize) -> usize {
    let furthest = tokens.len().min(at + longest);
    let is_boundary = |&next: &usize| {
        let token = tokens.as_slice()[next];
        token.gap >= Gap::Line || token.curly
    };
    (at + 1..furthest).find(is_boundary).unwrap_or(furthest)
}
