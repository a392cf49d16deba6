//! What the threads hand to each other: tasks, from the thread that reads to those that restore,
//! and outcomes, from there to the thread that writes.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::input::Packing;
use super::message::{Message, cause, cause_of_write, one_line};
use super::position::Position;
use super::review::Review;
use super::sample::Shown;
use super::stamp::{CHANGED_MEANWHILE, Stamp, is_meanwhile};
use super::stats::Tally;
use crate::document::Format;
use crate::document::csv::Table;
use crate::document::switch::Switch;

/// A piece of work for one thread.
#[derive(Debug)]
pub struct Task {
    /// The input as the user named it.
    pub name: OsString,
    /// What is to be done.
    pub part: Part,
    /// How many bytes of the input were read for it, before decompression.
    pub read: u64,
}

impl Task {
    /// A task for the input `name`.
    pub fn new(name: &OsStr, part: Part, read: u64) -> Self {
        Self {
            name: name.to_owned(),
            part,
            read,
        }
    }

    /// Only prints `message`.
    pub fn message(message: Message) -> Self {
        Self::new(&message.place.clone(), Part::Message(message), 0)
    }
}

/// What is to be done. An input is either `Unread`, or one `File`, or a `Begin`, its bytes, chunks or lines, and an
/// `End`.
#[derive(Debug)]
pub enum Part {
    /// Recognise the format of this short file, and do what follows from it.
    Unread(Unread),
    /// Read this file and restore it as a whole.
    File(File),
    /// Restore these bytes, which are all of standard input or of a special file.
    Bytes(Vec<u8>, Format),
    /// An input starts that comes in parts.
    Begin(Target, Packing),
    /// Restore this part of a long plain text.
    Chunk(Chunk),
    /// Copy these bytes, which are a part of an input that is not text.
    Copy(Vec<u8>),
    /// Restore this record of an archive, or copy it where it has no number.
    Archived {
        /// Which record it is, and where it is.
        record: Option<Record>,
        /// The record, or a part of one.
        bytes: Vec<u8>,
        /// Whether a compressed member of the input ends with it.
        ends_member: bool,
    },
    /// Copy these bytes, which are a damaged member of a compressed archive.
    Packed(Vec<u8>),
    /// Restore these rows of a table.
    Rows {
        /// How they are written.
        table: Arc<Table>,
        /// Where they are in the input.
        start: Position,
        /// Whole rows.
        rows: Vec<u8>,
    },
    /// Restore these JSON lines.
    Lines {
        /// Number and position of the first line.
        first: Record,
        /// Whole lines.
        lines: Vec<u8>,
    },
    /// The input that comes in parts ends.
    End(Ending),
    /// Only print this message, in the order of the inputs.
    Message(Message),
    /// There are no more inputs.
    Last {
        /// Folders without any file that is restored.
        empty: Vec<OsString>,
    },
}

/// A short file of which only the name is known.
#[derive(Debug)]
pub struct Unread {
    /// Where it is.
    pub path: PathBuf,
    /// Where the restored text goes.
    pub target: Target,
    /// How it was found.
    pub origin: Origin,
}

/// A file that is restored as a whole.
#[derive(Debug)]
pub struct File {
    /// Where it is.
    pub path: PathBuf,
    /// Where the restored text goes.
    pub target: Target,
    /// How it was found.
    pub origin: Origin,
    /// How it is written.
    pub format: Format,
}

/// How an input was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The user named it.
    Named,
    /// It is in a folder that the user named. If it is not text, it is skipped without a message.
    Folder,
}

/// A part of a long plain text.
#[derive(Debug)]
pub struct Chunk {
    /// Where it is in the input.
    pub start: Position,
    /// Whether a comment in the text before has switched restoring off.
    pub switch: Switch,
    /// Its text.
    pub text: Vec<u8>,
}

/// A line of JSON lines or a record of an archive: its position in the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// Number of the line or record, from 1.
    pub number: usize,
    /// Where it starts in the input.
    pub start: Position,
}

