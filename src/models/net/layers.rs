//! The layers of the neural scorer: from rows of the tables to what each token looks like in its surroundings. It owns
//! scales, biases and rounding; products are `kernel`'s, tables are `mod`'s.
//!
//! Blocks of a residual network (He et al. 2016) with dilated convolutions (van den Oord et al. 2016): each block looks at a
//! token and at those some places before and after it. Weights and activations are rounded to 8 and 7 bits as in Jacob et
//! al. (2018), and sums are whole numbers, so every machine comes to the same result.

use super::kernel::{Inputs, Matrix};
use multiversion::multiversion;

/// Zero of the activations that may be negative.
const ZERO: u8 = 64;
/// Most that an activation can be.
const MOST: f32 = 127.0;
/// Tokens whose sums are held at the same time.
const STRIP: usize = 16;

/// A matrix with what turns its sums into numbers.
#[derive(Clone, Debug)]
pub struct Layer<'a> {
    /// The weights.
    pub matrix: Matrix<'a>,
    /// Activations to a unit, of the inputs.
    pub fineness: f32,
    /// Units to a sum, for each output.
    pub units: Vec<f32>,
    /// What is added, for each output.
    pub bias: Vec<f32>,
}

impl Layer<'_> {
    fn outputs(&self) -> usize {
        self.bias.len()
    }
}

/// A step of the residual network.
#[derive(Clone, Debug)]
pub struct Block<'a> {
    /// Places from a token to the others that are looked at.
    pub reach: usize,
    /// From three tokens to what is hidden.
    pub inner: Layer<'a>,
    /// From what is hidden to what is added to the token.
    pub outer: Layer<'a>,
}

/// Memory for activations, which can be reused to avoid unnecessary memory reallocation.
#[derive(Clone, Debug, Default)]
pub struct Buffers {
    quantised: Vec<u8>,
    around: Vec<u8>,
    hidden: Vec<u8>,
    sums: Vec<i32>,
}

/// The code of a number from 0 to 127: rounded to a whole number, ties to even. Beside 1.5 × 2^23 a float has no fraction, and
/// its lowest byte is the number; compilers make this fast, but not a cast that has to look for what is no number.
#[inline]
fn code(number: f32) -> u8 {
    const SHIFT: f32 = 12_582_912.0;
    (number + SHIFT).to_bits().to_le_bytes()[0]
}

#[expect(clippy::cast_precision_loss, reason = "sums of a few million")]
fn unit(sum: i32, units: f32, bias: f32) -> f32 {
    sum as f32 * units + bias
}

/// Codes of numbers that may be negative, one for each.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
fn round_signed(numbers: &[f32], fineness: f32, codes: &mut [u8]) {
    for (to, &number) in codes.iter_mut().zip(numbers) {
        *to = code((number * fineness).clamp(-64.0, 63.0) + f32::from(ZERO));
    }
}

/// Codes of the sums of consecutive tokens, those below zero as zero.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
fn round_positive(sums: &[i32], layer: &Layer<'_>, fineness: f32, codes: &mut [u8]) {
    let width = layer.outputs();
    for (codes, sums) in codes.chunks_exact_mut(width).zip(sums.chunks_exact(width)) {
        for (((to, &sum), &units), &bias) in codes
            .iter_mut()
            .zip(sums)
            .zip(&layer.units)
            .zip(&layer.bias)
        {
            *to = code((unit(sum, units, bias) * fineness).clamp(0.0, MOST));
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
        for (((number, &sum), &units), &bias) in numbers
            .iter_mut()
            .zip(sums)
            .zip(&layer.units)
            .zip(&layer.bias)
        {
            *number += unit(sum, units, bias);
        }
    }
}

impl Block<'_> {
    /// Adds what the block sees to each token of `tokens`, `width` numbers for each. Beyond the ends there is nothing.
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

    /// The same for some `places` of `tokens` alone, whose numbers come into `chosen`.
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
            [0, margin, 2 * margin]
                .iter()
                .for_each(|on| around.extend_from_slice(&quantised[first + on..][..width]));
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

    /// Rounds the inputs, with `margin` numbers of nothing on either side, and makes room for the rest.
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
        round_signed(tokens, self.inner.fineness, codes);
        after.fill(ZERO);
        hidden.resize(STRIP * self.inner.outputs(), 0);
        sums.resize(STRIP * self.inner.outputs().max(self.outer.outputs()), 0);
    }

    /// Adds what the block makes of the `inputs` of at most [`STRIP`] tokens to their `numbers`.
    fn apply_strip(
        &self,
        inputs: Inputs<'_>,
        numbers: &mut [f32],
        hidden: &mut [u8],
        sums: &mut [i32],
    ) {
        let (inner, count) = (self.inner.outputs(), numbers.len() / self.outer.outputs());
        self.inner.matrix.times(inputs, count, sums);
        round_positive(
            &sums[..count * inner],
            &self.inner,
            self.outer.fineness,
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
    /// What the layer makes of each token of `tokens`, into `out`.
    pub fn apply(&self, tokens: &[f32], out: &mut [f32], buffers: &mut Buffers) {
        let Buffers {
            quantised, sums, ..
        } = buffers;
        let (width, outputs) = (self.matrix.inputs(), self.outputs());
        quantised.resize(tokens.len(), 0);
        round_signed(tokens, self.fineness, quantised);
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
