//! What a text looks like while it is read, and the verdict that becomes of it.

use super::terms::Mention;
use super::verdict::Odd;
use super::{FamilyId, Restorer, Verdict};
use crate::cost::Cost;
use crate::models::gate::Verdict as Screening;
use crate::ranges::joined;
use std::ops::Range;

/// Log odds, in milli-nats, that a text without words is spun: it certainly is not.
const NO_WORDS: Cost = -1_000_000;

/// What a text looks like so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Judgement {
    pub(super) log_odds: Cost,
    /// The number of words, or 0 if most of the text is not English.
    pub(super) words: usize,
    pub(super) density: Option<f64>,
    pub(super) spun: bool,
    /// Whether all speaks for the family, except that the evidence does not grow with the text.
    pub(super) is_refused: bool,
    /// The bytes of the text that look spun.
    pub(super) spans: Vec<Range<usize>>,
    pub(super) families: Vec<FamilyId>,
    pub(super) terms: Vec<Mention>,
    pub(super) odd: Vec<Odd>,
}

impl Judgement {
    /// Only the first look of the gate counts.
    pub(super) fn at_first_sight(screening: Screening) -> Self {
        Self {
            log_odds: screening.score,
            ..Self::default()
        }
    }

    /// Only these terms were looked for.
    pub(super) fn about(terms: Vec<Mention>) -> Self {
        Self {
            terms,
            ..Self::default()
        }
    }

    /// The judgement on a text without words, which no spinner can have changed.
    pub(super) fn without_words(self) -> Self {
        Self {
            log_odds: NO_WORDS,
            ..self.withdrawn()
        }
    }

    /// The judgement after all that the text is not spun.
    pub(super) fn withdrawn(self) -> Self {
        Self {
            spun: false,
            spans: Vec::new(),
            ..self
        }
    }

    /// The same judgement, with each of its spans where `place` says.
    pub(super) fn placed(self, place: impl Fn(Range<usize>) -> Range<usize>) -> Self {
        Self {
            spans: self.spans.into_iter().map(place).collect(),
            ..self
        }
    }

    /// Adds what `other` says about the same text; the density stays.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.log_odds = self.log_odds.max(other.log_odds);
        self.spun |= other.spun;
        self.families.extend(other.families);
        self.spans.extend(other.spans);
        self.odd.extend(other.odd);
        self
    }
}

impl Restorer {
    /// A judgement with the names of its families.
    pub(super) fn verdict(&self, mut judgement: Judgement) -> Verdict {
        judgement.families.sort_unstable();
        judgement.families.dedup();
        judgement.odd.sort_unstable();
        // A known spinner explains odd words.
        let is_explained = |odd: &Odd| judgement.spun && *odd != Odd::Alternatives;
        judgement.odd.retain(|odd| !is_explained(odd));
        Verdict {
            log_odds: judgement.log_odds,
            words: judgement.words,
            // The estimate assumes that the text is spun. If it is not, the estimate means nothing.
            density: judgement.density.filter(|_| judgement.spun),
            spun: judgement.spun,
            spans: joined(judgement.spans),
            families: judgement
                .families
                .into_iter()
                .map(|family| self.name(family))
                .collect(),
            terms: judgement.terms,
            odd: judgement.odd,
        }
    }
}
