//! Parallel text: spun paragraphs with their originals, grouped into documents.
//!
//! The file format is JSON lines of `{"doc": ..., "spun": ..., "orig": ...}`, possibly compressed.

use crate::corpus;
use serde_json::Value;
use std::io::{self, BufRead};
use std::path::Path;

/// Both versions of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The spun version.
    pub spun: String,
    /// The original version.
    pub original: String,
}

/// The paragraphs of a document, in order.
pub type Document = Vec<Pair>;

/// Reads the documents of a file. Consecutive lines with the same `doc` are one document.
///
/// # Errors
/// If the file cannot be read, or a line is not an object with the texts `spun` and `orig`; the
/// message names the line.
pub fn read(path: &Path) -> io::Result<Vec<Document>> {
    let mut documents: Vec<Document> = Vec::new();
    let mut current = None;
    for line in lines(path)? {
        let (name, pair) = line?;
        match documents.last_mut() {
            Some(document) if current.as_ref() == Some(&name) => document.push(pair),
            _ => {
                documents.push(vec![pair]);
                current = Some(name);
            }
        }
    }
    Ok(documents)
}

/// Reads the lines of a file, each with the name of its document. Lines without a name all belong to
/// the document `one`.
///
/// # Errors
/// If the file cannot be opened. Each line may fail as in [`read`].
pub fn lines(path: &Path) -> io::Result<impl Iterator<Item = io::Result<(String, Pair)>>> {
    let at_line = |index: usize, problem: String| {
        let message = format!("{}:{}: {problem}", path.display(), index + 1);
        io::Error::new(io::ErrorKind::InvalidData, message)
    };
    let is_filled = |line: &io::Result<Vec<u8>>| {
        let line = line.as_ref();
        line.map_or(true, |line| !line.iter().all(u8::is_ascii_whitespace))
    };
    let lines = corpus::open(path)?.split(b'\n').enumerate();
    Ok(lines
        .filter(move |(_, line)| is_filled(line))
        .map(move |(index, line)| parse(&line?).map_err(|problem| at_line(index, problem))))
}

fn parse(line: &[u8]) -> Result<(String, Pair), String> {
    let value: Value = serde_json::from_slice(line).map_err(|error| error.to_string())?;
    let text = |key: &str| {
        value
            .get(key)
            .and_then(Value::as_str)
            .map(str::to_owned)
            .ok_or_else(|| format!("no text in the field \"{key}\""))
    };
    let name = ["doc", "spun_url"]
        .iter()
        .find_map(|key| name(value.get(key)?))
        .unwrap_or_else(|| "one".to_owned());
    let pair = Pair {
        spun: text("spun")?,
        original: text("orig")?,
    };
    Ok((name, pair))
}

/// The name of a document: a text that is not empty, or a number.
fn name(value: &Value) -> Option<String> {
    match value {
        Value::String(name) if !name.is_empty() => Some(name.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
