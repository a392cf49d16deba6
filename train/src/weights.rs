//! Weights of linear models: how they are learnt step by step, and how they are quantised and packed into a map.

use unspin::cost::milli;
use unspin::store::static_map::{self, Widths};

/// Adagrad's rate.
const RATE: f32 = 0.1;

/// A weight with the sum of its squared gradients: side by side, for one access to memory.
#[derive(Clone, Copy, Default)]
pub struct Slot {
    /// The weight.
    pub weight: f32,
    squares: f32,
}

impl Slot {
    /// One step of Adagrad.
    pub fn step(&mut self, gradient: f32) {
        self.squares += gradient * gradient;
        self.weight -= RATE * gradient / (self.squares + 1e-6).sqrt();
    }
}

/// Weights as a model file holds them.
pub struct Packed {
    /// Static map from keys to codes.
    pub map: Vec<u8>,
    /// Weight of each code, i32 milli-nats.
    pub values: Vec<u8>,
    /// Number of weights in the map.
    pub len: usize,
}

/// A trained linear model.
pub struct Trained {
    /// The model file.
    pub bytes: Vec<u8>,
    /// Features that could be selected.
    pub candidates: usize,
    /// Weights in the file.
    pub weights: usize,
}

/// Packs the weights of at least `least`, either way.
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
    let map = static_map::build(&entries, widths);
    Packed {
        map,
        values: values
            .iter()
            .flat_map(|&value| milli(value).to_le_bytes())
            .collect(),
        len: weights.len(),
    }
}

/// `count` representatives of `sorted` by Lloyd's algorithm, from bins of equal population.
#[expect(clippy::cast_possible_truncation, reason = "a weight of a few nats")]
fn bins(sorted: &[f32], count: usize) -> Vec<f32> {
    let mut values: Vec<f32> = (0..count)
        .map(|bin| {
            sorted
                .get((2 * bin + 1) * sorted.len() / (2 * count))
                .copied()
                .unwrap_or(0.0)
        })
        .collect();
    for _ in 0..30 {
        let mut sums = vec![(0.0_f64, 0_u32); count];
        for &weight in sorted {
            let bin = nearest(&values, weight) as usize;
            sums[bin] = (sums[bin].0 + f64::from(weight), sums[bin].1 + 1);
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

/// The bin whose value is nearest to `weight`; `values` are sorted.
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
