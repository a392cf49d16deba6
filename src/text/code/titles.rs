//! Titles that other places of a text name: `` `A home`_ `` in reStructuredText.

use super::signs::Line;
use memchr::{memmem, memrchr};
use std::collections::HashSet;
use std::ops::Range;

/// Longest phrase that names a title.
const LONGEST: usize = 200;

/// The byte ranges of phrases that name titles, and of the `lines` that are such titles.
pub fn titles(text: &str, lines: &[Line<'_>]) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    for end in memmem::find_iter(bytes, b"`_") {
        let from = end.saturating_sub(LONGEST);
        let start = memrchr(b'`', &bytes[from..end]).map(|at| from + at + 1);
        found.extend(
            start
                .filter(|&start| !bytes[start..end].contains(&b'<'))
                .map(|start| start..end),
        );
    }
    if found.is_empty() {
        return found;
    }
    let named: HashSet<String> = found
        .iter()
        .map(|range| key(&text[range.clone()]))
        .collect();
    for two in lines.windows(2) {
        let line = two[0].text;
        if is_underline(two[1].text) && named.contains(&key(line)) {
            found.push(two[0].start..two[0].start + line.len());
        }
    }
    found
}

/// The words of a title, which may be in other letter case and on several lines where it is named.
fn key(title: &str) -> String {
    let words: Vec<&str> = title.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// Whether a line is nothing but one mark, as below a title.
pub fn is_underline(line: &str) -> bool {
    let bytes = line.trim_ascii_end().as_bytes();
    bytes.len() > 2 && bytes[0].is_ascii_punctuation() && bytes.iter().all(|byte| *byte == bytes[0])
}

#[cfg(test)]
mod tests;
