//! The unit of all costs.

/// Milli-nats: thousandths of `-ln(probability)`. Integers, so that every machine adds them up alike.
pub type Cost = i32;

/// Nats as milli-nats.
///
/// ```
/// assert_eq!(unspin::cost::milli(-0.25), -250);
/// ```
#[expect(clippy::cast_possible_truncation, reason = "a few nats")]
pub fn milli(nats: f32) -> Cost {
    // Where a processor has no instruction to round to the nearest number, `round` is a call; to cut off is none.
    (nats * 1000.0 + 0.5_f32.copysign(nats)) as Cost
}
