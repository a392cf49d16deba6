//! How many of the substitutions that were observed on real pages the lexicon contains.

use super::figures::{Figures, named, round, share};
use super::oracle::{hashes, reach, tokens};
use crate::Error;
use serde_json::json;
use std::fs;
use std::path::Path;
use unspin::lexicon::Lexicon;

/// The family of spinners that the built-in lexicon is for.
const FAMILY: &str = "A";

/// A substitution that was observed on real pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The phrase on the page.
    pub spun: String,
    /// The phrase that was there originally.
    pub original: String,
    /// How often it was observed.
    pub times: usize,
}

/// Reads the substitutions of family A from a file. Each line has the family, the spun phrase, the
/// original, how often it was observed, and in how many documents, separated by tabs. Lines that
/// begin with `#` are comments.
///
/// # Errors
/// If the file cannot be read or a line is malformed; the message names the line.
pub fn read_facts(path: &Path) -> Result<Vec<Fact>, Error> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut facts = Vec::new();
    for (index, row) in text.lines().enumerate() {
        if row.trim().is_empty() || row.starts_with('#') {
            continue;
        }
        let (family, fact) = parse(row).ok_or_else(|| {
            format!(
                "{}:{}: expected family<TAB>spun<TAB>original<TAB>times",
                path.display(),
                index + 1
            )
        })?;
        if family == FAMILY {
            facts.push(fact);
        }
    }
    Ok(facts)
}

/// The family and the substitution of a row.
fn parse(row: &str) -> Option<(&str, Fact)> {
    let fields: Vec<&str> = row.split('\t').collect();
    let &[family, spun, original, times, ..] = &fields[..] else {
        return None;
    };
    let fact = Fact {
        spun: spun.to_owned(),
        original: original.to_owned(),
        times: times.trim().parse().ok()?,
    };
    Some((family, fact))
}

/// How much of a list of substitutions the lexicon contains. Each counts as often as it was
/// observed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Observations of all substitutions.
    pub all: usize,
    /// Observations of those whose original is a candidate for the whole spun phrase.
    pub direct: usize,
    /// Observations of those whose original can be produced by replacing some words or all. Includes
    /// the direct ones.
    pub reached: usize,
    /// The substitutions that cannot be undone.
    pub missing: Vec<Fact>,
}

/// How much of `facts` the lexicon contains.
pub fn coverage(lexicon: &Lexicon<'_>, facts: &[Fact]) -> Coverage {
    let mut coverage = Coverage::default();
    for fact in facts {
        coverage.all += fact.times;
        if is_candidate(lexicon, fact) {
            coverage.direct += fact.times;
        }
        if reach(lexicon, &fact.spun, &fact.original).after == 0 {
            coverage.reached += fact.times;
        } else {
            coverage.missing.push(fact.clone());
        }
    }
    coverage
}

/// Whether the original is a candidate for the whole spun phrase.
fn is_candidate(lexicon: &Lexicon<'_>, fact: &Fact) -> bool {
    let spun = tokens(&fact.spun);
    let original = hashes(&tokens(&fact.original));
    let mut found = false;
    lexicon.matches(&spun, 0, spun.len(), |to, entry| {
        found |= to == spun.len()
            && entry.candidates().any(|candidate| {
                lexicon
                    .words_of(candidate.original)
                    .eq(original.iter().copied())
            });
    });
    found
}

impl Coverage {
    /// The figures: the number of `occurrences`, the shares of them that are `direct` and `reached`,
    /// and the number of substitutions that are `missing`.
    pub fn figures(&self) -> Figures {
        let share = |part| json!(round(share(part, self.all), 4));
        named([
            ("occurrences", json!(self.all)),
            ("direct", share(self.direct)),
            ("reached", share(self.reached)),
            ("missing", json!(self.missing.len())),
        ])
    }
}
