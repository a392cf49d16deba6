//! The lattice: the possible wordings of a text. Each token starts one edge that keeps it, and one for
//! each original that the lexicon proposes for the phrases beginning there.
//!
//! This file builds the lattice. [`density`] turns the channel costs into those of a document, [`weigh`]
//! and [`repeats`] say how well an edge fits, and [`search`] finds the best path.

pub mod density;
pub mod repeats;
pub mod search;
pub mod weigh;

use crate::cost::Cost;
use crate::edit::Kind;
use crate::lexicon::{Entry, Lexicon, Original};
use crate::models::Keys;
use crate::text::token::{Token, Tokens};

/// The wording that an edge gives to its tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wording {
    /// The token as it is.
    Keep,
    /// An original from the lexicon.
    Original(Original),
}

/// One possible wording of the tokens from its position to `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// One past its last token.
    pub to: usize,
    /// The wording.
    pub wording: Wording,
    /// The hashes by which models look the wording up.
    pub keys: Keys,
    /// How the corruption was recognised.
    pub kind: Kind,
    /// `-ln P(tokens | wording)` in densely spun text, including the cost of typing errors; 0 for a kept
    /// token.
    pub dense: Cost,
    /// Score of the models that look at the passage: the higher, the better the wording fits.
    pub fit: Cost,
    /// The part of the context model in the fit, once that was computed.
    pub reading: Option<Cost>,
    /// `-ln P(tokens | wording)` at the density of the document.
    pub channel: Cost,
    /// `-ln P(wording)` among the edges of its position, given `channel` and `fit`.
    pub context: Cost,
}

impl Edge {
    /// The edge that keeps `token`, which has the index `at`.
    fn keep(at: usize, token: &Token) -> Self {
        Self {
            to: at + 1,
            wording: Wording::Keep,
            keys: Keys::of_token(token),
            kind: Kind::Exact,
            dense: 0,
            fit: 0,
            reading: None,
            channel: 0,
            context: 0,
        }
    }

    /// The edge that ends before token `to` and restores `original`. `dense` is its channel cost in
    /// densely spun text.
    pub fn restore(
        lexicon: &Lexicon<'_>,
        to: usize,
        original: Original,
        kind: Kind,
        dense: Cost,
    ) -> Self {
        let [whole, ending] = lexicon.keys_of(original);
        Self {
            to,
            wording: Wording::Original(original),
            keys: Keys { whole, ending },
            kind,
            dense,
            fit: 0,
            reading: None,
            channel: 0,
            context: 0,
        }
    }
}

/// Keys of the spinner that are counted at one token.
const MAX_KEYS: usize = 3;

/// The smallest probability that the channel gives to anything.
const LEAST: f64 = 0.01;

/// What the lattice knows of a token, besides its edges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Position {
    /// Index of its first edge, which keeps the token.
    first: usize,
    /// Additional cost of keeping the token, because of its apostrophe.
    misfit: Cost,
    /// How often a dense spinner replaces each of the keys that begin here, in percent; 0 where there is
    /// no further key.
    keys: [u8; MAX_KEYS],
}

/// The edges of consecutive tokens. A thread reuses it for all its texts.
#[derive(Clone, Debug, Default)]
pub struct Lattice {
    /// Index of the first token.
    start: usize,
    /// Cost of an original with a straight apostrophe.
    straight: Cost,
    positions: Vec<Position>,
    /// The edges of all positions, one after another.
    edges: Vec<Edge>,
}

impl Lattice {
    /// Removes all edges. The next position to be added is that of token `start`. `straight` is the cost
    /// of an original with a straight apostrophe, see [`straight_apostrophes`].
    pub fn clear(&mut self, start: usize, straight: Cost) {
        self.start = start;
        self.straight = straight;
        self.positions.clear();
        self.edges.clear();
    }

    /// One past the last token that has a position.
    pub fn end(&self) -> usize {
        self.start + self.positions.len()
    }

    /// Whether every token has only the edge that keeps it.
    pub fn is_certain(&self) -> bool {
        self.edges.len() == self.positions.len()
    }

    /// Index, among all edges, of the first edge of token `at`.
    pub fn first(&self, at: usize) -> usize {
        self.positions
            .get(at - self.start)
            .map_or(self.edges.len(), |position| position.first)
    }

