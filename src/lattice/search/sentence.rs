//! What a search looks at, and what an edge costs: the weighted sum of n-gram, channel and context costs.

use crate::cost::Cost;
use crate::lattice::{Edge, Lattice, Wording};
use crate::lexicon::Lexicon;
use crate::models::ngram::{END, NgramModel, State};
use crate::text::token::Tokens;
use std::ops::Range;

/// Weights of the costs, in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weights {
    /// Weight of the n-gram model.
    pub model: Cost,
    /// Weight of the channel.
    pub channel: Cost,
    /// Weight of the context cost, which contains the channel already.
    pub context: Cost,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            model: 50,
            channel: 52,
            context: 136,
        }
    }
}

/// How much a search reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// The replacements.
    Replacements,
    /// The replacements, each with its alternatives.
    Alternatives,
    /// Also the tokens that are kept although there are alternatives.
    Doubts,
}

/// What a search needs besides the lattice.
#[derive(Clone, Copy)]
pub struct Models<'m, 'a> {
    /// The lexicon that the originals of the lattice are from.
    pub lexicon: &'m Lexicon<'a>,
    /// Cost of a word after others.
    pub ngrams: &'m NgramModel<'a>,
    /// Weights of the costs.
    pub weights: Weights,
    /// How much is reported.
    pub detail: Detail,
}

/// A sentence that is searched.
#[derive(Clone)]
pub(super) struct Sentence<'s, 'a> {
    pub(super) models: Models<'s, 'a>,
    pub(super) tokens: &'s Tokens,
    pub(super) lattice: &'s Lattice,
    /// Its tokens.
    pub(super) range: Range<usize>,
}

impl Sentence<'_, '_> {
    /// Cost of an edge without the n-gram costs of its words.
    pub(super) fn edge_cost(&self, edge: &Edge) -> Cost {
        let Weights {
            channel, context, ..
        } = self.models.weights;
        (channel * edge.channel + context * edge.context) / 100
    }

    /// Cost of an edge that begins at token `at`, after `state`, and the state after it.
    pub(super) fn edge(&self, state: State, at: usize, edge: &Edge) -> (Cost, State) {
        let mut cost = self.edge_cost(edge);
        let mut state = state;
        for word in self.words(at, edge) {
            let (more, next) = self.word(state, word);
            cost += more;
            state = next;
        }
        (cost, state)
    }

    /// Cost of the end of the sentence.
    pub(super) fn end(&self, state: State) -> Cost {
        self.word(state, END).0
    }

    fn word(&self, state: State, word: u64) -> (Cost, State) {
        let (cost, next) = self.models.ngrams.score(state, word);
        (self.models.weights.model * cost / 100, next)
    }

    /// The words of an edge that begins at token `at`.
    pub(super) fn words(&self, at: usize, edge: &Edge) -> impl Iterator<Item = u64> + use<'_> {
        let (kept, restored) = match edge.wording {
            Wording::Keep => (Some(self.tokens.as_slice()[at].word), None),
            Wording::Original(original) => (None, Some(self.models.lexicon.words_of(original))),
        };
        kept.into_iter().chain(restored.into_iter().flatten())
    }
}
