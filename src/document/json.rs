//! JSON lines: each line is a document, whose prose is the strings of some fields. It owns where they stand in the line and
//! how they are spelt there; reading lines is the caller's.

use super::decoded::Decoded;
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

/// What is wrong with a record.
pub type RecordError = String;

/// Where a record has its prose: a key of the object, or a JSON pointer (RFC 6901).
///
/// ```
/// use unspin::document::json::Field;
/// assert_eq!(Field::parse("/a~1b/0"), Ok(Field::from_keys(["a/b", "0"])));
/// assert!(Field::parse("/a~2").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field(Vec<String>);

impl Field {
    /// Reads a name, or a pointer if it begins with `/`.
    ///
    /// # Errors
    /// Where a pointer has a `~` that is neither `~0` nor `~1`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let Some(pointer) = text.strip_prefix('/') else {
            return Ok(Self(vec![text.to_owned()]));
        };
        if pointer.replace("~0", "").replace("~1", "").contains('~') {
            return Err("write ~ as ~0 and / as ~1 in a JSON pointer".to_owned());
        }
        Ok(Self(
            pointer
                .split('/')
                .map(|key| key.replace("~1", "/").replace("~0", "~"))
                .collect(),
        ))
    }

    /// The field that is reached by these keys, one after the other; in an array, a key is an index.
    pub fn from_keys<'k>(keys: impl IntoIterator<Item = &'k str>) -> Self {
        Self(keys.into_iter().map(str::to_owned).collect())
    }

    /// The JSON of the field, as it stands in `record`.
    fn find<'r>(&self, record: &'r RawValue) -> Option<&'r RawValue> {
        self.0
            .iter()
            .try_fold(record, |value, key| member(value, key))
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0[..] {
            [key] => f.write_str(key),
            keys => keys
                .iter()
                .try_for_each(|key| write!(f, "/{}", key.replace('~', "~0").replace('/', "~1"))),
        }
    }
}

fn member<'r>(value: &'r RawValue, key: &str) -> Option<&'r RawValue> {
    let json = value.get();
    match json.as_bytes().first() {
        // Of a key that stands twice, the last one counts, as for most readers.
        Some(b'{') => serde_json::from_str::<HashMap<String, &RawValue>>(json)
            .ok()?
            .get(key)
            .copied(),
        Some(b'[') => serde_json::from_str::<Vec<&RawValue>>(json)
            .ok()?
            .get(key.parse::<usize>().ok()?)
            .copied(),
        _ => None,
    }
}

/// Puts the prose of the record `line` into `decoded`: the strings of `fields`, as paragraphs. A field that is missing or null
/// has none.
///
/// ```
/// use unspin::document::decoded::Decoded;
/// use unspin::document::json::{Field, decode};
/// let mut decoded = Decoded::default();
/// decode(br#"{"id": 1.0, "text": "So\u0021"}"#, &[Field::from_keys(["text"])], &mut decoded).unwrap();
/// assert_eq!(decoded.text(), "So!");
/// ```
///
/// # Errors
/// Where the line is not JSON in UTF-8, or has none of the fields, or another value than a string there: what is wrong with
/// it, and what to do.
pub fn decode(line: &[u8], fields: &[Field], decoded: &mut Decoded) -> Result<(), String> {
    decoded.clear();
    let Ok(json) = str::from_utf8(line) else {
        return Err("is not UTF-8; convert it".to_owned());
    };
    // An invisible mark of the encoding, which some programs put in front of a file.
    let bare = json.trim_start_matches('\u{feff}').trim_ascii();
    if bare.is_empty() {
        return Ok(());
    }
    let record: &RawValue = serde_json::from_str(bare).map_err(|error| malformed(&error))?;
    let mut values = fields
        .iter()
        .filter_map(|field| field.find(record).map(|value| (field, value)))
        .collect::<Vec<_>>();
    if values.is_empty() {
        let names: Vec<String> = fields
            .iter()
            .map(|field| format!("{:?}", field.to_string()))
            .collect();
        return Err(format!(
            "has no field {}; name the right one with --field",
            names.join(" or ")
        ));
    }
    // Each string once and in the order of the line, whatever the order of the fields.
    values.sort_by_key(|(_, value)| value.get().as_ptr().addr());
    values.dedup_by_key(|(_, value)| value.get().as_ptr().addr());
    values
        .into_iter()
        .try_for_each(|(field, value)| push_value(json, field, value.get(), decoded))
}

fn malformed(error: &serde_json::Error) -> String {
    let problem = error.to_string();
    // The line within the line is always 1.
    let problem = problem.split(" at line ").next().unwrap_or_default();
    format!(
        "is not JSON ({problem} at column {}); mend it or leave it out",
        error.column()
    )
}

fn push_value(json: &str, field: &Field, value: &str, decoded: &mut Decoded) -> Result<(), String> {
    let start = value.as_ptr().addr() - json.as_ptr().addr();
    let string = value
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    match string {
        Some(string) => {
            if !decoded.text().is_empty() {
                decoded.separate("\n\n");
            }
            unescape(string, start + 1, decoded);
            Ok(())
        }
        None if value == "null" => Ok(()),
        None => Err(format!(
            "has no string in field {:?}; name another one with --field",
            field.to_string()
        )),
    }
}

