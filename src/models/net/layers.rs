//! The layers of the neural scorer.
//!
//! It is a residual network (He et al. 2016) of blocks with dilated convolutions (van den Oord et al.
//! 2016): each block looks at a token and at the tokens a certain distance before and after it. Weights
//! are rounded to 8 bits and activations to 7, as in Jacob et al. (2018). Sums are therefore integers,
//! and every machine computes the same result.

use super::kernel::{Inputs, Matrix};
use multiversion::multiversion;

/// The code of zero, for activations that may be negative.
const ZERO: u8 = 64;
/// Largest code of an activation.
const MOST: f32 = 127.0;
/// Tokens that are computed together, so that their sums stay in the cache.
const STRIP: usize = 16;

/// A matrix of integer weights, and the scales that turn its sums into numbers.
#[derive(Clone, Debug)]
pub struct Layer<'a> {
    /// The weights.
    pub matrix: Matrix<'a>,
    /// Scale of the inputs: their codes are the numbers times this.
    pub input_scale: f32,
    /// Scale of the sum of each output.
    pub scales: Vec<f32>,
    /// Bias of each output.
    pub bias: Vec<f32>,
}

impl Layer<'_> {
    fn outputs(&self) -> usize {
        self.bias.len()
    }
}

/// A block of the residual network: what it computes is added to its input.
#[derive(Clone, Debug)]
pub struct Block<'a> {
    /// Distance, in tokens, to the neighbours on both sides.
    pub reach: usize,
    /// From three tokens to the hidden numbers.
    pub inner: Layer<'a>,
    /// From the hidden numbers to what is added to the token.
    pub outer: Layer<'a>,
}

/// All layers of a network, and two tables of plain numbers.
#[derive(Clone, Debug)]
pub struct Layers<'a> {
    /// Embeddings of letter cases, one after another.
    pub shapes: Vec<f32>,
    /// From the average of the tokens of a document to a vector that is added to each of them.
    pub document: Layer<'a>,
    /// All blocks but the last.
    pub blocks: Vec<Block<'a>>,
    /// The last block, which is computed only for tokens whose view is wanted.
    pub final_block: Block<'a>,
    /// From a token to its view.
    pub last: Layer<'a>,
    /// The dot product with a view is the bonus of keeping the token.
    pub keep: Vec<f32>,
}

impl Layers<'_> {
    /// How far, in tokens, a view looks to each side.
    pub fn reach(&self) -> usize {
        let blocks = self.blocks.iter().chain([&self.final_block]);
        blocks.map(|block| block.reach).sum()
    }
}

/// Memory for activations that a thread reuses.
#[derive(Clone, Debug, Default)]
pub struct Buffers {
    quantised: Vec<u8>,
    around: Vec<u8>,
    hidden: Vec<u8>,
    sums: Vec<i32>,
}

/// The code of a number from 0 to 127: the nearest integer, ties to even.
///
/// A float near 1.5 × 2^23 has no fraction, and its lowest byte holds the integer. Compilers vectorise
/// this addition, but not a cast, which has to check for NaN.
#[inline]
fn code(number: f32) -> u8 {
    const SHIFT: f32 = 12_582_912.0;
    (number + SHIFT).to_bits().to_le_bytes()[0]
}

#[expect(clippy::cast_precision_loss, reason = "sums of a few million")]
fn scaled(sum: i32, scale: f32, bias: f32) -> f32 {
    sum as f32 * scale + bias
}

/// Computes the codes of numbers that may be negative.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
fn round_signed(numbers: &[f32], input_scale: f32, codes: &mut [u8]) {
    for (to, &number) in codes.iter_mut().zip(numbers) {
        *to = code((number * input_scale).clamp(-64.0, 63.0) + f32::from(ZERO));
    }
}

/// Computes the codes of the sums of consecutive tokens. Negative numbers become zero.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
fn round_positive(sums: &[i32], layer: &Layer<'_>, input_scale: f32, codes: &mut [u8]) {
    let width = layer.outputs();
    for (codes, sums) in codes.chunks_exact_mut(width).zip(sums.chunks_exact(width)) {
        for (((to, &sum), &scale), &bias) in codes
            .iter_mut()
            .zip(sums)
            .zip(&layer.scales)
            .zip(&layer.bias)
        {
            *to = code((scaled(sum, scale, bias) * input_scale).clamp(0.0, MOST));
        }
    }
}

