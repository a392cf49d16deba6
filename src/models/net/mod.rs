//! The neural scorer: how well a wording fits the passage around it.
//!
//! A small convolutional network gives each token a *view*, a vector that describes its surroundings.
//! The score of a wording is the dot product of the view and the embedding of the wording, plus a bias.
//! The network starts from the sum of three vectors for each token: the embedding of its word (or of its
//! last letters, for a word without one), that of its letter case, and one computed from the average of
//! the document. The script `train/net.py` trains it.

pub mod kernel;
mod layers;
mod read;
mod rows;

use crate::store::hash;
use crate::store::static_map::StaticMap;
use crate::text::token::{Shape, Token};
use layers::{Buffers, Layers};
use rows::Rows;
use std::ops::Range;

/// Name of the kind of file, in its first line.
pub const WHAT: &str = "net";
/// Version of the layout.
pub const VERSION: u32 = 2;
/// Rows of the table of endings.
pub const ENDINGS: usize = 1024;
/// Rows of the table of letter cases.
pub const SHAPES: usize = 16;
/// Tokens that are computed together. Their neighbours are computed again with the next passage.
const PASSAGE: usize = 512;

/// Row of an ending in the table of endings.
pub fn ending_row(ending: u64) -> u16 {
    u16::try_from(hash::mix(ending) % ENDINGS as u64).expect("fewer than 2^16 endings")
}

/// Row of a letter case in the table of letter cases. It differs inside quotations.
pub fn shape_row(shape: Shape, quoted: bool) -> u8 {
    shape.number() + if quoted { 8 } else { 0 }
}

/// A network over borrowed bytes.
#[derive(Clone, Debug)]
pub struct Net<'a> {
    /// Numbers that describe a token.
    width: usize,
    /// Row of a word in `inputs`.
    words: StaticMap<'a>,
    /// Row of a wording in `outputs`.
    wordings: StaticMap<'a>,
    /// Embeddings of words, then of endings.
    inputs: Rows<'a>,
    layers: Layers<'a>,
    /// Embeddings of wordings.
    outputs: Rows<'a>,
    /// An f32 for each wording.
    biases: &'a [u8],
}

/// Memory that a thread reuses from document to document.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// For each token its row in the table of words and endings, and that in the table of letter cases.
    rows: Vec<[usize; 2]>,
    /// The vectors of a passage.
    tokens: Vec<f32>,
    /// The vectors of the wanted tokens after the last block, and their views.
    chosen: Vec<f32>,
    views: Vec<f32>,
    /// The vector of the document.
    document: Vec<f32>,
    buffers: Buffers,
}

/// A token in its surroundings, as the network sees it.
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
            .zip(&self.net.layers.keep)
            .map(|(a, b)| a * b)
            .sum();
        self.score(word).unwrap_or(0.0) + kept
    }

    /// Score of another wording in nats, or `None` for one that the network does not know.
    pub fn score(&self, wording: u64) -> Option<f32> {
        self.net.score(wording, self.view)
    }
}

impl<'a> Net<'a> {
    /// Calls `visit` with each of the `wanted` tokens, in order, and its view. `quoted` says of each token
    /// whether it is in a quotation. `wanted` must be sorted.
    pub fn each_view(
        &self,
        tokens: &[Token],
        quoted: &[bool],
        wanted: &[usize],
        scratch: &mut Scratch,
        mut visit: impl FnMut(usize, View<'_, 'a>),
    ) {
        let rows = tokens
            .iter()
            .zip(quoted)
            .map(|(token, &quoted)| self.rows_of(token, quoted));
        scratch.rows.clear();
        scratch.rows.extend(rows);
        self.read_document(scratch);
        let reach = self.layers.reach();
        for passage in wanted.chunk_by(|a, b| a / PASSAGE == b / PASSAGE) {
            let (Some(first), Some(last)) = (passage.first(), passage.last()) else {
                continue;
            };
            let range = first.saturating_sub(reach)..tokens.len().min(last + 1 + reach);
            let places: Vec<usize> = passage.iter().map(|at| at - range.start).collect();
            self.read_passage(range, &places, scratch);
            self.view(&places, scratch);
            for (&at, view) in passage.iter().zip(scratch.views.chunks_exact(self.width)) {
                visit(at, View { net: self, view });
            }
        }
    }

