//! The products with WebAssembly's 128-bit instructions. There are none for bytes, so both factors are
//! widened to 16 bits: the activations once for all outputs, the weights at each use.

use super::matrix::{GROUP, Inputs, Matrix, STEP, TILE};
use bytemuck::cast;
use std::arch::wasm32::{
    i16x8_extend_high_i8x16, i16x8_extend_low_i8x16, i32x4_add, i32x4_dot_i16x8, i32x4_shuffle,
    i32x4_splat, i64x2_splat, v128,
};

/// Outputs that share a load of weights. With more there would be too few registers for the sums.
const OUTPUTS: usize = 4;
/// Tokens that share a load of weights. With more there would be too few registers for the sums.
const TOKENS: usize = 4;
/// Bytes of a load.
const LOAD: usize = OUTPUTS * GROUP;

/// Does the work of [`Matrix::times`].
pub(super) fn times(matrix: &Matrix<'_>, inputs: Inputs<'_>, tokens: usize, sums: &mut [i32]) {
    let groups = matrix.inputs / GROUP;
    let mut wide = Vec::with_capacity(tokens * groups);
    for token in 0..tokens {
        wide.extend(inputs.token(token).iter().map(widened));
    }
    let (steps, _) = matrix.weights.as_chunks::<STEP>();
    for (tile, steps) in steps.chunks_exact(groups).enumerate() {
        for first in (0..tokens).step_by(TOKENS) {
            // At the end the last token is repeated, which avoids a second loop for the rest.
            let rows: [usize; TOKENS] = std::array::from_fn(|i| (first + i).min(tokens - 1));
            let four = rows.map(|row| &wide[row * groups..(row + 1) * groups]);
            for load in 0..STEP / LOAD {
                let at = tile * TILE + load * OUTPUTS;
                for (row, sum) in rows.into_iter().zip(four_tokens(steps, load, four)) {
                    sums[row * matrix.outputs + at..][..OUTPUTS].copy_from_slice(&sum);
                }
            }
        }
    }
}

/// Four bytes as four 16-bit numbers.
fn widened(four: &[u8; GROUP]) -> i64 {
    let four = u64::from(u32::from_le_bytes(*four));
    let two = (four | four << 16) & 0x0000_ffff_0000_ffff;
    ((two | two << 8) & 0x00ff_00ff_00ff_00ff).cast_signed()
}

/// The sums of four tokens for the outputs whose weights are load `load` of each step.
fn four_tokens(
    steps: &[[u8; STEP]],
    load: usize,
    [a, b, c, d]: [&[i64]; TOKENS],
) -> [[i32; OUTPUTS]; TOKENS] {
    let mut sums = [[i32x4_splat(0); 2]; TOKENS];
    // Zipped slices need no bounds checks. With a common index, this loop is five times slower.
    for ((((step, &a), &b), &c), &d) in steps.iter().zip(a).zip(b).zip(c).zip(d) {
        let bytes: v128 = cast(step.as_chunks::<LOAD>().0[load]);
        let weights = [
            i16x8_extend_low_i8x16(bytes),
            i16x8_extend_high_i8x16(bytes),
        ];
        for (sums, four) in sums.iter_mut().zip([a, b, c, d]) {
            for (sum, weights) in sums.iter_mut().zip(weights) {
                *sum = i32x4_add(*sum, i32x4_dot_i16x8(i64x2_splat(four), weights));
            }
        }
    }
    // Each sum is still in two neighbouring halves.
    sums.map(|[a, b]| {
        cast(i32x4_add(
            i32x4_shuffle::<0, 2, 4, 6>(a, b),
            i32x4_shuffle::<1, 3, 5, 7>(a, b),
        ))
    })
}
