//! Estimates how often the spinner leaves each original unchanged, and how densely it spun each
//! document.

use super::align::Substitution;
use super::corpus::Corpus;
use super::count::Pairs;
use super::widen::Rate;
use crate::phrase::phrase_key;
use rayon::prelude::*;
use std::collections::HashMap;

/// Where the estimation starts: both the density of a document and the rate of a key.
const START: f64 = 0.9;
/// Rounds of estimation.
const ROUNDS: usize = 8;
/// Keys that are replaced less often than this say little about the density of a document.
const MIN_RATE: f64 = 0.3;

/// The estimates.
pub(super) struct Kept {
    /// For each original, by [`phrase_key`], how often it would be left unchanged in text spun at
    /// density 1.
    pub counts: HashMap<u64, u32>,
    /// The density of each document.
    pub densities: Vec<f64>,
}

/// A key: a phrase that the spinner replaces.
struct Key {
    /// How often it was replaced in all documents.
    replaced: f64,
    /// Probability that it is replaced in text spun at density 1.
    rate: f64,
}

type Keys = HashMap<u64, Key>;

/// The occurrences of each key in one document.
type Occurrences = HashMap<u64, Rate>;

/// Estimates densities and rates in turn. The model: a document spun at density `d` replaces a
/// key with probability `d * rate(key)`.
pub(super) fn estimate(
    corpus: &Corpus,
    substitutions: &[Vec<Substitution>],
    pairs: &Pairs,
) -> Kept {
    let mut keys = Keys::new();
    for ((_, original), pair) in pairs {
        let key = keys.entry(phrase_key(original)).or_insert(Key {
            replaced: 0.0,
            rate: START,
        });
        key.replaced += f64::from(pair.count);
    }
    let occurrences = occurrences(corpus, substitutions, &keys);
    let mut densities = vec![START; corpus.documents];
    for _ in 0..ROUNDS {
        densities = estimate_densities(&occurrences, &keys, &densities);
        estimate_rates(&occurrences, &densities, &mut keys);
    }
    let kept = |key: &Key| whole(key.replaced * (1.0 / key.rate - 1.0));
    Kept {
        counts: keys.iter().map(|(&hash, key)| (hash, kept(key))).collect(),
        densities,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count: not negative, and `as` saturates"
)]
fn whole(count: f64) -> u32 {
    count.round() as u32
}

fn occurrences(
    corpus: &Corpus,
    substitutions: &[Vec<Substitution>],
    keys: &Keys,
) -> Vec<Occurrences> {
    let mut all = vec![Occurrences::new(); corpus.documents];
    for (document, text, substitutions) in corpus.aligned(substitutions) {
        for substitution in substitutions {
            let key = phrase_key(substitution.original_words(text));
            if keys.contains_key(&key) {
                all[document].entry(key).or_default().replaced += 1;
            }
        }
    }
    corpus.for_each_unchanged(substitutions, |document, phrase| {
        let key = phrase_key(phrase);
        if keys.contains_key(&key) {
            all[document].entry(key).or_default().kept += 1;
        }
    });
    all
}

/// The density of each document: how often its keys were replaced, relative to how often they
/// would be at density 1. A document without keys keeps its density `before`.
fn estimate_densities(occurrences: &[Occurrences], keys: &Keys, before: &[f64]) -> Vec<f64> {
    let estimate = |(counts, &before): (&Occurrences, &f64)| {
        let mut sorted: Vec<_> = counts
            .iter()
            .map(|(hash, count)| (hash, count, keys[hash].rate))
            .filter(|&(_, _, rate)| rate > MIN_RATE)
            .collect();
        // Sorted, because the order of summation changes the last bits.
        sorted.sort_unstable_by_key(|&(hash, _, _)| *hash);
        let replaced: f64 = sorted
            .iter()
            .map(|(_, count, _)| f64::from(count.replaced))
            .sum();
        let expected: f64 = sorted
            .iter()
            .map(|(_, count, rate)| f64::from(count.replaced + count.kept) * rate)
            .sum();
        if expected > 0.0 {
            (replaced / expected).clamp(0.02, 1.0)
        } else {
            before
        }
    };
    occurrences.par_iter().zip(before).map(estimate).collect()
}

/// The rate of each key: how often it was replaced, relative to how often it occurs, where each
/// occurrence counts as much as the density of its document.
fn estimate_rates(occurrences: &[Occurrences], densities: &[f64], keys: &mut Keys) {
    let mut exposure: HashMap<u64, f64> = HashMap::new();
    for (counts, density) in occurrences.iter().zip(densities) {
        for (&hash, count) in counts {
            *exposure.entry(hash).or_default() += density * f64::from(count.replaced + count.kept);
        }
    }
    for (hash, key) in keys {
        let exposure = exposure.get(hash).copied().unwrap_or(key.replaced);
        key.rate = (key.replaced / exposure.max(1.0)).clamp(0.001, 0.98);
    }
}
