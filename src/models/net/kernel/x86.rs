//! The products with the vector instructions of x86-64: AVX-512 VNNI, AVX-VNNI or AVX2.

use super::matrix::{GROUP, Inputs, Matrix, STEP, TILE};
use super::tokens::rows;
use bytemuck::cast;
use std::arch::x86_64::{
    __m256i, __m512i, _mm256_add_epi32, _mm256_dpbusd_avx_epi32, _mm256_madd_epi16,
    _mm256_maddubs_epi16, _mm256_set1_epi16, _mm256_set1_epi32, _mm256_setzero_si256,
    _mm512_dpbusd_epi32, _mm512_set1_epi32, _mm512_setzero_si512,
};

/// Tokens that share a load of weights, with vectors of 256 bits.
const TOKENS: usize = 4;

/// Does what [`Matrix::times`] does and returns `true`, if the processor has one of the instruction
/// sets.
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

// The functions below avoid closures. A closure has the target features of the function around it, so
// the standard library's functions, which lack them, could not inline it.

fn four(part: &[[u8; GROUP]], group: usize) -> i32 {
    i32::from_le_bytes(part[group])
}

#[target_feature(enable = "avx512f,avx512vnni")]
pub(super) fn vnni(matrix: &Matrix<'_>, inputs: Inputs<'_>, tokens: usize, sums: &mut [i32]) {
    let tiles = matrix.outputs / TILE;
    let mut tile = 0;
    // 16 sums at a time hide the latency of an instruction, and the loads keep up with it.
    while tile < tiles {
        tile += match tiles - tile {
            4.. => vnni_tiles::<4, 4>(matrix, tile, inputs, tokens, sums),
            2.. => vnni_tiles::<2, 8>(matrix, tile, inputs, tokens, sums),
            _ => vnni_tiles::<1, 16>(matrix, tile, inputs, tokens, sums),
        };
    }
}

/// Computes the sums of `N` tiles from `tile` on, `T` tokens at a time. Returns `N`.
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

/// Defines a function for vectors of 256 bits. `$step` adds the products of four inputs and their weights
/// to the sums.
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
                    for (part, weights) in weights.chunks_exact(inputs.length * TILE).enumerate() {
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
