//! The log-linear model while it is trained, in both of its forms: with all features in a hashed
//! table, and with the selected ones in a map.

use super::position::Example;
use crate::progress::Tally;
use crate::weights::Slot;
use std::collections::HashMap;
use unspin::store::hash::ByHash;

/// Smaller gradients are negligible: they change no weight.
const MIN_GRADIENT: f32 = 0.002;

/// Learns weights of features.
pub(super) trait Learner {
    /// The weight of a feature.
    fn weight(&self, feature: u64) -> f32;
    /// Moves the weight of a feature against its gradient.
    fn update(&mut self, feature: u64, gradient: f32);
    /// The accuracy so far.
    fn tally(&mut self) -> &mut Tally;

    /// Makes one step of stochastic gradient descent.
    fn learn(&mut self, example: &Example) {
        let probabilities = self.probabilities(example);
        let right = probabilities[example.right];
        let is_correct = probabilities
            .iter()
            .enumerate()
            .all(|(index, &other)| index == example.right || other < right);
        self.tally().add(is_correct, right);
        for (index, wording) in example.wordings.iter().enumerate() {
            let target = if index == example.right { 1.0 } else { 0.0 };
            let gradient = probabilities[index] - target;
            if gradient.abs() > MIN_GRADIENT {
                example.for_each_feature_of(wording, |feature| self.update(feature, gradient));
            }
        }
    }

    /// The probability of each wording.
    fn probabilities(&self, example: &Example) -> Vec<f32> {
        let mut scores = Vec::with_capacity(example.wordings.len());
        for wording in &example.wordings {
            let mut score = wording.score;
            example.for_each_feature_of(wording, |feature| score += self.weight(feature));
            scores.push(score);
        }
        softmax(&mut scores);
        scores
    }
}

/// Turns scores into probabilities.
fn softmax(scores: &mut [f32]) {
    let best = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for score in scores.iter_mut() {
        *score = (*score - best).exp();
    }
    let sum: f32 = scores.iter().sum();
    for score in scores {
        *score /= sum;
    }
}

/// All features, hashed into a table. Different features may share a slot.
pub(super) struct Hashed {
    slots: Vec<Slot>,
    /// How often each feature was updated, in a table twice as large.
    updates: Vec<u8>,
    mask: u64,
    tally: Tally,
}

impl Hashed {
    /// A table of `2^bits` slots.
    pub fn new(bits: u32) -> Self {
        let size = 1_usize << bits;
        Self {
            slots: vec![Slot::default(); size],
            updates: vec![0; 2 * size],
            mask: (1 << bits) - 1,
            tally: Tally::default(),
        }
    }

    /// How often a feature was updated, at most 255.
    pub fn updates(&self, feature: u64) -> u8 {
        self.updates[self.updates_index(feature)]
    }

    #[expect(clippy::cast_possible_truncation, reason = "masked")]
    fn slot_index(&self, feature: u64) -> usize {
        (feature & self.mask) as usize
    }

    fn updates_index(&self, feature: u64) -> usize {
        ((feature >> 30) & (2 * self.mask + 1)) as usize
    }
}

impl Learner for Hashed {
    fn weight(&self, feature: u64) -> f32 {
        self.slots[self.slot_index(feature)].weight
    }

    /// Ignores the first two updates of a feature: features that occur only once or twice would
    /// just disturb those in the same slots.
    fn update(&mut self, feature: u64, gradient: f32) {
        let index = self.updates_index(feature);
        if self.updates[index] >= 2 {
            let slot = self.slot_index(feature);
            self.slots[slot].step(gradient);
        }
        self.updates[index] = self.updates[index].saturating_add(1);
    }

    fn tally(&mut self) -> &mut Tally {
        &mut self.tally
    }
}

/// The selected features, each with its own slot. All others are ignored.
pub(super) struct Selected {
    slots: HashMap<u64, Slot, ByHash>,
    tally: Tally,
}

impl Selected {
    pub fn new(features: impl Iterator<Item = u64>) -> Self {
        Self {
            slots: features.map(|feature| (feature, Slot::default())).collect(),
            tally: Tally::default(),
        }
    }

    /// The features and their weights.
    pub fn weights(&self) -> impl Iterator<Item = (u64, f32)> {
        self.slots
            .iter()
            .map(|(&feature, slot)| (feature, slot.weight))
    }
}

impl Learner for Selected {
    fn weight(&self, feature: u64) -> f32 {
        self.slots.get(&feature).map_or(0.0, |slot| slot.weight)
    }

    fn update(&mut self, feature: u64, gradient: f32) {
        if let Some(slot) = self.slots.get_mut(&feature) {
            slot.step(gradient);
        }
    }

    fn tally(&mut self) -> &mut Tally {
        &mut self.tally
    }
}
