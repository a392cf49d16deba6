//! Phrases with typing or scanning errors. [`readings`] finds the words that unknown tokens may be misspellings of;
//! [`matches`] finds the phrases that these readings complete. Whether a reading is right is decided in context.

use super::{Entry, Lexicon, MAX_PHRASE};
use crate::cost::Cost;
use crate::text::token::{Gap, Shape, Token, Tokens, word_hash};
use std::ops::Range;
use strsim::osa_distance;

#[cfg(test)]
mod tests;

/// Minimal length in characters of a word that is corrected: shorter ones are similar to too many others.
const MIN_LETTERS: usize = 4;

/// Channel cost of an error in milli-nats. It can be this low because leaving the text unchanged is expensive as well: the
/// n-gram model does not know the misspelt word.
const SLIP: Cost = 500;

/// From this length in characters on, hardly any word resembles another by chance.
const LONG: usize = 7;

/// Additional cost of an error in a word that is one character shorter than [`LONG`], if there are no other words in the phrase.
/// It grows with the square of what is missing. The shorter one of both words counts. Chosen on `fixtures/slips.tsv`.
const SHORT: Cost = 800;

/// Cost of what is not done without other words in the phrase: no evidence outweighs it.
const NEVER: Cost = 40_000;

/// Another way to read one or two tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// First token.
    pub from: usize,
    /// One past the last token.
    pub to: usize,
    /// The intended words, separated by spaces.
    pub text: String,
    /// Channel cost of the error, in milli-nats, if there are no other words in the phrase.
    pub alone: Cost,
}

/// Appends the readings of token `at`: joined with the next token, corrected, or split into two words. A token is only
/// corrected or split if it is an unknown word, neither in the lexicon nor one that the function `knows`.
pub fn readings(
    lexicon: &Lexicon<'_>,
    tokens: &Tokens,
    at: usize,
    knows: impl Fn(u64) -> bool,
    found: &mut Vec<Reading>,
) {
    join(lexicon, tokens, at, &knows, found);
    correct(lexicon, tokens, at, &knows, found);
}

/// Appends the reading of token `at` joined with the next one.
pub fn join(
    lexicon: &Lexicon<'_>,
    tokens: &Tokens,
    at: usize,
    knows: impl Fn(u64) -> bool,
    found: &mut Vec<Reading>,
) {
    if may_be_joined(tokens, at) && lexicon.has_joined(tokens, at) {
        // Two words that are known need no space removed: `may be` is no misspelt `maybe`.
        let are_known = tokens.as_slice()[at..at + 2]
            .iter()
            .all(|token| knows(token.word));
        found.push(Reading {
            from: at,
            to: at + 2,
            text: format!("{}{}", tokens.norm_of(at), tokens.norm_of(at + 1)),
            alone: if are_known { NEVER } else { SLIP },
        });
    }
}

/// Appends the readings of token `at` corrected, or split into two words, if it is an unknown word.
pub fn correct(
    lexicon: &Lexicon<'_>,
    tokens: &Tokens,
    at: usize,
    knows: impl Fn(u64) -> bool,
    found: &mut Vec<Reading>,
) {
    let word = tokens.norm_of(at);
    let Token {
        word: key, shape, ..
    } = tokens.as_slice()[at];
    // Unknown words with capitals are names or codes: `Avia` is not a misspelt `via`.
    let letters = word.chars().count();
    if letters < MIN_LETTERS
        || shape != Shape::Lower
        || knows(key)
        || lexicon.has_word(word)
        || is_inflected(word, &knows)
    {
        return;
    }
    let mut add = |text, alone| {
        found.push(Reading {
            from: at,
            to: at + 1,
            text,
            alone,
        });
    };
    for text in corrections(lexicon, word) {
        let letters = letters.min(text.chars().count());
        add(text, correction_cost(letters));
    }
    for (first, second) in splits(word) {
        if lexicon.has_word(first) && lexicon.has_word(second) {
            add(format!("{first} {second}"), SLIP);
        }
    }
}

/// Channel cost of an error in a word of so many `letters`, without other words in the phrase.
fn correction_cost(letters: usize) -> Cost {
    let missing = Cost::try_from(LONG.saturating_sub(letters)).unwrap_or(0);
    SLIP + missing * missing * SHORT
}

/// Whether `word` is a regular form of a word that the function `knows`.
fn is_inflected(word: &str, knows: impl Fn(u64) -> bool) -> bool {
    ENDINGS.iter().any(|&(ending, before)| {
        let stem = word
            .strip_suffix(ending)
            .filter(|stem| stem.len() > 2 && !stem.ends_with('s'));
        stem.is_some_and(|stem| knows(word_hash(&format!("{stem}{before}"))))
    })
}

/// Endings of English, and what a word ends with before they are added.
const ENDINGS: [(&str, &str); 7] = [
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", "e"),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
];

/// Whether token `at` and the next one may be parts of one word: ASCII letters with only a space between them, and long enough
/// together.
fn may_be_joined(tokens: &Tokens, at: usize) -> bool {
    let Some(next) = tokens
        .as_slice()
        .get(at + 1)
        .filter(|next| next.gap == Gap::Space && !next.clitic)
    else {
        return false;
    };
    let has_letters_only = |at: usize| {
        tokens
            .norm_of(at)
            .bytes()
            .all(|byte| byte.is_ascii_lowercase())
    };
    let length = next.end - tokens.as_slice()[at].start;
    length > MIN_LETTERS + 1 && has_letters_only(at) && has_letters_only(at + 1)
}