/// Where the restored text goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To standard output.
    Stdout,
    /// Into the input file itself, which looked like this before it was read.
    InPlace(Stamp),
    /// Into this file.
    File(PathBuf),
}

impl Target {
    /// Into the file `path` itself, which is about to be read.
    pub fn in_place(path: &Path) -> Self {
        Self::InPlace(Stamp::of(path))
    }

    /// Whether the text goes into the input file itself.
    pub fn is_in_place(&self) -> bool {
        matches!(self, Self::InPlace(_))
    }

    /// What is wrong where the target cannot be written, and what to do about it.
    pub fn unwritable(&self, error: &io::Error) -> String {
        if is_meanwhile(error) {
            return CHANGED_MEANWHILE.to_owned();
        }
        match self {
            Self::File(path) => format!(
                "cannot be written to {} ({}); check the permissions and free space of the folder",
                one_line(path.as_os_str()),
                cause_of_write(error)
            ),
            Self::InPlace(_) | Self::Stdout => format!(
                "left unchanged, as it cannot be replaced ({}); \
                 check the permissions and free space of its folder",
                cause(error)
            ),
        }
    }
}

/// How an input that comes in parts ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All of it was read.
    Complete,
    /// All of it was read that can be decompressed, but there is more.
    WithTail,
    /// The rest cannot be read.
    CutOff,
}

/// The result of a task.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How many bytes of the input are done with it, before decompression.
    pub read: u64,
    /// What it means for the output.
    pub step: Step,
    /// What is to be written.
    pub out: Vec<u8>,
    /// Messages to print before.
    pub messages: Vec<Message>,
    /// The edits as JSON lines, for `--edits-to`.
    pub edits: Vec<u8>,
    /// Where the first edits are, for `--check`.
    pub locations: Vec<String>,
    /// What was done.
    pub tally: Tally,
    /// What a person is asked about, with `--interactive`.
    pub review: Option<Review>,
    /// What is added to the report; empty if there is none.
    pub report: ReportPart,
}

/// How much an outcome had at some time.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    out: usize,
    messages: usize,
    edits: usize,
    locations: usize,
    tally: Tally,
    documents: usize,
    rules: usize,
}

impl Outcome {
    /// How much the outcome has now.
    pub fn mark(&self) -> Mark {
        Mark {
            out: self.out.len(),
            messages: self.messages.len(),
            edits: self.edits.len(),
            locations: self.locations.len(),
            tally: self.tally,
            documents: self.report.documents.len(),
            rules: self.report.rules.len(),
        }
    }

    /// Removes what was added after `mark`.
    pub fn truncate(&mut self, mark: Mark) {
        self.out.truncate(mark.out);
        self.messages.truncate(mark.messages);
        self.edits.truncate(mark.edits);
        self.locations.truncate(mark.locations);
        self.tally = mark.tally;
        self.review = None;
        self.report.documents.truncate(mark.documents);
        self.report.rules.truncate(mark.rules);
    }

    /// Neither lists nor counts the edits, as the text was not written.
    pub fn unmake(&mut self) {
        self.edits.clear();
        self.review = None;
        self.report = ReportPart::default();
        self.tally.drop_edits();
    }
}

/// What a task adds to the report.
#[derive(Debug, Default)]
pub struct ReportPart {
    /// Its documents.
    pub documents: Vec<Shown>,
    /// The rule of each edit.
    pub rules: Vec<String>,
}

/// What an outcome means for the output.
#[derive(Debug, Default)]
pub enum Step {
    /// It is all of an input.
    Whole,
    /// An input starts that comes in parts.
    Begin(Target, Packing),
    /// It is a part of this input.
    Part,
    /// It is a part of this input, and a compressed member ends with it.
    LastOfMember,
    /// It is a member of this input that could not be decompressed. Only a compressed output has it.
    Packed,
    /// The input that comes in parts ends.
    End(Ending),
    /// There are no more inputs; these folders had none.
    Last(Vec<OsString>),
    /// Nothing.
    #[default]
    None,
}