/// Adds the sums of consecutive tokens to `numbers`.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
fn add(sums: &[i32], layer: &Layer<'_>, numbers: &mut [f32]) {
    let width = layer.outputs();
    for (numbers, sums) in numbers
        .chunks_exact_mut(width)
        .zip(sums.chunks_exact(width))
    {
        for (((number, &sum), &scale), &bias) in numbers
            .iter_mut()
            .zip(sums)
            .zip(&layer.scales)
            .zip(&layer.bias)
        {
            *number += scaled(sum, scale, bias);
        }
    }
}

impl Block<'_> {
    /// Adds the output of the block to each of the `tokens`, which have `width` numbers each. Neighbours
    /// beyond the ends count as zero.
    pub fn apply(&self, tokens: &mut [f32], width: usize, buffers: &mut Buffers) {
        let margin = self.reach * width;
        self.quantise(tokens, margin, buffers);
        let Buffers {
            quantised,
            hidden,
            sums,
            ..
        } = buffers;
        for (strip, numbers) in tokens.chunks_mut(STRIP * width).enumerate() {
            let first = strip * STRIP * width;
            let inputs = Inputs {
                bytes: quantised,
                starts: &[first, first + margin, first + 2 * margin],
                length: width,
                stride: width,
            };
            self.apply_strip(inputs, numbers, hidden, sums);
        }
    }

    /// Does the same for the tokens at `places` only, and writes the results to `chosen`.
    pub fn apply_at(
        &self,
        places: impl Iterator<Item = usize>,
        tokens: &[f32],
        width: usize,
        chosen: &mut Vec<f32>,
        buffers: &mut Buffers,
    ) {
        let margin = self.reach * width;
        self.quantise(tokens, margin, buffers);
        let Buffers {
            quantised,
            around,
            hidden,
            sums,
        } = buffers;
        chosen.clear();
        around.clear();
        for first in places.map(|place| place * width) {
            chosen.extend_from_slice(&tokens[first..first + width]);
            for offset in [0, margin, 2 * margin] {
                around.extend_from_slice(&quantised[first + offset..][..width]);
            }
        }
        for (numbers, around) in chosen
            .chunks_mut(STRIP * width)
            .zip(around.chunks(STRIP * 3 * width))
        {
            self.apply_strip(
                Inputs {
                    bytes: around,
                    starts: &[0],
                    length: 3 * width,
                    stride: 3 * width,
                },
                numbers,
                hidden,
                sums,
            );
        }
    }

    /// Rounds the inputs, adds `margin` zeros on both sides, and makes room for the other buffers.
    fn quantise(&self, tokens: &[f32], margin: usize, buffers: &mut Buffers) {
        let Buffers {
            quantised,
            hidden,
            sums,
            ..
        } = buffers;
        quantised.resize(tokens.len() + 2 * margin, ZERO);
        let (before, rest) = quantised.split_at_mut(margin);
        let (codes, after) = rest.split_at_mut(tokens.len());
        before.fill(ZERO);
        round_signed(tokens, self.inner.input_scale, codes);
        after.fill(ZERO);
        hidden.resize(STRIP * self.inner.outputs(), 0);
        sums.resize(STRIP * self.inner.outputs().max(self.outer.outputs()), 0);
    }

    /// Adds the output of the block to the `numbers` of at most [`STRIP`] tokens. `inputs` are the codes
    /// of these tokens and their neighbours.
    fn apply_strip(
        &self,
        inputs: Inputs<'_>,
        numbers: &mut [f32],
        hidden: &mut [u8],
        sums: &mut [i32],
    ) {
        let inner = self.inner.outputs();
        let count = numbers.len() / self.outer.outputs();
        self.inner.matrix.times(inputs, count, sums);
        round_positive(
            &sums[..count * inner],
            &self.inner,
            self.outer.input_scale,
            hidden,
        );
        self.outer.matrix.times(
            Inputs {
                bytes: hidden,
                starts: &[0],
                length: inner,
                stride: inner,
            },
            count,
            sums,
        );
        add(sums, &self.outer, numbers);
    }
}

impl Layer<'_> {
    /// Computes the output of the layer for each of the `tokens`.
    pub fn apply(&self, tokens: &[f32], out: &mut [f32], buffers: &mut Buffers) {
        let Buffers {
            quantised, sums, ..
        } = buffers;
        let width = self.matrix.inputs();
        let outputs = self.outputs();
        quantised.resize(tokens.len(), 0);
        round_signed(tokens, self.input_scale, quantised);
        let count = tokens.len() / width;
        sums.resize((count * outputs).max(sums.len()), 0);
        self.matrix.times(
            Inputs {
                bytes: quantised,
                starts: &[0],
                length: width,
                stride: width,
            },
            count,
            sums,
        );
        out.fill(0.0);
        add(sums, self, out);
    }
}
