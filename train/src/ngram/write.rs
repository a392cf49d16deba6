//! Writes a model file: a head with the values of all codes, and three static maps from n-grams to
//! codes.

use super::count::{Table, words_of};
use super::quantise::{Codes, Ngram, cost};
use super::smooth::{Kept, Weights};
use super::spill::Column;
use std::io;
use unspin::cost::Cost;
use unspin::models::ngram as model;
use unspin::store::static_map::{self, MAX_CELL_BITS, Widths};
use unspin::store::{file, hash};

/// Bytes that a file of four sections has in addition to them.
const FRAME: usize = 80;

/// Bits spent on an n-gram. Lists are for single words, middle lengths, and the longest n-grams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Bits of the fingerprint. With `n` bits, 1 of `2^n` n-grams that are not in the model is
    /// mistaken for one that is.
    pub fingerprint: [u32; 3],
    /// Bits of the code of the cost.
    pub cost: [u32; 3],
    /// Bits of the code of the back-off weight. The longest n-grams have no back-off weight.
    pub back_off: [u32; 2],
}

/// Wider fingerprints leave room for fewer n-grams: in a model of 3 MB, 13.0 % of random words are
/// cheaper than the right one, 13.1 % with fingerprints of 8 and 7 bits, and 13.5 % with 10 bits.
/// With fewer than 7 and 6 bits, a model of 20 MB has too many false hits.
impl Default for Layout {
    fn default() -> Self {
        Self {
            fingerprint: [12, 7, 6],
            cost: [8, 4, 3],
            back_off: [4, 3],
        }
    }
}

impl Layout {
    fn back_off_bits(&self, length: usize, order: usize) -> u32 {
        self.back_off
            .get(map_of(length, order))
            .copied()
            .unwrap_or(0)
    }

    fn widths(&self, map: usize) -> Widths {
        Widths {
            fingerprint: self.fingerprint[map],
            value: self.cost[map] + self.back_off.get(map).copied().unwrap_or(0),
        }
    }

    /// Bits of the cell of an n-gram of `length` words.
    pub fn cell_bits(&self, length: usize, order: usize) -> u32 {
        let widths = self.widths(map_of(length, order));
        widths.fingerprint + widths.value
    }

    /// Whether the model format allows these widths.
    pub fn is_valid(&self) -> bool {
        let codes = self
            .cost
            .iter()
            .chain(&self.back_off)
            .all(|bits| (1..=model::MAX_CODE_BITS).contains(bits));
        codes && (1..=3).all(|length| self.cell_bits(length, 3) <= MAX_CELL_BITS)
    }

    /// Bytes of a model with these numbers of n-grams, by length.
    pub fn bytes(&self, numbers: &[usize]) -> usize {
        let order = numbers.len();
        let mut keys = [0; 3];
        for (length, number) in (1..).zip(numbers) {
            keys[map_of(length, order)] += number;
        }
        let table = |length| {
            8 + (4 << self.cost[map_of(length, order)]) + (4 << self.back_off_bits(length, order))
        };
        let maps = (0..3).map(|map| map_bytes(keys[map], self.widths(map)));
        FRAME + 8 + (1..=order).map(table).sum::<usize>() + maps.sum::<usize>()
    }
}

/// Bytes that [`static_map::build`] needs for this number of keys. A test compares the two.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "small positive numbers"
)]
fn map_bytes(keys: usize, widths: Widths) -> usize {
    let size = keys.max(2) as f64;
    let segment = 1 << ((size.ln() / 3.33_f64.ln() + 2.25).floor() as u32).min(13);
    let factor = (0.875 + 0.25 * 1_000_000_f64.ln() / size.ln()).max(1.125);
    let cells = ((size * factor) as usize).div_ceil(segment).max(3) * segment;
    (cells * (widths.fingerprint + widths.value) as usize).div_ceil(8) + 40
}

/// The map for n-grams of `length` words: 0 for single words, 1 for middle lengths, 2 for the
/// longest.
fn map_of(length: usize, order: usize) -> usize {
    match length {
        1 => 0,
        _ if length == order => 2,
        _ => 1,
    }
}

/// The bytes of the model of the `kept` n-grams.
///
/// # Errors
/// If a table cannot be read.
pub fn model(
    tables: &[Table],
    words: &[u64],
    counts: &[Column<u32>],
    weights: &Weights,
    kept: Kept,
    layout: &Layout,
) -> io::Result<Vec<u8>> {
    let order = tables.len();
    let mut head: Vec<Cost> = vec![
        Cost::try_from(order).expect("a small order"),
        cost(weights.unknown),
    ];
    let mut entries = [const { Vec::new() }; 3];
    for (level, table) in tables.iter().enumerate() {
        let length = level + 1;
        let map = map_of(length, order);
        let ngrams = ngrams(table, &counts[level], weights, kept, level)?;
        let codes = Codes::new(
            &ngrams,
            layout.cost[map],
            layout.back_off_bits(length, order),
        );
        codes.write(&mut head);
        let coded = ngrams
            .iter()
            .map(|ngram| (key(ngram.key, words, length), codes.code(ngram)));
        entries[map].extend(coded);
    }
    let maps: Vec<Vec<u8>> = entries
        .iter()
        .enumerate()
        .map(|(map, entries)| static_map::build(entries, layout.widths(map)))
        .collect();
    let head: Vec<u8> = head
        .iter()
        .flat_map(|number| number.to_le_bytes())
        .collect();
    Ok(file::write(
        model::KIND,
        model::VERSION,
        &[&head, &maps[0], &maps[1], &maps[2]],
    ))
}

/// The `kept` n-grams of a table.
fn ngrams(
    table: &Table,
    counts: &Column<u32>,
    weights: &Weights,
    kept: Kept,
    level: usize,
) -> io::Result<Vec<Ngram>> {
    let back_offs = weights
        .back_off
        .get(level)
        .map(Column::iter)
        .transpose()?
        .into_iter()
        .flatten()
        .chain(std::iter::repeat(1.0));
    let weights = weights.probability[level].iter()?.zip(back_offs);
    let counts = table.keys.iter()?.zip(counts.iter()?);
    let all = counts
        .zip(weights)
        .map(|((key, count), (probability, back_off))| Ngram {
            key,
            count,
            probability,
            back_off,
        });
    let kept = all.zip(kept.of(level)?).filter(|&(_, kept)| kept);
    Ok(kept.map(|(ngram, _)| ngram).collect())
}

/// The key by which [`model::NgramModel::score`] looks up an n-gram.
fn key(key: u128, words: &[u64], length: usize) -> u64 {
    let mut hashes = words_of(key, length).map(|id| words[id as usize]);
    let last = hashes.next().unwrap_or_default();
    model::key(hashes.fold(last, hash::pair), length)
}
