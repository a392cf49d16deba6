//! A static map from 64-bit keys to small values that stores no keys: what the n-gram model, the context model and the
//! gate keep their weights in. It owns the table and its bytes, not what keys or values mean.
//!
//! Each key's value, behind a fingerprint of the key, is the exclusive or of three cells (a Bloomier filter: Chazelle,
//! Kilian, Rubinfeld and Tal 2004) placed as in a binary fuse filter (Graf and Lemire 2022), about 1.13 cells a key.
//! A key that was never stored is answered with a wrong value once in `2^fingerprint_bits` look-ups.

use crate::store::hash;

/// Bytes before the cells.
const HEADER: usize = 32;
/// Bytes after the cells, so that a cell is read as one u32 wherever it begins.
const PADDING: usize = 8;
/// Widest cell: fingerprint and value together.
pub const MAX_CELL_BITS: u32 = 24;

/// A map read in place from bytes that [`build`] wrote.
///
/// ```
/// use unspin::store::static_map::{StaticMap, Widths, build};
/// let bytes = build(&[(7, 3), (9, 1)], Widths { fingerprint: 12, value: 4 });
/// let map = StaticMap::read(&bytes).expect("just built");
/// assert_eq!(map.get(7), Some(3));
/// assert_eq!(map.get(9), Some(1));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct StaticMap<'a> {
    seed: u64,
    segment_bits: u32,
    segments: u32,
    widths: Widths,
    cells: &'a [u8],
}

/// Bits of a cell. Their sum is at most [`MAX_CELL_BITS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Widths {
    /// Bits that tell stored keys from others.
    pub fingerprint: u32,
    /// Bits of the value.
    pub value: u32,
}

impl Widths {
    fn cell(self) -> u32 {
        self.fingerprint + self.value
    }
}

/// Where a key lives: three cells, and the fingerprint that their exclusive or must show.
struct Place {
    cells: [usize; 3],
    fingerprint: u32,
}

impl<'a> StaticMap<'a> {
    /// Reads the map that fills `bytes`; `None` where the length or a width is not what the header says.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let word = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        let seed = u64::from_le_bytes(bytes.get(..8)?.try_into().ok()?);
        let (segment_bits, segments) = (word(8)?, word(12)?);
        let widths = Widths {
            fingerprint: word(16)?,
            value: word(20)?,
        };
        if segment_bits > 24
            || !(3..1 << 24).contains(&segments)
            || widths.fingerprint > 24
            || widths.value > 24
        {
            return None;
        }
        let map = Self {
            seed,
            segment_bits,
            segments,
            widths,
            cells: &bytes[HEADER.min(bytes.len())..],
        };
        let whole = widths.cell() <= MAX_CELL_BITS
            && map.cells.len() == cell_bytes(map.cell_count(), widths);
        whole.then_some(map)
    }

    fn cell_count(&self) -> usize {
        (self.segments as usize) << self.segment_bits
    }

    /// Bits of a value.
    pub fn value_bits(&self) -> u32 {
        self.widths.value
    }

    /// The value stored under `key`, or `None` for (almost) every key that was not stored.
    #[inline]
    pub fn get(&self, key: u64) -> Option<u32> {
        let (value, stored) = self.peek(key);
        stored.then_some(value)
    }

    /// What lies under `key`, and whether it was (almost certainly) stored: for callers who do without a branch, which
    /// would be guessed wrongly as often as not.
    #[inline(always)]
    pub fn peek(&self, key: u64) -> (u32, bool) {
        let place = place(key, self.seed, self.segment_bits, self.segments);
        let [a, b, c] = place.cells;
        let found = (self.cell(a) ^ self.cell(b) ^ self.cell(c)) & ((1 << self.widths.cell()) - 1);
        let fingerprint = place.fingerprint & ((1 << self.widths.fingerprint) - 1);
        (
            found & ((1 << self.widths.value) - 1),
            found >> self.widths.value == fingerprint,
        )
    }

    /// Asks the memory for what lies under `key`, for somebody who looks at it soon.
    #[inline]
    pub fn prefetch(&self, key: u64) {
        let place = place(key, self.seed, self.segment_bits, self.segments);
        place
            .cells
            .iter()
            .for_each(|&cell| prefetch(self.cells, (cell * self.widths.cell() as usize) >> 3));
    }

    #[inline]
    fn cell(&self, index: usize) -> u32 {
        let bit = index * self.widths.cell() as usize;
        let at = bit >> 3;
        let four: [u8; 4] = self.cells[at..at + 4].try_into().expect("four bytes");
        u32::from_le_bytes(four) >> (bit & 7)
    }
}

