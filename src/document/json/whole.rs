//! Whole JSON documents: one value or several, one after the other, printed in any way. Prose is in
//! the string values that the caller chooses, or in all that have several words. Keys never are.

use super::keys::is_other;
use super::lenient::strict;
use super::{Field, RecordError, not_json, offsets, push_string, unescape};
use crate::document::decoded::Decoded;
use crate::document::layers::{FieldFormat, Layers, is_prose};
use serde_json::value::RawValue;
use std::collections::HashSet;
use std::ops::Range;

/// Types of objects with code: cells of notebooks, pieces of messages and of articles.
const CODE_TYPES: [&str; 10] = [
    "code",
    "code-block",
    "codeBlock",
    "code_block",
    "code_inline",
    "fence",
    "inlineCode",
    "pre",
    "raw",
    "rich_text_preformatted",
];
/// Types of elements of Pandoc whose contents are code or formulas.
const CODE_ELEMENTS: [&str; 5] = ["Code", "CodeBlock", "Math", "RawBlock", "RawInline"];

/// A step from a value to a value inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step<'j> {
    /// To the value of a key, with its escapes.
    Key(&'j str),
    /// To an element of an array.
    Index(usize),
}

/// Reads the prose of `source` into `decoded`: the strings of `fields`; if there are none, all with
/// several words. Each is a block.
///
/// # Errors
/// If the source is not JSON in UTF-8, or has no string in any of the fields; with the number of
/// the line.
pub fn decode(
    source: &[u8],
    fields: &[Field],
    format: FieldFormat,
    decoded: &mut Decoded,
    layers: &mut Layers,
) -> Result<(), (usize, RecordError)> {
    let json = str::from_utf8(source).map_err(|error| {
        let before = &source[..error.valid_up_to()];
        (
            1 + before.iter().filter(|&&byte| byte == b'\n').count(),
            RecordError::NotUtf8,
        )
    })?;
    let strict = strict(json);
    // The mark keeps its place, so that positions stay those of the source.
    let strict = strict.replacen(
        '\u{feff}',
        "   ",
        usize::from(strict.starts_with('\u{feff}')),
    );
    let values = serde_json::Deserializer::from_str(&strict).into_iter::<&RawValue>();
    let values: Vec<&RawValue> = values
        .collect::<Result<_, _>>()
        .map_err(|error| (error.line(), not_json(&error)))?;
    let counted = match fields {
        [] => offsets::counted(&strict),
        _ => HashSet::new(),
    };
    let mut record = None;
    let mut is_found = fields.is_empty() || strict.trim_ascii().is_empty();
    for value in values {
        let value = value.get();
        let at = value.as_ptr().addr() - strict.as_ptr().addr();
        let code = code(value);
        strings(value, |path, range| {
            if !fields.is_empty() && !fields.iter().any(|field| field.leads_to(path)) {
                return;
            }
            is_found = true;
            // The elements of the outermost array are records.
            let index = path
                .iter()
                .find(|step| matches!(step, Step::Index(_)))
                .copied();
            if std::mem::replace(&mut record, index) != index {
                decoded.start_section();
            }
            let start = range.start + at;
            let raw = &json[start..range.end + at];
            let is_no_prose =
                || is_inside(path, &code) || is_other(path, raw) || counted.contains(&(start - 1));
            if !fields.is_empty() || (!is_no_prose() && is_prose_inside(raw)) {
                push_string(raw, start, format, decoded, layers);
            }
        });
    }
    if is_found {
        Ok(())
    } else {
        let fields = fields.to_vec();
        Err((1, RecordError::NoField { fields }))
    }
}

/// Whether `text`, a string in another document, is a JSON object or array with strings.
pub fn is_nested(text: &str) -> bool {
    let json = text.trim_ascii();
    let is_between = |start, end| json.starts_with(start) && json.ends_with(end);
    (is_between('{', '}') || is_between('[', ']'))
        && json.contains('"')
        && serde_json::from_str::<&RawValue>(json).is_ok()
}

