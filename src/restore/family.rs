//! Families of spinners. Each has a name and a lexicon, and estimates whether a document is its work.
//!
//! Two built-in families are **trained**: the [gate](crate::models::gate) recognises their work, and each has a
//! network of its own. Others need no training; their estimate follows from the lexicon and the n-gram model:
//!
//! - If all spun phrases have two words or more, it is a family of **terms**, such as the tortured phrases of science
//!   (Cabanac, Labbé and Magazinov 2021). Nobody else writes these, so two different ones are enough.
//! - Otherwise it is a family of **words**, any of which may occur in honest text. Each phrase of the lexicon, present or
//!   absent, contributes a likelihood ratio (`rates`).

mod rates;
#[cfg(test)]
mod tests;

use super::options::FALLBACK_MARGIN;
use crate::cost::Cost;
use crate::lexicon::openings::Openings;
use crate::lexicon::{Lexicon, MAX_PHRASE, Original, OwnedLexicon, SCIENCE_OPENINGS};
use crate::models::gate::{FAMILIES, Verdict};
use crate::models::ngram::NgramModel;
use crate::text::token::{Gap, Tokens};
use rates::Rates;
use std::sync::Arc;

/// Names of the trained families, in the order in which the gate knows them.
pub const TRAINED: [&str; FAMILIES] = ["news-spinner", "article-rewriter"];

/// Name of the built-in family of scientific terms.
pub const SCIENCE: &str = "science";

/// Name of the family of plain synonyms, for documents that no other family explains.
pub const THESAURUS: &str = "thesaurus";

/// Log odds of a document without terms, in milli-nats.
const NO_TERM: Cost = -8000;
/// What each different term adds.
const TERM: Cost = 8000;
/// The least log odds of a document that is attributed to a family: those of two terms.
const ENOUGH: Cost = 8000;
/// Log odds below which a document is clean for a family that was not trained.
const DOUBT: Cost = -2000;
/// Limit of all log odds.
const MAX_LOG_ODDS: Cost = 60_000;

/// How much higher than usual, in milli-nats, the log odds of a document must be for each trained family: usually, and
/// for a density below [`LOW_DENSITY`], or where fewer tokens than [`SHORT`] look spun. The lexicon of
/// `article-rewriter` has many plain words, which honest text has as well, above all old-fashioned prose. Chosen on
/// passages of the development sets and on honest text.
const CAUTION: [[Cost; 3]; FAMILIES] = [[-300, -300, -300], [1500, 6000, 12_000]];
/// See [`CAUTION`].
const LOW_DENSITY: f64 = 0.25;
/// See [`CAUTION`]. A short text may use one of the family's words several times, and little else.
const SHORT: usize = 90;

/// A family of spinners.
#[derive(Clone)]
pub struct Family {
    name: Arc<str>,
    lexicon: OwnedLexicon,
    kind: Kind,
    rank: Rank,
}

/// The order in which families are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// The lexicon is that of a spinner.
    Known,
    /// The lexicon is only a guess, to be tried if no known family explains a document.
    Guess,
}

#[derive(Clone)]
enum Kind {
    /// The family of this number in [`TRAINED`].
    Trained(usize),
    Terms(Openings),
    Words(Rates),
}

/// A term in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// First token.
    pub from: usize,
    /// One past the last token.
    pub to: usize,
    /// Its original.
    pub original: Original,
}

impl Family {
    /// The family `name` with the pairs of `lexicon`.
    pub fn new(name: &str, lexicon: OwnedLexicon, ngrams: &NgramModel<'_>) -> Self {
        let mut spun = Vec::new();
        lexicon.view().for_each(|phrase, entry| {
            if entry.candidates().next().is_some() {
                spun.push(phrase.to_owned());
            }
        });
        let is_terms = !spun.is_empty() && spun.iter().all(|phrase| phrase.contains(' '));
        let kind = if is_terms {
            Kind::Terms(Openings::new(spun.iter().map(String::as_str)))
        } else {
            Kind::Words(Rates::new(lexicon.view(), ngrams))
        };
        Self {
            name: name.into(),
            lexicon,
            kind,
            rank: Rank::Known,
        }
    }

    /// The families that are built into the crate: the trained ones in the order of [`TRAINED`], and [`SCIENCE`].
    pub fn built_in() -> Vec<Self> {
        let lexicons = [
            OwnedLexicon::news_spinner(),
            OwnedLexicon::article_rewriter(),
        ];
        let trained = TRAINED.into_iter().zip(lexicons).enumerate();
        let trained = trained.map(|(number, (name, lexicon))| Self {
            name: name.into(),
            lexicon,
            kind: Kind::Trained(number),
            rank: Rank::Known,
        });
        trained.chain([Self::science()]).collect()
    }

    /// The same family with `lexicon` in place of its own.
    #[must_use]
    pub fn with_lexicon(self, lexicon: OwnedLexicon) -> Self {
        Self { lexicon, ..self }
    }

    /// The number of a trained family in [`TRAINED`].
    pub fn number(&self) -> Option<usize> {
        match self.kind {
            Kind::Trained(number) => Some(number),
            Kind::Terms(_) | Kind::Words(_) => None,
        }
    }