/// All ways to split a word into two parts of two characters or more (two bytes suffice for the second part).
fn splits(word: &str) -> impl Iterator<Item = (&str, &str)> {
    word.char_indices()
        .skip(2)
        .map(|(at, _)| word.split_at(at))
        .filter(|(_, second)| second.len() > 1)
}

/// Calls `found` for every phrase that starts at token `from`, does not go past token `limit`, and contains one of the
/// `readings`, with the token after its end, its entry and the cost of the error. The readings must be sorted by their first
/// tokens.
pub fn matches<'a>(
    lexicon: &Lexicon<'a>,
    tokens: &Tokens,
    from: usize,
    limit: usize,
    readings: &[Reading],
    mut found: impl FnMut(usize, Entry<'a>, Cost),
) {
    let first = readings.partition_point(|reading| reading.from < from);
    let reachable = readings[first..]
        .iter()
        .take_while(|reading| reading.from < from + MAX_PHRASE)
        .filter(|reading| reading.to <= limit);
    for reading in reachable {
        let mut walk = lexicon.start();
        let is_prefix = (from..reading.from).all(|at| walk.feed_word(tokens.norm_of(at)))
            && walk.feed_word(&reading.text);
        if !is_prefix {
            continue;
        }
        for to in reading.to..limit.min(from + MAX_PHRASE) + 1 {
            if let Some(entry) = walk.entry() {
                let is_alone = from == reading.from && to == reading.to;
                found(to, entry, if is_alone { reading.alone } else { SLIP });
            }
            if to == limit || !walk.feed_word(tokens.norm_of(to)) {
                break;
            }
        }
    }
}

/// The first phrase with a `wanted` entry that results from the tokens `range` when one of their readings is applied.
pub fn meant(
    lexicon: &Lexicon<'_>,
    tokens: &Tokens,
    range: Range<usize>,
    knows: impl Fn(u64) -> bool,
    wanted: impl Fn(Entry<'_>) -> bool,
) -> Option<String> {
    let mut found = Vec::new();
    for at in range.clone() {
        readings(lexicon, tokens, at, &knows, &mut found);
    }
    found
        .iter()
        .filter(|reading| reading.to <= range.end)
        .find_map(|reading| {
            let before = (range.start..reading.from).map(|at| tokens.norm_of(at));
            let after = (reading.to..range.end).map(|at| tokens.norm_of(at));
            let words: Vec<&str> = before.chain([&*reading.text]).chain(after).collect();
            let phrase = words.join(" ");
            lexicon.get(&phrase).is_some_and(&wanted).then_some(phrase)
        })
}

/// The lexicon words at a distance of one error from `word`: a letter inserted, deleted or replaced, or two neighbours
/// exchanged. The first letter must be right: people rarely get it wrong (Kukich 1992), so an unknown word with another one is
/// mostly no error.
///
/// Norvig (2007) enumerates all such edits. Here the transducer restricts them to letters that can follow; strsim then
/// verifies the distance.
fn corrections(lexicon: &Lexicon<'_>, word: &str) -> Vec<String> {
    let letters = word.chars().count();
    if letters < MIN_LETTERS || !word.chars().all(char::is_alphabetic) {
        return Vec::new();
    }
    let mut found = Vec::new();
    walk(
        lexicon,
        lexicon.words.as_fst().root().addr(),
        word.as_bytes(),
        &mut Vec::new(),
        Slips::One,
        &mut found,
    );
    found.sort_unstable();
    found.dedup();
    let first = word.chars().next();
    found.retain(|candidate| {
        candidate.chars().next() == first && osa_distance(candidate, word) == 1
    });
    found
}

/// How many errors may still occur.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slips {
    One,
    None,
}

/// Collects the words of the transducer below the node at `address` that match `rest` with at most so many errors. `taken`
/// holds the bytes on the way to the node.
fn walk(
    lexicon: &Lexicon<'_>,
    address: usize,
    rest: &[u8],
    taken: &mut Vec<u8>,
    slips: Slips,
    found: &mut Vec<String>,
) {
    let node = lexicon.words.as_fst().node(address);
    let last_is_surplus = slips == Slips::One && rest.len() == 1;
    if node.is_final() && (rest.is_empty() || last_is_surplus) {
        found.extend(String::from_utf8(taken.clone()));
    }
    if slips == Slips::One && rest.len() > 1 {
        walk(lexicon, address, &rest[1..], taken, Slips::None, found);
        let exchanged = [&[rest[1], rest[0]], &rest[2..]].concat();
        walk(lexicon, address, &exchanged, taken, Slips::None, found);
    }
    for transition in node.transitions() {
        let mut step = |rest: &[u8], slips| {
            taken.push(transition.inp);
            walk(lexicon, transition.addr, rest, taken, slips, found);
            taken.pop();
        };
        if rest.first() == Some(&transition.inp) {
            step(&rest[1..], slips);
        } else if slips == Slips::One {
            // A letter is missing in the text, or another one was written.
            step(rest, Slips::None);
            if !rest.is_empty() {
                step(&rest[1..], Slips::None);
            }
        }
    }
}
