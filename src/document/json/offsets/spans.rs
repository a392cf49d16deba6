//! Values that say where something starts and ends in a text.

use memchr::{memchr_iter, memmem};
use serde_json::value::RawValue;

/// What the keys of places have besides `start`, `begin` and `end`.
const UNITS: [&str; 8] = [
    "answer",
    "byte",
    "character",
    "char",
    "index",
    "idx",
    "offset",
    "position",
];
/// What the keys of arrays with nothing but two places have.
const PAIRS: [&str; 4] = ["indices", "offset", "range", "span"];
/// Longest key of a place.
const LONGEST: usize = 24;

/// Where something is in a text, as a value says.
#[derive(Debug)]
pub struct Span<'v> {
    /// The key that says it, by which spans are counted.
    pub key: &'v str,
    pub start: usize,
    /// `None` if the value only says what starts there.
    pub end: Option<usize>,
    /// The strings beside it, which may repeat the words there.
    pub names: Vec<&'v RawValue>,
}

/// What the number of a key says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Start,
    End,
    Length,
}

impl<'v> Span<'v> {
    /// The spans that an object is: `{"start": 3, "end": 9}`, `{"offset": 3, "length": 6}`,
    /// `{"answer_start": [3], "text": ["rained"]}`.
    pub fn of_object(members: &'v [(String, &'v RawValue)]) -> Vec<Self> {
        let find = |wanted| members.iter().find(|(key, _)| role(key) == Some(wanted));
        let Some((key, starts)) = find(Role::Start) else {
            return Vec::new();
        };
        let starts = numbers(starts);
        let ends = match (find(Role::End), find(Role::Length)) {
            (Some((_, ends)), _) => Some(numbers(ends)),
            (None, Some((_, lengths))) => {
                let lengths = numbers(lengths).into_iter().zip(&starts);
                Some(
                    lengths
                        .map(|(len, start)| start.saturating_add(len))
                        .collect(),
                )
            }
            (None, None) => None,
        };
        let is_text = |key: &str| key.eq_ignore_ascii_case("text");
        let texts = members.iter().find(|(key, _)| is_text(key));
        let texts = texts.map(|(_, value)| each(value)).unwrap_or_default();
        let span = |(at, &start): (usize, &usize)| {
            let end = match &ends {
                Some(ends) => Some(*ends.get(at)?),
                None => None,
            };
            let names = match end {
                None => vec![*texts.get(at)?],
                Some(_) if starts.len() > 1 => Vec::new(),
                Some(_) => members.iter().map(|(_, value)| *value).collect(),
            };
            Some(Self {
                key,
                start,
                end,
                names,
            })
        };
        starts.iter().enumerate().filter_map(span).collect()
    }

    /// The span that an array below `key` is: `[3, 9, "VERB"]`, or `[3, 9]` if the key says so.
    pub fn of_array(key: &'v str, elements: &[&'v RawValue]) -> Vec<Self> {
        let is_pair = || {
            let key = key.to_ascii_lowercase();
            PAIRS.iter().any(|pair| key.contains(pair))
        };
        let is_span = match elements {
            [_, _] => is_pair(),
            [_, _, name, ..] => name.get().starts_with('"'),
            _ => false,
        };
        let mut places = elements.iter().map_while(|value| number(value));
        match (places.next(), places.next()) {
            (Some(start), Some(end)) if is_span => vec![Self {
                key,
                start,
                end: Some(end),
                names: Vec::new(),
            }],
            _ => Vec::new(),
        }
    }
}