    /// The edges of token `at`. The first one keeps it.
    pub fn edges(&self, at: usize) -> &[Edge] {
        &self.edges[self.first(at)..self.first(at + 1)]
    }

    /// The edges of token `at`, for models to score.
    pub fn edges_mut(&mut self, at: usize) -> &mut [Edge] {
        let range = self.first(at)..self.first(at + 1);
        &mut self.edges[range]
    }

    /// Removes what the models added to the edges.
    pub fn clear_fits(&mut self) {
        for edge in &mut self.edges {
            edge.fit = 0;
        }
    }

    /// Adds the position of the next `token`, with the edge that keeps it.
    pub fn keep(&mut self, token: &Token) {
        let edge = Edge::keep(self.end(), token);
        self.positions.push(Position {
            first: self.edges.len(),
            misfit: 0,
            keys: [0; MAX_KEYS],
        });
        self.edges.push(edge);
    }

    /// Adds the position of the next token with all its edges that end by token `limit`.
    pub fn propose(&mut self, lexicon: &Lexicon<'_>, tokens: &Tokens, limit: usize) {
        let at = self.end();
        self.keep(&tokens.as_slice()[at]);
        lexicon.matches(tokens, at, limit, |to, entry| {
            let first = self.edges.len();
            self.add(lexicon, to, entry, Kind::Exact, 0);
            let phrase = &tokens.as_slice()[at..to];
            let has_apostrophe = phrase.iter().any(|token| token.clitic);
            self.weigh_apostrophes(lexicon, has_apostrophe, first);
        });
    }

    /// Adds the edges of `entry`, which end before token `to`, to the last position. `slips` is the cost
    /// of the typing errors.
    pub fn add(
        &mut self,
        lexicon: &Lexicon<'_>,
        to: usize,
        entry: Entry<'_>,
        kind: Kind,
        slips: Cost,
    ) {
        let position = self.positions.last_mut().expect("a position was added");
        let free = position.keys.iter_mut().find(|share| **share == 0);
        if let (Kind::Exact, Some(free)) = (kind, free) {
            *free = u8::try_from(entry.replaced() / 100).unwrap_or(100);
        }
        self.edges.extend(entry.candidates().map(|candidate| {
            let dense = candidate.channel + slips;
            Edge::restore(lexicon, to, candidate.original, kind, dense)
        }));
    }

    /// Adds the cost of straight apostrophes to the edges from index `first` on, which are the originals
    /// of one phrase. An original that adds an apostrophe costs more. If an original expands the
    /// apostrophe of the phrase, keeping that apostrophe costs more.
    fn weigh_apostrophes(&mut self, lexicon: &Lexicon<'_>, has_apostrophe: bool, first: usize) {
        if self.straight == 0 {
            return;
        }
        let mut expands = false;
        for edge in &mut self.edges[first..] {
            let Wording::Original(original) = edge.wording else {
                continue;
            };
            let gets_apostrophe = lexicon.surface(original).as_bytes().contains(&b'\'');
            match (has_apostrophe, gets_apostrophe) {
                (true, false) => expands = true,
                (false, true) => edge.dense += self.straight,
                _ => {}
            }
        }
        if let Some(position) = self.positions.last_mut().filter(|_| expands) {
            position.misfit += self.straight;
        }
    }
}

/// Cost of an original with a straight apostrophe in the document that `tokens` are from: `-ln` of the
/// share of straight apostrophes among all.
///
/// Spinners write straight apostrophes and do not change curly ones. In a document with curly ones, those
/// are the author's, and the straight ones are the spinner's.
#[expect(clippy::cast_precision_loss, reason = "counts of tokens")]
pub fn straight_apostrophes(tokens: &Tokens) -> Cost {
    let count = |curly: bool| {
        tokens
            .as_slice()
            .iter()
            .filter(|token| token.clitic && token.curly == curly)
            .count() as f64
    };
    let curly = count(true);
    let straight = count(false);
    milli_nats((1.0 + straight) / (1.0 + straight + curly))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "-ln of a probability above 0.01 is below 5000"
)]
fn milli_nats(probability: f64) -> Cost {
    (-probability.max(LEAST).ln() * 1000.0).round() as Cost
}

#[cfg(test)]
mod tests;
