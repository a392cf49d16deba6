//! Trains the gate, a classifier that tells spun text from clean text. Stretches of clean text, some
//! of them spun, are the examples of a logistic regression.
//!
//! The regression is trained twice: with all features, hashed into a table, and again with the
//! most useful ones only.

use crate::progress::{Observer, Phase, Tally};
use crate::spin::{Quotes, Random, Spin, Style};
use crate::weights::{self, Slot, Trained, usefulness};
use rayon::prelude::*;
use std::collections::HashMap;
use unspin::cost::milli;
use unspin::models::gate::{Met, VERSION, WHAT};
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
/// Share of the stretches that are spun.
const SPUN: f64 = 0.5;
/// Words of the shortest stretch.
const SHORTEST: f64 = 30.0;
/// Words of the longest stretch.
const LONGEST: f64 = 500.0;
/// Bytes of an average word with the space after it.
const WORD_BYTES: f64 = 6.0;
/// Documents that are prepared together.
const BATCH: usize = 512;
/// Features that occur in fewer stretches are not selected.
const MIN_OCCURRENCES: u32 = 5;
/// Smaller weights are not written.
const MIN_WEIGHT: f32 = 0.02;
/// Examples with a smaller gradient are not learned from.
const MIN_GRADIENT: f32 = 0.001;

/// An example.
struct Stretch {
    features: Vec<u64>,
    is_spun: bool,
}

/// Trains on `documents`, which must be clean, and reports the accuracy after each pass.
pub fn train(
    documents: &[String],
    spinner: &dyn Spin,
    plan: Plan,
    observer: Observer<'_>,
) -> Trained {
    let (mut selected, candidates) = select(documents, spinner, plan, observer);
    for pass in 1..=plan.passes {
        each_stretch(documents, spinner, plan, pass, |stretch| {
            selected.learn(stretch);
        });
        selected.tally.report(Phase::SelectedFeatures, observer);
    }
    let weights = selected.weights.iter();
    let packed = weights::pack(
        weights.map(|(&feature, slot)| (feature, slot.weight)),
        MIN_WEIGHT,
        plan.widths,
    );
    let bias = milli(selected.bias.weight).to_le_bytes();
    Trained {
        bytes: file::write(WHAT, VERSION, &[&packed.map, &packed.values, &bias]),
        candidates,
        weights: packed.len,
    }
}

/// Trains with all features and returns a new model of the most useful ones, and the number of
/// features that it was chosen from.
fn select(
    documents: &[String],
    spinner: &dyn Spin,
    plan: Plan,
    observer: Observer<'_>,
) -> (Regression<Selected>, usize) {
    let mut hashed = Regression::new(Hashed(vec![Slot::default(); 1 << TABLE_BITS]));
    let mut occurrences: HashMap<u64, u32> = HashMap::new();
    each_stretch(documents, spinner, plan, 0, |stretch| {
        for &feature in &stretch.features {
            *occurrences.entry(feature).or_default() += 1;
        }
        hashed.learn(stretch);
    });
    hashed.tally.report(Phase::AllFeatures, observer);
    let mut ranked: Vec<(f32, u64)> = occurrences
        .into_iter()
        .filter(|&(_, count)| count >= MIN_OCCURRENCES)
        .map(|(feature, count)| (usefulness(hashed.weights.weight(feature), count), feature))
        .collect();
    ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let candidates = ranked.len();
    ranked.truncate(plan.features);
    let selected = ranked
        .into_iter()
        .map(|(_, feature)| (feature, Slot::default()))
        .collect();
    (Regression::new(selected), candidates)
}

/// Calls `learn` with the stretches of all documents. Their order and their spinning depend only on
/// the seed and on `pass`.
fn each_stretch(
    documents: &[String],
    spinner: &dyn Spin,
    plan: Plan,
    pass: usize,
    mut learn: impl FnMut(&Stretch),
) {
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_key(|&index| hash::pair(hash::mix(plan.seed ^ pass as u64), index as u64));
    let prepare = |&index: &usize| {
        let seed = hash::pair(plan.seed + pass as u64, index as u64);
        stretches(&documents[index], spinner, seed)
    };
    for batch in order.chunks(BATCH) {
        let ready: Vec<Vec<Stretch>> = batch.par_iter().map(prepare).collect();
        for stretch in ready.iter().flatten() {
            learn(stretch);
        }
    }
}

/// Consecutive stretches of `document`, of random lengths. The rest at the end is not used.
fn stretches(document: &str, spinner: &dyn Spin, seed: u64) -> Vec<Stretch> {
    let mut random = Random::new(seed);
    let mut stretches = Vec::new();
    let mut text = String::new();
    let mut wanted = random_length(&mut random);
    for line in document.lines() {
        text.push_str(line);
        text.push('\n');
        if text.len() >= wanted {
            stretches.push(stretch(&text, spinner, &mut random));
            text.clear();
            wanted = random_length(&mut random);
        }
    }
    stretches
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

fn stretch(text: &str, spinner: &dyn Spin, random: &mut Random) -> Stretch {
    let is_spun = random.unit() < SPUN;
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
    if is_spun {
        let spun = spinner.spin(text, Style { density, quotes }, random);
        tokens.push_text(&spun.text, 0);
    } else {
        tokens.push_text(text, 0);
    }
    Stretch {
        features: Met::default().fresh(tokens.as_slice()).to_vec(),
        is_spun,
    }
}

/// Weights by feature.
trait Weights {
    /// The slot of a feature, if it has one.
    fn slot(&mut self, feature: u64) -> Option<&mut Slot>;
}

/// All features. Different ones may share a slot.
struct Hashed(Vec<Slot>);

impl Hashed {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "masked to the size of the table"
    )]
    fn index(&self, feature: u64) -> usize {
        feature as usize & (self.0.len() - 1)
    }

    fn weight(&self, feature: u64) -> f32 {
        self.0[self.index(feature)].weight
    }
}

impl Weights for Hashed {
    fn slot(&mut self, feature: u64) -> Option<&mut Slot> {
        let index = self.index(feature);
        self.0.get_mut(index)
    }
}

/// The selected features, each with its own slot.
type Selected = HashMap<u64, Slot>;

impl Weights for Selected {
    fn slot(&mut self, feature: u64) -> Option<&mut Slot> {
        self.get_mut(&feature)
    }
}

/// Logistic regression.
struct Regression<W> {
    bias: Slot,
    weights: W,
    tally: Tally,
}

impl<W: Weights> Regression<W> {
    fn new(weights: W) -> Self {
        Self {
            bias: Slot::default(),
            weights,
            tally: Tally::default(),
        }
    }

    fn learn(&mut self, stretch: &Stretch) {
        let mut score = self.bias.weight;
        for &feature in &stretch.features {
            score += self.weights.slot(feature).map_or(0.0, |slot| slot.weight);
        }
        let spun = 1.0 / (1.0 + (-score).exp());
        let (answer, gradient) = if stretch.is_spun {
            (spun, spun - 1.0)
        } else {
            (1.0 - spun, spun)
        };
        self.tally.add((score > 0.0) == stretch.is_spun, answer);
        if gradient.abs() > MIN_GRADIENT {
            self.bias.step(gradient);
            for &feature in &stretch.features {
                if let Some(slot) = self.weights.slot(feature) {
                    slot.step(gradient);
                }
            }
        }
    }
}
