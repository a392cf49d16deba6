//! A Bloom filter of the first two words of phrases. It rules most places of a text out with one look-up.

use crate::store::hash;
use crate::text::token::{Token, Tokens};

/// Size of the filter in bits, as a power of two.
const BITS: u32 = 17;

/// The filter.
#[derive(Clone)]
pub struct Openings(Vec<u64>);

impl Openings {
    /// The filter of `phrases` of two words or more.
    pub fn new<'p>(phrases: impl IntoIterator<Item = &'p str>) -> Self {
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

    /// The filter with these [`Self::bytes`].
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let (cells, _) = bytes.as_chunks();
        Self(cells.iter().map(|&cell| u64::from_le_bytes(cell)).collect())
    }

    /// The filter as bytes.
    pub fn bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|cell| cell.to_le_bytes()).collect()
    }

    /// Whether a phrase may start with these two words.
    pub fn may_start(&self, first: &Token, second: &Token) -> bool {
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
        let openings = Openings::new(["profound learning", "fluffy rationale control"]);
        let mut tokens = Tokens::default();
        tokens.push_text("profound learning fluffy rationale control profound", 0);
        let passed: Vec<bool> = tokens
            .as_slice()
            .windows(2)
            .map(|pair| openings.may_start(&pair[0], &pair[1]))
            .collect();
        assert_eq!(passed, [true, false, true, false, false]);
    }

    #[test]
    fn the_built_in_filter_is_that_of_the_lexicon() {
        let mut phrases = Vec::new();
        crate::lexicon::Lexicon::science().for_each(|phrase, entry| {
            if entry.candidates().next().is_some() {
                phrases.push(phrase.to_owned());
            }
        });
        let openings = Openings::new(phrases.iter().map(String::as_str));
        assert!(openings.bytes() == crate::lexicon::SCIENCE_OPENINGS);
    }
}
