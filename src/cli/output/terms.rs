//! Tortured phrases, as lines of text and as JSON lines.

use std::collections::HashMap;
use std::io::{self, Write};
use std::ops::Range;

use super::View;
use super::json::{head, string};
use crate::cli::message::{at_line, one_line};
use crate::cli::position::{Position, Positions};
use crate::restore::terms::Mention;

/// What is printed about a mention.
struct Found<'d> {
    mention: &'d Mention,
    /// The phrase as it is written, with white space as one space.
    phrase: String,
    /// Where it is in the document.
    position: Position,
    /// How often the document has the phrase.
    count: usize,
}

/// Writes each tortured phrase on a line.
///
/// # Errors
/// Those of `out`.
pub fn terms(out: &mut dyn Write, document: &View<'_>) -> io::Result<()> {
    for found in found(document) {
        let Position { line, column, .. } = found.position;
        let place = match document.place.record {
            Some(number) => one_line(&at_line(document.name, number)),
            None => format!("{}:{line}:{column}", one_line(document.name)),
        };
        let Found { phrase, count, .. } = &found;
        let expected = found.mention.expected();
        write!(out, "{place}: \"{phrase}\" may stand for \"{expected}\"")?;
        let quoted = if found.mention.is_quoted() {
            ", quoted here"
        } else {
            ""
        };
        let times = if *count == 1 { "time" } else { "times" };
        writeln!(out, " ({count} {times} in this document{quoted})")?;
    }
    Ok(())
}

/// Writes each tortured phrase as a JSON object on a line of its own.
///
/// # Errors
/// Those of `out`.
pub fn terms_json(out: &mut dyn Write, document: &View<'_>) -> io::Result<()> {
    let head = head(document)?;
    for found in found(document) {
        let Range { start, end } = document.bytes(found.mention.range());
        let Position { line, column, .. } = found.position;
        let phrase = string(&found.phrase)?;
        let expected = string(found.mention.expected())?;
        let list = string(found.mention.list())?;
        let quoted = found.mention.is_quoted();
        let count = found.count;
        write!(out, r#"{{{head}"start":{start},"end":{end},"#)?;
        write!(out, r#""line":{line},"column":{column},"phrase":{phrase},"#)?;
        writeln!(
            out,
            r#""expected":{expected},"list":{list},"quoted":{quoted},"count":{count}}}"#
        )?;
    }
    Ok(())
}

fn found<'d>(document: &View<'d>) -> Vec<Found<'d>> {
    let mentions = document.verdict.terms();
    let phrase = |mention: &Mention| {
        let text = String::from_utf8_lossy(&document.source[mention.range()]);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mut counts: HashMap<String, usize> = HashMap::new();
    for mention in mentions {
        *counts.entry(phrase(mention).to_lowercase()).or_default() += 1;
    }
    // Lines and columns are those of the document.
    let mut positions = Positions::new(document.source, Position::START);
    let found = mentions.iter().map(|mention| {
        let phrase = phrase(mention);
        Found {
            mention,
            position: positions.of(mention.range().start),
            count: counts[&phrase.to_lowercase()],
            phrase,
        }
    });
    found.collect()
}
