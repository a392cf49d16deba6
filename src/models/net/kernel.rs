//! Products of small unsigned with signed bytes: what nearly all time of the neural scorer is spent in. It owns the layout
//! of a matrix and the instructions; scales and biases are `layers`'s.
//!
//! Activations have 7 bits, so that two products fit in the 16 bits that AVX2 adds them up in, and every machine comes to
//! the same sums.

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod wasm;

/// Outputs that are computed side by side.
pub const TILE: usize = 16;
/// Inputs that one instruction multiplies and adds up for each output.
const GROUP: usize = 4;
/// Bytes of one group for all outputs of a tile.
const STEP: usize = TILE * GROUP;

/// Signed bytes as a file holds them: for each tile of 16 outputs, for each group of 4 inputs, 4 weights of each output.
#[derive(Clone, Copy, Debug)]
pub struct Matrix<'a> {
    weights: &'a [u8],
    inputs: usize,
    outputs: usize,
}

/// Where the inputs of consecutive tokens stand: token `t` reads, for each of `starts`, `length` bytes from `start + t *
/// stride` of `bytes`.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'i> {
    /// Activations.
    pub bytes: &'i [u8],
    /// Where the parts of the first token begin.
    pub starts: &'i [usize],
    /// Bytes of a part.
    pub length: usize,
    /// Bytes from one token to the next.
    pub stride: usize,
}

impl<'i> Inputs<'i> {
    /// Part `part` of token `token`.
    fn part(&self, token: usize, part: usize) -> &'i [[u8; GROUP]] {
        let from = self.starts[part] + token * self.stride;
        self.bytes[from..from + self.length].as_chunks().0
    }
}

impl<'a> Matrix<'a> {
    /// A matrix over `weights`; `None` where their number is another, or no multiple of the layout.
    pub fn new(weights: &'a [u8], inputs: usize, outputs: usize) -> Option<Self> {
        let whole = weights.len() == inputs * outputs
            && inputs.is_multiple_of(GROUP)
            && outputs.is_multiple_of(TILE);
        whole.then_some(Self {
            weights,
            inputs,
            outputs,
        })
    }

    /// Inputs of each output.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// Weight of an input in an output.
    pub fn at(&self, input: usize, output: usize) -> i8 {
        let tile = output / TILE * self.inputs * TILE;
        self.weights[tile + input / GROUP * STEP + output % TILE * GROUP + input % GROUP]
            .cast_signed()
    }

    /// Sums for `tokens` consecutive tokens, `outputs` for each, into `sums`.
    ///
    /// # Panics
    /// Where an input lies outside of its bytes, or `sums` is too short.
    pub fn times(&self, inputs: Inputs<'_>, tokens: usize, sums: &mut [i32]) {
        assert_eq!(
            inputs.starts.len() * inputs.length,
            self.inputs,
            "as many inputs as the matrix has"
        );
        #[cfg(target_arch = "x86_64")]
        if x86::times(self, inputs, tokens, sums) {
            return;
        }
        #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
        wasm::times(self, inputs, tokens, sums);
        #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
        self.times_portably(inputs, tokens, sums);
    }

