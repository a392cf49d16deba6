//! Packs the network: turns the raw file that `net.py` writes into the file that is built in, with
//! rounded weights.
//!
//! The raw file is little-endian. It begins with u32 numbers: the width, the number of words, of
//! wordings and of blocks, then the reach of each block, and the size of each block's hidden layer.
//! The u64 hashes of the words and of the wordings follow. All the rest is f32, in this order:
//!
//! 1. a row for each word, each ending, and each letter case;
//! 2. the document layer; for each block its inner and its outer layer; the last layer;
//! 3. a row for each wording, the biases of the wordings, and the row that is added if a token is
//!    kept.
//!
//! A layer is its greatest input, by which its inputs are scaled when they are rounded; its
//! weights, output by output; and its biases.

use crate::Error;
use unspin::models::net::kernel::TILE;
use unspin::models::net::{ENDINGS, SHAPES, VERSION, WHAT};
use unspin::store::file;
use unspin::store::static_map::{self, Widths};

/// Bits of the fingerprints of words and wordings. The number of the row has further bits.
const FINGERPRINT: u32 = 9;

/// Reads the raw file from its beginning to its end.
struct Raw<'a>(&'a [u8]);

impl<'a> Raw<'a> {
    fn bytes(&mut self, count: usize) -> Result<&'a [u8], Error> {
        let (bytes, rest) = self
            .0
            .split_at_checked(count)
            .ok_or("the raw file is too short")?;
        self.0 = rest;
        Ok(bytes)
    }

    fn number(&mut self) -> Result<usize, Error> {
        Ok(u32::from_le_bytes(self.bytes(4)?.try_into()?) as usize)
    }

    fn numbers(&mut self, count: usize) -> Result<Vec<usize>, Error> {
        (0..count).map(|_| self.number()).collect()
    }

    fn hashes(&mut self, count: usize) -> Result<Vec<u64>, Error> {
        Ok(self
            .bytes(8 * count)?
            .chunks_exact(8)
            .map(|eight| u64::from_le_bytes(eight.try_into().expect("eight bytes")))
            .collect())
    }

    fn floats(&mut self, count: usize) -> Result<Vec<f32>, Error> {
        Ok(self
            .bytes(4 * count)?
            .chunks_exact(4)
            .map(|four| f32::from_le_bytes(four.try_into().expect("four bytes")))
            .collect())
    }

    fn layer(&mut self, inputs: usize, outputs: usize) -> Result<Layer, Error> {
        Ok(Layer {
            greatest: self.floats(1)?[0],
            inputs,
            weights: self.floats(inputs * outputs)?,
            biases: self.floats(outputs)?,
        })
    }
}

/// A layer as trained.
struct Layer {
    /// Greatest input.
    greatest: f32,
    /// Number of inputs.
    inputs: usize,
    /// The weights of all inputs of the first output, then of the second, and so on.
    weights: Vec<f32>,
    /// One for each output.
    biases: Vec<f32>,
}

/// How the inputs of a layer are rounded to 7 bits.
#[derive(Clone, Copy)]
struct Rounding {
    /// The code of 0.
    zero: f32,
    /// The code of the greatest input, counted from that of 0.
    greatest: f32,
}

/// Inputs of both signs.
const SIGNED: Rounding = Rounding {
    zero: 64.0,
    greatest: 63.0,
};
/// Inputs that are never negative.
const POSITIVE: Rounding = Rounding {
    zero: 0.0,
    greatest: 127.0,
};

/// The last sections of the file, which all layers are appended to.
#[derive(Default)]
struct Packed {
    weights: Vec<u8>,
    numbers: Vec<u8>,
}

impl Packed {
    fn floats(&mut self, numbers: &[f32]) {
        self.numbers
            .extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    }

