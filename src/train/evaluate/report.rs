//! From a set to its figures. It owns which figures a set has; it prints nothing.

use super::{Figures, Line, Set, for_each_line, restore, score_clean, score_pairs, spun_text};
use crate::restore::Restorer;
use crate::train::Error;
use crate::train::pairs::Document;

/// What a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Spun text with its original.
    Pairs,
    /// Text that nobody spun.
    Clean,
}

/// The figures of one set.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Name of the set.
    pub set: String,
    /// What is in it.
    pub kind: Kind,
    /// The figures.
    pub figures: Figures,
    /// The lines that are not right.
    pub wrong: Vec<Wrong>,
}

/// A line that is not right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// As it was given to the restorer.
    pub given: String,
    /// What the restorer made of it.
    pub output: String,
    /// What it should be, where it is not the line as given.
    pub original: Option<String>,
}

/// Restores a set and scores what comes out.
///
/// # Errors
/// When the restorer does not keep the line ends.
pub fn evaluate(restorer: &Restorer, set: &Set) -> Result<Report, Error> {
    match set {
        Set::Pairs { name, documents } => pairs(restorer, name, documents),
        Set::Clean { name, documents } => clean(restorer, name, documents),
    }
}

fn pairs(restorer: &Restorer, name: &str, documents: &[Document]) -> Result<Report, Error> {
    let texts: Vec<String> = documents.iter().map(spun_text).collect();
    let outputs = restore(restorer, &texts);
    let figures = score_pairs(documents, &outputs)?.figures();
    let mut wrong = Vec::new();
    for (document, output) in documents.iter().zip(&outputs) {
        for_each_line(document, output, |spun, output, original| {
            if Line::new(spun, output, original).rest.distance > 0 {
                wrong.push(Wrong { given: spun.to_owned(), output: output.to_owned(), original: Some(super::collapse(original)) });
            }
        })?;
    }
    Ok(Report { set: name.to_owned(), kind: Kind::Pairs, figures, wrong })
}

fn clean(restorer: &Restorer, name: &str, documents: &[String]) -> Result<Report, Error> {
    let texts: Vec<String> = documents.iter().map(|document| document.clone() + "\n").collect();
    let outputs = restore(restorer, &texts);
    let figures = score_clean(documents, &outputs)?.figures();
    let mut wrong = Vec::new();
    for (text, output) in texts.iter().zip(&outputs) {
        let changed = text.lines().zip(output.lines()).filter(|(line, output)| line != output);
        wrong.extend(changed.map(|(line, output)| Wrong { given: line.to_owned(), output: output.to_owned(), original: None }));
    }
    Ok(Report { set: name.to_owned(), kind: Kind::Clean, figures, wrong })
}
