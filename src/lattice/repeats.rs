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
mod tests {
    use super::*;
    use crate::models::ngram::tiny;
    use crate::store::file::Trust;

    /// `house` is certain at the first token, and has the probability 1/2 at the last one, where the other
    /// half is `home`. All words have the frequency 1/4 (-ln 0.25 = 1386), so each is expected once in
    /// four tokens.
    #[test]
    fn wordings_that_occur_elsewhere_fit_better() {
        let rows = Lexicon::compile("home\thouse\t1\n").expect("good rows");
        let lexicon = Lexicon::read(&rows, Trust::Checked).expect("just compiled");
        let costs = [
            ("<s>", 0, None),
            ("house", 1386, None),
            ("home", 1386, None),
            ("a b", 0, None),
        ];
        let ngrams = tiny::model(1386, &costs);
        let ngrams = NgramModel::read(&ngrams, Trust::Checked).expect("just written");
        let mut tokens = Tokens::default();
        tokens.push_text("house and the home", 0);
        let mut lattice = Lattice::default();
        lattice.clear(0, 0);
        for _ in 0..4 {
            lattice.propose(&lexicon, &tokens, 4);
        }
        for edge in lattice.edges_mut(3) {
            edge.context = 693;
        }
        Repeats::default().weigh(&lexicon, &ngrams, &tokens, &mut lattice);
        let fits: Vec<_> = lattice.edges(3).iter().map(|edge| edge.fit).collect();
        // `home`: 0.4 ln((0 + 0.2) / (1 + 0.2)) = -0.717. `house`: 0.4 ln((1 + 0.2) / (1 + 0.2)) = 0.
        assert_eq!(fits, [-717, 0]);
        // Without a rival nothing is added.
        assert_eq!(lattice.edges(0)[0].fit, 0);
    }

    #[test]
    fn an_occurrence_does_not_count_for_itself() {
        let rows = Lexicon::compile("home\thouse\t1\n").expect("good rows");
        let lexicon = Lexicon::read(&rows, Trust::Checked).expect("just compiled");
        let ngrams = tiny::model(0, &[("<s>", 0, None), ("a b", 0, None)]);
        let ngrams = NgramModel::read(&ngrams, Trust::Checked).expect("just written");
        let mut tokens = Tokens::default();
        tokens.push_text("home", 0);
        let mut lattice = Lattice::default();
        lattice.clear(0, 0);
        lattice.propose(&lexicon, &tokens, 1);
        Repeats::default().weigh(&lexicon, &ngrams, &tokens, &mut lattice);
        // Both have no other occurrence, and are expected once per token: 0.4 ln(0.2 / 1.2).
        assert!(lattice.edges(0).iter().all(|edge| edge.fit == -717));
    }
}
