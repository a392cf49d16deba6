//! Trains the gate, a classifier that tells clean text from text spun by each family of spinners.
//! Passages of clean text, some of them spun, are the examples of a multinomial logistic regression.
//!
//! The regression is trained twice: with all features, hashed into a table, and again with the
//! most useful ones only.

use crate::progress::{Observer, Phase, Tally};
use crate::spin::{Quotes, Random, Spin, Style};
use crate::weights::{self, Slot, Trained, usefulness};
use rayon::prelude::*;
use std::collections::HashMap;
use unspin::cost::milli;
use unspin::models::gate::{FAMILIES, Met, VERSION, WHAT};
use unspin::store::static_map::Widths;
use unspin::store::{file, hash};
use unspin::text::token::Tokens;

/// Settings of the training.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Number of features to select.
    pub features: usize,
    /// Passes over the text with the selected features.
    pub passes: usize,
    /// Bits of a cell of the written map.
    pub widths: Widths,
    /// Seed of all random choices.
    pub seed: u64,
}

/// Size of the table for all features, as a power of two.
const TABLE_BITS: u32 = 24;
/// Share of the passages that each family spins. The others stay clean.
const SHARES: [f64; FAMILIES] = [0.40, 0.22];
/// Words of the shortest passage.
const SHORTEST: f64 = 30.0;
/// Words of the longest passage.
const LONGEST: f64 = 500.0;
/// Bytes of an average word with the space after it.
const WORD_BYTES: f64 = 6.0;
/// Documents that are prepared together.
const BATCH: usize = 512;
/// Features that occur in fewer passages are not selected.
const MIN_OCCURRENCES: u32 = 5;
/// Smaller weights are not written.
const MIN_WEIGHT: f32 = 0.02;
/// Examples with a smaller gradient are not learned from.
const MIN_GRADIENT: f32 = 0.001;

/// The spinners, one for each family.
pub type Spinners = [Box<dyn Spin>; FAMILIES];

/// An example.
struct Passage {
    features: Vec<u64>,
    /// The family that has spun it; `None` if it is clean.
    family: Option<usize>,
}

/// Trains on `documents`, which must be clean, and reports the accuracy after each pass.
pub fn train(
    documents: &[String],
    spinners: &Spinners,
    plan: Plan,
    observer: Observer<'_>,
) -> Trained {
    let (mut selected, candidates) = select(documents, spinners, plan, observer);
    for pass in 1..=plan.passes {
        each_passage(documents, spinners, plan, pass, |passage| {
            selected.learn(passage);
        });
        selected.tally.report(Phase::SelectedFeatures, observer);
    }
    let weights = selected.weights.iter();
    let packed = weights::pack(
        weights.map(|(&feature, slots)| (feature, slots.map(|slot| slot.weight))),
        MIN_WEIGHT,
        plan.widths,
    );
    let biases = selected.biases.map(|slot| milli(slot.weight).to_le_bytes());
    Trained {
        bytes: file::write(
            WHAT,
            VERSION,
            &[&packed.map, &packed.values, biases.as_flattened()],
        ),
        candidates,
        weights: packed.len,
    }
}

/// Trains with all features and returns a new model of the most useful ones, and the number of
/// features that it was chosen from.
fn select(
    documents: &[String],
    spinners: &Spinners,
    plan: Plan,
    observer: Observer<'_>,
) -> (Regression<Selected>, usize) {
    let mut hashed = Regression::new(Hashed(vec![Slots::default(); 1 << TABLE_BITS]));
    let mut occurrences: HashMap<u64, u32> = HashMap::new();
    each_passage(documents, spinners, plan, 0, |passage| {
        for &feature in &passage.features {
            *occurrences.entry(feature).or_default() += 1;
        }
        hashed.learn(passage);
    });
    hashed.tally.report(Phase::AllFeatures, observer);
    occurrences.retain(|_, count| *count >= MIN_OCCURRENCES);
    let candidates = occurrences.len();
    let selected = most_useful(&hashed.weights, &occurrences, plan.features)
        .into_iter()
        .map(|feature| (feature, Slots::default()))
        .collect();
    (Regression::new(selected), candidates)
}

