//! Trains the context model: weights of features that predict, from the words around a position,
//! which of its wordings is the original one. The training texts are spun, so the answers are
//! known.
//!
//! The model is log-linear and trained twice by Adagrad. The first time it has all features,
//! hashed into one large table (Weinberger et al. 2009). The most useful features are then trained
//! again without collisions, and their weights are stored in few bits.

mod learner;
mod position;

use crate::progress::{Observer, Phase};
use crate::texts::{LabelledText, Texts};
use crate::weights::{self, Trained, usefulness};
use learner::{Hashed, Learner, Selected};
use position::Example;
use std::collections::{HashMap, HashSet};
use unspin::models::context::features::{Register, Topics};
use unspin::models::context::{VERSION, WHAT};
use unspin::models::net::{Net, Scratch};
use unspin::store::file;
use unspin::store::hash::ByHash;
use unspin::store::static_map::Widths;
use unspin::text::token::Tokens;

/// Settings of the training.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Size of the table for all features, as a power of two.
    pub table_bits: u32,
    /// Number of features to select.
    pub features: usize,
    /// Passes over the text with all features, and then with the selected ones. Each pass spins
    /// the text again.
    pub passes: (usize, usize),
    /// Bits of a cell of the written map.
    pub widths: Widths,
}

/// The most frequent words, which say nothing about the topic of a text.
const COMMON_WORDS: usize = 200;
/// Documents in which words are counted to find those.
const COUNTED: usize = 20_000;
/// Features with smaller weights, in absolute value, are neither selected nor written.
const MIN_WEIGHT: f32 = 0.1;
/// Features that occur fewer times in a quarter of the documents are not selected.
const MIN_OCCURRENCES: u32 = 4;
/// Features that were updated fewer times are not selected.
const MIN_UPDATES: u8 = 8;
/// Batches between two reports of the accuracy.
const REPORT_EVERY: usize = 50;

/// Trains on `texts`, beside the network `net`, and reports the accuracy to `observer` from time to
/// time.
pub fn train(texts: Texts<'_>, net: &Net<'_>, plan: Plan, observer: Observer<'_>) -> Trained {
    let common = common_words(texts.documents);
    let examples = Examples {
        texts,
        net,
        common: &common,
    };
    let (first, second) = plan.passes;
    let mut hashed = Hashed::new(plan.table_bits);
    examples.teach(&mut hashed, 0..first, Phase::AllFeatures, observer);
    let (mut selected, candidates) = examples.select(&hashed, plan.features);
    drop(hashed);
    let passes = first..first + second;
    examples.teach(&mut selected, passes, Phase::SelectedFeatures, observer);
    let weights = selected
        .weights()
        .map(|(feature, weight)| (feature, [weight]));
    let packed = weights::pack(weights, MIN_WEIGHT, plan.widths);
    let mut common: Vec<u64> = common.into_iter().collect();
    common.sort_unstable();
    let common: Vec<u8> = common.iter().flat_map(|word| word.to_le_bytes()).collect();
    Trained {
        bytes: file::write(WHAT, VERSION, &[&packed.map, &packed.values, &common]),
        candidates,
        weights: packed.len,
    }
}

fn common_words(documents: &[String]) -> HashSet<u64> {
    let mut counts: HashMap<u64, u32> = HashMap::new();
    let mut tokens = Tokens::default();
    for document in documents.iter().take(COUNTED) {
        tokens.clear();
        tokens.push_text(document, 0);
        for token in tokens.as_slice() {
            *counts.entry(token.word).or_default() += 1;
        }
    }
    let mut ranked: Vec<(u32, u64)> = counts
        .into_iter()
        .map(|(word, count)| (count, word))
        .collect();
    ranked.sort_unstable_by(|a, b| b.cmp(a));
    ranked.truncate(COMMON_WORDS);
    ranked.into_iter().map(|(_, word)| word).collect()
}

/// The source of the training examples.
struct Examples<'a> {
    texts: Texts<'a>,
    net: &'a Net<'a>,
    common: &'a HashSet<u64>,
}

impl Examples<'_> {
    /// Calls `learn` with the number of each batch and its examples, one list for each document.
    fn each_batch(
        &self,
        pass: usize,
        limit: usize,
        learn: impl FnMut(usize, &[Vec<Example>]) + Send,
    ) {
        let prepare = |text: &LabelledText| self.of(text);
        self.texts.each_batch(pass, limit, prepare, learn);
    }

    fn teach(
        &self,
        learner: &mut (impl Learner + Send),
        passes: std::ops::Range<usize>,
        phase: Phase,
        observer: Observer<'_>,
    ) {
        for pass in passes {
            self.each_batch(pass, usize::MAX, |number, batch| {
                for example in batch.iter().flatten() {
                    learner.learn(example);
                }
                if number.is_multiple_of(REPORT_EVERY) {
                    learner.tally().report(phase, observer);
                }
            });
        }
    }

    /// The examples of one document.
    fn of(&self, text: &LabelledText) -> Vec<Example> {
        let register = Register::of(&text.tokens);
        let mut topics = Topics::default();
        topics.read(text.tokens.as_slice(), |word| self.common.contains(&word));
        let mut positions = Vec::new();
        let mut places = Vec::new();
        text.each_position(self.texts.lexicon, |at, edges, right| {
            positions.push(position::Position::new(edges, right));
            places.push(at);
        });
        let mut next = positions.iter_mut();
        self.net.each_view(
            text.tokens.as_slice(),
            &text.quoted,
            &places,
            &mut Scratch::default(),
            |_, view| {
                if let Some(position) = next.next() {
                    position.score(&view);
                }
            },
        );
        let open = places
            .iter()
            .zip(positions)
            .filter_map(|(&at, position)| Some((at, position.pruned()?)));
        open.map(|(at, position)| {
            let register = register.with_quotation(text.quoted[at]);
            position.example(&text.tokens, &topics, at, register)
        })
        .collect()
    }

    /// A learner of the most useful features in `hashed`, and the number of features that they
    /// were chosen from.
    fn select(&self, hashed: &Hashed, features: usize) -> (Selected, usize) {
        let mut occurrences: HashMap<u64, u32, ByHash> = HashMap::default();
        let count = |_, batch: &[Vec<Example>]| {
            for example in batch.iter().flatten() {
                example.for_each_feature(|feature| {
                    if hashed.updates(feature) >= MIN_UPDATES
                        && hashed.weight(feature).abs() >= MIN_WEIGHT
                    {
                        *occurrences.entry(feature).or_default() += 1;
                    }
                });
            }
        };
        self.each_batch(0, self.texts.documents.len() / 4, count);
        let mut ranked: Vec<(f32, u64)> = occurrences
            .into_iter()
            .filter(|&(_, count)| count >= MIN_OCCURRENCES)
            .map(|(feature, count)| (usefulness(hashed.weight(feature), count), feature))
            .collect();
        ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let candidates = ranked.len();
        ranked.truncate(features);
        let selected = Selected::new(ranked.into_iter().map(|(_, feature)| feature));
        (selected, candidates)
    }
}
