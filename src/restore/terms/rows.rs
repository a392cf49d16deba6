//! The rows of a list of phrases, from a table or from JSON.

use super::ListError;
use crate::document::csv::delimiter;
use csv_core::{ReadFieldResult, ReaderBuilder};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// A row of a list.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// The byte of the text at which it starts.
    pub start: usize,
    /// The phrase, with its conditions.
    pub phrase: String,
    /// The expected term.
    pub expected: String,
}

/// The rows of a table.
pub fn table(text: &str) -> Result<Vec<Row>, ListError> {
    let records = records(text, delimiter(text.as_bytes()));
    let names: Vec<String> = records
        .first()
        .into_iter()
        .flat_map(|(_, cells)| cells)
        .map(|name| name.to_lowercase())
        .collect();
    let phrase = names.iter().position(|name| is_phrase(name));
    let expected = names
        .iter()
        .position(|name| is_expected(name) && !is_phrase(name));
    let (header, phrase, expected) = match (phrase, expected) {
        (Some(phrase), Some(expected)) => (1, phrase, expected),
        _ => (0, 0, 1),
    };
    let mut rows = Vec::new();
    for (start, cells) in records.into_iter().skip(header) {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cell = |at: usize| {
            let cell = cells.get(at).map(|cell| cell.trim());
            cell.filter(|cell| !cell.is_empty()).map(str::to_owned)
        };
        let (Some(phrase), Some(expected)) = (cell(phrase), cell(expected)) else {
            let problem = "needs a phrase and the expected term".to_owned();
            return Err(ListError::at(text, start, problem));
        };
        rows.push(Row {
            start,
            phrase,
            expected,
        });
    }
    Ok(rows)
}

/// The byte at which each row starts, and its cells.
fn records(text: &str, delimiter: u8) -> Vec<(usize, Vec<String>)> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    let mut at = 0;
    let mut records = Vec::new();
    let mut record = Vec::new();
    let mut start = 0;
    let mut cell = Vec::new();
    let mut buffer = [0; 1 << 10];
    loop {
        if record.is_empty() && cell.is_empty() {
            start = text.len() - text[at..].trim_start_matches(['\r', '\n']).len();
        }
        let (result, read, written) = reader.read_field(&text.as_bytes()[at..], &mut buffer);
        at += read;
        cell.extend_from_slice(&buffer[..written]);
        match result {
            ReadFieldResult::Field { record_end } => {
                record.push(String::from_utf8_lossy(&std::mem::take(&mut cell)).into_owned());
                if record_end {
                    records.push((start, std::mem::take(&mut record)));
                }
            }
            ReadFieldResult::End => return records,
            ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
        }
    }
}

fn is_phrase(name: &str) -> bool {
    ["phrase", "tortured", "fingerprint"]
        .iter()
        .any(|part| name.contains(part))
        && !name.contains("expected")
}

fn is_expected(name: &str) -> bool {
    ["expected", "established", "original", "term"]
        .iter()
        .any(|part| name.contains(part))
}

/// The rows of JSON.
pub fn json(text: &str) -> Result<Vec<Row>, ListError> {
    let not_json = |error: serde_json::Error| ListError {
        line: error.line(),
        problem: format!("is not JSON ({error})"),
    };
    let pairs: Vec<(&RawValue, Option<(String, String)>)> = if text.trim_start().starts_with('{') {
        let members: BTreeMap<String, &RawValue> = serde_json::from_str(text).map_err(not_json)?;
        let member = |(phrase, item): (String, _)| (item, text_of(item).map(|text| (phrase, text)));
        members.into_iter().map(member).collect()
    } else {
        let items: Vec<&RawValue> = serde_json::from_str(text).map_err(not_json)?;
        items.into_iter().map(|item| (item, pair(item))).collect()
    };
    let row = |(item, pair): (&RawValue, Option<(String, String)>)| {
        let start = item.get().as_ptr().addr() - text.as_ptr().addr();
        let problem = "needs a phrase and the expected term, both as text";
        let (phrase, expected) =
            pair.ok_or_else(|| ListError::at(text, start, problem.to_owned()))?;
        Ok(Row {
            start,
            phrase,
            expected,
        })
    };
    pairs.into_iter().map(row).collect()
}

/// The text of an item that is a string.
fn text_of(item: &RawValue) -> Option<String> {
    serde_json::from_str(item.get()).ok()
}

/// The phrase and the expected term of an item that is an array or an object.
fn pair(item: &RawValue) -> Option<(String, String)> {
    let item: serde_json::Value = serde_json::from_str(item.get()).ok()?;
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    if let Some(pair) = item.as_array() {
        return Some((text(pair.first()?)?, text(pair.get(1)?)?));
    }
    let members = item.as_object()?;
    let find = |is_it: fn(&str) -> bool| {
        let mut named = members.iter();
        named.find(|(name, _)| is_it(&name.to_lowercase()))
    };
    let (_, phrase) = find(is_phrase)?;
    let (_, expected) = find(|name| is_expected(name) && !is_phrase(name))?;
    Some((text(phrase)?, text(expected)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_json_give_the_same_rows() {
        let row = |start| {
            Ok(vec![Row {
                start,
                phrase: "a, b".to_owned(),
                expected: "c".to_owned(),
            }])
        };
        let header = "Tortured phrase,Expected phrase\n";
        assert_eq!(table(&format!("{header}\"a, b\",c\n\n")), row(header.len()));
        assert_eq!(table("papers;expected;fingerprint\n\n1;c;a, b\n"), row(29));
        assert_eq!(table("\"a, b\"\tc\n"), row(0));
        let unquoted = table("a b\tc\n").unwrap();
        assert_eq!(unquoted[0].phrase, "a b");
        assert_eq!(unquoted[0].expected, "c");
        assert_eq!(json(r#"{"a, b": "c"}"#), row(9));
        assert_eq!(json(r#"[["a, b", "c"]]"#), row(1));
        assert_eq!(json(r#"[{"phrase": "a, b", "expected": "c"}]"#), row(1));
    }
}
