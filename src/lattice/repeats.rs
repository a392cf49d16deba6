//! Repeated words. A word that a document has used is likely to be used again (the cache of Kuhn and De
//! Mori 1990). A spinner replaces each occurrence on its own, so one occurrence may show the original
//! that another one hides.

use crate::cost::milli;
use crate::lattice::{Edge, Lattice, Wording};
use crate::lexicon::Lexicon;
use crate::models::ngram::NgramModel;
use crate::store::hash::ByHash;
use crate::text::token::Tokens;
use std::collections::HashMap;

/// Weight of the log ratio of the two counts. It is below 1 because repetitions are not independent.
/// Fitted on spun text (0.52), then chosen on the development sets.
const SHARE: f32 = 0.4;
/// Added to both counts, to limit the effect of rare words.
const PRIOR: f32 = 0.2;

/// Expected counts of wordings. A thread reuses the memory for all its documents.
#[derive(Clone, Debug, Default)]
pub struct Repeats {
    counts: HashMap<u64, f32, ByHash>,
}

impl Repeats {
    /// Adds to the fit of each edge that has a rival how much more often its wording occurs in the rest of
    /// the document than in other text of this length. The context costs must be set.
    pub fn weigh(
        &mut self,
        lexicon: &Lexicon<'_>,
        ngrams: &NgramModel<'_>,
        tokens: &Tokens,
        lattice: &mut Lattice,
    ) {
        self.counts.clear();
        for at in 0..tokens.len() {
            for edge in lattice.edges(at) {
                *self.counts.entry(edge.keys.whole).or_default() += probability(edge);
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "a count of tokens")]
        let length = tokens.len() as f32;
        for at in 0..tokens.len() {
            let edges = lattice.edges_mut(at);
            if edges.len() < 2 {
                continue;
            }
            for edge in edges {
                let elsewhere = self
                    .counts
                    .get(&edge.keys.whole)
                    .map_or(0.0, |count| count - probability(edge));
                let expected = length * frequency(lexicon, ngrams, tokens, at, edge.wording);
                let ratio = (elsewhere.max(0.0) + PRIOR) / (expected + PRIOR);
                edge.fit += milli(SHARE * ratio.ln());
            }
        }
    }
}

/// Probability of an edge among those of its position.
#[expect(clippy::cast_precision_loss, reason = "milli-nats of a few thousand")]
fn probability(edge: &Edge) -> f32 {
    // Most tokens have only one edge, and `exp` takes time.
    if edge.context == 0 {
        return 1.0;
    }
    (-(edge.context as f32) / 1000.0).exp()
}

/// How often a wording occurs per token of any text.
#[expect(clippy::cast_precision_loss, reason = "milli-nats of a few thousand")]
fn frequency(
    lexicon: &Lexicon<'_>,
    ngrams: &NgramModel<'_>,
    tokens: &Tokens,
    at: usize,
    wording: Wording,
) -> f32 {
    let cost = match wording {
        Wording::Keep => ngrams.alone(std::iter::once(tokens.as_slice()[at].word)),
        Wording::Original(original) => ngrams.alone(lexicon.words_of(original)),
    };
    (-(cost as f32) / 1000.0).exp()
}

#[cfg(test)]
mod tests;
