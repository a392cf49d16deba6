//! Edits: what is changed where, and why. It owns the invariant that edits are sorted and disjoint, and their application;
//! it does not decide anything.

mod confidence;

use crate::cost::Cost;
use std::ops::Range;

/// How the corruption was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The text has the lexicon's corruption letter for letter.
    Exact,
    /// The text has it with a typing or scanning slip.
    Fuzzy,
    /// `a` or `an` follows a word that was restored.
    Article,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Exact, Self::Fuzzy, Self::Article];

    /// Name in the JSON output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Fuzzy => "fuzzy",
            Self::Article => "article",
        }
    }
}

/// One wording that was weighed at an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The wording, in the letter case of the lexicon.
    pub wording: String,
    /// Cost above the cheapest wording of the place: 0 for that one.
    pub cost: Cost,
}

/// Why an edit was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// How the corruption was recognised.
    pub kind: Kind,
    /// The pair of the lexicon that fired, `spun -> original`: the spun phrase in normal form, the original in the letter case
    /// that it has inside a sentence. `article` for an article.
    pub rule: String,
    /// By how much the edit beats leaving the text as it is.
    pub margin: Cost,
    /// By how much the edit beats the next best wording of the place, which may be the one that stands there.
    pub lead: Cost,
    /// The wordings weighed, cheapest first; filled only where [`crate::restore::Options::explain`] asks for them.
    pub choices: Vec<Choice>,
}

impl Evidence {
    /// How likely the edit is right, from 0 to 1.
    pub fn confidence(&self) -> f64 {
        confidence::of(self.lead)
    }
}

/// A replacement of the bytes `start..end` of the source (end-exclusive, on character boundaries).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// First byte that is replaced.
    pub start: usize,
    /// One past the last byte that is replaced.
    pub end: usize,
    /// What stands there instead.
    pub original: String,
    /// Why.
    pub evidence: Evidence,
}

impl Edit {
    /// The bytes of the source that are replaced.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// The text that replaces them.
    pub fn original(&self) -> &str {
        &self.original
    }

    /// The pair of the lexicon behind the edit, as `spun -> original`; `article` for an article.
    pub fn rule(&self) -> &str {
        &self.evidence.rule
    }

    /// How likely the edit is right, from 0 to 1.
    pub fn confidence(&self) -> f64 {
        self.evidence.confidence()
    }

    /// The same edit of a source that has `offset` more bytes before it.
    #[must_use]
    pub fn moved(self, offset: usize) -> Self {
        Self {
            start: self.start + offset,
            end: self.end + offset,
            ..self
        }
    }
}

/// The source with `edits` made; bytes outside them are copied as they are.
///
/// ```
/// use unspin::edit::{Edit, Evidence, Kind, apply};
/// let evidence = Evidence { kind: Kind::Exact, rule: "home -> House".into(), margin: 4000, lead: 2500, choices: Vec::new() };
/// let edit = Edit { start: 10, end: 14, original: "House".into(), evidence };
/// assert_eq!(apply(b"The White Home.", &[edit]), b"The White House.");
/// ```
///
/// # Panics
/// When the edits are not sorted and disjoint, or reach past the source.
pub fn apply(source: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut out = Vec::with_capacity(source.len() + source.len() / 16);
    let mut copied = 0;
    for edit in edits {
        out.extend_from_slice(&source[copied..edit.start]);
        out.extend_from_slice(edit.original.as_bytes());
        copied = edit.end;
    }
    out.extend_from_slice(&source[copied..]);
    out
}