/// Appends what the inside `raw` of a valid JSON string says, which stands at `start`.
fn unescape(raw: &str, start: usize, decoded: &mut Decoded) {
    let mut at = 0;
    while at < raw.len() {
        let plain = raw[at..].find('\\').unwrap_or(raw.len() - at);
        decoded.copy(&raw[at..at + plain], start + at);
        at += plain;
        if at < raw.len() {
            let len = escape_len(&raw[at..]);
            match serde_json::from_str::<String>(&format!("\"{}\"", &raw[at..at + len])) {
                Ok(text) => decoded.decode(&text, start + at..start + at + len),
                // Half of a surrogate pair: JSON allows it, text does not.
                Err(_) => decoded.separate("\u{fffd}"),
            }
            at += len;
        }
    }
}

/// Bytes of the escape at the start of `raw`, both halves of a surrogate pair included.
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

/// Spells `text` inside a JSON string: escaped where it has to be, and `in_ascii` if its record is.
///
/// ```
/// use unspin::document::json::encode;
/// assert_eq!(encode("“a\"😀", true), r#"\u201ca\"\ud83d\ude00"#);
/// assert_eq!(encode("“a\"", false), r#"“a\""#);
/// ```
pub fn encode(text: &str, in_ascii: bool) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    let inside = &quoted[1..quoted.len() - 1];
    if !in_ascii || inside.is_ascii() {
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

/// The record `line` with the member `key`, whose value is the JSON `value`: in the place of the one that it has, or as the
/// last one. All other bytes stay as they are. What is no object has no members and stays as it is.
///
/// ```
/// use unspin::document::json::with_member;
/// assert_eq!(with_member(b"{ \"a\": 1 }\n", "b", "2"), b"{ \"a\": 1,\"b\":2 }\n");
/// assert_eq!(with_member(b"{\"b\": [1], \"a\": 1}", "b", "2"), b"{\"b\": 2, \"a\": 1}");
/// ```
pub fn with_member(line: &[u8], key: &str, value: &str) -> Vec<u8> {
    let place = str::from_utf8(line)
        .ok()
        .and_then(|json| member_place(json, key));
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

/// The bytes of `json` that a value of the member `key` replaces, and what has to stand before it.
fn member_place(json: &str, key: &str) -> Option<(Range<usize>, String)> {
    let bare = json.trim_start_matches('\u{feff}').trim_ascii();
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
mod tests {
    use super::*;

    fn text(line: &str, fields: &[&str]) -> Result<String, String> {
        let fields: Vec<Field> = fields
            .iter()
            .map(|field| Field::parse(field).expect("field"))
            .collect();
        let mut decoded = Decoded::default();
        decode(line.as_bytes(), &fields, &mut decoded).map(|()| decoded.text().to_owned())
    }

    #[test]
    fn fields_are_read_in_the_order_of_the_line() {
        let line = r#" {"n": 1e400, "body" : "b", "a": [{"x/y": "in\n"}], "text": "t", "text": "last", "none": null} "#;
        for (fields, expected) in [
            (&["text"][..], "last"),
            (&["text", "body"], "b\n\nlast"),
            (&["/a/0/x~1y", "body"], "b\n\nin\n"),
            (&["none"], ""),
        ] {
            assert_eq!(text(line, fields).as_deref(), Ok(expected), "{fields:?}");
        }
    }

    #[test]
    fn escapes_of_every_kind() {
        let line = r#"{"text": "\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00-\ud83d-\ude00-\ud83dé"}"#;
        assert_eq!(
            text(line, &["text"]).as_deref(),
            Ok("\"\\/\u{8}\u{c}\n\r\té😀-\u{fffd}-\u{fffd}-\u{fffd}é")
        );
    }

    #[test]
    fn blank_lines_and_byte_order_marks_are_no_error() {
        for (line, expected) in [
            ("", ""),
            ("\r\n", ""),
            ("\u{feff}", ""),
            ("\u{feff}{\"text\":\"a\"}\r\n", "a"),
        ] {
            assert_eq!(text(line, &["text"]).as_deref(), Ok(expected), "{line:?}");
        }
    }

    #[test]
    fn members_are_added_or_replaced() {
        let table = [
            ("{}", "{\"k\":0}"),
            ("\u{feff}{ }\r\n", "\u{feff}{\"k\":0 }\r\n"),
            (
                r#"{"a": {"k": 1}, "b": "}" }"#,
                r#"{"a": {"k": 1}, "b": "}","k":0 }"#,
            ),
            (r#"{"k": 1, "k" : {"k": 2} }"#, r#"{"k": 1, "k" : 0 }"#),
            ("[1]", "[1]"),
            ("", ""),
            ("{\"a\": 1", "{\"a\": 1"),
        ];
        for (line, expected) in table {
            assert_eq!(
                String::from_utf8(with_member(line.as_bytes(), "k", "0")).as_deref(),
                Ok(expected),
                "{line}"
            );
        }
        assert_eq!(with_member(b"{\xff}", "k", "0"), b"{\xff}");
    }

    #[test]
    fn bad_lines_say_what_to_do() {
        let table = [
            (
                r#"{"text": "a"#,
                "is not JSON (EOF while parsing a string at column 11); mend it or leave it out",
            ),
            (
                r#"{"text": 1}"#,
                r#"has no string in field "text"; name another one with --field"#,
            ),
            (
                r#"{"body": ""}"#,
                r#"has no field "text" or "/a/b"; name the right one with --field"#,
            ),
            (
                "[]",
                r#"has no field "text" or "/a/b"; name the right one with --field"#,
            ),
        ];
        for (line, problem) in table {
            assert_eq!(
                text(line, &["text", "/a/b"]),
                Err(problem.to_owned()),
                "{line}"
            );
        }
        assert!(decode(b"{\"text\": \"\xff\"}", &[], &mut Decoded::default()).is_err());
    }
}
