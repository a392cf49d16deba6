//! Training of the context model: text is spun forward with the learned channel, and the weights learn to tell which
//! wording stood there. It owns the stochastic optimisation, the choice of features that stay, and the writing.
//!
//! First pass: all features, hashed into a large table (Weinberger et al. 2009), by Adagrad (Duchi, Hazan and Singer
//! 2011). The heaviest are then trained again on their own, without collisions, and quantised.

use crate::progress::{Observer, Phase, Tally};
use crate::texts::{Text, Texts};
use crate::weights::{self, Slot, Trained};
use std::collections::{HashMap, HashSet};
use std::iter;
use unspin::cost::Cost;
use unspin::lattice::Edge;
use unspin::lattice::density::MAX_BEHIND;
use unspin::models::Keys;
use unspin::models::context::features::{Features, Register, Topics, cross};
use unspin::models::context::{VERSION, WHAT};
use unspin::models::net::{Net, Scratch, View};
use unspin::store::file;
use unspin::store::hash::ByHash;
use unspin::store::static_map::Widths;
use unspin::text::token::Tokens;

/// What training is told.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Slots of the first table, as a power of two.
    pub table_bits: u32,
    /// Features that stay.
    pub features: usize,
    /// Passes over the text, each spun afresh, before and after the choice of features.
    pub passes: (usize, usize),
    /// Cells of the written map.
    pub widths: Widths,
}

/// Words, by frequency, that say nothing of a topic.
const COMMON: usize = 200;
/// Least weight of the large table that makes a feature a candidate to stay, and how often it must be seen.
const MIN_WEIGHT: f32 = 0.1;
const MIN_SEEN: u32 = 4;
/// Updates that a feature must have asked for to stay.
const MIN_ASKED: u8 = 8;
/// Batches between two reports of the accuracy.
const REPORT_EVERY: usize = 50;

/// A position with its wordings.
struct Example {
    phrases: Vec<Features>,
    wordings: Vec<Choice>,
    gold: usize,
}

struct Choice {
    phrase: usize,
    keys: Keys,
    /// Log channel and the score of the network, in nats.
    offset: f32,
}

impl Example {
    fn for_each_key(&self, choice: &Choice, mut visit: impl FnMut(u64)) {
        let features = &self.phrases[choice.phrase];
        features
            .whole
            .iter()
            .for_each(|&feature| visit(cross(feature, choice.keys.whole)));
        features
            .ending
            .iter()
            .for_each(|&feature| visit(cross(feature, choice.keys.ending)));
    }
}

/// Trains on `texts` and returns the model. Reports the accuracy every [`REPORT_EVERY`] batches.
pub fn train(texts: Texts<'_>, plan: Plan, observer: Observer<'_>) -> Trained {
    let common = common_words(texts.documents);
    let net = Net::embedded();
    let source = Examples {
        texts,
        net: &net,
        common: &common,
    };
    let mut table = Table::new(plan.table_bits);
    for pass in 0..plan.passes.0 {
        source.each_batch(pass, usize::MAX, |number, batch| {
            table.learn(batch);
            table.report(Phase::AllFeatures, number, observer);
        });
    }
    let (mut kept, candidates) = source.heaviest(&table, plan.features);
    drop(table);
    for pass in plan.passes.0..plan.passes.0 + plan.passes.1 {
        source.each_batch(pass, usize::MAX, |number, batch| {
            kept.learn(batch);
            kept.report(Phase::SelectedFeatures, number, observer);
        });
    }
    write(&kept, &common, plan.widths, candidates)
}

fn common_words(documents: &[String]) -> HashSet<u64> {
    let mut counts: HashMap<u64, u32> = HashMap::new();
    let mut tokens = Tokens::default();
    for document in documents.iter().take(20_000) {
        tokens.clear();
        tokens.push_text(document, 0);
        tokens
            .as_slice()
            .iter()
            .for_each(|token| *counts.entry(token.word).or_default() += 1);
    }
    let mut ranked: Vec<(u32, u64)> = counts
        .into_iter()
        .map(|(word, count)| (count, word))
        .collect();
    ranked.sort_unstable_by(|a, b| b.cmp(a));
    ranked
        .into_iter()
        .take(COMMON)
        .map(|(_, word)| word)
        .collect()
}

/// Examples of text that is spun afresh, or was spun already.
struct Examples<'a> {
    texts: Texts<'a>,
    net: &'a Net<'static>,
    common: &'a HashSet<u64>,
}

