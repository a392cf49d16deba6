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
    /// The blocks, first to last.
    pub blocks: Vec<Block<'a>>,
    /// From a token to its view.
    pub last: Layer<'a>,
    /// The dot product with a view is the bonus of keeping the token.
    pub keep: Vec<f32>,
}

impl Layers<'_> {
    /// How far, in tokens, a view looks to each side.
    pub fn reach(&self) -> usize {
        self.blocks.iter().map(|block| block.reach).sum()
    }

    /// The tokens that each block has to compute for the views of the tokens `wanted`, which are in order,
    /// in a passage of `len` tokens.
    pub fn places(&self, len: usize, wanted: &[usize]) -> Vec<Vec<usize>> {
        let mut places = vec![wanted.to_vec()];
        let mut is_needed = vec![false; len];
        for block in self.blocks.iter().skip(1).rev() {
            for &place in &places[places.len() - 1] {
                let before = place.saturating_sub(block.reach);
                let after = (len - 1).min(place + block.reach);
                for needed in [before, place, after] {
                    is_needed[needed] = true;
                }
            }
            places.push((0..len).filter(|&place| is_needed[place]).collect());
        }
        places.reverse();
        places
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

/// Adds the sums of the tokens at `places` to the numbers of these `tokens`.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
fn add(sums: &[i32], layer: &Layer<'_>, places: &[usize], tokens: &mut [f32]) {
    let width = layer.outputs();
    for (place, sums) in places.iter().zip(sums.chunks_exact(width)) {
        for (((number, &sum), &scale), &bias) in tokens[place * width..][..width]
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
    /// Adds the output of the block to those of the `tokens` that are at `places`. A token has as many numbers
    /// as the block has outputs. Neighbours beyond the ends count as zero.
    pub fn apply(&self, tokens: &mut [f32], places: &[usize], buffers: &mut Buffers) {
        let width = self.outer.outputs();
        self.quantise(tokens, buffers);
        let Buffers {
            quantised,
            around,
            hidden,
            sums,
        } = buffers;
        let inner = self.inner.outputs();
        for places in places.chunks(STRIP) {
            around.clear();
            for place in places {
                for neighbour in [0, self.reach, 2 * self.reach] {
                    around.extend_from_slice(&quantised[(place + neighbour) * width..][..width]);
                }
            }
            let inputs = Inputs::of(around, 3 * width);
            self.inner.matrix.times(inputs, places.len(), sums);
            let inner_sums = &sums[..places.len() * inner];
            round_positive(inner_sums, &self.inner, self.outer.input_scale, hidden);
            let inputs = Inputs::of(hidden, inner);
            self.outer.matrix.times(inputs, places.len(), sums);
            add(sums, &self.outer, places, tokens);
        }
    }

    /// Rounds the inputs, adds zeros on both sides, and makes room for the other buffers.
    fn quantise(&self, tokens: &[f32], buffers: &mut Buffers) {
        let margin = self.reach * self.outer.outputs();
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
        self.matrix.times(Inputs::of(quantised, width), count, sums);
        out.fill(0.0);
        let all: Vec<usize> = (0..count).collect();
        add(sums, self, &all, out);
    }
}
