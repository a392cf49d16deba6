//! The one hash of the crate: word keys, n-gram keys and feature keys. It is part of every file format, so it
//! never changes without a format version; it owns no table.

use std::hash::{BuildHasherDefault, Hasher};

const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;

/// Hash of bytes: eight at a time, each step one multiplication. Not for hostile keys; files hold only what we trained.
pub fn bytes(data: &[u8]) -> u64 {
    let mut hash = PRIME ^ (data.len() as u64);
    let mut chunks = data.chunks_exact(8);
    for chunk in &mut chunks {
        hash = step(
            hash,
            u64::from_le_bytes(chunk.try_into().expect("chunks of eight")),
        );
    }
    mix(step(hash, tail(chunks.remainder())))
}

/// Fewer than eight bytes as a number, the first one lowest: by reads that overlap, as a copy of unknown length is a call.
#[inline]
fn tail(rest: &[u8]) -> u64 {
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
    reason = "the two halves of the product are wanted"
)]
fn fold(product: u128) -> u64 {
    (product >> 64) as u64 ^ product as u64
}

/// Finaliser of MurmurHash3 (Appleby 2011): every input bit reaches every output bit.
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

/// A hasher for keys that are hashes already.
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

/// Makes the hashers of maps from hashes.
pub type ByHash = BuildHasherDefault<Ready>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_length_matter() {
        assert_ne!(pair(1, 2), pair(2, 1));
        assert_ne!(bytes(b"ab"), bytes(b"ab\0"));
        assert_ne!(bytes(b""), bytes(b"\0"));
    }

    #[test]
    fn values_are_frozen_with_the_file_formats() {
        assert_eq!(bytes(b"said"), bytes(b"said"));
        assert_eq!(mix(1), 0xb456_bcfc_34c2_cb2c);
    }

    #[test]
    fn tails_are_padded_with_zeros() {
        for len in 0..8 {
            let bytes = &[1, 2, 3, 4, 5, 6, 7][..len];
            let mut padded = [0; 8];
            padded[..len].copy_from_slice(bytes);
            assert_eq!(tail(bytes), u64::from_le_bytes(padded), "{len}");
        }
    }
}
