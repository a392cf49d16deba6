//! From the command line to tasks: finds the inputs, decides where their text goes, and reads long
//! ones in parts. This runs on a thread of its own and restores nothing.

mod in_parts;
mod opened;
mod output;
mod reader;
mod structured;

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::input::{self, Input};
use super::message::{Message, cause};
use super::queue;
use super::task::{Origin, Outcome, Part, Target, Task, Unread};
use super::work::Shared;
use crate::document::chunk;
use output::OutputFile;
pub use reader::Reader;

/// Takes the tasks of a run; each is labelled with the name of its input.
pub type Tasks = queue::Tasks<OsString, Task, Vec<Outcome>>;

/// Hands in the tasks for all inputs of `shared`, in order. Breaks if the output is no longer wanted.
pub fn feed(shared: &Shared, stdin: &mut dyn Read, tasks: &Tasks) -> ControlFlow<()> {
    let args = &shared.args;
    if args.paths.is_empty() && args.files.list.is_some() {
        // The list of files is empty.
        return ControlFlow::Continue(());
    }
    if let Some(folder) = &args.output {
        // It has to exist before folders are searched, which leave it out.
        if let Err(error) = fs::create_dir_all(folder) {
            let text = format!(
                "is no folder and cannot be made ({}); name another one after --output",
                cause(&error)
            );
            return push_message(tasks, Message::failure(folder, text));
        }
    }
    let take = |task| push(tasks, task);
    let mut feed = Feed {
        reader: Reader::new(shared, &take),
        tasks,
        output: OutputFile::of_process(),
        taken: HashSet::new(),
        empty: Vec::new(),
    };
    for input in Input::all(&args.paths, args.stdin_filename.as_deref()) {
        feed.input(&input, stdin)?;
    }
    let empty = std::mem::take(&mut feed.empty);
    feed.reader.push("".as_ref(), Part::Last { empty }, 0)
}

struct Feed<'f> {
    /// Reads long inputs.
    reader: Reader<'f>,
    tasks: &'f Tasks,
    output: OutputFile,
    /// Files that some input is written to.
    taken: HashSet<PathBuf>,
    /// Folders without any file that is restored.
    empty: Vec<OsString>,
}

