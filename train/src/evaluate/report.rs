//! Restores a set of texts and reports its figures.

use super::figures::{Figures, Line, named, real, round};
use super::mistakes::{Mistake, count, mistakes};
use super::oracle::reach;
use super::reliability::placed;
use super::{
    Coverage, Output, Reliability, Set, collapse, false_recognition, for_each_line, recognition,
    restore, score_clean, score_pairs, spun_text,
};
use crate::Error;
use crate::pairs::Document;
use rayon::prelude::*;
use serde_json::json;
use unspin::lexicon::Lexicon;
use unspin::restore::Restorer;
use unspin::restore::family::TRAINED;

/// What a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Spun text with its originals.
    Pairs,
    /// Text that was not spun.
    Clean,
    /// Substitutions that were observed on real pages.
    Facts,
}

/// What is restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passages {
    /// Whole documents only.
    Untried,
    /// Also short passages of each document, to see whether they are recognised.
    Tried,
}

/// The figures of one set.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Name of the set.
    pub set: String,
    /// What the set contains.
    pub kind: Kind,
    /// The figures.
    pub figures: Figures,
    /// The lines whose output is wrong.
    pub wrong: Vec<Wrong>,
    /// The places where the output is wrong.
    pub mistakes: Vec<Mistake>,
}

/// A line whose output is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The line that was restored.
    pub given: String,
    /// The output.
    pub output: String,
    /// The right output; `None` if the line should not have been changed.
    pub original: Option<String>,
}

/// Restores a set and reports its figures.
///
/// # Errors
/// If the output has more or fewer lines than the text.
pub fn evaluate(restorer: &Restorer, set: &Set, passages: Passages) -> Result<Report, Error> {
    let mut report = match set {
        Set::Pairs { name, documents } => pairs(restorer, name, documents)?,
        Set::Clean { name, documents } => clean(restorer, name, documents)?,
    };
    if passages == Passages::Tried {
        report.figures.extend(match set {
            Set::Pairs { documents, .. } => recognition(restorer, documents),
            Set::Clean { documents, .. } => false_recognition(restorer, documents),
        });
    }
    Ok(report)
}

/// A report of the figures of `coverage`, as a set with the name `facts`.
pub fn report_facts(coverage: &Coverage) -> Report {
    Report {
        set: "facts".to_owned(),
        kind: Kind::Facts,
        figures: coverage.figures(),
        wrong: Vec::new(),
        mistakes: Vec::new(),
    }
}

fn pairs(restorer: &Restorer, name: &str, documents: &[Document]) -> Result<Report, Error> {
    let texts: Vec<String> = documents.iter().map(spun_text).collect();
    let outputs = restore(restorer, &texts);
    let mut figures = score_pairs(documents, &outputs)?.figures();
    let lexicon = likeliest_lexicon(restorer, &outputs);
    let details: Vec<Details> = documents
        .par_iter()
        .zip(&outputs)
        .map(|(document, output)| Details::new(lexicon, document, output))
        .collect::<Result<_, _>>()?;
    let mut all = Details::default();
    for part in details {
        all.add(part);
    }
    let oracle = (all.before > 0).then(|| round(1.0 - real(all.reachable) / real(all.before), 4));
    figures.extend(named([("oracle", json!(oracle))]));
    figures.extend(all.reliability.figures());
    figures.extend(count(&all.mistakes));
    figures.extend(TRAINED.map(|name| (name.to_owned(), json!(looking_like(name, &outputs)))));
    Ok(Report {
        set: name.to_owned(),
        kind: Kind::Pairs,
        figures,
        wrong: all.wrong,
        mistakes: all.mistakes,
    })
}

/// Number of texts that look like the work of a family.
fn looking_like(name: &str, outputs: &[Output]) -> usize {
    let families = outputs.iter().map(|output| output.family.as_deref());
    families.filter(|&family| family == Some(name)).count()
}

/// The lexicon of the trained family whose work most of the texts look like.
fn likeliest_lexicon<'r>(restorer: &'r Restorer, outputs: &[Output]) -> &'r Lexicon<'r> {
    let lexicons = TRAINED
        .into_iter()
        .filter_map(|name| Some((looking_like(name, outputs), restorer.lexicon_of(name)?)));
    let best = lexicons.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.expect("there is a trained family").1
}

/// Figures of one or more documents that [`score_pairs`] does not compute.
#[derive(Default)]
struct Details {
    /// Distance from the spun text to the original, in tokens.
    before: usize,
    /// Distance from the best path through the candidates to the original, in tokens.
    reachable: usize,
    reliability: Reliability,
    wrong: Vec<Wrong>,
    mistakes: Vec<Mistake>,
}

impl Details {
    fn new(lexicon: &Lexicon<'_>, document: &Document, output: &Output) -> Result<Self, Error> {
        let mut details = Self::default();
        let mut edits = placed(&output.edits).peekable();
        let mut start = 0;
        for_each_line(document, &output.text, |spun, output, original| {
            let line = Line::new(spun, output, original);
            let end = start + output.len();
            while let Some((place, confidence)) = edits.next_if(|(place, _)| place.start <= end) {
                let place = place.start - start..place.end - start;
                details.reliability.add_edit(&line, &place, confidence);
            }
            start = end + 1;
            details.add_line(lexicon, &line, spun, output, original);
        })?;
        Ok(details)
    }

    fn add_line(
        &mut self,
        lexicon: &Lexicon<'_>,
        line: &Line<'_>,
        spun: &str,
        output: &str,
        original: &str,
    ) {
        let reach = reach(lexicon, spun, original);
        self.before += reach.before;
        self.reachable += reach.after;
        self.mistakes.extend(mistakes(line, &reach.missing));
        if line.rest.distance > 0 {
            self.wrong.push(Wrong {
                given: spun.to_owned(),
                output: output.to_owned(),
                original: Some(collapse(original)),
            });
        }
    }

    fn add(&mut self, other: Self) {
        self.before += other.before;
        self.reachable += other.reachable;
        self.reliability += other.reliability;
        self.wrong.extend(other.wrong);
        self.mistakes.extend(other.mistakes);
    }
}

fn clean(restorer: &Restorer, name: &str, documents: &[String]) -> Result<Report, Error> {
    let texts: Vec<String> = documents
        .iter()
        .map(|document| document.clone() + "\n")
        .collect();
    let outputs = restore(restorer, &texts);
    let mut wrong = Vec::new();
    for (text, output) in texts.iter().zip(&outputs) {
        let lines = text.lines().zip(output.text.lines());
        let changed = lines.filter(|(line, output)| line != output);
        wrong.extend(changed.map(|(line, output)| Wrong {
            given: line.to_owned(),
            output: output.to_owned(),
            original: None,
        }));
    }
    Ok(Report {
        set: name.to_owned(),
        kind: Kind::Clean,
        figures: score_clean(documents, &outputs)?.figures(),
        wrong,
        mistakes: Vec::new(),
    })
}