/// The `count` features that are most useful for any of the families. Each family has the same say, so
/// that one with many frequent phrases does not take the place of the other's.
fn most_useful(weights: &Hashed, occurrences: &HashMap<u64, u32>, count: usize) -> Vec<u64> {
    let mut best_rank: HashMap<u64, usize> = HashMap::new();
    for family in 0..FAMILIES {
        let useful = |(&feature, &times)| {
            let weight = weights.slots_of(feature)[family].weight;
            (usefulness(weight, times), feature)
        };
        let mut ranked: Vec<(f32, u64)> = occurrences.iter().map(useful).collect();
        ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (rank, (_, feature)) in ranked.into_iter().enumerate() {
            let best = best_rank.entry(feature).or_insert(rank);
            *best = rank.min(*best);
        }
    }
    let mut ranked: Vec<(usize, u64)> = best_rank
        .into_iter()
        .map(|(feature, rank)| (rank, feature))
        .collect();
    ranked.sort_unstable();
    ranked.truncate(count);
    ranked.into_iter().map(|(_, feature)| feature).collect()
}

/// Calls `learn` with the passages of all documents. Their order and their spinning depend only on
/// the seed and on `pass`.
fn each_passage(
    documents: &[String],
    spinners: &Spinners,
    plan: Plan,
    pass: usize,
    mut learn: impl FnMut(&Passage),
) {
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_key(|&index| hash::pair(hash::mix(plan.seed ^ pass as u64), index as u64));
    let prepare = |&index: &usize| {
        let seed = hash::pair(plan.seed + pass as u64, index as u64);
        passages(&documents[index], spinners, seed)
    };
    for batch in order.chunks(BATCH) {
        let ready: Vec<Vec<Passage>> = batch.par_iter().map(prepare).collect();
        for passage in ready.iter().flatten() {
            learn(passage);
        }
    }
}

/// Consecutive passages of `document`, of random lengths. The rest at the end is not used.
fn passages(document: &str, spinners: &Spinners, seed: u64) -> Vec<Passage> {
    let mut random = Random::new(seed);
    let mut passages = Vec::new();
    let mut text = String::new();
    let mut wanted = random_length(&mut random);
    for line in document.lines() {
        text.push_str(line);
        text.push('\n');
        if text.len() >= wanted {
            passages.push(passage(&text, spinners, &mut random));
            text.clear();
            wanted = random_length(&mut random);
        }
    }
    passages
}

/// A length in bytes whose logarithm is distributed evenly.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few thousand"
)]
fn random_length(random: &mut Random) -> usize {
    (WORD_BYTES * SHORTEST * (LONGEST / SHORTEST).powf(random.unit())) as usize
}

/// The family that spins the next passage, if any.
fn random_family(random: &mut Random) -> Option<usize> {
    let mut rest = random.unit();
    SHARES.iter().position(|share| {
        rest -= share;
        rest < 0.0
    })
}

fn passage(text: &str, spinners: &Spinners, random: &mut Random) -> Passage {
    let family = random_family(random);
    let density = if random.unit() < 0.4 {
        1.0 - 0.2 * random.unit()
    } else {
        0.2 + 0.6 * random.unit()
    };
    let quotes = if random.unit() < 0.3 {
        Quotes::Kept
    } else {
        Quotes::Spun
    };
    let mut tokens = Tokens::default();
    if let Some(family) = family {
        let spun = spinners[family].spin(text, Style { density, quotes }, random);
        tokens.push_text(&spun.text, 0);
    } else {
        tokens.push_text(text, 0);
    }
    Passage {
        features: Met::default().fresh(tokens.as_slice()).to_vec(),
        family,
    }
}

