//! Recognises JSON, as far as it was read.

use super::{Kind, Look};

/// Deepest nesting that is followed.
const DEEPEST: usize = 128;

/// Why the end of a value was not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    /// The source ends first.
    End,
    /// It is not JSON.
    Bad,
}

/// JSON starts with an object or an array and has nothing else than values. Metadata in JSON may
/// stand before Markdown.
pub fn look(bytes: &[u8], is_all: bool) -> Look {
    let start = after_space(bytes, 0);
    let first = match bytes.get(start) {
        Some(first @ (b'{' | b'[')) => *first,
        Some(_) => return script(bytes, start, is_all),
        None if is_all => return Look::No,
        None => return Look::Maybe,
    };
    let json = Look::Is(Kind::Json, "it starts with a JSON value");
    match literal(bytes, start, is_all) {
        Look::No => {}
        found => return found,
    }
    match value(bytes, start, 0) {
        Ok(end) => after_value(bytes, start, end, is_all),
        Err(Stop::End) if !is_all => Look::Maybe,
        Err(Stop::End) if first == b'{' || has_structure(bytes, start) => json,
        // No prose starts like this, even if something is wrong later.
        Err(Stop::Bad) if first == b'{' && has_key(bytes, start) => json,
        Err(_) => Look::No,
    }
}

/// An object in the notation of a language, such as `{'title': 1` of Python and `{title: 'a'` of JSON5: its
/// first key has other quotation marks or none. Without these, its value shows that it is none of prose.
fn literal(bytes: &[u8], start: usize, is_all: bool) -> Look {
    let object = match bytes.get(start) {
        Some(b'[') => after_space(bytes, start + 1),
        _ => start,
    };
    if bytes.get(object).is_some_and(|&byte| byte != b'{') {
        return Look::No;
    }
    let key = after_comments(bytes, object + 1);
    let first = match bytes.get(key..).unwrap_or_default() {
        // The slash may begin a comment.
        [] | b"/" => return Look::until(is_all),
        [first, ..] => *first,
    };
    let is_in = |byte: &u8| byte.is_ascii_alphanumeric() || b"_$-".contains(byte);
    let name = if first == b'\'' { key + 1 } else { key };
    let len = bytes[name..].iter().take_while(|byte| is_in(byte)).count();
    let end = match bytes.get(name + len) {
        Some(b'\'') if first == b'\'' => name + len + 1,
        Some(_) if first != b'\'' => name + len,
        None if first != b'"' => return Look::until(is_all),
        _ => return Look::No,
    };
    let colon = after_space(bytes, end);
    let value = after_space(bytes, colon + 1);
    match (bytes.get(colon), bytes.get(value.min(bytes.len()))) {
        _ if len == 0 => Look::No,
        (None, _) | (Some(b':'), None) => Look::until(is_all),
        (Some(b':'), Some(byte))
            if first == b'\'' || byte.is_ascii_digit() || b"'\"{[`".contains(byte) =>
        {
            Look::Is(Kind::Other, "it is an object of a program")
        }
        _ => Look::No,
    }
}

/// The end of white space and lines of comments.
fn after_comments(bytes: &[u8], at: usize) -> usize {
    let mut at = after_space(bytes, at);
    while bytes.get(at..).unwrap_or_default().starts_with(b"//") {
        let line = bytes[at..].iter().take_while(|&&byte| byte != b'\n');
        at = after_space(bytes, at + line.count());
    }
    at
}

/// JSON in a call or an assignment, as servers send it to scripts: `show({"a": 1});`, `var list = [{...`.
fn script(bytes: &[u8], start: usize, is_all: bool) -> Look {
    let declarations = [&b"var "[..], b"let ", b"const "];
    let declared = declarations
        .iter()
        .find(|word| bytes[start..].starts_with(word));
    let name = start + declared.map_or(0, |word| word.len());
    let is_in = |byte: &u8| byte.is_ascii_alphanumeric() || b"_$.".contains(byte);
    let end = name + bytes[name..].iter().take_while(|byte| is_in(byte)).count();
    let mark = after_space(bytes, end);
    let is_mark = match bytes.get(mark) {
        None => return Look::until(is_all),
        Some(b'(') => declared.is_none() && mark == end,
        Some(b'=') => true,
        Some(_) => false,
    };
    if !is_mark || end == name {
        return Look::No;
    }
    let json = after_space(bytes, mark + 1);
    let Some(first) = bytes.get(json) else {
        return Look::until(is_all);
    };
    let is_json = match (first, value(bytes, json, 0)) {
        (b'{' | b'[', Err(Stop::End)) if !is_all => return Look::Maybe,
        (b'{', _) => has_key(bytes, json),
        (b'[', Ok(_)) => has_structure(bytes, json),
        _ => false,
    };
    if is_json {
        Look::Is(Kind::Other, "it is a script with JSON")
    } else {
        Look::No
    }
}

