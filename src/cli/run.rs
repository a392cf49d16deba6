//! What happens to each document, and what the command answers. It reads, asks the engine and hands the edits to `output`;
//! errors of one document are told and the next one is done, only a closed or full output ends the run.

use std::ffi::OsStr;
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use super::args::{Args, Mode};
use super::diff::diff;
use super::folder;
use super::input::{Input, Packing, unreadable};
use super::output::{self, Paint, Restored};
use super::replace::replace;
use crate::document::decoded::Decoded;
use crate::document::{Format, html, markdown};
use crate::edit::{self, Edit};
use crate::restore::{Restorer, Worker};

/// Where the command reads and writes, besides the files it was given.
pub struct Streams<'a> {
    /// Standard input.
    pub input: &'a mut dyn Read,
    /// Standard output; buffered, as it is written in small pieces.
    pub out: &'a mut dyn Write,
    /// Standard error.
    pub messages: &'a mut dyn Write,
}

/// What the command answers, from the best to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Everything was done.
    Done,
    /// A document that was checked needs edits.
    Found,
    /// Something failed.
    Failed,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        match status {
            Status::Done => Self::SUCCESS,
            Status::Found => Self::from(1),
            Status::Failed => Self::from(2),
        }
    }
}

/// Does what `args` say with the embedded lexicon and models.
///
/// ```
/// use clap::Parser;
/// use unspin::cli::{Args, Status, Streams, output::Paint, run};
/// let mut out = Vec::new();
/// let mut streams = Streams { input: &mut &b"It rained.\n"[..], out: &mut out, messages: &mut Vec::new() };
/// assert_eq!(run(&Args::parse_from(["unspin"]), Paint::Plain, &mut streams), Status::Done);
/// assert_eq!(out, b"It rained.\n");
/// ```
pub fn run(args: &Args, paint: Paint, streams: &mut Streams<'_>) -> Status {
    let restorer = Restorer::embedded(args.options());
    let Streams { input: stdin, out, messages } = streams;
    let (worker, decoded, status) = (restorer.worker(), Decoded::default(), Status::Done);
    let mut session = Session { args, worker, decoded, paint, out: &mut **out, messages: &mut **messages, status };
    let written = Input::all(&args.paths).iter().try_for_each(|input| session.input(input, &mut **stdin));
    if let Err(error) = written.and_then(|()| session.out.flush()) {
        session.output_failed(&error);
    }
    session.status
}

/// One run: what was asked for, and how it went so far.
pub(super) struct Session<'a, 's> {
    pub(super) args: &'a Args,
    pub(super) worker: Worker<'a>,
    pub(super) decoded: Decoded,
    paint: Paint,
    out: &'s mut dyn Write,
    messages: &'s mut dyn Write,
    status: Status,
}

impl Session<'_, '_> {
    /// A folder stands for the files in it.
    fn input(&mut self, input: &Input, stdin: &mut dyn Read) -> io::Result<()> {
        let Some(folder) = input.path().filter(|path| path.is_dir()) else { return self.document(input, stdin) };
        let mut empty = true;
        for file in folder::files(folder, &self.args.globs) {
            empty = false;
            match file {
                Ok(path) => self.document(&Input::File(path), stdin)?,
                Err(problem) => self.fail(input.name(), &problem),
            }
        }
        if empty {
            self.tell(input.name(), "has no file to restore; name files, or choose them with --glob");
        }
        Ok(())
    }

    /// The error is that of standard output; every other one is told.
    fn document(&mut self, input: &Input, stdin: &mut dyn Read) -> io::Result<()> {
        if let (Mode::Write, Input::Stdin) = (self.args.mode(), input) {
            self.fail(input.name(), "has no place to write to; name files after --write, or leave it out");
            return Ok(());
        }
        match input.open(stdin) {
            Ok(source) if self.args.mode() == Mode::Write && source.packing != Packing::Plain => {
                self.fail(input.name(), "is compressed and was left as it is; unpack it before --write, or leave that out");
                Ok(())
            }
            Ok(mut source) => self.read(input, &mut *source.reader),
            Err(error) => {
                self.fail(input.name(), &unreadable(&error));
                Ok(())
            }
        }
    }

    fn read(&mut self, input: &Input, reader: &mut dyn BufRead) -> io::Result<()> {
        let format = self.args.format.of(input.path());
        if format == Format::Jsonl && !matches!(self.args.mode(), Mode::Diff | Mode::Write) {
            return self.records(input.name(), reader);
        }
        let mut source = Vec::new();
        if let Err(error) = reader.read_to_end(&mut source) {
            self.fail(input.name(), &unreadable(&error));
            return Ok(());
        }
        match format {
            Format::Jsonl => self.records_of(input.name(), &source),
            Format::Text | Format::Markdown | Format::Html => self.whole(input.name(), &source, format),
        }
    }

