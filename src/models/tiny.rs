//! Writes small tables of weights for tests.

use crate::cost::Cost;
use crate::store::static_map::{Widths, build};

/// The two sections of a [`crate::store::weight_map::WeightMap`] with these keys and weights.
pub(crate) fn weights<const N: usize>(weights: &[(u64, [Cost; N])]) -> [Vec<u8>; 2] {
    let codes = (0..).zip(weights).map(|(code, &(key, _))| (key, code));
    let codes: Vec<(u64, u32)> = codes.collect();
    // With 20 bits, no other key of a test is taken for one of these.
    let widths = Widths {
        fingerprint: 20,
        value: 4,
    };
    let mut values: Vec<Cost> = weights.iter().flat_map(|&(_, weights)| weights).collect();
    values.resize(N << widths.value, 0);
    let values = values.into_iter().flat_map(Cost::to_le_bytes).collect();
    [build(&codes, widths), values]
}