/// The weights of a feature, one for each family.
type Slots = [Slot; FAMILIES];

/// Weights by feature.
trait Weights {
    /// The slots of a feature, if it has any.
    fn slots(&mut self, feature: u64) -> Option<&mut Slots>;
}

/// All features. Different ones may share their slots.
struct Hashed(Vec<Slots>);

impl Hashed {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "masked to the size of the table"
    )]
    fn index(&self, feature: u64) -> usize {
        feature as usize & (self.0.len() - 1)
    }

    fn slots_of(&self, feature: u64) -> &Slots {
        &self.0[self.index(feature)]
    }
}

impl Weights for Hashed {
    fn slots(&mut self, feature: u64) -> Option<&mut Slots> {
        let index = self.index(feature);
        self.0.get_mut(index)
    }
}

/// The selected features, each with its own slots.
type Selected = HashMap<u64, Slots>;

impl Weights for Selected {
    fn slots(&mut self, feature: u64) -> Option<&mut Slots> {
        self.get_mut(&feature)
    }
}

/// Multinomial logistic regression. The score of the class of clean text is always 0.
struct Regression<W> {
    biases: Slots,
    weights: W,
    tally: Tally,
}

impl<W: Weights> Regression<W> {
    fn new(weights: W) -> Self {
        Self {
            biases: Slots::default(),
            weights,
            tally: Tally::default(),
        }
    }

    fn learn(&mut self, passage: &Passage) {
        let mut scores = self.biases.map(|slot| slot.weight);
        for &feature in &passage.features {
            if let Some(slots) = self.weights.slots(feature) {
                for (score, slot) in scores.iter_mut().zip(slots) {
                    *score += slot.weight;
                }
            }
        }
        let (clean, spun) = probabilities(scores);
        let answer = passage.family.map_or(clean, |family| spun[family]);
        let is_most = clean <= answer && spun.iter().all(|&other| other <= answer);
        self.tally.add(is_most, answer);
        let mut gradients = spun;
        if let Some(family) = passage.family {
            gradients[family] -= 1.0;
        }
        if gradients
            .iter()
            .all(|gradient| gradient.abs() <= MIN_GRADIENT)
        {
            return;
        }
        step(&mut self.biases, gradients);
        for &feature in &passage.features {
            if let Some(slots) = self.weights.slots(feature) {
                step(slots, gradients);
            }
        }
    }
}

fn step(slots: &mut Slots, gradients: [f32; FAMILIES]) {
    for (slot, gradient) in slots.iter_mut().zip(gradients) {
        slot.step(gradient);
    }
}

/// The probabilities of clean text and of each family, given the scores of the families.
fn probabilities(scores: [f32; FAMILIES]) -> (f32, [f32; FAMILIES]) {
    let greatest = scores.iter().copied().fold(0.0, f32::max);
    let clean = (-greatest).exp();
    let spun = scores.map(|score| (score - greatest).exp());
    let sum = clean + spun.iter().sum::<f32>();
    (clean / sum, spun.map(|spun| spun / sum))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_are_those_of_the_softmax() {
        let (clean, spun) = probabilities([0.0, 2.0_f32.ln()]);
        let all = [clean, spun[0], spun[1]];
        let wanted = [0.25, 0.25, 0.5];
        assert!(
            all.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-6),
            "{all:?}"
        );
    }

    #[test]
    fn a_family_learns_its_own_words() {
        let mut regression = Regression::new(Selected::from(
            [1, 2].map(|feature| (feature, Slots::default())),
        ));
        for (feature, family) in [(1, Some(0)), (2, Some(1))].into_iter().cycle().take(100) {
            let features = vec![feature];
            regression.learn(&Passage { features, family });
        }
        let [first, second] = regression.weights[&1].map(|slot| slot.weight);
        assert!(first > 0.5 && second < -0.5, "{first} {second}");
    }
}
