//! What a wording costs. Each model scores plain values: tokens, hashes and ranges. None of them knows
//! the lattice.

pub mod context;
pub mod gate;
pub mod net;
pub mod ngram;
#[cfg(test)]
pub(crate) mod tiny;

use crate::text::token::Token;

/// The hashes by which the context model and the network look up a wording.
///
/// A word has the same keys whether it is kept or restored, so that both cases share their weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keys {
    /// Hash of all its words.
    pub whole: u64,
    /// Hash of its last letters.
    pub ending: u64,
}

impl Keys {
    /// The keys of a token that is kept.
    pub fn of_token(token: &Token) -> Self {
        Self {
            whole: token.word,
            ending: token.ending,
        }
    }
}
