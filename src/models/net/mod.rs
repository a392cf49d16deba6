//! The neural scorer: how well each wording fits the whole passage around it, as a small convolutional network sees it. It
//! owns the tables, the file, and the score of the edges; the layers are `layers`'s, training is a script's.
//!
//! A token is the sum of the row of its word (or of its last letters, where the word has none) and of its letter case, and of
//! what the average of the document says. The layers look at its neighbours. A wording's score is the product of what comes
//! out and the row of the wording. Rows have 4 bits a number and a scale.

pub mod kernel;
pub mod layers;

use crate::store::error::Error;
use crate::store::file;
use crate::store::file::Trust;
use crate::store::static_map::StaticMap;
use crate::text::token::{Shape, Token};
use kernel::Matrix;
use layers::{Block, Buffers, Layer};
use multiversion::multiversion;
use std::ops::Range;

/// Kind and version in the magic line.
pub const WHAT: &str = "net";
/// Version of the layout.
pub const VERSION: u32 = 2;
/// Rows of the table of endings.
pub const ENDINGS: usize = 1024;
/// Rows of the table of letter cases.
pub const SHAPES: usize = 16;
/// Tokens computed together; those around them are computed again for the next.
const PASSAGE: usize = 512;

/// Row of an ending in the table of endings.
pub fn ending_row(ending: u64) -> u16 {
    u16::try_from(crate::store::hash::mix(ending) % ENDINGS as u64)
        .expect("fewer than 2^16 endings")
}

/// Row of a letter case, quoted or not, in the table of letter cases.
pub fn shape_row(shape: Shape, quoted: bool) -> u8 {
    let shape = match shape {
        Shape::Uncased => 0,
        Shape::Lower => 1,
        Shape::Initial => 2,
        Shape::Upper => 3,
        Shape::Mixed => 4,
    };
    shape + if quoted { 8 } else { 0 }
}

/// Rows of numbers, 4 bits each: the first half of a row stands in the low halves of its bytes. A number is its code less 8,
/// times the scale of its row.
#[derive(Clone, Copy, Debug)]
struct Rows<'a> {
    codes: &'a [u8],
    /// Upper halves of f32.
    scales: &'a [u8],
    /// Bytes of a row.
    bytes: usize,
}

impl<'a> Rows<'a> {
    fn new(codes: &'a [u8], scales: &'a [u8], width: usize) -> Option<Self> {
        let bytes = width / 2;
        (codes.len() / bytes == scales.len() / 2 && codes.len().is_multiple_of(bytes)).then_some(
            Self {
                codes,
                scales,
                bytes,
            },
        )
    }

    fn len(&self) -> usize {
        self.scales.len() / 2
    }

    fn scale(&self, row: usize) -> f32 {
        f32::from_le_bytes([0, 0, self.scales[2 * row], self.scales[2 * row + 1]])
    }

    fn codes(&self, row: usize) -> &'a [u8] {
        &self.codes[row * self.bytes..(row + 1) * self.bytes]
    }

    /// Adds a row, and another one of plain `numbers`.
    fn add(&self, row: usize, numbers: &[f32], to: &mut [f32]) {
        add(
            self.codes(row),
            self.scale(row),
            numbers.split_at(self.bytes),
            to.split_at_mut(self.bytes),
        );
    }

    /// Product with `numbers`.
    fn times(&self, row: usize, numbers: &[f32]) -> f32 {
        let (low, high) = numbers.split_at(self.bytes);
        product(self.codes(row), low, high) * self.scale(row)
    }
}

/// Adds a row of codes, the low halves of its bytes and the high ones, and a row of numbers.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
fn add(codes: &[u8], scale: f32, numbers: (&[f32], &[f32]), to: (&mut [f32], &mut [f32])) {
    for ((to, number), &codes) in to.0.iter_mut().zip(numbers.0).zip(codes) {
        *to = *to + (f32::from(codes & 15) - 8.0) * scale + number;
    }
    for ((to, number), &codes) in to.1.iter_mut().zip(numbers.1).zip(codes) {
        *to = *to + (f32::from(codes >> 4) - 8.0) * scale + number;
    }
}

