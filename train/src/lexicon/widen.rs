//! Corrects substitutions that the alignment cut too short.
//!
//! The alignment sees `in the -> within the` as `in -> within`, although the spinner rarely
//! replaces `in` alone. If an original is rarely replaced in general, but usually before (or
//! after) one particular word, then the pair gets that word on both sides.

use super::align::{Parallel, Substitution};
use super::corpus::Corpus;
use crate::phrase::{MAX_PHRASE, phrase_key};
use std::collections::HashMap;
use std::ops::Range;

/// A phrase is assumed to be in the spinner's table if at least this share of its occurrences is
/// replaced.
const KEY_SHARE: f64 = 0.5;
/// The share of a phrase that was replaced fewer times is not reliable, and treated as 0.
const KEY_COUNT: u32 = 8;

/// How often a phrase was replaced, and how often it was left unchanged.
#[derive(Clone, Copy, Default)]
pub(super) struct Rate {
    pub replaced: u32,
    pub kept: u32,
}

impl Rate {
    fn share(self) -> f64 {
        f64::from(self.replaced) / f64::from(self.replaced + self.kept).max(1.0)
    }
}

type Rates = HashMap<u64, Rate>;

/// Adds a neighbouring word to the substitutions of all paragraphs where the counts ask for it.
pub(super) fn widen(corpus: &Corpus, substitutions: &mut [Vec<Substitution>]) {
    let rates = rates(corpus, substitutions);
    for (text, substitutions) in corpus.paragraphs.iter().zip(substitutions) {
        for index in 0..substitutions.len() {
            let room = room(text, substitutions, index);
            substitutions[index] = widened(text, substitutions[index], room, &rates);
        }
    }
}

/// The part of the original that lies between the neighbouring substitutions.
fn room(text: &Parallel, substitutions: &[Substitution], index: usize) -> Range<usize> {
    let start = index
        .checked_sub(1)
        .map_or(0, |before| substitutions[before].original.end());
    let end = substitutions
        .get(index + 1)
        .map_or(text.original.len(), |next| next.original.start);
    start..end
}

fn widened(
    text: &Parallel,
    substitution: Substitution,
    room: Range<usize>,
    rates: &Rates,
) -> Substitution {
    let Substitution { spun, original } = substitution;
    let share = |phrase: Range<usize>| share(rates, &text.original[phrase]);
    let alone = share(original.range());
    if alone >= KEY_SHARE || spun.len.max(original.len) == MAX_PHRASE {
        return substitution;
    }
    let right = if original.end() < room.end {
        share(original.extended_right().range())
    } else {
        0.0
    };
    let left = if original.start > room.start {
        share(original.extended_left().range())
    } else {
        0.0
    };
    let wanted = KEY_SHARE.max(2.0 * alone);
    if right >= wanted && right >= left {
        Substitution {
            spun: spun.extended_right(),
            original: original.extended_right(),
        }
    } else if left >= wanted {
        Substitution {
            spun: spun.extended_left(),
            original: original.extended_left(),
        }
    } else {
        substitution
    }
}

fn share(rates: &Rates, phrase: &[u32]) -> f64 {
    rates
        .get(&phrase_key(phrase))
        .filter(|rate| rate.replaced >= KEY_COUNT)
        .map_or(0.0, |rate| rate.share())
}

/// The rates of each original, alone and together with one unchanged neighbour.
fn rates(corpus: &Corpus, substitutions: &[Vec<Substitution>]) -> Rates {
    let mut rates = Rates::new();
    for (_, text, substitutions) in corpus.aligned(substitutions) {
        for (index, Substitution { original, .. }) in substitutions.iter().enumerate() {
            let room = room(text, substitutions, index);
            let mut add = |phrase: Range<usize>| {
                let rate = rates.entry(phrase_key(&text.original[phrase])).or_default();
                rate.replaced += 1;
            };
            add(original.range());
            if original.end() < room.end {
                add(original.extended_right().range());
            }
            if original.start > room.start {
                add(original.extended_left().range());
            }
        }
    }
    corpus.for_each_unchanged(substitutions, |_, phrase| {
        if let Some(rate) = rates.get_mut(&phrase_key(phrase)) {
            rate.kept += 1;
        }
    });
    rates
}
