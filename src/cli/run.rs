//! What happens to each document, and what the command answers. It reads, asks the engine and hands the edits to `output`;
//! errors of one document are told and the next one is done, only a closed or full output ends the run.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::args::{Args, Mode};
use super::diff::diff;
use super::output::{self, Paint, Restored};
use super::replace::replace;
use crate::edit;
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
    let mut session = Session { mode: args.mode(), paint, worker: restorer.worker(), streams, status: Status::Done };
    let written = inputs(&args.paths).iter().try_for_each(|input| session.document(input));
    if let Err(error) = written.and_then(|()| session.streams.out.flush()) {
        session.output_failed(&error);
    }
    session.status
}

/// Where a document comes from.
enum Input {
    Stdin,
    File(PathBuf),
}

fn inputs(paths: &[PathBuf]) -> Vec<Input> {
    let input = |path: &PathBuf| if path == Path::new("-") { Input::Stdin } else { Input::File(path.clone()) };
    if paths.is_empty() { vec![Input::Stdin] } else { paths.iter().map(input).collect() }
}

impl Input {
    fn name(&self) -> &OsStr {
        match self {
            Self::Stdin => OsStr::new("<stdin>"),
            Self::File(path) => path.as_os_str(),
        }
    }

    fn read(&self, stdin: &mut dyn Read) -> io::Result<Vec<u8>> {
        match self {
            Self::Stdin => {
                let mut text = Vec::new();
                stdin.read_to_end(&mut text).map(|_| text)
            }
            Self::File(path) => fs::read(path),
        }
    }
}

/// One run: what was asked for, and how it went so far.
struct Session<'a, 's> {
    mode: Mode,
    paint: Paint,
    worker: Worker<'a>,
    streams: &'a mut Streams<'s>,
    status: Status,
}

impl Session<'_, '_> {
    /// The error is that of standard output; every other one is told.
    fn document(&mut self, input: &Input) -> io::Result<()> {
        if let (Mode::Write, Input::Stdin) = (self.mode, input) {
            self.fail(input.name(), "has no place to write to; name files after --write, or leave it out");
            return Ok(());
        }
        match input.read(self.streams.input) {
            Ok(source) => self.restore(input, &source),
            Err(error) => {
                self.fail(input.name(), &unreadable(&error));
                Ok(())
            }
        }
    }

    fn restore(&mut self, input: &Input, source: &[u8]) -> io::Result<()> {
        let edits = self.worker.edits(source);
        let document = Restored { name: input.name(), source, edits: &edits };
        let out = &mut *self.streams.out;
        match self.mode {
            Mode::Filter => output::text(out, &document),
            Mode::Diff => diff(out, &document, self.paint),
            Mode::Edits => output::edits(out, &document),
            Mode::Explain => output::explain(out, &document, self.paint),
            Mode::Check => {
                self.status = self.status.max(if edits.is_empty() { Status::Done } else { Status::Found });
                output::check(out, &document)
            }
            Mode::Write => {
                self.replace(&document);
                Ok(())
            }
        }
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

    fn fail(&mut self, name: &OsStr, problem: &str) {
        self.status = Status::Failed;
        // Nobody is left to be told where standard error is closed; the exit status still tells it.
        let _ = writeln!(self.streams.messages, "unspin: {}: {problem}", output::one_line(name));
    }
}

fn unreadable(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file; check the path".into(),
        ErrorKind::IsADirectory => "is a folder; name the files in it".into(),
        ErrorKind::PermissionDenied => "permission denied; ask its owner for leave to read it".into(),
        _ => format!("cannot be read ({error}); leave it out or try again"),
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
