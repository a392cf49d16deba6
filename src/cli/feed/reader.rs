//! Reads one input: recognises its format, and makes tasks of its parts.

use std::cell::Cell;
use std::ffi::OsStr;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use super::super::args::{Args, Mode};
use super::super::input::{Input, Unreadable};
use super::super::message::{Message, unreadable};
use super::super::task::{Ending, File, Origin, Part, Target, Task};
use super::super::work::Shared;
use super::opened::{Opened, is_regular};
use super::short;
use crate::document::Format;

/// Reads inputs and makes tasks of them.
pub struct Reader<'r> {
    pub(super) args: &'r Args,
    has_documents: &'r AtomicBool,
    /// Takes the tasks. Breaks if no more are wanted.
    tasks: &'r dyn Fn(Task) -> ControlFlow<()>,
}

/// A document that is to be read.
struct Job<'i> {
    opened: Opened<'i>,
    format: Format,
    target: Target,
    origin: Origin,
}

/// How much of an input is read at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    Whole,
    Lines,
    Rows,
    Records,
    Chunks,
}

impl<'r> Reader<'r> {
    /// A reader for the run `shared`, which gives its tasks to `tasks`.
    pub fn new(shared: &'r Shared, tasks: &'r dyn Fn(Task) -> ControlFlow<()>) -> Self {
        Self {
            args: &shared.args,
            has_documents: &shared.has_documents,
            tasks,
        }
    }

    /// Makes tasks of `input`, which may be standard input, `stdin`.
    pub fn document(
        &self,
        input: &Input,
        target: Target,
        origin: Origin,
        stdin: &mut dyn Read,
    ) -> ControlFlow<()> {
        let name = input.name();
        let opened = match self.open(input, stdin) {
            Ok(opened) => opened,
            Err(error) => return self.message(Message::failure(name, unreadable(&error))),
        };
        if self.args.messages.verbose {
            self.message(Message::info(name, self.how_read(&opened)))?;
        }
        let Some(format) = opened.format else {
            return self.refused(input, opened, target, origin);
        };
        self.has_documents.store(true, Ordering::Relaxed);
        if let Some(problem) = self.misfit(format, origin) {
            return self.message(Message::failure(name, problem));
        }
        let reading = match self.reading(format) {
            // What is decoded is read as a whole.
            _ if opened.is_encoded => Reading::Whole,
            reading => reading,
        };
        let job = Job {
            opened,
            format,
            target,
            origin,
        };
        self.read(input, job, reading)
    }

    /// Hands in a document of which is known how it is read.
    fn read(&self, input: &Input, job: Job<'_>, reading: Reading) -> ControlFlow<()> {
        let Job {
            opened,
            format,
            target,
            origin,
        } = job;
        let name = input.name();
        if let Some(path) = input.path().filter(|path| match reading {
            Reading::Whole => is_regular(path),
            Reading::Chunks => short(path).is_some(),
            Reading::Lines | Reading::Rows | Reading::Records => false,
        }) {
            let file = File {
                path: path.to_owned(),
                target,
                origin,
                format,
            };
            return self.push(name, Part::File(file), 0);
        }
        let Some(source) = opened.source else {
            return ControlFlow::Continue(());
        };
        let fed = match reading {
            Reading::Whole => Ok(self.whole(name, source, target, format)),
            Reading::Lines => Ok(self.lines(name, source, target)),
            Reading::Rows => self.rows(name, source, target, format),
            Reading::Chunks => self.chunks(input, source, target, origin),
            Reading::Records => Ok(self.archive(name, source, target)),
        };
        fed.unwrap_or_else(|error| self.message(Message::failure(name, unreadable(&error))))
    }

    /// What is wrong where options do not fit the format of an input.
    fn misfit(&self, format: Format, origin: Origin) -> Option<&'static str> {
        let args = self.args;
        let is_json = matches!(format, Format::Json | Format::JsonLines);
        let is_table = matches!(format, Format::Csv | Format::Tsv);
        // In a folder, the options are for the files that they fit.
        let is_named = origin == Origin::Named;
        if args.annotate && format != Format::JsonLines {
            Some(
                "cannot be annotated, because it is not JSON lines; \
                 if it is, say so with --format, otherwise leave out --annotate",
            )
        } else if is_named && !is_json && !args.fields.is_empty() && !args.is_field_configured {
            Some(
                "has no fields, because it is not JSON; \
                 if it is, say so with --format, otherwise leave out --field",
            )
        } else if is_named && !is_table && !args.columns.is_empty() && !args.is_column_configured {
            Some(
                "has no columns, because it is not a table; \
                 if it is, say so with --format, otherwise leave out --column",
            )
        } else {
            None
        }
    }

    /// Only the restored text can be written part by part. Everything else that is printed about a
    /// document needs all of it, and so does the decision whether it is kept.
    pub(super) fn reading(&self, format: Format) -> Reading {
        let is_text_alone = matches!(
            self.args.mode(),
            Mode::Filter | Mode::Write | Mode::Output | Mode::Check
        ) && self.args.report.is_none()
            && self.args.keep.keep.is_none();
        // These show the whole input as one text.
        let is_one = matches!(self.args.mode(), Mode::Diff | Mode::Interactive);
        match format {
            Format::JsonLines if !is_one => Reading::Lines,
            Format::Warc if !is_one => Reading::Records,
            Format::Text if is_text_alone => Reading::Chunks,
            Format::Csv | Format::Tsv if is_text_alone => Reading::Rows,
            _ => Reading::Whole,
        }
    }

    /// Whether an input is read in parts even if it is short, as its name or an option shows.
    pub(super) fn is_in_parts(&self, input: &Input) -> bool {
        let reading = self.known(input).map(|format| self.reading(format));
        matches!(
            reading,
            Some(Reading::Lines | Reading::Rows | Reading::Records)
        )
    }

    /// Hands in the parts of an input until there are no more, and its end.
    pub(super) fn parts(
        &self,
        name: &OsStr,
        (count, tail): (&Cell<u64>, &Cell<Option<Unreadable>>),
        mut next: impl FnMut() -> io::Result<Option<Part>>,
    ) -> ControlFlow<()> {
        let mut seen = 0;
        loop {
            let part = next();
            let read = count.get() - seen;
            seen += read;
            match part {
                Ok(Some(part)) => self.push(name, part, read)?,
                Ok(None) => {
                    let Some(tail) = tail.get() else {
                        return self.push(name, Part::End(Ending::Complete), read);
                    };
                    let problem = self.args.tail_problem(tail);
                    self.message(Message::failure(name, problem))?;
                    return self.push(name, Part::End(Ending::WithTail), read);
                }
                Err(error) => {
                    self.message(Message::failure(name, unreadable(&error)))?;
                    return self.push(name, Part::End(Ending::CutOff), 0);
                }
            }
        }
    }

    pub(super) fn push(&self, name: &OsStr, part: Part, read: u64) -> ControlFlow<()> {
        (self.tasks)(Task::new(name, part, read))
    }

    pub(super) fn message(&self, message: Message) -> ControlFlow<()> {
        (self.tasks)(Task::message(message))
    }
}
