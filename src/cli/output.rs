//! How a restored document is shown: as text, as JSON lines of edits, as one line of a check, or explained. It writes to any
//! `Write` and decides nothing; the errors are those of the writer.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fmt;
use std::io::{self, Write};
use std::ops::Range;

use crate::cost::Cost;
use crate::document::json;
use crate::edit::{self, Edit, Kind};
use crate::restore::Verdict;

pub(super) const RED: &str = "\x1b[31m";
pub(super) const GREEN: &str = "\x1b[32m";
const RESET: &str = "\x1b[0m";

/// Whether marks are coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// No escape codes.
    Plain,
    /// What goes is red, what comes is green.
    Colored,
}

impl Paint {
    /// Writes `parts` in `color`, or without it.
    pub(super) fn write(self, out: &mut dyn Write, color: &str, parts: &[&[u8]]) -> io::Result<()> {
        let (before, after) = if self == Self::Colored {
            (color, RESET)
        } else {
            ("", "")
        };
        out.write_all(before.as_bytes())?;
        parts.iter().try_for_each(|part| out.write_all(part))?;
        out.write_all(after.as_bytes())
    }
}

/// A document and the edits that restore it.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// Path as the user gave it, or `<stdin>`.
    pub name: &'a OsStr,
    /// Which of the documents of that path it is, where there are several.
    pub record: Option<Record>,
    /// The document as it was read.
    pub source: &'a [u8],
    /// Sorted, disjoint, in the source.
    pub edits: &'a [Edit],
    /// What the document looks like.
    pub verdict: &'a Verdict,
}

/// A document that is one line of its input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Number of the line, from 1.
    pub number: usize,
    /// Bytes of the input before it.
    pub start: usize,
}

impl<'a> View<'a> {
    /// The text that `edit` replaces.
    fn spun(&self, edit: &Edit) -> Cow<'a, str> {
        String::from_utf8_lossy(&self.source[edit.start..edit.end])
    }

    /// The whole lines that edits touch: ranges of the source, sorted and disjoint, each with its edits.
    ///
    /// Every range but one that reaches the end of the source ends with a line feed that no edit replaces. Takes time linear
    /// in the source, also where it is a single line.
    pub(super) fn changed_lines(&self) -> Vec<(Range<usize>, &'a [Edit])> {
        let mut changed: Vec<(Range<usize>, Range<usize>)> = Vec::new();
        for (index, edit) in self.edits.iter().enumerate() {
            match changed
                .last_mut()
                .filter(|(lines, _)| edit.start < lines.end)
            {
                Some((lines, edits)) => {
                    lines.end = if edit.end < lines.end {
                        lines.end
                    } else {
                        line_end(self.source, edit.end)
                    };
                    edits.end = index + 1;
                }
                None => changed.push((
                    line_start(self.source, edit.start)..line_end(self.source, edit.end),
                    index..index + 1,
                )),
            }
        }
        changed
            .into_iter()
            .map(|(lines, edits)| (lines, &self.edits[edits]))
            .collect()
    }
}

fn line_start(source: &[u8], at: usize) -> usize {
    source[..at]
        .iter()
        .rposition(|&byte| byte == b'\n')
        .map_or(0, |feed| feed + 1)
}

fn line_end(source: &[u8], at: usize) -> usize {
    source[at..]
        .iter()
        .position(|&byte| byte == b'\n')
        .map_or(source.len(), |feed| at + feed + 1)
}

/// Writes the restored text.
///
/// # Errors
/// Those of `out`.
pub fn text(out: &mut dyn Write, document: &View<'_>) -> io::Result<()> {
    out.write_all(&edit::apply(document.source, document.edits))
}

/// Writes the restored text of a record with the member `unspin`: what the record looks like and how many edits were made.
///
/// # Errors
/// Those of `out`.
pub fn annotated(out: &mut dyn Write, document: &View<'_>) -> io::Result<()> {
    let score = Score(document.verdict);
    let density = Share(document.verdict.density());
    let value = format!(
        r#"{{"score":{score},"density":{density},"edits":{}}}"#,
        document.edits.len()
    );
    out.write_all(&json::with_member(
        &edit::apply(document.source, document.edits),
        "unspin",
        &value,
    ))
}

