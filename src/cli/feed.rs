//! From the command line to tasks: finds the inputs, decides where their text goes, and reads long
//! ones in parts. This runs on a thread of its own and restores nothing.

mod in_parts;
mod opened;
mod structured;

use std::cell::Cell;
use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::args::{Args, Mode};
use super::input::{self, Input};
use super::message::{Message, Severity, unreadable};
use super::queue;
use super::task::{Ending, File, Origin, Outcome, Part, Target, Task};
use crate::document::{Format, chunk};
use opened::{Opened, is_regular};

/// Takes the tasks of a run; each is labelled with the name of its input.
pub type Tasks = queue::Tasks<OsString, Task, Outcome>;

/// Hands in the tasks for all inputs of `args`, in order. Breaks if the output is no longer wanted.
pub fn feed(args: &Args, stdin: &mut dyn Read, tasks: &Tasks) -> ControlFlow<()> {
    if args.paths.is_empty() && args.files.list.is_some() {
        // The list of files is empty.
        return ControlFlow::Continue(());
    }
    if let Some(folder) = &args.output {
        // It has to exist before folders are searched, which leave it out. If it cannot be made,
        // each file that would go there is reported.
        let _ = fs::create_dir_all(folder);
    }
    let mut feed = Feed {
        args,
        tasks,
        taken: HashSet::new(),
        has_documents: false,
        has_failed: Cell::new(false),
        empty: Vec::new(),
    };
    for input in Input::all(&args.paths, args.stdin_filename.as_deref()) {
        feed.input(&input, stdin)?;
    }
    feed.end()
}

struct Feed<'f> {
    args: &'f Args,
    tasks: &'f Tasks,
    /// Files in the folder of `--output` that some input is written to.
    taken: HashSet<PathBuf>,
    /// There was an input that can be restored.
    has_documents: bool,
    /// A failure was reported.
    has_failed: Cell<bool>,
    /// Folders without any file that is restored.
    empty: Vec<OsString>,
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
enum Reading {
    Whole,
    Lines,
    Rows,
    Records,
    Chunks,
}

