//! Writing: costs to codes, n-grams to maps, maps to the bytes of a model file. It owns quantisation and the widths of
//! cells.

use super::count::{START_ID, Table, words_of};
use super::smooth::{Kept, Weights};
use crate::edit::Cost;
use crate::static_map::{self, MAX_CELL_BITS, Widths};
use crate::{format, hash, model};

/// Bytes of the frame of a file of four sections.
const FRAME: usize = 80;

/// Bits spent on an n-gram, for words, for middle lengths and for the longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Bits that tell stored n-grams from others.
    pub fingerprint: [u32; 3],
    /// Bits of the code of the cost.
    pub cost: [u32; 3],
    /// Bits of the code of the back-off weight; the longest n-grams have none.
    pub back_off: [u32; 2],
}

impl Default for Layout {
    fn default() -> Self {
        Self { fingerprint: [12, 8, 7], cost: [5, 5, 5], back_off: [3, 3] }
    }
}

impl Layout {
    fn back_off_bits(&self, length: usize, order: usize) -> u32 {
        self.back_off.get(map_of(length, order)).copied().unwrap_or(0)
    }

    fn widths(&self, map: usize) -> Widths {
        Widths { fingerprint: self.fingerprint[map], value: self.cost[map] + self.back_off.get(map).copied().unwrap_or(0) }
    }

    /// Bits of the cell of an n-gram of `length` words.
    pub fn cell_bits(&self, length: usize, order: usize) -> u32 {
        let widths = self.widths(map_of(length, order));
        widths.fingerprint + widths.value
    }

    /// Whether every cell and code can be stored.
    pub fn is_valid(&self) -> bool {
        let codes = self.cost.iter().chain(&self.back_off).all(|bits| (1..=model::MAX_CODE_BITS).contains(bits));
        codes && (1..=3).all(|length| self.cell_bits(length, 3) <= MAX_CELL_BITS)
    }

    /// Bytes of a model with so many n-grams of each length.
    pub fn bytes(&self, numbers: &[usize]) -> usize {
        let order = numbers.len();
        let mut keys = [0; 3];
        (1..).zip(numbers).for_each(|(length, number)| keys[map_of(length, order)] += number);
        let table = |length| 8 + (4 << self.cost[map_of(length, order)]) + (4 << self.back_off_bits(length, order));
        let maps = (0..3).map(|map| map_bytes(keys[map], self.widths(map)));
        FRAME + 8 + (1..=order).map(table).sum::<usize>() + maps.sum::<usize>()
    }
}

/// Bytes of [`static_map::build`] for so many keys; a test holds the two together.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "small positive numbers")]
fn map_bytes(keys: usize, widths: Widths) -> usize {
    let size = keys.max(2) as f64;
    let segment = 1 << ((size.ln() / 3.33_f64.ln() + 2.25).floor() as u32).min(13);
    let factor = (0.875 + 0.25 * 1_000_000_f64.ln() / size.ln()).max(1.125);
    let cells = ((size * factor) as usize).div_ceil(segment).max(3) * segment;
    (cells * (widths.fingerprint + widths.value) as usize).div_ceil(8) + 40
}

/// 0 for words, 1 for middle lengths, 2 for the longest n-grams.
fn map_of(length: usize, order: usize) -> usize {
    match length {
        1 => 0,
        _ if length == order => 2,
        _ => 1,
    }
}

/// The bytes of the model of the `kept` n-grams.
pub fn model(tables: &[Table], words: &[u64], weights: &Weights, kept: Kept, layout: &Layout) -> Vec<u8> {
    let order = tables.len();
    let mut head: Vec<Cost> = vec![Cost::try_from(order).expect("a small order"), cost(weights.unknown)];
    let mut entries = [Vec::new(), Vec::new(), Vec::new()];
    for (level, table) in tables.iter().enumerate() {
        let (length, map) = (level + 1, map_of(level + 1, order));
        let places: Vec<usize> = (0..table.keys.len()).filter(|&place| kept.has(level, place)).collect();
        let codes = Codes::new(&places, weights, level, layout.cost[map], layout.back_off_bits(length, order));
        codes.write(&mut head);
        let entry = |&place: &usize| (key(table.keys[place], words, length), codes.code(weights, level, place));
        entries[map].extend(places.iter().map(entry));
    }
    let maps: Vec<Vec<u8>> = entries.iter().enumerate().map(|(map, entries)| static_map::build(entries, layout.widths(map))).collect();
    let head: Vec<u8> = head.iter().flat_map(|number| number.to_le_bytes()).collect();
    format::write(model::KIND, model::VERSION, &[&head, &maps[0], &maps[1], &maps[2]])
}

