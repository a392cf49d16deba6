//! Writes models of a few n-grams for tests, with all numbers given.

use super::{END, KIND, START, VERSION, key};
use crate::cost::Cost;
use crate::store::file;
use crate::store::hash;
use crate::store::static_map::{Widths, build};
use crate::text::token::word_hash;
use std::collections::BTreeSet;

/// Bits of the maps that recognise the n-grams they store: so many that none is found by mistake.
const FINGERPRINT: u32 = 18;

/// An n-gram: its words (`<s>` and `</s>` are the start and the end of a sentence), its cost, and its
/// back-off weight, if a longer n-gram begins with it.
pub(crate) type Ngram<'n> = (&'n str, Cost, Option<Cost>);

/// A model file. `unknown` is the cost of a word that is not among the `ngrams`.
pub(crate) fn model(unknown: Cost, ngrams: &[Ngram<'_>]) -> Vec<u8> {
    let order = ngrams.iter().map(length).max().expect("some n-grams");
    let mut head = vec![Cost::try_from(order).expect("a small order"), unknown];
    let mut maps = [Vec::new(), Vec::new(), Vec::new()];
    for words in 1..=order {
        let level: Vec<_> = ngrams
            .iter()
            .filter(|ngram| length(ngram) == words)
            .collect();
        let costs = filled(distinct(level.iter().map(|ngram| ngram.1)));
        // Code 0 says that no longer n-gram begins with this one.
        let mut back_offs = distinct(level.iter().filter_map(|ngram| ngram.2));
        back_offs.insert(0, 0);
        let back_offs = filled(back_offs);
        let back_off_bits = back_offs.len().ilog2();
        for bits in [costs.len().ilog2(), back_off_bits] {
            head.push(bits.try_into().expect("a few bits"));
        }
        head.extend(costs.iter().chain(&back_offs));
        let map = match words {
            1 => 0,
            _ if words == order => 2,
            _ => 1,
        };
        for &&(text, cost, back_off) in &level {
            let back_off = back_off.map_or(0, |back_off| 1 + code(&back_offs[1..], back_off));
            let value = code(&costs, cost) << back_off_bits | back_off;
            maps[map].push((key_of(text), value));
        }
    }
    let head: Vec<u8> = head
        .iter()
        .flat_map(|number| number.to_le_bytes())
        .collect();
    let [unigrams, middle, top] = maps.map(|entries| build(&entries, widths(&entries)));
    file::write(KIND, VERSION, &[&head, &unigrams, &middle, &top])
}

fn length((text, ..): &Ngram<'_>) -> usize {
    text.split(' ').count()
}

fn key_of(text: &str) -> u64 {
    let word = |word| match word {
        "<s>" => START,
        "</s>" => END,
        word => word_hash(word),
    };
    let last_first = text.split(' ').rev().map(word);
    let fold = last_first.reduce(hash::pair).expect("a word");
    key(fold, text.split(' ').count())
}

/// The different `costs`, in the order of their first use.
fn distinct(costs: impl Iterator<Item = Cost>) -> Vec<Cost> {
    let mut seen = BTreeSet::new();
    costs.filter(|&cost| seen.insert(cost)).collect()
}

/// A table whose length is a power of two.
fn filled(mut table: Vec<Cost>) -> Vec<Cost> {
    table.resize(table.len().max(1).next_power_of_two(), 0);
    table
}

fn code(table: &[Cost], cost: Cost) -> u32 {
    let at = table.iter().position(|&other| other == cost);
    u32::try_from(at.expect("in the table")).expect("a small table")
}

fn widths(entries: &[(u64, u32)]) -> Widths {
    let most = entries.iter().map(|&(_, value)| value).max().unwrap_or(0);
    Widths {
        fingerprint: FINGERPRINT,
        value: u32::BITS - most.leading_zeros(),
    }
}
