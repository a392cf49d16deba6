//! Families of spinners: each has a lexicon and a name, and says how much of it is in a document. It owns that evidence and
//! the verdict from it; what is done with a document of a family is the restorer's.
//!
//! The family of the built-in lexicon has a trained [`crate::models::gate`]. Of any other nothing is known but its lexicon, so what
//! speaks for it follows from that and the n-gram model, without training:
//!
//! - A family whose corruptions all have two words or more is one of **terms**, such as the tortured phrases of science
//!   (Cabanac, Labbé and Magazinov 2021). Each is a name of something that nobody calls so: two different ones are enough.
//! - Any other is one of **words**, each of which honest text may have. How often a phrase stands in honest text, the n-gram
//!   model tells; how often it does in spun text, that and the channel. So each phrase that a document has, and each that it
//!   lacks, has a likelihood ratio, as in the Bernoulli model of naive Bayes (McCallum and Nigam 1998).

use super::options::FALLBACK_MARGIN;
use crate::cost::Cost;
use crate::lexicon::{Lexicon, MAX_PHRASE, Original, OwnedLexicon};
use crate::models::gate::Verdict;
use crate::models::ngram::NgramModel;
use crate::store::hash::{self, ByHash};
use crate::text::token::{Gap, Token, Tokens};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Name of the built-in family of terms.
pub const SCIENCE: &str = "science";

/// Name of the family that synonyms make, for what no other explains.
pub const THESAURUS: &str = "thesaurus";

/// Log odds of a document without any term, in milli-nats, and what each different one adds.
const NO_TERM: Cost = -8000;
const TERM: Cost = 8000;
/// Log odds from which a document is taken for one of the family: those of two terms.
const ENOUGH: Cost = 8000;
/// Log odds that are never exceeded, in milli-nats.
const MOST: Cost = 60_000;
/// Share of its keys that a spinner is taken to replace.
const DENSITY: f64 = 0.8;
/// Most that one phrase may say, either way, in nats: a text about invoices has the word, spun or not.
const MOST_ODDS: f64 = 4.0;

/// A spinner with its lexicon and its name.
#[derive(Clone)]
pub struct Family {
    name: Arc<str>,
    lexicon: OwnedLexicon,
    kind: Kind,
    rank: Rank,
}

/// Which families are asked first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// One whose table is known.
    Known,
    /// One that is only asked where no known family explains a document.
    Guess,
}

#[derive(Clone)]
enum Kind {
    Terms(Openings),
    Words(Rates),
}

/// A term of a family in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// First token.
    pub from: usize,
    /// One past the last token.
    pub to: usize,
    /// What belongs there.
    pub original: Original,
}

impl Family {
    /// The family `name` with the table `lexicon`.
    pub fn new(name: &str, lexicon: OwnedLexicon, ngrams: &NgramModel<'_>) -> Self {
        let mut corruptions = Vec::new();
        lexicon.view().for_each(|phrase, entry| {
            corruptions.extend(entry.candidates().next().map(|_| phrase.to_owned()))
        });
        let is_terms =
            !corruptions.is_empty() && corruptions.iter().all(|phrase| phrase.contains(' '));
        let kind = if is_terms {
            Kind::Terms(Openings::new(&corruptions))
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

    /// The same as a guess.
    #[must_use]
    pub fn guess(self) -> Self {
        Self {
            rank: Rank::Guess,
            ..self
        }
    }

    /// When it is asked.
    pub fn rank(&self) -> Rank {
        self.rank
    }

    /// The tortured phrases of science that are built into the crate: `dictionaries/science.tsv`.
    pub fn science(ngrams: &NgramModel<'_>) -> Self {
        Self::new(SCIENCE, OwnedLexicon::science(), ngrams)
    }

    /// Its name.
    pub fn name(&self) -> Arc<str> {
        Arc::clone(&self.name)
    }

    /// Least margin of its edits, in milli-nats, whatever the caller asks for.
    pub fn min_margin(&self) -> Cost {
        match self.rank {
            Rank::Known => Cost::MIN,
            Rank::Guess => FALLBACK_MARGIN,
        }
    }

    /// Its table.
    pub fn lexicon(&self) -> &Lexicon<'_> {
        self.lexicon.view()
    }

    /// Whether it is worth while to look closer at a document whose tokens in quotations are marked by `quoted`.
    pub fn may_be_in(&self, tokens: &Tokens, quoted: &[bool]) -> bool {
        let mut found = Vec::new();
        self.terms(tokens, |at| quoted[at], &mut found);
        !found.is_empty()
            || self
                .judge(tokens, |at| Some(quoted[at]))
                .is_some_and(|verdict| !verdict.is_clean())
    }

    /// The terms of a family of terms in a document, in order and disjoint, the longest at each place. One that touches a
    /// token which `is_left` is none: what is quoted is spoken about.
    pub fn terms(&self, tokens: &Tokens, is_left: impl Fn(usize) -> bool, found: &mut Vec<Term>) {
        found.clear();
        let Kind::Terms(openings) = &self.kind else {
            return;
        };
        let (all, mut from) = (tokens.as_slice(), 0);
        while from + 1 < all.len() {
            let term = if openings.may_begin(&all[from], &all[from + 1]) {
                self.term(tokens, from, &is_left)
            } else {
                None
            };
            from = term.map_or(from + 1, |term| term.to);
            found.extend(term);
        }
    }

    fn term(&self, tokens: &Tokens, from: usize, is_left: &impl Fn(usize) -> bool) -> Option<Term> {
        let reach = tokens.len().min(from + MAX_PHRASE);
        let limit = (from..reach)
            .find(|&at| is_left(at) || (at > from && tokens.as_slice()[at].gap == Gap::Break))
            .unwrap_or(reach);
        let mut term = None;
        self.lexicon
            .view()
            .matches(tokens, from, limit, |to, entry| {
                let best = entry.candidates().min_by_key(|candidate| candidate.channel);
                term = best
                    .map(|candidate| Term {
                        from,
                        to,
                        original: candidate.original,
                    })
                    .or(term);
            });
        term
    }

    /// Log odds of a document with these terms, in milli-nats.
    pub fn log_odds_of_terms(terms: &[Term]) -> Cost {
        let mut different: Vec<Original> = terms.iter().map(|term| term.original).collect();
        different.sort_unstable();
        different.dedup();
        let number = Cost::try_from(different.len()).unwrap_or(Cost::MAX);
        TERM.saturating_mul(number)
            .saturating_add(NO_TERM)
            .min(MOST)
    }

    /// What a document looks like at first sight, of which `is_quoted` tells the tokens in quotations from the others, and which
    /// are not to be looked at (`None`); none for a family of terms.
    pub fn judge(
        &self,
        tokens: &Tokens,
        is_quoted: impl Fn(usize) -> Option<bool>,
    ) -> Option<Verdict> {
        let Kind::Words(rates) = &self.kind else {
            return None;
        };
        let [unquoted, inside] = [false, true].map(|wanted| {
            rates.log_odds(self.lexicon.view(), tokens, |at| {
                is_quoted(at) == Some(wanted)
            })
        });
        Some(Verdict::of(unquoted, inside))
    }

    /// Whether log odds are enough to take a document for one of the family.
    pub fn is_enough(log_odds: Cost) -> bool {
        log_odds >= ENOUGH
    }
}

/// Bits for the first two words of terms: most places in a text are told from a term by one look.
#[derive(Clone)]
struct Openings(Vec<u64>);

const OPENING_BITS: u32 = 15;

impl Openings {
    fn new(phrases: &[String]) -> Self {
        let mut openings = Self(vec![0; 1 << (OPENING_BITS - 6)]);
        let mut tokens = Tokens::default();
        for phrase in phrases {
            tokens.clear();
            tokens.push_text(phrase, 0);
            if let [first, second, ..] = tokens.as_slice() {
                let (cell, mask) = place(first, second);
                openings.0[cell] |= mask;
            }
        }
        openings
    }