    /// How much higher than usual the log odds must be where so many tokens of a document look spun, with this density,
    /// in milli-nats; negative if lower.
    pub fn caution(&self, density: f64, tokens: usize) -> Cost {
        let Some(number) = self.number() else {
            return 0;
        };
        let [usual, thin, short] = CAUTION[number];
        match (tokens < SHORT, density < LOW_DENSITY) {
            (true, _) => short,
            (false, true) => thin,
            (false, false) => usual,
        }
    }

    /// The same family with the rank [`Rank::Guess`].
    #[must_use]
    pub fn guess(self) -> Self {
        Self {
            rank: Rank::Guess,
            ..self
        }
    }

    /// When it is tried.
    pub fn rank(&self) -> Rank {
        self.rank
    }

    /// The family of scientific terms that is built into the crate (`dictionaries/science.tsv`).
    pub fn science() -> Self {
        Self {
            name: SCIENCE.into(),
            lexicon: OwnedLexicon::science(),
            kind: Kind::Terms(Openings::of_bytes(SCIENCE_OPENINGS)),
            rank: Rank::Known,
        }
    }

    /// Its name.
    pub fn name(&self) -> Arc<str> {
        Arc::clone(&self.name)
    }

    /// The least margin of its edits in milli-nats. A higher one in the options takes precedence.
    pub fn min_margin(&self) -> Cost {
        match self.rank {
            Rank::Known => Cost::MIN,
            Rank::Guess => FALLBACK_MARGIN,
        }
    }

    /// Its lexicon.
    pub fn lexicon(&self) -> &Lexicon<'_> {
        self.lexicon.view()
    }

    /// Its lexicon with the bytes that it reads.
    pub fn owned_lexicon(&self) -> &OwnedLexicon {
        &self.lexicon
    }

    /// Whether a document is worth a closer look. `quoted` says which tokens are in quotations.
    pub fn may_be_in(&self, tokens: &Tokens, quoted: &[bool]) -> bool {
        let mut found = Vec::new();
        self.terms(tokens, |at| quoted[at], &mut found);
        !found.is_empty()
            || self
                .judge(tokens, |at| Some(quoted[at]))
                .is_some_and(|verdict| !self.is_clean(verdict))
    }

    /// Sets `found` to the terms in a document, in order and disjoint, the longest one at each place; none if this is a family
    /// of words. Terms with an excluded token are ignored: a quoted term may be one that the author writes about.
    pub fn terms(
        &self,
        tokens: &Tokens,
        is_excluded: impl Fn(usize) -> bool,
        found: &mut Vec<Term>,
    ) {
        found.clear();
        let Kind::Terms(openings) = &self.kind else {
            return;
        };
        let all = tokens.as_slice();
        let mut from = 0;
        while from + 1 < all.len() {
            let term = if openings.may_start(&all[from], &all[from + 1]) {
                self.term(tokens, from, &is_excluded)
            } else {
                None
            };
            from = term.map_or(from + 1, |term| term.to);
            found.extend(term);
        }
    }

    /// The longest term that starts at token `from`. It cannot go past a blank line.
    fn term(
        &self,
        tokens: &Tokens,
        from: usize,
        is_excluded: impl Fn(usize) -> bool,
    ) -> Option<Term> {
        let reach = tokens.len().min(from + MAX_PHRASE);
        let limit = (from..reach)
            .find(|&at| is_excluded(at) || (at > from && tokens.as_slice()[at].gap == Gap::Break))
            .unwrap_or(reach);
        let mut term = None;
        self.lexicon().matches(tokens, from, limit, |to, entry| {
            let best = entry.candidates().min_by_key(|candidate| candidate.channel);
            if let Some(candidate) = best {
                term = Some(Term {
                    from,
                    to,
                    original: candidate.original,
                });
            }
        });
        term
    }

    /// Log odds in milli-nats that a document with these terms is spun. Repetitions of a term do not count.
    pub fn log_odds_of_terms(terms: &[Term]) -> Cost {
        let mut different: Vec<Original> = terms.iter().map(|term| term.original).collect();
        different.sort_unstable();
        different.dedup();
        let number = Cost::try_from(different.len()).unwrap_or(Cost::MAX);
        TERM.saturating_mul(number)
            .saturating_add(NO_TERM)
            .min(MAX_LOG_ODDS)
    }

    /// A first estimate from the words of a document; `None` for a family of terms, and for trained families, which the
    /// gate judges. `is_quoted` says whether a token is in a
    /// quotation, and returns `None` for tokens to ignore.
    pub fn judge(
        &self,
        tokens: &Tokens,
        is_quoted: impl Fn(usize) -> Option<bool>,
    ) -> Option<Verdict> {
        let Kind::Words(rates) = &self.kind else {
            return None;
        };
        let [unquoted, inside] = [false, true].map(|wanted| {
            rates.log_odds(self.lexicon(), tokens, |at| is_quoted(at) == Some(wanted))
        });
        Some(Verdict::of(unquoted, inside))
    }

    /// Whether a document with this verdict of the first look is clean as far as this family is concerned. The words of a
    /// family that was not trained are fewer, and say less.
    pub fn is_clean(&self, verdict: Verdict) -> bool {
        match self.kind {
            Kind::Trained(_) => verdict.is_clean(),
            Kind::Terms(_) | Kind::Words(_) => verdict.score < DOUBT,
        }
    }

    /// Whether log odds are high enough to attribute a document to a family.
    pub fn is_enough(log_odds: Cost) -> bool {
        log_odds >= ENOUGH
    }
}
