//! The probability that an edit is right, estimated from its lead over the next best wording.

use crate::cost::Cost;

/// Log odds that an edit with a lead of 0 is right. Both constants were fitted on the development sets.
const INTERCEPT: f64 = -0.83;
/// Log odds per `ln(1 + lead)`, with the lead in nats. The logarithm fits better than the lead itself because the costs
/// that a lead is the sum of are not independent.
const SLOPE: f64 = 1.95;

/// The probability, from 0 to 1, that an edit with this lead is right, by logistic regression.
pub(super) fn of(lead: Cost) -> f64 {
    let log_odds = INTERCEPT + SLOPE * (f64::from(lead.max(0)) / 1000.0).ln_1p();
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_lead_has_a_probability() {
        // Log odds: -0.83, -0.83 + 1.95 ln(1 + 2) = 1.312294, and -0.83 + 1.95 ln(1 + 5) = 2.663931.
        for (lead, expected) in [
            (Cost::MIN, 0.303_645),
            (0, 0.303_645),
            (2000, 0.787_897),
            (5000, 0.934_864),
            (Cost::MAX, 0.999_999),
        ] {
            assert!((of(lead) - expected).abs() < 1e-5, "{lead}: {}", of(lead));
        }
    }
}