/// Writes each edit as a JSON object on a line of its own.
///
/// # Errors
/// Those of `out`.
pub fn edits(out: &mut dyn Write, document: &View<'_>) -> io::Result<()> {
    let path = json(&document.name.to_string_lossy())?;
    let record = document.record.map_or(String::new(), |record| {
        format!(r#""record":{},"#, record.number)
    });
    let offset = document.record.map_or(0, |record| record.start);
    document.edits.iter().try_for_each(|edit| {
        let (spun, original) = (json(&document.spun(edit))?, json(&edit.original)?);
        let (rule, kind, margin) = (
            json(&edit.evidence.rule)?,
            edit.evidence.kind.name(),
            Nats(edit.evidence.margin),
        );
        // By hand, as a JSON number made from a float has no fixed number of decimals.
        write!(
            out,
            r#"{{"path":{path},{record}"start":{},"end":{},"#,
            offset + edit.start,
            offset + edit.end
        )?;
        write!(out, r#""spun":{spun},"original":{original},"rule":{rule},"#)?;
        writeln!(
            out,
            r#""kind":"{kind}","margin":{margin},"confidence":{:.3}}}"#,
            edit.evidence.confidence()
        )
    })
}

fn json(text: &str) -> io::Result<String> {
    serde_json::to_string(text).map_err(io::Error::from)
}

/// Writes how many edits the input `name` needs; nothing where it needs none.
///
/// # Errors
/// Those of `out`.
pub fn check(out: &mut dyn Write, name: &OsStr, edits: usize) -> io::Result<()> {
    let name = one_line(name);
    match edits {
        0 => Ok(()),
        1 => writeln!(out, "{name}: 1 edit"),
        count => writeln!(out, "{name}: {count} edits"),
    }
}

/// Writes what the document looks like, which `family` made it and how many edits it needs, as a JSON object on a line of its own.
///
/// # Errors
/// Those of `out`.
pub fn score(out: &mut dyn Write, document: &View<'_>) -> io::Result<()> {
    let path = json(&document.name.to_string_lossy())?;
    let record = document.record.map_or(String::new(), |record| {
        format!(r#""record":{},"#, record.number)
    });
    let verdict = document.verdict;
    let score = Score(verdict);
    let density = Share(verdict.density());
    let log_odds = Nats(verdict.log_odds);
    write!(
        out,
        r#"{{"path":{path},{record}"score":{score},"log_odds":{log_odds},"#
    )?;
    let family = verdict
        .family()
        .map_or(Ok("null".to_owned()), |name| json(&name))?;
    writeln!(
        out,
        r#""spun":{},"family":{family},"density":{density},"edits":{}}}"#,
        verdict.is_spun(),
        document.edits.len()
    )
}

/// Writes the text with its edits marked, and under each line that has some, why they were made.
///
/// # Errors
/// Those of `out`.
pub fn explain(out: &mut dyn Write, document: &View<'_>, paint: Paint) -> io::Result<()> {
    let mut copied = 0;
    for (lines, edits) in document.changed_lines() {
        out.write_all(&document.source[copied..lines.start])?;
        copied = lines.end;
        marked(out, document, lines, edits, paint)?;
        edits
            .iter()
            .try_for_each(|edit| reason(out, document, edit))?;
    }
    out.write_all(&document.source[copied..])
}

fn marked(
    out: &mut dyn Write,
    document: &View<'_>,
    lines: Range<usize>,
    edits: &[Edit],
    paint: Paint,
) -> io::Result<()> {
    let mut copied = lines.start;
    for edit in edits {
        out.write_all(&document.source[copied..edit.start])?;
        paint.write(
            out,
            RED,
            &[b"[-", &document.source[edit.start..edit.end], b"-]"],
        )?;
        paint.write(out, GREEN, &[b"{+", edit.original.as_bytes(), b"+}"])?;
        copied = edit.end;
    }
    let rest = &document.source[copied..lines.end];
    out.write_all(rest)?;
    // The reasons stand on lines of their own also where the document ends without a line feed.
    if rest.ends_with(b"\n") {
        Ok(())
    } else {
        out.write_all(b"\n")
    }
}

fn reason(out: &mut dyn Write, document: &View<'_>, edit: &Edit) -> io::Result<()> {
    let (evidence, margin) = (&edit.evidence, Nats(edit.evidence.margin));
    write!(
        out,
        "  | {:?} -> {:?}: {}",
        document.spun(edit),
        edit.original,
        evidence.kind.name()
    )?;
    if evidence.kind != Kind::Article {
        write!(out, " by {:?}", evidence.rule)?;
    }
    write!(
        out,
        ", margin {margin} nats, confidence {:.3}",
        evidence.confidence()
    )?;
    for (index, choice) in edit.evidence.choices.iter().enumerate() {
        let separator = if index == 0 { "; weighed" } else { "," };
        write!(
            out,
            "{separator} {:?} {}",
            choice.wording,
            Nats(choice.cost)
        )?;
    }
    writeln!(out)
}

/// A path for people to read: one line, without escape codes that a terminal would obey.
pub(super) fn one_line(name: &OsStr) -> String {
    let escaped = |char: char| {
        if char.is_control() {
            char.escape_default().to_string()
        } else {
            char.to_string()
        }
    };
    name.to_string_lossy().chars().map(escaped).collect()
}

/// The probability that a document is spun, as JSON.
struct Score<'v>(&'v Verdict);

impl fmt::Display for Score<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6}", self.0.score())
    }
}

