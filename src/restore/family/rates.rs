//! The evidence of single words: how often each phrase of a lexicon is expected in clean and in spun text, and what its
//! presence or absence in a document says.
//!
//! A phrase with the rate *r* per word occurs in a document of *n* words with the probability 1 - exp(-*r* *n*), so its
//! absence alone adds *n* (clean rate - spun rate) to the log odds. This is the Bernoulli model of naive Bayes (McCallum
//! and Nigam 1998), with rates from the n-gram model and the channel instead of counts.

use super::MAX_LOG_ODDS;
use crate::cost::Cost;
use crate::lexicon::{Entry, Lexicon};
use crate::models::ngram::NgramModel;
use crate::store::hash::{self, ByHash};
use crate::text::token::{Token, Tokens};
use std::collections::{HashMap, HashSet};

/// The share of replaceable phrases that a spinner is assumed to replace.
const DENSITY: f64 = 0.8;
/// The most that the presence of one phrase can say for or against spinning, in nats. A text about invoices has the word,
/// spun or not.
const MAX_ODDS: f64 = 4.0;

/// Expected occurrences per word of text.
#[derive(Clone, Copy, Debug)]
struct Rate {
    clean: f64,
    spun: f64,
}

/// The rates of all phrases of a lexicon.
#[derive(Clone)]
pub(super) struct Rates {
    phrases: HashMap<u64, Rate, ByHash>,
    /// Sum of (spun rate - clean rate) over all phrases.
    excess: f64,
}

impl Rates {
    pub(super) fn new(lexicon: &Lexicon<'_>, ngrams: &NgramModel<'_>) -> Self {
        let mut rates = Self {
            phrases: HashMap::default(),
            excess: 0.0,
        };
        let mut tokens = Tokens::default();
        lexicon.for_each(|phrase, entry| {
            tokens.clear();
            tokens.push_text(phrase, 0);
            let rate = Rate::new(lexicon, ngrams, tokens.as_slice(), entry);
            rates.phrases.insert(key(tokens.as_slice()), rate);
            rates.excess += rate.spun - rate.clean;
        });
        rates
    }

    /// Log odds in milli-nats that the text is spun, judged by its `wanted` tokens. A phrase that occurs several times counts
    /// once, because texts repeat their words.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "words of a document; at most a few nats each"
    )]
    pub(super) fn log_odds(
        &self,
        lexicon: &Lexicon<'_>,
        tokens: &Tokens,
        wanted: impl Fn(usize) -> bool,
    ) -> Cost {
        let length = (0..tokens.len()).filter(|&at| wanted(at)).count() as f64;
        let mut met: HashSet<u64, ByHash> = HashSet::default();
        // As if all phrases were absent.
        let mut sum = -length * self.excess;
        for from in (0..tokens.len()).filter(|&at| wanted(at)) {
            lexicon.matches(tokens, from, tokens.len(), |to, _| {
                let key = key(&tokens.as_slice()[from..to]);
                if let Some(rate) = self.phrases.get(&key).filter(|_| met.insert(key)) {
                    sum += rate.odds_of_presence(length);
                }
            });
        }
        (sum * 1000.0).clamp(f64::from(-MAX_LOG_ODDS), f64::from(MAX_LOG_ODDS)) as Cost
    }
}

impl Rate {
    /// The rates of the phrase `tokens`. In clean text, it occurs as often as the n-gram model says. In spun text, a share of
    /// these occurrences is replaced, and others take the place of its originals.
    fn new(
        lexicon: &Lexicon<'_>,
        ngrams: &NgramModel<'_>,
        tokens: &[Token],
        entry: Entry<'_>,
    ) -> Self {
        let clean = probability(ngrams.alone(tokens.iter().map(|token| token.word)));
        let made: f64 = entry
            .candidates()
            .map(|candidate| {
                probability(ngrams.alone(lexicon.words_of(candidate.original)))
                    * probability(candidate.channel)
            })
            .sum();
        let replaced = DENSITY * f64::from(entry.replaced()) / 10_000.0;
        Self {
            clean,
            spun: clean * (1.0 - replaced) + DENSITY * made,
        }
    }

    /// What the presence of the phrase in a document of `length` words says more than its absence, in nats.
    fn odds_of_presence(self, length: f64) -> f64 {
        let present = |rate: f64| (-(-length * rate).exp_m1()).max(f64::MIN_POSITIVE);
        (present(self.spun) / present(self.clean))
            .ln()
            .clamp(-MAX_ODDS, MAX_ODDS)
            + length * (self.spun - self.clean)
    }
}

fn probability(cost: Cost) -> f64 {
    (-f64::from(cost) / 1000.0).exp()
}

fn key(tokens: &[Token]) -> u64 {
    tokens.iter().fold(tokens.len() as u64, |key, token| {
        hash::pair(key, token.word)
    })
}

#[cfg(test)]
mod tests;
