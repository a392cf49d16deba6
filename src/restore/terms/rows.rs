//! The rows of a list of phrases, from a table or from JSON.

use super::ListError;
use crate::document::csv::delimiter;
use csv_core::{ReadFieldResult, ReaderBuilder};

/// Rows: their number, the phrase and the expected term.
pub type Rows = Vec<(usize, String, String)>;

/// The rows of a table.
pub fn table(text: &str) -> Result<Rows, ListError> {
    let records = records(text, delimiter(text.as_bytes()));
    let names: Vec<String> = records
        .first()
        .into_iter()
        .flatten()
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
    for (record, row) in records.iter().zip(1..).skip(header) {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cell = |at: usize| {
            record
                .get(at)
                .map(|cell| cell.trim())
                .filter(|cell| !cell.is_empty())
        };
        let problem = "needs a phrase and the expected term".to_owned();
        let (Some(phrase), Some(expected)) = (cell(phrase), cell(expected)) else {
            return Err(ListError { row, problem });
        };
        rows.push((row, phrase.to_owned(), expected.to_owned()));
    }
    Ok(rows)
}

/// The cells of each row.
fn records(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    let mut rest = text.as_bytes();
    let mut records = Vec::new();
    let mut record = Vec::new();
    let mut cell = Vec::new();
    let mut buffer = [0; 1 << 10];
    loop {
        let (result, read, written) = reader.read_field(rest, &mut buffer);
        rest = &rest[read..];
        cell.extend_from_slice(&buffer[..written]);
        match result {
            ReadFieldResult::Field { record_end } => {
                record.push(String::from_utf8_lossy(&std::mem::take(&mut cell)).into_owned());
                if record_end {
                    records.push(std::mem::take(&mut record));
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
pub fn json(text: &str) -> Result<Rows, ListError> {
    let value = serde_json::from_str(text).map_err(|error| ListError {
        row: error.line(),
        problem: format!("is not JSON ({error})"),
    })?;
    let pairs: Vec<Option<(String, String)>> = match value {
        serde_json::Value::Object(members) => members
            .into_iter()
            .map(|(phrase, expected)| Some((phrase, expected.as_str()?.to_owned())))
            .collect(),
        serde_json::Value::Array(items) => items.iter().map(pair).collect(),
        _ => Vec::new(),
    };
    let rows = pairs.into_iter().zip(1..).map(|(pair, row)| {
        let (phrase, expected) = pair.ok_or_else(|| ListError {
            row,
            problem: "needs a phrase and the expected term, both as text".to_owned(),
        })?;
        Ok((row, phrase, expected))
    });
    rows.collect()
}

fn pair(item: &serde_json::Value) -> Option<(String, String)> {
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
        let rows = vec![(2, "a, b".to_owned(), "c".to_owned())];
        assert_eq!(
            table("Tortured phrase,Expected phrase\n\"a, b\",c\n\n"),
            Ok(rows.clone())
        );
        assert_eq!(table("papers;expected;fingerprint\n1;c;a, b\n"), Ok(rows));
        let rows = vec![(1, "a b".to_owned(), "c".to_owned())];
        assert_eq!(table("a b\tc\n"), Ok(rows.clone()));
        for text in [
            r#"{"a b": "c"}"#,
            r#"[["a b", "c"]]"#,
            r#"[{"phrase": "a b", "expected": "c"}]"#,
        ] {
            assert_eq!(json(text), Ok(rows.clone()), "{text}");
        }
    }
}
