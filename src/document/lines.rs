//! Edits that keep the lines of a source: where an edit replaces a line end, its wording gets one.

use crate::edit::{Edit, Kind};
use std::ops::Range;

/// `edits` of `source`, changed so that the result has the same number of lines. Those for which that is
/// impossible are left out.
pub fn kept(edits: Vec<Edit>, source: &[u8]) -> Vec<Edit> {
    kept_if(edits, source, |bytes| bytes.contains(&b'\n'))
}

/// The same, but only for the ends of quoted lines, so that no mark of a quotation is lost.
pub fn kept_if_quoted(edits: Vec<Edit>, source: &[u8]) -> Vec<Edit> {
    kept_if(edits, source, |bytes| bytes.contains(&b'>'))
}

/// The same for the edits that replace bytes of which `is_kept` is true.
fn kept_if(edits: Vec<Edit>, source: &[u8], is_kept: fn(&[u8]) -> bool) -> Vec<Edit> {
    let has_any = |edit: &Edit| is_kept(&source[edit.start..edit.end]);
    if !edits.iter().any(has_any) {
        return edits;
    }
    let mut kept: Vec<Edit> = Vec::new();
    let mut groups = groups(&edits).peekable();
    while let Some(group) = groups.next() {
        let next = groups.peek().map(|group| &group[0]);
        let end = next.map_or(source.len(), |next| next.start);
        let start = kept.last().map_or(0, |last| last.end);
        if group.iter().any(has_any) {
            kept.extend(fitted(group, source, start..end));
        } else {
            kept.extend_from_slice(group);
        }
    }
    kept
}

/// The edits that are made together or not at all: an article and its word, and the parts of an edit across
/// markup.
pub fn groups(edits: &[Edit]) -> impl Iterator<Item = &[Edit]> {
    edits.chunk_by(|last, next| last.kind() == Kind::Article || last.has_evidence_of(next))
}

/// The edits of `group` with line ends, within the bytes `free`; none if one of them is impossible.
fn fitted(group: &[Edit], source: &[u8], free: Range<usize>) -> Vec<Edit> {
    let mut fitted: Vec<Edit> = Vec::new();
    for (index, edit) in group.iter().enumerate() {
        let start = fitted.last().map_or(free.start, |last| last.end);
        let end = group.get(index + 1).map_or(free.end, |next| next.start);
        match with_breaks(edit.clone(), source, start..end) {
            Some(edit) => fitted.push(edit),
            None => return Vec::new(),
        }
    }
    fitted
}

/// A line end, with the white space around it, inside a text.
struct Break<'t> {
    /// The words in front of it.
    words: usize,
    space: &'t str,
}

fn breaks(spun: &str) -> Vec<Break<'_>> {
    let is_not_space = |char: char| !char.is_ascii_whitespace();
    let mut breaks = Vec::new();
    let mut at = 0;
    while let Some(len) = spun[at..].find(|char: char| char.is_ascii_whitespace()) {
        let start = at + len;
        let mut end = spun[start..]
            .find(is_not_space)
            .map_or(spun.len(), |len| start + len);
        if spun[start..end].contains('\n') {
            // With the marks of a quotation, as in mail.
            end = spun.len() - spun[end..].trim_start_matches(['>', ' ']).len();
            breaks.push(Break {
                words: spun[..start].split_ascii_whitespace().count(),
                space: &spun[start..end],
            });
        }
        at = end;
    }
    breaks
}

/// `edit` with the line ends that it replaces. It may grow by a space within the bytes `free`.
fn with_breaks(mut edit: Edit, source: &[u8], free: Range<usize>) -> Option<Edit> {
    let bytes = &source[edit.start..edit.end];
    if !bytes.contains(&b'\n') {
        return Some(edit);
    }
    let spun = str::from_utf8(bytes).ok()?;
    let breaks = breaks(spun);
    let words: Vec<&str> = edit.original().split(' ').collect();
    if words.len() > breaks.len() {
        edit.set_original(dealt(
            &words,
            &breaks,
            spun.split_ascii_whitespace().count(),
        ));
        return Some(edit);
    }
    // One word for a word that was broken: the next one begins the new line, or else this one does.
    let [only] = &breaks[..] else {
        return None;
    };
    if source.get(edit.end) == Some(&b' ') && edit.end < free.end {
        edit.end += 1;
        edit.set_original(format!("{}{}", edit.original(), only.space));
    } else if edit.start > free.start && source[edit.start - 1] == b' ' {
        edit.start -= 1;
        edit.set_original(format!("{}{}", only.space, edit.original()));
    } else {
        return None;
    }
    Some(edit)
}

/// `words` with `breaks` between them, about where they are among the `all` words that are replaced.
fn dealt(words: &[&str], breaks: &[Break<'_>], all: usize) -> String {
    let mut text = String::new();
    let mut next = 0;
    for (index, one) in breaks.iter().enumerate() {
        let left = breaks.len() - index;
        let share = (2 * words.len() * one.words + all) / (2 * all.max(1));
        let end = share.clamp(next + 1, words.len() - left);
        text += &words[next..end].join(" ");
        text += one.space;
        next = end;
    }
    text + &words[next..].join(" ")
}

#[cfg(test)]
mod tests;
