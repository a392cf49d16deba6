//! Measures how much of the damage in spun text is undone, and whether clean text is left unchanged.
//!
//! Sets of texts are read (`input`), restored, and reported (`report`). Spun text is compared with
//! its original line by line (`align`, `figures`), and mistakes are classified by their cause
//! (`mistakes`). The oracle (`oracle`) shows what the lexicon could restore at best.

mod align;
mod facts;
mod figures;
mod floors;
mod input;
mod mistakes;
mod oracle;
mod recognition;
mod reliability;
mod report;
mod words;

pub use align::{Alignment, Hunk, align};
pub use facts::{Coverage, Fact, coverage, read_facts};
pub use figures::{CleanSums, Figures, Line, PairSums};
pub use floors::{Floor, read_floors};
pub use input::{Set, clean_documents, edited, read};
pub use mistakes::{Cause, Mistake, count, mistakes};
pub use oracle::{Reach, reach};
pub use recognition::{LENGTHS, Passage, false_recognition, passages, recognition};
pub use reliability::{CLASSES, Reliability};
pub use report::{Kind, Passages, Report, Wrong, evaluate, report_facts};
pub use words::{Word, words};

use crate::Error;
use crate::pairs::Document;
use rayon::prelude::*;
use unspin::document::Format;
use unspin::edit::{Edit, apply};
use unspin::restore::{Restorer, Worker};

/// The text of a document that is restored: its spun lines, with single spaces.
pub fn spun_text(document: &Document) -> String {
    document
        .iter()
        .map(|pair| collapse(&pair.spun) + "\n")
        .collect()
}

/// `text` with all white space replaced by single spaces.
fn collapse(text: &str) -> String {
    text.split(words::is_space)
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A text that was restored.
pub struct Output {
    /// What was changed.
    pub edits: Vec<Edit>,
    /// The result.
    pub text: String,
    /// The first of the families that the text looks like, if any.
    pub family: Option<String>,
}

impl AsRef<str> for Output {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

/// Restores each text, in parallel.
pub fn restore(restorer: &Restorer, texts: &[String]) -> Vec<Output> {
    texts
        .par_iter()
        .map_init(|| restorer.worker(), |worker, text| restored(worker, text))
        .collect()
}

fn restored(worker: &mut Worker<'_>, text: &str) -> Output {
    let restored = worker.restore(text.as_bytes(), Format::Text);
    let family = restored.verdict().families().next().map(str::to_owned);
    let edits = restored.into_edits();
    let text = String::from_utf8(apply(text.as_bytes(), &edits))
        .expect("edits lie on character boundaries");
    Output {
        edits,
        text,
        family,
    }
}

/// Compares spun documents with the `outputs` of the restorer.
///
/// # Errors
/// If an output has more or fewer lines than its document.
pub fn score_pairs(
    documents: &[Document],
    outputs: &[impl AsRef<str> + Sync],
) -> Result<PairSums, Error> {
    let score = |(document, output): (&Document, _)| -> Result<PairSums, Error> {
        let mut sums = PairSums {
            documents: 1,
            ..PairSums::default()
        };
        for_each_line(document, AsRef::as_ref(output), |spun, output, original| {
            sums.add_line(&Line::new(spun, output, original))
        })?;
        Ok(sums)
    };
    let parts: Vec<PairSums> = documents
        .par_iter()
        .zip(outputs)
        .map(score)
        .collect::<Result<_, _>>()?;
    let mut all = PairSums::default();
    for part in parts {
        all += part;
    }
    Ok(all)
}

/// Compares clean documents with the `outputs` of the restorer.
///
/// # Errors
/// If an output has more or fewer lines than its document.
pub fn score_clean(documents: &[String], outputs: &[impl AsRef<str>]) -> Result<CleanSums, Error> {
    let mut sums = CleanSums::default();
    for (document, output) in documents.iter().zip(outputs) {
        let before = lines(document);
        let after = lines(output.as_ref());
        check_lines(before.len(), after.len())?;
        sums.add_document(before.into_iter().zip(after));
    }
    Ok(sums)
}

/// Calls `visit` with each line of a document: its spun version, the output and the original.
///
/// # Errors
/// If the output has more or fewer lines than the document.
pub fn for_each_line(
    document: &Document,
    output: &str,
    mut visit: impl FnMut(&str, &str, &str),
) -> Result<(), Error> {
    let output = lines(output);
    check_lines(document.len(), output.len())?;
    for (pair, output) in document.iter().zip(output) {
        visit(&collapse(&pair.spun), output, &pair.original);
    }
    Ok(())
}

fn lines(text: &str) -> Vec<&str> {
    text.strip_suffix('\n')
        .unwrap_or(text)
        .split('\n')
        .collect()
}

fn check_lines(given: usize, got: usize) -> Result<(), Error> {
    if given == got {
        return Ok(());
    }
    let message = format!("{given} lines became {got} lines; the restorer must keep line ends");
    Err(message.into())
}
