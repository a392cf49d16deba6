//! Training of the context model: text is spun forward with the learned channel, and the weights learn to tell which
//! wording stood there. It owns the stochastic optimisation, the choice of features that stay, and the writing.
//!
//! First pass: all features, hashed into a large table (Weinberger et al. 2009), by Adagrad (Duchi, Hazan and Singer
//! 2011). The heaviest are then trained again on their own, without collisions, and quantised.

use super::spin::{Quotes, Random, Spinner, Spun, Style};
use super::weights::{self, Slot};
use crate::candidate::{Density, Edge, Lattice, Wording};
use crate::context::features::{Features, Register, cross};
use crate::context::{VERSION, WHAT, keys};
use crate::hash;
use crate::lexicon::Lexicon;
use crate::static_map::Widths;
use crate::token::Tokens;
use crate::{format, quote, segment};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};

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
    /// Seed of all random choices.
    pub seed: u64,
}

/// Words, by frequency, that say nothing of a topic.
const COMMON: usize = 200;
/// Least weight of the large table that makes a feature a candidate to stay, and how often it must be seen.
const MIN_WEIGHT: f32 = 0.1;
const MIN_SEEN: u32 = 4;
/// Updates that a feature must have asked for to stay.
const MIN_ASKED: u8 = 8;
/// Documents prepared together.
const BATCH: usize = 256;

/// A position with its wordings.
struct Example {
    phrases: Vec<Features>,
    wordings: Vec<Choice>,
    gold: usize,
}

struct Choice {
    phrase: usize,
    whole: u64,
    ending: u64,
    /// Log channel, in nats.
    offset: f32,
}

impl Example {
    fn for_each_key(&self, choice: &Choice, mut visit: impl FnMut(u64)) {
        let features = &self.phrases[choice.phrase];
        features.whole.iter().for_each(|&feature| visit(cross(feature, choice.whole)));
        features.ending.iter().for_each(|&feature| visit(cross(feature, choice.ending)));
    }
}

/// Trains on `documents`, which are spun afresh in each pass, and on those `aligned`, which are spun already, and returns
/// the bytes of the model.
pub fn train(documents: &[String], aligned: &[(Spun, f64)], spinner: &Spinner, lexicon: &Lexicon<'_>, plan: Plan) -> Vec<u8> {
    let common = common_words(documents);
    let source = Source { documents, aligned, spinner, lexicon, common: &common, seed: plan.seed };
    let mut table = Table::new(plan.table_bits);
    for pass in 0..plan.passes.0 {
        source.each_batch(pass, usize::MAX, |number, batch| table.learn_and_report(batch, "all features", number));
    }
    let mut kept = source.heaviest(&table, plan.features);
    drop(table);
    for pass in plan.passes.0..plan.passes.0 + plan.passes.1 {
        source.each_batch(pass, usize::MAX, |number, batch| kept.learn_and_report(batch, "kept features", number));
    }
    write(&kept, &common, plan.widths)
}

fn common_words(documents: &[String]) -> HashSet<u64> {
    let mut counts: HashMap<u64, u32> = HashMap::new();
    let mut tokens = Tokens::default();
    for document in documents.iter().take(20_000) {
        tokens.clear();
        tokens.push_text(document, 0);
        tokens.as_slice().iter().for_each(|token| *counts.entry(token.word).or_default() += 1);
    }
    let mut ranked: Vec<(u32, u64)> = counts.into_iter().map(|(word, count)| (count, word)).collect();
    ranked.sort_unstable_by(|a, b| b.cmp(a));
    ranked.into_iter().take(COMMON).map(|(_, word)| word).collect()
}

struct Source<'a> {
    documents: &'a [String],
    aligned: &'a [(Spun, f64)],
    spinner: &'a Spinner,
    lexicon: &'a Lexicon<'a>,
    common: &'a HashSet<u64>,
    seed: u64,
}

