//! How far the confidence of edits can be trusted (the reliability of a forecast: Murphy 1973). It owns what a right edit is
//! and the classes of confidence.

use super::figures::{Figures, Line, round, share};
use serde_json::json;
use std::ops::{AddAssign, Range};
use unspin::edit::Edit;

/// Least confidence of each class, in hundredths.
pub const CLASSES: [u8; 5] = [50, 60, 70, 80, 90];

/// The edits of each of [`CLASSES`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reliability {
    edits: [usize; CLASSES.len()],
    right: [usize; CLASSES.len()],
}

impl Reliability {
    /// Adds an edit of a line that became the bytes `place` of its output. It is right where all its words are those of the
    /// original at their place.
    pub fn add_edit(&mut self, line: &Line<'_>, place: &Range<usize>, confidence: f64) {
        let first = line.output.partition_point(|word| word.end <= place.start);
        let last = line.output.partition_point(|word| word.start < place.end);
        let is_right = !line
            .rest
            .hunks
            .iter()
            .any(|hunk| hunk.left.start < last && first < hunk.left.end);
        if let Some(class) = CLASSES
            .iter()
            .rposition(|&least| confidence >= f64::from(least) / 100.0)
        {
            self.edits[class] += 1;
            self.right[class] += usize::from(is_right);
        }
    }

    /// For each class the number of edits, as `edits_50`, and the share of them that are right, as `right_50`.
    pub fn figures(&self) -> Figures {
        let mut figures = Figures::new();
        for (class, least) in CLASSES.iter().enumerate() {
            figures.insert(format!("edits_{least}"), json!(self.edits[class]));
            figures.insert(
                format!("right_{least}"),
                json!(round(share(self.right[class], self.edits[class]), 4)),
            );
        }
        figures
    }
}

impl AddAssign for Reliability {
    fn add_assign(&mut self, other: Self) {
        for class in 0..CLASSES.len() {
            self.edits[class] += other.edits[class];
            self.right[class] += other.right[class];
        }
    }
}

/// Where each edit stands in the output, and its confidence.
pub(super) fn placed(edits: &[Edit]) -> impl Iterator<Item = (Range<usize>, f64)> + '_ {
    let (mut written, mut copied) = (0, 0);
    edits.iter().map(move |edit| {
        let range = edit.range();
        let start = written + range.start - copied;
        written = start + edit.original().len();
        copied = range.end;
        (start..written, edit.confidence())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use unspin::cost::Cost;
    use unspin::edit::{Evidence, Kind, apply};

    fn edit(start: usize, end: usize, original: &str, lead: Cost) -> Edit {
        Edit::new(
            start..end,
            original,
            Evidence::new(Kind::Exact, "", lead, lead),
        )
    }

    #[test]
    fn right_and_wrong_edits_by_confidence() {
        let (spun, original) = (
            "The White Home mentioned so; it took 12 months.",
            "The White House said so; it took a year.",
        );
        // Leads of 20, 1 and 20 nats: confidences of 0.99, 0.63 and 0.99.
        let edits = [
            edit(10, 14, "House", 20_000),
            edit(15, 24, "noted", 1000),
            edit(37, 46, "a year", 20_000),
        ];
        let output = String::from_utf8(apply(spun.as_bytes(), &edits)).expect("text");
        let line = Line::new(spun, &output, original);
        let mut reliability = Reliability::default();
        placed(&edits)
            .for_each(|(place, confidence)| reliability.add_edit(&line, &place, confidence));
        let figures = reliability.figures();
        assert_eq!(
            (&figures["edits_90"], &figures["right_90"]),
            (&json!(2), &json!(1.0))
        );
        assert_eq!(
            (&figures["edits_60"], &figures["right_60"]),
            (&json!(1), &json!(0.0))
        );
    }
}