/// Whether `json` has keys or arrays of spans. Most documents have none.
pub fn has_spans(json: &[u8]) -> bool {
    let near = |at: usize| &json[at..json.len().min(at + LONGEST)];
    let is_number = |value: &[u8]| {
        let value = value.strip_prefix(b"\"").unwrap_or(value);
        value.first().is_some_and(u8::is_ascii_digit)
    };
    let is_key = |at: usize| {
        let end = near(at).iter().position(|&byte| byte == b'"');
        let end = at + end.unwrap_or(0);
        let start = json[at.saturating_sub(LONGEST)..end].rsplit(|&byte| byte == b'"');
        let key = start.map(str::from_utf8).next().and_then(Result::ok);
        let value = near(end + 1).trim_ascii_start().strip_prefix(b":");
        let value = value.unwrap_or_default().trim_ascii_start();
        let inside = value.strip_prefix(b"[").unwrap_or(value);
        is_number(inside.trim_ascii_start()) && key.and_then(role) == Some(Role::Start)
    };
    let is_array = |at: usize| {
        let mut values = near(at + 1).trim_ascii_start().split(|&byte| byte == b',');
        let first = values.next().unwrap_or_default();
        let is_in = |byte: &u8| byte.is_ascii_digit() || b"\" \n\r\t".contains(byte);
        is_number(first) && first.iter().all(is_in) && values.next().is_some()
    };
    // The middles of the words, since keys have capitals.
    let marks = ["tart", "egin", "ffset"];
    let mut keys = marks.iter().flat_map(|mark| memmem::find_iter(json, mark));
    keys.any(is_key) || memchr_iter(b'[', json).any(is_array)
}

/// What the number of `key` says: `start`, `BeginOffset`, `byteEnd`, `length`.
fn role(key: &str) -> Option<Role> {
    let place = match key {
        "start" | "begin" | "offset" => return Some(Role::Start),
        "end" => return Some(Role::End),
        "length" => return Some(Role::Length),
        _ if ["tart", "egin", "nd", "ffset", "ength"]
            .iter()
            .any(|part| key.contains(part)) =>
        {
            key
        }
        _ => return None,
    };
    let mut place = place.to_ascii_lowercase();
    place.retain(|char| char.is_ascii_alphabetic());
    if place != "offset" {
        for unit in UNITS {
            place = place.replace(unit, "");
        }
    }
    match &*place {
        "start" | "begin" | "offset" => Some(Role::Start),
        "end" => Some(Role::End),
        "length" => Some(Role::Length),
        _ => None,
    }
}

/// The number that a value is, also as a string.
fn number(value: &RawValue) -> Option<usize> {
    value.get().trim_matches('"').parse().ok()
}

/// The numbers of a value: one, or an array of them.
fn numbers(value: &RawValue) -> Vec<usize> {
    each(value).into_iter().filter_map(number).collect()
}

/// The elements of an array, or else the value itself.
fn each(value: &RawValue) -> Vec<&RawValue> {
    if value.get().starts_with('[') {
        serde_json::from_str(value.get()).unwrap_or_default()
    } else {
        vec![value]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_places_have_other_words() {
        for key in [
            "start",
            "answer_start",
            "BeginOffset",
            "byteStart",
            "start-char",
            "offset",
            "startIndex",
        ] {
            assert_eq!(role(key), Some(Role::Start), "{key}");
        }
        for key in ["end", "EndOffset", "end_char", "char_end"] {
            assert_eq!(role(key), Some(Role::End), "{key}");
        }
        for key in ["", "started", "startTime", "legend", "text", "offset_end_x"] {
            assert_eq!(role(key), None, "{key}");
        }
    }

    #[test]
    fn documents_without_places_are_not_parsed() {
        for json in [
            r#"{"text": "start: [0] at 1", "a": [0.5, 1], "b": ["1st, it"], "c": []}"#,
            "[]",
            "",
        ] {
            assert!(!has_spans(json.as_bytes()), "{json}");
        }
        for json in [
            r#"{"byteStart" : 1}"#,
            r#"{"a": [ "12", "15" ]}"#,
            "[[1,2,\"a\"]]",
        ] {
            assert!(has_spans(json.as_bytes()), "{json}");
        }
    }
}