impl Feed<'_> {
    /// Hands in a document, or all documents of a folder.
    fn input(&mut self, input: &Input, stdin: &mut dyn Read) -> ControlFlow<()> {
        let Some(folder) = input.path().filter(|path| path.is_dir()) else {
            return self.document(input, None, stdin);
        };
        let filter = match self.args.files.filter() {
            Ok(filter) => filter,
            Err(problem) => return self.message(Message::failure("--glob", problem)),
        };
        let mut is_empty = true;
        let written = [&self.args.report, &self.args.also.edits_to];
        let is_written = |path: &Path| {
            let mut files = written.iter().filter_map(|file| file.as_deref());
            files.any(|file| is_same_file(file, path))
        };
        for file in input::files(folder, filter, self.args.output.as_deref()) {
            match file {
                // What an earlier run wrote there is no document.
                Ok(path) if is_written(&path) => {}
                Ok(path) => {
                    is_empty = false;
                    self.document(&Input::Path(path), Some(folder), stdin)?;
                }
                Err(problem) => {
                    is_empty = false;
                    self.message(Message::failure(input.name(), problem))?;
                }
            }
        }
        if is_empty {
            self.empty.push(input.name().to_owned());
        }
        ControlFlow::Continue(())
    }

    /// Reports folders without documents. If there were none at all, something is wrong.
    fn end(&self) -> ControlFlow<()> {
        let problem = "has no files to restore; name files, or choose them with --glob";
        for folder in &self.empty {
            self.message(if self.has_documents {
                Message::note(folder, problem)
            } else {
                Message::failure(folder, problem)
            })?;
        }
        let is_silent = !self.has_documents && !self.has_failed.get();
        if is_silent && self.args.mode() == Mode::Check {
            let problem = "nothing was checked, as nothing is text; name other files";
            self.message(Message::failure("--check", problem))?;
        }
        ControlFlow::Continue(())
    }

    fn document(
        &mut self,
        input: &Input,
        folder: Option<&Path>,
        stdin: &mut dyn Read,
    ) -> ControlFlow<()> {
        let name = input.name();
        let target = match self.target(input, folder) {
            Ok(target) => target,
            Err(problem) => return self.message(Message::failure(name, problem)),
        };
        let opened = match self.open(input, stdin) {
            Ok(opened) => opened,
            Err(error) => return self.message(Message::failure(name, unreadable(&error))),
        };
        if self.args.messages.verbose {
            self.message(Message::info(name, self.how_read(&opened)))?;
        }
        let origin = folder.map_or(Origin::Named, |_| Origin::Folder);
        let Some(format) = opened.format else {
            return self.refused(input, opened, target, origin);
        };
        self.has_documents = true;
        if let Some(problem) = self.misfit(format, origin) {
            return self.message(Message::failure(name, problem));
        }
        let reading = match self.reading(format) {
            // What is decoded is read as a whole.
            _ if opened.is_encoded => Reading::Whole,
            reading => reading,
        };
        self.read(
            input,
            Job {
                opened,
                format,
                target,
                origin,
            },
            reading,
        )
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
        if let Some(path) = input.path().filter(|path| is_regular(path))
            && (reading == Reading::Whole || (reading == Reading::Chunks && is_short(path)))
        {
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
                "cannot be annotated, as it is not JSON lines; \
                 if it is, say so with --format, else leave --annotate out",
            )
        } else if is_named && !is_json && !args.fields.is_empty() && !args.is_field_configured {
            Some(
                "has no fields, as it is not JSON; \
                 if it is, say so with --format, else leave --field out",
            )
        } else if is_named && !is_table && !args.columns.is_empty() && !args.is_column_configured {
            Some(
                "has no columns, as it is not a table; \
                 if it is, say so with --format, else leave --column out",
            )
        } else {
            None
        }
    }

    /// Only the restored text can be written part by part. Everything else that is printed about a
    /// document needs all of it, and so does the decision whether it is kept.
    fn reading(&self, format: Format) -> Reading {
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

    /// Where the restored text of an input goes, or why it cannot go anywhere.
    fn target(&mut self, input: &Input, folder: Option<&Path>) -> Result<Target, &'static str> {
        let Some(output) = &self.args.output else {
            return match (self.args.mode(), input) {
                (mode, Input::Stdin(_)) if mode.is_in_place() => Err(
                    "cannot be restored in place; name files, or leave out --write and --interactive",
                ),
                (mode, Input::Path(_)) if mode.is_in_place() => Ok(Target::InPlace),
                _ => Ok(Target::Stdout),
            };
        };
        let no_name =
            "has no file name to use in the output folder; name files, or leave --output out";
        let path = input.path().ok_or(no_name)?;
        let relative = folder
            .and_then(|folder| path.strip_prefix(folder).ok())
            .or_else(|| path.file_name().map(Path::new));
        let target = output.join(relative.ok_or(no_name)?);
        if is_same_file(&target, path) {
            return Err(
                "would overwrite itself; name another folder after --output, or use --write",
            );
        }
        if !self.taken.insert(target.clone()) {
            return Err("would overwrite the restored text of another file; \
                 restore one of the two into another --output folder");
        }
        Ok(Target::File(target))
    }

    /// Hands in the parts of an input until there are no more, and its end.
    fn parts(
        &self,
        name: &OsStr,
        (count, tail): (&Cell<u64>, &Cell<bool>),
        mut next: impl FnMut() -> io::Result<Option<Part>>,
    ) -> ControlFlow<()> {
        let mut seen = 0;
        loop {
            let part = next();
            let read = count.get() - seen;
            seen += read;
            match part {
                Ok(Some(part)) => self.push(name, part, read)?,
                Ok(None) if tail.get() => {
                    let problem = self.args.tail_problem();
                    self.message(Message::failure(name, problem))?;
                    return self.push(name, Part::End(Ending::WithTail), read);
                }
                Ok(None) => return self.push(name, Part::End(Ending::Complete), read),
                Err(error) => {
                    self.message(Message::failure(name, unreadable(&error)))?;
                    return self.push(name, Part::End(Ending::CutOff), 0);
                }
            }
        }
    }

    fn push(&self, name: &OsStr, part: Part, read: u64) -> ControlFlow<()> {
        push(self.tasks, name, part, read)
    }

    fn message(&self, message: Message) -> ControlFlow<()> {
        if message.severity == Severity::Failure {
            self.has_failed.set(true);
        }
        push_message(self.tasks, message)
    }
}

fn push(tasks: &Tasks, name: &OsStr, part: Part, read: u64) -> ControlFlow<()> {
    let name = name.to_owned();
    let task = Task {
        name: name.clone(),
        part,
        read,
    };
    tasks.push(name, task)
}

/// Hands in a message, which is printed after everything that was handed in before.
pub fn push_message(tasks: &Tasks, message: Message) -> ControlFlow<()> {
    let name = message.place.clone();
    push(tasks, &name, Part::Message(message), 0)
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// Whether the thread that restores a file may also read it as a whole. A compressed file counts
/// with its compressed size, so it may be long once decompressed.
fn is_short(path: &Path) -> bool {
    fs::metadata(path).map_or(true, |file| {
        file.is_dir() || (file.is_file() && file.len() < chunk::LIMIT as u64)
    })
}
