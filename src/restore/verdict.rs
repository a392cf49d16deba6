//! What a document looks like: spun or not, how densely, and by which families of spinners.

use super::score;
use super::terms::Mention;
use crate::cost::Cost;
use crate::ranges::joined;
use std::ops::Range;
use std::sync::Arc;

/// Whether a document looks spun, and the figures behind that decision.
///
/// ```
/// use unspin::Restorer;
/// let restorer = Restorer::default();
/// let verdict = restorer.restore("It rained on Monday.").verdict().clone();
/// assert!(!verdict.is_spun() && verdict.family().is_none());
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    pub(crate) log_odds: Cost,
    /// The number of words, or 0 if most of the document is not English.
    pub(crate) words: usize,
    pub(crate) density: Option<f64>,
    pub(crate) spun: bool,
    pub(crate) spans: Vec<Range<usize>>,
    pub(crate) families: Vec<Arc<str>>,
    pub(crate) terms: Vec<Mention>,
    pub(crate) odd: Vec<Odd>,
}

/// Something odd about a document that does not show that a known spinner was at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Odd {
    /// Its words look replaced, but no known family of spinners explains them.
    Words,
    /// It has a tortured phrase, but only one.
    Term,
    /// It has alternatives that a spinner has left, such as `{big|large}`.
    Alternatives,
}

impl Odd {
    /// Its name in the output of `--score`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Term => "term",
            Self::Alternatives => "alternatives",
        }
    }
}

impl Verdict {
    /// Whether the document is treated as spun. This takes far more than even odds.
    pub fn is_spun(&self) -> bool {
        self.spun
    }

    /// The parts of the document that look spun, as byte ranges of the source, sorted and disjoint.
    /// Each starts and ends with a block, such as a paragraph or a headline. Empty if the document is
    /// not spun.
    ///
    /// ```
    /// use unspin::Restorer;
    /// let restorer = Restorer::default();
    /// let verdict = restorer.restore("It rained on Monday.").verdict().clone();
    /// assert!(verdict.spans().is_empty());
    /// ```
    pub fn spans(&self) -> &[Range<usize>] {
        &self.spans
    }

    /// What looks odd although no known spinner explains it, each kind once.
    ///
    /// ```
    /// use unspin::{Restorer, restore::Odd};
    /// let restorer = Restorer::default();
    /// let verdict = restorer.restore("A {big|large} house.").verdict().clone();
    /// assert_eq!(verdict.odd(), [Odd::Alternatives]);
    /// ```
    pub fn odd(&self) -> &[Odd] {
        &self.odd
    }

    /// The tortured phrases in the document, in the order of the text.
    pub(crate) fn terms(&self) -> &[Mention] {
        &self.terms
    }

    /// Evidence that the document is spun, in nats. Above all in short texts, it is not calibrated; see
    /// [`Self::score`].
    pub fn log_odds(&self) -> f64 {
        f64::from(self.log_odds) / 1000.0
    }

    /// The number of words, or 0 if most of the document is not English, and therefore not the work of a
    /// known spinner.
    pub fn words(&self) -> usize {
        self.words
    }

    /// Calibrated probability, from 0 to 1, that the document is spun, if half of all documents like it
    /// are: the [log odds](Self::log_odds), scaled by the number of words (Platt 1999). It is 0 for a
    /// document without English words.
    ///
    /// ```
    /// use unspin::Restorer;
    /// let restorer = Restorer::default();
    /// assert_eq!(restorer.restore("Il pleut à Paris depuis lundi.").verdict().score(), 0.0);
    /// ```
    pub fn score(&self) -> f64 {
        score::probability(self.log_odds(), self.spun, self.words)
    }

    /// Estimated share, from 0 to 1, of the words a spinner would replace that were replaced. `None`
    /// if the document is not spun.
    pub fn density(&self) -> Option<f64> {
        self.density
    }

    /// The names of the families whose work the document looks like, the built-in one first.
    pub fn families(&self) -> impl Iterator<Item = &str> {
        self.families.iter().map(|name| &**name)
    }

    /// The same names in one string, joined with `+`. `None` where there are none.
    pub fn family(&self) -> Option<String> {
        let names: Vec<&str> = self.families().collect();
        (!names.is_empty()).then(|| names.join("+"))
    }

    /// The verdict on a document of several parts, which are given in order: that of the part that
    /// looks most spun, with the spans of all, and what is odd in any.
    pub(super) fn of_parts(parts: impl IntoIterator<Item = Self>) -> Self {
        let rank = |verdict: &Self| (verdict.spun, verdict.words > 0, verdict.log_odds);
        let mut spans = Vec::new();
        let mut terms = Vec::new();
        let mut odd = Vec::new();
        let most = parts
            .into_iter()
            .map(|mut part| {
                spans.append(&mut part.spans);
                terms.append(&mut part.terms);
                odd.append(&mut part.odd);
                part
            })
            .reduce(|most, next| {
                if rank(&most) >= rank(&next) {
                    most
                } else {
                    next
                }
            })
            .unwrap_or_default();
        odd.sort_unstable();
        odd.dedup();
        Self {
            spans,
            terms,
            odd,
            ..most
        }
    }

    /// The same verdict with its spans and terms where `place` says that their bytes are.
    pub(super) fn placed(mut self, place: impl Fn(Range<usize>) -> Vec<Range<usize>>) -> Self {
        self.spans = joined(self.spans.into_iter().flat_map(&place).collect());
        let terms = self.terms.into_iter();
        self.terms = terms.filter_map(|term| term.placed(&place)).collect();
        self
    }

    /// The same verdict on a part that starts at byte `start` of its document.
    pub(super) fn moved(mut self, start: usize) -> Self {
        for span in &mut self.spans {
            *span = span.start + start..span.end + start;
        }
        let terms = self.terms.into_iter();
        self.terms = terms.map(|term| term.moved(start)).collect();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_looks_like_its_most_spun_part() {
        let part = |spun, log_odds| Verdict {
            spun,
            log_odds,
            ..Verdict::default()
        };
        let parts = [
            part(false, 9000),
            part(true, 5000),
            part(true, 7000),
            part(false, 0),
        ];
        assert_eq!(Verdict::of_parts(parts), part(true, 7000));
        assert_eq!(Verdict::of_parts([]), Verdict::default());
    }

    #[test]
    fn a_document_has_the_spans_of_all_parts() {
        let part = |spun, spans: &[Range<usize>]| Verdict {
            spun,
            spans: spans.to_vec(),
            ..Verdict::default()
        };
        let parts = [part(true, &[1..3]), part(false, &[]), part(true, &[4..5])];
        let whole = Verdict::of_parts(parts);
        assert_eq!(whole.spans(), [1..3, 4..5]);
    }

    #[test]
    fn names_of_families_are_joined() {
        let verdict = Verdict {
            families: vec!["news-spinner".into(), "science".into()],
            ..Verdict::default()
        };
        assert_eq!(verdict.family().as_deref(), Some("news-spinner+science"));
    }
}
