//! How likely an edit is right, told from its margin. It owns the line between the two; margins are the decoder's.

use crate::edit::Cost;

/// Log odds that an edit without any margin is right. Both numbers were fitted on the development sets.
const AT_NO_MARGIN: f64 = -0.84;
/// What the logarithm of the margin adds to the log odds. It grows with the logarithm and not with the margin itself, as the
/// costs that make a margin do not vote independently.
const FOR_EACH_FOLD: f64 = 1.53;

/// The probability, from 0 to 1, that an edit with this margin is right: a logistic function.
///
/// ```
/// use unspin::confidence;
/// assert!(confidence::of(2000) > 0.5 && confidence::of(2000) < confidence::of(5000));
/// ```
pub fn of(margin: Cost) -> f64 {
    let log_odds = AT_NO_MARGIN + FOR_EACH_FOLD * (f64::from(margin.max(0)) / 1000.0).ln_1p();
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_for_any_margin() {
        // 1 / (1 + e^0.84), 1 / (1 + e^0.84 / 6^1.53)
        for (margin, expected) in [(Cost::MIN, 0.301_535), (0, 0.301_535), (5000, 0.870_048), (Cost::MAX, 0.999_999)] {
            assert!((of(margin) - expected).abs() < 1e-5, "{margin}: {}", of(margin));
        }
    }
}