/// Asks for byte `at` of `bytes`: a hint to the processor, which does not wait.
#[inline]
#[cfg(target_arch = "x86_64")]
#[expect(
    unsafe_code,
    reason = "the instruction takes an address; in turns, text is restored in 0.96 of the time with it"
)]
fn prefetch(bytes: &[u8], at: usize) {
    use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
    if let Some(byte) = bytes.get(at) {
        // SAFETY: the address is that of a byte, and nothing is read or written.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(byte).cast()) };
    }
}

#[inline]
#[cfg(not(target_arch = "x86_64"))]
fn prefetch(_: &[u8], _: usize) {}

fn cell_bytes(cells: usize, widths: Widths) -> usize {
    (cells * widths.cell() as usize).div_ceil(8) + PADDING
}

#[inline]
#[expect(
    clippy::cast_possible_truncation,
    reason = "the parts of the hash are cut to their widths on purpose"
)]
fn place(key: u64, seed: u64, segment_bits: u32, segments: u32) -> Place {
    let hash = hash::mix(key ^ seed);
    let mask = (1_usize << segment_bits) - 1;
    let first_segment = ((u128::from(hash) * u128::from(segments - 2)) >> 64) as usize;
    // Shifted before it is cut: where a `usize` has 32 bits, the third cell would have next to none of them.
    let low = |shift: u32| (hash >> shift) as usize & mask;
    let base = first_segment << segment_bits;
    let step = 1 << segment_bits;
    let cells = [
        base + low(0),
        base + step + low(13),
        base + 2 * step + low(26),
    ];
    Place {
        cells,
        fingerprint: (hash::pair(hash, seed) >> 32) as u32,
    }
}

/// Builds the map of `entries`; keys must differ.
///
/// # Panics
/// When two keys are equal, a value is wider than `widths.value`, or the cell is wider than [`MAX_CELL_BITS`].
pub fn build(entries: &[(u64, u32)], widths: Widths) -> Vec<u8> {
    assert!(
        widths.cell() <= MAX_CELL_BITS,
        "cell of {} bits",
        widths.cell()
    );
    assert!(
        entries.iter().all(|&(_, value)| value >> widths.value == 0),
        "value too wide"
    );
    let (segment_bits, segments) = layout(entries.len());
    for attempt in 1..=100 {
        let seed = hash::mix(attempt);
        if let Some(order) = peel(entries, seed, segment_bits, segments) {
            let cells = assign(entries, &order, seed, segment_bits, segments, widths);
            return write(seed, segment_bits, segments, widths, &cells);
        }
    }
    panic!("no seed places the keys: two of them are equal");
}

/// Segment size and count for `keys` keys, by the formulas of Graf and Lemire for three cells.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "small positive numbers"
)]
fn layout(keys: usize) -> (u32, u32) {
    let size = keys.max(2) as f64;
    let segment_bits = ((size.ln() / 3.33_f64.ln() + 2.25).floor() as u32).min(13);
    let factor = (0.875 + 0.25 * 1_000_000_f64.ln() / size.ln()).max(1.125);
    let cells = (size * factor) as usize;
    let segments = cells.div_ceil(1 << segment_bits).max(3);
    (
        segment_bits,
        u32::try_from(segments).expect("fewer than 2^32 segments"),
    )
}

/// An order in which each key still has a cell of its own, found by taking keys that are alone in a cell; `None` where
/// some keys never are.
fn peel(
    entries: &[(u64, u32)],
    seed: u64,
    segment_bits: u32,
    segments: u32,
) -> Option<Vec<(usize, usize)>> {
    let cells = (segments as usize) << segment_bits;
    let (mut load, mut who) = (vec![0_u32; cells], vec![0_usize; cells]);
    let cells_of = |entry: usize| place(entries[entry].0, seed, segment_bits, segments).cells;
    for entry in 0..entries.len() {
        for cell in cells_of(entry) {
            load[cell] += 1;
            who[cell] ^= entry;
        }
    }
    let mut alone: Vec<usize> = (0..cells).filter(|&cell| load[cell] == 1).collect();
    let mut order = Vec::with_capacity(entries.len());
    while let Some(cell) = alone.pop() {
        if load[cell] != 1 {
            continue;
        }
        let entry = who[cell];
        order.push((entry, cell));
        for other in cells_of(entry) {
            load[other] -= 1;
            who[other] ^= entry;
            if load[other] == 1 {
                alone.push(other);
            }
        }
    }
    (order.len() == entries.len()).then_some(order)
}

