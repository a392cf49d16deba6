//! The probability that a document is spun.
//!
//! The log odds of the decoder are not calibrated: neighbouring words are not independent, and short texts
//! hardly show anything. So they are scaled by a logistic regression (Platt 1999) on the log odds and the
//! number of words. `tests/calibration.py --fit` prints its weights, which were fitted on passages of the
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
/// in nats: logistic regression on passages of the training texts, spun and as they were.
const MARGINS: [f64; 4] = [0.075, -2.02, 0.306, 0.172];
const MARGINS_BIAS: f64 = 5.96;
/// Log odds by the margins, in milli-nats, below which a text is not spun after all. Of the passages that
/// looked spun and were, 3 in 6,800 have less.
pub(super) const DOUBTFUL: Cost = 500;
/// Log odds by the margins, in milli-nats, from which a short text is spun. No text of `../shared/honest` has
/// as much.
pub(super) const CONVINCING: Cost = 5000;

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

/// The log odds, in milli-nats, of a text of so many words by the `margins` of its edits, and by its `log_odds`
/// so far. Words that a spinner would insert, but that make sense where they are, give edits with low
/// margins only.
#[expect(clippy::cast_precision_loss, reason = "a count of words")]
#[expect(
    clippy::cast_possible_truncation,
    reason = "costs are far below the limit"
)]
pub(super) fn conviction(log_odds: Cost, mut margins: Vec<Cost>, words: usize) -> Cost {
    margins.sort_unstable_by(|one, other| other.cmp(one));
    let nats = |cost: Option<&Cost>| f64::from(cost.copied().unwrap_or(0)) / 1000.0;
    let features = [
        nats(Some(&log_odds)),
        (words as f64).ln_1p(),
        nats(margins.get(1)),
        nats(margins.get(2)),
    ];
    let weighed = MARGINS.iter().zip(features);
    let value: f64 = weighed.map(|(weight, feature)| weight * feature).sum();
    ((value + MARGINS_BIAS) * 1000.0) as Cost
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
        let margins = vec![10_000, 20_000, 12_000];
        let of = |log_odds, words| conviction(log_odds, margins.clone(), words);
        assert!(of(10_000, 40) > of(10_000, 100) && of(10_000, 100) > DOUBTFUL);
        assert!(of(10_000, 1000) < DOUBTFUL && of(100_000, 1000) > DOUBTFUL);
        // The highest margin may be an accident.
        assert!(conviction(10_000, vec![6000, 40_000, 5000], 200) < DOUBTFUL);
        assert!(conviction(10_000, Vec::new(), 40) < DOUBTFUL);
        assert!(conviction(0, vec![15_000, 18_000, 20_000], 40) > CONVINCING);
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
