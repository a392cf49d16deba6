//! What was done to a document and why, as plain values that Python converts to its own types.

use crate::source::{characters, string};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use unspin::{Edit, Format, Verdict, Worker};

/// A restored document with its edits and verdict.
pub struct Explained {
    text: Vec<u8>,
    edits: Vec<PlainEdit>,
    verdict: Verdict,
    documents: usize,
    bad_records: Vec<(usize, String)>,
}

/// Start, end, spun, original, rule, kind, margin, confidence, choices. Positions are in characters,
/// costs in nats.
type PlainEdit = (
    usize,
    usize,
    String,
    String,
    String,
    &'static str,
    f64,
    f64,
    Vec<(String, f64)>,
);

impl Explained {
    /// Restores `source`.
    pub fn new(worker: &mut Worker<'_>, source: &[u8], format: Format) -> Self {
        let restored = worker.restore(source, format);
        let bad_records = restored.bad_records().iter();
        Self {
            text: restored.bytes().into_owned(),
            edits: plain_edits(source, restored.edits()),
            verdict: restored.verdict().clone(),
            documents: restored.documents(),
            bad_records: bad_records
                .map(|bad| (bad.line, bad.error.to_string()))
                .collect(),
        }
    }

    /// Text, edits, score, log odds, whether it is spun, family, density, number of documents, bad
    /// records.
    ///
    /// # Errors
    /// If Python runs out of memory.
    pub fn into_python<'py>(self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        (
            string(py, &self.text)?,
            self.edits,
            self.verdict.score(),
            self.verdict.log_odds(),
            self.verdict.is_spun(),
            self.verdict.family(),
            self.verdict.density(),
            self.documents,
            self.bad_records,
        )
            .into_pyobject(py)
    }
}

fn plain_edits(source: &[u8], edits: &[Edit]) -> Vec<PlainEdit> {
    let mut counted = 0;
    let mut position = 0;
    let mut position_of = |byte: usize| {
        position += characters(&source[counted..byte]);
        counted = byte;
        position
    };
    let plain = |edit: &Edit| {
        let range = edit.range();
        let choices = edit.choices().iter();
        (
            position_of(range.start),
            position_of(range.end),
            String::from_utf8_lossy(&source[range]).into_owned(),
            edit.original().to_owned(),
            edit.rule().to_owned(),
            edit.kind().name(),
            edit.margin(),
            edit.confidence(),
            choices
                .map(|choice| (choice.wording().to_owned(), choice.cost()))
                .collect(),
        )
    };
    edits.iter().map(plain).collect()
}