/// The key that [`model::NgramModel::score`] looks up.
fn key(key: u128, words: &[u64], length: usize) -> u64 {
    let mut hashes = words_of(key, length).map(|id| words[id as usize]);
    let last = hashes.next().unwrap_or_default();
    model::key(hashes.fold(last, hash::pair), length)
}

/// Milli-nats of a probability.
#[expect(clippy::cast_possible_truncation, reason = "at most 104,000: the logarithm of the smallest f32")]
fn cost(probability: f64) -> Cost {
    (-1000.0 * probability.max(f64::from(f32::MIN_POSITIVE)).ln()).round() as Cost
}

/// The tables of codes of one length.
struct Codes {
    costs: Vec<Cost>,
    /// The first says that the n-gram begins no longer one.
    back_offs: Vec<Cost>,
    cost_bits: u32,
    back_off_bits: u32,
}

impl Codes {
    fn new(places: &[usize], weights: &Weights, level: usize, cost_bits: u32, back_off_bits: u32) -> Self {
        let predicted = |&&place: &&usize| level > 0 || place != START_ID as usize;
        let costs = places.iter().filter(predicted).map(|&place| cost(weights.probability[level][place].into())).collect();
        let back_offs = places.iter().filter_map(|&place| back_off(weights, level, place)).collect();
        let mut table = bins(back_offs, (1 << back_off_bits) - 1);
        table.insert(0, 0);
        Self { costs: bins(costs, 1 << cost_bits), back_offs: table, cost_bits, back_off_bits }
    }

    fn write(&self, head: &mut Vec<Cost>) {
        head.extend([self.cost_bits, self.back_off_bits].map(u32::cast_signed));
        head.extend(&self.costs);
        head.extend(&self.back_offs);
    }

    fn code(&self, weights: &Weights, level: usize, place: usize) -> u32 {
        let costs = nearest(&self.costs, cost(weights.probability[level][place].into()));
        let back_off = back_off(weights, level, place).map_or(0, |cost| 1 + nearest(&self.back_offs[1..], cost));
        costs << self.back_off_bits | back_off
    }
}

/// The cost of backing off, or `None` where no kept n-gram begins with this one.
fn back_off(weights: &Weights, level: usize, place: usize) -> Option<Cost> {
    let &weight = weights.back_off.get(level)?.get(place)?;
    (weight < 1.0).then(|| cost(weight.into()))
}

/// Means of `count` bins of about as many costs each, rising.
fn bins(mut costs: Vec<Cost>, count: usize) -> Vec<Cost> {
    costs.sort_unstable();
    let edge = |bin: usize| bin * costs.len() / count;
    let mean = |bin: usize| {
        let bin = &costs[edge(bin)..edge(bin + 1)];
        let sum: i64 = bin.iter().map(|&cost| i64::from(cost)).sum();
        i64::try_from(bin.len()).ok().and_then(|length| sum.checked_div(length)).and_then(|mean| Cost::try_from(mean).ok())
    };
    let mut means: Vec<Cost> = (0..count).filter_map(mean).collect();
    means.resize(count, costs.last().copied().unwrap_or_default());
    means
}

/// Number of the bin whose mean is nearest; the lower one on a tie.
fn nearest(means: &[Cost], cost: Cost) -> u32 {
    let at = means.partition_point(|&mean| mean < cost);
    let up = means.get(at).map(|mean| mean - cost);
    let down = at.checked_sub(1).map(|below| cost - means[below]);
    let best = match (down, up) {
        (Some(down), Some(up)) if down <= up => at - 1,
        (Some(_), None) => at - 1,
        _ => at,
    };
    u32::try_from(best).expect("fewer than 2^12 bins")
}
