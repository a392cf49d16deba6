//! Markers that a program replaces or reads: template tags (`{{ home }}`, `{% if %}`), placeholders
//! of format strings (`%1$s`, `{0}`), attribute blocks (`{#id .class}`), formulas in TeX
//! (`\( \)`, `\begin{align}`), code between backticks, names of emoji (`:house:`), places that are filled in (`:home`, `[NAME]`), and alternatives that a spinner has left
//! (`{big|large}`).

use super::{blank, tag, tex};
use memchr::memmem::find;
use std::ops::Range;

/// Longest marker in bytes. The limit keeps the search for its end short.
pub const LONGEST: usize = 300;
/// The same for tags of templates, which may have many attributes.
const LONGEST_TAG: usize = 2000;

/// Marks around template tags and formulas, and the most bytes with them. Of two that fit, the first one counts.
const PAIRS: [(&str, &str, usize); 26] = [
    ("{{", "}}", LONGEST_TAG),
    ("{%", "%}", LONGEST_TAG),
    ("{/*", "*/}", LONGEST),
    ("{#", "}", LONGEST),
    ("{:", "}", LONGEST),
    ("{!!", "!!}", LONGEST),
    ("{.", "}", LONGEST),
    ("{ .", "}", LONGEST),
    ("{ #", "}", LONGEST),
    ("${", "}", LONGEST),
    ("$(", ")", LONGEST),
    ("#{", "}", LONGEST),
    ("%{", "}", LONGEST),
    ("@{", "}", LONGEST),
    ("<%", "%>", LONGEST_TAG),
    ("<?", "?>", LONGEST_TAG),
    ("<!--", "-->", LONGEST_TAG),
    ("[[", "]]", tag::LINK),
    ("[code]", "[/code]", LONGEST),
    ("[%", "%]", LONGEST),
    ("[!", "]", LONGEST),
    ("\\(", "\\)", LONGEST),
    ("\\[", "\\]", LONGEST),
    ("$$", "$$", LONGEST),
    ("<#", ">", LONGEST),
    ("</#", ">", LONGEST),
];

/// Whether a marker may start with a byte. A table is much faster than a search among the first bytes.
const STARTS: [bool; 256] = {
    let mut starts = [false; 256];
    let mut firsts: &[u8] = b"{}%<[$#@\\:`&+";
    while let [first, rest @ ..] = firsts {
        starts[*first as usize] = true;
        firsts = rest;
    }
    starts
};

/// The byte ranges of the markers in `text`, in order and disjoint.
pub fn markers(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(skipped) = bytes[at..]
        .iter()
        .position(|&byte| STARTS[usize::from(byte)])
    {
        at += skipped;
        match marker_len(bytes, at) {
            0 => at += 1,
            len => {
                found.push(at..at + len);
                at += len;
            }
        }
    }
    found
}

/// The byte ranges of alternatives in braces, `{big|large}`, in order and disjoint.
pub fn alternatives(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices('{') {
        let is_inner = found.last().is_some_and(|last| at < last.end);
        match alternatives_len(&bytes[at..]) {
            len if len > 0 && !is_inner => found.push(at..at + len),
            _ => {}
        }
    }
    found
}

/// Length of the marker at byte `at`; 0 for none.
fn marker_len(text: &[u8], at: usize) -> usize {
    let rest = &text[at..];
    let pair = PAIRS
        .iter()
        .find(|(open, ..)| rest.starts_with(open.as_bytes()));
    let len = match (pair, rest[0]) {
        (Some(("[[", ..)), _) => tag::link_len(rest),
        (Some(&(open, close, longest)), _) => enclosed_len(rest, open, close, longest),
        (None, b'\\') => tex::len(rest),
        (None, b'{') => {
            let len = braces_len(rest).max(alternatives_len(rest));
            len.max(tag::case_len(rest))
        }
        (None, b'}') => tag::case_len(rest),
        _ => 0,
    };
    match rest[0] {
        _ if len > 0 => len,
        // A percent sign in a format string.
        b'%' if rest.starts_with(b"%%") => doubled_len(rest),
        // `50%` is a number.
        b'%' if !text[..at].last().is_some_and(u8::is_ascii_digit) => {
            let len = variable_len(rest).max(conversion_len(rest));
            len.max(usize::from(is_comment(&text[..at], rest)))
        }
        b'&' if rest.starts_with(b"&lt;") => escaped_tag_len(rest),
        b'<' if rest.starts_with(b"<<") => field_len(rest),
        b'<' => tag::tag_len(rest),
        b'[' => blank::blank_len(rest).max(tag::bracket_len(rest)),
        b'`' => literal_len(rest),
        b'+' => keys_len(rest),
        b':' if text[..at].last().is_some_and(u8::is_ascii_lowercase) => {
            tag::macro_len(&text[..at], rest)
        }
        b'$' if !text[..at].last().is_some_and(u8::is_ascii_alphanumeric) => dollar_len(rest),
        b':' if !text[..at]
            .last()
            .is_some_and(|&byte| is_name(byte) || byte == b':') =>
        {
            emoji_len(rest).max(if is_apart(text, at) {
                blank::parameter_len(rest)
            } else {
                0
            })
        }
        _ => 0,
    }
}

