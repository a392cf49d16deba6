//! Edits and scores as JSON lines, and the member that `--annotate` adds.

use std::fmt;
use std::io::{self, Write};
use std::ops::Range;

use super::super::position::Position;
use super::View;
use crate::cost::Cost;
use crate::document::json;
use crate::edit::{self, Edit};

/// Writes each edit as a JSON object on a line of its own.
///
/// # Errors
/// Those of `out`.
pub fn edits(out: &mut dyn Write, document: &View<'_>) -> io::Result<()> {
    let head = head(document)?;
    let mut positions = document.positions();
    for edit in document.edits {
        let position = positions.of(edit.start);
        write_edit(out, document, edit, &head, position)?;
    }
    Ok(())
}

fn write_edit(
    out: &mut dyn Write,
    document: &View<'_>,
    edit: &Edit,
    head: &str,
    Position { line, column, .. }: Position,
) -> io::Result<()> {
    let Range { start, end } = document.bytes(edit.range());
    let spun = string(&document.spun(edit))?;
    let original = string(edit.original())?;
    let rule = string(edit.rule())?;
    let kind = edit.kind().name();
    let margin = Nats(edit.margin);
    let confidence = edit.confidence();
    // Written by hand, because serde_json does not write floats with a fixed number of decimals.
    write!(out, r#"{{{head}"start":{start},"end":{end},"#)?;
    write!(out, r#""line":{line},"column":{column},"#)?;
    write!(out, r#""spun":{spun},"original":{original},"rule":{rule},"#)?;
    writeln!(
        out,
        r#""kind":"{kind}","margin":{margin},"confidence":{confidence:.3}}}"#
    )
}

/// Writes how spun the document looks, and how many edits it needs, as a JSON object on a line of
/// its own.
///
/// # Errors
/// Those of `out`.
pub fn score(out: &mut dyn Write, document: &View<'_>) -> io::Result<()> {
    let verdict = document.verdict;
    let head = head(document)?;
    let score = verdict.score();
    let log_odds = Nats(verdict.log_odds);
    let words = verdict.words();
    let spun = verdict.is_spun();
    let decision = if spun { "spun" } else { "clean" };
    let family = verdict
        .family()
        .map_or(Ok("null".to_owned()), |family| string(&family))?;
    let density = Density(verdict.density());
    let spans = Spans(document);
    let odd: Vec<&str> = verdict.odd().iter().map(|odd| odd.name()).collect();
    let odd = serde_json::to_string(&odd)?;
    let restores = |edit: &&Edit| edit.kind().restores();
    let edits = document.edits.iter().filter(restores).count();
    write!(
        out,
        r#"{{{head}"score":{score:.6},"verdict":"{decision}","spun":{spun},"log_odds":{log_odds},"words":{words},"#
    )?;
    writeln!(
        out,
        r#""family":{family},"density":{density},"spans":{spans},"odd":{odd},"edits":{edits}}}"#
    )
}

/// Writes the restored text of a JSON line with the member `unspin`, which says how spun it looks.
///
/// # Errors
/// Those of `out`.
pub fn annotated(out: &mut dyn Write, document: &View<'_>) -> io::Result<()> {
    let score = document.verdict.score();
    let density = Density(document.verdict.density());
    let edits = document.edits.len();
    let value = format!(r#"{{"score":{score:.6},"density":{density},"edits":{edits}}}"#);
    let restored = edit::apply(document.source, document.edits);
    out.write_all(&json::with_member(&restored, "unspin", &value))
}

/// The members with which every object starts: the path, and the line number if there is one.
pub(super) fn head(document: &View<'_>) -> io::Result<String> {
    let path = string(&document.name.to_string_lossy())?;
    Ok(match document.place.record {
        None => format!(r#""path":{path},"#),
        Some(number) => format!(r#""path":{path},"record":{number},"#),
    })
}

pub(super) fn string(text: &str) -> io::Result<String> {
    serde_json::to_string(text).map_err(io::Error::from)
}

/// The spun parts of a document, as JSON: pairs of byte offsets in the input.
struct Spans<'d>(&'d View<'d>);

impl fmt::Display for Spans<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[")?;
        for (index, span) in self.0.verdict.spans().iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            let Range { start, end } = self.0.bytes(span.clone());
            write!(f, "{comma}[{start},{end}]")?;
        }
        f.write_str("]")
    }
}

/// The share of words that were replaced, as JSON.
struct Density(Option<f64>);

impl fmt::Display for Density {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(share) => write!(f, "{share:.3}"),
            None => f.write_str("null"),
        }
    }
}

/// A cost, shown in nats with three decimals, which is exact.
pub struct Nats(pub Cost);

impl fmt::Display for Nats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let milli = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:03}", milli / 1000, milli % 1000)
    }
}

#[cfg(test)]
mod tests;
