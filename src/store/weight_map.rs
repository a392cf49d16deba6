//! The quantised weights of a linear model, read in place: a static map from keys to codes, and a table with the weights of
//! each code. The context model has one weight for a key, the gate one for each family of spinners.

use crate::cost::Cost;
use crate::store::static_map::StaticMap;

/// A map from keys to `N` weights each, over borrowed bytes.
#[derive(Clone, Copy, Debug)]
pub struct WeightMap<'a, const N: usize> {
    codes: StaticMap<'a>,
    /// The weights of each code, i32 milli-nats.
    values: &'a [u8],
}

impl<'a, const N: usize> WeightMap<'a, N> {
    /// Reads a map from keys to codes (see [`StaticMap::read`]), and the `N` i32 weights of each code in milli-nats.
    ///
    /// # Errors
    /// Returns the argument that is invalid: `codes`, or `values` if it does not have `N` weights for each possible code.
    ///
    /// ```
    /// use unspin::store::static_map::{Widths, build};
    /// use unspin::store::weight_map::WeightMap;
    /// let codes = build(&[(7, 1)], Widths { fingerprint: 12, value: 1 });
    /// let values: Vec<u8> = [-250_i32, 1500].iter().flat_map(|value| value.to_le_bytes()).collect();
    /// let weights = WeightMap::<1>::read(&codes, &values).expect("both are valid");
    /// assert_eq!((weights.get(7), weights.get(8)), ([1500], [0]));
    /// ```
    pub fn read(codes: &'a [u8], values: &'a [u8]) -> Result<Self, &'a [u8]> {
        let codes = StaticMap::read(codes).ok_or(codes)?;
        if values.len() == (4 * N) << codes.value_bits() {
            Ok(Self { codes, values })
        } else {
            Err(values)
        }
    }

    /// Loads what is needed for the weights of `key` into the cache ahead of a look-up.
    #[inline]
    pub fn prefetch(&self, key: u64) {
        self.codes.prefetch(key);
    }

    /// The weights of `key` in milli-nats; 0 if it was not stored.
    #[inline]
    pub fn get(&self, key: u64) -> [Cost; N] {
        let (code, stored) = self.codes.peek(key);
        let at = code as usize * (4 * N);
        let (weights, _) = self.values[at..at + 4 * N].as_chunks();
        std::array::from_fn(|index| Cost::from_le_bytes(weights[index]) * Cost::from(stored))
    }
}
