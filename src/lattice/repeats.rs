//! What a document says elsewhere: words that it has used are used again (the cache of Kuhn and De Mori 1990). A spinner
//! replaces each occurrence afresh, so where one hides the original, another may show it. It owns the expected counts of
//! wordings in a document, and what they add to the fit of an edge.

use crate::cost::milli;
use crate::lattice::{Edge, Lattice, Wording};
use crate::lexicon::Lexicon;
use crate::models::ngram::NgramModel;
use crate::store::hash::ByHash;
use crate::text::token::Tokens;
use std::collections::HashMap;

/// How much of the surprise counts: repetitions are not independent. Fitted on text spun forward (0.52), then chosen on the
/// development sets.
const SHARE: f32 = 0.4;
/// Added to seen and to expected counts, so that rare words do not surprise.
const PRIOR: f32 = 0.2;

/// Expected counts, which can be reused to avoid unnecessary memory reallocation.
#[derive(Clone, Debug, Default)]
pub struct Repeats {
    counts: HashMap<u64, f32, ByHash>,
}

impl Repeats {
    /// Adds to the fit of each priced edge how much oftener its wording stands elsewhere in the document than in other text.
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
                let expected = length * usual(lexicon, ngrams, tokens, at, edge.wording);
                edge.fit += milli(SHARE * ((elsewhere.max(0.0) + PRIOR) / (expected + PRIOR)).ln());
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "milli-nats of a few thousand")]
fn probability(edge: &Edge) -> f32 {
    // So it is for most tokens: those that have no choice.
    if edge.context == 0 {
        return 1.0;
    }
    (-(edge.context as f32) / 1000.0).exp()
}

/// How often a wording stands at a place of any text.
#[expect(clippy::cast_precision_loss, reason = "milli-nats of a few thousand")]
fn usual(
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
