//! Tortured phrases, as lines of text and as JSON lines.

use std::collections::HashMap;
use std::io::{self, Write};
use std::ops::Range;

use super::json::{head, string};
use super::{View, line_start};
use crate::cli::message::{at_line, one_line};
use crate::restore::terms::Mention;

/// What is printed about a mention.
struct Found<'d> {
    mention: &'d Mention,
    /// The phrase as it is written, with white space as one space.
    phrase: String,
    /// Its line and column in characters, from 1.
    place: (usize, usize),
    /// How often the document has the phrase.
    count: usize,
}

/// Writes each tortured phrase on a line.
///
/// # Errors
/// Those of `out`.
pub fn terms(out: &mut dyn Write, document: &View<'_>) -> io::Result<()> {
    for found in found(document) {
        let (line, column) = found.place;
        let place = match document.record {
            Some(record) => one_line(&at_line(document.name, record.number)),
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
        let Range { start, end } = document.place(found.mention.range());
        let (line, column) = found.place;
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
    let mut lines = Lines::default();
    let found = mentions.iter().map(|mention| {
        let phrase = phrase(mention);
        Found {
            mention,
            place: lines.place(document.source, mention.range().start),
            count: counts[&phrase.to_lowercase()],
            phrase,
        }
    });
    found.collect()
}

/// Counts lines up to places in a source, of which most come in order.
#[derive(Default)]
struct Lines {
    at: usize,
    before: usize,
}

impl Lines {
    /// The line and the column of the byte `at`, from 1.
    fn place(&mut self, source: &[u8], at: usize) -> (usize, usize) {
        if at < self.at {
            *self = Self::default();
        }
        let feeds = source[self.at..at].iter().filter(|&&byte| byte == b'\n');
        self.before += feeds.count();
        self.at = at;
        let line = String::from_utf8_lossy(&source[line_start(source, at)..at]);
        (self.before + 1, line.chars().count() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_lines_and_characters() {
        let source = "a é b\nc\n".as_bytes();
        let mut lines = Lines::default();
        assert_eq!(lines.place(source, 0), (1, 1));
        assert_eq!(lines.place(source, 5), (1, 5));
        assert_eq!(lines.place(source, 7), (2, 1));
        assert_eq!(lines.place(source, 2), (1, 3));
    }
}
