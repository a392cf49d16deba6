//! Pairs of the user, with errors that name the file and line.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use unspin::lexicon::pairs;
use unspin::{Error, Restorer};

/// Adds the pairs of `texts`, each given with its name, to `restorer`.
///
/// # Errors
/// `ValueError` with the name of the text, the number of the first bad line and what to do.
pub fn add(restorer: Restorer, texts: &[(String, String)]) -> PyResult<Restorer> {
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

/// The message is the same as that of the command.
fn value_error(name: &str, error: &Error) -> PyErr {
    PyValueError::new_err(match error {
        Error::Lexicon { line, problem } => format!(
            "{name}:{line}: {problem}; write spun<TAB>original<TAB>count, or '# ' before a comment"
        ),
        other => format!("{name}: {other}"),
    })
}
