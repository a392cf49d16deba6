//! From a position with its wordings to a training example.

use unspin::cost::Cost;
use unspin::lattice::Edge;
use unspin::lattice::density::MAX_BEHIND;
use unspin::models::Keys;
use unspin::models::context::features::{Features, Register, Topics, cross};
use unspin::models::net::View;
use unspin::text::token::Tokens;

/// A position of a text.
pub(super) struct Position {
    edges: Vec<Edge>,
    /// For each edge, the log probability of the channel plus the score of the network, in nats.
    scores: Vec<f32>,
    /// Index of the right edge.
    right: usize,
}

impl Position {
    pub fn new(edges: &[Edge], right: usize) -> Self {
        Self {
            edges: edges.to_vec(),
            scores: Vec::new(),
            right,
        }
    }

    /// Scores all edges. The first one keeps the token; wordings that the network does not know get
    /// its score.
    pub fn score(&mut self, view: &View<'_, '_>) {
        let keeping = view.keep(self.edges[0].keys.whole);
        for (index, edge) in self.edges.iter().enumerate() {
            let score = match index {
                0 => keeping,
                _ => view.score(edge.keys.whole).unwrap_or(keeping),
            };
            self.scores.push(score - nats(edge.channel));
        }
    }

    /// The position without the edges that channel and network make very unlikely, as when a text
    /// is restored. `None` if no choice is left, or if the right edge is not among those left.
    pub fn pruned(self) -> Option<Self> {
        let best = self
            .scores
            .iter()
            .copied()
            .fold(f32::NEG_INFINITY, f32::max);
        let is_kept = |&index: &usize| index == 0 || self.scores[index] >= best - nats(MAX_BEHIND);
        let kept: Vec<usize> = (0..self.edges.len()).filter(is_kept).collect();
        let right = kept.iter().position(|&index| index == self.right)?;
        (kept.len() > 1).then(|| Self {
            edges: kept.iter().map(|&index| self.edges[index]).collect(),
            scores: kept.iter().map(|&index| self.scores[index]).collect(),
            right,
        })
    }

    /// The training example of the position at token `at`.
    pub fn example(
        &self,
        tokens: &Tokens,
        topics: &Topics,
        at: usize,
        register: Register,
    ) -> Example {
        let mut example = Example {
            contexts: Vec::new(),
            wordings: Vec::with_capacity(self.edges.len()),
            right: self.right,
        };
        let mut to = at;
        for (edge, &score) in self.edges.iter().zip(&self.scores) {
            if edge.to != to {
                to = edge.to;
                let mut features = Features::default();
                features.read(tokens.as_slice(), topics, at, to, register);
                example.contexts.push(features);
            }
            example.wordings.push(Candidate {
                context: example.contexts.len() - 1,
                keys: edge.keys,
                score,
            });
        }
        example
    }
}

#[expect(clippy::cast_precision_loss, reason = "milli-nats of a few thousand")]
fn nats(cost: Cost) -> f32 {
    cost as f32 / 1000.0
}

/// A training example: a position whose right wording is known.
pub(super) struct Example {
    /// The features of the context, for each number of tokens that edges cover.
    contexts: Vec<Features>,
    /// The wordings to choose from.
    pub wordings: Vec<Candidate>,
    /// Index of the right wording.
    pub right: usize,
}

/// A wording of an example.
pub(super) struct Candidate {
    /// Index of its context.
    context: usize,
    keys: Keys,
    /// Log probability of the channel plus the score of the network, in nats.
    pub score: f32,
}

impl Example {
    /// Calls `visit` with each feature of a wording: each feature of its context, combined with the
    /// wording or with its last letters.
    pub fn for_each_feature_of(&self, wording: &Candidate, mut visit: impl FnMut(u64)) {
        let context = &self.contexts[wording.context];
        for &feature in &context.whole {
            visit(cross(feature, wording.keys.whole));
        }
        for &feature in &context.ending {
            visit(cross(feature, wording.keys.ending));
        }
    }

    /// Calls `visit` with each feature of each wording.
    pub fn for_each_feature(&self, mut visit: impl FnMut(u64)) {
        for wording in &self.wordings {
            self.for_each_feature_of(wording, &mut visit);
        }
    }
}
