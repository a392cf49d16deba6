//! The products with the vector instructions of 64-bit Arm: the dot products of Armv8.4 ("dotprod", which
//! Apple's and Amazon's processors have), or the NEON instructions that every processor has.

use super::matrix::{GROUP, Inputs, Matrix, TILE};
use super::tokens::rows;
use bytemuck::cast;
use std::arch::aarch64::{
    int8x16_t, int32x4_t, vdupq_n_s32, vget_low_s8, vmull_high_s8, vmull_s8, vpadalq_s16,
    vpaddq_s32,
};
use std::arch::{asm, is_aarch64_feature_detected};

/// Vectors of 4 outputs in a tile.
const VECTORS: usize = TILE / LANES;
/// Outputs in a vector of sums.
const LANES: usize = 4;

/// Does the work of [`Matrix::times`].
#[expect(
    unsafe_code,
    reason = "functions with target features may be called only where the processor has them"
)]
pub(super) fn times(matrix: &Matrix<'_>, inputs: Inputs<'_>, tokens: usize, sums: &mut [i32]) {
    if is_aarch64_feature_detected!("dotprod") {
        // SAFETY: the feature was detected just now.
        unsafe { dotprod(matrix, inputs, tokens, sums) };
    } else {
        // SAFETY: every 64-bit Arm processor for which Rust has a standard library has NEON.
        unsafe { neon(matrix, inputs, tokens, sums) };
    }
}

/// Four bytes of a token, in each lane. Activations have 7 bits, so they may be read as signed.
#[inline]
#[target_feature(enable = "neon")]
fn spread(four: [u8; GROUP]) -> int8x16_t {
    cast(vdupq_n_s32(i32::from_le_bytes(four)))
}

/// The sums with dot products, four tokens at a time.
#[target_feature(enable = "neon,dotprod")]
pub(super) fn dotprod(matrix: &Matrix<'_>, inputs: Inputs<'_>, tokens: usize, sums: &mut [i32]) {
    const TOKENS: usize = 4;
    for tile in 0..matrix.outputs / TILE {
        for first in (0..tokens).step_by(TOKENS) {
            let rows = rows::<TOKENS>(first, tokens);
            let mut sum = [[vdupq_n_s32(0); VECTORS]; TOKENS];
            let inputs = inputs.of_rows(rows);
            for (group, step) in matrix.tile(tile).iter().enumerate() {
                let step: [int8x16_t; VECTORS] = cast(*step);
                for (sum, inputs) in sum.iter_mut().zip(inputs) {
                    let four = spread(inputs[group]);
                    for (sum, weights) in sum.iter_mut().zip(step) {
                        *sum = dot(*sum, weights, four);
                    }
                }
            }
            for (row, sum) in rows.into_iter().zip(sum) {
                let at = row * matrix.outputs + tile * TILE;
                sums[at..at + TILE].copy_from_slice(&cast::<_, [i32; TILE]>(sum));
            }
        }
    }
}

/// Adds the products of each lane's four weights and inputs to its sum. The standard library does not have
/// this instruction yet.
#[inline]
#[target_feature(enable = "neon,dotprod")]
#[expect(unsafe_code, reason = "an instruction")]
fn dot(mut sum: int32x4_t, weights: int8x16_t, four: int8x16_t) -> int32x4_t {
    // SAFETY: the instruction only reads and writes these registers, and the processor has it.
    unsafe {
        asm!(
            "sdot {sum:v}.4s, {weights:v}.16b, {four:v}.16b",
            sum = inout(vreg) sum,
            weights = in(vreg) weights,
            four = in(vreg) four,
            options(pure, nomem, nostack, preserves_flags),
        );
    }
    sum
}

/// The sums with widening products, two tokens at a time.
#[target_feature(enable = "neon")]
pub(super) fn neon(matrix: &Matrix<'_>, inputs: Inputs<'_>, tokens: usize, sums: &mut [i32]) {
    const TOKENS: usize = 2;
    for tile in 0..matrix.outputs / TILE {
        for first in (0..tokens).step_by(TOKENS) {
            let rows = rows::<TOKENS>(first, tokens);
            // Each output has two neighbouring halves.
            let mut halves = [[[vdupq_n_s32(0); 2]; VECTORS]; TOKENS];
            let inputs = inputs.of_rows(rows);
            for (group, step) in matrix.tile(tile).iter().enumerate() {
                let step: [int8x16_t; VECTORS] = cast(*step);
                for (halves, inputs) in halves.iter_mut().zip(inputs) {
                    let four = spread(inputs[group]);
                    for (halves, weights) in halves.iter_mut().zip(step) {
                        let low = vmull_s8(vget_low_s8(weights), vget_low_s8(four));
                        let high = vmull_high_s8(weights, four);
                        *halves = [vpadalq_s16(halves[0], low), vpadalq_s16(halves[1], high)];
                    }
                }
            }
            for (row, halves) in rows.into_iter().zip(halves) {
                let mut sum = [vdupq_n_s32(0); VECTORS];
                for (sum, [low, high]) in sum.iter_mut().zip(halves) {
                    *sum = vpaddq_s32(low, high);
                }
                let at = row * matrix.outputs + tile * TILE;
                sums[at..at + TILE].copy_from_slice(&cast::<_, [i32; TILE]>(sum));
            }
        }
    }
}
