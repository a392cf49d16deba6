//! How likely an edit is right, told from its margin. It owns the line between the two; margins are the decoder's.

use crate::edit::Cost;

/// Log odds that an edit without any margin is right.
const AT_NO_MARGIN: f64 = 0.2;
/// What a nat of margin adds to the log odds: less than a nat, as the costs that make a margin do not vote independently.
const FOR_EACH_NAT: f64 = 0.4;

/// The probability, from 0 to 1, that an edit with this margin is right: a logistic function.
///
/// ```
/// use unspin::confidence;
/// assert!(confidence::of(500) > 0.5 && confidence::of(500) < confidence::of(5000));
/// ```
pub fn of(margin: Cost) -> f64 {
    let log_odds = AT_NO_MARGIN + FOR_EACH_NAT * f64::from(margin) / 1000.0;
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_for_any_margin() {
        // 1 / (1 + e^-0.2), 1 / (1 + e^-2.2)
        for (margin, expected) in [(Cost::MIN, 0.0), (0, 0.549_834), (5000, 0.900_250), (Cost::MAX, 1.0)] {
            assert!((of(margin) - expected).abs() < 1e-6, "{margin}: {}", of(margin));
        }
    }
}