    /// Computes the vector of the document from the average of its tokens.
    #[expect(clippy::cast_precision_loss, reason = "a count of tokens")]
    fn read_document(&self, scratch: &mut Scratch) {
        let mut mean = vec![0.0; self.width];
        for &rows in &scratch.rows {
            self.add_token(rows, &mut mean);
        }
        for sum in &mut mean {
            *sum /= scratch.rows.len().max(1) as f32;
        }
        scratch.document.resize(self.width, 0.0);
        let document = &self.layers.document;
        document.apply(&mean, &mut scratch.document, &mut scratch.buffers);
    }

    /// Rows of a token in the table of words and endings, and in that of letter cases.
    fn rows_of(&self, token: &Token, quoted: bool) -> [usize; 2] {
        let endings = self.inputs.len() - ENDINGS;
        // The map stores no keys, so it gives a few unknown words a row, which may be out of range.
        let row = self
            .words
            .get(token.word)
            .map(|row| row as usize)
            .filter(|&row| row < endings);
        let row = row.unwrap_or_else(|| endings + usize::from(ending_row(token.ending)));
        [row, usize::from(shape_row(token.shape, quoted))]
    }

    fn add_token(&self, [row, shape]: [usize; 2], to: &mut [f32]) {
        let shape = &self.layers.shapes[shape * self.width..(shape + 1) * self.width];
        self.inputs.add(row, shape, to);
    }

    /// Applies all blocks to the tokens of `range`, as far as the views of the tokens at `wanted` need it.
    fn read_passage(&self, range: Range<usize>, wanted: &[usize], scratch: &mut Scratch) {
        let Scratch {
            rows,
            tokens,
            document,
            buffers,
            ..
        } = scratch;
        tokens.clear();
        for &rows in &rows[range.clone()] {
            let from = tokens.len();
            tokens.extend_from_slice(document);
            self.add_token(rows, &mut tokens[from..]);
        }
        let places = self.layers.places(range.len(), wanted);
        for (block, places) in self.layers.blocks.iter().zip(places) {
            block.apply(tokens, &places, buffers);
        }
    }

    /// Computes the views of the tokens at `places` of the passage.
    fn view(&self, places: &[usize], scratch: &mut Scratch) {
        let Scratch {
            tokens,
            chosen,
            views,
            buffers,
            ..
        } = scratch;
        chosen.clear();
        for place in places {
            chosen.extend_from_slice(&tokens[place * self.width..][..self.width]);
        }
        views.resize(chosen.len(), 0.0);
        self.layers.last.apply(chosen, views, buffers);
    }

    /// Score of a wording in nats, or `None` if it has no embedding.
    fn score(&self, wording: u64, view: &[f32]) -> Option<f32> {
        let row = self
            .wordings
            .get(wording)
            .map(|row| row as usize)
            .filter(|&row| row < self.outputs.len())?;
        let bias = self.biases[4 * row..4 * row + 4]
            .try_into()
            .expect("four bytes");
        Some(self.outputs.times(row, view) + f32::from_le_bytes(bias))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::Tokens;

    /// The scores of keeping the `wanted` tokens of a text of 1,300 tokens.
    fn scores(wanted: &[usize]) -> Vec<(usize, f32)> {
        let mut tokens = Tokens::default();
        tokens.push_text(
            &"The old mill by the river was sold in May. ".repeat(118),
            0,
        );
        let quoted = vec![false; tokens.len()];
        let mut scores = Vec::new();
        let net = Net::news_spinner();
        let all = tokens.as_slice();
        net.each_view(all, &quoted, wanted, &mut Scratch::default(), |at, view| {
            scores.push((at, view.keep(all[at].word)));
        });
        scores
    }

    #[test]
    fn a_score_does_not_depend_on_what_else_is_wanted() {
        let all = scores(&(0..1298).collect::<Vec<_>>());
        let some = [0, 1, 13, 26, 200, 505, 511, 512, 530, 1023, 1030, 1297];
        let expected: Vec<_> = some.iter().map(|&at| all[at]).collect();
        assert_eq!(scores(&some), expected);
    }
}
