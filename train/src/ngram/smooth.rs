//! Estimates probabilities by interpolated modified Kneser-Ney smoothing (Chen and Goodman 1998),
//! for all n-grams or for a pruned set.
//!
//! In a pruned model, an n-gram that is kept adds 1 to the count of its suffix, as in Kneser-Ney. An
//! n-gram that is pruned adds its whole count, because its suffix must now predict each of its
//! occurrences (Siivola, Hirsimäki and Virpioja 2007).

use super::count::{START_ID, Table, UNKNOWN_ID};
use super::spill::{self, Column, Memory, Writer};
use std::io;

/// Which n-grams are in the model.
#[derive(Clone, Copy, Debug)]
pub enum Kept<'a> {
    /// All.
    All,
    /// None, so that counts are plain occurrences.
    Nothing,
    /// Those whose score is at least a threshold. The scores are by length and index.
    Scored(&'a [Column<f32>], f32),
}

impl Kept<'_> {
    /// Whether each n-gram of the table `level` (its length minus 1) is in the model.
    ///
    /// # Errors
    /// If the scores cannot be opened.
    pub fn of(self, level: usize) -> io::Result<Box<dyn Iterator<Item = bool>>> {
        Ok(match self {
            Self::All => Box::new(std::iter::repeat(true)),
            Self::Nothing => Box::new(std::iter::repeat(false)),
            Self::Scored(scores, threshold) => {
                Box::new(scores[level].iter()?.map(move |score| score >= threshold))
            }
        })
    }
}

/// The counts of each table's n-grams if the n-grams `kept` are in the model.
///
/// # Errors
/// If the disk is full.
pub fn count(tables: &[Table], kept: Kept, memory: Memory) -> io::Result<Vec<Column<u32>>> {
    let mut counts = vec![Column::write(tables[tables.len() - 1].base.iter()?)?];
    for level in (1..tables.len()).rev() {
        let base = &tables[level - 1].base;
        let added = counts[counts.len() - 1]
            .iter()?
            .zip(kept.of(level)?)
            .map(|(count, kept)| if kept { count.min(1) } else { count });
        let added = spill::gathered(
            tables[level].suffix.iter()?.zip(added),
            base.len(),
            0,
            u32::saturating_add,
            memory,
        )?;
        let sums = base.iter()?.zip(added.iter()?);
        counts.push(Column::write(
            sums.map(|(base, added)| base.saturating_add(added)),
        )?);
    }
    counts.reverse();
    Ok(counts)
}

/// Probabilities and back-off weights of each table's n-grams. The values of n-grams that are not
/// kept are meaningless.
#[derive(Debug)]
pub struct Weights {
    /// Probability of the last word after the words before it.
    pub probability: Vec<Column<f32>>,
    /// Probability of the last word in the shorter context, without the first word. Empty for
    /// single words.
    pub lower: Vec<Column<f32>>,
    /// Probability, after an n-gram, of all words that form no kept n-gram with it.
    pub back_off: Vec<Column<f32>>,
    /// Probability of one unknown word.
    pub unknown: f64,
}

/// What is subtracted from counts of 1, 2, and 3 or more.
type Discounts = [f64; 3];

/// Estimates the weights of the `kept` n-grams from their counts. The vocabulary consists of the
/// words that have ids and of `unknown_types` more.
///
/// # Errors
/// If the disk is full.
pub fn weights(
    tables: &[Table],
    counts: &[Column<u32>],
    kept: Kept,
    unknown_types: usize,
    memory: Memory,
) -> io::Result<Weights> {
    let mut weights = unigrams(&counts[0], kept, unknown_types)?;
    for level in 1..tables.len() {
        let lower = spill::joined(
            &tables[level].suffix,
            &weights.probability[level - 1],
            memory,
        )?;
        let (probability, back_off) = interpolated(
            &tables[level],
            &counts[level],
            kept.of(level)?,
            &lower,
            counts[level - 1].len(),
        )?;
        weights.probability.push(probability);
        weights.lower.push(lower);
        weights.back_off.push(back_off);
    }
    Ok(weights)
}

/// An n-gram while its context is processed.
struct Entry {
    count: u32,
    kept: bool,
    /// Probability of its last word in the shorter context.
    lower: f32,
}