    #[cfg_attr(
        all(target_arch = "wasm32", target_feature = "simd128"),
        expect(dead_code, reason = "there is a faster way")
    )]
    fn times_portably(&self, inputs: Inputs<'_>, tokens: usize, sums: &mut [i32]) {
        for (tile, weights) in self.weights.chunks_exact(self.inputs * TILE).enumerate() {
            for token in 0..tokens {
                let mut sum = [0_i32; TILE];
                let mut steps = weights.chunks_exact(STEP);
                for part in 0..inputs.starts.len() {
                    for (four, step) in inputs.part(token, part).iter().zip(&mut steps) {
                        for (sum, weights) in sum.iter_mut().zip(step.chunks_exact(GROUP)) {
                            *sum += (0..GROUP)
                                .map(|i| i32::from(four[i]) * i32::from(weights[i].cast_signed()))
                                .sum::<i32>();
                        }
                    }
                }
                let at = token * self.outputs + tile * TILE;
                sums[at..at + TILE].copy_from_slice(&sum);
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{GROUP, Inputs, Matrix, STEP, TILE};
    use bytemuck::cast;
    use std::arch::x86_64::{
        __m256i, __m512i, _mm256_add_epi32, _mm256_dpbusd_avx_epi32, _mm256_madd_epi16,
        _mm256_maddubs_epi16, _mm256_set1_epi16, _mm256_set1_epi32, _mm256_setzero_si256,
        _mm512_dpbusd_epi32, _mm512_set1_epi32, _mm512_setzero_si512,
    };

    /// Tokens that share a load of weights, with vectors of 256 bits.
    const TOKENS: usize = 4;

    /// Does the work of [`Matrix::times`] where the processor has instructions for it.
    #[expect(
        unsafe_code,
        reason = "functions with target features may be called only where the processor has them"
    )]
    pub(super) fn times(
        matrix: &Matrix<'_>,
        inputs: Inputs<'_>,
        tokens: usize,
        sums: &mut [i32],
    ) -> bool {
        if is_x86_feature_detected!("avx512vnni") && is_x86_feature_detected!("avx512f") {
            // SAFETY: the features were detected just now.
            unsafe { vnni(matrix, inputs, tokens, sums) };
            return true;
        }
        if is_x86_feature_detected!("avxvnni") {
            // SAFETY: the feature was detected just now.
            unsafe { avxvnni(matrix, inputs, tokens, sums) };
            return true;
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the feature was detected just now.
            unsafe { avx2(matrix, inputs, tokens, sums) };
            return true;
        }
        false
    }

    // Closures would have the features of the function around them, and functions of the standard library that call them
    // could not take them in.

    /// The next tokens; the last ones are computed more than once rather than in a loop of their own.
    fn rows<const T: usize>(first: usize, tokens: usize) -> [usize; T] {
        let mut rows = [first; T];
        for (ahead, row) in rows.iter_mut().enumerate() {
            *row = (first + ahead).min(tokens - 1);
        }
        rows
    }

    impl<'a> Matrix<'a> {
        /// The weights of part `part` of the inputs, of `length`, for a tile.
        fn part(&self, tile: usize, part: usize, length: usize) -> &'a [[u8; STEP]] {
            let from = (tile * self.inputs + part * length) * TILE;
            self.weights[from..from + length * TILE].as_chunks().0
        }
    }

    impl<'i> Inputs<'i> {
        fn parts<const T: usize>(&self, rows: [usize; T], part: usize) -> [&'i [[u8; GROUP]]; T] {
            let mut parts = [&[][..]; T];
            for (slot, row) in parts.iter_mut().zip(rows) {
                *slot = self.part(row, part);
            }
            parts
        }
    }

    fn four(part: &[[u8; GROUP]], group: usize) -> i32 {
        i32::from_le_bytes(part[group])
    }

    #[target_feature(enable = "avx512f,avx512vnni")]
    pub(super) fn vnni(matrix: &Matrix<'_>, inputs: Inputs<'_>, tokens: usize, sums: &mut [i32]) {
        let (mut tile, tiles) = (0, matrix.outputs / TILE);
        // 16 sums at a time hide how long an instruction takes, and no more loads are needed than the processor has time for.
        while tile < tiles {
            tile += match tiles - tile {
                4.. => vnni_tiles::<4, 4>(matrix, tile, inputs, tokens, sums),
                2.. => vnni_tiles::<2, 8>(matrix, tile, inputs, tokens, sums),
                _ => vnni_tiles::<1, 16>(matrix, tile, inputs, tokens, sums),
            };
        }
    }

    /// The sums of `N` tiles from `tile` on, for `T` tokens at a time; gives `N`.
    #[target_feature(enable = "avx512f,avx512vnni")]
    fn vnni_tiles<const N: usize, const T: usize>(
        matrix: &Matrix<'_>,
        tile: usize,
        inputs: Inputs<'_>,
        tokens: usize,
        sums: &mut [i32],
    ) -> usize {
        for first in (0..tokens).step_by(T) {
            let rows: [usize; T] = rows(first, tokens);
            let mut sum = [[_mm512_setzero_si512(); N]; T];
            for part in 0..inputs.starts.len() {
                let parts = inputs.parts(rows, part);
                let mut weights = [&[][..]; N];
                for (ahead, weights) in weights.iter_mut().enumerate() {
                    *weights = matrix.part(tile + ahead, part, inputs.length);
                }
                for group in 0..inputs.length / GROUP {
                    for (sum, part) in sum.iter_mut().zip(parts) {
                        let four = _mm512_set1_epi32(four(part, group));
                        for (sum, weights) in sum.iter_mut().zip(weights) {
                            *sum = _mm512_dpbusd_epi32(*sum, four, cast(weights[group]));
                        }
                    }
                }
            }
            for (row, sum) in rows.into_iter().zip(sum) {
                for (ahead, sum) in sum.into_iter().enumerate() {
                    let at = row * matrix.outputs + (tile + ahead) * TILE;
                    sums[at..at + TILE].copy_from_slice(&cast::<__m512i, [i32; TILE]>(sum));
                }
            }
        }
        N
    }

    /// A way with vectors of 256 bits, `$step` of which adds the products of four inputs and their weights to sums.
    macro_rules! narrow {
        ($name:ident, $features:literal, $step:expr) => {
            #[target_feature(enable = $features)]
            pub(super) fn $name(
                matrix: &Matrix<'_>,
                inputs: Inputs<'_>,
                tokens: usize,
                sums: &mut [i32],
            ) {
                for (tile, weights) in matrix
                    .weights
                    .chunks_exact(matrix.inputs * TILE)
                    .enumerate()
                {
                    for first in (0..tokens).step_by(TOKENS) {
                        let rows: [usize; TOKENS] = rows(first, tokens);
                        let mut sum = [[_mm256_setzero_si256(); 2]; TOKENS];
                        for (part, weights) in
                            weights.chunks_exact(inputs.length * TILE).enumerate()
                        {
                            let parts = inputs.parts(rows, part);
                            for (group, step) in weights.as_chunks::<STEP>().0.iter().enumerate() {
                                let step: [__m256i; 2] = cast(*step);
                                for (sum, part) in sum.iter_mut().zip(parts) {
                                    let four = _mm256_set1_epi32(four(part, group));
                                    for (sum, weights) in sum.iter_mut().zip(step) {
                                        *sum = $step(*sum, four, weights);
                                    }
                                }
                            }
                        }
                        for (row, sum) in rows.into_iter().zip(sum) {
                            let at = row * matrix.outputs + tile * TILE;
                            sums[at..at + TILE]
                                .copy_from_slice(&cast::<[__m256i; 2], [i32; TILE]>(sum));
                        }
                    }
                }
            }
        };
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn three_steps(sum: __m256i, four: __m256i, weights: __m256i) -> __m256i {
        _mm256_add_epi32(
            sum,
            _mm256_madd_epi16(_mm256_maddubs_epi16(four, weights), _mm256_set1_epi16(1)),
        )
    }

    narrow!(avx2, "avx2", three_steps);
    narrow!(avxvnni, "avx2,avxvnni", _mm256_dpbusd_avx_epi32);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::hash;

    /// Every way to multiply, on the hardest numbers, beside the definition; seven tiles are computed in all groupings.
    #[test]
    fn all_ways_come_to_the_same_sums() {
        let (length, outputs, tokens) = (24, 7 * TILE, 19);
        let extreme = |i: usize, low: u8, high: u8| match hash::mix(i as u64 + 1) % 4 {
            0 => low,
            1 => high,
            other => (hash::mix(other + i as u64) % 128) as u8,
        };
        let weights: Vec<u8> = (0..2 * length * outputs)
            .map(|i| extreme(i, (-127_i8).cast_unsigned(), 127))
            .collect();
        let bytes: Vec<u8> = (0..length * (tokens + 3))
            .map(|i| extreme(i + 9999, 0, 127))
            .collect();
        let matrix = Matrix::new(&weights, 2 * length, outputs).expect("whole");
        let inputs = Inputs {
            bytes: &bytes,
            starts: &[0, 2 * length],
            length,
            stride: length,
        };
        let wanted: Vec<i32> = (0..tokens * outputs)
            .map(|i| {
                let (token, output) = (i / outputs, i % outputs);
                let input =
                    |k: usize| bytes[[0, 2 * length][k / length] + token * length + k % length];
                (0..2 * length)
                    .map(|k| i32::from(input(k)) * i32::from(matrix.at(k, output)))
                    .sum()
            })
            .collect();
        let mut sums = vec![0; tokens * outputs];
        matrix.times_portably(inputs, tokens, &mut sums);
        assert_eq!(sums, wanted, "portable");
        sums.fill(0);
        matrix.times(inputs, tokens, &mut sums);
        assert_eq!(sums, wanted, "detected");
        #[cfg(target_arch = "x86_64")]
        #[expect(unsafe_code, reason = "the features are detected")]
        {
            if is_x86_feature_detected!("avx2") {
                sums.fill(0);
                // SAFETY: detected.
                unsafe { x86::avx2(&matrix, inputs, tokens, &mut sums) };
                assert_eq!(sums, wanted, "avx2");
            }
            if is_x86_feature_detected!("avxvnni") {
                sums.fill(0);
                // SAFETY: detected.
                unsafe { x86::avxvnni(&matrix, inputs, tokens, &mut sums) };
                assert_eq!(sums, wanted, "avxvnni");
            }
        }
    }
}
