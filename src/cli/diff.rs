//! The unified diff. It owns the layout of hunks, on lines of bytes; which lines change follows from the edits.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::io::{self, Write};
use std::ops::Range;

use similar::udiff::UnifiedHunkHeader;
use similar::{DiffOp, group_diff_ops};

use super::output::{GREEN, Paint, RED, View};
use crate::edit::{self, Edit};

const CONTEXT_LINES: usize = 3;

/// Writes a unified diff from the source to the restored text, which `patch -p0` takes; nothing where there is no edit.
///
/// Each changed line stands right above its restored wording, also where its neighbours change: lines are often paragraphs.
/// Takes time linear in the source: the changed lines are read off the edits. A search for common lines is quadratic where
/// every line differs, which is what spun text looks like.
///
/// # Errors
/// Those of `out`.
pub fn diff(out: &mut dyn Write, document: &View<'_>, paint: Paint) -> io::Result<()> {
    if document.edits.is_empty() {
        return Ok(());
    }
    let restored = edit::apply(document.source, document.edits);
    let (old, new) = (lines(document.source), lines(&restored));
    let name = header_name(document.name);
    paint.write(out, RED, &[b"--- ", &name, b"\tspun"])?;
    out.write_all(b"\n")?;
    paint.write(out, GREEN, &[b"+++ ", &name, b"\trestored"])?;
    out.write_all(b"\n")?;
    group_diff_ops(operations(document, &restored), CONTEXT_LINES)
        .iter()
        .try_for_each(|hunk| write_hunk(out, hunk, &old, &new, paint))
}

/// Lines as `patch` counts them: a lone carriage return ends none.
fn lines(text: &[u8]) -> Vec<&[u8]> {
    text.split_inclusive(|&byte| byte == b'\n').collect()
}

fn count(text: &[u8]) -> usize {
    text.split_inclusive(|&byte| byte == b'\n').count()
}

/// The runs of equal and of replaced lines, in order.
fn operations(document: &View<'_>, restored: &[u8]) -> Vec<DiffOp> {
    let mut operations = Vec::new();
    let (mut old_index, mut new_index, mut seen, mut seen_restored) = (0, 0, 0, 0);
    for (range, edits) in document.changed_lines() {
        let len = count(&document.source[seen..range.start]);
        operations.push(DiffOp::Equal {
            old_index,
            new_index,
            len,
        });
        (old_index, new_index, seen_restored) = (
            old_index + len,
            new_index + len,
            seen_restored + range.start - seen,
        );
        let end = seen_restored + restored_len(&range, edits);
        let (old_len, new_len) = (
            count(&document.source[range.clone()]),
            count(&restored[seen_restored..end]),
        );
        operations.push(DiffOp::Replace {
            old_index,
            old_len,
            new_index,
            new_len,
        });
        (old_index, new_index, seen, seen_restored) =
            (old_index + old_len, new_index + new_len, range.end, end);
    }
    operations.push(DiffOp::Equal {
        old_index,
        new_index,
        len: count(&document.source[seen..]),
    });
    operations
}

fn restored_len(range: &Range<usize>, edits: &[Edit]) -> usize {
    let replaced: usize = edits.iter().map(|edit| edit.end - edit.start).sum();
    let originals: usize = edits.iter().map(|edit| edit.original.len()).sum();
    range.len() - replaced + originals
}

fn write_hunk(
    out: &mut dyn Write,
    hunk: &[DiffOp],
    old: &[&[u8]],
    new: &[&[u8]],
    paint: Paint,
) -> io::Result<()> {
    writeln!(out, "{}", UnifiedHunkHeader::new(hunk))?;
    for operation in hunk {
        if let DiffOp::Equal { .. } = operation {
            old[operation.old_range()]
                .iter()
                .try_for_each(|line| write_line(out, b" ", line, "", Paint::Plain))?;
        } else {
            old[operation.old_range()]
                .iter()
                .try_for_each(|line| write_line(out, b"-", line, RED, paint))?;
            new[operation.new_range()]
                .iter()
                .try_for_each(|line| write_line(out, b"+", line, GREEN, paint))?;
        }
    }
    Ok(())
}

