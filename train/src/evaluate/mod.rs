//! Evaluation: how much of the damage of spun text is undone, and what is done to text that nobody spun. It owns the
//! figures and the way from a set of documents to them; it does not decide which figures are good enough.

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
pub use recognition::{LENGTHS, Stretch, false_recognition, recognition, stretches};
pub use reliability::{CLASSES, Reliability};
pub use report::{Kind, Report, Stretches, Wrong, evaluate, report_facts};
pub use words::{Word, words};

use super::Error;
use super::pairs::Document;
use rayon::prelude::*;
use unspin::document::Format;
use unspin::edit::{Edit, apply};
use unspin::restore::{Restorer, Worker};

/// The text that the restorer is given for a document: its spun lines, each with single spaces.
pub fn spun_text(document: &Document) -> String {
    document
        .iter()
        .map(|pair| collapse(&pair.spun) + "\n")
        .collect()
}

/// `text` with one space for each white space.
fn collapse(text: &str) -> String {
    text.split(words::is_space)
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The edits of each text and its restored wording, in parallel.
pub fn restore(restorer: &Restorer, texts: &[String]) -> (Vec<Vec<Edit>>, Vec<String>) {
    texts
        .par_iter()
        .map_init(|| restorer.worker(), |worker, text| restored(worker, text))
        .unzip()
}

fn restored(worker: &mut Worker<'_>, text: &str) -> (Vec<Edit>, String) {
    let edits = worker.restore(text.as_bytes(), Format::Text).into_edits();
    let output = String::from_utf8(apply(text.as_bytes(), &edits))
        .expect("edits lie on character boundaries");
    (edits, output)
}

/// The sums over spun documents, whose restored texts are `outputs`.
///
/// # Errors
/// When an output has more or fewer lines than its document.
pub fn score_pairs(documents: &[Document], outputs: &[String]) -> Result<PairSums, Error> {
    let score = |(document, output): (&Document, &String)| -> Result<PairSums, Error> {
        let mut sums = PairSums {
            documents: 1,
            ..PairSums::default()
        };
        for_each_line(document, output, |spun, output, original| {
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
    parts.into_iter().for_each(|part| all += part);
    Ok(all)
}

/// The sums over clean documents, whose restored texts are `outputs`.
///
/// # Errors
/// When an output has more or fewer lines than its document.
pub fn score_clean(documents: &[String], outputs: &[String]) -> Result<CleanSums, Error> {
    let mut sums = CleanSums::default();
    for (document, output) in documents.iter().zip(outputs) {
        let (lines, changed) = (lines(document), lines(output));
        same_number(lines.len(), changed.len())?;
        sums.add_document(lines.into_iter().zip(changed));
    }
    Ok(sums)
}

/// Calls `visit` with the spun wording, the output and the original of each line of a document.
///
/// # Errors
/// When the output has more or fewer lines than the document.
pub fn for_each_line(
    document: &Document,
    output: &str,
    mut visit: impl FnMut(&str, &str, &str),
) -> Result<(), Error> {
    let output = lines(output);
    same_number(document.len(), output.len())?;
    document
        .iter()
        .zip(output)
        .for_each(|(pair, output)| visit(&collapse(&pair.spun), output, &pair.original));
    Ok(())
}

fn lines(text: &str) -> Vec<&str> {
    text.strip_suffix('\n')
        .unwrap_or(text)
        .split('\n')
        .collect()
}

fn same_number(given: usize, got: usize) -> Result<(), Error> {
    if given == got {
        Ok(())
    } else {
        Err(format!("{given} lines in, {got} out; the restorer must keep line ends").into())
    }
}
