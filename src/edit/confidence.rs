//! How likely an edit is right, told from its lead over the next best wording. It owns the line between the two; leads are the
//! decoder's.

use crate::cost::Cost;

/// Log odds that an edit without any lead is right. Both numbers were fitted on the development sets.
const AT_NO_LEAD: f64 = -0.83;
/// What the logarithm of the lead adds to the log odds. It grows with the logarithm and not with the lead itself, as the
/// costs that make a lead do not vote independently.
const FOR_EACH_FOLD: f64 = 1.95;

/// The probability, from 0 to 1, that an edit with this lead is right: a logistic function.
///
/// ```
/// use unspin::edit::confidence;
/// assert!(confidence::of(2000) > 0.5 && confidence::of(2000) < confidence::of(5000));
/// ```
pub fn of(lead: Cost) -> f64 {
    let log_odds = AT_NO_LEAD + FOR_EACH_FOLD * (f64::from(lead.max(0)) / 1000.0).ln_1p();
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_for_any_lead() {
        // 1 / (1 + e^0.83), 1 / (1 + e^0.83 / 6^1.95)
        for (lead, expected) in [
            (Cost::MIN, 0.303_645),
            (0, 0.303_645),
            (5000, 0.934_864),
            (Cost::MAX, 0.999_999),
        ] {
            assert!((of(lead) - expected).abs() < 1e-5, "{lead}: {}", of(lead));
        }
    }
}
