//! From the command line to tasks: which inputs there are, where their text goes, and which of them are read in parts.
//! It runs beside the threads that restore, and restores nothing itself.

use std::cell::Cell;
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::args::Args;
use super::choices::Mode;
use super::folder;
use super::input::{Batches, Input, Source, Stretches, unreadable};
use super::output::Record;
use super::packing::Packing;
use super::queue::Tasks;
use super::task::{Ending, Outcome, Part, Place, Task, Told};
use crate::document::switch;
use crate::document::switch::Switch;
use crate::document::{Format, chunk};

/// Hands in what `args` name, in order; breaks where nobody wants it any more.
pub fn feed(args: &Args, stdin: &mut dyn Read, tasks: &Tasks<Task, Outcome>) -> ControlFlow<()> {
    if let Some(folder) = &args.output {
        // Before any walk, which has to know it. Where it cannot be made, each file that would go there is told.
        let _ = fs::create_dir_all(folder);
    }
    let mut feed = Feed {
        args,
        tasks,
        taken: HashSet::new(),
    };
    Input::all(&args.paths)
        .iter()
        .try_for_each(|input| feed.input(input, stdin))
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
        let Some(folder) = input.path().filter(|path| path.is_dir()) else {
            return self.document(input, None, stdin);
        };
        let mut empty = true;
        for file in folder::files(folder, &self.args.globs, self.args.output.as_deref()) {
            empty = false;
            match file {
                Ok(path) => self.document(&Input::File(path), Some(folder), stdin)?,
                Err(problem) => self.tell(Told::failure(input.name(), problem))?,
            }
        }
        if empty {
            self.tell(Told::note(
                input.name(),
                "has no file to restore; name files, or choose them with --glob",
            ))?;
        }
        ControlFlow::Continue(())
    }

    fn document(
        &mut self,
        input: &Input,
        folder: Option<&Path>,
        stdin: &mut dyn Read,
    ) -> ControlFlow<()> {
        let place = match self.place(input, folder) {
            Ok(place) => place,
            Err(problem) => return self.tell(Told::failure(input.name(), problem)),
        };
        let format = self.args.format.of(input.path());
        if self.args.annotate && format != Format::JsonLines {
            return self
                .tell(Told::failure(input.name(), "is not taken for JSON lines and cannot be annotated; say so with --format, or leave --annotate out"));
        }
        let pace = self.pace(format);
        let source = match input {
            Input::File(path)
                if pace == Pace::Whole || (pace == Pace::Stretches && is_short(path)) =>
            {
                return self.push(input.name(), Part::File(path.clone(), place), 0);
            }
            Input::File(path) => Source::file(path, self.args.max_expansion),
            Input::Stdin => Source::of(stdin, self.args.max_expansion),
        };
        let fed = source.and_then(|source| match pace {
            Pace::Whole => self.whole(input.name(), source),
            Pace::Lines => Ok(self.lines(input.name(), source, place)),
            Pace::Stretches => Ok(self.stretches(input.name(), source, place)),
        });
        fed.unwrap_or_else(|error| self.tell(Told::failure(input.name(), unreadable(&error))))
    }

    /// What is shown besides the text, or around it, has to be known as a whole.
    fn pace(&self, format: Format) -> Pace {
        let is_text_alone = matches!(
            self.args.mode(),
            Mode::Filter | Mode::Write | Mode::Output | Mode::Check
        ) && self.args.report.is_none();
        match format {
            Format::JsonLines if self.args.mode() != Mode::Diff => Pace::Lines,
            Format::Text if is_text_alone => Pace::Stretches,
            _ => Pace::Whole,
        }
    }

    fn whole(&self, name: &OsStr, mut source: Source<'_>) -> io::Result<ControlFlow<()>> {
        let mut bytes = Vec::new();
        source.reader.read_to_end(&mut bytes)?;
        Ok(self.push(name, Part::Read(bytes), source.count.get()))
    }

    /// Where the restored text of an input goes, or why it cannot go anywhere.
    fn place(&mut self, input: &Input, folder: Option<&Path>) -> Result<Place, &'static str> {
        let Some(folder_of_output) = &self.args.output else {
            return match (self.args.mode(), input) {
                (Mode::Write, Input::Stdin) => {
                    Err("has no place to write to; name files after --write, or leave it out")
                }
                (Mode::Write, Input::File(_)) => Ok(Place::Itself),
                _ => Ok(Place::Stdout),
            };
        };
        let path = input
            .path()
            .ok_or("has no name to write to; name files beside --output, or leave it out")?;
        let relative = folder
            .and_then(|folder| path.strip_prefix(folder).ok())
            .or_else(|| path.file_name().map(Path::new));
        let target = folder_of_output
            .join(relative.ok_or("has no name to write to; name a file or a folder")?);
        if target
            .canonicalize()
            .ok()
            .is_some_and(|target| path.canonicalize().is_ok_and(|path| path == target))
        {
            return Err(
                "would be written over itself; name another folder after --output, or use --write",
            );
        }
        if !self.taken.insert(target.clone()) {
            return Err(
                "would be written over another file's text; restore one of the two into another --output folder",
            );
        }
        Ok(Place::File(target))
    }

    fn lines(&self, name: &OsStr, source: Source<'_>, place: Place) -> ControlFlow<()> {
        let (mut batches, mut before) = (
            Batches::new(source.reader),
            Record {
                number: 1,
                start: 0,
            },
        );
        self.parts(name, (place, source.packing), &source.count, || {
            let lines = batches.read()?;
            let first = before;
            before.number += lines.iter().filter(|&&byte| byte == b'\n').count();
            before.start += lines.len();
            Ok((!lines.is_empty()).then_some(Part::Lines { first, lines }))
        })
    }

    fn stretches(&self, name: &OsStr, source: Source<'_>, place: Place) -> ControlFlow<()> {
        let (mut stretches, mut switch, mut is_first) =
            (Stretches::new(source.reader), Switch::On, true);
        self.parts(name, (place, source.packing), &source.count, || {
            let Some(text) = stretches.read()? else {
                return Ok(None);
            };
            let before = switch;
            switch = switch::ranges_after(before, &text).1;
            Ok(Some(Part::Stretch {
                is_first: std::mem::take(&mut is_first),
                switch: before,
                text,
            }))
        })
    }

    /// Hands in an input part by part, until there is none.
    fn parts(
        &self,
        name: &OsStr,
        (place, packing): (Place, Packing),
        count: &Cell<u64>,
        mut next: impl FnMut() -> io::Result<Option<Part>>,
    ) -> ControlFlow<()> {
        self.push(name, Part::Begin(place, packing), 0)?;
        let mut read = 0;
        loop {
            let part = next();
            let more = count.get() - read;
            read += more;
            match part {
                Ok(Some(part)) => self.push(name, part, more)?,
                Ok(None) => return self.push(name, Part::End(Ending::Whole), more),
                Err(error) => {
                    self.tell(Told::failure(name, unreadable(&error)))?;
                    return self.push(name, Part::End(Ending::Cut), 0);
                }
            }
        }
    }

    fn push(&self, name: &OsStr, part: Part, read: u64) -> ControlFlow<()> {
        self.tasks.push(Task {
            name: name.to_owned(),
            part,
            read,
        })
    }

    fn tell(&self, told: Told) -> ControlFlow<()> {
        self.tasks.push(Task {
            name: told.place.clone(),
            part: Part::Tell(told),
            read: 0,
        })
    }
}

/// How much of an input is read at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pace {
    Whole,
    Lines,
    Stretches,
}

/// Whether a file is so short that whoever restores it had better read it, too. What it unpacks to may be long.
fn is_short(path: &Path) -> bool {
    fs::metadata(path).map_or(true, |file| {
        file.is_dir() || (file.is_file() && file.len() < chunk::LIMIT as u64)
    })
}
