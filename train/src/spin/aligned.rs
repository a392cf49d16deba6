//! Spun documents whose originals are known, and the file that holds them: JSON lines of
//! `{"text": ..., "density": ..., "replaced": [[start, end, original], ...]}`.
//!
//! `unspin-train lexicon --aligned` writes the file. The commands with the option `--aligned` read
//! it.

use super::{Replaced, Spun};
use crate::{Error, cannot_write, corpus};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufWriter, Write};
use std::path::Path;

/// A spun document.
#[derive(Clone, Debug, PartialEq)]
pub struct AlignedDocument {
    /// The spun text and what was replaced in it.
    pub spun: Spun,
    /// How densely it is spun, from 0 to 1.
    pub density: f64,
}

/// Writes documents to a file.
///
/// # Errors
/// If the file cannot be written.
pub fn write(path: &Path, documents: &[AlignedDocument]) -> Result<(), Error> {
    let file = File::create(path).map_err(|error| cannot_write(path, &error))?;
    let mut out = BufWriter::new(file);
    for AlignedDocument { spun, density } in documents {
        let replaced: Vec<Value> = spun
            .replaced
            .iter()
            .map(|place| json!([place.spun.start, place.spun.end, place.original]))
            .collect();
        let line = json!({ "text": spun.text, "density": density, "replaced": replaced });
        writeln!(out, "{line}")?;
    }
    Ok(out.flush()?)
}

/// Reads documents from a file.
///
/// # Errors
/// If the file cannot be read, is empty, or has a line in another form; the message names the
/// line.
pub fn read(path: &Path) -> Result<Vec<AlignedDocument>, Error> {
    let mut documents = Vec::new();
    for (index, line) in corpus::open(path)?.lines().enumerate() {
        let document = parse(&line?)
            .ok_or_else(|| format!("{}:{}: not an aligned document", path.display(), index + 1))?;
        documents.push(document);
    }
    if documents.is_empty() {
        return Err(format!(
            "{}: contains no aligned documents; write some with unspin-train lexicon --aligned",
            path.display()
        )
        .into());
    }
    Ok(documents)
}

fn parse(line: &str) -> Option<AlignedDocument> {
    let value: Value = serde_json::from_str(line).ok()?;
    let text = value.get("text")?.as_str()?.to_owned();
    let density = value.get("density")?.as_f64()?;
    let replaced = value.get("replaced")?.as_array()?;
    let replaced: Vec<Replaced> = replaced.iter().map(parse_replaced).collect::<Option<_>>()?;
    let is_valid = |place: &Replaced| {
        text.get(place.spun.clone())
            .is_some_and(|spun| !spun.trim().is_empty())
            && !place.original.trim().is_empty()
    };
    let in_order = replaced.is_sorted_by(|a, b| a.spun.end <= b.spun.start);
    if !in_order || !replaced.iter().all(is_valid) {
        return None;
    }
    let spun = Spun { text, replaced };
    Some(AlignedDocument { spun, density })
}

fn parse_replaced(value: &Value) -> Option<Replaced> {
    let number = |index: usize| usize::try_from(value.get(index)?.as_u64()?).ok();
    Some(Replaced {
        spun: number(0)?..number(1)?,
        original: value.get(2)?.as_str()?.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_read_as_they_were_written() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("aligned.jsonl");
        let document = AlignedDocument {
            spun: Spun {
                text: "The “enormous” dog\n".into(),
                replaced: vec![Replaced {
                    spun: 7..15,
                    original: "big".into(),
                }],
            },
            density: 0.75,
        };
        write(&path, &[document.clone(), document.clone()]).expect("written");
        assert_eq!(
            read(&path).expect("just written"),
            [document.clone(), document]
        );
    }

    #[test]
    fn replacements_must_lie_within_the_text_and_in_order() {
        let line = |replaced: &str| {
            format!(r#"{{"text": "ein Haus, größer", "density": 1, "replaced": [{replaced}]}}"#)
        };
        assert!(parse(&line(r#"[0, 3, "a"], [4, 8, "house"]"#)).is_some());
        for replaced in [
            r#"[0, 30, "a"]"#,
            r#"[3, 0, "a"]"#,
            r#"[0, 13, "a"]"#,
            r#"[3, 4, "a"]"#,
            r#"[0, 3, " "]"#,
            r#"[4, 8, "house"], [0, 3, "a"]"#,
            r#"[0, 3]"#,
        ] {
            assert!(parse(&line(replaced)).is_none(), "{replaced}");
        }
    }
}