/// Length of a piece of code between backticks, one or two. Two of them are also quotation marks: ``It rained''.
fn literal_len(rest: &[u8]) -> usize {
    let rest = &rest[..rest.len().min(LONGEST)];
    let marks = rest.iter().take_while(|&&byte| byte == b'`').count();
    let end = find(&rest[marks..], &rest[..marks]);
    let Some(inside) = end.map(|end| &rest[marks..marks + end]) else {
        return 0;
    };
    let is_outer = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_whitespace);
    let is_code = !is_outer(inside.first())
        && !is_outer(inside.last())
        && !inside.iter().any(|byte| b"'\n".contains(byte));
    if is_code { inside.len() + 2 * marks } else { 0 }
}

/// Length of `%%` or `%%NAME%%`.
fn doubled_len(rest: &[u8]) -> usize {
    let name = rest[2..].iter().take_while(|&&byte| is_name(byte)).count();
    if name > 0 && rest[2 + name..].starts_with(b"%%") {
        name + 4
    } else {
        2
    }
}

/// Whether the percent sign at the start of `rest` is none: it starts the line, as a comment in TeX does,
/// or a text in quotation marks, or is an operator.
fn is_comment(before: &[u8], rest: &[u8]) -> bool {
    let last = before.iter().rev().find(|byte| !b" \t".contains(byte));
    last.is_none_or(|last| b"\n\"'`".contains(last)) || rest.starts_with(b"%=")
}

/// Length of a tag that was escaped twice, `&lt;p class="lead"&gt;`.
fn escaped_tag_len(rest: &[u8]) -> usize {
    let first = rest.get("&lt;".len());
    if first.is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/') {
        enclosed_len(rest, "&lt;", "&gt;", LONGEST)
    } else {
        0
    }
}

/// Length of a field of a letter, `<<Name>>`, or of the target of a link of AsciiDoc, `<<name,`.
fn field_len(rest: &[u8]) -> usize {
    let in_name = |byte: &&u8| is_name(**byte) || b"-#.".contains(*byte);
    let name = rest[2..].iter().take(LONGEST).take_while(in_name).count();
    match &rest[2 + name..] {
        [b'>', b'>', ..] if name > 0 => name + 4,
        [b',', ..] if name > 0 => name + 3,
        _ => 0,
    }
}

/// Length of keys that are pressed together, `++ctrl+home++`.
fn keys_len(rest: &[u8]) -> usize {
    let in_keys = |byte: &&u8| is_name(**byte) || b"+-".contains(*byte);
    let len = rest.iter().take(LONGEST).take_while(in_keys).count();
    let keys = rest[..len].strip_prefix(b"++");
    let keys = keys.and_then(|keys| keys.strip_suffix(b"++"));
    match keys {
        Some(keys) if keys.split(|&byte| byte == b'+').all(|key| !key.is_empty()) => len,
        _ => 0,
    }
}

/// Length of the name of an emoji, or of a role in reStructuredText: `:house:`.
fn emoji_len(rest: &[u8]) -> usize {
    let in_name = |byte: &&u8| is_name(**byte) || b"+-".contains(*byte);
    let name = &rest[1..];
    let name = &name[..name.iter().take(LONGEST).take_while(in_name).count()];
    let is_whole = name.iter().any(u8::is_ascii_lowercase)
        && !name.iter().any(u8::is_ascii_uppercase)
        && rest.get(1 + name.len()) == Some(&b':')
        && !rest
            .get(2 + name.len())
            .is_some_and(|&byte| is_name(byte) || byte == b':');
    if is_whole { name.len() + 2 } else { 0 }
}

/// Whether a word may start at byte `at`.
fn is_apart(text: &[u8], at: usize) -> bool {
    let before = text[..at].last();
    before.is_none_or(|byte| byte.is_ascii_whitespace() || *byte == b'(')
}

