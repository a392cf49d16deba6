//! Where an output is wrong, and why. It owns the causes and how the differences of a line are told apart; the figures
//! count words, this counts places.

use super::align::Hunk;
use super::figures::{Figures, Line, named};
use super::words::Word;
use serde_json::json;
use std::ops::Range;

/// Why a place is wrong. The first that holds is the cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// The output is the original but for letter case, whether touched or not.
    LetterCase,
    /// The spun words were those of the original, and were changed.
    WronglyTouched,
    /// The original is not among the candidates of the lexicon, whether the spun words were changed or not.
    NoCandidate,
    /// Damaged words were left as they are, though the original is among the candidates.
    NotTouched,
    /// Damaged words were changed to others than the original, though it is among the candidates.
    WrongCandidate,
}

impl Cause {
    /// All causes.
    pub const ALL: [Self; 5] = [
        Self::NoCandidate,
        Self::NotTouched,
        Self::WrongCandidate,
        Self::WronglyTouched,
        Self::LetterCase,
    ];

    /// Its name as a figure.
    pub fn name(self) -> &'static str {
        match self {
            Self::LetterCase => "letter_case",
            Self::WronglyTouched => "wrongly_touched",
            Self::NoCandidate => "no_candidate",
            Self::NotTouched => "not_touched",
            Self::WrongCandidate => "wrong_candidate",
        }
    }
}

/// A place where the output is not the original.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mistake {
    /// Why.
    pub cause: Cause,
    /// The spun words.
    pub spun: String,
    /// What they were made.
    pub output: String,
    /// What they should be.
    pub original: String,
}

/// How many places of each cause there are.
pub fn count(mistakes: &[Mistake]) -> Figures {
    named(Cause::ALL.map(|cause| {
        (
            cause.name(),
            json!(
                mistakes
                    .iter()
                    .filter(|mistake| mistake.cause == cause)
                    .count()
            ),
        )
    }))
}

/// The places where the output of a line is wrong. `missing` are the bytes of the original that the lexicon cannot yield.
///
/// A place is a stretch of spun words in which the hunks to the original and the hunks to the output overlap; an
/// insertion belongs to the words on either side if these change too.
pub fn mistakes(line: &Line<'_>, missing: &[Range<usize>]) -> Vec<Mistake> {
    places(line)
        .iter()
        .filter_map(|place| place.mistake(line, missing))
        .collect()
}

/// A stretch of words in all three wordings.
#[derive(Default)]
struct Place {
    spun: Range<usize>,
    output: Range<usize>,
    original: Range<usize>,
}

fn places(line: &Line<'_>) -> Vec<Place> {
    let damage = line.damage.hunks.iter().map(|hunk| (hunk, Side::Original));
    let mut hunks: Vec<(&Hunk, Side)> = damage
        .chain(line.changes.hunks.iter().map(|hunk| (hunk, Side::Output)))
        .collect();
    hunks.sort_by_key(|(hunk, _)| (hunk.left.start, hunk.left.end));
    let mut places: Vec<Place> = Vec::new();
    // Where the other wordings are at the spun word 0, had they no more hunks than those met: always behind these.
    let (mut output, mut original) = (Shift::default(), Shift::default());
    for (hunk, side) in hunks {
        if !places
            .last()
            .is_some_and(|place| touches(&place.spun, &hunk.left))
        {
            let start = hunk.left.start;
            places.push(Place {
                spun: start..start,
                output: output.at(start)..0,
                original: original.at(start)..0,
            });
        }
        match side {
            Side::Output => output.pass(hunk),
            Side::Original => original.pass(hunk),
        }
        if let Some(place) = places.last_mut() {
            place.spun.end = place.spun.end.max(hunk.left.end);
            (place.output.end, place.original.end) =
                (output.at(place.spun.end), original.at(place.spun.end));
        }
    }
    places
}

#[derive(Clone, Copy)]
enum Side {
    Output,
    Original,
}

/// By how much another wording has grown and shrunk against the spun one so far.
#[derive(Default)]
struct Shift {
    grown: usize,
    shrunk: usize,
}

impl Shift {
    fn pass(&mut self, hunk: &Hunk) {
        self.grown += hunk.right.len();
        self.shrunk += hunk.left.len();
    }

    fn at(&self, spun: usize) -> usize {
        spun + self.grown - self.shrunk
    }
}

/// Whether a hunk that does not start before the place belongs to it.
fn touches(place: &Range<usize>, hunk: &Range<usize>) -> bool {
    hunk.start < place.end || (hunk.start == place.end && (hunk.is_empty() || place.is_empty()))
}

impl Place {
    fn mistake(&self, line: &Line<'_>, missing: &[Range<usize>]) -> Option<Mistake> {
        let (spun, output, original) = (
            &line.spun[self.spun.clone()],
            &line.output[self.output.clone()],
            &line.original[self.original.clone()],
        );
        let (spun, output) = (joined(spun), joined(output));
        let bytes = self.bytes(&line.original);
        let original = joined(original);
        let cause = if output == original {
            return None;
        } else if output.to_lowercase() == original.to_lowercase() {
            Cause::LetterCase
        } else if spun == original {
            Cause::WronglyTouched
        } else if missing
            .iter()
            .any(|missing| missing.start <= bytes.end && bytes.start <= missing.end)
        {
            Cause::NoCandidate
        } else if spun == output {
            Cause::NotTouched
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

    /// Bytes of the original, from the word before the place to the word behind it.
    fn bytes(&self, words: &[Word<'_>]) -> Range<usize> {
        let start = self
            .original
            .start
            .checked_sub(1)
            .map_or(0, |before| words[before].end);
        start
            ..words
                .get(self.original.end)
                .map_or(usize::MAX, |behind| behind.start)
    }
}

fn joined(words: &[Word<'_>]) -> String {
    words
        .iter()
        .map(|word| word.text)
        .collect::<Vec<_>>()
        .join(" ")
}
