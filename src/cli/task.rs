//! What the threads hand to each other: what is to be done, and what came of it. It owns no decision.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::ops::AddAssign;
use std::path::PathBuf;

use super::output::{self, Record};
use super::packing::Packing;
use crate::document::switch::Switch;
use crate::edit::Kind;

/// One step towards the output.
#[derive(Debug)]
pub struct Task {
    /// The input as the user named it.
    pub name: OsString,
    /// What is to be done.
    pub part: Part,
    /// Bytes of the input, as they are stored, that were read for it.
    pub read: u64,
}

/// What is to be done.
#[derive(Debug)]
pub enum Part {
    /// Read this file and restore it as a whole.
    File(PathBuf, Place),
    /// Restore these bytes of an input that is no file as a whole.
    Read(Vec<u8>),
    /// An input begins that comes in parts.
    Begin(Place, Packing),
    /// Restore this stretch of a document in plain text.
    Stretch {
        /// Whether it is the first one.
        is_first: bool,
        /// How the stretches before it have switched restoring.
        switch: Switch,
        /// Its text.
        text: Vec<u8>,
    },
    /// Restore these lines.
    Lines {
        /// Number of the first line, and bytes before it.
        first: Record,
        /// Whole lines.
        lines: Vec<u8>,
    },
    /// The input that comes in parts ends.
    End(Ending),
    /// Only tell this.
    Tell(Told),
}

/// Where the restored text goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Standard output.
    Stdout,
    /// The file itself.
    Itself,
    /// This file.
    File(PathBuf),
}

/// How an input that is read in parts ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All of it was read.
    Whole,
    /// The rest cannot be read.
    Cut,
}

/// A message for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Where.
    pub place: OsString,
    /// What is wrong, and what to do.
    pub problem: String,
    /// Whether something was not done.
    pub severity: Severity,
}

/// What a message means for the exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Nothing.
    Note,
    /// Something was not done.
    Failure,
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", output::one_line(&self.place), self.problem)
    }
}

impl Told {
    /// Something at `place` was not done.
    pub fn failure(place: &OsStr, problem: impl Into<String>) -> Self {
        Self {
            place: place.to_owned(),
            problem: problem.into(),
            severity: Severity::Failure,
        }
    }

    /// Something about `place` that is good to know.
    pub fn note(place: &OsStr, problem: impl Into<String>) -> Self {
        Self {
            place: place.to_owned(),
            problem: problem.into(),
            severity: Severity::Note,
        }
    }
}

/// What came of a task.
#[derive(Debug)]
pub struct Outcome {
    /// The input as the user named it.
    pub name: OsString,
    /// Bytes of the input, as they are stored, that are done with it.
    pub read: u64,
    /// What it means for the output.
    pub step: Step,
    /// What is to be written.
    pub out: Vec<u8>,
    /// What is to be told.
    pub told: Vec<Told>,
    /// What was done.
    pub tally: Tally,
    /// The documents as the report shows them, and the rules that fired in them; empty where there is none.
    pub report: (String, Vec<String>),
}

/// What an outcome means for the output.
#[derive(Debug)]
pub enum Step {
    /// All of an input.
    Whole,
    /// An input begins that comes in parts.
    Begin(Place, Packing),
    /// A part of it.
    Part,
    /// It ends.
    End(Ending),
    /// Nothing.
    None,
}

/// What was done, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Documents that were looked at.
    pub documents: usize,
    /// Those that were taken for spun.
    pub spun: usize,
    /// Edits that were made, in the order of [`Kind::ALL`].
    pub by_kind: [usize; Kind::ALL.len()],
    /// Lines that are no documents.
    pub bad: usize,
    /// Bytes that were looked at, unpacked.
    pub bytes: usize,
}

impl Tally {
    /// Counts an edit.
    pub fn add_edit(&mut self, kind: Kind) {
        self.by_kind[kind as usize] += 1;
    }

    /// Edits of this kind.
    pub fn edits_of(&self, kind: Kind) -> usize {
        self.by_kind[kind as usize]
    }

    /// Edits of all kinds.
    pub fn edits(&self) -> usize {
        self.by_kind.iter().sum()
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.documents += other.documents;
        self.spun += other.spun;
        self.by_kind
            .iter_mut()
            .zip(other.by_kind)
            .for_each(|(sum, count)| *sum += count);
        self.bad += other.bad;
        self.bytes += other.bytes;
    }
}