/// Whether `bytes` are nothing but values, of which the last one may be cut off.
pub fn is_sound(bytes: &[u8]) -> bool {
    let mut at = after_space(bytes, 0);
    while at < bytes.len() {
        match value(bytes, at, 0) {
            Ok(end) => at = after_space(bytes, end),
            Err(Stop::End) => return bytes.len() >= super::START,
            Err(Stop::Bad) => return false,
        }
    }
    true
}

/// What follows the first value says which kind it is.
fn after_value(bytes: &[u8], start: usize, end: usize, is_all: bool) -> Look {
    let value = &bytes[start..end];
    let next = after_space(bytes, end);
    let is_line = !value.contains(&b'\n') && bytes[end..next].contains(&b'\n');
    match bytes.get(next) {
        None if is_all => Look::Is(Kind::Json, "it is a JSON value"),
        None => Look::Maybe,
        Some(b'{' | b'[') if is_line => Look::Is(Kind::JsonLines, "its lines are JSON values"),
        Some(b'{') => Look::Is(Kind::Json, "it starts with JSON values"),
        Some(b'[') if bytes[start] == b'{' => Look::Is(Kind::Json, "it starts with JSON values"),
        Some(_) if bytes[start] == b'{' && has_key(bytes, start) => {
            if value.contains(&b'\n') && bytes[end..next].contains(&b'\n') {
                Look::Is(Kind::Markdown, "it starts with metadata in JSON")
            } else {
                Look::Is(Kind::Json, "it starts with a JSON value")
            }
        }
        Some(_) => Look::No,
    }
}

/// Whether an array holds strings, objects or arrays. A note in brackets does not.
fn has_structure(bytes: &[u8], start: usize) -> bool {
    matches!(
        bytes.get(after_space(bytes, start + 1)),
        Some(b'{' | b'[' | b'"')
    )
}

/// Whether an object starts with a key.
fn has_key(bytes: &[u8], start: usize) -> bool {
    let key = after_space(bytes, start + 1);
    bytes.get(key) == Some(&b'"')
        && string(bytes, key).is_ok_and(|end| bytes.get(after_space(bytes, end)) == Some(&b':'))
}

fn after_space(bytes: &[u8], at: usize) -> usize {
    let space = bytes
        .get(at..)
        .unwrap_or_default()
        .iter()
        .take_while(|byte| b" \t\r\n".contains(byte));
    at + space.count()
}

/// The end of the value at `at`.
fn value(bytes: &[u8], at: usize, depth: usize) -> Result<usize, Stop> {
    match bytes.get(at).ok_or(Stop::End)? {
        _ if depth > DEEPEST => Err(Stop::Bad),
        b'{' => members(bytes, at, b'}', |at| {
            let colon = after_space(bytes, string(bytes, at)?);
            expect(bytes, colon, b':')?;
            value(bytes, after_space(bytes, colon + 1), depth + 1)
        }),
        b'[' => members(bytes, at, b']', |at| value(bytes, at, depth + 1)),
        b'"' => string(bytes, at),
        _ => scalar(bytes, at),
    }
}

fn members(
    bytes: &[u8],
    at: usize,
    close: u8,
    member: impl Fn(usize) -> Result<usize, Stop>,
) -> Result<usize, Stop> {
    let mut at = after_space(bytes, at + 1);
    if bytes.get(at) == Some(&close) {
        return Ok(at + 1);
    }
    loop {
        at = after_space(bytes, member(at)?);
        match bytes.get(at).ok_or(Stop::End)? {
            b',' => at = after_space(bytes, at + 1),
            byte if *byte == close => return Ok(at + 1),
            _ => return Err(Stop::Bad),
        }
    }
}

fn expect(bytes: &[u8], at: usize, wanted: u8) -> Result<(), Stop> {
    match bytes.get(at) {
        None => Err(Stop::End),
        Some(&byte) if byte == wanted => Ok(()),
        Some(_) => Err(Stop::Bad),
    }
}

fn string(bytes: &[u8], at: usize) -> Result<usize, Stop> {
    expect(bytes, at, b'"')?;
    let mut at = at + 1;
    loop {
        match bytes.get(at).ok_or(Stop::End)? {
            b'"' => return Ok(at + 1),
            b'\\' => at += 2,
            b'\n' => return Err(Stop::Bad),
            _ => at += 1,
        }
    }
}

/// A number, or a name, such as those that other programs write for numbers: NaN, Infinity.
fn scalar(bytes: &[u8], at: usize) -> Result<usize, Stop> {
    let is_in = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
    let len = bytes[at..].iter().take_while(|byte| is_in(byte)).count();
    if at + len == bytes.len() {
        return Err(Stop::End);
    }
    let text = str::from_utf8(&bytes[at..at + len]).map_err(|_| Stop::Bad)?;
    let is_name = ["true", "false", "null", "NaN", "Infinity", "-Infinity"].contains(&text);
    let starts_number = text.starts_with(|char: char| char.is_ascii_digit() || char == '-');
    if is_name || (starts_number && text.parse::<f64>().is_ok()) {
        Ok(at + len)
    } else {
        Err(Stop::Bad)
    }
}
