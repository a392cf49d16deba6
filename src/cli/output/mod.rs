//! The ways to show a document and its edits: as text, as a diff, as JSON, or explained. Everything
//! here writes to a given `Write`, and all errors are those of the writer.

mod annotations;
mod diff;
mod explain;
mod json;
mod locations;
mod terms;

#[cfg(test)]
mod testing;

use std::borrow::Cow;
use std::ffi::OsStr;
use std::io::{self, Write};
use std::ops::Range;

pub use annotations::{SARIF_BETWEEN, github, sarif_head, sarif_results, sarif_tail};
pub use diff::diff;
pub use explain::explain;
pub use json::{Nats, annotated, edits, score};
pub use locations::{MOST_LOCATIONS, locations};
pub use terms::{terms, terms_json};

use super::message::bytes_on_one_line;
use super::position::{Position, Positions};
use super::task::Record;
use crate::document::encoding::Transcoded;
use crate::edit::{Edit, pieces};
use crate::restore::Verdict;

/// What is shown of a document.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The path as the user gave it, or `<stdin>`.
    pub name: &'a OsStr,
    /// Where the document is in the input.
    pub place: Place,
    /// The document as it was read.
    pub source: &'a [u8],
    /// Edits of the source, sorted and disjoint.
    pub edits: &'a [Edit],
    /// How spun the document looks.
    pub verdict: &'a Verdict,
    /// How the source was decoded, if it is not in UTF-8.
    pub encoded: Option<&'a Transcoded>,
}

/// Where a document is in its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line or record, if each of them is a document.
    pub record: Option<usize>,
    /// Where it starts.
    pub start: Position,
}

impl Place {
    /// The document is the whole input.
    pub const START: Self = Self::at(Position::START);

    /// The part of a document that starts at `start`.
    pub const fn at(start: Position) -> Self {
        Self {
            record: None,
            start,
        }
    }

    /// The document is a line or record.
    pub const fn of(record: Record) -> Self {
        Self {
            record: Some(record.number),
            start: record.start,
        }
    }
}

impl<'a> View<'a> {
    /// Finds lines and columns of the input. They are those of the text, however it is encoded.
    fn positions(&self) -> Positions<'a> {
        Positions::new(self.source, self.place.start)
    }

    /// The bytes of the input that the part `range` of the source is.
    fn bytes(&self, range: Range<usize>) -> Range<usize> {
        let offset = self.place.start.byte;
        let encoded = self.encoded;
        let range = encoded.map_or(range.clone(), |encoded| encoded.source_span(range));
        range.start + offset..range.end + offset
    }

    /// The text that `edit` replaces.
    fn spun(&self, edit: &Edit) -> Cow<'a, str> {
        String::from_utf8_lossy(&self.source[edit.start..edit.end])
    }

    /// The lines with edits: ranges of the source, sorted and disjoint, each with its edits.
    ///
    /// Lines that one edit joins are in the same range. Each range ends with a line feed that no
    /// edit replaces, or with the source. Takes time linear in the source, even if it is a single
    /// line.
    fn changed_lines(&self) -> Vec<(Range<usize>, &'a [Edit])> {
        let mut changed: Vec<(Range<usize>, Range<usize>)> = Vec::new();
        for (index, edit) in self.edits.iter().enumerate() {
            let last = changed.last_mut();
            match last.filter(|(lines, _)| edit.start < lines.end) {
                Some((lines, edits)) => {
                    if edit.end >= lines.end {
                        lines.end = line_end(self.source, edit.end);
                    }
                    edits.end = index + 1;
                }
                None => {
                    let start = line_start(self.source, edit.start);
                    let end = line_end(self.source, edit.end);
                    changed.push((start..end, index..index + 1));
                }
            }
        }
        changed
            .into_iter()
            .map(|(lines, edits)| (lines, &self.edits[edits]))
            .collect()
    }
}

fn line_start(source: &[u8], at: usize) -> usize {
    let feed = source[..at].iter().rposition(|&byte| byte == b'\n');
    feed.map_or(0, |feed| feed + 1)
}

fn line_end(source: &[u8], at: usize) -> usize {
    let feed = source[at..].iter().position(|&byte| byte == b'\n');
    feed.map_or(source.len(), |feed| at + feed + 1)
}

/// Writes the restored text.
///
/// # Errors
/// Those of `out`.
pub fn text(out: &mut dyn Write, document: &View<'_>) -> io::Result<()> {
    for (kept, edit) in pieces(document.source, document.edits) {
        out.write_all(kept)?;
        out.write_all(edit.map_or(b"", |edit| edit.original().as_bytes()))?;
    }
    Ok(())
}

/// Writes how many edits the input `name` needs; nothing if it needs none.
///
/// # Errors
/// Those of `out`.
pub fn check(out: &mut dyn Write, name: &OsStr, edits: usize) -> io::Result<()> {
    if edits == 0 {
        return Ok(());
    }
    out.write_all(&bytes_on_one_line(name))?;
    let plural = if edits == 1 { "" } else { "s" };
    writeln!(out, ": {edits} edit{plural}")
}

#[cfg(test)]
mod tests {
    use super::testing::{replacing, utf8, written};
    use super::*;

    #[test]
    fn bytes_that_are_not_utf8_are_copied() {
        let source = b"\xff he mentioned \xfe\r\n";
        assert_eq!(
            written(source, &[("mentioned", "said")], text),
            b"\xff he said \xfe\r\n"
        );
        assert_eq!(written(b"", &[], text), b"");
    }

    #[test]
    fn check_counts() {
        for (count, expected) in [(0, ""), (1, "a.txt: 1 edit\n"), (2, "a.txt: 2 edits\n")] {
            let mut out = Vec::new();
            check(&mut out, OsStr::new("a.txt"), count).expect("a vector accepts all bytes");
            assert_eq!(utf8(out), expected);
        }
    }

    #[test]
    fn lines_that_one_edit_joins_belong_together() {
        let source = b"one\ntwo within\nthe three\nfour";
        for (spun, lines) in [
            ("within\nthe", 4..25),
            ("two within\n", 4..25),
            ("\nfour", 15..29),
            ("one", 0..4),
            ("four", 25..29),
        ] {
            let edits = replacing(source, &[(spun, "in the")]);
            let document = View {
                name: OsStr::new("a"),
                place: Place::START,
                source,
                edits: &edits,
                verdict: &Verdict::default(),
                encoded: None,
            };
            let expected = [(lines, &edits[..])];
            assert_eq!(document.changed_lines(), expected, "{spun:?}");
        }
    }
}
