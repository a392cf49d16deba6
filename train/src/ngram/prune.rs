//! Pruning: which n-grams a budget of bytes buys. It owns scores and the threshold, not probabilities.

use super::count::{END_ID, START_ID, Table, UNKNOWN_ID, words_of};
use super::smooth::Weights;
use super::spill::{self, Column, Memory};
use super::write::Layout;
use std::io;

/// An n-gram that never is in a model: one of its words is unknown.
const NEVER: f32 = -1.0;

/// How much the text loses, in nats, when an n-gram that occurs `count` times is predicted with the probability `without`
/// instead of `with` (weighted difference: Seymore and Rosenfeld 1996). `weight` tells how much its uses matter.
fn loss(count: u32, with: f32, without: f32, weight: f32) -> f32 {
    f32::max(count_weight(count) * weight * (with / without).ln(), 0.0)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a score needs no more than the 24 bits of an f32"
)]
fn count_weight(count: u32) -> f32 {
    count as f32
}

/// How much a word, given by its hash, is in question. An n-gram matters as much as all its words together.
pub type Use<'a> = &'a dyn Fn(u64) -> f32;

/// Scores by table and place: the loss for each bit saved, and at least that of every n-gram that begins or ends with this
/// one, so that any threshold keeps a closed set.
///
/// # Errors
/// When the disk is full.
pub fn scores(
    tables: &[Table],
    counts: &[Column<u32>],
    weights: &Weights,
    layout: &Layout,
    uses: Option<&[f32]>,
    memory: Memory,
) -> io::Result<Vec<Column<f32>>> {
    let own = |level: usize| own_scores(tables, counts, weights, layout, uses, level);
    let mut scores = vec![own(tables.len() - 1)?];
    for level in (1..tables.len()).rev() {
        let (table, higher, lower) = (&tables[level], &scores[scores.len() - 1], own(level - 1)?);
        let parts = table
            .prefix
            .iter()?
            .zip(higher.iter()?)
            .chain(table.suffix.iter()?.zip(higher.iter()?));
        let best = |a: u32, b: u32| f32::from_bits(a).max(f32::from_bits(b)).to_bits();
        let sent = parts.map(|(part, score)| (part, score.to_bits()));
        let least = spill::gathered(sent, lower.len(), NEVER.to_bits(), best, memory)?;
        scores.push(Column::write(
            lower
                .iter()?
                .zip(least.iter()?)
                .map(|(own, least)| own.max(f32::from_bits(least))),
        )?);
    }
    scores.reverse();
    Ok(scores)
}

fn own_scores(
    tables: &[Table],
    counts: &[Column<u32>],
    weights: &Weights,
    layout: &Layout,
    uses: Option<&[f32]>,
    level: usize,
) -> io::Result<Column<f32>> {
    let table = &tables[level];
    let bits = count_weight(layout.cell_bits(level + 1, tables.len()));
    let score = |key: u128, count: u32, with: f32, without: f32| {
        let mut words = [0; 4];
        words
            .iter_mut()
            .zip(words_of(key, level + 1))
            .for_each(|(word, id)| *word = id);
        let words = &words[..=level];
        match words {
            _ if words.contains(&UNKNOWN_ID) => NEVER,
            [START_ID | END_ID] => f32::INFINITY,
            _ => {
                let weight = uses.map_or(1.0, |of| words.iter().map(|&id| of[id as usize]).sum());
                loss(count, with, without, weight) / bits
            }
        }
    };
    let ngrams = table
        .keys
        .iter()?
        .zip(counts[level].iter()?)
        .zip(weights.probability[level].iter()?);
    let without = without(table, weights, level)?;
    Column::write(
        ngrams
            .zip(without)
            .map(|(((key, count), with), without)| score(key, count, with, without)),
    )
}

/// The probability that is left to each n-gram when it alone is pruned: the back-off weight grows by its discounted share.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a score needs no more than the 24 bits of an f32"
)]
fn without(
    table: &Table,
    weights: &Weights,
    level: usize,
) -> io::Result<Box<dyn Iterator<Item = f32>>> {
    if level == 0 {
        return Ok(Box::new(std::iter::repeat(
            (weights.unknown as f32).max(f32::MIN_POSITIVE),
        )));
    }
    let mut back_offs = weights.back_off[level - 1].iter()?.enumerate();
    let mut here = back_offs.next();
    let back_off = move |prefix: u32| {
        while here.is_some_and(|(place, _)| place < prefix as usize) {
            here = back_offs.next();
        }
        here.map_or(1.0, |(_, back_off)| back_off)
    };
    let back_off = table.prefix.iter()?.map(back_off);
    let ngrams = weights.probability[level]
        .iter()?
        .zip(weights.lower[level].iter()?)
        .zip(back_off);
    Ok(Box::new(ngrams.map(|((with, lower), back_off)| {
        (back_off + with - back_off * lower) * lower
    })))
}

/// The lowest threshold whose n-grams fit into `budget` bytes.
///
/// # Errors
/// Where not even the highest does, or the scores cannot be read.
pub fn threshold(
    scores: &[Column<f32>],
    layout: &Layout,
    budget: usize,
) -> Result<f32, super::Error> {
    // The bits of positive floats sort as the floats do. Zero would keep what is of no use.
    let (mut low, mut high) = (f32::MIN_POSITIVE.to_bits(), f32::INFINITY.to_bits());
    while low < high {
        let middle = low + (high - low) / 2;
        let kept = numbers(scores, f32::from_bits(middle))?;
        if layout.bytes(&kept) <= budget {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    let threshold = f32::from_bits(high);
    let bytes = layout.bytes(&numbers(scores, threshold)?);
    if bytes > budget {
        return Err(format!("a budget of {budget} bytes is too small, the smallest model has {bytes}: raise --budget").into());
    }
    Ok(threshold)
}

/// How many n-grams of each length score at least `threshold`.
///
/// # Errors
/// When the scores cannot be opened.
pub fn numbers(scores: &[Column<f32>], threshold: f32) -> io::Result<Vec<usize>> {
    scores
        .iter()
        .map(|scores| Ok(scores.iter()?.filter(|&score| score >= threshold).count()))
        .collect()
}
