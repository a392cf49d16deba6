//! What the command does and answers. It starts the threads that read and restore, and the writer that takes what they made;
//! errors of one document are told and the next one is done, only a closed or full output ends the run.

use std::ffi::OsStr;
use std::io::{self, ErrorKind, Read, Write};
use std::process::ExitCode;
use std::sync::Arc;

use super::args::Args;
use super::feed::feed;
use super::looks::Looks;
use super::own;
use super::queue::{self, Tasks, Work};
use super::rescore::{Program, with_program};
use super::task::{Outcome, Task, Told};
use super::work::{Bench, Shared};
use super::writer::Writer;
use crate::restore::Restorer;

/// Where the command reads and writes, besides the files it was given.
pub struct Streams<'a> {
    /// Standard input.
    pub input: Box<dyn Read + Send>,
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
/// A thread that still waits for standard input when nobody wants the output any more is left behind.
///
/// ```
/// use clap::Parser;
/// use unspin::cli::{Args, Status, Streams, run};
/// use unspin::cli::looks::Looks;
/// let mut out = Vec::new();
/// let streams = Streams { input: Box::new(&b"It rained.\n"[..]), out: &mut out, messages: &mut Vec::new() };
/// assert_eq!(run(Args::parse_from(["unspin"]), Looks::PLAIN, streams), Status::Done);
/// assert_eq!(out, b"It rained.\n");
/// ```
pub fn run(args: Args, looks: Looks, streams: Streams<'_>) -> Status {
    let Streams {
        mut input,
        out,
        messages,
    } = streams;
    let (restorer, program) = match restorer(&args) {
        Ok(both) => both,
        Err(told) => return refuse(&told, messages),
    };
    let shared = Arc::new(Shared {
        restorer,
        program,
        args,
        paint: looks.paint,
    });
    let (reading, working) = (Arc::clone(&shared), Arc::clone(&shared));
    let produce = move |tasks: &Tasks<Task, Outcome>| {
        let _ = feed(&reading.args, &mut input, tasks);
    };
    let work = move |work: &Work<Task, Outcome>| {
        let mut bench = Bench::new(&working);
        work.each(|task| bench.outcome(task));
    };
    let mut writer = Writer::new(&shared.args, looks, out, messages);
    if let Err(told) = writer.begin_report() {
        writer.tell(&told);
        return writer.status;
    }
    match queue::start(shared.args.jobs(), produce, work) {
        Ok(results) => writer.take_all(&results),
        Err(error) => writer.tell(&Told::failure(
            OsStr::new("threads"),
            format!("cannot be started ({error}); ask for fewer with --jobs"),
        )),
    }
    writer.sum_up();
    writer.status
}

/// Prints `text` and restores nothing.
pub fn print(text: &str, out: &mut dyn Write, messages: &mut dyn Write) -> Status {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            refuse(&unwritable(&error), messages)
        }
        _ => Status::Done,
    }
}

/// Tells why nothing can be done.
pub fn refuse(told: &Told, messages: &mut dyn Write) -> Status {
    write_message(told, messages);
    Status::Failed
}

/// What to say where standard output cannot be written.
pub(super) fn unwritable(error: &io::Error) -> Told {
    Told::failure(
        OsStr::new("<stdout>"),
        format!("cannot be written ({error}); free some space or write elsewhere"),
    )
}

/// Writes a message on a line of its own.
pub(super) fn write_message(told: &Told, messages: &mut dyn Write) {
    // Nobody is left to be told where standard error is closed; the exit status still tells it.
    let _ = writeln!(messages, "unspin: {told}");
}

/// The engine with the user's own words, families and language model.
fn restorer(args: &Args) -> Result<(Restorer, Option<Arc<Program>>), Told> {
    let restorer = Restorer::new(args.options().allow(own::allow(&args.allow)?));
    let restorer = own::with_families(own::with_pairs(restorer, &args.lexicon)?, &args.family)?;
    let restorer = own::with_thesaurus(restorer, args.thesaurus.as_deref())?;
    with_program(restorer, args.rescore.as_deref())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    fn ran(arguments: &[&str], input: &'static [u8], out: &mut dyn Write) -> (Status, String) {
        let args = Args::parse_from([&["unspin"], arguments].concat());
        let mut messages = Vec::new();
        let status = run(
            args,
            Looks::PLAIN,
            Streams {
                input: Box::new(input),
                out,
                messages: &mut messages,
            },
        );
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
            assert_eq!(
                ran(arguments, b"text", &mut Failing(ErrorKind::Other)),
                (Status::Failed, message.into())
            );
        }
    }

    #[test]
    fn closed_pipe_is_quiet_and_full_disk_is_not() {
        assert_eq!(
            ran(&[], b"text", &mut Failing(ErrorKind::BrokenPipe)),
            (Status::Done, String::new())
        );
        let (status, message) = ran(&[], b"text", &mut Failing(ErrorKind::StorageFull));
        assert_eq!((status, message.lines().count()), (Status::Failed, 1));
        assert!(
            message.starts_with("unspin: <stdout>: cannot be written ("),
            "{message}"
        );
    }

    #[test]
    fn closed_pipe_does_not_hide_an_earlier_failure() {
        let (status, message) = ran(
            &["/nowhere/a\n.txt", "-"],
            b"text",
            &mut Failing(ErrorKind::BrokenPipe),
        );
        assert_eq!(
            (status, &*message),
            (
                Status::Failed,
                "unspin: /nowhere/a\\n.txt: no such file; check the path\n"
            )
        );
    }
}
