//! How often keys are kept in densely spun text, and how densely each document is spun.

use super::align::Unit;
use super::{Corpus, Pairs, Rate, for_each_kept};
use crate::phrase::phrase_key;
use rayon::prelude::*;
use std::collections::HashMap;

/// How often each original of `pairs` would be kept in densely spun text.
///
/// A document spun at density `d` replaces a key with probability `d * rate(key)`. Densities and rates are estimated in
/// turn; the counts returned are those at density 1, beside the densities of the documents.
pub(super) fn kept(
    corpus: &Corpus,
    units: &[Vec<Unit>],
    pairs: &Pairs,
) -> (HashMap<u64, u32>, Vec<f64>) {
    let mut keys: HashMap<u64, (f64, f64)> = HashMap::new();
    for ((_, original), pair) in pairs {
        keys.entry(phrase_key(original)).or_insert((0.0, 0.9)).0 += f64::from(pair.count);
    }
    let occurrences = occurrences(corpus, units, &keys);
    let mut density = vec![0.9; corpus.documents];
    for _ in 0..8 {
        density = densities(&occurrences, &keys, &density);
        refine(&occurrences, &density, &mut keys);
    }
    (
        keys.iter()
            .map(|(&key, &(replaced, rate))| (key, whole(replaced * (1.0 / rate - 1.0))))
            .collect(),
        density,
    )
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count, not negative, saturating"
)]
fn whole(count: f64) -> u32 {
    count.round() as u32
}

/// For each document: how often each key was replaced and how often it was kept.
fn occurrences(
    corpus: &Corpus,
    units: &[Vec<Unit>],
    keys: &HashMap<u64, (f64, f64)>,
) -> Vec<HashMap<u64, Rate>> {
    let mut all = vec![HashMap::<u64, Rate>::new(); corpus.documents];
    for ((text, units), &document) in corpus.paragraphs.iter().zip(units).zip(&corpus.document) {
        for unit in units {
            let key = phrase_key(unit.original_of(text));
            if keys.contains_key(&key) {
                all[document].entry(key).or_default().replaced += 1;
            }
        }
    }
    for_each_kept(corpus, units, |document, phrase| {
        let key = phrase_key(phrase);
        if keys.contains_key(&key) {
            all[document].entry(key).or_default().kept += 1;
        }
    });
    all
}

fn densities(
    occurrences: &[HashMap<u64, Rate>],
    keys: &HashMap<u64, (f64, f64)>,
    before: &[f64],
) -> Vec<f64> {
    occurrences
        .par_iter()
        .zip(before)
        .map(|(counts, &before)| {
            let mut sorted: Vec<_> = counts
                .iter()
                .filter(|(key, _)| keys[*key].1 > 0.3)
                .collect();
            sorted.sort_unstable_by_key(|(key, _)| **key);
            let replaced: f64 = sorted
                .iter()
                .map(|(_, rate)| f64::from(rate.replaced))
                .sum();
            let expected: f64 = sorted
                .iter()
                .map(|(key, rate)| f64::from(rate.replaced + rate.kept) * keys[*key].1)
                .sum();
            if expected > 0.0 {
                (replaced / expected).clamp(0.02, 1.0)
            } else {
                before
            }
        })
        .collect()
}

fn refine(
    occurrences: &[HashMap<u64, Rate>],
    density: &[f64],
    keys: &mut HashMap<u64, (f64, f64)>,
) {
    let mut exposure: HashMap<u64, f64> = HashMap::new();
    for (counts, density) in occurrences.iter().zip(density) {
        for (&key, rate) in counts {
            *exposure.entry(key).or_default() += density * f64::from(rate.replaced + rate.kept);
        }
    }
    for (key, (replaced, rate)) in keys {
        *rate = (*replaced / exposure.get(key).copied().unwrap_or(*replaced).max(1.0))
            .clamp(0.001, 0.98);
    }
}
