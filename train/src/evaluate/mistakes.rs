//! Where the output is wrong, and why. The other figures count words; this file counts places.

use super::align::Hunk;
use super::figures::{Figures, Line, named};
use super::words::Word;
use serde_json::json;
use std::ops::Range;

/// Why a place is wrong. If several causes apply, the first one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// Output and original differ only in letter case.
    LetterCase,
    /// The words were not damaged, but were changed.
    WronglyEdited,
    /// The original is not among the candidates of the lexicon.
    NoCandidate,
    /// Damaged words were not changed, although the original is among the candidates.
    NotEdited,
    /// Damaged words were changed to something else than the original, although that is among the
    /// candidates.
    WrongCandidate,
}

impl Cause {
    /// All causes, in the order in which they are printed.
    pub const ALL: [Self; 5] = [
        Self::NoCandidate,
        Self::NotEdited,
        Self::WrongCandidate,
        Self::WronglyEdited,
        Self::LetterCase,
    ];

    /// The name of the figure that counts this cause.
    pub fn name(self) -> &'static str {
        match self {
            Self::LetterCase => "letter_case",
            Self::WronglyEdited => "wrongly_edited",
            Self::NoCandidate => "no_candidate",
            Self::NotEdited => "not_edited",
            Self::WrongCandidate => "wrong_candidate",
        }
    }
}

/// A place where the output differs from the original.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mistake {
    /// Why it is wrong.
    pub cause: Cause,
    /// The spun words.
    pub spun: String,
    /// The words of the output.
    pub output: String,
    /// The words of the original.
    pub original: String,
}

/// The number of mistakes for each cause.
pub fn count(mistakes: &[Mistake]) -> Figures {
    let number = |cause: Cause| mistakes.iter().filter(|found| found.cause == cause).count();
    named(Cause::ALL.map(|cause| (cause.name(), json!(number(cause)))))
}

/// The mistakes in a line. `missing` are the bytes of the original that the lexicon cannot produce.
///
/// A place is a run of spun words that are covered by overlapping hunks, either to the original or
/// to the output. An insertion belongs to a place if the words next to it changed, too.
pub fn mistakes(line: &Line<'_>, missing: &[Range<usize>]) -> Vec<Mistake> {
    places(line)
        .iter()
        .filter_map(|place| place.mistake(line, missing))
        .collect()
}

/// A place in all three versions of a line, as ranges of words.
struct Place {
    spun: Range<usize>,
    output: Range<usize>,
    original: Range<usize>,
}

fn places(line: &Line<'_>) -> Vec<Place> {
    let damage = line
        .damage
        .hunks
        .iter()
        .map(|hunk| (hunk, Version::Original));
    let changes = line
        .changes
        .hunks
        .iter()
        .map(|hunk| (hunk, Version::Output));
    let mut hunks: Vec<(&Hunk, Version)> = damage.chain(changes).collect();
    hunks.sort_by_key(|(hunk, _)| (hunk.left.start, hunk.left.end));
    let mut places: Vec<Place> = Vec::new();
    let mut output = Offset::default();
    let mut original = Offset::default();
    for (hunk, version) in hunks {
        let start = hunk.left.start;
        if !places
            .last()
            .is_some_and(|place| touches(&place.spun, &hunk.left))
        {
            places.push(Place {
                spun: start..start,
                output: output.position(start)..0,
                original: original.position(start)..0,
            });
        }
        match version {
            Version::Output => output.pass(hunk),
            Version::Original => original.pass(hunk),
        }
        if let Some(place) = places.last_mut() {
            let end = place.spun.end.max(hunk.left.end);
            place.spun.end = end;
            place.output.end = output.position(end);
            place.original.end = original.position(end);
        }
    }
    places
}

/// The version that a hunk leads to from the spun one.
#[derive(Clone, Copy)]
enum Version {
    Output,
    Original,
}

/// How far the positions in another version are from those in the spun one, after the hunks passed
/// so far.
#[derive(Default)]
struct Offset {
    inserted: usize,
    deleted: usize,
}

impl Offset {
    fn pass(&mut self, hunk: &Hunk) {
        self.inserted += hunk.right.len();
        self.deleted += hunk.left.len();
    }

    fn position(&self, spun: usize) -> usize {
        spun + self.inserted - self.deleted
    }
}

/// Whether a hunk, which does not start before the place, belongs to it.
fn touches(place: &Range<usize>, hunk: &Range<usize>) -> bool {
    hunk.start < place.end || (hunk.start == place.end && (hunk.is_empty() || place.is_empty()))
}

impl Place {
    /// The mistake at this place; `None` if the output is right.
    fn mistake(&self, line: &Line<'_>, missing: &[Range<usize>]) -> Option<Mistake> {
        let spun = joined(&line.spun[self.spun.clone()]);
        let output = joined(&line.output[self.output.clone()]);
        let original = joined(&line.original[self.original.clone()]);
        let bytes = self.bytes(&line.original);
        let is_missing =
            |missing: &Range<usize>| missing.start <= bytes.end && bytes.start <= missing.end;
        let cause = if output == original {
            return None;
        } else if output.to_lowercase() == original.to_lowercase() {
            Cause::LetterCase
        } else if spun == original {
            Cause::WronglyEdited
        } else if missing.iter().any(is_missing) {
            Cause::NoCandidate
        } else if spun == output {
            Cause::NotEdited
        } else {
            Cause::WrongCandidate
        };
        Some(Mistake {
            cause,
            spun,
            output,
            original,
        })
    }

    /// Bytes of the original, from the end of the word before the place to the start of the word
    /// after it.
    fn bytes(&self, words: &[Word<'_>]) -> Range<usize> {
        let before = self.original.start.checked_sub(1);
        let start = before.map_or(0, |before| words[before].end);
        let after = words.get(self.original.end);
        start..after.map_or(usize::MAX, |after| after.start)
    }
}

fn joined(words: &[Word<'_>]) -> String {
    words
        .iter()
        .map(|word| word.text)
        .collect::<Vec<_>>()
        .join(" ")
}