    /// Restores a source that is one document.
    fn whole(&mut self, name: &OsStr, source: &[u8], format: Format) -> io::Result<()> {
        let edits = self.edits(source, format);
        self.show(&Restored { name, record: None, source, edits: &edits })?;
        self.count(name, edits.len())
    }

    fn edits(&mut self, source: &[u8], format: Format) -> Vec<Edit> {
        match format {
            Format::Markdown => markdown::decode(source, &mut self.decoded),
            Format::Html => html::decode(source, &mut self.decoded),
            Format::Text | Format::Jsonl => return self.worker.edits(source),
        }
        let edits = self.worker.edits(self.decoded.text().as_bytes());
        match format {
            Format::Html => html::to_source(&self.decoded, &edits, source),
            _ => self.decoded.to_source(&edits, &str::to_owned),
        }
    }

    /// Shows a document as the mode wants it.
    pub(super) fn show(&mut self, document: &Restored<'_>) -> io::Result<()> {
        let out = &mut *self.out;
        match self.args.mode() {
            Mode::Filter => output::text(out, document),
            Mode::Diff => diff(out, document, self.paint),
            Mode::Edits => output::edits(out, document),
            Mode::Explain => output::explain(out, document, self.paint),
            Mode::Check => Ok(()),
            Mode::Score => output::score(out, document, self.worker.judged()),
            Mode::Write => {
                self.replace(document);
                Ok(())
            }
        }
    }

    /// Tells how many edits an input needs, where that is what was asked for.
    pub(super) fn count(&mut self, name: &OsStr, edits: usize) -> io::Result<()> {
        if self.args.mode() != Mode::Check {
            return Ok(());
        }
        self.status = self.status.max(if edits == 0 { Status::Done } else { Status::Found });
        output::check(self.out, name, edits)
    }

    fn replace(&mut self, document: &Restored<'_>) {
        if document.edits.is_empty() {
            return;
        }
        if let Err(error) = replace(Path::new(document.name), &edit::apply(document.source, document.edits)) {
            self.fail(document.name, &format!("left as it was ({error}); check its folder's permissions and space"));
        }
    }

    fn output_failed(&mut self, error: &io::Error) {
        // Who closed the pipe has seen enough: that is how `unspin | head` ends.
        if error.kind() == ErrorKind::BrokenPipe {
            self.status = if self.status == Status::Failed { Status::Failed } else { Status::Done };
        } else {
            self.fail(OsStr::new("<stdout>"), &format!("cannot be written ({error}); free some space or write elsewhere"));
        }
    }

    pub(super) fn fail(&mut self, name: &OsStr, problem: &str) {
        self.status = Status::Failed;
        self.tell(name, problem);
    }

    pub(super) fn tell(&mut self, place: impl AsRef<OsStr>, problem: &str) {
        // Nobody is left to be told where standard error is closed; the exit status still tells it.
        let _ = writeln!(self.messages, "unspin: {}: {problem}", output::one_line(place.as_ref()));
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    fn ran(arguments: &[&str], input: &[u8], out: &mut dyn Write) -> (Status, String) {
        let args = Args::parse_from([&["unspin"], arguments].concat());
        let mut messages = Vec::new();
        let status = run(&args, Paint::Plain, &mut Streams { input: &mut &input[..], out, messages: &mut messages });
        (status, String::from_utf8(messages).expect("UTF-8"))
    }

    /// Fails with this kind of error on every write.
    struct Failing(ErrorKind);

    impl Write for Failing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn standard_input_is_not_written_in_place() {
        let message = "unspin: <stdin>: has no place to write to; name files after --write, or leave it out\n";
        for arguments in [&["-w"][..], &["-w", "-"]] {
            assert_eq!(ran(arguments, b"text", &mut Failing(ErrorKind::Other)), (Status::Failed, message.into()));
        }
    }

    #[test]
    fn closed_pipe_is_quiet_and_full_disk_is_not() {
        assert_eq!(ran(&[], b"text", &mut Failing(ErrorKind::BrokenPipe)), (Status::Done, String::new()));
        let (status, message) = ran(&[], b"text", &mut Failing(ErrorKind::StorageFull));
        assert_eq!((status, message.lines().count()), (Status::Failed, 1));
        assert!(message.starts_with("unspin: <stdout>: cannot be written ("), "{message}");
    }

    #[test]
    fn closed_pipe_does_not_hide_an_earlier_failure() {
        let (status, message) = ran(&["/nowhere/a\n.txt", "-"], b"text", &mut Failing(ErrorKind::BrokenPipe));
        assert_eq!((status, &*message), (Status::Failed, "unspin: /nowhere/a\\n.txt: no such file; check the path\n"));
    }
}