    /// Appends a layer. Each output has a scale, by which its weights are rounded to 8 bits.
    fn layer(&mut self, layer: &Layer, rounding: Rounding) {
        let rows = layer.weights.chunks_exact(layer.inputs);
        let scales: Vec<f32> = rows.clone().map(|row| scale(row, 127.0)).collect();
        let codes: Vec<Vec<i8>> = rows
            .zip(&scales)
            .map(|(row, scale)| row.iter().map(|weight| byte(weight / scale)).collect())
            .collect();
        self.tiles(&codes, layer.inputs);
        let unit = layer.greatest / rounding.greatest;
        let units: Vec<f32> = scales.iter().map(|scale| scale * unit).collect();
        // Codes count from `zero`. The bias corrects for it, so that the kernel need not.
        let biases: Vec<f32> = layer
            .biases
            .iter()
            .zip(&units)
            .zip(&codes)
            .map(|((bias, unit), codes)| {
                let sum: f32 = codes.iter().map(|&code| f32::from(code)).sum();
                bias - rounding.zero * unit * sum
            })
            .collect();
        self.floats(&[1.0 / unit]);
        self.floats(&units);
        self.floats(&biases);
    }

    /// Appends weights in the order in which the kernel reads them: for each [`TILE`] outputs, four
    /// inputs at a time.
    fn tiles(&mut self, codes: &[Vec<i8>], inputs: usize) {
        for tile in codes.chunks_exact(TILE) {
            for group in (0..inputs).step_by(4) {
                for row in tile {
                    let four = &row[group..group + 4];
                    self.weights
                        .extend(four.iter().map(|code| code.cast_unsigned()));
                }
            }
        }
    }
}

/// The scale at which the greatest absolute value of `row` is rounded to `code`.
fn scale(row: &[f32], code: f32) -> f32 {
    let greatest = |most: f32, number: &f32| most.max(number.abs());
    row.iter().fold(1e-9, greatest) / code
}

#[expect(clippy::cast_possible_truncation, reason = "from -127 to 127")]
fn byte(number: f32) -> i8 {
    number.round_ties_even().clamp(-127.0, 127.0) as i8
}

/// The codes and the scales of rows whose numbers are rounded to 4 bits. A byte holds a number of
/// the first half of a row in its low bits, and one of the second half in its high bits.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "codes from 1 to 15"
)]
fn rows(numbers: &[f32], width: usize) -> (Vec<u8>, Vec<u8>) {
    let mut codes = Vec::new();
    let mut scales = Vec::new();
    for row in numbers.chunks_exact(width) {
        // Only the upper half of the float is stored, rounded up.
        let bits = (scale(row, 7.0).to_bits() + 0xffff) & 0xffff_0000;
        let scale = f32::from_bits(bits);
        let code = |number: f32| ((number / scale).round_ties_even().clamp(-7.0, 7.0) + 8.0) as u8;
        let (low, high) = row.split_at(width / 2);
        let halves = low.iter().zip(high);
        codes.extend(halves.map(|(&low, &high)| code(low) | code(high) << 4));
        scales.extend(&scale.to_le_bytes()[2..]);
    }
    (codes, scales)
}

/// A static map from hashes to their index.
fn map(hashes: &[u64]) -> Vec<u8> {
    let entries: Vec<(u64, u32)> = hashes.iter().copied().zip(0..).collect();
    let widths = Widths {
        fingerprint: FINGERPRINT,
        value: hashes.len().max(2).ilog2() + 1,
    };
    static_map::build(&entries, widths)
}

/// The sizes at the beginning of the raw file.
struct Sizes {
    width: usize,
    words: usize,
    wordings: usize,
    reaches: Vec<usize>,
    hidden: Vec<usize>,
}

