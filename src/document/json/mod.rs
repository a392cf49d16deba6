//! JSON lines: each line (record) is a document. Its prose is in the strings of the fields that the
//! caller chooses. `whole` reads whole JSON documents.
//!
//! Only those strings are decoded and encoded; all other bytes stay as they are. The caller splits
//! the lines.

mod error;
mod field;
mod keys;
mod lenient;
mod offsets;
pub(super) mod whole;

pub use error::{FieldError, RecordError};
pub use field::Field;

pub(in crate::document) use self::lenient::strict;
use super::decoded::Decoded;
use super::layers::{FieldFormat, Layers};
use super::{Characters, Selection};
use memchr::memchr_iter;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Reads the prose of the record `line` into `decoded`: the strings of the selected fields, as paragraphs.
/// Missing and null fields are skipped, as long as the record has at least one of the fields. A text of the
/// field that is read by default has no prose if other values of the record count its characters. A blank
/// line has no prose.
///
/// # Errors
/// If the line is not JSON in UTF-8, has none of the fields, or has a value in one of them that is
/// neither a string, an array of strings nor null, and that no other field leads into.
pub(super) fn decode(
    line: &[u8],
    selection: &Selection,
    decoded: &mut Decoded,
    layers: &mut Layers,
) -> Result<(), RecordError> {
    decoded.clear();
    let json = str::from_utf8(line).map_err(|_| RecordError::NotUtf8)?;
    let text = parsable(json);
    let bare = bare(&text);
    if bare.is_empty() {
        return Ok(());
    }
    let record: &RawValue = serde_json::from_str(bare).map_err(|error| not_json(&error))?;
    let fields = selection.fields_of_records();
    let values = values(record, &fields)?;
    let counted = match selection.fields[..] {
        [] => offsets::counted(record.get()),
        _ => HashSet::new(),
    };
    let format = selection.field_format;
    for string in strings(&values)? {
        let at = string.as_ptr().addr();
        if !counted.contains(&(at - 1 - address(record))) {
            let start = at - text.as_ptr().addr();
            let raw = &json[start..start + string.len()];
            push_string(raw, start, format, decoded, layers);
        }
    }
    Ok(())
}

/// The values of `fields`, each once and in the order of the record, whatever the order of the fields.
fn values<'f, 'r>(
    record: &'r RawValue,
    fields: &'f [Field],
) -> Result<Vec<(&'f Field, &'r RawValue)>, RecordError> {
    let found = fields.iter().flat_map(|field| {
        let values = field.find(record).into_iter();
        values.map(move |value| (field, value))
    });
    let mut values = Vec::from_iter(found);
    if values.is_empty() {
        return Err(RecordError::NoField {
            fields: fields.to_vec(),
        });
    }
    values.sort_by_key(|(_, value)| address(value));
    values.dedup_by_key(|(_, value)| address(value));
    Ok(values)
}

/// `json` without what only lenient parsers accept; positions stay.
fn parsable(json: &str) -> Cow<'_, str> {
    let is_suspect = json.contains("\\ud") || json.contains("\\uD") || {
        let bare = bare(json);
        !bare.is_empty() && serde_json::from_str::<&RawValue>(bare).is_err()
    };
    if is_suspect {
        strict(json)
    } else {
        Cow::Borrowed(json)
    }
}

/// A record without white space and the byte order mark that some programs begin a file with.
fn bare(json: &str) -> &str {
    json.trim_start_matches('\u{feff}').trim_ascii()
}

/// Whether a line holds no record: it has only white space, or a byte order mark.
pub(crate) fn is_blank(line: &[u8]) -> bool {
    let bare = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
    bare.trim_ascii().is_empty()
}

fn not_json(error: &serde_json::Error) -> RecordError {
    let problem = error.to_string();
    // The column is enough: within a line, the line number is always 1.
    let problem = problem.split(" at line ").next().unwrap_or_default();
    RecordError::NotJson {
        problem: problem.to_owned(),
        column: error.column(),
    }
}

/// The insides of the strings in the values of fields, each once and in order.
fn strings<'r>(values: &[(&Field, &'r RawValue)]) -> Result<Vec<&'r str>, RecordError> {
    let mut found = Vec::new();
    for (field, value) in values {
        let elements = match value.get().as_bytes().first() {
            Some(b'[') => serde_json::from_str(value.get()).unwrap_or_default(),
            _ => vec![*value],
        };
        for element in elements {
            let string = element.get().strip_prefix('"');
            match string.and_then(|rest| rest.strip_suffix('"')) {
                Some(string) => found.push(string),
                None if element.get() == "null" || is_led_into(value, values) => {}
                None => {
                    let field = (*field).clone();
                    return Err(RecordError::NoString { field });
                }
            }
        }
    }
    found.sort_by_key(|string| string.as_ptr().addr());
    found.dedup_by_key(|string| string.as_ptr().addr());
    Ok(found)
}

/// Whether any of the sorted `values` of fields is inside `value`.
fn is_led_into(value: &RawValue, values: &[(&Field, &RawValue)]) -> bool {
    let start = address(value);
    let next = values.partition_point(|(_, other)| address(other) <= start);
    let next = values.get(next).map(|(_, other)| address(other));
    next.is_some_and(|next| next < start + value.get().len())
}

