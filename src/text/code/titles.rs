//! Titles that other places of a text name: `` `A home`_ `` in reStructuredText, `[[#A home]]` in wikis,
//! `[[*A home]]` in Org, `<<A home>>` in AsciiDoc.

use super::signs::Line;
use memchr::memmem::{find, find_iter};
use std::collections::HashSet;
use std::ops::Range;

/// Longest phrase that names a title.
const LONGEST: usize = 200;
/// What stands in prose, too.
const QUOTE: &str = "<<";
/// What stands before and behind a phrase that names a title.
const LINKS: [(&str, &str); 7] = [
    ("`", "`_"),
    (":ref:`", "`"),
    ("[[", "]"),
    ("|#", "}}"),
    ("xref:", "["),
    (QUOTE, ","),
    (QUOTE, ">>"),
];

/// The byte ranges of phrases that name titles, and of the `lines` that are such titles.
pub fn titles(text: &str, lines: &[Line<'_>]) -> Vec<Range<usize>> {
    let slug_at = |range: &Range<usize>| slug(&text[range.clone()]);
    let mut found = Vec::new();
    let mut quoted = Vec::new();
    for (open, close) in LINKS {
        let list = if open == QUOTE {
            &mut quoted
        } else {
            &mut found
        };
        list.extend(names(text, open, close));
    }
    let mut named: HashSet<String> = found.iter().chain(&quoted).map(slug_at).collect();
    named.remove("");
    if named.is_empty() {
        return found;
    }
    let mut titles = HashSet::new();
    for line in lines.iter().filter(|line| line.text.len() <= LONGEST) {
        let slug = slug(line.text);
        if named.contains(&slug) {
            found.push(line.start..line.start + line.text.len());
            titles.insert(slug);
        }
    }
    quoted.retain(|range| titles.contains(&slug_at(range)));
    found.extend(quoted);
    found
}

/// The byte ranges of the names in the links of `text` between two marks: `label <name_>`, `page#name|label`.
fn names(text: &str, open: &str, close: &str) -> impl Iterator<Item = Range<usize>> {
    find_iter(text.as_bytes(), open).filter_map(move |at| {
        let start = at + open.len();
        let window = &text.as_bytes()[start..text.len().min(start + LONGEST)];
        let link = &text[start..start + find(window, close.as_bytes())?];
        if link.contains(open) || link.contains("\n\n") {
            return None;
        }
        let target = link.split('|').next()?;
        let name = target.rsplit(['#', '<']).next()?;
        let start = start + target.len() - name.len();
        Some(start..start + name.trim_end_matches('>').len())
    })
}

/// The letters and digits of a title, or of a link to it. Programs differ in what they make of the rest.
pub fn slug(title: &str) -> String {
    let letters = title.chars().filter(|char| char.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Whether a line is nothing but one mark, as below a title.
pub fn is_underline(line: &str) -> bool {
    let bytes = line.trim_ascii_end().as_bytes();
    bytes.len() > 2 && bytes[0].is_ascii_punctuation() && bytes.iter().all(|byte| *byte == bytes[0])
}

#[cfg(test)]
mod tests;
