//! From a set to its figures. It owns which figures a set has; it prints nothing.

use super::figures::{Figures, Line, named, real, round};
use super::mistakes::{Mistake, count, mistakes};
use super::oracle::reach;
use super::reliability::placed;
use super::{
    Coverage, Reliability, Set, collapse, false_recognition, for_each_line, recognition, restore,
    score_clean, score_pairs, spun_text,
};
use crate::Error;
use crate::pairs::Document;
use rayon::prelude::*;
use serde_json::json;
use unspin::edit::Edit;
use unspin::lexicon::Lexicon;
use unspin::restore::Restorer;

/// What a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Spun text with its original.
    Pairs,
    /// Text that nobody spun.
    Clean,
    /// Substitutions that were counted on real pages.
    Facts,
}

/// Whether short stretches are tried on their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretches {
    /// Whole documents alone.
    Untried,
    /// Stretches of some lengths, too.
    Tried,
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
    /// The places that are not right.
    pub mistakes: Vec<Mistake>,
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
pub fn evaluate(restorer: &Restorer, set: &Set, stretches: Stretches) -> Result<Report, Error> {
    let (mut report, recognised): (Report, &dyn Fn() -> Figures) = match set {
        Set::Pairs { name, documents } => (pairs(restorer, name, documents)?, &|| {
            recognition(restorer, documents)
        }),
        Set::Clean { name, documents } => (clean(restorer, name, documents)?, &|| {
            false_recognition(restorer, documents)
        }),
    };
    if stretches == Stretches::Tried {
        report.figures.extend(recognised());
    }
    Ok(report)
}

/// The figures of a coverage, as the set `facts`.
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
    let (edits, outputs) = restore(restorer, &texts);
    let mut figures = score_pairs(documents, &outputs)?.figures();
    let lexicon = restorer.lexicon();
    let details: Vec<Details> = documents
        .par_iter()
        .zip(&edits)
        .zip(&outputs)
        .map(|((document, edits), output)| Details::new(lexicon, document, edits, output))
        .collect::<Result<_, _>>()?;
    let (before, after) = details.iter().fold((0, 0), |(before, after), details| {
        (before + details.before, after + details.reachable)
    });
    let oracle = (before > 0).then(|| round(1.0 - real(after) / real(before), 4));
    figures.extend(named([("oracle", json!(oracle))]));
    let mut reliability = Reliability::default();
    details
        .iter()
        .for_each(|details| reliability += details.reliability);
    let (wrong, mistakes): (Vec<_>, Vec<_>) = details
        .into_iter()
        .map(|details| (details.wrong, details.mistakes))
        .unzip();
    let mistakes = mistakes.concat();
    figures.extend(reliability.figures());
    figures.extend(count(&mistakes));
    Ok(Report {
        set: name.to_owned(),
        kind: Kind::Pairs,
        figures,
        wrong: wrong.concat(),
        mistakes,
    })
}

/// What there is to know of one document besides its sums.
#[derive(Default)]
struct Details {
    /// Distance to the original in tokens.
    before: usize,
    /// The same on the best path through the candidates.
    reachable: usize,
    reliability: Reliability,
    wrong: Vec<Wrong>,
    mistakes: Vec<Mistake>,
}

impl Details {
    fn new(
        lexicon: &Lexicon<'_>,
        document: &Document,
        edits: &[Edit],
        output: &str,
    ) -> Result<Self, Error> {
        let mut details = Self::default();
        let (mut placed, mut start) = (placed(edits).peekable(), 0);
        for_each_line(document, output, |spun, output, original| {
            let (line, end) = (Line::new(spun, output, original), start + output.len());
            while let Some((place, confidence)) = placed.next_if(|(place, _)| place.start <= end) {
                details.reliability.add_edit(
                    &line,
                    &(place.start - start..place.end - start),
                    confidence,
                );
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
}

fn clean(restorer: &Restorer, name: &str, documents: &[String]) -> Result<Report, Error> {
    let texts: Vec<String> = documents
        .iter()
        .map(|document| document.clone() + "\n")
        .collect();
    let (_, outputs) = restore(restorer, &texts);
    let figures = score_clean(documents, &outputs)?.figures();
    let mut wrong = Vec::new();
    for (text, output) in texts.iter().zip(&outputs) {
        let changed = text
            .lines()
            .zip(output.lines())
            .filter(|(line, output)| line != output);
        wrong.extend(changed.map(|(line, output)| Wrong {
            given: line.to_owned(),
            output: output.to_owned(),
            original: None,
        }));
    }
    Ok(Report {
        set: name.to_owned(),
        kind: Kind::Clean,
        figures,
        wrong,
        mistakes: Vec::new(),
    })
}
