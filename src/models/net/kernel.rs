//! Matrix products of 7-bit activations and signed 8-bit weights. The neural scorer spends nearly all of
//! its time here.
//!
//! Activations have 7 bits, so that two products fit in the 16-bit sums of AVX2. All implementations
//! compute the same sums.

#[cfg(target_arch = "aarch64")]
mod arm;
mod matrix;
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
mod tokens;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod wasm;
#[cfg(target_arch = "x86_64")]
mod x86;

pub use matrix::{Inputs, Matrix, TILE};

use matrix::{GROUP, STEP};

impl Matrix<'_> {
    /// Computes the product for `tokens` consecutive tokens. `sums` gets one number per output and token.
    ///
    /// # Panics
    /// If an input lies outside its bytes, or `sums` is too short.
    pub fn times(&self, inputs: Inputs<'_>, tokens: usize, sums: &mut [i32]) {
        assert_eq!(inputs.length(), self.inputs, "inputs of a token");
        #[cfg(target_arch = "x86_64")]
        if x86::times(self, inputs, tokens, sums) {
            return;
        }
        #[cfg(target_arch = "aarch64")]
        arm::times(self, inputs, tokens, sums);
        #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
        wasm::times(self, inputs, tokens, sums);
        #[cfg(not(any(
            target_arch = "aarch64",
            all(target_arch = "wasm32", target_feature = "simd128")
        )))]
        self.times_portably(inputs, tokens, sums);
    }

    #[cfg_attr(
        all(
            not(test),
            any(
                target_arch = "aarch64",
                all(target_arch = "wasm32", target_feature = "simd128")
            )
        ),
        expect(dead_code, reason = "replaced by a faster implementation")
    )]
    fn times_portably(&self, inputs: Inputs<'_>, tokens: usize, sums: &mut [i32]) {
        for (tile, weights) in self.weights.chunks_exact(self.inputs * TILE).enumerate() {
            for token in 0..tokens {
                let mut sum = [0_i32; TILE];
                let steps = weights.chunks_exact(STEP);
                for (four, step) in inputs.token(token).iter().zip(steps) {
                    for (sum, weights) in sum.iter_mut().zip(step.chunks_exact(GROUP)) {
                        *sum += (0..GROUP)
                            .map(|i| i32::from(four[i]) * i32::from(weights[i].cast_signed()))
                            .sum::<i32>();
                    }
                }
                let at = token * self.outputs + tile * TILE;
                sums[at..at + TILE].copy_from_slice(&sum);
            }
        }
    }
}

#[cfg(test)]
mod tests;
