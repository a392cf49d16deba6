//! Where words lead: the phrases once more, by whole words. A text is looked up word by word, and one look at a table takes the
//! place of a walk through the fst letter by letter. It owns the table; what an entry holds is the lexicon's.
//!
//! An open-addressing hash table with linear probing (Knuth 1973, section 6.4), at most half full. The key of the first words of a
//! phrase is the hash of their hashes, 64 bits; behind it stands a number: the place of the phrase's entry and one, or 0, and in
//! the highest bit whether longer phrases begin so.

use crate::store::hash;
use crate::text::token::{Shape, Tokens};
use std::collections::BTreeMap;

/// Bytes of a slot: u64 key, u32 number; a number of 0 makes it empty.
const SLOT: usize = 12;
/// Whether longer phrases begin with these words.
const GOES_ON: u32 = 1 << 31;

/// A table over borrowed bytes.
#[derive(Clone, Copy, Debug)]
pub struct Steps<'a> {
    slots: &'a [[u8; SLOT]],
}

/// What the first words of a phrase lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step(u32);

impl Step {
    /// Place of the entry of the phrase that these words are.
    pub fn entry(self) -> Option<usize> {
        (self.0 & !GOES_ON)
            .checked_sub(1)
            .map(|place| place as usize)
    }

    /// Whether longer phrases begin so.
    pub fn goes_on(self) -> bool {
        self.0 & GOES_ON > 0
    }
}

/// Key of some words and `word` behind them; that of no words is 0.
fn longer(words: u64, word: u64) -> u64 {
    hash::pair(words, word)
}

/// Key of the words of a phrase and token `at` behind them. A number is no class here.
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
    /// A table over `bytes`; `None` where their number is none that [`build`] leaves.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let (slots, rest) = bytes.as_chunks();
        (rest.is_empty() && slots.len().is_power_of_two()).then_some(Self { slots })
    }

    /// The places of the entries that all slots lead to, in no particular order.
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

    /// Where the words with this `key` lead.
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

/// The slots where a key may be, each once, in the order in which they are looked at.
fn probes(key: u64, slots: usize) -> impl Iterator<Item = usize> {
    // The best bits of a hash are the highest.
    let first = usize::try_from(key >> 32).unwrap_or_default();
    (0..slots).map(move |on| (first + on) & (slots - 1))
}

/// Bytes of the table for the phrases of an fst, with the places of their entries.
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

/// Bytes of the table for `phrases` (words with one space between them), each with the place of its entry. Of two phrases with one
/// key, which nobody has by chance, the first is found.
///
/// # Panics
/// Where a place is 2^31 or more.
fn build<'p>(phrases: impl Iterator<Item = (&'p str, u64)>) -> Vec<u8> {
    let mut numbers = BTreeMap::<u64, u32>::new();
    for (phrase, place) in phrases {
        let mut words = 0;
        for word in phrase.split(' ') {
            // Those before have one behind them.
            numbers.entry(words).and_modify(|number| *number |= GOES_ON);
            words = longer(words, hash::bytes(word.as_bytes()));
            numbers.entry(words).or_default();
        }
        let number = u32::try_from(place + 1)
            .ok()
            .filter(|number| number & GOES_ON == 0)
            .expect("fewer than 2^31 places");
        let own = numbers.get_mut(&words).expect("just added");
        if *own & !GOES_ON == 0 {
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
mod tests {
    use super::*;

    #[test]
    fn words_lead_to_their_phrases_and_no_further() {
        let bytes = build(
            [
                ("white", 0),
                ("white home", 4),
                ("within the white", 9),
                ("7", 12),
            ]
            .into_iter(),
        );
        let steps = Steps::read(&bytes).expect("just built");
        let lead = |text: &str| {
            let mut tokens = Tokens::default();
            tokens.push_text(text, 0);
            steps
                .get((0..tokens.len()).fold(0, |words, at| with_token(words, &tokens, at)))
                .map(|step| (step.entry(), step.goes_on()))
        };
        assert_eq!(lead("White"), Some((Some(0), true)));
        assert_eq!(lead("white home"), Some((Some(4), false)));
        assert_eq!(lead("within"), Some((None, true)));
        assert_eq!(lead("within the"), Some((None, true)));
        assert_eq!(lead("within the white"), Some((Some(9), false)));
        assert_eq!(
            (lead("7"), lead("700"), lead("home"), lead("white white")),
            (Some((Some(12), false)), None, None, None)
        );
    }

    #[test]
    fn of_two_phrases_with_one_key_the_first_is_found() {
        let bytes = build([("white home", 4), ("white home", 9)].into_iter());
        let key = longer(longer(0, hash::bytes(b"white")), hash::bytes(b"home"));
        assert_eq!(
            Steps::read(&bytes)
                .expect("just built")
                .get(key)
                .and_then(Step::entry),
            Some(4)
        );
    }

    #[test]
    fn a_table_that_is_full_or_cut_ends_every_search() {
        let full = vec![1; 4 * SLOT];
        assert_eq!(Steps::read(&full).expect("four slots").get(5), None);
        assert!(
            Steps::read(&full[1..]).is_none()
                && Steps::read(&[]).is_none()
                && Steps::read(&full[..3 * SLOT]).is_none()
        );
    }
}
