//! Typing and scanning slips inside known corruptions: other readings of tokens that the lexicon does not have. It owns
//! the search for readings; whether one wins is decided in context.

use super::Lexicon;
use strsim::osa_distance;

/// Shortest word, in characters, in which a slip is looked for: shorter ones resemble too many others.
const MIN_LETTERS: usize = 4;

/// The lexicon words that are one slip (a letter too many, missing, wrong, or two exchanged) away from `word`.
///
/// Deletion neighbours of `word` are looked up with each letter put back (Norvig 2007 enumerates edits; here the fst
/// itself tells which letters can follow), and strsim verifies them.
pub fn corrections(lexicon: &Lexicon<'_>, word: &str) -> Vec<String> {
    let letters = word.chars().count();
    if letters < MIN_LETTERS || !word.chars().all(char::is_alphabetic) {
        return Vec::new();
    }
    let mut found = Vec::new();
    walk(lexicon, lexicon.words.as_fst().root().addr(), word.as_bytes(), &mut Vec::new(), Slips::Left, &mut found);
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

fn walk(lexicon: &Lexicon<'_>, address: usize, rest: &[u8], taken: &mut Vec<u8>, slips: Slips, found: &mut Vec<String>) {
    let node = lexicon.words.as_fst().node(address);
    let last_letter_extra = slips == Slips::Left && rest.len() == 1;
    if node.is_final() && (rest.is_empty() || last_letter_extra) {
        found.extend(String::from_utf8(taken.clone()));
    }
    if slips == Slips::Left && rest.len() > 1 {
        walk(lexicon, address, &rest[1..], taken, Slips::Spent, found);
        let swapped: Vec<u8> = [rest[1], rest[0]].iter().chain(&rest[2..]).copied().collect();
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