impl Source<'_> {
    /// Gives the examples of all documents to `learn`, in an order and with spins that depend on `pass` only; the next
    /// batch is prepared while one is learnt.
    fn each_batch(&self, pass: usize, limit: usize, mut learn: impl FnMut(usize, &[Vec<Example>]) + Send) {
        let mut order: Vec<usize> = (0..self.documents.len() + self.aligned.len()).collect();
        order.sort_by_key(|&index| hash::pair(hash::mix(self.seed ^ pass as u64), index as u64));
        order.truncate(limit);
        let mut ready: Vec<Vec<Example>> = Vec::new();
        for (number, batch) in order.chunks(BATCH).chain([&[][..]]).enumerate() {
            let prepare = || batch.par_iter().map(|&index| self.examples(index, pass)).collect();
            let current = ready;
            let ((), next) = rayon::join(|| learn(number, &current), prepare);
            ready = next;
        }
    }

    fn examples(&self, index: usize, pass: usize) -> Vec<Example> {
        let mut random = Random::new(hash::pair(self.seed + pass as u64, index as u64));
        let Some(document) = self.documents.get(index) else {
            let (spun, density) = &self.aligned[index - self.documents.len()];
            return self.examples_of(spun, *density);
        };
        let density = if random.unit() < 0.6 { 1.0 - 0.15 * random.unit() } else { 0.25 + 0.75 * random.unit() };
        self.examples_of(&self.spinner.spin(document, Style { density, quotes: Quotes::Spun }, &mut random), density)
    }

    fn examples_of(&self, spun: &Spun, density: f64) -> Vec<Example> {
        let mut tokens = Tokens::default();
        tokens.push_text(&spun.text, 0);
        let mut quoted = Vec::new();
        quote::mark(&tokens, spun.text.as_bytes(), &mut quoted);
        let (register, density) = (Register::of(&tokens), Density::new(density));
        let mut gold = spun.replaced.iter().peekable();
        let (mut examples, mut lattice) = (Vec::new(), Lattice::default());
        for sentence in segment::sentences(&tokens) {
            for at in sentence.clone() {
                let token = &tokens.as_slice()[at];
                while gold.next_if(|place| place.spun.end <= token.start).is_some() {}
                let place = gold.peek().filter(|place| place.spun.start <= token.start);
                if place.is_some_and(|place| place.spun.start < token.start) {
                    continue;
                }
                lattice.clear(at);
                lattice.propose(self.lexicon, &tokens, sentence.end);
                lattice.price(at, &density);
                let edges = lattice.edges(at);
                let wanted = place.map(|place| (place.spun.end, place.original.as_str()));
                examples.extend(
                    self.gold_edge(&tokens, edges, wanted).and_then(|gold| self.example(&tokens, at, register.with_quotation(quoted[at]), edges, gold)),
                );
            }
        }
        examples
    }

    /// The edge that stands for what happened here.
    fn gold_edge(&self, tokens: &Tokens, edges: &[Edge], wanted: Option<(usize, &str)>) -> Option<usize> {
        let Some((end, original)) = wanted else { return Some(0) };
        edges.iter().position(|edge| {
            let Wording::Original(candidate) = edge.wording else { return false };
            tokens.as_slice()[edge.to - 1].end == end && same_words(self.lexicon.surface(candidate), original)
        })
    }

    #[expect(clippy::cast_precision_loss, reason = "milli-nats of a few thousand")]
    fn example(&self, tokens: &Tokens, at: usize, register: Register, edges: &[Edge], gold: usize) -> Option<Example> {
        if edges.len() < 2 {
            return None;
        }
        let mut example = Example { phrases: Vec::new(), wordings: Vec::with_capacity(edges.len()), gold };
        let mut to = at;
        for edge in edges {
            if edge.to != to {
                to = edge.to;
                let mut features = Features::default();
                features.read(tokens.as_slice(), at, to, register, |word| self.common.contains(&word));
                example.phrases.push(features);
            }
            let keys = keys(self.lexicon, tokens, at, edge.wording);
            let offset = -(edge.channel as f32) / 1000.0;
            example.wordings.push(Choice { phrase: example.phrases.len() - 1, whole: keys.whole, ending: keys.ending, offset });
        }
        Some(example)
    }

    /// The features with the heaviest weights in `table`, among those seen often enough.
    fn heaviest(&self, table: &Table, features: usize) -> Kept {
        let mut seen: HashMap<u64, u32, std::hash::BuildHasherDefault<super::align::Ready>> = HashMap::default();
        let note = |_, batch: &[Vec<Example>]| {
            for example in batch.iter().flatten() {
                for choice in &example.wordings {
                    example.for_each_key(choice, |key| {
                        if table.asked[table.asked_slot(key)] >= MIN_ASKED && table.weight(key).abs() >= MIN_WEIGHT {
                            *seen.entry(key).or_default() += 1;
                        }
                    });
                }
            }
        };
        self.each_batch(0, self.documents.len() / 4, note);
        let mut ranked: Vec<(f32, u64)> =
            seen.into_iter().filter(|&(_, count)| count >= MIN_SEEN).map(|(key, count)| (use_of(table.weight(key), count), key)).collect();
        eprintln!("{} features could stay", ranked.len());
        ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.truncate(features);
        Kept::new(ranked.into_iter().map(|(_, key)| key))
    }
}

