//! Writing: costs to codes, n-grams to maps, maps to the bytes of a model file. It owns the widths of cells and the order
//! of sections.

use super::count::{Table, words_of};
use super::quantise::{Codes, Ngram, cost};
use super::smooth::{Kept, Weights};
use super::spill::Column;
use std::io;
use unspin::cost::Cost;
use unspin::models::ngram as model;
use unspin::store::static_map::{self, MAX_CELL_BITS, Widths};
use unspin::store::{file, hash};

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

/// Fingerprints of 8 and 7 bits buy so many fewer n-grams that a model of 3 MB mistakes 13.1 % of random words for right ones
/// instead of 13.0 %, those of 10 bits 13.5 %; below 7 and 6 bits false hits gain the upper hand in one of 20 MB.
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

    /// Whether every cell and code can be stored.
    pub fn is_valid(&self) -> bool {
        let codes = self
            .cost
            .iter()
            .chain(&self.back_off)
            .all(|bits| (1..=model::MAX_CODE_BITS).contains(bits));
        codes && (1..=3).all(|length| self.cell_bits(length, 3) <= MAX_CELL_BITS)
    }

    /// Bytes of a model with so many n-grams of each length.
    pub fn bytes(&self, numbers: &[usize]) -> usize {
        let order = numbers.len();
        let mut keys = [0; 3];
        (1..)
            .zip(numbers)
            .for_each(|(length, number)| keys[map_of(length, order)] += number);
        let table = |length| {
            8 + (4 << self.cost[map_of(length, order)]) + (4 << self.back_off_bits(length, order))
        };
        let maps = (0..3).map(|map| map_bytes(keys[map], self.widths(map)));
        FRAME + 8 + (1..=order).map(table).sum::<usize>() + maps.sum::<usize>()
    }
}

/// Bytes of [`static_map::build`] for so many keys; a test holds the two together.
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

/// 0 for words, 1 for middle lengths, 2 for the longest n-grams.
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
/// When what was counted cannot be read.
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
    let mut entries = [Vec::new(), Vec::new(), Vec::new()];
    for (level, table) in tables.iter().enumerate() {
        let (length, map) = (level + 1, map_of(level + 1, order));
        let ngrams = ngrams(table, &counts[level], weights, kept, level)?;
        let codes = Codes::new(
            &ngrams,
            layout.cost[map],
            layout.back_off_bits(length, order),
        );
        codes.write(&mut head);
        entries[map].extend(
            ngrams
                .iter()
                .map(|ngram| (key(ngram.key, words, length), codes.code(ngram))),
        );
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

/// The `kept` n-grams of one table.
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
    let all = table
        .keys
        .iter()?
        .zip(counts.iter()?)
        .zip(weights)
        .zip(kept.of(level)?);
    let kept = all.filter(|&(_, kept)| kept);
    Ok(kept
        .map(|(((key, count), (probability, back_off)), _)| Ngram {
            key,
            count,
            probability,
            back_off,
        })
        .collect())
}

/// The key that [`model::NgramModel::score`] looks up.
fn key(key: u128, words: &[u64], length: usize) -> u64 {
    let mut hashes = words_of(key, length).map(|id| words[id as usize]);
    let last = hashes.next().unwrap_or_default();
    model::key(hashes.fold(last, hash::pair), length)
}
