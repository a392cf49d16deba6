//! Linear models: learning their weights step by step, and storing them in few bits.

use unspin::cost::milli;
use unspin::store::static_map::{self, Widths};

/// Learning rate of Adagrad.
const RATE: f32 = 0.1;
/// Rounds of Lloyd's algorithm.
const ROUNDS: usize = 30;

/// A weight and the sum of its squared gradients, in one place so that a step touches memory once.
#[derive(Clone, Copy, Default)]
pub struct Slot {
    /// The weight.
    pub weight: f32,
    squares: f32,
}

impl Slot {
    /// Makes one step of Adagrad (Duchi, Hazan and Singer 2011).
    pub fn step(&mut self, gradient: f32) {
        self.squares += gradient * gradient;
        self.weight -= RATE * gradient / (self.squares + 1e-6).sqrt();
    }
}

/// A trained linear model.
pub struct Trained {
    /// The model file.
    pub bytes: Vec<u8>,
    /// Number of features that were frequent and heavy enough to be selected.
    pub candidates: usize,
    /// Number of weights in the file.
    pub weights: usize,
}

/// How useful a feature is: the size of its weight, times the square root of how often it occurs.
#[expect(
    clippy::cast_precision_loss,
    reason = "a score needs no more than the 24 bits of an f32"
)]
pub fn usefulness(weight: f32, occurrences: u32) -> f32 {
    weight.abs() * (occurrences as f32).sqrt()
}

/// Weights in the form in which a model file holds them.
pub struct Packed {
    /// Static map from features to codes.
    pub map: Vec<u8>,
    /// The weight of each code: i32, in milli-nats.
    pub values: Vec<u8>,
    /// Number of weights in the map.
    pub len: usize,
}

/// Packs the weights whose absolute value is at least `least`.
pub fn pack(weights: impl Iterator<Item = (u64, f32)>, least: f32, widths: Widths) -> Packed {
    let mut weights: Vec<(u64, f32)> = weights
        .filter(|(_, weight)| weight.abs() >= least)
        .collect();
    weights.sort_unstable_by_key(|&(key, _)| key);
    let mut sorted: Vec<f32> = weights.iter().map(|&(_, weight)| weight).collect();
    sorted.sort_unstable_by(f32::total_cmp);
    let values = bins(&sorted, 1 << widths.value);
    let entries: Vec<(u64, u32)> = weights
        .iter()
        .map(|&(key, weight)| (key, nearest(&values, weight)))
        .collect();
    Packed {
        map: static_map::build(&entries, widths),
        values: values
            .iter()
            .flat_map(|&value| milli(value).to_le_bytes())
            .collect(),
        len: weights.len(),
    }
}

/// `count` values that represent the `sorted` weights: the medians of equally filled bins, improved
/// by Lloyd's algorithm (1982).
#[expect(clippy::cast_possible_truncation, reason = "a weight of a few nats")]
fn bins(sorted: &[f32], count: usize) -> Vec<f32> {
    let median = |bin: usize| sorted.get((2 * bin + 1) * sorted.len() / (2 * count));
    let mut values: Vec<f32> = (0..count)
        .map(|bin| median(bin).copied().unwrap_or(0.0))
        .collect();
    for _ in 0..ROUNDS {
        let mut sums = vec![(0.0_f64, 0_u32); count];
        for &weight in sorted {
            let (sum, number) = &mut sums[nearest(&values, weight) as usize];
            *sum += f64::from(weight);
            *number += 1;
        }
        for (value, (sum, number)) in values.iter_mut().zip(sums) {
            if number > 0 {
                *value = (sum / f64::from(number)) as f32;
            }
        }
        values.sort_unstable_by(f32::total_cmp);
    }
    values
}

/// The index of the value that is nearest to `weight`. `values` must be sorted.
fn nearest(values: &[f32], weight: f32) -> u32 {
    let after = values
        .partition_point(|&value| value < weight)
        .min(values.len() - 1);
    let before = after.saturating_sub(1);
    let bin = if weight - values[before] < values[after] - weight {
        before
    } else {
        after
    };
    u32::try_from(bin).expect("few bins")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_are_the_means_of_the_weights_near_them() {
        let sorted = [-2.0, -1.0, 3.0, 3.5, 4.0];
        assert_eq!(bins(&sorted, 2), [-1.5, 3.5]);
        assert_eq!(bins(&[], 2), [0.0, 0.0]);
        let values = [-1.5, 3.5];
        assert_eq!(
            [-9.0, 0.9, 1.0, 1.1, 9.0].map(|weight| nearest(&values, weight)),
            [0, 0, 1, 1, 1]
        );
    }

    #[test]
    fn a_step_goes_against_the_gradient_and_later_steps_are_shorter() {
        let mut slot = Slot::default();
        slot.step(2.0);
        // The first step has the length of the learning rate: 0.1 * 2 / sqrt(4).
        assert!((slot.weight + 0.1).abs() < 1e-6, "{}", slot.weight);
        slot.step(-2.0);
        // The second goes back by 0.1 * 2 / sqrt(8) = 0.0707.
        assert!((slot.weight + 0.029_29).abs() < 1e-4, "{}", slot.weight);
    }
}
