//! Smoothing: interpolated modified Kneser-Ney (Chen and Goodman 1998) for whole and for pruned sets of n-grams. It owns
//! counts and probabilities, not the choice of what is kept.
//!
//! In a pruned model an n-gram that is kept adds one to the count of its ending, as in Kneser-Ney; one that is pruned adds
//! all it has, since its ending must now predict every occurrence (Siivola, Hirsimäki and Virpioja 2007).

use super::count::{START_ID, Table, UNKNOWN_ID};

/// Which n-grams are in the model.
#[derive(Clone, Copy, Debug)]
pub enum Kept<'a> {
    /// Every one.
    All,
    /// Not one: what remains are plain counts.
    Nothing,
    /// Those whose score, by length and place, reaches the threshold.
    Scored(&'a [Vec<f32>], f32),
}

impl Kept<'_> {
    /// Whether the n-gram at `place` of table `level` (length less one) is in the model.
    #[inline]
    pub fn has(self, level: usize, place: usize) -> bool {
        match self {
            Self::All => true,
            Self::Nothing => false,
            Self::Scored(scores, threshold) => scores[level][place] >= threshold,
        }
    }
}

/// Counts of each table's n-grams, where `kept` are in the model.
pub fn count(tables: &[Table], kept: Kept) -> Vec<Vec<u32>> {
    let mut counts: Vec<Vec<u32>> = tables.iter().map(|table| table.base.clone()).collect();
    for level in (1..tables.len()).rev() {
        let (low, high) = counts.split_at_mut(level);
        for (place, (&suffix, &count)) in tables[level].suffix.iter().zip(&high[0]).enumerate() {
            let ending = &mut low[level - 1][suffix as usize];
            *ending = ending.saturating_add(if kept.has(level, place) { count.min(1) } else { count });
        }
    }
    counts
}

/// Probabilities and back-off weights of each table's n-grams. Those of n-grams that are not kept mean nothing.
#[derive(Debug)]
pub struct Weights {
    /// Probability of the last word after the words before it.
    pub probability: Vec<Vec<f32>>,
    /// Share of the probability after an n-gram that goes to words with which it forms no kept n-gram.
    pub back_off: Vec<Vec<f32>>,
    /// Probability of one unknown word.
    pub unknown: f64,
}

/// What is subtracted from counts of 1, 2 and more.
type Discounts = [f64; 3];

/// Estimates the weights of the `kept` n-grams from `counts`, for a language of `unknown_types` words beside those that
/// have ids.
pub fn weights(tables: &[Table], counts: &[Vec<u32>], kept: Kept, unknown_types: usize) -> Weights {
    let mut weights = unigrams(&counts[0], kept, unknown_types);
    for level in 1..tables.len() {
        let discounts = discounts(&counts[level]);
        let mut probability = vec![0.0; counts[level].len()];
        let mut back_off = vec![1.0; counts[level - 1].len()];
        let mut from = 0;
        for run in tables[level].prefix.chunk_by(|a, b| a == b) {
            let places = from..from + run.len();
            let rest = &mut back_off[run[0] as usize];
            let lower = |place: usize| f64::from(weights.probability[level - 1][tables[level].suffix[place] as usize]);
            let share = shares(&counts[level], places.clone(), discounts, |place| kept.has(level, place), &mut probability);
            *rest = narrow(share);
            places.clone().for_each(|place| probability[place] += narrow(share * lower(place)));
            from = places.end;
        }
        weights.probability.push(probability);
        weights.back_off.push(back_off);
    }
    weights
}

/// Writes the discounted share of each kept n-gram at `places`, all with the same context; returns what is left over.
fn shares(counts: &[u32], places: std::ops::Range<usize>, discounts: Discounts, kept: impl Fn(usize) -> bool, out: &mut [f32]) -> f64 {
    let total: f64 = counts[places.clone()].iter().map(|&count| f64::from(count)).sum();
    let mut rest = 1.0;
    for place in places {
        let share = if kept(place) { discounted(counts[place], discounts) / total.max(1.0) } else { 0.0 };
        rest -= share;
        out[place] = narrow(share);
    }
    f64::max(rest, 0.0)
}

/// What the unigrams leave over is spread evenly over all words of the language.
fn unigrams(counts: &[u32], kept: Kept, unknown_types: usize) -> Weights {
    let mut probability = vec![0.0; counts.len()];
    let share = shares(counts, 0..counts.len(), discounts(counts), |place| kept.has(0, place), &mut probability);
    let types = counts.len() + unknown_types - 2;
    let unknown = share / types as f64;
    for (id, probability) in (0..).zip(&mut probability) {
        *probability += match id {
            START_ID => 0.0,
            UNKNOWN_ID => narrow(unknown * unknown_types as f64),
            _ => narrow(unknown),
        };
    }
    Weights { probability: vec![probability], back_off: Vec::new(), unknown }
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
fn discounts(counts: &[u32]) -> Discounts {
    let mut number = [0.0; 5];
    for &count in counts.iter().filter(|&&count| (1..5).contains(&count)) {
        number[count as usize] += 1.0;
    }
    let [_, n1, n2, n3, n4] = number;
    let y = n1 / (n1 + 2.0 * n2);
    let all = [1.0 - 2.0 * y * n2 / n1, 2.0 - 3.0 * y * n3 / n2, 3.0 - 4.0 * y * n4 / n3];
    let usable = all.iter().zip([1.0, 2.0, 3.0]).all(|(&discount, most)| discount > 0.0 && discount < most);
    if usable { all } else { [0.5, 1.0, 1.5] }
}

#[expect(clippy::cast_possible_truncation, reason = "probabilities need no more than the 24 bits of an f32")]
fn narrow(value: f64) -> f32 {
    value as f32
}
