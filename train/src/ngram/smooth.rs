//! Smoothing: interpolated modified Kneser-Ney (Chen and Goodman 1998) for whole and for pruned sets of n-grams. It owns
//! counts and probabilities, not the choice of what is kept.
//!
//! In a pruned model an n-gram that is kept adds one to the count of its ending, as in Kneser-Ney; one that is pruned adds
//! all it has, since its ending must now predict every occurrence (Siivola, Hirsimäki and Virpioja 2007).

use super::count::{START_ID, Table, UNKNOWN_ID};
use super::spill::{self, Column, Memory, Writer};
use std::io;

/// Which n-grams are in the model.
#[derive(Clone, Copy, Debug)]
pub enum Kept<'a> {
    /// Every one.
    All,
    /// Not one: what remains are plain counts.
    Nothing,
    /// Those whose score, by length and place, reaches the threshold.
    Scored(&'a [Column<f32>], f32),
}

impl Kept<'_> {
    /// Whether each n-gram of table `level` (length less one) is in the model.
    ///
    /// # Errors
    /// When the scores cannot be opened.
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

/// Counts of each table's n-grams, where `kept` are in the model.
///
/// # Errors
/// When the disk is full.
pub fn count(tables: &[Table], kept: Kept, memory: Memory) -> io::Result<Vec<Column<u32>>> {
    let mut counts = vec![Column::write(tables[tables.len() - 1].base.iter()?)?];
    for level in (1..tables.len()).rev() {
        let (table, lower) = (&tables[level], &tables[level - 1].base);
        let added = counts[counts.len() - 1]
            .iter()?
            .zip(kept.of(level)?)
            .map(|(count, kept)| if kept { count.min(1) } else { count });
        let added = spill::gathered(
            table.suffix.iter()?.zip(added),
            lower.len(),
            0,
            u32::saturating_add,
            memory,
        )?;
        counts.push(Column::write(
            lower
                .iter()?
                .zip(added.iter()?)
                .map(|(base, added)| base.saturating_add(added)),
        )?);
    }
    counts.reverse();
    Ok(counts)
}

/// Probabilities and back-off weights of each table's n-grams. Those of n-grams that are not kept mean nothing.
#[derive(Debug)]
pub struct Weights {
    /// Probability of the last word after the words before it.
    pub probability: Vec<Column<f32>>,
    /// Probability of the last word after the words before it but the first; of one word, none.
    pub lower: Vec<Column<f32>>,
    /// Share of the probability after an n-gram that goes to words with which it forms no kept n-gram.
    pub back_off: Vec<Column<f32>>,
    /// Probability of one unknown word.
    pub unknown: f64,
}

/// What is subtracted from counts of 1, 2 and more.
type Discounts = [f64; 3];

/// Estimates the weights of the `kept` n-grams from `counts`, for a language of `unknown_types` words beside those that
/// have ids.
///
/// # Errors
/// When the disk is full.
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
        let (probability, back_off) = longer(
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

/// The probabilities of the n-grams of `table`, and the back-off weights of the `contexts` that they begin with.
fn longer(
    table: &Table,
    counts: &Column<u32>,
    kept: impl Iterator<Item = bool>,
    lower: &Column<f32>,
    contexts: usize,
) -> io::Result<(Column<f32>, Column<f32>)> {
    let discounts = discounts(counts.iter()?);
    let (mut probability, mut back_off) = (Writer::default(), Writer::default());
    let mut ngrams = table
        .prefix
        .iter()?
        .zip(counts.iter()?)
        .zip(kept)
        .zip(lower.iter()?)
        .peekable();
    let mut run: Vec<((u32, bool), f32)> = Vec::new();
    while let Some(&(((prefix, _), _), _)) = ngrams.peek() {
        run.clear();
        while let Some((((_, count), kept), lower)) =
            ngrams.next_if(|(((other, _), _), _)| *other == prefix)
        {
            run.push(((count, kept), lower));
        }
        let (own, rest) = shares(run.iter().map(|&(ngram, _)| ngram), discounts);
        own.iter().zip(&run).try_for_each(|(own, &(_, lower))| {
            probability.push(own + narrow(rest * f64::from(lower)))
        })?;
        (back_off.len()..prefix as usize).try_for_each(|_| back_off.push(1.0))?;
        back_off.push(narrow(rest))?;
    }
    (back_off.len()..contexts).try_for_each(|_| back_off.push(1.0))?;
    Ok((probability.finish()?, back_off.finish()?))
}

/// The discounted share of each n-gram, all with the same context, of its count and whether it is kept; and what is left over.
fn shares(
    ngrams: impl Iterator<Item = (u32, bool)> + Clone,
    discounts: Discounts,
) -> (Vec<f32>, f64) {
    let total: f64 = ngrams.clone().map(|(count, _)| f64::from(count)).sum();
    let mut rest = 1.0;
    let own = |(count, kept): (u32, bool)| {
        let share = if kept {
            discounted(count, discounts) / total.max(1.0)
        } else {
            0.0
        };
        rest -= share;
        narrow(share)
    };
    let own = ngrams.map(own).collect();
    (own, f64::max(rest, 0.0))
}

/// What the unigrams leave over is spread evenly over all words of the language.
fn unigrams(counts: &Column<u32>, kept: Kept, unknown_types: usize) -> io::Result<Weights> {
    let ngrams: Vec<(u32, bool)> = counts.iter()?.zip(kept.of(0)?).collect();
    let (mut probability, share) = shares(ngrams.iter().copied(), discounts(counts.iter()?));
    let types = ngrams.len() + unknown_types - 2;
    let unknown = share / types as f64;
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

/// The discounts from how many n-grams have counts of 1 to 4; fixed ones where a corpus is too small or too tidy to tell.
fn discounts(counts: impl Iterator<Item = u32>) -> Discounts {
    let mut number = [0.0; 5];
    for count in counts.filter(|count| (1..5).contains(count)) {
        number[count as usize] += 1.0;
    }
    let [_, n1, n2, n3, n4] = number;
    let y = n1 / (n1 + 2.0 * n2);
    let all = [
        1.0 - 2.0 * y * n2 / n1,
        2.0 - 3.0 * y * n3 / n2,
        3.0 - 4.0 * y * n4 / n3,
    ];
    let usable = all
        .iter()
        .zip([1.0, 2.0, 3.0])
        .all(|(&discount, most)| discount > 0.0 && discount < most);
    if usable { all } else { [0.5, 1.0, 1.5] }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "probabilities need no more than the 24 bits of an f32"
)]
fn narrow(value: f64) -> f32 {
    value as f32
}
