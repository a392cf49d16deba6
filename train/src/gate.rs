//! Training of the gate: stretches of text, as they are and spun forward, and the weights that tell them apart. It owns
//! the sampling of stretches and the logistic regression.

use super::progress::{Observer, Phase, Tally};
use super::spin::{Quotes, Random, Spin, Style};
use super::weights::{self, Slot, Trained};
use rayon::prelude::*;
use std::collections::HashMap;
use unspin::cost::milli;
use unspin::models::gate::{Met, VERSION, WHAT};
use unspin::store::static_map::Widths;
use unspin::store::{file, hash};
use unspin::text::token::Tokens;

/// What training is told.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Features that stay.
    pub features: usize,
    /// Passes over the text.
    pub passes: usize,
    /// Cells of the written map.
    pub widths: Widths,
    /// Seed of all random choices.
    pub seed: u64,
}

/// Slots of the first table, as a power of two.
const TABLE_BITS: u32 = 24;
/// Share of the stretches that are spun.
const SPUN: f64 = 0.5;
/// Words of the shortest and the longest stretch.
const SHORTEST: f64 = 30.0;
const LONGEST: f64 = 500.0;
/// Documents prepared together.
const BATCH: usize = 512;
/// Least weight that is written.
const LEAST: f32 = 0.02;

/// A stretch of text: its features, and 1 where it is spun.
struct Stretch {
    features: Vec<u64>,
    spun: f32,
}

/// Trains on `documents` and returns the gate. Reports the accuracy after each pass.
pub fn train(
    documents: &[String],
    spinner: &dyn Spin,
    plan: Plan,
    observer: Observer<'_>,
) -> Trained {
    let mut all = Regression::new((1 << TABLE_BITS) - 1);
    let mut seen: HashMap<u64, u32> = HashMap::new();
    each_batch(documents, spinner, plan, 0, |stretch| {
        stretch
            .features
            .iter()
            .for_each(|&feature| *seen.entry(feature).or_default() += 1);
        all.learn(stretch);
    });
    all.tally.report(Phase::AllFeatures, observer);
    let mut ranked = heaviest(&all, seen);
    let candidates = ranked.len();
    ranked.truncate(plan.features);
    let mut kept = Regression::of(ranked);
    for pass in 1..=plan.passes {
        each_batch(documents, spinner, plan, pass, |stretch| {
            kept.learn(stretch)
        });
        kept.tally.report(Phase::SelectedFeatures, observer);
    }
    let packed = weights::pack(
        kept.kept.iter().map(|(&key, slot)| (key, slot.weight)),
        LEAST,
        plan.widths,
    );
    let bias = milli(kept.bias.weight).to_le_bytes();
    Trained {
        bytes: file::write(WHAT, VERSION, &[&packed.map, &packed.values, &bias]),
        candidates,
        weights: packed.len,
    }
}

fn each_batch(
    documents: &[String],
    spinner: &dyn Spin,
    plan: Plan,
    pass: usize,
    mut learn: impl FnMut(&Stretch),
) {
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_key(|&index| hash::pair(hash::mix(plan.seed ^ pass as u64), index as u64));
    for batch in order.chunks(BATCH) {
        let ready: Vec<Vec<Stretch>> = batch
            .par_iter()
            .map(|&index| {
                stretches(
                    &documents[index],
                    spinner,
                    hash::pair(plan.seed + pass as u64, index as u64),
                )
            })
            .collect();
        ready.iter().flatten().for_each(&mut learn);
    }
}

/// Stretches of `document`, one after another, of random lengths, some of them spun.
fn stretches(document: &str, spinner: &dyn Spin, seed: u64) -> Vec<Stretch> {
    let mut random = Random::new(seed);
    let mut stretches = Vec::new();
    let mut text = String::new();
    let mut wanted = length(&mut random);
    for line in document.lines() {
        text.push_str(line);
        text.push('\n');
        if text.len() >= wanted {
            stretches.push(stretch(&text, spinner, &mut random));
            text.clear();
            wanted = length(&mut random);
        }
    }
    stretches
}

/// A random length in bytes, all orders of magnitude alike.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few thousand"
)]
fn length(random: &mut Random) -> usize {
    (6.0 * SHORTEST * (LONGEST / SHORTEST).powf(random.unit())) as usize
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
    let spun;
    let text = if is_spun {
        spun = spinner.spin(text, Style { density, quotes }, random).text;
        &spun
    } else {
        text
    };
    let mut tokens = Tokens::default();
    tokens.push_text(text, 0);
    Stretch {
        features: Met::default().fresh(tokens.as_slice()).to_vec(),
        spun: if is_spun { 1.0 } else { 0.0 },
    }
}

/// Logistic regression by Adagrad, over hashed or over chosen features.
struct Regression {
    bias: Slot,
    hashed: Vec<Slot>,
    kept: HashMap<u64, Slot>,
    tally: Tally,
}

impl Regression {
    fn new(last: usize) -> Self {
        Self {
            bias: Slot::default(),
            hashed: vec![Slot::default(); last + 1],
            kept: HashMap::new(),
            tally: Tally::default(),
        }
    }

    fn of(keys: Vec<u64>) -> Self {
        Self {
            bias: Slot::default(),
            hashed: Vec::new(),
            kept: keys.into_iter().map(|key| (key, Slot::default())).collect(),
            tally: Tally::default(),
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "cut to the size of the table"
    )]
    fn slot(&mut self, feature: u64) -> Option<&mut Slot> {
        if self.hashed.is_empty() {
            return self.kept.get_mut(&feature);
        }
        let at = feature as usize & (self.hashed.len() - 1);
        Some(&mut self.hashed[at])
    }

    fn learn(&mut self, stretch: &Stretch) {
        let mut score = self.bias.weight;
        for &feature in &stretch.features {
            score += self.slot(feature).map_or(0.0, |slot| slot.weight);
        }
        let probability = 1.0 / (1.0 + (-score).exp());
        let gradient = probability - stretch.spun;
        let is_spun = stretch.spun > 0.5;
        let of_answer = if is_spun {
            probability
        } else {
            1.0 - probability
        };
        self.tally.add((score > 0.0) == is_spun, of_answer);
        if gradient.abs() > 0.001 {
            self.bias.step(gradient);
            for &feature in &stretch.features {
                if let Some(slot) = self.slot(feature) {
                    slot.step(gradient);
                }
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts below 2^24")]
fn heaviest(all: &Regression, seen: HashMap<u64, u32>) -> Vec<u64> {
    let weight = |key: u64| {
        all.hashed[usize::try_from(key & ((1 << TABLE_BITS) - 1)).expect("cut")]
            .weight
            .abs()
    };
    let mut ranked: Vec<(f32, u64)> = seen
        .into_iter()
        .filter(|&(_, count)| count >= 5)
        .map(|(key, count)| (weight(key) * (count as f32).sqrt(), key))
        .collect();
    ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    ranked.into_iter().map(|(_, key)| key).collect()
}