/// A share, as JSON.
struct Share(Option<f64>);

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(share) => write!(f, "{share:.3}"),
            None => f.write_str("null"),
        }
    }
}

/// A cost, shown in nats with three decimals, which is exact.
pub(super) struct Nats(pub Cost);

impl fmt::Display for Nats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let milli = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:03}", milli / 1000, milli % 1000)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::edit::{Choice, Evidence};

    /// Edits of `source` that replace the first of each spun wording after the one before, with a margin of 4.007 nats.
    pub(in crate::cli) fn replacing(source: &[u8], wordings: &[(&str, &str)]) -> Vec<Edit> {
        let mut from = 0;
        let edit = |&(spun, original): &(&str, &str)| {
            let spun = spun.as_bytes();
            let start = from
                + source[from..]
                    .windows(spun.len())
                    .position(|window| window == spun)
                    .expect("spun wording");
            from = start + spun.len();
            let evidence = Evidence {
                kind: Kind::Exact,
                rule: "a -> b".into(),
                margin: 4007,
                lead: 4007,
                choices: Vec::new(),
            };
            Edit {
                start,
                end: from,
                original: original.into(),
                evidence,
            }
        };
        wordings.iter().map(edit).collect()
    }

    /// What `write` makes of `source` with these wordings replaced.
    pub(in crate::cli) fn written(
        source: &[u8],
        wordings: &[(&str, &str)],
        write: impl Fn(&mut dyn Write, &View<'_>) -> io::Result<()>,
    ) -> Vec<u8> {
        let edits = replacing(source, wordings);
        let mut out = Vec::new();
        write(
            &mut out,
            &View {
                name: OsStr::new("a.txt"),
                record: None,
                source,
                edits: &edits,
                verdict: &Verdict::default(),
            },
        )
        .expect("a vector takes everything");
        out
    }

    fn utf8(bytes: Vec<u8>) -> String {
        String::from_utf8(bytes).expect("UTF-8")
    }

    #[test]
    fn text_copies_what_is_not_utf8() {
        assert_eq!(
            written(
                b"\xff he mentioned \xfe\r\n",
                &[("mentioned", "said")],
                text
            ),
            b"\xff he said \xfe\r\n"
        );
        assert_eq!(written(b"", &[], text), b"");
    }

    #[test]
    fn edits_are_json_lines_with_byte_offsets() {
        let source = "“Sure,” she mentioned; 12 months \"on\".\n";
        let expected = concat!(
            r#"{"path":"a.txt","start":16,"end":25,"spun":"mentioned","original":"said","rule":"a -> b","kind":"exact","margin":4.007,"confidence":0.910}"#,
            "\n",
            r#"{"path":"a.txt","start":27,"end":41,"spun":"12 months \"on\"","original":"a year\ton","rule":"a -> b","kind":"exact","margin":4.007,"confidence":0.910}"#,
            "\n"
        );
        let got = utf8(written(
            source.as_bytes(),
            &[("mentioned", "said"), ("12 months \"on\"", "a year\ton")],
            edits,
        ));
        assert_eq!(got, expected);
        for line in got.lines() {
            let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
            assert_eq!(value["margin"], 4.007);
        }
    }

    #[test]
    fn check_counts() {
        for (count, expected) in [(0, ""), (1, "a.txt: 1 edit\n"), (2, "a.txt: 2 edits\n")] {
            let mut out = Vec::new();
            check(&mut out, OsStr::new("a.txt"), count).expect("a vector takes everything");
            assert_eq!(utf8(out), expected);
        }
    }

    #[test]
    fn edits_of_a_record_have_its_number_and_stand_in_the_input() {
        let edits = replacing(b"a b", &[("b", "c")]);
        let record = Some(Record {
            number: 3,
            start: 100,
        });
        let mut out = Vec::new();
        super::edits(
            &mut out,
            &View {
                name: OsStr::new("a"),
                record,
                source: b"a b",
                edits: &edits,
                verdict: &Verdict::default(),
            },
        )
        .expect("a vector takes everything");
        assert!(
            utf8(out).starts_with(r#"{"path":"a","record":3,"start":102,"end":103,"spun":"b","#)
        );
    }

    #[test]
    fn scores_are_probabilities_of_the_log_odds() {
        let verdict = |log_odds, density: Option<f64>| Verdict {
            log_odds,
            density,
            spun: density.is_some(),
            families: density.iter().map(|_| "en".into()).collect(),
        };
        let table = [
            (
                verdict(0, Some(0.5)),
                r#""score":0.500000,"log_odds":0.000,"spun":true,"family":"en","density":0.500,"edits":1}"#,
            ),
            // 1 / (1 + e^2)
            (
                verdict(-2000, None),
                r#""score":0.119203,"log_odds":-2.000,"spun":false,"family":null,"density":null,"edits":1}"#,
            ),
            (
                verdict(Cost::MAX, None),
                r#""score":1.000000,"log_odds":2147483.647,"spun":false,"family":null,"density":null,"edits":1}"#,
            ),
        ];
        for (verdict, expected) in table {
            let got = utf8(written(b"a b", &[("a", "c")], |out, document| {
                let verdict = &verdict;
                score(
                    out,
                    &View {
                        verdict,
                        ..*document
                    },
                )
            }));
            assert_eq!(got, format!("{{\"path\":\"a.txt\",{expected}\n"));
        }
    }

    #[test]
    fn explain_marks_edits_and_gives_reasons_below_each_line() {
        let source = b"Clean.\n\nThe White Home mentioned so.\nClean.\nHe mentioned it";
        let wordings = [("Home mentioned", "House said"), ("mentioned", "said")];
        let expected = "Clean.\n\nThe White [-Home mentioned-]{+House said+} so.\n  | \"Home mentioned\" -> \"House said\": exact by \"a -> b\", margin 4.007 nats, confidence 0.910\n\
                        Clean.\nHe [-mentioned-]{+said+} it\n  | \"mentioned\" -> \"said\": exact by \"a -> b\", margin 4.007 nats, confidence 0.910\n";
        assert_eq!(
            utf8(written(source, &wordings, |out, document| explain(
                out,
                document,
                Paint::Plain
            ))),
            expected
        );
    }

    #[test]
    fn explain_in_colour_lists_what_was_weighed() {
        let choice = |wording: &str, cost| Choice {
            wording: wording.into(),
            cost,
        };
        let evidence = Evidence {
            kind: Kind::Fuzzy,
            rule: "mentioned -> said".into(),
            margin: -5,
            lead: -5,
            choices: vec![choice("said", 0), choice("told", 1250)],
        };
        let edits = [Edit {
            start: 3,
            end: 11,
            original: "said".into(),
            evidence,
        }];
        let document = View {
            name: OsStr::new("a"),
            record: None,
            source: b"He mentoned.\n",
            edits: &edits,
            verdict: &Verdict::default(),
        };
        let mut out = Vec::new();
        explain(&mut out, &document, Paint::Colored).expect("a vector takes everything");
        let expected = "He \x1b[31m[-mentoned-]\x1b[0m\x1b[32m{+said+}\x1b[0m.\n  \
                        | \"mentoned\" -> \"said\": fuzzy by \"mentioned -> said\", margin -0.005 nats, confidence 0.304; weighed \"said\" 0.000, \"told\" 1.250\n";
        assert_eq!(utf8(out), expected);
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
            let view = View {
                name: OsStr::new("a"),
                record: None,
                source,
                edits: &edits,
                verdict: &Verdict::default(),
            };
            assert_eq!(view.changed_lines(), [(lines, &edits[..])], "{spun:?}");
        }
    }

    #[test]
    fn names_stay_on_one_line() {
        assert_eq!(one_line(OsStr::new("a\nb\x1b[31m é")), "a\\nb\\u{1b}[31m é");
    }
}
