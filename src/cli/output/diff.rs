//! Unified diffs. The lines that change follow from the edits, so nothing has to be compared.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::io::{self, Write};
use std::ops::Range;

use similar::udiff::UnifiedHunkHeader;
use similar::{DiffOp, group_diff_ops};

use super::super::style::Color;
use super::View;
use crate::edit::{self, Edit};

const CONTEXT_LINES: usize = 3;

/// Writes a unified diff from the source to the restored text, which `patch -p0` applies; nothing
/// if there are no edits.
///
/// Each changed line is directly above its restored version, even if its neighbours change, too:
/// lines are often whole paragraphs. Takes time linear in the source. Comparing the two texts would
/// be quadratic where every line differs, as is usual in spun text.
///
/// # Errors
/// Those of `out`.
pub fn diff(out: &mut dyn Write, document: &View<'_>, color: Color) -> io::Result<()> {
    if document.edits.is_empty() {
        return Ok(());
    }
    let restored = edit::apply(document.source, document.edits);
    let written = in_encoding(document, &restored);
    let (old, new) = match &written {
        Some((old, new)) => (lines(old), lines(new)),
        None => (lines(document.source), lines(&restored)),
    };
    let name = header_name(document.name);
    color.write_removed(out, &[b"--- ", &name, b"\tspun"])?;
    out.write_all(b"\n")?;
    color.write_added(out, &[b"+++ ", &name, b"\trestored"])?;
    out.write_all(b"\n")?;
    for hunk in group_diff_ops(operations(document, &restored), CONTEXT_LINES) {
        write_hunk(out, &hunk, &old, &new, color)?;
    }
    Ok(())
}

/// The source and the restored text in the encoding of the file, which has the same lines; `None` for
/// UTF-8, and where they cannot be written so.
fn in_encoding(document: &View<'_>, restored: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let encoding = document.encoded?.encoding();
    let encode = |text| encoding.encode(str::from_utf8(text).ok()?);
    let both = (encode(document.source)?, encode(restored)?);
    encoding.has_ascii().then_some(both)
}

/// Lines as `patch` counts them: a lone carriage return does not end a line.
fn lines(text: &[u8]) -> Vec<&[u8]> {
    text.split_inclusive(|&byte| byte == b'\n').collect()
}

fn count_lines(text: &[u8]) -> usize {
    text.split_inclusive(|&byte| byte == b'\n').count()
}

/// The runs of equal and of replaced lines, in order.
fn operations(document: &View<'_>, restored: &[u8]) -> Vec<DiffOp> {
    let mut operations = Vec::new();
    // Numbers of the next line, and offsets of the bytes that are not covered yet, in the source
    // and in the restored text.
    let mut old_index = 0;
    let mut old_start = 0;
    let mut new_index = 0;
    let mut new_start = 0;
    for (range, edits) in document.changed_lines() {
        let len = count_lines(&document.source[old_start..range.start]);
        operations.push(DiffOp::Equal {
            old_index,
            new_index,
            len,
        });
        old_index += len;
        new_index += len;
        new_start += range.start - old_start;
        let new_end = new_start + restored_len(&range, edits);
        let old_len = count_lines(&document.source[range.clone()]);
        let new_len = count_lines(&restored[new_start..new_end]);
        operations.push(DiffOp::Replace {
            old_index,
            old_len,
            new_index,
            new_len,
        });
        old_index += old_len;
        new_index += new_len;
        old_start = range.end;
        new_start = new_end;
    }
    operations.push(DiffOp::Equal {
        old_index,
        new_index,
        len: count_lines(&document.source[old_start..]),
    });
    operations
}

fn restored_len(range: &Range<usize>, edits: &[Edit]) -> usize {
    let replaced: usize = edits.iter().map(|edit| edit.end - edit.start).sum();
    let originals: usize = edits.iter().map(|edit| edit.original().len()).sum();
    range.len() - replaced + originals
}

fn write_hunk(
    out: &mut dyn Write,
    hunk: &[DiffOp],
    old: &[&[u8]],
    new: &[&[u8]],
    color: Color,
) -> io::Result<()> {
    writeln!(out, "{}", UnifiedHunkHeader::new(hunk))?;
    for operation in hunk {
        let old = &old[operation.old_range()];
        if let DiffOp::Equal { .. } = operation {
            for line in old {
                let (text, end) = split_end(line);
                out.write_all(b" ")?;
                out.write_all(text)?;
                out.write_all(end)?;
            }
            continue;
        }
        for line in old {
            let (text, end) = split_end(line);
            color.write_removed(out, &[b"-", text])?;
            out.write_all(end)?;
        }
        for line in &new[operation.new_range()] {
            let (text, end) = split_end(line);
            color.write_added(out, &[b"+", text])?;
            out.write_all(end)?;
        }
    }
    Ok(())
}

/// A line without its line feed, and what ends it in a diff.
fn split_end(line: &[u8]) -> (&[u8], &[u8]) {
    match line.strip_suffix(b"\n") {
        Some(text) => (text, b"\n"),
        None => (line, b"\n\\ No newline at end of file\n"),
    }
}

/// The bytes of the path, so that `patch` finds the file; quoted as git does if they would break
/// the line.
fn header_name(name: &OsStr) -> Cow<'_, [u8]> {
    let bytes = name.as_encoded_bytes();
    let needs_quotes = |&byte: &u8| byte.is_ascii_control() || byte == b'"' || byte == b'\\';
    if !bytes.iter().any(needs_quotes) {
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
    use super::super::testing::written;
    use super::*;

    fn plain(source: &[u8], wordings: &[(&str, &str)]) -> Vec<u8> {
        written(source, wordings, |out, document| {
            diff(out, document, Color::Off)
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
    fn joined_lines_and_bytes_that_are_not_utf8_are_kept() {
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
    fn without_edits_there_is_no_diff() {
        assert_eq!(plain(b"clean\n", &[]), b"");
    }

    #[test]
    fn signs_are_coloured_with_their_lines() {
        let got = written(b"a\nb\n", &[("a", "c")], |out, document| {
            diff(out, document, Color::On)
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
