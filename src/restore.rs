//! The whole line from bytes to edits. `Restorer` is immutable and shared between threads, `Worker` holds the scratch
//! memory of one thread.

use crate::edit::{Cost, Edit};

/// Whether documents that look clean are left alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GateMode {
    /// Documents and quotations that do not look spun are left alone.
    #[default]
    Auto,
    /// Every document is taken for spun.
    AssumeSpun,
}

/// What the caller may choose.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whether documents that look clean are left alone.
    pub gate: GateMode,
    /// Least margin of an edit over leaving the text as it is, in milli-nats.
    pub min_margin: Option<Cost>,
    /// Whether each edit lists the wordings that were weighed.
    pub explain: bool,
}

/// Lexicon and models, read in place.
#[derive(Clone, Debug)]
pub struct Restorer {
    options: Options,
}

impl Restorer {
    /// A restorer on the data that is built into the crate.
    pub fn embedded(options: Options) -> Self {
        Self { options }
    }

    /// Scratch memory for one thread.
    pub fn worker(&self) -> Worker<'_> {
        Worker { restorer: self }
    }
}

/// One thread's scratch memory, which can be reused to avoid unnecessary memory reallocation.
#[derive(Debug)]
pub struct Worker<'r> {
    restorer: &'r Restorer,
}

impl Worker<'_> {
    /// The edits that restore the document `source`, sorted and disjoint.
    pub fn edits(&mut self, source: &[u8]) -> Vec<Edit> {
        let _ = (source, &self.restorer.options);
        Vec::new()
    }
}
