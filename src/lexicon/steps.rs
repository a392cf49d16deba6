//! A hash table of all prefixes of phrases, in whole words. Matching the phrases of a text takes one probe per word, which
//! is faster than walking through the transducer letter by letter.
//!
//! It uses open addressing with linear probing (Knuth 1973, section 6.4) and is at most half full. The key of a prefix is the
//! combined hash of its words. The number stored with it is 1 + the place of the entry if the prefix is itself a phrase,
//! otherwise 0; the highest bit says whether the prefix can be extended to longer phrases.

use crate::store::hash;
use crate::text::token::{Shape, Tokens};
use std::collections::BTreeMap;

/// Bytes of a slot: u64 key, u32 number. Empty slots have the number 0.
const SLOT: usize = 12;
/// The bit for prefixes of longer phrases.
const CONTINUES: u32 = 1 << 31;

/// The table over borrowed bytes.
#[derive(Clone, Copy, Debug)]
pub struct Steps<'a> {
    slots: &'a [[u8; SLOT]],
}

/// What is known about a prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step(u32);

impl Step {
    /// The place of its entry, if it is itself a phrase.
    pub fn entry(self) -> Option<usize> {
        (self.0 & !CONTINUES)
            .checked_sub(1)
            .map(|place| place as usize)
    }

    /// Whether longer phrases start with it.
    pub fn continues(self) -> bool {
        self.0 & CONTINUES > 0
    }
}

/// The key of a prefix extended by `word`. The empty prefix has the key 0.
fn longer(words: u64, word: u64) -> u64 {
    hash::pair(words, word)
}

/// The key of a prefix extended by token `at`. Unlike in the models, every number has a key of its own.
pub fn with_token(words: u64, tokens: &Tokens, at: usize) -> u64 {
    let token = &tokens.as_slice()[at];
    longer(
        words,
        if token.shape == Shape::Uncased {
            hash::bytes(tokens.norm_of(at).as_bytes())
        } else {
            token.word
        },
    )
}

impl<'a> Steps<'a> {
    /// Reads the table. Returns `None` if the number of slots is not a power of two.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let (slots, rest) = bytes.as_chunks();
        (rest.is_empty() && slots.len().is_power_of_two()).then_some(Self { slots })
    }

    /// The places of all entries, in no particular order.
    pub fn entries(self) -> impl Iterator<Item = usize> + 'a {
        self.slots.iter().filter_map(|slot| {
            let (_, number) = read(slot);
            Step(number).entry()
        })
    }

    /// The bytes of the table.
    pub fn bytes(self) -> &'a [u8] {
        self.slots.as_flattened()
    }

    /// Looks up a prefix by its key.
    pub fn get(&self, key: u64) -> Option<Step> {
        probes(key, self.slots.len())
            .map(|at| read(&self.slots[at]))
            .take_while(|&(_, number)| number > 0)
            .find(|&(other, _)| other == key)
            .map(|(_, number)| Step(number))
    }
}

fn read(slot: &[u8; SLOT]) -> (u64, u32) {
    let [a, b, c] = [0, 4, 8]
        .map(|at| u32::from_le_bytes([slot[at], slot[at + 1], slot[at + 2], slot[at + 3]]));
    (u64::from(a) | u64::from(b) << 32, c)
}

/// The slots where a key may be, in the order of probing. Each slot occurs once.
fn probes(key: u64, slots: usize) -> impl Iterator<Item = usize> {
    // The higher bits of these hashes are better distributed.
    let first = usize::try_from(key >> 32).unwrap_or_default();
    (0..slots).map(move |on| (first + on) & (slots - 1))
}

/// Builds the table for a serialised transducer from phrases to the places of their entries.
pub fn of_phrases(fst: &[u8]) -> Vec<u8> {
    let phrases = fst::Map::new(fst)
        .expect("just built")
        .stream()
        .into_byte_vec();
    build(
        phrases
            .iter()
            .filter_map(|(phrase, place)| Some((str::from_utf8(phrase).ok()?, *place))),
    )
}

/// Builds the table for phrases in normal form, each with the place of its entry. If two phrases have the same key, which is
/// practically impossible, look-ups find the first.
///
/// # Panics
/// If a place is 2^31 - 1 or more.
fn build<'p>(phrases: impl Iterator<Item = (&'p str, u64)>) -> Vec<u8> {
    let mut numbers = BTreeMap::<u64, u32>::new();
    for (phrase, place) in phrases {
        let mut words = 0;
        for word in phrase.split(' ') {
            // The prefix so far can be extended by this word.
            numbers
                .entry(words)
                .and_modify(|number| *number |= CONTINUES);
            words = longer(words, hash::bytes(word.as_bytes()));
            numbers.entry(words).or_default();
        }
        let number = u32::try_from(place + 1)
            .ok()
            .filter(|number| number & CONTINUES == 0)
            .expect("fewer than 2^31 - 1 places");
        let own = numbers.get_mut(&words).expect("just added");
        if *own & !CONTINUES == 0 {
            *own |= number;
        }
    }
    let slots = (2 * numbers.len()).next_power_of_two();
    let mut table = vec![[0; SLOT]; slots];
    for (key, number) in numbers {
        let free = probes(key, slots)
            .find(|&at| read(&table[at]).1 == 0)
            .expect("half of the slots are empty");
        table[free][..8].copy_from_slice(&key.to_le_bytes());
        table[free][8..].copy_from_slice(&number.to_le_bytes());
    }
    table.into_flattened()
}

#[cfg(test)]
mod tests;