fn write_line(
    out: &mut dyn Write,
    sign: &[u8],
    line: &[u8],
    color: &str,
    paint: Paint,
) -> io::Result<()> {
    let bare = line.strip_suffix(b"\n");
    paint.write(out, color, &[sign, bare.unwrap_or(line)])?;
    out.write_all(if bare.is_some() {
        b"\n"
    } else {
        b"\n\\ No newline at end of file\n"
    })
}

/// The bytes of the path as they are, so that `patch` finds the file; quoted as git does where they would break the line.
fn header_name(name: &OsStr) -> Cow<'_, [u8]> {
    let bytes = name.as_encoded_bytes();
    if !bytes
        .iter()
        .any(|byte| byte.is_ascii_control() || *byte == b'"' || *byte == b'\\')
    {
        return Cow::Borrowed(bytes);
    }
    let mut quoted = vec![b'"'];
    for &byte in bytes {
        match byte {
            b'"' | b'\\' => quoted.extend([b'\\', byte]),
            _ if byte.is_ascii_control() => quoted.extend(format!("\\{byte:03o}").bytes()),
            _ => quoted.push(byte),
        }
    }
    quoted.push(b'"');
    Cow::Owned(quoted)
}

#[cfg(test)]
mod tests {
    use super::super::output::tests::written;
    use super::*;

    fn plain(source: &[u8], wordings: &[(&str, &str)]) -> Vec<u8> {
        written(source, wordings, |out, document| {
            diff(out, document, Paint::Plain)
        })
    }

    #[test]
    fn hunks_have_three_lines_of_context() {
        let source = b"1\n2\n3\n4\nhe mentioned\n6\n7\n8\n9\n10\n11\n12\nwithin the end\n14\n";
        let expected = "--- a.txt\tspun\n+++ a.txt\trestored\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-he mentioned\n+he said\n 6\n 7\n 8\n\
                        @@ -10,5 +10,5 @@\n 10\n 11\n 12\n-within the end\n+in the end\n 14\n";
        assert_eq!(
            plain(source, &[("mentioned", "said"), ("within the", "in the")]),
            expected.as_bytes()
        );
    }

    #[test]
    fn joined_lines_and_bytes_that_are_not_utf8_survive() {
        let source = b"\xff\rwithin\nthe end\n\xfe mentioned";
        let expected = b"--- a.txt\tspun\n+++ a.txt\trestored\n@@ -1,3 +1,2 @@\n-\xff\rwithin\n-the end\n+\xff\rin the end\n\
                         -\xfe mentioned\n\\ No newline at end of file\n+\xfe said\n\\ No newline at end of file\n";
        let got = plain(source, &[("within\nthe", "in the"), ("mentioned", "said")]);
        assert_eq!(
            got.escape_ascii().to_string(),
            expected.escape_ascii().to_string()
        );
    }

    #[test]
    fn no_edit_is_no_diff() {
        assert_eq!(plain(b"clean\n", &[]), b"");
    }

    #[test]
    fn signs_are_coloured_with_their_lines() {
        let got = written(b"a\nb\n", &[("a", "c")], |out, document| {
            diff(out, document, Paint::Colored)
        });
        let expected = "\x1b[31m--- a.txt\tspun\x1b[0m\n\x1b[32m+++ a.txt\trestored\x1b[0m\n@@ -1,2 +1,2 @@\n\x1b[31m-a\x1b[0m\n\x1b[32m+c\x1b[0m\n b\n";
        assert_eq!(got, expected.as_bytes());
    }

    #[test]
    fn names_with_quotes_and_controls_are_quoted() {
        assert_eq!(&*header_name(OsStr::new("dir/a b.txt")), b"dir/a b.txt");
        assert_eq!(&*header_name(OsStr::new("a\n\"b\\")), br#""a\012\"b\\""#);
    }
}
