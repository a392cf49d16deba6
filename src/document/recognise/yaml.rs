//! Recognises YAML: metadata before Markdown, and documents, whose keys must not be changed.

use super::{Kind, Look, lines};

/// Least number of keys of a document.
const KEYS: usize = 2;

/// Metadata in YAML between lines `---`, or in TOML between lines `+++`. Where it has no end, or more of it
/// follows, it is no metadata, but all of the document.
pub fn front_matter(bytes: &[u8], is_all: bool) -> Look {
    let mut lines = lines(bytes).skip_while(|line| line.trim_ascii().is_empty());
    let maybe = Look::until(is_all);
    let Some(fence) = lines.next() else {
        return maybe;
    };
    let is_complete = fence.ends_with(b"\n");
    let fence = fence.trim_ascii_end();
    let mark = match fence {
        b"---" => b':',
        b"+++" => b'=',
        b"" | b"-" | b"--" | b"+" | b"++" if !is_complete => return maybe,
        _ => return Look::No,
    };
    let mut has_key = false;
    while let Some(line) = lines.next() {
        let is_complete = line.ends_with(b"\n");
        let line = line.trim_ascii_end();
        if line == fence || (line == b"..." && mark == b':') {
            return match document(lines, Start::Fence, is_all) {
                _ if !has_key => Look::No,
                Look::No => Look::Is(Kind::Markdown, "it starts with metadata"),
                found => found,
            };
        }
        if is_complete && !is_metadata(line, mark) {
            return Look::No;
        }
        has_key |= line.contains(&mark);
    }
    match mark {
        b':' if is_all => document(super::lines(bytes), Start::Fence, is_all),
        _ => maybe,
    }
}

/// Whether a line may be one of metadata: a key, a part of a longer value, a comment.
fn is_metadata(line: &[u8], mark: u8) -> bool {
    let is_continued = line.is_empty() || b" \t#-[]{}".contains(&line[0]);
    let key = line.split(|&byte| byte == mark).next().unwrap_or_default();
    let is_in = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-. \"'".contains(byte);
    let words = key.trim_ascii().split(|&byte| byte == b' ').count();
    is_continued || (key.len() < line.len() && words <= 2 && key.iter().all(is_in))
}

/// A document in YAML: keys, and values below some of them.
pub fn look(bytes: &[u8], is_all: bool) -> Look {
    document(lines(bytes), Start::Key, is_all)
}

/// What a document in YAML starts with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    /// A line `---`, which is enough.
    Fence,
    /// A key in lower case, since people write so, too: `Bring:` above a list.
    Key,
}

/// A document in YAML has nothing but keys and what belongs to them. Without a line `---`, it has lists or
/// keys below keys.
fn document<'b>(lines: impl Iterator<Item = &'b [u8]>, start: Start, is_all: bool) -> Look {
    let mut keys = 0;
    let mut is_nested = start == Start::Fence;
    let mut is_open = false;
    for line in lines {
        let is_complete = line.ends_with(b"\n");
        let line = line.trim_ascii_end();
        let inside = line.trim_ascii_start();
        let is_comment = inside.starts_with(b"#") && keys > 0;
        if inside.is_empty() || is_comment || line == b"---" || line == b"..." {
            continue;
        }
        let is_below = inside.len() < line.len() || inside.starts_with(b"- ");
        match key(inside, start) {
            Some(has_value) => {
                keys += 1;
                is_nested |= is_open && is_below;
                is_open = !has_value;
            }
            None if is_below && keys > 0 => is_nested |= is_open,
            None if !is_complete && !is_all => return Look::Maybe,
            None => return Look::No,
        }
    }
    match is_all {
        false => Look::Maybe,
        true if keys >= KEYS && is_nested => Look::Is(Kind::Other, "it is YAML"),
        true => Look::No,
    }
}

/// Whether the key at the start of a line has a value on this line; `None` if there is no key.
fn key(line: &[u8], start: Start) -> Option<bool> {
    let line = line.strip_prefix(b"- ").unwrap_or(line).trim_ascii_start();
    let end = line.iter().position(|&byte| byte == b':')?;
    let (key, value) = (&line[..end], line[end + 1..].trim_ascii_start());
    let is_in = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-./".contains(byte);
    let first = key.first()?;
    let starts =
        first.is_ascii_lowercase() || (start == Start::Fence && first.is_ascii_alphabetic());
    let is_apart = line.get(end + 1).is_none_or(|&byte| byte == b' ');
    let is_block = |value: &[u8]| matches!(value.first(), None | Some(b'|' | b'>' | b'#'));
    (starts && is_apart && key.iter().all(is_in)).then(|| !is_block(value))
}
