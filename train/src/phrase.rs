//! Phrases: short runs of words, numbered or hashed.

use unspin::store::hash;

/// Longest phrase that is learned, in words.
pub const MAX_PHRASE: usize = 7;

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
