//! How far the confidence of edits can be trusted (the reliability of a forecast: Murphy 1973): of
//! the edits with a confidence of, say, 0.7 to 0.8, how many are right.

use super::figures::{Figures, Line, round, share};
use serde_json::json;
use std::ops::{AddAssign, Range};
use unspin::edit::Edit;

/// Least confidence of each class, in hundredths. A class ends where the next one begins.
pub const CLASSES: [u8; 5] = [50, 60, 70, 80, 90];

/// Counts of edits in each of [`CLASSES`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reliability {
    edits: [usize; CLASSES.len()],
    right: [usize; CLASSES.len()],
}

impl Reliability {
    /// Adds an edit that produced the bytes `place` of a line of output. It is right if all of its
    /// words are those of the original at this position.
    pub fn add_edit(&mut self, line: &Line<'_>, place: &Range<usize>, confidence: f64) {
        let first = line.output.partition_point(|word| word.end <= place.start);
        let last = line.output.partition_point(|word| word.start < place.end);
        let is_right = !line
            .rest
            .hunks
            .iter()
            .any(|hunk| hunk.left.start < last && first < hunk.left.end);
        let class = CLASSES
            .iter()
            .rposition(|&least| confidence >= f64::from(least) / 100.0);
        if let Some(class) = class {
            self.edits[class] += 1;
            self.right[class] += usize::from(is_right);
        }
    }

    /// For each class, the number of edits, as `edits_50`, and the share of them that are right, as
    /// `right_50`.
    pub fn figures(&self) -> Figures {
        let mut figures = Figures::new();
        for (class, least) in CLASSES.iter().enumerate() {
            let right = share(self.right[class], self.edits[class]);
            figures.insert(format!("edits_{least}"), json!(self.edits[class]));
            figures.insert(format!("right_{least}"), json!(round(right, 4)));
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

/// The bytes of the output that each edit produced, and its confidence.
pub(super) fn placed(edits: &[Edit]) -> impl Iterator<Item = (Range<usize>, f64)> + '_ {
    // How much of the output and of the source is before the next edit.
    let mut written = 0;
    let mut copied = 0;
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
    fn edits_are_counted_by_confidence() {
        let spun = "The White Home mentioned so; it took 12 months.";
        let original = "The White House said so; it took a year.";
        // Leads of 20, 1 and 20 nats: confidences of 0.99, 0.63 and 0.99. The second is wrong.
        let edits = [
            edit(10, 14, "House", 20_000),
            edit(15, 24, "noted", 1000),
            edit(37, 46, "a year", 20_000),
        ];
        let output = String::from_utf8(apply(spun.as_bytes(), &edits)).expect("UTF-8");
        let line = Line::new(spun, &output, original);
        let mut reliability = Reliability::default();
        for (place, confidence) in placed(&edits) {
            reliability.add_edit(&line, &place, confidence);
        }
        assert_eq!(reliability.edits, [0, 1, 0, 0, 2]);
        assert_eq!(reliability.right, [0, 0, 0, 0, 2]);
        let figures = reliability.figures();
        assert_eq!(figures["edits_90"], json!(2));
        assert_eq!(figures["right_90"], json!(1.0));
        assert_eq!(figures["right_60"], json!(0.0));
    }
}
