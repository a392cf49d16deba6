//! The unit of all costs.

/// A cost in milli-nats: `-1000 ln(probability)`. Costs are integers, so that sums are the same on every machine.
pub type Cost = i32;

/// Converts nats to milli-nats, rounded to the nearest integer.
///
/// ```
/// assert_eq!(unspin::cost::milli(-0.25), -250);
/// ```
#[expect(clippy::cast_possible_truncation, reason = "a few nats")]
pub fn milli(nats: f32) -> Cost {
    // Add one half and truncate: on processors without a rounding instruction, `f32::round` is a function call.
    (nats * 1000.0 + 0.5_f32.copysign(nats)) as Cost
}

/// The sum of `costs`, which does not overflow.
///
/// ```
/// assert_eq!(unspin::cost::sum([400, -100]), 300);
/// assert_eq!(unspin::cost::sum([i32::MAX, 1]), i32::MAX);
/// ```
pub fn sum(costs: impl IntoIterator<Item = Cost>) -> Cost {
    costs.into_iter().fold(0, Cost::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_to_the_nearest_and_halves_away_from_zero() {
        let nats = [0.0, 0.0004, 0.0006, -0.0006, 0.0625, -0.0625, 2.5];
        assert_eq!(nats.map(milli), [0, 0, 1, -1, 63, -63, 2500]);
    }
}
