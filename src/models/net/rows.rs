//! Embedding tables with 4 bits per number.
//!
//! A byte holds two numbers of a row: its low half one of the first half of the row, its high half one
//! of the second half. A number is its code minus 8, times the scale of its row.

use multiversion::multiversion;

/// Rows of numbers over borrowed bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows<'a> {
    codes: &'a [u8],
    /// The upper 16 bits of an f32 for each row.
    scales: &'a [u8],
    /// Bytes of a row.
    bytes: usize,
}

impl<'a> Rows<'a> {
    /// Rows of `width` numbers. `None` if codes and scales are not for the same number of rows.
    pub(super) fn new(codes: &'a [u8], scales: &'a [u8], width: usize) -> Option<Self> {
        let bytes = width / 2;
        let fits = codes.len() / bytes == scales.len() / 2 && codes.len().is_multiple_of(bytes);
        fits.then_some(Self {
            codes,
            scales,
            bytes,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.scales.len() / 2
    }

    fn scale(&self, row: usize) -> f32 {
        f32::from_le_bytes([0, 0, self.scales[2 * row], self.scales[2 * row + 1]])
    }

    fn codes(&self, row: usize) -> &'a [u8] {
        &self.codes[row * self.bytes..(row + 1) * self.bytes]
    }

    /// Adds a row and the plain `numbers` to `to`.
    pub(super) fn add(&self, row: usize, numbers: &[f32], to: &mut [f32]) {
        add(
            self.codes(row),
            self.scale(row),
            numbers.split_at(self.bytes),
            to.split_at_mut(self.bytes),
        );
    }

    /// Dot product of a row and `numbers`.
    pub(super) fn times(&self, row: usize, numbers: &[f32]) -> f32 {
        let (low, high) = numbers.split_at(self.bytes);
        product(self.codes(row), low, high) * self.scale(row)
    }
}

/// Adds a row of codes and a row of numbers to `to`. `numbers` and `to` are split in halves.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
fn add(codes: &[u8], scale: f32, numbers: (&[f32], &[f32]), to: (&mut [f32], &mut [f32])) {
    for ((to, number), &codes) in to.0.iter_mut().zip(numbers.0).zip(codes) {
        *to = *to + (f32::from(codes & 15) - 8.0) * scale + number;
    }
    for ((to, number), &codes) in to.1.iter_mut().zip(numbers.1).zip(codes) {
        *to = *to + (f32::from(codes >> 4) - 8.0) * scale + number;
    }
}

/// Dot product of a row of codes and the two halves of a row of numbers. The order of the additions is
/// fixed, so the result is the same on every processor.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
fn product(codes: &[u8], low: &[f32], high: &[f32]) -> f32 {
    const LANES: usize = 16;
    let mut sums = [0.0_f32; LANES];
    for ((codes, low), high) in codes
        .as_chunks::<LANES>()
        .0
        .iter()
        .zip(low.as_chunks::<LANES>().0)
        .zip(high.as_chunks::<LANES>().0)
    {
        for lane in 0..LANES {
            sums[lane] += (f32::from(codes[lane] & 15) - 8.0) * low[lane]
                + (f32::from(codes[lane] >> 4) - 8.0) * high[lane];
        }
    }
    sums.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two rows of 32 numbers. Row 0 has the codes 9 (low halves) and 6 (high halves) and the scale 1;
    /// row 1 has the codes 8 and 10 and the scale 0.5.
    #[test]
    fn codes_become_numbers() {
        let codes = [[0x69; 16], [0xa8; 16]].concat();
        let scales: Vec<u8> = [1.0_f32, 0.5]
            .iter()
            .flat_map(|scale| scale.to_le_bytes()[2..].to_vec())
            .collect();
        let rows = Rows::new(&codes, &scales, 32).expect("two rows");
        assert_eq!(rows.len(), 2);
        // 16 * (9 - 8) * 3 + 16 * (6 - 8) * 1
        let numbers = [[3.0; 16], [1.0; 16]].concat();
        assert_eq!(rows.times(0, &numbers), 16.0 * 3.0 - 32.0);
        // 16 * 0 * 3 + 16 * (10 - 8) * 0.5 * 1
        assert_eq!(rows.times(1, &numbers), 16.0);
        let mut sum = vec![100.0; 32];
        rows.add(1, &numbers, &mut sum);
        assert_eq!(
            sum,
            [[100.0 + 0.0 + 3.0; 16], [100.0 + 1.0 + 1.0; 16]].concat()
        );
        assert!(Rows::new(&codes, &scales[2..], 32).is_none());
    }
}