    fn may_begin(&self, first: &Token, second: &Token) -> bool {
        let (cell, mask) = place(first, second);
        self.0[cell] & mask != 0
    }
}

fn place(first: &Token, second: &Token) -> (usize, u64) {
    let bit = hash::pair(first.word, second.word) >> (64 - OPENING_BITS);
    ((bit >> 6) as usize, 1 << (bit & 63))
}

/// How often phrases stand at a word of honest and of spun text.
#[derive(Clone)]
struct Rates {
    phrases: HashMap<u64, [f64; 2], ByHash>,
    /// Sum of the differences of all phrases.
    excess: f64,
}

impl Rates {
    fn new(lexicon: &Lexicon<'_>, ngrams: &NgramModel<'_>) -> Self {
        let probability =
            |words: &mut dyn Iterator<Item = u64>| (-f64::from(ngrams.alone(words)) / 1000.0).exp();
        let mut rates = Self {
            phrases: HashMap::default(),
            excess: 0.0,
        };
        let mut tokens = Tokens::default();
        lexicon.for_each(|phrase, entry| {
            tokens.clear();
            tokens.push_text(phrase, 0);
            let clean = probability(&mut tokens.as_slice().iter().map(|token| token.word));
            let made: f64 = entry
                .candidates()
                .map(|candidate| {
                    probability(&mut lexicon.words_of(candidate.original))
                        * (-f64::from(candidate.channel) / 1000.0).exp()
                })
                .sum();
            let spun =
                clean * (1.0 - DENSITY * f64::from(entry.replaced()) / 10_000.0) + DENSITY * made;
            rates.phrases.insert(key(tokens.as_slice()), [clean, spun]);
            rates.excess += spun - clean;
        });
        rates
    }

    /// Log odds by the tokens that are `wanted`. Present phrases count once each, as a text says its words again; missing ones
    /// by the length of the text.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "words of a document; at most a few nats each"
    )]
    fn log_odds(
        &self,
        lexicon: &Lexicon<'_>,
        tokens: &Tokens,
        wanted: impl Fn(usize) -> bool,
    ) -> Cost {
        let length = (0..tokens.len()).filter(|&at| wanted(at)).count() as f64;
        let mut met: HashSet<u64, ByHash> = HashSet::default();
        let mut sum = -length * self.excess;
        for from in (0..tokens.len()).filter(|&at| wanted(at)) {
            lexicon.matches(tokens, from, tokens.len(), |to, _| {
                let key = key(&tokens.as_slice()[from..to]);
                if let Some(&[clean, spun]) = self.phrases.get(&key).filter(|_| met.insert(key)) {
                    sum += ratio(clean, spun, length);
                }
            });
        }
        (sum * 1000.0).clamp(f64::from(-MOST), f64::from(MOST)) as Cost
    }
}

/// What it says, in nats, that a phrase of these rates is there at all, over what it would say if it were not.
fn ratio(clean: f64, spun: f64, length: f64) -> f64 {
    let present = |rate: f64| (-(-length * rate).exp_m1()).max(f64::MIN_POSITIVE);
    (present(spun) / present(clean))
        .ln()
        .clamp(-MOST_ODDS, MOST_ODDS)
        + length * (spun - clean)
}

fn key(tokens: &[Token]) -> u64 {
    tokens.iter().fold(tokens.len() as u64, |key, token| {
        hash::pair(key, token.word)
    })
}