/// Product of a row of codes with numbers, added up in an order of its own that is the same everywhere.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
fn product(codes: &[u8], low: &[f32], high: &[f32]) -> f32 {
    const LANES: usize = 16;
    let mut sums = [0.0_f32; LANES];
    for ((codes, low), high) in codes
        .as_chunks::<LANES>()
        .0
        .iter()
        .zip(low.as_chunks::<LANES>().0)
        .zip(high.as_chunks::<LANES>().0)
    {
        for lane in 0..LANES {
            sums[lane] += (f32::from(codes[lane] & 15) - 8.0) * low[lane]
                + (f32::from(codes[lane] >> 4) - 8.0) * high[lane];
        }
    }
    sums.iter().sum()
}

/// A read-only scorer over borrowed bytes.
#[derive(Clone, Debug)]
pub struct Net<'a> {
    width: usize,
    words: StaticMap<'a>,
    wordings: StaticMap<'a>,
    /// Rows of words, then of endings.
    inputs: Rows<'a>,
    shapes: Vec<f32>,
    document: Layer<'a>,
    blocks: Vec<Block<'a>>,
    /// The last block, of the tokens alone whose view is wanted.
    final_block: Block<'a>,
    last: Layer<'a>,
    outputs: Rows<'a>,
    /// Of each wording, f32.
    biases: &'a [u8],
    /// What keeping a token has in common.
    keep: Vec<f32>,
}

/// Memory for one thread, which can be reused to avoid unnecessary memory reallocation.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// Rows of each token in the tables of words and of letter cases.
    rows: Vec<[usize; 2]>,
    tokens: Vec<f32>,
    /// Those of the wanted tokens of a passage, and their views.
    chosen: Vec<f32>,
    views: Vec<f32>,
    document: Vec<f32>,
    buffers: Buffers,
}

/// What a token looks like in its surroundings.
pub struct View<'v, 'a> {
    net: &'v Net<'a>,
    view: &'v [f32],
}

impl View<'_, '_> {
    /// Score of keeping the token, whose hash is `word`, in nats: the higher, the better it fits.
    pub fn keep(&self, word: u64) -> f32 {
        let kept: f32 = self
            .view
            .iter()
            .zip(&self.net.keep)
            .map(|(a, b)| a * b)
            .sum();
        self.score(word).unwrap_or(0.0) + kept
    }

    /// Score of another wording in nats, or `None` for one that the network does not know.
    pub fn score(&self, wording: u64) -> Option<f32> {
        self.net.score(wording, self.view)
    }
}

/// Takes apart the sections that hold the layers.
struct Parts<'a> {
    weights: &'a [u8],
    numbers: &'a [u8],
}

impl<'a> Parts<'a> {
    fn floats(&mut self, count: usize) -> Option<Vec<f32>> {
        let (now, rest) = self.numbers.split_at_checked(4 * count)?;
        self.numbers = rest;
        Some(
            now.chunks_exact(4)
                .map(|four| f32::from_le_bytes(four.try_into().expect("four bytes")))
                .collect(),
        )
    }

    fn layer(&mut self, inputs: usize, outputs: usize) -> Option<Layer<'a>> {
        let (now, rest) = self
            .weights
            .split_at_checked(inputs.checked_mul(outputs)?)?;
        self.weights = rest;
        let matrix = Matrix::new(now, inputs, outputs)?;
        Some(Layer {
            matrix,
            fineness: self.floats(1)?[0],
            units: self.floats(outputs)?,
            bias: self.floats(outputs)?,
        })
    }

    /// All layers; none where something is missing or left.
    fn layers(mut self, width: usize, sizes: &[[usize; 2]]) -> Option<Layers<'a>> {
        let (shapes, document) = (self.floats(SHAPES * width)?, self.layer(width, width)?);
        let block = |&[reach, hidden]: &[usize; 2]| {
            Some(Block {
                reach,
                inner: self.layer(3 * width, hidden)?,
                outer: self.layer(hidden, width)?,
            })
        };
        let mut blocks: Vec<Block<'a>> = sizes.iter().map(block).collect::<Option<_>>()?;
        let final_block = blocks.pop()?;
        let (last, keep) = (self.layer(width, width)?, self.floats(width)?);
        let whole = self.weights.is_empty() && self.numbers.is_empty();
        whole.then_some(Layers {
            shapes,
            document,
            blocks,
            final_block,
            last,
            keep,
        })
    }
}