pub(super) fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Length of what `open` begins and `close` ends in the same paragraph, within `longest` bytes.
fn enclosed_len(rest: &[u8], open: &str, close: &str, longest: usize) -> usize {
    let window = &rest[..rest.len().min(longest)];
    let Some(inside) = find(&window[open.len()..], close.as_bytes()) else {
        return 0;
    };
    let mut end = open.len() + inside + close.len();
    if open == "{{" {
        end = nested_len(window).unwrap_or(end);
    }
    if find(&window[..end], b"\n\n").is_some() {
        return 0;
    }
    // `{{{name}}}`
    let more = window[end..].iter().take_while(|&&byte| byte == b'}');
    end + if close == "}}" { more.count() } else { 0 }
}

/// Length of `{{a {{b}} c}}`, if all braces in it are closed.
fn nested_len(window: &[u8]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < window.len() {
        match &window[at..] {
            [b'{', b'{', ..] => depth += 1,
            [b'}', b'}', ..] => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// What follows a dollar sign where a spinner has written the digits of an amount as words.
const AMOUNTS: &str = "a an billion billions eight eighteen eighty eleven few fifteen fifty five forty four fourteen \
    half hundred hundreds many million millions nine nineteen ninety one several seven seventeen seventy six \
    sixteen sixty ten thirteen thirty thousand thousands three trillion twelve twenty two zero";

/// Length of a variable of a program, `$name`.
fn dollar_len(rest: &[u8]) -> usize {
    let name = &rest[1..];
    let name = &name[..name.iter().take_while(|&&byte| is_name(byte)).count()];
    let starts = name
        .first()
        .is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
    let is_amount = || {
        let mut words = AMOUNTS.split_ascii_whitespace();
        words.any(|word| word.as_bytes().eq_ignore_ascii_case(name))
    };
    if starts && !is_amount() {
        name.len() + 1
    } else {
        0
    }
}

/// Length of `{0}`, `{name}` or `{ name }`, with a format behind a colon.
fn braces_len(rest: &[u8]) -> usize {
    let name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.$!:<>^-".contains(byte);
    let inside = rest[1..].trim_ascii_start();
    let len = inside.iter().take_while(|&byte| name(byte)).count();
    let after = inside[len..].trim_ascii_start();
    if len == 0 || after.first() != Some(&b'}') {
        return 0;
    }
    rest.len() - after.len() + 1
}

/// Length of alternatives in braces, `{big|{very |}large}`.
fn alternatives_len(rest: &[u8]) -> usize {
    let mut depth = 0;
    let mut has_bar = false;
    for (at, &byte) in rest.iter().enumerate().take(LONGEST) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            b'|' => has_bar |= depth == 1,
            b'\n' if rest[at + 1..].starts_with(b"\n") => return 0,
            _ => {}
        }
        if depth == 0 {
            return if has_bar { at + 1 } else { 0 };
        }
    }
    0
}

/// Length of `%NAME%`.
fn variable_len(rest: &[u8]) -> usize {
    let name = rest[1..].iter().take_while(|&&byte| is_name(byte)).count();
    if name > 0 && rest.get(1 + name) == Some(&b'%') {
        name + 2
    } else {
        0
    }
}

/// Length of a conversion of a format string: `%s`, `%-5.2f`, `%1$s`, `%(name)s`, `% d`. After a space, only
/// letters count that are no word: `5 % a year`.
fn conversion_len(rest: &[u8]) -> usize {
    let run = |at: usize, allowed: &[u8]| {
        let bytes = rest.get(at..).unwrap_or_default();
        bytes
            .iter()
            .take_while(|&byte| allowed.contains(byte))
            .count()
    };
    let mut at = 1;
    if rest.get(at) == Some(&b'(') {
        let Some(end) = rest.iter().take(64).position(|&byte| byte == b')') else {
            return 0;
        };
        at = end + 1;
    }
    let digits = run(at, b"0123456789");
    if digits > 0 && rest.get(at + digits) == Some(&b'$') {
        at += digits + 1;
    }
    let flags = run(at, b"-+#0' ");
    let letters: &[u8] = match rest[at..at + flags].contains(&b' ') {
        true => b"deEfFgGxX",
        false => b"diouxXeEfFgGcrsSap@",
    };
    at += flags;
    at += run(at, b"0123456789*.");
    at += run(at, b"hlLqjzt").min(2);
    let is_conversion = rest.get(at).is_some_and(|byte| letters.contains(byte));
    let ends = !rest.get(at + 1).is_some_and(u8::is_ascii_alphanumeric);
    if is_conversion && ends { at + 1 } else { 0 }
}

#[cfg(test)]
mod tests;
