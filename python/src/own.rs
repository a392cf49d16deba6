//! A user's own pairs, compiled once for each text of them: the engine reads a lexicon in place as long as the process runs,
//! and a process of Spark makes a restorer for every task. It owns that memory.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use unspin::store::error::Error;
use unspin::store::file::Trust;
use unspin::lexicon::{Lexicon, pairs};
use unspin::restore::Restorer;

/// The pairs, and the built-in ones with them.
type Compiled = [&'static [u8]; 2];

static COMPILED: Mutex<Option<HashMap<String, Compiled>>> = Mutex::new(None);

/// The engine with the pairs of `texts`, each of which has a name, before its own.
///
/// # Errors
/// `ValueError` with the place of a bad line and what to do.
pub fn with_pairs(restorer: Restorer, texts: &[(String, String)]) -> PyResult<Restorer> {
    if texts.is_empty() {
        return Ok(restorer);
    }
    for (name, text) in texts {
        pairs::check(text, 1).map_err(|error| told(name, &error))?;
    }
    let joined = texts
        .iter()
        .map(|(_, text)| text.as_str())
        .collect::<Vec<_>>()
        .join("\n");
    let read = |bytes| Lexicon::read(bytes, Trust::Embedded);
    let engine =
        compiled(joined).and_then(|[own, both]| Ok(restorer.with_own(read(own)?, read(both)?)));
    engine.map_err(|error| told("lexicon", &error))
}

fn compiled(text: String) -> Result<Compiled, Error> {
    let mut known = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    let known = known.get_or_insert_default();
    if let Some(compiled) = known.get(&text) {
        return Ok(*compiled);
    }
    let compiled = pairs::compiled(&text)?.map(|bytes| &*Box::leak(bytes.into_boxed_slice()));
    known.insert(text, compiled);
    Ok(compiled)
}

/// The same words as the filter's.
fn told(name: &str, error: &Error) -> PyErr {
    PyValueError::new_err(match error {
        Error::Lexicon { line, problem } => format!(
            "{name}:{line}: {problem}; write spun<TAB>original<TAB>count, or '# ' before a comment"
        ),
        other => format!("{name}: {other}"),
    })
}
