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
mod tests {
    use super::super::tests::{model, unigrams};
    use super::*;
    use crate::lexicon::OwnedLexicon;

    /// `house` was replaced three times, so with probability 3 / (3 + 1) = 0.75.
    const ROWS: &str = "home\thouse\t3\n";

    fn log_odds(rows: &str, costs: &[(&str, Cost)], text: &str) -> Cost {
        let owned = OwnedLexicon::compile(rows).expect("good rows");
        let bytes = unigrams(costs);
        let rates = Rates::new(owned.view(), &model(&bytes));
        let mut tokens = Tokens::default();
        tokens.push_text(text, 0);
        rates.log_odds(owned.view(), &tokens, |_| true)
    }

    /// Costs are rounded to milli-nats, so sums differ a little from those of exact probabilities.
    fn assert_close(found: Cost, expected: Cost) {
        assert!((found - expected).abs() <= 2, "{found}, not {expected}");
    }

    #[test]
    fn rates_follow_from_the_model_and_the_channel() {
        let owned = OwnedLexicon::compile(ROWS).expect("good rows");
        // Probabilities of 0.01 and 0.02.
        let bytes = unigrams(&[("home", 4605), ("house", 3912)]);
        let rates = Rates::new(owned.view(), &model(&bytes));
        let mut tokens = Tokens::default();
        tokens.push_text("home house", 0);
        let [home, house] = [0, 1].map(|at| rates.phrases[&key(&tokens.as_slice()[at..=at])]);
        let expected = [
            // Never replaced, and made from 0.8 * 0.75 of the occurrences of `house`.
            (home, 0.01, 0.01 + 0.8 * 0.75 * 0.02),
            // Replaced in 0.8 * 0.75 of its occurrences, and never made.
            (house, 0.02, 0.02 - 0.8 * 0.75 * 0.02),
        ];
        for (rate, clean, spun) in expected {
            assert!((rate.clean - clean).abs() < 1e-5, "{rate:?}");
            assert!((rate.spun - spun).abs() < 1e-5, "{rate:?}");
        }
        // 0.012 - 0.012
        assert!(rates.excess.abs() < 2e-5, "{}", rates.excess);
    }

    #[test]
    fn present_and_absent_phrases_add_up() {
        let costs = [("home", 4605), ("house", 3912)];
        let of = |text: &str| log_odds(ROWS, &costs, text);
        // With ten words, `home` is expected 0.1 times in clean and 0.22 times in spun text, `house` 0.2 and 0.08 times. As
        // if both were absent: 0.1 - 0.22 + 0.2 - 0.08 = 0.
        assert_close(of("a b c d e f g h i j"), 0);
        // ln((1 - exp(-0.22)) / (1 - exp(-0.1))) + 0.22 - 0.1 = 0.73006 + 0.12
        assert_close(of("a home c d e f g h i j"), 850);
        assert_close(of("a home home home e f g h i j"), 850);
        // ln((1 - exp(-0.08)) / (1 - exp(-0.2))) + 0.08 - 0.2 = -0.85769 - 0.12
        assert_close(of("a house c d e f g h i j"), -978);
        assert_close(of("a house c d e home g h i j"), 850 - 978);
    }

    #[test]
    fn replacing_a_phrase_makes_another_so_absence_alone_says_nothing() {
        // `house` is unknown, so its cost is 9000 and its probability 0.000123. `home` has a rate of 0.01 + 0.6 * 0.000123 in
        // spun text, so per word, the absence of both adds -0.000074 + 0.000074.
        assert_close(log_odds(ROWS, &[("home", 4605)], &"a ".repeat(100)), 0);
        // A row that keeps the phrase: `said` is not replaced and cannot be made, so its presence says nothing.
        assert_close(
            log_odds("said\tsaid\t5\n", &[("said", 3912)], "he said so"),
            0,
        );
        // `mentioned` stands for two originals: 0.8 * 0.5 * (0.02 + 0.05) = 0.028 are made, and 0.4 of these originals are
        // gone. The absence of all three adds 100 * (-0.028 + 0.008 + 0.02) = 0.
        let rows = "mentioned\tsaid\t1\nmentioned\ttold\t1\n";
        let costs = [("mentioned", 6908), ("said", 3912), ("told", 2996)];
        assert_close(log_odds(rows, &costs, &"a ".repeat(100)), 0);
    }

    #[test]
    fn one_phrase_has_limited_weight() {
        // `of` has a probability of 0.5 and is replaced with probability 0.99 by an unknown word, which has a rate of
        // 0.8 * 0.99 * 0.5 = 0.396 + 0.000123 in spun text. The ratio of presence, ln(0.327 / 0.000123), is cut to 4.
        let rows = "xyz\tof\t99\n";
        assert_close(log_odds(rows, &[("of", 693)], "xyz"), 4396);
    }

    #[test]
    fn the_sum_has_a_limit() {
        let rows: String = (0..40).map(|i| format!("x{i}\tof\t99\n")).collect();
        let text: String = (0..40).map(|i| format!("x{i} ")).collect();
        assert_eq!(log_odds(&rows, &[("of", 693)], &text), MAX_LOG_ODDS);
    }
}
