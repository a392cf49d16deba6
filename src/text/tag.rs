//! Tags and their attributes in text that is not read as markup, such as templates, forums and wikis:
//! `class="home"`, `<p id=home>`, `[quote=Ann]`; and the cases of messages in ICU's format.

use super::code::SENTENCE;
use super::marker::{LONGEST, is_name};
use memchr::memchr_iter;
use std::ops::Range;

/// Longest link in bytes, without its caption.
pub(super) const LINK: usize = LONGEST;

/// The byte ranges of attributes with values in quotation marks, in order and disjoint. Of those with prose,
/// only the name is in them.
pub fn attributes(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found: Vec<Range<usize>> = Vec::new();
    for sign in memchr_iter(b'=', bytes) {
        let Some(quote @ (b'"' | b'\'')) = bytes.get(sign + 1) else {
            continue;
        };
        let last = found.last().map_or(0, |last| last.end);
        let in_name = |byte: &&u8| is_name(**byte) || b"-:.@".contains(*byte);
        let before = bytes[last.min(sign)..sign].iter().rev();
        let start = sign - before.take(LONGEST).take_while(in_name).count();
        let value = sign + 2;
        let window = &bytes[value..bytes.len().min(value + LONGEST)];
        let len = memchr::memchr(*quote, window);
        let Some(len) = len.filter(|_| start < sign && last <= start) else {
            continue;
        };
        let words = window[..len].split(u8::is_ascii_whitespace);
        let is_prose = words.filter(|word| !word.is_empty()).count() >= SENTENCE;
        found.push(start..if is_prose { value } else { value + len + 1 });
    }
    found
}

/// Length of a tag of HTML with attributes, `<p id=home>`.
pub(super) fn tag_len(rest: &[u8]) -> usize {
    let window = &rest[1..rest.len().min(LONGEST)];
    let name = window.iter().take_while(|&&byte| is_name(byte)).count();
    let end = window.iter().position(|byte| b"<>{".contains(byte));
    match end {
        Some(end)
            if window[0].is_ascii_alphabetic()
                && window[end] == b'>'
                && window[name].is_ascii_whitespace()
                && window[..end].contains(&b'=') =>
        {
            end + 2
        }
        _ => 0,
    }
}

/// Length of a tag of a forum with a value, `[quote=Ann]`, or of a page with attributes, `[map zoom=3]`.
pub(super) fn bracket_len(rest: &[u8]) -> usize {
    let window = &rest[1..rest.len().min(LONGEST)];
    let is_small = |byte: &u8| byte.is_ascii_lowercase();
    let in_name = |byte: &&u8| is_small(byte) || byte.is_ascii_digit() || b"-_".contains(*byte);
    let name = window.iter().take_while(in_name).count();
    let Some(end) = window.iter().position(|byte| b"]\n".contains(byte)) else {
        return 0;
    };
    let is_set =
        |three: &[u8]| is_name(three[0]) && three[1] == b'=' && !three[2].is_ascii_whitespace();
    let has_value = match window[name.min(end)] {
        b'=' => true,
        b' ' => window[name..end].windows(3).any(is_set),
        _ => false,
    };
    if window.first().is_some_and(is_small) && has_value && window[end] == b']' {
        end + 2
    } else {
        0
    }
}

/// Length of the link at the start of `rest`: `[[home]]`, `[[File:home.jpg|thumb]]`. Of one with a caption, it is that
/// of what stands before the caption.
pub(super) fn link_len(rest: &[u8]) -> usize {
    let window = &rest[..rest.len().min(LINK)];
    let mut at = 2;
    loop {
        let end = window[at..].iter().position(|byte| b"|]\n".contains(byte));
        let end = end.map_or(window.len(), |end| at + end);
        let words = window[at..end].split(u8::is_ascii_whitespace);
        let is_prose = words.filter(|word| !word.is_empty()).count() >= SENTENCE;
        match window.get(end) {
            _ if is_prose && at > 2 => return at,
            Some(b'|') => at = end + 1,
            Some(b']') if window[end..].starts_with(b"]]") => return end + 2,
            Some(b']') => at = end + 1,
            Some(b'\n') if window.get(end + 1) != Some(&b'\n') => at = end + 1,
            _ => return 0,
        }
    }
}

/// Length of what is behind the name of a macro of AsciiDoc with the words of keys and buttons: `kbd:[Home]`,
/// `menu:File[Home > Print]`.
pub(super) fn macro_len(before: &[u8], rest: &[u8]) -> usize {
    let window = &rest[1..rest.len().min(LONGEST)];
    let in_target = |byte: &&u8| !byte.is_ascii_whitespace() && **byte != b'[';
    let target = window.iter().take_while(in_target).count();
    if window.get(target) != Some(&b'[') || (target > 0 && !before.ends_with(b"menu")) {
        return 0;
    }
    let end = window.iter().position(|byte| b"]\n".contains(byte));
    let Some(end) = end.filter(|&end| window[end] == b']' && end > target) else {
        return 0;
    };
    let words = window[target..end].split(u8::is_ascii_whitespace);
    if words.filter(|word| !word.is_empty()).count() < SENTENCE {
        end + 2
    } else {
        0
    }
}

/// Length of what chooses between wordings in ICU's format: `{count, plural, one {`, and `} other {`.
pub(super) fn case_len(rest: &[u8]) -> usize {
    let window = &rest[1..rest.len().min(LONGEST)];
    let Some(end) = window.iter().position(|byte| b"{}\n".contains(byte)) else {
        return 0;
    };
    let Some(inside) = str::from_utf8(&window[..end])
        .ok()
        .filter(|_| window[end] == b'{')
    else {
        return 0;
    };
    let is_key = |key: &str| {
        let name = key.trim_start_matches('=');
        !name.is_empty() && name.bytes().all(is_name)
    };
    let is_case = if rest[0] == b'}' {
        inside.starts_with(' ') && is_key(inside.trim())
    } else {
        let parts: Vec<&str> = inside.split(',').map(str::trim).collect();
        matches!(&parts[..], [name, "plural" | "select" | "selectordinal", key]
            if is_key(name) && key.split(' ').all(|part| is_key(part) || part.starts_with("offset:")))
    };
    if is_case { end + 2 } else { 0 }
}

#[cfg(test)]
mod tests;
