//! Phrases: short runs of words. Words are given by their ids or by their hashes.

use std::ops::Range;
use unspin::store::hash;

/// Longest phrase that is learned, in words.
pub const MAX_PHRASE: usize = 7;

/// A run of words in a text, by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Position of the first word.
    pub start: usize,
    /// Number of words.
    pub len: usize,
}

impl Span {
    /// The words from `start` up to, but not including, `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self {
            start,
            len: end - start,
        }
    }

    /// Position after the last word.
    pub fn end(self) -> usize {
        self.start + self.len
    }

    /// The same words as a range.
    pub fn range(self) -> Range<usize> {
        self.start..self.end()
    }

    /// The span with one more word in front.
    pub fn extended_left(self) -> Self {
        Self {
            start: self.start - 1,
            len: self.len + 1,
        }
    }

    /// The span with one more word at its end.
    pub fn extended_right(self) -> Self {
        Self {
            len: self.len + 1,
            ..self
        }
    }
}

/// A hash of a phrase, given the ids or the hashes of its words.
pub fn phrase_key<W: Copy + Into<u64>>(words: &[W]) -> u64 {
    words.iter().fold(words.len() as u64, |key, &word| {
        hash::pair(key, word.into())
    })
}

/// Calls `visit` with every run of 1 to [`MAX_PHRASE`] words.
pub fn for_each_phrase(words: &[u32], mut visit: impl FnMut(&[u32])) {
    for from in 0..words.len() {
        for to in from + 1..=words.len().min(from + MAX_PHRASE) {
            visit(&words[from..to]);
        }
    }
}

/// The character as it is written in lexicons, with straight quotes and hyphens for dashes.
pub fn straight(c: char) -> char {
    match c {
        '’' | '‘' => '\'',
        '“' | '”' => '"',
        '–' | '—' => '-',
        c => c,
    }
}