/// Reads the prose of `json`, a string in another document, into `decoded`. Strings with markup are left out.
pub fn decode_nested(json: &str, decoded: &mut Decoded) {
    let counted = offsets::counted(json);
    let code = code(json);
    strings(json, |path, range| {
        let raw = &json[range.clone()];
        let is_no_prose =
            counted.contains(&(range.start - 1)) || is_inside(path, &code) || is_other(path, raw);
        if is_no_prose || !is_prose_inside(raw) {
            return;
        }
        if !decoded.text().is_empty() {
            decoded.separate("\n\n");
        }
        let at = decoded.text().len();
        unescape(raw, range.start, decoded);
        if FieldFormat::Auto.markup(&decoded.text()[at..]).is_some() {
            decoded.split_off(at);
        }
    });
}

/// Whether the inside of a string may be prose. Escapes are in the way of a few words at most.
fn is_prose_inside(raw: &str) -> bool {
    is_prose(&raw.replace("\\n", " ").replace('\\', ""))
}

/// The paths to the code in the JSON `value`, by the types of its objects.
fn code(value: &str) -> HashSet<Vec<Step<'_>>> {
    let mut found = HashSet::new();
    strings(value, |path, range| match path {
        [object @ .., Step::Key("_type" | "cell_type" | "type")]
            if CODE_TYPES.contains(&&value[range.clone()]) =>
        {
            found.insert(object.to_vec());
        }
        [object @ .., Step::Key("t")] if CODE_ELEMENTS.contains(&&value[range.clone()]) => {
            found.insert([object, &[Step::Key("c")]].concat());
        }
        _ => {}
    });
    found
}

/// Whether `path` leads into one of the `others`.
fn is_inside(path: &[Step<'_>], others: &HashSet<Vec<Step<'_>>>) -> bool {
    !others.is_empty() && (0..=path.len()).any(|len| others.contains(&path[..len]))
}

/// Calls `handle` for each string value of `json`, which is valid, with the path to it and the bytes
/// between its quotation marks.
fn strings<'j>(json: &'j str, mut handle: impl FnMut(&[Step<'j>], Range<usize>)) {
    let bytes = json.as_bytes();
    let mut path: Vec<Step<'j>> = Vec::new();
    let mut is_key = false;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'{' => {
                path.push(Step::Key(""));
                is_key = true;
            }
            b'[' => {
                path.push(Step::Index(0));
                is_key = false;
            }
            b'}' | b']' => {
                path.pop();
                is_key = false;
            }
            b',' => match path.last_mut() {
                Some(Step::Index(index)) => *index += 1,
                _ => is_key = true,
            },
            b'"' => {
                let start = at + 1;
                at = start + string_len(&bytes[start..]);
                match path.last_mut().filter(|_| is_key) {
                    Some(key) => *key = Step::Key(&json[start..at]),
                    None => handle(&path, start..at),
                }
                is_key = false;
            }
            _ => {}
        }
        at += 1;
    }
}

/// Length of the inside of a string.
fn string_len(rest: &[u8]) -> usize {
    let mut at = 0;
    while at < rest.len() && rest[at] != b'"' {
        at += if rest[at] == b'\\' { 2 } else { 1 };
    }
    at.min(rest.len())
}

impl Field {
    /// Whether `path` leads to the field, or to an element of an array in it.
    fn leads_to(&self, path: &[Step<'_>]) -> bool {
        let is_at_end = |path: &[Step<'_>]| match &self.keys[..] {
            [name] if self.is_name => path.last().is_some_and(|step| step.is(name, false)),
            keys => {
                path.len() == keys.len()
                    && path.iter().zip(keys).all(|(step, key)| step.is(key, true))
            }
        };
        match path {
            [outer @ .., Step::Index(_)] => is_at_end(outer) || is_at_end(path),
            _ => is_at_end(path),
        }
    }
}

impl Step<'_> {
    /// Whether `key` means this step; `*` means any if `is_pattern`.
    fn is(self, key: &str, is_pattern: bool) -> bool {
        match self {
            _ if is_pattern && key == "*" => true,
            Self::Index(index) => key.parse() == Ok(index),
            Self::Key(raw) if raw.contains('\\') => {
                serde_json::from_str::<String>(&format!("\"{raw}\"")).is_ok_and(|raw| raw == key)
            }
            Self::Key(raw) => raw == key,
        }
    }
}

#[cfg(test)]
mod tests;
