//! From the arrays that the training script of the neural scorer leaves to the file that is built in. It owns rounding and
//! packing.
//!
//! The raw file is little-endian: u32 width, words, wordings, blocks, the reach of each block, and the hidden numbers of each;
//! u64 hashes of the words, of the wordings; then f32, rows one after another: words, endings, letter cases; the layer of the document; for
//! each block its inner and its outer layer; the last layer; wordings, their biases, and what keeping has in common. A
//! layer is the greatest input (by which activations are rounded), weights by output, biases.

use super::Error;
use unspin::models::net::kernel::TILE;
use unspin::models::net::{ENDINGS, SHAPES, VERSION, WHAT};
use unspin::store::file;
use unspin::store::static_map::{self, Widths};

/// Bits that tell hashes with a row from others, beside the bits of a row's number.
const FINGERPRINT: u32 = 9;

/// Takes the raw file apart.
struct Raw<'a>(&'a [u8]);

impl<'a> Raw<'a> {
    fn bytes(&mut self, count: usize) -> Result<&'a [u8], Error> {
        let (now, rest) = self
            .0
            .split_at_checked(count)
            .ok_or("the raw file is too short")?;
        self.0 = rest;
        Ok(now)
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
}

/// Sections in the making.
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

    /// Rounds and lays out one layer; `zero` is the activation that stands for 0, `most` the one for the greatest input.
    fn layer(
        &mut self,
        raw: &mut Raw<'_>,
        inputs: usize,
        outputs: usize,
        (zero, most): (f32, f32),
    ) -> Result<(), Error> {
        let greatest = raw.floats(1)?[0];
        let (weights, bias) = (raw.floats(inputs * outputs)?, raw.floats(outputs)?);
        let unit = greatest / most;
        let scales: Vec<f32> = weights
            .chunks_exact(inputs)
            .map(|row| {
                row.iter()
                    .fold(1e-9, |most: f32, weight| most.max(weight.abs()))
                    / 127.0
            })
            .collect();
        let code =
            |input: usize, output: usize| byte(weights[output * inputs + input] / scales[output]);
        for tile in (0..outputs).step_by(TILE) {
            for group in (0..inputs).step_by(4) {
                for output in tile..tile + TILE {
                    self.weights.extend(
                        (group..group + 4).map(|input| code(input, output).cast_unsigned()),
                    );
                }
            }
        }
        let units: Vec<f32> = scales.iter().map(|scale| scale * unit).collect();
        let sums = (0..outputs).map(|output| {
            (0..inputs)
                .map(|input| f32::from(code(input, output)))
                .sum::<f32>()
        });
        let bias: Vec<f32> = bias
            .iter()
            .zip(&units)
            .zip(sums)
            .map(|((bias, unit), sum)| bias - zero * unit * sum)
            .collect();
        self.floats(&[1.0 / unit]);
        self.floats(&units);
        self.floats(&bias);
        Ok(())
    }
}

#[expect(clippy::cast_possible_truncation, reason = "at most 127 either way")]
fn byte(number: f32) -> i8 {
    number.round_ties_even().clamp(-127.0, 127.0) as i8
}

/// Codes and scales of rows with 4 bits a number.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "codes from 1 to 15"
)]
fn rows(numbers: &[f32], width: usize) -> (Vec<u8>, Vec<u8>) {
    let (mut codes, mut scales) = (Vec::new(), Vec::new());
    for row in numbers.chunks_exact(width) {
        let scale = row
            .iter()
            .fold(1e-9, |most: f32, number| most.max(number.abs()))
            / 7.0;
        // The upper half of the float, rounded up.
        let scale = f32::from_bits((scale.to_bits() + 0xffff) & 0xffff_0000);
        let code = |number: f32| ((number / scale).round_ties_even().clamp(-7.0, 7.0) + 8.0) as u8;
        let (low, high) = row.split_at(width / 2);
        codes.extend(
            low.iter()
                .zip(high)
                .map(|(&low, &high)| code(low) | code(high) << 4),
        );
        scales.extend(&scale.to_le_bytes()[2..]);
    }
    (codes, scales)
}

fn map(hashes: &[u64]) -> Vec<u8> {
    let entries: Vec<(u64, u32)> = hashes.iter().copied().zip(0..).collect();
    static_map::build(
        &entries,
        Widths {
            fingerprint: FINGERPRINT,
            value: hashes.len().max(2).ilog2() + 1,
        },
    )
}

/// The file of the scorer in `raw`.
///
/// # Errors
/// When `raw` has another length than its head says, or a width does not fit the layout.
pub fn pack(raw: &[u8]) -> Result<Vec<u8>, Error> {
    let mut raw = Raw(raw);
    let [width, words, wordings, blocks] =
        [raw.number()?, raw.number()?, raw.number()?, raw.number()?];
    let (reaches, hidden) = (raw.numbers(blocks)?, raw.numbers(blocks)?);
    if !width.is_multiple_of(32) || !hidden.iter().all(|hidden| hidden.is_multiple_of(TILE)) {
        return Err("width must be a multiple of 32, hidden ones of 16".into());
    }
    let sizes = reaches
        .iter()
        .zip(&hidden)
        .flat_map(|(&reach, &hidden)| [reach, hidden]);
    let plan: Vec<u8> = [width]
        .into_iter()
        .chain(sizes)
        .flat_map(|number| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes())
        .collect();
    let (words, wordings) = (raw.hashes(words)?, raw.hashes(wordings)?);
    let (inputs, input_scales) = rows(&raw.floats((words.len() + ENDINGS) * width)?, width);
    let mut packed = Packed::default();
    packed.floats(&raw.floats(SHAPES * width)?);
    let (signed, positive) = ((64.0, 63.0), (0.0, 127.0));
    packed.layer(&mut raw, width, width, signed)?;
    for hidden in hidden {
        packed.layer(&mut raw, 3 * width, hidden, signed)?;
        packed.layer(&mut raw, hidden, width, positive)?;
    }
    packed.layer(&mut raw, width, width, signed)?;
    let (outputs, output_scales) = rows(&raw.floats(wordings.len() * width)?, width);
    let biases: Vec<u8> = raw
        .floats(wordings.len())?
        .iter()
        .flat_map(|bias| bias.to_le_bytes())
        .collect();
    packed.floats(&raw.floats(width)?);
    if !raw.0.is_empty() {
        return Err("the raw file is too long".into());
    }
    let sections = [
        &plan,
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