/// Where a value is in memory.
fn address(value: &RawValue) -> usize {
    value.get().as_ptr().addr()
}

/// Appends the string with the inside `raw`, which starts at byte `start` of the source, as a
/// paragraph.
fn push_string(
    raw: &str,
    start: usize,
    format: FieldFormat,
    decoded: &mut Decoded,
    layers: &mut Layers,
) {
    if !decoded.text().is_empty() {
        decoded.separate("\n\n");
    }
    let at = decoded.text().len();
    unescape(raw, start, decoded);
    if let Some(markup) = format.markup(&decoded.text()[at..]) {
        let value = decoded.split_off(at);
        layers.append(value, markup, decoded);
    }
}

/// Appends the meaning of `raw`, the inside of a valid JSON string that starts at byte `start` of
/// the line.
pub(super) fn unescape(raw: &str, start: usize, decoded: &mut Decoded) {
    let mut at = 0;
    for escape in memchr_iter(b'\\', raw.as_bytes()) {
        // The second half of an escape is no escape.
        if escape < at {
            continue;
        }
        decoded.copy(&raw[at..escape], start + at);
        let len = escape_len(&raw[escape..]);
        at = escape + len;
        let source = start + escape..start + at;
        match meaning(&raw[escape..at]) {
            Some(text) => decoded.decode(&text, source),
            // Half of a surrogate pair is valid in JSON, but not in text.
            None => decoded.separate("\u{fffd}"),
        }
    }
    decoded.copy(&raw[at..], start + at);
}

/// What an escape stands for.
fn meaning(escape: &str) -> Option<Cow<'static, str>> {
    Some(match escape {
        "\\\"" => "\"".into(),
        "\\\\" => "\\".into(),
        "\\/" => "/".into(),
        "\\n" => "\n".into(),
        "\\r" => "\r".into(),
        "\\t" => "\t".into(),
        _ => serde_json::from_str::<String>(&format!("\"{escape}\""))
            .ok()?
            .into(),
    })
}

/// Length of the escape at the start of `raw`; that of both escapes for a surrogate pair.
fn escape_len(raw: &str) -> usize {
    let unit = |at: usize| {
        raw.get(at..at + 6)
            .filter(|unit| unit.starts_with("\\u"))
            .and_then(|unit| u16::from_str_radix(&unit[2..], 16).ok())
    };
    match (unit(0), unit(6)) {
        (Some(0xd800..0xdc00), Some(0xdc00..0xe000)) => 12,
        (Some(_), _) => 6,
        (None, _) => 2,
    }
}

/// `text` as the inside of a JSON string. If the record has only ASCII `characters`, all others are
/// escaped.
pub(super) fn encode(text: &str, characters: Characters) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    let inside = &quoted[1..quoted.len() - 1];
    if characters == Characters::Any || inside.is_ascii() {
        return inside.to_owned();
    }
    let mut units = [0; 2];
    let escaped = |char: char| match char {
        _ if char.is_ascii() => char.to_string(),
        _ => char
            .encode_utf16(&mut units)
            .iter()
            .map(|unit| format!("\\u{unit:04x}"))
            .collect(),
    };
    inside.chars().map(escaped).collect()
}

/// The record `line` with the member `key` set to the JSON `value`: the value is replaced if the
/// object has the key, otherwise the member is appended. All other bytes stay as they are. A line
/// that is not a JSON object is returned unchanged.
///
/// ```
/// use unspin::document::json::with_member;
/// assert_eq!(with_member(b"{ \"a\": 1 }\n", "b", "2"), b"{ \"a\": 1,\"b\":2 }\n");
/// assert_eq!(with_member(b"{\"b\": [1], \"a\": 1}", "b", "2"), b"{\"b\": 2, \"a\": 1}");
/// ```
pub fn with_member(line: &[u8], key: &str, value: &str) -> Vec<u8> {
    let place = str::from_utf8(line)
        .ok()
        .and_then(|json| member_place(&parsable(json), key));
    let Some((place, name)) = place else {
        return line.to_owned();
    };
    [
        &line[..place.start],
        name.as_bytes(),
        value.as_bytes(),
        &line[place.end..],
    ]
    .concat()
}

/// The bytes of `json` to replace with the value of the member `key`, and what to write before that
/// value.
fn member_place(json: &str, key: &str) -> Option<(Range<usize>, String)> {
    let bare = bare(json);
    let members: HashMap<String, &RawValue> = serde_json::from_str(bare).ok()?;
    if let Some(value) = members.get(key) {
        let start = value.get().as_ptr().addr() - json.as_ptr().addr();
        return Some((start..start + value.get().len(), String::new()));
    }
    let last = bare.strip_suffix('}')?.trim_ascii_end();
    let end = last.as_ptr().addr() - json.as_ptr().addr() + last.len();
    let comma = if members.is_empty() { "" } else { "," };
    Some((
        end..end,
        format!("{comma}{}:", serde_json::Value::from(key)),
    ))
}

#[cfg(test)]
mod tests;