impl Feed<'_> {
    /// Hands in a document, or all documents of a folder.
    fn input(&mut self, input: &Input, stdin: &mut dyn Read) -> ControlFlow<()> {
        let Some(folder) = input.path().filter(|path| path.is_dir()) else {
            return self.document(input, None, stdin);
        };
        let filter = match self.reader.args.files.filter() {
            Ok(filter) => filter,
            Err(problem) => return self.reader.message(Message::failure("--glob", problem)),
        };
        let mut is_empty = true;
        let written = [&self.reader.args.report, &self.reader.args.also.edits_to];
        let is_written = |path: &Path| {
            let mut files = written.iter().filter_map(|file| file.as_deref());
            files.any(|file| is_same_file(file, path))
        };
        for file in input::files(folder, filter, self.reader.args.output.as_deref()) {
            match file {
                // What this or an earlier run wrote there is no document.
                Ok(path) if is_written(&path) || self.output.is_at(&path) => {}
                Ok(path) => {
                    is_empty = false;
                    self.document(&Input::Path(path), Some(folder), stdin)?;
                }
                Err(problem) => {
                    is_empty = false;
                    self.reader
                        .message(Message::failure(input.name(), problem))?;
                }
            }
        }
        if is_empty {
            self.empty.push(input.name().to_owned());
        }
        ControlFlow::Continue(())
    }

    /// Hands in a document. A short file is read by the thread that restores it.
    fn document(
        &mut self,
        input: &Input,
        folder: Option<&Path>,
        stdin: &mut dyn Read,
    ) -> ControlFlow<()> {
        if self.is_named_before(input) {
            return ControlFlow::Continue(());
        }
        let name = input.name();
        let target = match self.target(input, folder) {
            Ok(target) => target,
            Err(problem) => return self.reader.message(Message::failure(name, problem)),
        };
        if matches!(target, Target::Stdout) && self.output.is(input) {
            let problem = "is also the output; write the output to another file";
            return self.reader.message(Message::failure(name, problem));
        }
        let origin = folder.map_or(Origin::Named, |_| Origin::Folder);
        if let Some(path) = input.path()
            && !self.reader.is_in_parts(input)
            && let Some(bytes) = short(path)
        {
            let path = path.to_owned();
            let unread = Unread {
                path,
                target,
                origin,
            };
            let task = Task::new(name, Part::Unread(unread), 0);
            return self.tasks.push_small(name.to_owned(), task, bytes);
        }
        // To read a pipe may take long.
        self.tasks.flush()?;
        self.reader.document(input, target, origin, stdin)
    }

    /// Whether the input is a file that is restored in place already, under this or another name.
    fn is_named_before(&mut self, input: &Input) -> bool {
        let path = input
            .path()
            .filter(|_| self.reader.args.mode().is_in_place());
        let file = path.and_then(|path| path.canonicalize().ok());
        file.is_some_and(|file| !self.taken.insert(file))
    }

    /// Where the restored text of an input goes, or why it cannot go anywhere.
    fn target(&mut self, input: &Input, folder: Option<&Path>) -> Result<Target, &'static str> {
        let Some(output) = &self.reader.args.output else {
            return match (self.reader.args.mode(), input) {
                (mode, Input::Stdin(_)) if mode.is_in_place() => Err(
                    "cannot be restored in place; name files, or leave out --write and --interactive",
                ),
                (mode, Input::Path(path)) if mode.is_in_place() && is_special(path) => {
                    Err("cannot be restored in place, as it is not a regular file; \
                     leave out --write and --interactive")
                }
                (mode, Input::Path(path)) if mode.is_in_place() => Ok(Target::in_place(path)),
                _ => Ok(Target::Stdout),
            };
        };
        let no_name =
            "has no file name to use in the output folder; name files, or leave out --output";
        let path = input.path().ok_or(no_name)?;
        if is_special(path) {
            return Err("is not a regular file; restore it without --output");
        }
        let relative = folder
            .and_then(|folder| path.strip_prefix(folder).ok())
            .or_else(|| path.file_name().map(Path::new));
        let target = output.join(relative.ok_or(no_name)?);
        if is_same_file(&target, path) {
            return Err(
                "would overwrite itself; name another folder after --output, or use --write",
            );
        }
        let also = [&self.reader.args.report, &self.reader.args.also.edits_to];
        if also.iter().any(|file| {
            file.as_ref()
                .is_some_and(|file| is_same_place(file, &target))
        }) {
            return Err("would be overwritten by the report or the list of edits; \
                 name another file after --report or --edits-to");
        }
        if !self.taken.insert(target.clone()) {
            return Err("would overwrite the restored text of another file; \
                 restore one of the two into another --output folder");
        }
        Ok(Target::File(target))
    }
}

fn push(tasks: &Tasks, task: Task) -> ControlFlow<()> {
    tasks.push(task.name.clone(), task)
}

/// Hands in a message, which is printed after everything that was handed in before.
pub fn push_message(tasks: &Tasks, message: Message) -> ControlFlow<()> {
    push(tasks, Task::message(message))
}

/// Whether the files `one` and `other`, which may not exist yet, are at the same place.
pub fn is_same_place(one: &Path, other: &Path) -> bool {
    let folder = |path: &Path| {
        let folder = path.parent()?;
        let is_here = folder.as_os_str().is_empty();
        if is_here { Path::new(".") } else { folder }
            .canonicalize()
            .ok()
    };
    one.file_name() == other.file_name() && folder(one).is_some() && folder(one) == folder(other)
}

/// Whether `path` is the file that standard output goes to.
pub fn is_stdout_file(path: &Path) -> bool {
    OutputFile::of_process().is_at(path)
}

/// Whether `path` is a pipe, a device or the like. To read one may take for ever.
fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| !file.is_file() && !file.is_dir())
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// The size of a file that the thread that restores it may also read as a whole, if it is known; `None`
/// if it is long. A compressed file counts with its compressed size, so it may be long once decompressed.
/// What does not exist is reported by the thread that opens it.
fn short(path: &Path) -> Option<u64> {
    let Ok(file) = fs::metadata(path) else {
        return Some(0);
    };
    let is_short = file.is_dir() || (file.is_file() && file.len() < chunk::LIMIT as u64);
    is_short.then_some(file.len())
}
