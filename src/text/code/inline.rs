//! Code inside of a line, between the marks of many kinds of markup: `=a b=` of Org, `@a b@` of Textile,
//! `<code>a b</code>`, `@code{a b}` of Texinfo, `C<a b>` of POD; and names in front of mail addresses.

use super::super::address;
use super::super::marker::LONGEST;
use memchr::memmem::{find, find_iter};
use std::ops::Range;

/// Marks around code, and whether others write them around prose, so that what is inside must look like code.
const MARKS: [(&str, bool); 6] = [
    ("=", false),
    ("@", false),
    ("##", false),
    ("~", true),
    ("+", true),
    ("''", true),
];
/// Names of tags around code, `<code>`, `{{code}}` or `[code]`.
const TAGS: [&[u8]; 12] = [
    b"code",
    b"formula",
    b"icode",
    b"kbd",
    b"math",
    b"samp",
    b"source",
    b"src",
    b"syntaxhighlight",
    b"tt",
    b"var",
    b"verbatim",
];
/// Commands of Texinfo whose argument is code or a name.
const COMMANDS: [&[u8]; 16] = [
    b"anchor", b"code", b"command", b"env", b"file", b"kbd", b"key", b"math", b"option", b"pxref",
    b"ref", b"samp", b"t", b"var", b"verb", b"xref",
];
/// Most words of the name of a person.
const NAME: usize = 4;

/// The byte ranges of code in the lines of `text`, in order and disjoint.
pub fn spans(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(skipped) = bytes[at..]
        .iter()
        .position(|byte| b"=@#~+'<{[".contains(byte))
    {
        at += skipped;
        let range = span(text, at);
        let last = found.last().map_or(0, |last| last.end);
        if range.end > at && last <= range.start {
            at = range.end;
            found.push(range);
        } else {
            at += 1;
        }
    }
    found
}

/// The code with a mark at byte `at`; an empty range for none.
fn span(text: &str, at: usize) -> Range<usize> {
    let (before, rest) = text.as_bytes().split_at(at);
    let rest = &rest[..rest.len().min(LONGEST)];
    let start = match (rest[0], before) {
        (b'<', [.., b'C' | b'F' | b'X']) => at - 1,
        (b'<', _) => at - name_len(&text[..at], rest),
        _ => at,
    };
    let len = match rest[0] {
        b'<' if start + 1 == at => entity_len(before, rest),
        b'<' if start < at => find(rest, b">").map_or(0, |end| end + 1),
        b'<' | b'{' | b'[' => tag_len(rest),
        b'@' => command_len(rest).max(marked_len(before, rest)),
        _ => marked_len(before, rest),
    };
    start..if len > 0 { at + len } else { start }
}

/// Length of code between two marks in a line. A whole line between them may be a heading.
fn marked_len(before: &[u8], rest: &[u8]) -> usize {
    let mark = MARKS
        .iter()
        .find(|(mark, _)| rest.starts_with(mark.as_bytes()));
    let may_open =
        |byte: &u8| byte.is_ascii_whitespace() || b"([{|\"".contains(byte) || !byte.is_ascii();
    let Some((mark, may_be_prose)) = mark.filter(|_| before.last().is_none_or(may_open)) else {
        return 0;
    };
    let line = rest.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let inside = &line[mark.len()..];
    let is_inside = |byte: Option<&u8>| {
        byte.is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != rest[0])
    };
    let may_close = |byte: &u8| {
        byte.is_ascii_whitespace() || b".,;:!?)]}|\"".contains(byte) || !byte.is_ascii()
    };
    let is_end = |&end: &usize| {
        end > 0
            && is_inside(inside.get(end - 1))
            && inside.get(end + mark.len()).is_none_or(may_close)
    };
    let end = find_iter(inside, mark)
        .find(is_end)
        .filter(|_| is_inside(inside.first()));
    let Some(code) = end.map(|end| &inside[..end]) else {
        return 0;
    };
    let len = code.len() + 2 * mark.len();
    let is_line =
        before.last().is_none_or(|&byte| byte == b'\n') && line[len..].trim_ascii().is_empty();
    if (*may_be_prose || is_line) && !looks_like_code(code) {
        return 0;
    }
    len
}

/// Whether some words of `inside` are options, paths, identifiers or the like.
pub fn looks_like_code(inside: &[u8]) -> bool {
    let inside = str::from_utf8(inside).unwrap_or_default();
    inside.split_whitespace().any(address::is_code)
}

/// Length of a tag of code with what is inside, and the tag that ends it.
fn tag_len(rest: &[u8]) -> usize {
    let (open, close): (&[u8], &[u8]) = match rest {
        [b'<', ..] => (b"<", b">"),
        [b'{', b'{', ..] => (b"{{", b"}}"),
        [b'[', ..] => (b"[", b"]"),
        _ => return 0,
    };
    let inside = &rest[open.len()..];
    let name = inside
        .split(|byte| !byte.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default();
    let behind = &inside[name.len()..];
    if !TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name))
        || !(behind.starts_with(close) || behind.starts_with(b" "))
    {
        return 0;
    }
    let close = [open, b"/", name, close].concat();
    match find(rest, &close) {
        Some(end) if find(&rest[..end], b"\n\n").is_none() => end + close.len(),
        _ => 0,
    }
}

/// Length of a command of Texinfo with its argument.
fn command_len(rest: &[u8]) -> usize {
    let name = rest[1..]
        .split(|&byte| byte == b'{')
        .next()
        .unwrap_or_default();
    if !COMMANDS.contains(&name) {
        return 0;
    }
    let start = 1 + name.len();
    match braced_len(&rest[start.min(rest.len())..]) {
        0 => 0,
        len => start + len,
    }
}

/// Length of `{a {b} c}` at the start of `rest`; 0 if the braces do not close.
pub fn braced_len(rest: &[u8]) -> usize {
    let mut depth = 0_usize;
    for (at, &byte) in rest.iter().enumerate().take(LONGEST) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return if at > 0 { at + 1 } else { 0 };
        }
    }
    0
}

/// Length of `<a b>` or `<< a b >>` of POD behind its letter, which starts a word.
fn entity_len(before: &[u8], rest: &[u8]) -> usize {
    let marks = rest.iter().take_while(|&&byte| byte == b'<').count();
    let close = b">".repeat(marks);
    let starts_word = !before[..before.len() - 1]
        .last()
        .is_some_and(u8::is_ascii_alphanumeric);
    match find(rest, &close) {
        Some(end) if starts_word && find(&rest[..end], b"\n\n").is_none() => end + marks,
        _ => 0,
    }
}

/// Length of the name and the space in front of a mail address `<a@b>` at the start of `rest`.
fn name_len(before: &str, rest: &[u8]) -> usize {
    let address = rest.split(|&byte| byte == b'>').next().unwrap_or_default();
    if !before.ends_with(' ') || !address.contains(&b'@') || address.contains(&b' ') {
        return 0;
    }
    let line = before.rsplit('\n').next().unwrap_or_default();
    let is_name = |word: &&str| {
        let word = word.trim_start_matches(['"', '(']);
        word.starts_with(char::is_uppercase)
    };
    let names = line[..line.len() - 1]
        .rsplit(' ')
        .take(NAME)
        .take_while(is_name);
    names.map(|word| word.len() + 1).sum()
}

#[cfg(test)]
mod tests;
