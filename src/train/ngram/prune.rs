//! Pruning: which n-grams a budget of bytes buys. It owns scores and the threshold, not probabilities.

use super::count::{END_ID, START_ID, Table, UNKNOWN_ID, words_of};
use super::smooth::{Kept, Weights};
use super::write::Layout;
use rayon::prelude::*;

/// An n-gram that never is in a model: one of its words is unknown.
const NEVER: f32 = -1.0;

/// How much the text loses, in nats, when an n-gram that occurs `count` times is predicted with the probability `without`
/// instead of `with` (weighted difference: Seymore and Rosenfeld 1996). `weight` tells how much its uses matter.
fn loss(count: u32, with: f32, without: f32, weight: f32) -> f32 {
    f32::max(count_weight(count) * weight * (with / without).ln(), 0.0)
}

#[expect(clippy::cast_precision_loss, reason = "a score needs no more than the 24 bits of an f32")]
fn count_weight(count: u32) -> f32 {
    count as f32
}

/// How much a word, given by its hash, is in question. An n-gram matters as much as all its words together.
pub type Use<'a> = &'a dyn Fn(u64) -> f32;

/// Scores by table and place: the loss for each bit saved, and at least that of every n-gram that begins or ends with this
/// one, so that any threshold keeps a closed set.
pub fn scores(tables: &[Table], counts: &[Vec<u32>], weights: &Weights, layout: &Layout, uses: Option<&[f32]>) -> Vec<Vec<f32>> {
    let mut scores: Vec<Vec<f32>> = (0..tables.len()).map(|level| own_scores(tables, counts, weights, layout, uses, level)).collect();
    for level in (1..tables.len()).rev() {
        let (low, high) = scores.split_at_mut(level);
        let (table, low) = (&tables[level], &mut low[level - 1]);
        for ((&score, &prefix), &suffix) in high[0].iter().zip(&table.prefix).zip(&table.suffix) {
            for part in [prefix, suffix] {
                low[part as usize] = low[part as usize].max(score);
            }
        }
    }
    scores
}

fn own_scores(tables: &[Table], counts: &[Vec<u32>], weights: &Weights, layout: &Layout, uses: Option<&[f32]>, level: usize) -> Vec<f32> {
    let table = &tables[level];
    let bits = count_weight(layout.cell_bits(level + 1, tables.len()));
    let score = |place: usize| {
        let mut words = [0; 4];
        words.iter_mut().zip(words_of(table.keys[place], level + 1)).for_each(|(word, id)| *word = id);
        let words = &words[..=level];
        match words {
            _ if words.contains(&UNKNOWN_ID) => NEVER,
            [START_ID | END_ID] => f32::INFINITY,
            _ => {
                let weight = uses.map_or(1.0, |of| words.iter().map(|&id| of[id as usize]).sum());
                let with = weights.probability[level][place];
                loss(counts[level][place], with, without(table, weights, level, place), weight) / bits
            }
        }
    };
    (0..table.keys.len()).into_par_iter().map(score).collect()
}

/// The probability that is left to an n-gram when it alone is pruned: the back-off weight grows by its discounted share.
#[expect(clippy::cast_possible_truncation, reason = "a score needs no more than the 24 bits of an f32")]
fn without(table: &Table, weights: &Weights, level: usize, place: usize) -> f32 {
    let with = weights.probability[level][place];
    if level == 0 {
        return (weights.unknown as f32).max(f32::MIN_POSITIVE);
    }
    let lower = weights.probability[level - 1][table.suffix[place] as usize];
    let back_off = weights.back_off[level - 1][table.prefix[place] as usize];
    (back_off + with - back_off * lower) * lower
}

/// The lowest threshold whose n-grams fit into `budget` bytes.
///
/// # Errors
/// Where not even the highest does.
pub fn threshold(scores: &[Vec<f32>], layout: &Layout, budget: usize) -> Result<f32, super::Error> {
    // The bits of positive floats sort as the floats do. Zero would keep what is of no use.
    let (mut low, mut high) = (f32::MIN_POSITIVE.to_bits(), f32::INFINITY.to_bits());
    while low < high {
        let middle = low + (high - low) / 2;
        let kept = numbers(scores, Kept::Scored(scores, f32::from_bits(middle)));
        if layout.bytes(&kept) <= budget {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    let threshold = f32::from_bits(high);
    let bytes = layout.bytes(&numbers(scores, Kept::Scored(scores, threshold)));
    if bytes > budget {
        return Err(format!("a budget of {budget} bytes is too small, the smallest model has {bytes}: raise --budget").into());
    }
    Ok(threshold)
}

/// How many n-grams of each length are kept.
pub fn numbers(scores: &[Vec<f32>], kept: Kept) -> Vec<usize> {
    let number = |(level, scores): (usize, &Vec<f32>)| (0..scores.len()).into_par_iter().filter(|&place| kept.has(level, place)).count();
    scores.iter().enumerate().map(number).collect()
}