impl Examples<'_> {
    /// Gives the examples of all documents to `learn`.
    fn each_batch(
        &self,
        pass: usize,
        limit: usize,
        learn: impl FnMut(usize, &[Vec<Example>]) + Send,
    ) {
        self.texts
            .each_batch(pass, limit, |text| self.of(text), learn);
    }

    fn of(&self, text: &Text) -> Vec<Example> {
        let (register, mut topics) = (Register::of(&text.tokens), Topics::default());
        topics.read(text.tokens.as_slice(), |word| self.common.contains(&word));
        let (mut positions, mut places) = (Vec::new(), Vec::new());
        text.each_position(self.texts.lexicon, |at, edges, gold| {
            positions.push(Position {
                edges: edges.to_vec(),
                offsets: Vec::new(),
                gold,
            });
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
                    position.weigh(&view);
                }
            },
        );
        let open = places
            .iter()
            .zip(positions)
            .filter_map(|(&at, position)| Some((at, position.thinned()?)));
        open.map(|(at, position)| {
            position.example(
                (&text.tokens, &topics),
                at,
                register.with_quotation(text.quoted[at]),
            )
        })
        .collect()
    }

    /// The features with the heaviest weights in `table`, among those seen often enough; and how many those are.
    fn heaviest(&self, table: &Table, features: usize) -> (Kept, usize) {
        let mut seen: HashMap<u64, u32, ByHash> = HashMap::default();
        let note = |_, batch: &[Vec<Example>]| {
            for example in batch.iter().flatten() {
                for choice in &example.wordings {
                    example.for_each_key(choice, |key| {
                        if table.asked[table.asked_slot(key)] >= MIN_ASKED
                            && table.weight(key).abs() >= MIN_WEIGHT
                        {
                            *seen.entry(key).or_default() += 1;
                        }
                    });
                }
            }
        };
        self.each_batch(0, self.texts.documents.len() / 4, note);
        let mut ranked: Vec<(f32, u64)> = seen
            .into_iter()
            .filter(|&(_, count)| count >= MIN_SEEN)
            .map(|(key, count)| (use_of(table.weight(key), count), key))
            .collect();
        let candidates = ranked.len();
        ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.truncate(features);
        let kept = Kept::new(ranked.into_iter().map(|(_, key)| key));
        (kept, candidates)
    }
}

#[expect(clippy::cast_precision_loss, reason = "milli-nats of a few thousand")]
fn nats(cost: Cost) -> f32 {
    cost as f32 / 1000.0
}

/// A position of a text.
struct Position {
    edges: Vec<Edge>,
    /// For each edge, log channel and the score of the network, in nats.
    offsets: Vec<f32>,
    gold: usize,
}

impl Position {
    fn weigh(&mut self, view: &View<'_, '_>) {
        let keeping = view.keep(self.edges[0].keys.whole);
        let others = self.edges[1..]
            .iter()
            .map(|edge| view.score(edge.keys.whole).unwrap_or(keeping));
        let scores = iter::once(keeping).chain(others);
        self.offsets = scores
            .zip(&self.edges)
            .map(|(score, edge)| score - nats(edge.channel))
            .collect();
    }

    /// What the network leaves open, as where text is restored; none where that is nothing, or not the right edge.
    fn thinned(self) -> Option<Self> {
        let least = self
            .offsets
            .iter()
            .copied()
            .fold(f32::NEG_INFINITY, f32::max)
            - nats(MAX_BEHIND);
        let stays = |index: usize| index == 0 || self.offsets[index] >= least;
        let kept: Vec<usize> = (0..self.edges.len())
            .filter(|&index| stays(index))
            .collect();
        let gold = kept
            .iter()
            .position(|&index| index == self.gold)
            .filter(|_| kept.len() > 1)?;
        let (edges, offsets) = kept
            .iter()
            .map(|&index| (self.edges[index], self.offsets[index]))
            .unzip();
        Some(Self {
            edges,
            offsets,
            gold,
        })
    }

    fn example(
        &self,
        (tokens, topics): (&Tokens, &Topics),
        at: usize,
        register: Register,
    ) -> Example {
        let mut example = Example {
            phrases: Vec::new(),
            wordings: Vec::with_capacity(self.edges.len()),
            gold: self.gold,
        };
        let mut to = at;
        for (edge, &offset) in self.edges.iter().zip(&self.offsets) {
            if edge.to != to {
                to = edge.to;
                let mut features = Features::default();
                features.read(tokens.as_slice(), topics, at, to, register);
                example.phrases.push(features);
            }
            example.wordings.push(Choice {
                phrase: example.phrases.len() - 1,
                keys: edge.keys,
                offset,
            });
        }
        example
    }
}

