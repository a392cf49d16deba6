//! The HTML page of `--report`: each document with its edits, and the most frequent edits. It is
//! one file that needs no network. `section` makes the HTML of one document; the rest of the page
//! is made here.

mod escape;
mod section;
mod target;

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::Path;

pub use section::Section;
pub use target::{is_free, is_input, is_stdout, problem, unwritable};

use super::replace::Replacement;
use super::sample::Sample;
use super::stats::Tally;
use super::task::ReportPart;
use escape::escaped;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// Largest number of rows in the table of edits.
const MOST_ROWS: usize = 50;

/// A report that is being written.
pub struct Report {
    /// The file; `None` for standard output.
    page: Option<Replacement>,
    /// What is on the page. It follows figures that are only known at the end.
    found: Found,
    /// What is of an input whose text is not written yet.
    held: Option<Found>,
}

/// Documents and their edits.
#[derive(Default)]
struct Found {
    sample: Sample,
    /// How many edits each rule made.
    rules: HashMap<String, usize>,
}

impl Report {
    /// Starts a report that will be written to `path`, or to standard output if that is `-`.
    ///
    /// # Errors
    /// If the file cannot be created.
    pub fn new(path: &Path) -> io::Result<Self> {
        let page = if is_stdout(path) {
            None
        } else {
            Some(Replacement::create_or_replace(path)?)
        };
        Ok(Self {
            page,
            found: Found::default(),
            held: None,
        })
    }

    /// Adds documents.
    pub fn add(&mut self, part: ReportPart) {
        let found = self.held.as_mut().unwrap_or(&mut self.found);
        for rule in part.rules {
            *found.rules.entry(rule).or_default() += 1;
        }
        for document in part.documents {
            found.sample.add(document);
        }
    }

    /// From now on, what is added waits for [`Report::release`].
    pub fn hold(&mut self) {
        self.held = Some(Found::default());
    }

    /// Adds what has waited, or drops it if it `is_written` nowhere.
    pub fn release(&mut self, is_written: bool) {
        let Some(held) = self.held.take().filter(|_| is_written) else {
            return;
        };
        self.found.sample.append(held.sample);
        for (rule, count) in held.rules {
            *self.found.rules.entry(rule).or_default() += count;
        }
    }

    /// Writes the page, to `out` if it has no file. Returns what it says if it does not show all
    /// documents.
    ///
    /// # Errors
    /// If there is no space.
    pub fn finish(self, total: &Tally, out: &mut dyn Write) -> io::Result<Option<String>> {
        let mut file = self.page;
        let mut write = |bytes: &[u8]| match &mut file {
            Some(file) => file.write(bytes),
            None => out.write_all(bytes),
        };
        write(head(total).as_bytes())?;
        let Found { sample, rules } = self.found;
        write(table(&rules).as_bytes())?;
        write(DOCUMENTS.as_bytes())?;
        let documents = sample.documents();
        let shown = sample.into_shown();
        let note = (shown.len() < documents).then(|| note(shown.len(), documents));
        if let Some(note) = &note {
            write(format!("<p>The page {note}.</p>\n").as_bytes())?;
        }
        for document in shown {
            write(document.html().as_bytes())?;
        }
        write(format!("</main>\n<script>\n{SCRIPT}</script>\n").as_bytes())?;
        match file {
            Some(file) => file.finish()?,
            None => out.flush()?,
        }
        Ok(note)
    }
}

/// What is said where the page shows only `shown` of `documents`.
fn note(shown: usize, documents: usize) -> String {
    format!(
        "shows a sample of {shown} of {documents} documents, so that it stays below 10 MB; those with \
         edits come first, and the figures and the most frequent edits are those of all documents"
    )
}

/// What shows that a file is a report: its title, in its first bytes.
const TITLE: &str = "<title>What unspin restored</title>";
const START: u64 = 1 << 10;

const DOCUMENTS: &str = "\
<h2 id=\"documents\">Documents</h2>
<fieldset><legend>Show</legend>
<label><input type=\"radio\" name=\"view\" id=\"both\" checked> both wordings</label>
<label><input type=\"radio\" name=\"view\" id=\"restored\"> restored text</label>
<label><input type=\"radio\" name=\"view\" id=\"spun\"> spun text</label>
<button type=\"button\" id=\"open\">Open all</button> <button type=\"button\" id=\"close\">Close all</button></fieldset>
<p class=\"keys\"><kbd>n</kbd> next edit, <kbd>p</kbd> previous edit, <kbd>Esc</kbd> close the details. Parts of a text that look spun are shaded. The number next to a wording is its cost in nats above the best one.</p>
";

fn head(total: &Tally) -> String {
    let figures = [
        ("documents", total.documents),
        ("spun", total.spun),
        ("edits", total.edits()),
    ];
    let figures: String = figures
        .iter()
        .map(|(name, count)| format!("<li><b>{count}</b>{name}</li>"))
        .collect();
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
{TITLE}
<style>
{STYLE}</style>
<main>
<h1>What unspin restored</h1>
<p class=\"faint\">unspin {version}; <a href=\"#documents\">to the documents</a></p>
<ul class=\"figures\">{figures}</ul>
"
    )
}

/// The table of the most frequent edits, in alphabetical order where they are equally frequent.
fn table(rules: &HashMap<String, usize>) -> String {
    if rules.is_empty() {
        return String::new();
    }
    let mut rules: Vec<(&str, usize)> = rules
        .iter()
        .map(|(rule, &count)| (rule.as_str(), count))
        .collect();
    rules.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
    let rows: String = rules.iter().take(MOST_ROWS).map(row).collect();
    format!(
        "<h2>Most frequent edits</h2>
<div class=\"wide\" tabindex=\"0\"><table>
<tr><th>spun</th><th>original</th><th class=\"count\">edits</th></tr>
{rows}</table></div>
"
    )
}

fn row(&(rule, count): &(&str, usize)) -> String {
    let (spun, original) = rule.split_once(" -> ").unwrap_or((rule, ""));
    let spun = escaped(spun);
    let original = escaped(original);
    format!("<tr><td>{spun}</td><td>{original}</td><td class=\"count\">{count}</td></tr>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_edits_come_first() {
        let rules = [("b -> c", 2), ("article", 2), ("a & b -> d", 7)]
            .map(|(rule, count)| (rule.to_owned(), count));
        let table = table(&HashMap::from(rules));
        let rows: Vec<&str> = table.lines().filter(|line| line.contains("<td>")).collect();
        let expected = [
            "<td>a &amp; b</td><td>d</td><td class=\"count\">7</td>",
            "<td>article</td><td></td><td class=\"count\">2</td>",
            "<td>b</td><td>c</td><td class=\"count\">2</td>",
        ];
        assert_eq!(rows, expected.map(|row| format!("<tr>{row}</tr>")));
    }
}