fn assign(
    entries: &[(u64, u32)],
    order: &[(usize, usize)],
    seed: u64,
    segment_bits: u32,
    segments: u32,
    widths: Widths,
) -> Vec<u32> {
    let mut cells = vec![0_u32; (segments as usize) << segment_bits];
    for &(entry, own) in order.iter().rev() {
        let (key, value) = entries[entry];
        let place = place(key, seed, segment_bits, segments);
        let fingerprint = place.fingerprint & ((1 << widths.fingerprint) - 1);
        let others = place
            .cells
            .iter()
            .filter(|&&cell| cell != own)
            .fold(0, |x, &cell| x ^ cells[cell]);
        cells[own] = others ^ (fingerprint << widths.value | value);
    }
    cells
}

fn write(seed: u64, segment_bits: u32, segments: u32, widths: Widths, cells: &[u32]) -> Vec<u8> {
    let mut out = Vec::with_capacity(HEADER + cell_bytes(cells.len(), widths));
    out.extend(seed.to_le_bytes());
    for word in [
        segment_bits,
        segments,
        widths.fingerprint,
        widths.value,
        0,
        0,
    ] {
        out.extend(word.to_le_bytes());
    }
    out.resize(HEADER + cell_bytes(cells.len(), widths), 0);
    let body = &mut out[HEADER..];
    for (index, &cell) in cells.iter().enumerate() {
        let bit = index * widths.cell() as usize;
        let shifted = u64::from(cell) << (bit & 7);
        for (byte, part) in body[bit >> 3..].iter_mut().zip(shifted.to_le_bytes()) {
            *byte |= part;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(count: u64, value_bits: u32) -> Vec<(u64, u32)> {
        (0..count)
            .map(|i| {
                (
                    hash::mix(i + 1),
                    u32::try_from(i).expect("small") & ((1 << value_bits) - 1),
                )
            })
            .collect()
    }

    #[test]
    fn gives_back_every_value_at_every_size_and_width() {
        for count in [0, 1, 2, 10, 1000, 70_000] {
            for widths in [
                Widths {
                    fingerprint: 0,
                    value: 5,
                },
                Widths {
                    fingerprint: 7,
                    value: 4,
                },
                Widths {
                    fingerprint: 12,
                    value: 12,
                },
            ] {
                let all = entries(count, widths.value);
                let bytes = build(&all, widths);
                let map = StaticMap::read(&bytes).expect("whole");
                assert!(
                    all.iter().all(|&(key, value)| map.get(key) == Some(value)),
                    "{count} {widths:?}"
                );
            }
        }
    }

    #[test]
    fn strangers_pass_as_rarely_as_the_fingerprint_promises() {
        let bytes = build(
            &entries(50_000, 4),
            Widths {
                fingerprint: 8,
                value: 4,
            },
        );
        let map = StaticMap::read(&bytes).expect("whole");
        let passed = (1_000_000..1_100_000_u64)
            .filter(|&i| map.get(hash::mix(i)).is_some())
            .count();
        assert!(
            (200..600).contains(&passed),
            "{passed} of 100,000, about 391 expected"
        );
    }

    #[test]
    fn size_is_about_nine_eighths_of_a_cell_a_key() {
        let bytes = build(
            &entries(70_000, 4),
            Widths {
                fingerprint: 8,
                value: 4,
            },
        );
        assert!(
            bytes.len() * 8 < 70_000 * 12 * 125 / 100,
            "{} bytes",
            bytes.len()
        );
    }

    #[test]
    fn a_cut_map_is_refused() {
        let bytes = build(
            &entries(100, 4),
            Widths {
                fingerprint: 8,
                value: 4,
            },
        );
        assert!((0..bytes.len()).all(|end| StaticMap::read(&bytes[..end]).is_none()));
    }
}
