//! Chooses the n-grams of a model: scores them, and finds the threshold that fits a budget of bytes.

use super::count::{END_ID, START_ID, Table, UNKNOWN_ID, words_of};
use super::smooth::Weights;
use super::spill::{self, Column, Memory};
use super::write::Layout;
use std::io;

/// Score of n-grams that are never in a model, because they contain the unknown word.
const NEVER: f32 = -1.0;

/// How much a word, given by its hash, matters. An n-gram matters as much as all its words together.
pub type Importance<'a> = &'a dyn Fn(u64) -> f32;

/// How much the text loses, in nats, when an n-gram that occurs `count` times is predicted with the
/// probability `without` instead of `with` (weighted difference: Seymore and Rosenfeld 1996), times
/// its `importance`.
fn loss(count: u32, with: f32, without: f32, importance: f32) -> f32 {
    f32::max(real(count) * importance * (with / without).ln(), 0.0)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a score needs no more than the 24 bits of an f32"
)]
fn real(count: u32) -> f32 {
    count as f32
}

/// The score of each n-gram, by table and index: the loss for each bit that pruning it would save.
/// It is at least the score of every longer n-gram that begins or ends with it, so that the
/// n-grams above any threshold include all their prefixes and suffixes.
///
/// # Errors
/// If the disk is full.
pub fn scores(
    tables: &[Table],
    counts: &[Column<u32>],
    weights: &Weights,
    layout: &Layout,
    importance: Option<&[f32]>,
    memory: Memory,
) -> io::Result<Vec<Column<f32>>> {
    let own = |level: usize| own_scores(tables, counts, weights, layout, importance, level);
    let mut scores = vec![own(tables.len() - 1)?];
    for level in (1..tables.len()).rev() {
        let own = own(level - 1)?;
        let longer =
            scores_of_longer(&tables[level], &scores[scores.len() - 1], own.len(), memory)?;
        let pairs = own.iter()?.zip(longer.iter()?);
        scores.push(Column::write(
            pairs.map(|(own, longer)| own.max(f32::from_bits(longer))),
        )?);
    }
    scores.reverse();
    Ok(scores)
}

/// For each of the `shorter` n-grams one word shorter than those of `table`, the bits of the highest
/// score of the n-grams that begin or end with it.
fn scores_of_longer(
    table: &Table,
    scores: &Column<f32>,
    shorter: usize,
    memory: Memory,
) -> io::Result<Column<u32>> {
    let sent = table
        .prefix
        .iter()?
        .zip(scores.iter()?)
        .chain(table.suffix.iter()?.zip(scores.iter()?))
        .map(|(part, score)| (part, score.to_bits()));
    let higher = |a: u32, b: u32| f32::from_bits(a).max(f32::from_bits(b)).to_bits();
    spill::gathered(sent, shorter, NEVER.to_bits(), higher, memory)
}

fn own_scores(
    tables: &[Table],
    counts: &[Column<u32>],
    weights: &Weights,
    layout: &Layout,
    importance: Option<&[f32]>,
    level: usize,
) -> io::Result<Column<f32>> {
    let table = &tables[level];
    let bits = real(layout.cell_bits(level + 1, tables.len()));
    let score = |key: u128, count: u32, with: f32, without: f32| {
        let mut words = [0; 4];
        for (word, id) in words.iter_mut().zip(words_of(key, level + 1)) {
            *word = id;
        }
        match &words[..=level] {
            words if words.contains(&UNKNOWN_ID) => NEVER,
            [START_ID | END_ID] => f32::INFINITY,
            words => {
                let importance =
                    importance.map_or(1.0, |of| words.iter().map(|&id| of[id as usize]).sum());
                loss(count, with, without, importance) / bits
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

/// The probability of each n-gram if it alone is pruned. The back-off weight of its prefix then
/// grows by its discounted share.
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
        while here.is_some_and(|(index, _)| index < prefix as usize) {
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
/// If even the highest threshold leaves too many n-grams, or the scores cannot be read.
pub fn threshold(
    scores: &[Column<f32>],
    layout: &Layout,
    budget: usize,
) -> Result<f32, super::Error> {
    // Binary search over the bits of positive floats, which sort as the floats do. A threshold of
    // zero would keep n-grams that are useless.
    let mut low = f32::MIN_POSITIVE.to_bits();
    let mut high = f32::INFINITY.to_bits();
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
        return Err(format!(
            "a budget of {budget} bytes is too small: the smallest model has {bytes}; raise --budget"
        )
        .into());
    }
    Ok(threshold)
}

/// How many n-grams of each length have a score of at least `threshold`.
///
/// # Errors
/// If the scores cannot be opened.
pub fn numbers(scores: &[Column<f32>], threshold: f32) -> io::Result<Vec<usize>> {
    scores
        .iter()
        .map(|scores| Ok(scores.iter()?.filter(|&score| score >= threshold).count()))
        .collect()
}
