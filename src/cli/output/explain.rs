//! The text with its edits marked, and the reasons for them below each line.

use std::io::{self, Write};
use std::ops::Range;

use super::super::style::Color;
use super::{Nats, View};
use crate::edit::{Edit, Kind};

/// Writes the text with its edits marked, and below each line with edits, why they were made.
///
/// # Errors
/// Those of `out`.
pub fn explain(out: &mut dyn Write, document: &View<'_>, color: Color) -> io::Result<()> {
    let mut copied = 0;
    for (lines, edits) in document.changed_lines() {
        out.write_all(&document.source[copied..lines.start])?;
        copied = lines.end;
        marked(out, document, lines, edits, color)?;
        for edit in edits.iter().filter(|edit| edit.kind().restores()) {
            reason(out, document, edit)?;
        }
    }
    out.write_all(&document.source[copied..])
}

fn marked(
    out: &mut dyn Write,
    document: &View<'_>,
    lines: Range<usize>,
    edits: &[Edit],
    color: Color,
) -> io::Result<()> {
    let source = document.source;
    let mut copied = lines.start;
    for edit in edits {
        out.write_all(&source[copied..edit.start])?;
        color.write_removed(out, &[b"[-", &source[edit.start..edit.end], b"-]"])?;
        color.write_added(out, &[b"{+", edit.original().as_bytes(), b"+}"])?;
        copied = edit.end;
    }
    let rest = &source[copied..lines.end];
    out.write_all(rest)?;
    if rest.ends_with(b"\n") {
        return Ok(());
    }
    // The last line of a document may have no line feed, but the reasons start on a new line.
    out.write_all(b"\n")
}

fn reason(out: &mut dyn Write, document: &View<'_>, edit: &Edit) -> io::Result<()> {
    let spun = document.spun(edit);
    let kind = edit.kind().name();
    write!(out, "  | {spun:?} -> {:?}: {kind}", edit.original())?;
    if edit.kind() != Kind::Article {
        write!(out, " by {:?}", edit.rule())?;
    }
    let margin = Nats(edit.margin);
    let confidence = edit.confidence();
    write!(out, ", margin {margin} nats, confidence {confidence:.3}")?;
    let mut separator = "; weighed";
    for choice in edit.choices() {
        write!(
            out,
            "{separator} {:?} {}",
            choice.wording,
            Nats(choice.cost)
        )?;
        separator = ",";
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::super::Place;
    use super::super::testing::{utf8, written};
    use super::*;
    use crate::edit::{Choice, Evidence};
    use crate::restore::Verdict;

    #[test]
    fn edits_are_marked_and_reasons_follow_each_line() {
        let source = b"Clean.\n\nThe White Home mentioned so.\nClean.\nHe mentioned it";
        let wordings = [("Home mentioned", "House said"), ("mentioned", "said")];
        let expected = "\
Clean.

The White [-Home mentioned-]{+House said+} so.
  | \"Home mentioned\" -> \"House said\": exact by \"a -> b\", margin 4.007 nats, confidence 0.910
Clean.
He [-mentioned-]{+said+} it
  | \"mentioned\" -> \"said\": exact by \"a -> b\", margin 4.007 nats, confidence 0.910
";
        let got = written(source, &wordings, |out, document| {
            explain(out, document, Color::Off)
        });
        assert_eq!(utf8(got), expected);
    }

    #[test]
    fn coloured_edits_and_the_wordings_considered() {
        let choice = |wording: &str, cost| Choice {
            wording: wording.into(),
            cost,
        };
        let choices = vec![choice("said", 0), choice("told", 1250)];
        let evidence = Evidence::with_choices(Kind::Fuzzy, "mentioned -> said", -5, -5, choices);
        let edits = [Edit::new(3..11, "said", evidence)];
        let document = View {
            name: OsStr::new("a"),
            place: Place::START,
            source: b"He mentoned.\n",
            edits: &edits,
            verdict: &Verdict::default(),
            encoded: None,
        };
        let mut out = Vec::new();
        explain(&mut out, &document, Color::On).expect("a vector accepts all bytes");
        let expected = "He \x1b[31m[-mentoned-]\x1b[0m\x1b[32m{+said+}\x1b[0m.\n  \
                        | \"mentoned\" -> \"said\": fuzzy by \"mentioned -> said\", margin -0.005 nats, confidence 0.304; weighed \"said\" 0.000, \"told\" 1.250\n";
        assert_eq!(utf8(out), expected);
    }
}
