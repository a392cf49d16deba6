//! How many substitutions that were counted on real pages the lexicon knows. It owns their file form and the coverage.

use super::figures::{Figures, named, round, share};
use super::oracle::{hashes, reach, tokens};
use crate::Error;
use serde_json::json;
use std::fs;
use std::path::Path;
use unspin::lexicon::Lexicon;

/// The family of spinners that the lexicon is learned for.
const FAMILY: &str = "A";

/// A substitution that was seen on real pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What stands on the page.
    pub spun: String,
    /// What stood there.
    pub original: String,
    /// How often.
    pub times: usize,
}

/// The substitutions of family A in a file with one a line: family, spun, original, times, documents, with tabs between
/// them; `#` comments.
///
/// # Errors
/// When the file cannot be read or a line is malformed; the message names it.
pub fn read_facts(path: &Path) -> Result<Vec<Fact>, Error> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let rows = text
        .lines()
        .enumerate()
        .filter(|(_, row)| !row.trim().is_empty() && !row.starts_with('#'));
    let facts = rows.map(|(index, row)| {
        parse(row).ok_or_else(|| {
            format!(
                "{}:{}: write family<TAB>spun<TAB>original<TAB>times",
                path.display(),
                index + 1
            )
        })
    });
    let all: Vec<Option<Fact>> = facts.collect::<Result<_, _>>()?;
    Ok(all.into_iter().flatten().collect())
}

/// Nothing inside for another family.
fn parse(row: &str) -> Option<Option<Fact>> {
    let fields: Vec<&str> = row.split('\t').collect();
    let &[family, spun, original, times, ..] = &fields[..] else {
        return None;
    };
    let fact = Fact {
        spun: spun.to_owned(),
        original: original.to_owned(),
        times: times.trim().parse().ok()?,
    };
    Some((family == FAMILY).then_some(fact))
}

/// What the lexicon knows of substitutions, by their times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Occurrences of all.
    pub all: usize,
    /// Occurrences of those whose original is a candidate of the whole spun phrase.
    pub direct: usize,
    /// Occurrences of those whose original is reached by keeping some words and replacing others, direct ones included.
    pub reached: usize,
    /// Those that are not reached.
    pub missing: Vec<Fact>,
}

/// How much of `facts` the lexicon knows.
pub fn coverage(lexicon: &Lexicon<'_>, facts: &[Fact]) -> Coverage {
    let mut coverage = Coverage::default();
    for fact in facts {
        let times = |known: bool| if known { fact.times } else { 0 };
        let reached = reach(lexicon, &fact.spun, &fact.original).after == 0;
        coverage.all += fact.times;
        coverage.direct += times(is_candidate(lexicon, fact));
        coverage.reached += times(reached);
        if !reached {
            coverage.missing.push(fact.clone());
        }
    }
    coverage
}

fn is_candidate(lexicon: &Lexicon<'_>, fact: &Fact) -> bool {
    let (spun, original) = (tokens(&fact.spun), hashes(&tokens(&fact.original)));
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
    /// `occurrences`, and the shares of them that are `direct` and `reached`.
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
