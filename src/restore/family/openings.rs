//! A Bloom filter of the first two words of phrases. It rules most places of a text out with one look-up.

use crate::store::hash;
use crate::text::token::{Token, Tokens};

/// Size of the filter in bits, as a power of two.
const BITS: u32 = 15;

/// The filter.
#[derive(Clone)]
pub(super) struct Openings(Vec<u64>);

impl Openings {
    /// The filter of `phrases` of two words or more.
    pub(super) fn new(phrases: &[String]) -> Self {
        let mut openings = Self(vec![0; 1 << (BITS - 6)]);
        let mut tokens = Tokens::default();
        for phrase in phrases {
            tokens.clear();
            tokens.push_text(phrase, 0);
            if let [first, second, ..] = tokens.as_slice() {
                let (cell, mask) = place(first, second);
                openings.0[cell] |= mask;
            }
        }
        openings
    }

    /// Whether a phrase may start with these two words.
    pub(super) fn may_start(&self, first: &Token, second: &Token) -> bool {
        let (cell, mask) = place(first, second);
        self.0[cell] & mask != 0
    }
}

fn place(first: &Token, second: &Token) -> (usize, u64) {
    let bit = hash::pair(first.word, second.word) >> (64 - BITS);
    ((bit >> 6) as usize, 1 << (bit & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_starts_of_phrases_pass() {
        let phrases = ["profound learning", "fluffy rationale control"].map(str::to_owned);
        let openings = Openings::new(&phrases);
        let mut tokens = Tokens::default();
        tokens.push_text("profound learning fluffy rationale control profound", 0);
        let passed: Vec<bool> = tokens
            .as_slice()
            .windows(2)
            .map(|pair| openings.may_start(&pair[0], &pair[1]))
            .collect();
        assert_eq!(passed, [true, false, true, false, false]);
    }
}
