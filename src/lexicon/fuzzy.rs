//! Typing and scanning slips inside known corruptions: other readings of tokens that the lexicon does not have. It owns
//! the search for readings; whether one wins is decided in context.

use super::{Entry, Lexicon, MAX_PHRASE};
use crate::cost::Cost;
use crate::text::token::{Gap, Shape, Token, Tokens};
use std::ops::Range;
use strsim::osa_distance;

/// Shortest word, in characters, in which a slip is looked for: shorter ones resemble too many others.
const MIN_LETTERS: usize = 4;

/// What one slip costs, in milli-nats, beside the n-gram model, to which a misspelt word is unknown.
pub const SLIP: Cost = 700;

/// Tokens that may be meant as other words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// First token.
    pub from: usize,
    /// One past the last token.
    pub to: usize,
    /// The words that may be meant, one space between them.
    pub text: String,
}

/// Other readings of token `at` where it is no word that anybody `knows`, and of it joined with the next one.
pub fn readings(
    lexicon: &Lexicon<'_>,
    tokens: &Tokens,
    at: usize,
    knows: impl Fn(u64) -> bool,
    found: &mut Vec<Reading>,
) {
    let word = tokens.norm_of(at);
    if may_be_joined(tokens, at) && lexicon.has_joined(tokens, at) {
        found.push(Reading {
            from: at,
            to: at + 2,
            text: format!("{word}{}", tokens.norm_of(at + 1)),
        });
    }
    let Token {
        word: key, shape, ..
    } = tokens.as_slice()[at];
    // An unknown word with a capital is a name, or a code: `Avia` is not meant to be `via`.
    if word.chars().count() < MIN_LETTERS
        || shape != Shape::Lower
        || knows(key)
        || lexicon.has_word(word)
    {
        return;
    }
    let whole = corrections(lexicon, word).into_iter();
    let parts = splits(word)
        .filter(|(first, second)| lexicon.has_word(first) && lexicon.has_word(second))
        .map(|(first, second)| format!("{first} {second}"));
    found.extend(whole.chain(parts).map(|text| Reading {
        from: at,
        to: at + 1,
        text,
    }));
}

/// Whether only a space stands between token `at` and the one after it, two runs of letters.
fn may_be_joined(tokens: &Tokens, at: usize) -> bool {
    let Some(next) = tokens
        .as_slice()
        .get(at + 1)
        .filter(|next| next.gap == Gap::Space && !next.clitic)
    else {
        return false;
    };
    let letters = next.end - tokens.as_slice()[at].start > MIN_LETTERS + 1;
    letters
        && [at, at + 1].iter().all(|&at| {
            tokens
                .norm_of(at)
                .bytes()
                .all(|byte| byte.is_ascii_lowercase())
        })
}

fn splits(word: &str) -> impl Iterator<Item = (&str, &str)> {
    word.char_indices()
        .skip(2)
        .map(|(at, _)| word.split_at(at))
        .filter(|(_, second)| second.len() > 1)
}

/// Calls `found` with the end and entry of every corruption from token `from` that one of `readings` (sorted by `from`)
/// completes.
pub fn matches<'a>(
    lexicon: &Lexicon<'a>,
    tokens: &Tokens,
    from: usize,
    limit: usize,
    readings: &[Reading],
    mut found: impl FnMut(usize, Entry<'a>),
) {
    let first = readings.partition_point(|reading| reading.from < from);
    for reading in readings[first..]
        .iter()
        .take_while(|reading| reading.from < from + MAX_PHRASE)
        .filter(|reading| reading.to <= limit)
    {
        let mut walk = lexicon.start();
        if !(from..reading.from).all(|at| walk.feed_word(tokens.norm_of(at)))
            || !walk.feed_word(&reading.text)
        {
            continue;
        }
        for to in reading.to..limit.min(from + MAX_PHRASE) + 1 {
            if let Some(entry) = walk.entry() {
                found(to, entry);
            }
            if to == limit || !walk.feed_word(tokens.norm_of(to)) {
                break;
            }
        }
    }
}

/// The corruption that the tokens `range` may be meant as and whose entry is `wanted`.
pub fn meant(
    lexicon: &Lexicon<'_>,
    tokens: &Tokens,
    range: Range<usize>,
    knows: impl Fn(u64) -> bool,
    wanted: impl Fn(Entry<'_>) -> bool,
) -> Option<String> {
    let mut found = Vec::new();
    range
        .clone()
        .for_each(|at| readings(lexicon, tokens, at, &knows, &mut found));
    found
        .iter()
        .filter(|reading| reading.to <= range.end)
        .find_map(|reading| {
            let (before, after) = (range.start..reading.from, reading.to..range.end);
            let words = before
                .map(|at| tokens.norm_of(at))
                .chain([&*reading.text])
                .chain(after.map(|at| tokens.norm_of(at)));
            let phrase = words.collect::<Vec<_>>().join(" ");
            lexicon.get(&phrase).is_some_and(&wanted).then_some(phrase)
        })
}

/// The lexicon words that are one slip (a letter too many, missing, wrong, or two exchanged) away from `word`.
///
/// Deletion neighbours of `word` are looked up with each letter put back (Norvig 2007 enumerates edits; here the fst
/// itself tells which letters can follow), and strsim verifies them.
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
        Slips::Left,
        &mut found,
    );
    found.sort_unstable();
    found.dedup();
    found.retain(|candidate| osa_distance(candidate, word) == 1);
    found
}

/// Whether the one slip is still to come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slips {
    Left,
    Spent,
}

fn walk(
    lexicon: &Lexicon<'_>,
    address: usize,
    rest: &[u8],
    taken: &mut Vec<u8>,
    slips: Slips,
    found: &mut Vec<String>,
) {
    let node = lexicon.words.as_fst().node(address);
    let last_letter_extra = slips == Slips::Left && rest.len() == 1;
    if node.is_final() && (rest.is_empty() || last_letter_extra) {
        found.extend(String::from_utf8(taken.clone()));
    }
    if slips == Slips::Left && rest.len() > 1 {
        walk(lexicon, address, &rest[1..], taken, Slips::Spent, found);
        let swapped: Vec<u8> = [rest[1], rest[0]]
            .iter()
            .chain(&rest[2..])
            .copied()
            .collect();
        walk(lexicon, address, &swapped, taken, Slips::Spent, found);
    }
    for transition in node.transitions() {
        let step = |rest: &[u8], slips, taken: &mut Vec<u8>, found: &mut Vec<String>| {
            taken.push(transition.inp);
            walk(lexicon, transition.addr, rest, taken, slips, found);
            taken.pop();
        };
        if rest.first() == Some(&transition.inp) {
            step(&rest[1..], slips, taken, found);
        } else if slips == Slips::Left {
            step(rest, Slips::Spent, taken, found);
            if !rest.is_empty() {
                step(&rest[1..], Slips::Spent, taken, found);
            }
        }
    }
}