/// The probabilities of the n-grams of `table`, and the back-off weights of the `contexts` n-grams
/// that are one word shorter.
fn interpolated(
    table: &Table,
    counts: &Column<u32>,
    kept: impl Iterator<Item = bool>,
    lower: &Column<f32>,
    contexts: usize,
) -> io::Result<(Column<f32>, Column<f32>)> {
    let discounts = discounts(counts.iter()?);
    let mut probability = Writer::default();
    let mut back_off = Writer::default();
    let mut entries = counts
        .iter()?
        .zip(kept)
        .zip(lower.iter()?)
        .map(|((count, kept), lower)| Entry { count, kept, lower });
    let mut prefixes = table.prefix.iter()?.peekable();
    let mut context: Vec<Entry> = Vec::new();
    while let Some(prefix) = prefixes.next() {
        context.extend(entries.next());
        if prefixes.peek() == Some(&prefix) {
            continue;
        }
        // All n-grams with this prefix have been read.
        let ngrams = context.iter().map(|entry| (entry.count, entry.kept));
        let (shares, rest) = shares(ngrams, discounts);
        for (share, entry) in shares.iter().zip(&context) {
            probability.push(share + narrow(rest * f64::from(entry.lower)))?;
        }
        back_off.fill(prefix as usize, 1.0)?;
        back_off.push(narrow(rest))?;
        context.clear();
    }
    back_off.fill(contexts, 1.0)?;
    Ok((probability.finish()?, back_off.finish()?))
}

/// Discounted relative frequencies of n-grams that share a context, given their counts and whether
/// they are kept; and what remains of the probability.
fn shares(
    ngrams: impl Iterator<Item = (u32, bool)> + Clone,
    discounts: Discounts,
) -> (Vec<f32>, f64) {
    let total: f64 = ngrams.clone().map(|(count, _)| f64::from(count)).sum();
    let mut rest = 1.0;
    let mut shares = Vec::new();
    for (count, kept) in ngrams {
        let share = if kept {
            discounted(count, discounts) / total.max(1.0)
        } else {
            0.0
        };
        rest -= share;
        shares.push(narrow(share));
    }
    (shares, f64::max(rest, 0.0))
}

/// The weights of single words. What the discounts leave over is divided equally among all words of
/// the vocabulary.
fn unigrams(counts: &Column<u32>, kept: Kept, unknown_types: usize) -> io::Result<Weights> {
    let ngrams: Vec<(u32, bool)> = counts.iter()?.zip(kept.of(0)?).collect();
    let (mut probability, rest) = shares(ngrams.iter().copied(), discounts(counts.iter()?));
    // Neither the unknown word nor the start of a sentence is a word of the vocabulary.
    let types = ngrams.len() + unknown_types - 2;
    let unknown = rest / types as f64;
    for (id, probability) in (0..).zip(&mut probability) {
        *probability += match id {
            START_ID => 0.0,
            UNKNOWN_ID => narrow(unknown * unknown_types as f64),
            _ => narrow(unknown),
        };
    }
    Ok(Weights {
        probability: vec![Column::write(probability)?],
        lower: vec![Column::default()],
        back_off: Vec::new(),
        unknown,
    })
}

fn discounted(count: u32, discounts: Discounts) -> f64 {
    match count {
        0 => 0.0,
        1 => 1.0 - discounts[0],
        2 => 2.0 - discounts[1],
        _ => f64::from(count) - discounts[2],
    }
}

/// The discounts, estimated from how many n-grams have counts of 1 to 4. Fixed values if the corpus
/// is too small or too regular for an estimate.
fn discounts(counts: impl Iterator<Item = u32>) -> Discounts {
    let mut number = [0.0; 5];
    for count in counts.filter(|count| (1..5).contains(count)) {
        number[count as usize] += 1.0;
    }
    let [_, n1, n2, n3, n4] = number;
    let y = n1 / (n1 + 2.0 * n2);
    let estimated = [
        1.0 - 2.0 * y * n2 / n1,
        2.0 - 3.0 * y * n3 / n2,
        3.0 - 4.0 * y * n4 / n3,
    ];
    let is_usable = estimated
        .iter()
        .zip([1.0, 2.0, 3.0])
        .all(|(&discount, most)| discount > 0.0 && discount < most);
    if is_usable {
        estimated
    } else {
        [0.5, 1.0, 1.5]
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "probabilities need no more than the 24 bits of an f32"
)]
fn narrow(value: f64) -> f32 {
    value as f32
}
