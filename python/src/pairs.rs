//! Lexicons of the user, with errors that name the file and line.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use std::path::Path;
use unspin::lexicon::pairs;
use unspin::restore::family::{SCIENCE, THESAURUS, TRAINED};
use unspin::{Error, Restorer};

/// Lexicons, each with the name of its file.
pub type Named = Vec<(String, String)>;

/// Adds the pairs of `texts` to `restorer`.
///
/// # Errors
/// `ValueError` with the name of the text, the number of the first bad line and what to do.
pub fn add(restorer: Restorer, texts: &Named) -> PyResult<Restorer> {
    if texts.is_empty() {
        return Ok(restorer);
    }
    for (name, text) in texts {
        pairs::check(text, 1).map_err(|error| value_error(name, &error))?;
    }
    let texts: Vec<&str> = texts.iter().map(|(_, text)| text.as_str()).collect();
    restorer
        .with_pairs(&texts.join("\n"))
        .map_err(|error| value_error("lexicon", &error))
}

/// Adds the families of spinners with these lexicons to `restorer`. Each has the name of its file,
/// without the extension.
///
/// # Errors
/// The same as [`add`], and `ValueError` if two families have the same name.
pub fn add_families(mut restorer: Restorer, texts: &Named) -> PyResult<Restorer> {
    let mut names: Vec<&str> = TRAINED.into_iter().chain([SCIENCE, THESAURUS]).collect();
    for (file, text) in texts {
        let stem = Path::new(file).file_stem().and_then(|stem| stem.to_str());
        let name = stem.unwrap_or(file);
        if names.contains(&name) {
            return Err(PyValueError::new_err(format!(
                "{file}: there is already a family named {name:?}; rename the file"
            )));
        }
        names.push(name);
        restorer = pairs::check(text, 0)
            .and_then(|()| restorer.with_family(name, text))
            .map_err(|error| value_error(file, &error))?;
    }
    Ok(restorer)
}

/// Adds synonyms for unknown spinners to `restorer`.
///
/// # Errors
/// The same as [`add`].
pub fn add_thesaurus(restorer: Restorer, text: Option<&(String, String)>) -> PyResult<Restorer> {
    let Some((file, text)) = text else {
        return Ok(restorer);
    };
    pairs::check(text, 0)
        .and_then(|()| restorer.with_thesaurus(text))
        .map_err(|error| value_error(file, &error))
}

/// The message is the same as that of the command.
fn value_error(name: &str, error: &Error) -> PyErr {
    PyValueError::new_err(match error {
        Error::Lexicon { line, problem } => format!(
            "{name}:{line}: {problem}; write spun<TAB>original<TAB>count, or '# ' before a comment"
        ),
        other => format!("{name}: {other}"),
    })
}
