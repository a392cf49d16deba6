//! A page that shows what was done: every document with its edits, the commonest corruptions, and where a text is how densely
//! spun. It is one file that needs no network. `section` makes a document of it; this owns the page around them.

mod escape;
mod section;

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::Path;

pub use section::{Document, section};

use super::replace::Replacement;
use super::task::Tally;
use escape::escaped;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// Corruptions in the table, at most.
const COMMONEST: usize = 50;

/// A report in the making.
pub struct Report {
    page: Replacement,
    /// The documents so far; they come behind the figures, which are known last.
    sections: BufWriter<File>,
    /// How often each rule fired.
    rules: HashMap<String, usize>,
}

impl Report {
    /// One that will be at `path`.
    ///
    /// # Errors
    /// Where no file can be made there, or for the time being.
    pub fn new(path: &Path) -> io::Result<Self> {
        Ok(Self {
            page: Replacement::report(path)?,
            sections: BufWriter::new(tempfile::tempfile()?),
            rules: HashMap::new(),
        })
    }

    /// Adds documents, and the rules that fired in them.
    ///
    /// # Errors
    /// Where there is no space.
    pub fn add(&mut self, sections: &str, rules: &[String]) -> io::Result<()> {
        for rule in rules {
            match self.rules.get_mut(rule) {
                Some(count) => *count += 1,
                None => drop(self.rules.insert(rule.clone(), 1)),
            }
        }
        self.sections.write_all(sections.as_bytes())
    }

    /// Puts the page in its place.
    ///
    /// # Errors
    /// Where there is no space.
    pub fn finish(self, total: &Tally) -> io::Result<()> {
        let Self {
            mut page,
            sections,
            rules,
        } = self;
        page.write(head(total).as_bytes())?;
        page.write(table(&rules).as_bytes())?;
        page.write(DOCUMENTS.as_bytes())?;
        let mut sections = sections.into_inner()?;
        sections.rewind()?;
        copy(BufReader::new(sections), &mut page)?;
        page.write(format!("</main>\n<script>\n{SCRIPT}</script>\n").as_bytes())?;
        page.finish()
    }
}

fn copy(mut from: impl Read, to: &mut Replacement) -> io::Result<()> {
    let mut buffer = vec![0; 1 << 16];
    loop {
        match from.read(&mut buffer)? {
            0 => return Ok(()),
            len => to.write(&buffer[..len])?,
        }
    }
}

const DOCUMENTS: &str = "\
<h2 id=\"documents\">Documents</h2>
<fieldset><legend>Show</legend>
<label><input type=\"radio\" name=\"view\" id=\"both\" checked> both wordings</label>
<label><input type=\"radio\" name=\"view\" id=\"restored\"> restored text</label>
<label><input type=\"radio\" name=\"view\" id=\"spun\"> spun text</label>
<button type=\"button\" id=\"open\">Open all</button> <button type=\"button\" id=\"close\">Close all</button></fieldset>
<p class=\"keys\"><kbd>n</kbd> next edit, <kbd>p</kbd> previous one, <kbd>Esc</kbd> closes its card. Figures behind wordings are costs in nats above the best one.</p>
";

fn head(total: &Tally) -> String {
    let figures = [
        ("documents", total.documents),
        ("taken for spun", total.spun),
        ("edits", total.edits()),
    ];
    let figures: String = figures
        .iter()
        .map(|(name, count)| format!("<li><b>{count}</b>{name}</li>"))
        .collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>What unspin restored</title>\n<style>\n{STYLE}</style>\n<main>\n<h1>What unspin restored</h1>\n\
         <p class=\"faint\">unspin {}; <a href=\"#documents\">to the documents</a></p>\n<ul class=\"figures\">{figures}</ul>\n",
        env!("CARGO_PKG_VERSION")
    )
}

/// The commonest corruptions; of equals, the first by letters.
fn table(rules: &HashMap<String, usize>) -> String {
    let mut rules: Vec<(&str, usize)> = rules
        .iter()
        .map(|(rule, &count)| (rule.as_str(), count))
        .collect();
    if rules.is_empty() {
        return String::new();
    }
    rules.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
    let row = |&(rule, count): &(&str, usize)| {
        let (spun, original) = rule.split_once(" -> ").unwrap_or((rule, ""));
        format!(
            "<tr><td>{}</td><td>{}</td><td class=\"count\">{count}</td></tr>\n",
            escaped(spun),
            escaped(original)
        )
    };
    let rows: String = rules.iter().take(COMMONEST).map(row).collect();
    format!(
        "<h2>Commonest corruptions</h2>\n<div class=\"wide\" tabindex=\"0\"><table>\n<tr><th>spun</th><th>original</th><th class=\"count\">edits</th></tr>\n{rows}</table></div>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commonest_corruptions_come_first() {
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
