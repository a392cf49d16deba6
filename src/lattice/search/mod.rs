//! The cheapest path through the lattice: a beam search, followed by local improvement.
//!
//! A beam search can drop the beginning of the best path before it reaches the words that make this path
//! cheap. So the path that it finds is changed, one edge at a time, until no such change makes it
//! cheaper. A chosen wording is then at most as dear as each of its alternatives.

mod beam;
mod path;
mod sentence;

pub use sentence::{Detail, Models, Weights};

use crate::cost::Cost;
use crate::lattice::{Edge, Lattice, Wording};
use crate::text::token::Tokens;
use beam::Beam;
use path::{Path, Step};
use sentence::Sentence;
use std::ops::Range;

/// An edge of the best path that is reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its first token.
    pub from: usize,
    /// The edge.
    pub edge: Edge,
    /// How much more it costs to keep its tokens.
    pub margin: Cost,
    /// How much more the next best wording of its tokens costs, which may be to keep them.
    pub lead: Cost,
    /// The edges within its tokens, each with its cost above that of the chosen one. Empty unless
    /// [`Detail`] asks for them.
    pub alternatives: Vec<(Edge, Cost)>,
}

/// Memory of the search that a thread reuses for all its sentences.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    beam: Beam,
    path: Path,
    costs: Vec<Cost>,
}

impl Decoder {
    /// Finds the best path through the tokens in `range` and returns its choices in order. The costs of
    /// `lattice` must be set, and no edge may reach beyond the range.
    ///
    /// The path cannot be made cheaper by exchanging one of its edges, where tokens that the new edge
    /// leaves open are kept.
    pub fn best_path(
        &mut self,
        models: Models<'_, '_>,
        tokens: &Tokens,
        lattice: &Lattice,
        range: Range<usize>,
    ) -> Vec<Choice> {
        let sentence = Sentence {
            models,
            tokens,
            lattice,
            range,
        };
        self.path.cost = self.beam.search(&sentence, &mut self.path.steps);
        // Each change lowers the cost, so this ends.
        loop {
            match self.choices(&sentence) {
                Ok(choices) => return choices,
                Err(Cheaper { index, edge }) => self.path.take(&sentence, index, edge),
            }
        }
    }

    /// The choices on the path, or a change that makes it cheaper.
    fn choices(&mut self, sentence: &Sentence<'_, '_>) -> Result<Vec<Choice>, Cheaper> {
        let mut choices = Vec::new();
        for (index, step) in self.path.steps.iter().enumerate() {
            let edges = sentence.lattice.edges(step.at);
            if edges.len() == 1 {
                continue;
            }
            self.path.weigh(sentence, index, &mut self.costs);
            let weighed = edges.iter().zip(self.costs.iter().copied());
            if let Some((&edge, cost)) = weighed.min_by_key(|&(_, cost)| cost)
                && cost < 0
            {
                return Err(Cheaper { index, edge });
            }
            if is_reported(step, sentence.models.detail) {
                choices.push(choice(sentence, step, &self.costs));
            }
        }
        Ok(choices)
    }
}

/// An edge that makes the path cheaper as step `index`.
struct Cheaper {
    index: usize,
    edge: Edge,
}

fn is_reported(step: &Step, detail: Detail) -> bool {
    step.edge.wording != Wording::Keep || detail == Detail::Doubts
}

/// A step of the path as a choice. `costs` are those of all edges of its token, above its own.
fn choice(sentence: &Sentence<'_, '_>, step: &Step, costs: &[Cost]) -> Choice {
    let Step { at, edge, .. } = *step;
    let edges = sentence.lattice.edges(at).iter().copied();
    let within = edges
        .zip(costs.iter().copied())
        .filter(|(other, _)| other.to <= edge.to);
    // Edges of different lengths can leave the same words: `in the` for `within the`, or `in` for
    // `within` and a kept `the`.
    let words = |first: &Edge| {
        let rest = sentence.tokens.as_slice()[first.to..edge.to].iter();
        let rest = rest.map(|token| token.word);
        sentence.words(at, first).chain(rest)
    };
    let margin = costs[0];
    let next_best = within
        .clone()
        .filter(|(other, _)| !words(other).eq(words(&edge)))
        .map(|(_, cost)| cost)
        .min();
    let alternatives = if sentence.models.detail >= Detail::Alternatives {
        within.collect()
    } else {
        Vec::new()
    };
    Choice {
        from: at,
        edge,
        margin,
        lead: next_best.unwrap_or(margin),
        alternatives,
    }
}

#[cfg(test)]
mod tests;
