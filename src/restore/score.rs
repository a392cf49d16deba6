//! The probability that a document is spun.
//!
//! The log odds of the decoder are not calibrated: neighbouring words are not independent, and short texts
//! hardly show anything. So they are scaled by a logistic regression (Platt 1999) on the log odds and the
//! number of words. `tests/calibration.py --fit` prints its weights, which were fitted on stretches of the
//! training texts, half of them spun.

use crate::cost::Cost;
use crate::models::gate::FAMILIES;

/// Weight of the log odds in nats, which count at most [`MOST`].
const LOG_ODDS: f64 = 1.043;
const BIAS: f64 = -2.694;
/// Weights of the logarithm of the number of hundreds of words, and of its square.
const LENGTH: [f64; 2] = [-1.634, -0.283];
/// Limit of the log odds, in nats.
const MOST: f64 = 12.0;
/// Words below which a text is not judged by its length.
const FEW: f64 = 10.0;
/// Calibrated log odds, in nats, from which a text is certainly spun: a probability of 0.999.
const CERTAIN: f64 = 6.9;
/// Least density of such a text, for each trained family. Old, regional and informal English can have many of
/// the words that spinners insert, but has those that they replace as well.
const DENSE: [f64; FAMILIES] = [0.6, 0.4];

/// Weights of the log odds, of the logarithm of the number of words, and of the second and third highest margin,
/// in nats, by which texts with convincing edits are told from others: logistic regression on passages of the
/// training texts, spun and as they were.
const CONVINCING: [f64; 4] = [0.075, -2.02, 0.306, 0.172];
const CONVINCING_BIAS: f64 = 5.96;
/// Least value of a spun text. Of the passages that looked spun and were, 3 in 6,800 have less.
const LEAST_CONVINCING: f64 = 0.5;

/// The probability that a document of so many words is spun, given its log odds in nats and the verdict. It
/// is 0 for a document without words.
pub(super) fn probability(log_odds: f64, is_spun: bool, words: usize) -> f64 {
    if words == 0 {
        return 0.0;
    }
    // Verdicts are hardly ever wrong, whatever the length.
    if is_spun {
        return logistic(log_odds);
    }
    logistic(calibrated(log_odds, words))
}

/// Whether a text of this density and so many words is certainly the work of the trained family of this number,
/// given its log odds in milli-nats.
pub(super) fn is_certain(family: usize, log_odds: Cost, density: f64, words: usize) -> bool {
    density >= DENSE[family] && calibrated(f64::from(log_odds) / 1000.0, words) >= CERTAIN
}

/// Whether edits with these `margins`, the highest first, speak for a text of so many words that looks spun.
/// Costs are in milli-nats.
#[expect(clippy::cast_precision_loss, reason = "a count of words")]
pub(super) fn are_convincing(log_odds: Cost, margins: &[Cost], words: usize) -> bool {
    let nats = |cost: Option<&Cost>| f64::from(cost.copied().unwrap_or(0)) / 1000.0;
    let features = [
        nats(Some(&log_odds)),
        (words as f64).ln_1p(),
        nats(margins.get(1)),
        nats(margins.get(2)),
    ];
    let weighed = CONVINCING.iter().zip(features);
    let value: f64 = weighed.map(|(weight, feature)| weight * feature).sum();
    value + CONVINCING_BIAS >= LEAST_CONVINCING
}

/// The calibrated log odds, in nats, of a text that was not called spun.
#[expect(clippy::cast_precision_loss, reason = "a count of words")]
fn calibrated(log_odds: f64, words: usize) -> f64 {
    let length = ((words as f64).max(FEW) / 100.0).ln();
    let [linear, square] = LENGTH;
    let scaled = LOG_ODDS * log_odds.clamp(-MOST, MOST);
    scaled + BIAS + (linear + square * length) * length
}

fn logistic(number: f64) -> f64 {
    1.0 / (1.0 + (-number).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probability_grows_with_the_log_odds_and_falls_with_the_length() {
        for words in [1, 20, 100, 1000, 100_000] {
            let of = |log_odds| probability(log_odds, false, words);
            assert!(of(-20.0) <= of(-3.0) && of(-3.0) < of(0.0) && of(0.0) < of(5.0));
        }
        let of = |words| probability(1.0, false, words);
        assert!(of(20) > of(50) && of(50) > of(200) && of(200) > of(2000));
    }

    #[test]
    fn a_long_text_needs_edits_with_high_margins() {
        let margins = [20_000, 12_000, 10_000];
        assert!(are_convincing(10_000, &margins, 100));
        assert!(!are_convincing(10_000, &[20_000, 6000, 5000], 200));
        assert!(!are_convincing(10_000, &margins, 1000));
        assert!(are_convincing(100_000, &margins, 1000));
        assert!(are_convincing(10_000, &margins[..2], 40));
        assert!(!are_convincing(10_000, &[], 40));
    }

    #[test]
    fn without_words_nothing_is_spun() {
        assert_eq!(probability(9.0, false, 0), 0.0);
    }

    #[test]
    fn a_spun_document_has_a_high_probability_at_any_length() {
        for words in [20, 1_000_000] {
            assert!(probability(4.0, true, words) > 0.95);
        }
    }
}