/// What a weight is worth: its size, and how often it speaks.
#[expect(clippy::cast_precision_loss, reason = "a count")]
fn use_of(weight: f32, seen: u32) -> f32 {
    weight.abs() * (seen as f32).sqrt()
}

fn same_words(surface: &str, norm: &str) -> bool {
    let mut tokens = Tokens::default();
    tokens.push_text(surface, 0);
    tokens.norm() == norm
}

/// How often the heaviest wording was the right one, lately.
#[derive(Default)]
struct Tally {
    right: u32,
    all: u32,
    loss: f64,
}

impl Tally {
    fn report(&mut self, what: &str, documents: usize) {
        if self.all > 0 {
            let all = f64::from(self.all);
            eprintln!("{what}: {documents} documents, {:.4} right, loss {:.4}", f64::from(self.right) / all, self.loss / all);
        }
        *self = Self::default();
    }
}

/// Probabilities of the wordings given their scores, which are overwritten.
fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    scores.iter_mut().for_each(|score| *score = (*score - most).exp());
    let sum: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= sum);
}

/// A learner of weights by key.
trait Learner {
    fn weight(&self, key: u64) -> f32;
    fn update(&mut self, key: u64, gradient: f32);
    fn tally(&mut self) -> &mut Tally;

    fn learn_and_report(&mut self, batch: &[Vec<Example>], what: &str, number: usize) {
        self.learn(batch);
        if number.is_multiple_of(50) {
            self.tally().report(what, number * BATCH);
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
            for (index, (choice, &probability)) in example.wordings.iter().zip(&scores).enumerate() {
                let gradient = probability - if index == example.gold { 1.0 } else { 0.0 };
                if gradient.abs() > 0.002 {
                    example.for_each_key(choice, |key| self.update(key, gradient));
                }
            }
        }
    }

    fn count(&mut self, probabilities: &[f32], gold: usize) {
        let best = probabilities[gold];
        let tally = self.tally();
        tally.all += 1;
        tally.right += u32::from(probabilities.iter().enumerate().all(|(index, &p)| index == gold || p < best));
        tally.loss -= f64::from(best.max(1e-9).ln());
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
        Self { slots: vec![Slot::default(); size], asked: vec![0; 2 * size], mask: (1 << bits) - 1, tally: Tally::default() }
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
    slots: HashMap<u64, Slot, std::hash::BuildHasherDefault<super::align::Ready>>,
    tally: Tally,
}

impl Kept {
    fn new(keys: impl Iterator<Item = u64>) -> Self {
        Self { slots: keys.map(|key| (key, Slot::default())).collect(), tally: Tally::default() }
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

fn write(kept: &Kept, common: &HashSet<u64>, widths: Widths) -> Vec<u8> {
    let packed = weights::pack(kept.slots.iter().map(|(&key, slot)| (key, slot.weight)), MIN_WEIGHT, widths);
    let mut common: Vec<u64> = common.iter().copied().collect();
    common.sort_unstable();
    let common: Vec<u8> = common.iter().flat_map(|word| word.to_le_bytes()).collect();
    format::write(WHAT, VERSION, &[&packed.map, &packed.values, &common])
}