impl Sizes {
    fn read(raw: &mut Raw<'_>) -> Result<Self, Error> {
        let width = raw.number()?;
        let words = raw.number()?;
        let wordings = raw.number()?;
        let blocks = raw.number()?;
        let sizes = Self {
            width,
            words,
            wordings,
            reaches: raw.numbers(blocks)?,
            hidden: raw.numbers(blocks)?,
        };
        let fits = width.is_multiple_of(32)
            && sizes
                .hidden
                .iter()
                .all(|hidden| hidden.is_multiple_of(TILE));
        if !fits {
            return Err("the width must be a multiple of 32, and hidden sizes of 16".into());
        }
        Ok(sizes)
    }

    /// The first section of the file: the width, then the reach and the hidden size of each block.
    fn section(&self) -> Vec<u8> {
        let mut numbers = vec![self.width];
        for (&reach, &hidden) in self.reaches.iter().zip(&self.hidden) {
            numbers.extend([reach, hidden]);
        }
        numbers
            .into_iter()
            .flat_map(|number| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes())
            .collect()
    }
}

/// The packed form of the network in the file `raw`.
///
/// # Errors
/// If `raw` is shorter or longer than its sizes say, or a size does not fit the layout.
pub fn pack(raw: &[u8]) -> Result<Vec<u8>, Error> {
    let mut raw = Raw(raw);
    let sizes = Sizes::read(&mut raw)?;
    let width = sizes.width;
    let words = raw.hashes(sizes.words)?;
    let wordings = raw.hashes(sizes.wordings)?;
    let (inputs, input_scales) = rows(&raw.floats((words.len() + ENDINGS) * width)?, width);
    let mut packed = Packed::default();
    packed.floats(&raw.floats(SHAPES * width)?);
    packed.layer(&raw.layer(width, width)?, SIGNED);
    for &hidden in &sizes.hidden {
        packed.layer(&raw.layer(3 * width, hidden)?, SIGNED);
        packed.layer(&raw.layer(hidden, width)?, POSITIVE);
    }
    packed.layer(&raw.layer(width, width)?, SIGNED);
    let (outputs, output_scales) = rows(&raw.floats(wordings.len() * width)?, width);
    let biases = raw.floats(wordings.len())?;
    let biases: Vec<u8> = biases.iter().flat_map(|bias| bias.to_le_bytes()).collect();
    packed.floats(&raw.floats(width)?);
    if !raw.0.is_empty() {
        return Err("the raw file is too long".into());
    }
    let sections = [
        &sizes.section(),
        &map(&words),
        &map(&wordings),
        &inputs,
        &input_scales,
        &outputs,
        &output_scales,
        &biases,
        &packed.weights,
        &packed.numbers,
    ];
    Ok(file::write(WHAT, VERSION, &sections.map(Vec::as_slice)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_rounded_to_four_bits() {
        // The greatest value is 7 times the scale, 0.5, which a short float holds exactly.
        let (codes, scales) = rows(&[3.5, -1.0, 0.0, 0.3], 4);
        // 7, -2, 0, and 0.6 rounded to 1, each plus 8: 15, 6, 8, 9.
        assert_eq!(codes, [15 | 8 << 4, 6 | 9 << 4]);
        assert_eq!(scales, 0.5_f32.to_le_bytes()[2..]);
    }

    #[test]
    fn the_length_must_be_what_the_sizes_say() {
        // Width 32, no words, no wordings, no blocks: endings, letter cases, two layers of 32 to 32,
        // and the row for keeping.
        let floats = (ENDINGS + SHAPES + 1) * 32 + 2 * (1 + 32 * 32 + 32);
        let mut raw: Vec<u8> = [32_u32, 0, 0, 0]
            .iter()
            .flat_map(|n| n.to_le_bytes())
            .collect();
        raw.extend(std::iter::repeat_n(1.0_f32.to_le_bytes(), floats).flatten());
        assert!(pack(&raw).is_ok());
        let error = |raw: &[u8]| pack(raw).expect_err("wrong length").to_string();
        assert_eq!(error(&raw[..raw.len() - 1]), "the raw file is too short");
        raw.push(0);
        assert_eq!(error(&raw), "the raw file is too long");
    }
}
