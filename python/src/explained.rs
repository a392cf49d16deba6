//! What was done to a document, as plain values that Python makes its own of. It owns offsets in characters.

use pyo3::prelude::*;
use pyo3::types::PyTuple;
use unspin::cost::Cost;
use unspin::edit::{Edit, apply};
use unspin::restore::{Judged, Worker};

use crate::source::{characters, string};

/// A restored document and why it is so.
pub struct Explained {
    text: Vec<u8>,
    edits: Vec<Shown>,
    judged: Judged,
}

/// An edit: start, end, spun, original, rule, kind, margin, confidence, choices.
type Shown = (
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
    pub fn of(worker: &mut Worker<'_>, source: &[u8]) -> Self {
        let edits = worker.edits(source);
        Self {
            text: apply(source, &edits),
            edits: shown(source, edits),
            judged: worker.judged(),
        }
    }

    /// The text, the edits, and the score, log odds, verdict and density of the document.
    ///
    /// # Errors
    /// Where Python lacks memory.
    pub fn into_python<'py>(self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let Judged {
            log_odds,
            density,
            spun,
            ..
        } = self.judged;
        (
            string(py, &self.text)?,
            self.edits,
            score(self.judged),
            nats(log_odds),
            spun,
            density,
        )
            .into_pyobject(py)
    }
}

fn shown(source: &[u8], edits: Vec<Edit>) -> Vec<Shown> {
    let (mut bytes, mut chars) = (0, 0);
    let mut place = |to: usize| {
        chars += characters(&source[bytes..to]);
        bytes = to;
        chars
    };
    let shown = |edit: Edit| {
        let spun = String::from_utf8_lossy(&source[edit.start..edit.end]).into_owned();
        let (confidence, evidence) = (edit.evidence.confidence(), edit.evidence);
        let choices = evidence
            .choices
            .into_iter()
            .map(|choice| (choice.wording, nats(choice.cost)))
            .collect();
        let (start, end) = (place(edit.start), place(edit.end));
        (
            start,
            end,
            spun,
            edit.original,
            evidence.rule,
            evidence.kind.name(),
            nats(evidence.margin),
            confidence,
            choices,
        )
    };
    edits.into_iter().map(shown).collect()
}

/// The probability that a document is spun.
pub fn score(judged: Judged) -> f64 {
    1.0 / (1.0 + (-nats(judged.log_odds)).exp())
}

fn nats(cost: Cost) -> f64 {
    f64::from(cost) / 1000.0
}
