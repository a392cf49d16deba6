//! A static map from 64-bit keys to small values that does not store the keys. The n-gram model, the context model, the
//! gate and the network keep their tables in it.
//!
//! It is a Bloomier filter (Chazelle, Kilian, Rubinfeld and Tal 2004) with the layout of a binary fuse filter (Graf and
//! Lemire 2022). The exclusive or of three cells is the value of a key together with a fingerprint of the key. Large
//! maps have 1.13 cells per key. A key that was never stored gets a wrong value with probability `2^-fingerprint_bits`.

mod build;
#[cfg(test)]
mod tests;

pub use build::build;

use crate::store::hash;

/// Bytes before the cells.
const HEADER: usize = 32;
/// Bytes after the cells, so that every cell can be read as one u32.
const PADDING: usize = 8;
/// Maximal width of a cell in bits: fingerprint and value together.
pub const MAX_CELL_BITS: u32 = 24;

/// A map over bytes that `build` wrote.
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
    layout: Layout,
    widths: Widths,
    cells: &'a [u8],
}

/// Widths of the two parts of a cell in bits. Their sum is at most [`MAX_CELL_BITS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Widths {
    /// Bits of the fingerprint, which distinguishes stored keys from others.
    pub fingerprint: u32,
    /// Bits of the value.
    pub value: u32,
}

impl Widths {
    fn cell(self) -> u32 {
        self.fingerprint + self.value
    }

    fn fingerprint_mask(self) -> u32 {
        (1 << self.fingerprint) - 1
    }
}

/// Which cells belong to a key. The cells form `segments` segments of `2^segment_bits` cells; those of a key lie in three
/// neighbouring segments.
#[derive(Clone, Copy, Debug)]
struct Layout {
    seed: u64,
    segment_bits: u32,
    segments: u32,
}

/// The cells of a key, and the fingerprint that their exclusive or must have.
struct Place {
    cells: [usize; 3],
    fingerprint: u32,
}

impl Layout {
    fn cells(self) -> usize {
        (self.segments as usize) << self.segment_bits
    }

    #[inline(always)]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the parts of the hash are reduced to their widths on purpose"
    )]
    fn place(self, key: u64) -> Place {
        let hash = hash::mix(key ^ self.seed);
        let mask = (1_usize << self.segment_bits) - 1;
        let first_segment = ((u128::from(hash) * u128::from(self.segments - 2)) >> 64) as usize;
        // Shift first, then truncate: with a 32-bit `usize`, the third cell would otherwise get only six bits.
        let low = |shift: u32| (hash >> shift) as usize & mask;
        let base = first_segment << self.segment_bits;
        let step = 1 << self.segment_bits;
        let cells = [
            base + low(0),
            base + step + low(13),
            base + 2 * step + low(26),
        ];
        Place {
            cells,
            fingerprint: (hash::pair(hash, self.seed) >> 32) as u32,
        }
    }
}

impl<'a> StaticMap<'a> {
    /// Reads a map that takes up all of `bytes`; `None` if its length or a width contradicts its header.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let (header, cells) = bytes.split_first_chunk::<HEADER>()?;
        let (seed, words) = header.split_first_chunk::<8>()?;
        let (words, _) = words.as_chunks();
        let word = |index: usize| u32::from_le_bytes(words[index]);
        let layout = Layout {
            seed: u64::from_le_bytes(*seed),
            segment_bits: word(0),
            segments: word(1),
        };
        let widths = Widths {
            fingerprint: word(2),
            value: word(3),
        };
        let is_valid = layout.segment_bits <= 24
            && (3..1 << 24).contains(&layout.segments)
            && widths.fingerprint <= MAX_CELL_BITS
            && widths.value <= MAX_CELL_BITS
            && widths.cell() <= MAX_CELL_BITS
            && cells.len() == cell_bytes(layout.cells(), widths);
        is_valid.then_some(Self {
            layout,
            widths,
            cells,
        })
    }

    /// Width of a value in bits.
    pub fn value_bits(&self) -> u32 {
        self.widths.value
    }

    /// The value stored under `key`; `None` for almost every key that was not stored.
    #[inline]
    pub fn get(&self, key: u64) -> Option<u32> {
        let (value, stored) = self.peek(key);
        stored.then_some(value)
    }

    /// The bits found under `key`, and whether the key was (almost certainly) stored. This is for callers that multiply by
    /// the second value instead of branching on it, because the branch would often be mispredicted.
    #[inline(always)]
    pub fn peek(&self, key: u64) -> (u32, bool) {
        let place = self.layout.place(key);
        let [a, b, c] = place.cells;
        let found = (self.cell(a) ^ self.cell(b) ^ self.cell(c)) & ((1 << self.widths.cell()) - 1);
        let fingerprint = place.fingerprint & self.widths.fingerprint_mask();
        (
            found & ((1 << self.widths.value) - 1),
            found >> self.widths.value == fingerprint,
        )
    }

    /// Loads the cells of `key` into the cache ahead of a look-up.
    #[inline]
    pub fn prefetch(&self, key: u64) {
        for cell in self.layout.place(key).cells {
            prefetch(self.cells, (cell * self.widths.cell() as usize) >> 3);
        }
    }

    #[inline]
    fn cell(&self, index: usize) -> u32 {
        let bit = index * self.widths.cell() as usize;
        let at = bit >> 3;
        let four: [u8; 4] = self.cells[at..at + 4].try_into().expect("four bytes");
        u32::from_le_bytes(four) >> (bit & 7)
    }
}

/// Hints to the processor that byte `at` of `bytes` is needed soon.
#[inline]
#[cfg(target_arch = "x86_64")]
#[expect(
    unsafe_code,
    reason = "the instruction takes an address; it cuts the time to restore text by 4 %"
)]
fn prefetch(bytes: &[u8], at: usize) {
    use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
    if let Some(byte) = bytes.get(at) {
        // SAFETY: the address is that of a byte of the slice, and the instruction neither reads nor writes it.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(byte).cast()) };
    }
}

#[inline]
#[cfg(not(target_arch = "x86_64"))]
fn prefetch(_: &[u8], _: usize) {}

fn cell_bytes(cells: usize, widths: Widths) -> usize {
    (cells * widths.cell() as usize).div_ceil(8) + PADDING
}
