//! Reads a network from the bytes that `unspin-train pack` wrote.

use super::kernel::Matrix;
use super::layers::{Block, Layer, Layers};
use super::rows::Rows;
use super::{ENDINGS, Net, PASSAGE, SHAPES, VERSION, WHAT};
use crate::store::error::Error;
use crate::store::file;
use crate::store::file::Trust;
use crate::store::static_map::StaticMap;

impl<'a> Net<'a> {
    /// The built-in network of the family `news-spinner`: `dictionaries/news-spinner.net`.
    pub fn news_spinner() -> Net<'static> {
        Self::built_in(include_bytes!("../../../dictionaries/news-spinner.net"))
    }

    /// The built-in network of the family `article-rewriter`: `dictionaries/article-rewriter.net`.
    pub fn article_rewriter() -> Net<'static> {
        Self::built_in(include_bytes!("../../../dictionaries/article-rewriter.net"))
    }

    fn built_in(bytes: &'static [u8]) -> Net<'static> {
        Net::read(bytes, Trust::Embedded).expect("the committed network is whole")
    }

    /// Reads a network. The tables and matrices stay in `bytes`; only the scales and biases of the
    /// layers, a few thousand numbers, are copied.
    ///
    /// # Errors
    /// If the bytes are not a network, or are truncated or damaged.
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
        let Plan { width, blocks } = Plan::read(plan).ok_or_else(|| damaged("plan", plan))?;
        let map = |section| StaticMap::read(section).ok_or_else(|| damaged("map of rows", section));
        let rows = |codes, scales, least| {
            Rows::new(codes, scales, width)
                .filter(|rows| rows.len() >= least)
                .ok_or_else(|| damaged("rows", codes))
        };
        let words = map(words)?;
        let wordings = map(wordings)?;
        let inputs = rows(inputs, input_scales, ENDINGS)?;
        let outputs = rows(outputs, output_scales, 0)?;
        if biases.len() != 4 * outputs.len() {
            return Err(damaged("biases", biases));
        }
        let layers = Sections { weights, numbers }
            .layers(width, &blocks)
            .ok_or_else(|| damaged("layers", weights))?;
        Ok(Self {
            width,
            words,
            wordings,
            inputs,
            layers,
            outputs,
            biases,
        })
    }
}

/// The sizes of a network.
struct Plan {
    /// Numbers that describe a token.
    width: usize,
    /// Reach and hidden numbers of each block.
    blocks: Vec<[usize; 2]>,
}

impl Plan {
    /// Reads u32 numbers: the width, then reach and hidden numbers of each block. `None` if one is out
    /// of range or missing.
    fn read(plan: &[u8]) -> Option<Self> {
        let (numbers, rest) = plan.as_chunks();
        let numbers: Vec<usize> = numbers
            .iter()
            .map(|&four| u32::from_le_bytes(four) as usize)
            .collect();
        let (&width, sizes) = numbers.split_first()?;
        let (blocks, left) = sizes.as_chunks::<2>();
        let fits =
            |&[reach, hidden]: &[usize; 2]| reach <= PASSAGE && (16..=4096).contains(&hidden);
        let whole = rest.is_empty()
            && left.is_empty()
            && (32..=1024).contains(&width)
            && width.is_multiple_of(32)
            && blocks.iter().all(fits);
        whole.then(|| Self {
            width,
            blocks: blocks.to_vec(),
        })
    }
}

/// What has not been read yet of the sections that hold the layers.
struct Sections<'a> {
    weights: &'a [u8],
    numbers: &'a [u8],
}

impl<'a> Sections<'a> {
    fn floats(&mut self, count: usize) -> Option<Vec<f32>> {
        let (now, rest) = self.numbers.split_at_checked(4 * count)?;
        self.numbers = rest;
        let floats = now
            .chunks_exact(4)
            .map(|four| f32::from_le_bytes(four.try_into().expect("four bytes")));
        Some(floats.collect())
    }

    fn layer(&mut self, inputs: usize, outputs: usize) -> Option<Layer<'a>> {
        let size = inputs.checked_mul(outputs)?;
        let (now, rest) = self.weights.split_at_checked(size)?;
        self.weights = rest;
        Some(Layer {
            matrix: Matrix::new(now, inputs, outputs)?,
            input_scale: self.floats(1)?[0],
            scales: self.floats(outputs)?,
            bias: self.floats(outputs)?,
        })
    }

    fn block(&mut self, width: usize, [reach, hidden]: [usize; 2]) -> Option<Block<'a>> {
        Some(Block {
            reach,
            inner: self.layer(3 * width, hidden)?,
            outer: self.layer(hidden, width)?,
        })
    }

    /// All layers, or `None` if something is missing or left over.
    fn layers(mut self, width: usize, blocks: &[[usize; 2]]) -> Option<Layers<'a>> {
        let shapes = self.floats(SHAPES * width)?;
        let document = self.layer(width, width)?;
        let blocks: Vec<Block<'a>> = blocks
            .iter()
            .map(|&sizes| self.block(width, sizes))
            .collect::<Option<_>>()?;
        let layers = Layers {
            shapes,
            document,
            blocks,
            last: self.layer(width, width)?,
            keep: self.floats(width)?,
        };
        (self.weights.is_empty() && self.numbers.is_empty()).then_some(layers)
    }
}
