//! The hash functions behind all word, n-gram and feature keys. They are part of every file format: a change needs new
//! format versions.

use std::hash::{BuildHasherDefault, Hasher};

const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;

/// Hashes bytes, eight at a time with one multiplication each. It does not resist chosen collisions; the keys of our files
/// come from training.
pub fn bytes(data: &[u8]) -> u64 {
    let mut hash = PRIME ^ (data.len() as u64);
    let mut chunks = data.chunks_exact(8);
    for chunk in &mut chunks {
        hash = step(
            hash,
            u64::from_le_bytes(chunk.try_into().expect("chunks of eight")),
        );
    }
    mix(step(hash, number(chunks.remainder())))
}

/// The same for `len` bytes, fewer than eight, which are given as one little-endian `number`.
#[inline]
pub(crate) fn short(number: u64, len: usize) -> u64 {
    mix(step(PRIME ^ (len as u64), number))
}

/// Fewer than eight bytes as one little-endian number. Overlapping reads of fixed length are faster here than a copy of
/// variable length, which is a function call.
#[inline]
pub(crate) fn number(rest: &[u8]) -> u64 {
    let byte = |at: usize| u64::from(rest[at]) << (8 * at);
    match (rest.len(), rest.first_chunk::<4>(), rest.last_chunk::<4>()) {
        (0, ..) => 0,
        (len, Some(first), Some(last)) => {
            u64::from(u32::from_le_bytes(*first))
                | u64::from(u32::from_le_bytes(*last)) << (8 * (len - 4))
        }
        (len, ..) => byte(0) | byte(len / 2) | byte(len - 1),
    }
}

fn step(hash: u64, value: u64) -> u64 {
    let product = u128::from(hash ^ value) * u128::from(PRIME);
    fold(product)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the result combines both halves of the product"
)]
fn fold(product: u128) -> u64 {
    (product >> 64) as u64 ^ product as u64
}

/// The finaliser of MurmurHash3 (Appleby 2011): every input bit affects every output bit.
pub fn mix(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// Ordered combination of two hashes: `pair(a, b) != pair(b, a)`.
#[inline]
pub fn pair(a: u64, b: u64) -> u64 {
    let hash = (a.rotate_left(23) ^ b).wrapping_mul(PRIME);
    (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93)
}

/// A [`Hasher`] for maps whose keys are hashes already.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, data: &[u8]) {
        self.0 = pair(self.0, bytes(data));
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = pair(self.0, value);
    }
}

/// The [`std::hash::BuildHasher`] of maps whose keys are hashes already.
pub type ByHash = BuildHasherDefault<Ready>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_depend_on_order_and_length() {
        assert_ne!(pair(1, 2), pair(2, 1));
        assert_ne!(bytes(b"ab"), bytes(b"ab\0"));
        assert_ne!(bytes(b""), bytes(b"\0"));
    }

    #[test]
    fn values_that_the_file_formats_depend_on() {
        // Calculated with a separate implementation of the definitions above. They cover no chunk of eight bytes, a
        // remainder alone, and one chunk with a short and a long remainder.
        for (word, hash) in [
            ("", 0xfde4_aebe_7dd3_e418),
            ("a", 0x8368_a957_74b6_443b),
            ("said", 0x8f42_4a3e_b8b9_1a50),
            ("according", 0x4cc2_4b8b_9df8_acb0),
            ("representative", 0xac43_8f94_67c8_acf2),
        ] {
            assert_eq!(bytes(word.as_bytes()), hash, "{word:?}");
        }
        assert_eq!(mix(1), 0xb456_bcfc_34c2_cb2c);
        assert_eq!(pair(1, 2), 0xd8f5_cae7_5ae1_a801);
        assert_eq!(pair(0, bytes(b"said")), 0xf154_d05e_5b48_8c2a);
    }

    #[test]
    fn tails_equal_a_read_padded_with_zeros() {
        for len in 0..8 {
            let bytes = &[1, 2, 3, 4, 5, 6, 7][..len];
            let mut padded = [0; 8];
            padded[..len].copy_from_slice(bytes);
            assert_eq!(number(bytes), u64::from_le_bytes(padded), "{len}");
        }
    }
}
