//! Parallel text: spun paragraphs beside their originals, grouped in documents. It owns the JSON lines form of
//! `{"doc": …, "spun": …, "orig": …}`, plain or xz.

use super::corpus;
use serde_json::Value;
use std::io::{self, BufRead};
use std::path::Path;

/// One paragraph in both wordings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The paragraph as it was found.
    pub spun: String,
    /// Its original wording.
    pub original: String,
}

/// The paragraphs of one document, in order.
pub type Document = Vec<Pair>;

/// The documents of a pairs file. Lines of one document stand together.
///
/// # Errors
/// When the file cannot be read, or a line is not an object with `spun` and `orig`; the message names the line.
pub fn read(path: &Path) -> io::Result<Vec<Document>> {
    let mut documents: Vec<Document> = Vec::new();
    let mut current = None;
    for line in lines(path)? {
        let (name, pair) = line?;
        if documents.is_empty() || current.as_ref() != Some(&name) {
            documents.push(Vec::new());
            current = Some(name);
        }
        documents.last_mut().expect("pushed above").push(pair);
    }
    Ok(documents)
}

/// The lines of a pairs file, each with the name of its document; one that names none belongs to the document `one`.
///
/// # Errors
/// When the file cannot be opened. Each line may fail as [`read`] does.
pub fn lines(path: &Path) -> io::Result<impl Iterator<Item = io::Result<(String, Pair)>>> {
    let numbered = corpus::open(path)?.lines().enumerate();
    let filled =
        numbered.filter(|(_, line)| line.as_ref().map_or(true, |line| !line.trim().is_empty()));
    Ok(filled
        .map(|(index, line)| parse(&line?).map_err(|problem| at_line(path, index + 1, &problem))))
}

fn at_line(path: &Path, line: usize, problem: &str) -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        format!("{}:{line}: {problem}", path.display()),
    )
}

fn parse(line: &str) -> Result<(String, Pair), String> {
    let value: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let text = |key: &str| {
        value
            .get(key)
            .and_then(Value::as_str)
            .map(str::to_owned)
            .ok_or_else(|| format!("no text in \"{key}\""))
    };
    let name = ["doc", "spun_url"]
        .iter()
        .find_map(|key| name(value.get(key)?))
        .unwrap_or_else(|| "one".to_owned());
    Ok((
        name,
        Pair {
            spun: text("spun")?,
            original: text("orig")?,
        },
    ))
}

/// Documents may be numbered; an empty name is none.
fn name(value: &Value) -> Option<String> {
    match value {
        Value::String(name) if !name.is_empty() => Some(name.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
