//! How far the confidence of edits can be trusted (the reliability of a forecast: Murphy 1973). It owns what a right edit is
//! and the classes of confidence.

use super::figures::{Figures, round, share};
use super::words::words;
use super::{align, for_each_line};
use crate::edit::Edit;
use crate::train::Error;
use crate::train::pairs::Document;
use serde_json::json;
use std::ops::Range;

/// Least confidence of each class, in hundredths.
pub const CLASSES: [u8; 5] = [50, 60, 70, 80, 90];

/// The edits of each of [`CLASSES`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reliability {
    edits: [usize; CLASSES.len()],
    right: [usize; CLASSES.len()],
}

impl Reliability {
    /// Adds the `edits` of a document that became `output`. An edit is right where all its words are those of the original at
    /// their place.
    ///
    /// # Errors
    /// When the output has more or fewer lines than its document.
    pub fn add_document(&mut self, document: &Document, edits: &[Edit], output: &str) -> Result<(), Error> {
        let mut placed = placed(edits).peekable();
        let mut line_start = 0;
        for_each_line(document, output, |_, line, original| {
            let (got, wanted) = (words(line), words(original));
            let wrong = align(&got, &wanted).hunks;
            let touched = |range: &Range<usize>| {
                let first = got.partition_point(|word| line_start + word.end <= range.start);
                first..got.partition_point(|word| line_start + word.start < range.end)
            };
            while let Some((range, confidence)) = placed.next_if(|(range, _)| range.start <= line_start + line.len()) {
                let touched = touched(&range);
                self.add(confidence, !wrong.iter().any(|hunk| hunk.left.start < touched.end && touched.start < hunk.left.end));
            }
            line_start += line.len() + 1;
        })
    }

    fn add(&mut self, confidence: f64, is_right: bool) {
        if let Some(class) = CLASSES.iter().rposition(|&least| confidence >= f64::from(least) / 100.0) {
            self.edits[class] += 1;
            self.right[class] += usize::from(is_right);
        }
    }

    /// For each class the number of edits, as `edits_50`, and the share of them that are right, as `right_50`.
    pub fn figures(&self) -> Figures {
        let mut figures = Figures::new();
        for (class, least) in CLASSES.iter().enumerate() {
            figures.insert(format!("edits_{least}"), json!(self.edits[class]));
            figures.insert(format!("right_{least}"), json!(round(share(self.right[class], self.edits[class]), 4)));
        }
        figures
    }
}

/// Where each edit stands in the output, and its confidence.
fn placed(edits: &[Edit]) -> impl Iterator<Item = (Range<usize>, f64)> + '_ {
    let (mut written, mut copied) = (0, 0);
    edits.iter().map(move |edit| {
        let start = written + edit.start - copied;
        (written, copied) = (start + edit.original.len(), edit.end);
        (start..written, edit.evidence.confidence())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Cost, Evidence, Kind, apply};
    use crate::train::pairs::Pair;

    fn edit(start: usize, end: usize, original: &str, lead: Cost) -> Edit {
        let evidence = Evidence { kind: Kind::Exact, rule: String::new(), margin: lead, lead, choices: Vec::new() };
        Edit { start, end, original: original.into(), evidence }
    }

    #[test]
    fn right_and_wrong_edits_by_confidence() {
        let pair = |spun: &str, original: &str| Pair { spun: spun.into(), original: original.into() };
        let document: Document = vec![pair("The White Home mentioned so.", "The White House said so."), pair("It took 12 months.", "It took a year.")];
        let text = "The White Home mentioned so.\nIt took 12 months.\n";
        // Leads of 20, 1 and 20 nats: confidences of 0.99, 0.63 and 0.99.
        let edits = [edit(10, 14, "House", 20_000), edit(15, 24, "noted", 1000), edit(37, 46, "a year", 20_000)];
        let output = String::from_utf8(apply(text.as_bytes(), &edits)).expect("text");
        let mut reliability = Reliability::default();
        reliability.add_document(&document, &edits, &output).expect("as many lines");
        let figures = reliability.figures();
        assert_eq!((&figures["edits_90"], &figures["right_90"]), (&json!(2), &json!(1.0)));
        assert_eq!((&figures["edits_60"], &figures["right_60"]), (&json!(1), &json!(0.0)));
    }
}
