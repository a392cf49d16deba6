//! Aligned documents on disk: spun text with the places that were replaced, JSON lines of `{"text": …, "density": …,
//! "replaced": [[start, end, original], …]}`. Written by `unspin-train lexicon`, read by all that spins by example.

use super::{Replaced, Spun};
use crate::{Error, corpus};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufWriter, Write};
use std::path::Path;

/// Writes documents with their densities.
///
/// # Errors
/// When the file cannot be written.
pub fn write(path: &Path, documents: &[(Spun, f64)]) -> Result<(), Error> {
    let mut out = BufWriter::new(File::create(path)?);
    for (spun, density) in documents {
        let replaced: Vec<Value> = spun
            .replaced
            .iter()
            .map(|place| json!([place.spun.start, place.spun.end, place.original]))
            .collect();
        writeln!(
            out,
            "{}",
            json!({ "text": spun.text, "density": density, "replaced": replaced })
        )?;
    }
    Ok(out.flush()?)
}

/// Reads documents with their densities.
///
/// # Errors
/// When the file cannot be read, has no line, or a line has another form; the message names the line.
pub fn read(path: &Path) -> Result<Vec<(Spun, f64)>, Error> {
    let mut documents = Vec::new();
    for (index, line) in corpus::open(path)?.lines().enumerate() {
        let document = parse(&line?)
            .ok_or_else(|| format!("{}:{}: no aligned document", path.display(), index + 1))?;
        documents.push(document);
    }
    if documents.is_empty() {
        return Err(format!("{}: no aligned document", path.display()).into());
    }
    Ok(documents)
}

fn parse(line: &str) -> Option<(Spun, f64)> {
    let value: Value = serde_json::from_str(line).ok()?;
    let number = |value: &Value| usize::try_from(value.as_u64()?).ok();
    let place = |value: &Value| {
        Some(Replaced {
            spun: number(value.get(0)?)?..number(value.get(1)?)?,
            original: value.get(2)?.as_str()?.to_owned(),
        })
    };
    let replaced: Vec<Replaced> = value
        .get("replaced")?
        .as_array()?
        .iter()
        .map(place)
        .collect::<Option<_>>()?;
    let text = value.get("text")?.as_str()?.to_owned();
    let sound = |place: &Replaced| {
        text.get(place.spun.clone())
            .is_some_and(|spun| !spun.trim().is_empty())
            && !place.original.trim().is_empty()
    };
    let in_order = replaced
        .windows(2)
        .all(|places| places[0].spun.end <= places[1].spun.start);
    (in_order && replaced.iter().all(sound))
        .then_some((Spun { text, replaced }, value.get("density")?.as_f64()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lie_in_the_text_and_in_order() {
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