/// What a weight is worth: its size, and how often it speaks.
#[expect(clippy::cast_precision_loss, reason = "a count")]
fn use_of(weight: f32, seen: u32) -> f32 {
    weight.abs() * (seen as f32).sqrt()
}

/// Probabilities of the wordings given their scores, which are overwritten.
fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    scores
        .iter_mut()
        .for_each(|score| *score = (*score - most).exp());
    let sum: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= sum);
}

/// A learner of weights by key.
trait Learner {
    fn weight(&self, key: u64) -> f32;
    fn update(&mut self, key: u64, gradient: f32);
    fn tally(&mut self) -> &mut Tally;

    fn report(&mut self, phase: Phase, batch: usize, observer: Observer<'_>) {
        if batch.is_multiple_of(REPORT_EVERY) {
            self.tally().report(phase, observer);
        }
    }

    fn learn(&mut self, batch: &[Vec<Example>]) {
        let mut scores = Vec::new();
        for example in batch.iter().flatten() {
            scores.clear();
            for choice in &example.wordings {
                let mut score = choice.offset;
                example.for_each_key(choice, |key| score += self.weight(key));
                scores.push(score);
            }
            softmax(&mut scores);
            self.count(&scores, example.gold);
            for (index, (choice, &probability)) in example.wordings.iter().zip(&scores).enumerate()
            {
                let gradient = probability - if index == example.gold { 1.0 } else { 0.0 };
                if gradient.abs() > 0.002 {
                    example.for_each_key(choice, |key| self.update(key, gradient));
                }
            }
        }
    }

    fn count(&mut self, probabilities: &[f32], gold: usize) {
        let best = probabilities[gold];
        let is_right = probabilities
            .iter()
            .enumerate()
            .all(|(index, &p)| index == gold || p < best);
        self.tally().add(is_right, best);
    }
}

/// All features, hashed.
struct Table {
    slots: Vec<Slot>,
    /// How often a key asked for an update, in slots of its own.
    asked: Vec<u8>,
    mask: u64,
    tally: Tally,
}

impl Table {
    fn new(bits: u32) -> Self {
        let size = 1_usize << bits;
        Self {
            slots: vec![Slot::default(); size],
            asked: vec![0; 2 * size],
            mask: (1 << bits) - 1,
            tally: Tally::default(),
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "masked")]
    fn slot(&self, key: u64) -> usize {
        (key & self.mask) as usize
    }

    fn asked_slot(&self, key: u64) -> usize {
        ((key >> 30) & (2 * self.mask + 1)) as usize
    }
}

impl Learner for Table {
    fn weight(&self, key: u64) -> f32 {
        self.slots[self.slot(key)].weight
    }

    /// Features that speak only once or twice would only fill the slots of others.
    fn update(&mut self, key: u64, gradient: f32) {
        let asked = self.asked_slot(key);
        if self.asked[asked] >= 2 {
            let slot = self.slot(key);
            self.slots[slot].step(gradient);
        }
        self.asked[asked] = self.asked[asked].saturating_add(1);
    }

    fn tally(&mut self) -> &mut Tally {
        &mut self.tally
    }
}

/// The features that stay.
struct Kept {
    slots: HashMap<u64, Slot, ByHash>,
    tally: Tally,
}

impl Kept {
    fn new(keys: impl Iterator<Item = u64>) -> Self {
        Self {
            slots: keys.map(|key| (key, Slot::default())).collect(),
            tally: Tally::default(),
        }
    }
}

impl Learner for Kept {
    fn weight(&self, key: u64) -> f32 {
        self.slots.get(&key).map_or(0.0, |slot| slot.weight)
    }

    fn update(&mut self, key: u64, gradient: f32) {
        if let Some(slot) = self.slots.get_mut(&key) {
            slot.step(gradient);
        }
    }

    fn tally(&mut self) -> &mut Tally {
        &mut self.tally
    }
}

fn write(kept: &Kept, common: &HashSet<u64>, widths: Widths, candidates: usize) -> Trained {
    let packed = weights::pack(
        kept.slots.iter().map(|(&key, slot)| (key, slot.weight)),
        MIN_WEIGHT,
        widths,
    );
    let mut common: Vec<u64> = common.iter().copied().collect();
    common.sort_unstable();
    let common: Vec<u8> = common.iter().flat_map(|word| word.to_le_bytes()).collect();
    Trained {
        bytes: file::write(WHAT, VERSION, &[&packed.map, &packed.values, &common]),
        candidates,
        weights: packed.len,
    }
}
