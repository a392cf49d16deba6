//! Metadata at the top of a Markdown file, in YAML, TOML or JSON, or as lines `Title: so`, as static
//! site generators read it. Elsewhere, `---` and `+++` mean nothing like that.

use memchr::memmem::find;
use serde_json::value::RawValue;
use std::ops::Range;

/// Length of the byte order mark, the blank lines and the metadata at the start of `text`. Without
/// metadata, that of the byte order mark.
pub fn len(text: &str) -> usize {
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mark = text.len() - bare.len();
    let blank: usize = bare
        .split_inclusive('\n')
        .take_while(|line| line.trim().is_empty())
        .map(str::len)
        .sum();
    match metadata_len(&bare[blank..]) {
        0 => mark,
        len => mark + blank + len,
    }
}

fn metadata_len(text: &str) -> usize {
    let first = text.lines().next().unwrap_or_default();
    match first.trim_end() {
        "---" => fenced_len(text, &["---", "..."], is_yaml),
        "+++" => fenced_len(text, &["+++"], is_toml),
        _ if first.starts_with("% ") => title_len(text),
        _ if first.starts_with('{') => json_len(text),
        _ => bare_len(text),
    }
}

/// Length of a title block of Pandoc, lines with `%` or indented ones, up to the first blank line.
fn title_len(text: &str) -> usize {
    let mut len = 0;
    for line in text.split_inclusive('\n') {
        len += line.len();
        if line.trim().is_empty() {
            break;
        }
        if !line.starts_with(['%', ' ']) {
            return 0;
        }
    }
    len
}

/// Names with which metadata without marks starts, as MultiMarkdown and Pelican read it.
const FIRST: [&str; 12] = [
    "author",
    "authors",
    "base header level",
    "category",
    "css",
    "date",
    "layout",
    "slug",
    "status",
    "summary",
    "tags",
    "title",
];

/// Length of lines `key: value` up to the first blank one, if there are several and the first is a
/// usual one.
fn bare_len(text: &str) -> usize {
    let mut len = 0;
    let mut keys = 0;
    for line in text.split_inclusive('\n') {
        len += line.len();
        if line.trim().is_empty() {
            break;
        }
        if keys > 0 && line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((key, value)) = line.split_once(':') else {
            return 0;
        };
        let is_value = value.starts_with([' ', '\t', '\r', '\n']) || value.is_empty();
        let is_first = keys > 0 || FIRST.contains(&&key.to_ascii_lowercase()[..]);
        let is_short = key.split(' ').count() <= 3 && key.starts_with(char::is_alphabetic);
        if !is_value || !is_first || !is_short {
            return 0;
        }
        keys += 1;
    }
    if keys > 1 { len } else { 0 }
}

/// Length of the lines up to one of `ends`, if they are all right.
fn fenced_len(text: &str, ends: &[&str], is_right: impl Fn(&str) -> bool) -> usize {
    let mut len = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        len += line.len();
        if index == 0 {
            continue;
        }
        if ends.contains(&line.trim_end()) {
            let inside = &text[..len - line.len()];
            let (_, inside) = inside.split_once('\n').unwrap_or_default();
            return if is_right(inside) { len } else { 0 };
        }
    }
    0
}

/// The metadata of single slides in `text`: keys and values between rules.
pub fn of_slides(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut is_after_blank = true;
    for line in text.split_inclusive('\n') {
        let is_rule = line.trim_end() == "---";
        if is_rule
            && is_after_blank
            && found
                .last()
                .is_none_or(|last: &Range<usize>| last.end <= start)
        {
            let is_right = |inside: &str| {
                let is_blank = |line: &str| line.trim().is_empty();
                !inside.is_empty() && !inside.lines().any(is_blank) && is_yaml(inside)
            };
            let window = &text[start..];
            let paragraph = find(window.as_bytes(), b"\n\n").map_or(window, |end| &window[..=end]);
            match fenced_len(paragraph, &["---"], is_right) {
                0 => {}
                len => found.push(start..start + len),
            }
        }
        is_after_blank = line.trim().is_empty();
        start += line.len();
    }
    found
}

/// Whether all lines look like a mapping in YAML. A rule at the top of a page looks like the fence,
/// but sentences follow.
fn is_yaml(inside: &str) -> bool {
    inside.lines().all(|line| {
        let is_more =
            line.trim().is_empty() || line.starts_with([' ', '\t', '-', '#', ']', '}', '"']);
        is_more
            || line.split_once(':').is_some_and(|(key, value)| {
                is_key(key) && (value.is_empty() || value.starts_with([' ', '\t', '\r']))
            })
    })
}

/// Whether the first line that is not a comment looks like TOML.
fn is_toml(inside: &str) -> bool {
    let mut lines = inside.lines().map(str::trim);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
    first.is_none_or(|line| {
        line.starts_with('[') || line.split_once('=').is_some_and(|(key, _)| is_key(key))
    })
}

/// Whether a key is one word, or in quotation marks.
fn is_key(key: &str) -> bool {
    let key = key.trim_end();
    let is_quoted = key.len() > 1 && key.starts_with(['"', '\'']) && key.ends_with(['"', '\'']);
    is_quoted || (!key.is_empty() && !key.contains(char::is_whitespace))
}

/// Length of an object with the rest of its last line, which must be blank.
fn json_len(text: &str) -> usize {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    if !matches!(values.next(), Some(Ok(_))) {
        return 0;
    }
    let end = values.byte_offset();
    let rest = text[end..].split_inclusive('\n').next().unwrap_or_default();
    if rest.trim().is_empty() {
        end + rest.len()
    } else {
        0
    }
}

#[cfg(test)]
mod tests;
