//! The products with the vector instructions of x86-64: AVX-512 VNNI, AVX-VNNI or AVX2.

use super::matrix::{GROUP, Inputs, Matrix, STEP, TILE};
use super::tokens::rows;
use bytemuck::cast;
use std::arch::x86_64::{
    __m256i, __m512i, _mm256_add_epi16, _mm256_add_epi32, _mm256_dpbusd_avx_epi32,
    _mm256_madd_epi16, _mm256_maddubs_epi16, _mm256_set1_epi16, _mm256_set1_epi32,
    _mm256_setzero_si256, _mm512_dpbusd_epi32, _mm512_set1_epi32, _mm512_setzero_si512,
};

/// Tokens that share a load of weights, with vectors of 256 bits.
const TOKENS: usize = 4;
/// Largest sum of weights whose products with activations up to 127 can be added in 16 bits.
const MOST: i16 = i16::MAX / 127;

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

fn four(inputs: &[[u8; GROUP]], group: usize) -> i32 {
    i32::from_le_bytes(inputs[group])
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
        let inputs = inputs.of_rows(rows);
        let mut weights = [&[][..]; N];
        for (ahead, weights) in weights.iter_mut().enumerate() {
            *weights = matrix.tile(tile + ahead);
        }
        for group in 0..matrix.inputs / GROUP {
            for (sum, inputs) in sum.iter_mut().zip(inputs) {
                let four = _mm512_set1_epi32(four(inputs, group));
                for (sum, weights) in sum.iter_mut().zip(weights) {
                    *sum = _mm512_dpbusd_epi32(*sum, four, cast(weights[group]));
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

/// Computes the sums with vectors of 256 bits, four inputs and their weights at a time.
#[target_feature(enable = "avx2,avxvnni")]
pub(super) fn avxvnni(matrix: &Matrix<'_>, inputs: Inputs<'_>, tokens: usize, sums: &mut [i32]) {
    for tile in 0..matrix.outputs / TILE {
        for first in (0..tokens).step_by(TOKENS) {
            let rows: [usize; TOKENS] = rows(first, tokens);
            let mut sum = [[_mm256_setzero_si256(); 2]; TOKENS];
            let inputs = inputs.of_rows(rows);
            for (group, step) in matrix.tile(tile).iter().enumerate() {
                let step: [__m256i; 2] = cast(*step);
                for (sum, inputs) in sum.iter_mut().zip(inputs) {
                    let four = _mm256_set1_epi32(four(inputs, group));
                    for (sum, weights) in sum.iter_mut().zip(step) {
                        *sum = _mm256_dpbusd_avx_epi32(*sum, four, weights);
                    }
                }
            }
            store(matrix, tile, rows, sum, sums);
        }
    }
}

/// Computes the sums with vectors of 256 bits, eight inputs and their weights at a time. Their products
/// are added in 16 bits and then widened, unless they could overflow.
#[target_feature(enable = "avx2")]
pub(super) fn avx2(matrix: &Matrix<'_>, inputs: Inputs<'_>, tokens: usize, sums: &mut [i32]) {
    let wide = matrix.wide().chunks_exact(matrix.inputs / (2 * GROUP));
    for (tile, wide) in wide.enumerate() {
        let steps = matrix.tile(tile).as_chunks::<2>().0;
        for first in (0..tokens).step_by(TOKENS) {
            let rows: [usize; TOKENS] = rows(first, tokens);
            let inputs = inputs.of_rows(rows).map(|inputs| inputs.as_chunks::<2>().0);
            let mut sum = [[_mm256_setzero_si256(); 2]; TOKENS];
            for (pair, (steps, &is_wide)) in steps.iter().zip(wide).enumerate() {
                let [a, b] = steps.map(cast::<_, [__m256i; 2]>);
                if is_wide {
                    for (sum, inputs) in sum.iter_mut().zip(inputs) {
                        let [c, d] = [four(&inputs[pair], 0), four(&inputs[pair], 1)];
                        for half in 0..2 {
                            let a = widened(products(c, a[half]));
                            let b = widened(products(d, b[half]));
                            let both = _mm256_add_epi32(a, b);
                            sum[half] = _mm256_add_epi32(sum[half], both);
                        }
                    }
                } else {
                    for (sum, inputs) in sum.iter_mut().zip(inputs) {
                        let [c, d] = [four(&inputs[pair], 0), four(&inputs[pair], 1)];
                        for half in 0..2 {
                            let a = products(c, a[half]);
                            let b = products(d, b[half]);
                            let both = widened(_mm256_add_epi16(a, b));
                            sum[half] = _mm256_add_epi32(sum[half], both);
                        }
                    }
                }
            }
            store(matrix, tile, rows, sum, sums);
        }
    }
}

/// The products of four inputs and their weights, in 16 bits, of which neighbours are added.
#[inline]
#[target_feature(enable = "avx2")]
fn products(four: i32, weights: __m256i) -> __m256i {
    _mm256_maddubs_epi16(_mm256_set1_epi32(four), weights)
}

/// The sums of neighbouring numbers of 16 bits.
#[inline]
#[target_feature(enable = "avx2")]
fn widened(short: __m256i) -> __m256i {
    _mm256_madd_epi16(short, _mm256_set1_epi16(1))
}

/// Writes the sums of the outputs of a tile.
#[inline]
#[target_feature(enable = "avx2")]
fn store(
    matrix: &Matrix<'_>,
    tile: usize,
    rows: [usize; TOKENS],
    sum: [[__m256i; 2]; TOKENS],
    sums: &mut [i32],
) {
    for (row, sum) in rows.into_iter().zip(sum) {
        let at = row * matrix.outputs + tile * TILE;
        sums[at..at + TILE].copy_from_slice(&cast::<[__m256i; 2], [i32; TILE]>(sum));
    }
}

impl Matrix<'_> {
    /// For each tile and each two groups of its inputs, whether the sums of their products can overflow
    /// 16 bits. That is rare: it takes four weights that are large and of the same sign.
    fn wide(&self) -> &[bool] {
        self.wide.get_or_init(|| {
            let (steps, _) = self.weights.as_chunks::<STEP>();
            let pairs = steps.as_chunks::<2>().0;
            pairs.iter().map(|[a, b]| can_overflow(a, b)).collect()
        })
    }
}

/// Whether the products of two steps of weights can overflow 16 bits when they are added.
fn can_overflow(a: &[u8; STEP], b: &[u8; STEP]) -> bool {
    // Written so that compilers vectorise it.
    let most = |sign: i8| {
        let size = |weight: u8| i16::from(weight.cast_signed()) * i16::from(sign);
        let mut sizes = [0; STEP];
        for ((to, &a), &b) in sizes.iter_mut().zip(a).zip(b) {
            *to = size(a).max(0) + size(b).max(0);
        }
        let sums = sizes.as_chunks::<2>().0.iter().map(|[a, b]| a + b);
        sums.max().unwrap_or(0)
    };
    most(1).max(most(-1)) > MOST
}
