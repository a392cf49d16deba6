//! Linear models: learning their weights step by step, and storing them in few bits.

use std::cmp::Ordering;
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
    /// The weights of each code: i32, in milli-nats.
    pub values: Vec<u8>,
    /// Number of features in the map.
    pub len: usize,
}

/// Packs features with `N` weights each. Those without a weight of at least `least` in absolute value
/// are left out.
pub fn pack<const N: usize>(
    weights: impl Iterator<Item = (u64, [f32; N])>,
    least: f32,
    widths: Widths,
) -> Packed {
    let is_heavy = |weights: &[f32; N]| weights.iter().any(|weight| weight.abs() >= least);
    let mut weights: Vec<(u64, [f32; N])> =
        weights.filter(|(_, weights)| is_heavy(weights)).collect();
    weights.sort_unstable_by_key(|&(key, _)| key);
    let mut sorted: Vec<[f32; N]> = weights.iter().map(|&(_, weights)| weights).collect();
    sorted.sort_unstable_by(total_order);
    let values = bins(&sorted, 1 << widths.value);
    let entries: Vec<(u64, u32)> = weights
        .iter()
        .map(|&(key, weights)| (key, nearest(&values, weights)))
        .collect();
    Packed {
        map: static_map::build(&entries, widths),
        values: values
            .iter()
            .flatten()
            .flat_map(|&value| milli(value).to_le_bytes())
            .collect(),
        len: weights.len(),
    }
}

fn total_order<const N: usize>(a: &[f32; N], b: &[f32; N]) -> Ordering {
    let orders = a.iter().zip(b).map(|(a, b)| a.total_cmp(b));
    orders.fold(Ordering::Equal, Ordering::then)
}

/// `count` values that represent the `sorted` weights: the medians of equally filled bins, improved
/// by Lloyd's algorithm (1982).
#[expect(clippy::cast_possible_truncation, reason = "a weight of a few nats")]
fn bins<const N: usize>(sorted: &[[f32; N]], count: usize) -> Vec<[f32; N]> {
    let median = |bin: usize| sorted.get((2 * bin + 1) * sorted.len() / (2 * count));
    let mut values: Vec<[f32; N]> = (0..count)
        .map(|bin| median(bin).copied().unwrap_or([0.0; N]))
        .collect();
    for _ in 0..ROUNDS {
        let mut sums = vec![([0.0_f64; N], 0_u32); count];
        for &weights in sorted {
            let (sums, number) = &mut sums[nearest(&values, weights) as usize];
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += f64::from(weight);
            }
            *number += 1;
        }
        for (value, (sums, number)) in values.iter_mut().zip(sums) {
            if number > 0 {
                *value = sums.map(|sum| (sum / f64::from(number)) as f32);
            }
        }
        values.sort_unstable_by(total_order);
    }
    values
}

/// The index of the value that is nearest to `weights`; of equal distances, the last.
fn nearest<const N: usize>(values: &[[f32; N]], weights: [f32; N]) -> u32 {
    let mut best = (0, f32::INFINITY);
    for (index, value) in (0..).zip(values) {
        let differences = value.iter().zip(weights).map(|(a, b)| (a - b) * (a - b));
        let distance: f32 = differences.sum();
        if distance <= best.1 {
            best = (index, distance);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_are_the_means_of_the_weights_near_them() {
        let sorted = [[-2.0], [-1.0], [3.0], [3.5], [4.0]];
        assert_eq!(bins(&sorted, 2), [[-1.5], [3.5]]);
        assert_eq!(bins::<1>(&[], 2), [[0.0], [0.0]]);
        let values = [[-1.5], [3.5]];
        assert_eq!(
            [-9.0, 0.9, 1.0, 1.1, 9.0].map(|weight| nearest(&values, [weight])),
            [0, 0, 1, 1, 1]
        );
    }

    #[test]
    fn two_weights_of_a_feature_share_a_value() {
        let sorted = [[-2.0, 1.0], [-1.0, 1.0], [3.0, 0.0], [3.0, 4.0]];
        assert_eq!(bins(&sorted, 2), [[-1.5, 1.0], [3.0, 2.0]]);
        let values = [[0.0, 0.0], [0.0, 3.0]];
        assert_eq!(nearest(&values, [1.0, 1.0]), 0);
        assert_eq!(nearest(&values, [1.0, 2.0]), 1);
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
