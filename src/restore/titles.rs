//! Titles above a line of marks, which is as long as the title: in reStructuredText at least, in AsciiDoc about.

use crate::edit::Edit;
use crate::text::code::is_underline;
use memchr::{memchr, memrchr};

/// Longest title in bytes.
const LONGEST: usize = 200;
/// Most characters by which a title of AsciiDoc may be longer or shorter than the line below.
const APART: usize = 1;

/// Those of `edits` after which the titles of `source` still fit.
pub(super) fn fitting(edits: Vec<Edit>, source: &[u8]) -> Vec<Edit> {
    let is_same_line = |last: &Edit, next: &Edit| {
        memchr(b'\n', &source[last.end.min(next.start)..next.start]).is_none()
    };
    let mut is_about = None;
    let mut kept = Vec::with_capacity(edits.len());
    for group in edits.chunk_by(is_same_line) {
        let fits = |(title, line): (usize, usize)| {
            let chars = |bytes: &[u8]| String::from_utf8_lossy(bytes).chars().count();
            let all = |width: fn(&Edit) -> usize| group.iter().map(width).sum::<usize>();
            let spun: usize = group.iter().map(|edit| chars(&source[edit.range()])).sum();
            let new = title + all(|edit| edit.original().chars().count()) - spun;
            new.abs_diff(line) <= title.abs_diff(line).max(APART)
                || (new < line && !*is_about.get_or_insert_with(|| is_asciidoc(source)))
        };
        if title(group, source).is_none_or(fits) {
            kept.extend_from_slice(group);
        }
    }
    kept
}

/// The characters of the title with the edits of `group`, and of the line below it.
fn title(group: &[Edit], source: &[u8]) -> Option<(usize, usize)> {
    let (start, end) = (group.first()?.start, group.last()?.end);
    let from = start.saturating_sub(LONGEST);
    let start = memrchr(b'\n', &source[from..start]).map_or(from, |at| from + at + 1);
    let rest = &source[end..source.len().min(end + LONGEST)];
    let end = end + memchr(b'\n', rest)?;
    let below = &source[end + 1..source.len().min(end + 1 + LONGEST)];
    let below = str::from_utf8(below.split(|&byte| byte == b'\n').next()?).ok()?;
    let title = str::from_utf8(&source[start..end]).ok()?.trim_ascii_end();
    is_underline(below).then(|| (title.chars().count(), below.trim_ascii_end().len()))
}

/// Whether a text has attributes or blocks of AsciiDoc: lines such as `:toc:` and `[[home]]`.
fn is_asciidoc(source: &[u8]) -> bool {
    source
        .split(|&byte| byte == b'\n')
        .any(|line| match line.trim_ascii_end() {
            [b':', first, rest @ ..] => first.is_ascii_lowercase() && rest.contains(&b':'),
            line => line.starts_with(b"[") && line.ends_with(b"]"),
        })
}

#[cfg(test)]
mod tests;