/// What a file has of layers and single numbers.
struct Layers<'a> {
    shapes: Vec<f32>,
    document: Layer<'a>,
    blocks: Vec<Block<'a>>,
    final_block: Block<'a>,
    last: Layer<'a>,
    keep: Vec<f32>,
}

/// The width, and reach and hidden numbers of each block.
fn read_plan(plan: &[u8]) -> Option<(usize, Vec<[usize; 2]>)> {
    let (numbers, rest) = plan.as_chunks();
    let numbers: Vec<usize> = numbers
        .iter()
        .map(|&four| u32::from_le_bytes(four) as usize)
        .collect();
    let (&width, sizes) = numbers.split_first()?;
    let (sizes, left) = sizes.as_chunks::<2>();
    let fits = |&[reach, hidden]: &[usize; 2]| reach <= PASSAGE && (16..=4096).contains(&hidden);
    let whole = rest.is_empty()
        && left.is_empty()
        && (32..=1024).contains(&width)
        && width.is_multiple_of(32)
        && sizes.iter().all(fits);
    whole.then(|| (width, sizes.to_vec()))
}

impl<'a> Net<'a> {
    /// The scorer that is built into the crate: `dictionaries/en.net`.
    pub fn embedded() -> Net<'static> {
        Net::read(
            include_bytes!("../../../dictionaries/en.net"),
            Trust::Embedded,
        )
        .expect("the committed scorer is whole")
    }

    /// Reads a scorer in place; only its layers' scales and biases, a few thousand numbers, are copied.
    ///
    /// # Errors
    /// Where the bytes are no scorer, are cut or damaged.
    pub fn read(bytes: &'a [u8], trust: Trust) -> Result<Self, Error> {
        let [
            plan,
            words,
            wordings,
            inputs,
            input_scales,
            outputs,
            output_scales,
            biases,
            weights,
            numbers,
        ] = file::read(bytes, WHAT, VERSION, trust)?;
        let damaged = |part, section| Error::damaged(WHAT, part, bytes, section);
        let (width, sizes) = read_plan(plan).ok_or_else(|| damaged("plan", plan))?;
        let map = |section| StaticMap::read(section).ok_or_else(|| damaged("map of rows", section));
        let rows = |codes, scales, least| {
            Rows::new(codes, scales, width)
                .filter(|rows| rows.len() >= least)
                .ok_or_else(|| damaged("rows", codes))
        };
        let (words, wordings) = (map(words)?, map(wordings)?);
        let (inputs, outputs) = (
            rows(inputs, input_scales, ENDINGS)?,
            rows(outputs, output_scales, 0)?,
        );
        if biases.len() != 4 * outputs.len() {
            return Err(damaged("biases", biases));
        }
        let layers = Parts { weights, numbers }
            .layers(width, &sizes)
            .ok_or_else(|| damaged("layers", weights))?;
        let Layers {
            shapes,
            document,
            blocks,
            final_block,
            last,
            keep,
        } = layers;
        Ok(Self {
            width,
            words,
            wordings,
            inputs,
            shapes,
            document,
            blocks,
            final_block,
            last,
            outputs,
            biases,
            keep,
        })
    }

    /// Calls `visit` with each of the `wanted` tokens, which are in order, and what it looks like in its surroundings.
    pub fn each_view(
        &self,
        tokens: &[Token],
        quoted: &[bool],
        wanted: &[usize],
        scratch: &mut Scratch,
        mut visit: impl FnMut(usize, View<'_, 'a>),
    ) {
        scratch.rows.clear();
        scratch.rows.extend(
            tokens
                .iter()
                .zip(quoted)
                .map(|(token, &quoted)| self.rows_of(token, quoted)),
        );
        self.read_document(scratch);
        let halo = self
            .blocks
            .iter()
            .chain([&self.final_block])
            .map(|block| block.reach)
            .sum::<usize>();
        for passage in wanted.chunk_by(|a, b| a / PASSAGE == b / PASSAGE) {
            let (Some(first), Some(last)) = (passage.first(), passage.last()) else {
                continue;
            };
            let range = first.saturating_sub(halo)..tokens.len().min(last + 1 + halo);
            self.read_passage(range.clone(), scratch);
            let Scratch {
                tokens: seen,
                chosen,
                views,
                buffers,
                ..
            } = scratch;
            // Nobody looks at the other tokens after the last block.
            self.final_block.apply_at(
                passage.iter().map(|at| at - range.start),
                seen,
                self.width,
                chosen,
                buffers,
            );
            views.resize(chosen.len(), 0.0);
            self.last.apply(chosen, views, buffers);
            for (&at, view) in passage.iter().zip(views.chunks_exact(self.width)) {
                visit(at, View { net: self, view });
            }
        }
    }

    /// What the words of a document have in common, for each of its tokens.
    #[expect(clippy::cast_precision_loss, reason = "a count of tokens")]
    fn read_document(&self, scratch: &mut Scratch) {
        let mut mean = vec![0.0; self.width];
        scratch
            .rows
            .iter()
            .for_each(|&rows| self.add_token(rows, &mut mean));
        mean.iter_mut()
            .for_each(|sum| *sum /= scratch.rows.len().max(1) as f32);
        scratch.document.resize(self.width, 0.0);
        self.document
            .apply(&mean, &mut scratch.document, &mut scratch.buffers);
    }

    /// Rows of a token in the tables of words, or endings, and of letter cases.
    fn rows_of(&self, token: &Token, quoted: bool) -> [usize; 2] {
        let endings = self.inputs.len() - ENDINGS;
        // A word without a row is taken for another one now and then: its row may lie anywhere.
        let row = self
            .words
            .get(token.word)
            .map(|row| row as usize)
            .filter(|&row| row < endings);
        let row = row.unwrap_or_else(|| endings + usize::from(ending_row(token.ending)));
        [row, usize::from(shape_row(token.shape, quoted))]
    }

    fn add_token(&self, [row, shape]: [usize; 2], to: &mut [f32]) {
        self.inputs.add(
            row,
            &self.shapes[shape * self.width..(shape + 1) * self.width],
            to,
        );
    }

    /// What each token of `range` looks like in its surroundings before the last block; those near its ends see too little.
    fn read_passage(&self, range: Range<usize>, scratch: &mut Scratch) {
        let Scratch {
            rows,
            tokens: numbers,
            document,
            buffers,
            ..
        } = scratch;
        numbers.clear();
        for &rows in &rows[range] {
            let from = numbers.len();
            numbers.extend_from_slice(document);
            self.add_token(rows, &mut numbers[from..]);
        }
        self.blocks
            .iter()
            .for_each(|block| block.apply(numbers, self.width, buffers));
    }

    /// Score of a wording, in nats; none without a row.
    fn score(&self, wording: u64, view: &[f32]) -> Option<f32> {
        let row = self
            .wordings
            .get(wording)
            .map(|row| row as usize)
            .filter(|&row| row < self.outputs.len())?;
        let bias = f32::from_le_bytes(
            self.biases[4 * row..4 * row + 4]
                .try_into()
                .expect("four bytes"),
        );
        Some(self.outputs.times(row, view) + bias)
    }
}
