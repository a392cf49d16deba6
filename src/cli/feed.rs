//! From the command line to tasks: which inputs there are, where their text goes, and which of them are read line by line.
//! It runs beside the threads that restore, and restores nothing itself.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::args::Args;
use super::choices::Mode;
use super::folder;
use super::input::{Batches, Input, Source, unreadable};
use super::output::Record;
use super::queue::Tasks;
use super::task::{Ending, Outcome, Part, Place, Task, Told};
use crate::document::Format;

/// Hands in what `args` name, in order; breaks where nobody wants it any more.
pub fn feed(args: &Args, stdin: &mut dyn Read, tasks: &Tasks<Task, Outcome>) -> ControlFlow<()> {
    if let Some(folder) = &args.output {
        // Before any walk, which has to know it. Where it cannot be made, each file that would go there is told.
        let _ = fs::create_dir_all(folder);
    }
    let mut feed = Feed { args, tasks, taken: HashSet::new() };
    Input::all(&args.paths).iter().try_for_each(|input| feed.input(input, stdin))
}

struct Feed<'f> {
    args: &'f Args,
    tasks: &'f Tasks<Task, Outcome>,
    /// Files under --output that have a source.
    taken: HashSet<PathBuf>,
}

impl Feed<'_> {
    /// A folder stands for the files in it.
    fn input(&mut self, input: &Input, stdin: &mut dyn Read) -> ControlFlow<()> {
        let Some(folder) = input.path().filter(|path| path.is_dir()) else { return self.document(input, None, stdin) };
        let mut empty = true;
        for file in folder::files(folder, &self.args.globs, self.args.output.as_deref()) {
            empty = false;
            match file {
                Ok(path) => self.document(&Input::File(path), Some(folder), stdin)?,
                Err(problem) => self.tell(Told::failure(input.name(), problem))?,
            }
        }
        if empty {
            self.tell(Told::note(input.name(), "has no file to restore; name files, or choose them with --glob"))?;
        }
        ControlFlow::Continue(())
    }

    fn document(&mut self, input: &Input, folder: Option<&Path>, stdin: &mut dyn Read) -> ControlFlow<()> {
        let place = match self.place(input, folder) {
            Ok(place) => place,
            Err(problem) => return self.tell(Told::failure(input.name(), problem)),
        };
        let format = self.args.format.of(input.path());
        if self.args.annotate && format != Format::Jsonl {
            return self
                .tell(Told::failure(input.name(), "is not taken for JSON lines and cannot be annotated; say so with --format, or leave --annotate out"));
        }
        let by_line = format == Format::Jsonl && self.args.mode() != Mode::Diff;
        match input {
            Input::File(path) if !by_line => self.push(input.name(), Part::File(path.clone(), place), 0),
            Input::File(path) => match Source::file(path) {
                Ok(source) => self.lines(input.name(), source, place),
                Err(error) => self.tell(Told::failure(input.name(), unreadable(&error))),
            },
            Input::Stdin => self.standard_input(input.name(), stdin, by_line),
        }
    }

    fn standard_input(&self, name: &OsStr, stdin: &mut dyn Read, by_line: bool) -> ControlFlow<()> {
        let mut bytes = Vec::new();
        let read = Source::of(stdin).and_then(|mut source| {
            if by_line {
                return Ok(self.lines(name, source, Place::Stdout));
            }
            source.reader.read_to_end(&mut bytes)?;
            Ok(self.push(name, Part::Read(bytes), source.count.get()))
        });
        read.unwrap_or_else(|error| self.tell(Told::failure(name, unreadable(&error))))
    }

    /// Where the restored text of an input goes, or why it cannot go anywhere.
    fn place(&mut self, input: &Input, folder: Option<&Path>) -> Result<Place, &'static str> {
        let Some(folder_of_output) = &self.args.output else {
            return match (self.args.mode(), input) {
                (Mode::Write, Input::Stdin) => Err("has no place to write to; name files after --write, or leave it out"),
                (Mode::Write, Input::File(_)) => Ok(Place::Itself),
                _ => Ok(Place::Stdout),
            };
        };
        let path = input.path().ok_or("has no name to write to; name files beside --output, or leave it out")?;
        let relative = folder.and_then(|folder| path.strip_prefix(folder).ok()).or_else(|| path.file_name().map(Path::new));
        let target = folder_of_output.join(relative.ok_or("has no name to write to; name a file or a folder")?);
        if target.canonicalize().ok().is_some_and(|target| path.canonicalize().is_ok_and(|path| path == target)) {
            return Err("would be written over itself; name another folder after --output, or use --write");
        }
        if !self.taken.insert(target.clone()) {
            return Err("would be written over another file's text; restore one of the two into another --output folder");
        }
        Ok(Place::File(target))
    }

    fn lines(&self, name: &OsStr, source: Source<'_>, place: Place) -> ControlFlow<()> {
        self.push(name, Part::Begin(place, source.packing), 0)?;
        let (mut batches, mut before, mut read) = (Batches::new(source.reader), Record { number: 1, start: 0 }, 0);
        loop {
            match batches.read() {
                Ok(lines) if lines.is_empty() => return self.push(name, Part::End(Ending::Whole), source.count.get() - read),
                Ok(lines) => {
                    let first = before;
                    before.number += lines.iter().filter(|&&byte| byte == b'\n').count();
                    before.start += lines.len();
                    self.push(name, Part::Lines { first, lines }, source.count.get() - read)?;
                    read = source.count.get();
                }
                Err(error) => {
                    self.tell(Told::failure(name, unreadable(&error)))?;
                    return self.push(name, Part::End(Ending::Cut), 0);
                }
            }
        }
    }

    fn push(&self, name: &OsStr, part: Part, read: u64) -> ControlFlow<()> {
        self.tasks.push(Task { name: name.to_owned(), part, read })
    }

    fn tell(&self, told: Told) -> ControlFlow<()> {
        self.tasks.push(Task { name: told.place.clone(), part: Part::Tell(told), read: 0 })
    }
}
