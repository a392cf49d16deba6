//! What the command answers. It starts the threads that read and restore, takes what they made in the order of the inputs,
//! and writes it; errors of one document are told and the next one is done, only a closed or full output ends the run.

use std::ffi::OsStr;
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use super::args::{Args, Looks};
use super::choices::Mode;
use super::feed::feed;
use super::output;
use super::own;
use super::packing::Packing;
use super::progress::Progress;
use super::queue::{self, Lost, Results, Tasks, Work};
use super::replace::Replacement;
use super::report::Report;
use super::stats::stats;
use super::task::{Ending, Outcome, Place, Severity, Step, Tally, Task, Told};
use super::work::{Bench, Shared, not_written};
use crate::restore::{Options, Restorer};

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
/// use unspin::cli::{Args, Status, Streams, args::Looks, run};
/// let mut out = Vec::new();
/// let streams = Streams { input: Box::new(&b"It rained.\n"[..]), out: &mut out, messages: &mut Vec::new() };
/// assert_eq!(run(Args::parse_from(["unspin"]), Looks::PLAIN, streams), Status::Done);
/// assert_eq!(out, b"It rained.\n");
/// ```
pub fn run(args: Args, looks: Looks, streams: Streams<'_>) -> Status {
    let Streams { mut input, out, messages } = streams;
    let restorer = match restorer(&args) {
        Ok(restorer) => restorer,
        Err(told) => return refuse(&told, messages),
    };
    let shared = Arc::new(Shared { restorer, args, paint: looks.paint });
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
        Err(error) => writer.tell(&Told::failure(OsStr::new("threads"), format!("cannot be started ({error}); ask for fewer with --jobs"))),
    }
    writer.sum_up();
    writer.status
}

/// Prints `text` and restores nothing.
pub fn print(text: &str, out: &mut dyn Write, messages: &mut dyn Write) -> Status {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => refuse(&unwritable(&error), messages),
        _ => Status::Done,
    }
}

/// Tells why nothing can be done.
pub fn refuse(told: &Told, messages: &mut dyn Write) -> Status {
    write_message(told, messages);
    Status::Failed
}

fn unwritable(error: &io::Error) -> Told {
    Told::failure(OsStr::new("<stdout>"), format!("cannot be written ({error}); free some space or write elsewhere"))
}

fn unwritten(report: &Path, error: &io::Error) -> Told {
    Told::failure(report.as_os_str(), format!("cannot be written ({error}); name another file after --report"))
}

fn write_message(told: &Told, messages: &mut dyn Write) {
    // Nobody is left to be told where standard error is closed; the exit status still tells it.
    let _ = writeln!(messages, "unspin: {}: {}", output::one_line(&told.place), told.problem);
}

/// The engine with the user's own words.
fn restorer(args: &Args) -> Result<Restorer, Told> {
    let restorer = Restorer::embedded(Options { allow: own::allow(&args.allow)?, ..args.options() });
    own::with_pairs(restorer, &args.lexicon)
}

/// Puts what came of the tasks in its place, and keeps account.
struct Writer<'s> {
    args: &'s Args,
    out: &'s mut dyn Write,
    messages: &'s mut dyn Write,
    status: Status,
    sink: Sink,
    progress: Progress,
    report: Option<Report>,
    start: Instant,
    /// Of the input at hand.
    tally: Tally,
    /// Of all inputs before it.
    total: Tally,
    failures: usize,
}

/// Where the lines of the input at hand go.
enum Sink {
    Stdout,
    File(Box<Replacement>, Place),
    /// They cannot be written, as was told.
    Nowhere,
}

impl<'s> Writer<'s> {
    fn new(args: &'s Args, looks: Looks, out: &'s mut dyn Write, messages: &'s mut dyn Write) -> Self {
        let (progress, start) = (Progress::new(looks.bar, args), Instant::now());
        let (tally, total) = (Tally::default(), Tally::default());
        Self { args, out, messages, status: Status::Done, sink: Sink::Stdout, progress, report: None, start, tally, total, failures: 0 }
    }

    /// Begins the report, where one is wanted.
    fn begin_report(&mut self) -> Result<(), Told> {
        let Some(path) = &self.args.report else { return Ok(()) };
        self.report = Some(Report::new(path).map_err(|error| unwritten(path, &error))?);
        Ok(())
    }

    fn add_to_report(&mut self, (sections, rules): &(String, Vec<String>)) {
        let added = self.report.as_mut().map_or(Ok(()), |report| report.add(sections, rules));
        if let (Err(error), Some(path)) = (added, &self.args.report) {
            self.report = None;
            self.tell(&unwritten(path, &error));
        }
    }

    fn sum_up(&mut self) {
        self.progress.end();
        self.total += std::mem::take(&mut self.tally);
        let written = self.report.take().map_or(Ok(()), |report| report.finish(&self.total));
        if let (Err(error), Some(path)) = (written, &self.args.report) {
            self.tell(&unwritten(path, &error));
        }
        if self.args.stats {
            // As for messages: nobody may be left to read it.
            let _ = stats(self.messages, &self.total, self.failures, self.start.elapsed());
        }
    }

    /// Only a closed or full output ends it before the last result.
    fn take_all(&mut self, results: &Results<Outcome>) {
        let taken = loop {
            match results.next(|| self.out.flush()) {
                Ok(Some(Ok(outcome))) => {
                    if let Err(error) = self.take(&outcome) {
                        break Err(error);
                    }
                }
                Ok(Some(Err(Lost))) => {
                    self.tell(&Told::failure(OsStr::new("an input"), "was lost by a fault of unspin; restore one file at a time to find it, and report it"))
                }
                Ok(None) => break self.out.flush(),
                Err(error) => break Err(error),
            }
        };
        if let Err(error) = taken {
            self.output_failed(&error);
        }
    }

    /// The error is that of standard output; every other one is told.
    fn take(&mut self, outcome: &Outcome) -> io::Result<()> {
        outcome.told.iter().for_each(|told| self.tell(told));
        self.tally += outcome.tally;
        self.progress.add(outcome.read);
        self.add_to_report(&outcome.report);
        match &outcome.step {
            Step::Whole => {
                self.out.write_all(&outcome.out)?;
                self.finish(&outcome.name)
            }
            Step::Begin(place, packing) => {
                self.begin(&outcome.name, place, *packing);
                Ok(())
            }
            Step::Lines => self.lines(&outcome.name, &outcome.out),
            Step::End(ending) => {
                self.end(&outcome.name, *ending);
                self.finish(&outcome.name)
            }
            Step::None => Ok(()),
        }
    }

    fn begin(&mut self, name: &OsStr, place: &Place, packing: Packing) {
        let file = match place {
            Place::Stdout => return,
            Place::Itself => Replacement::of(Path::new(name), packing),
            Place::File(target) => Replacement::at(target, Path::new(name), packing),
        };
        self.sink = match file {
            Ok(file) => Sink::File(Box::new(file), place.clone()),
            Err(error) => self.nowhere(name, place, &error),
        };
    }

    fn lines(&mut self, name: &OsStr, text: &[u8]) -> io::Result<()> {
        match &mut self.sink {
            Sink::Stdout => return self.out.write_all(text),
            Sink::Nowhere => {}
            Sink::File(file, place) => {
                if let Err(error) = file.write(text) {
                    let place = place.clone();
                    self.sink = self.nowhere(name, &place, &error);
                }
            }
        }
        Ok(())
    }

    fn end(&mut self, name: &OsStr, ending: Ending) {
        let Sink::File(file, place) = std::mem::replace(&mut self.sink, Sink::Stdout) else { return };
        let changed = place != Place::Itself || self.tally.edits() > 0 || (self.args.annotate && self.tally.documents > 0);
        if ending == Ending::Whole
            && changed
            && let Err(error) = file.finish()
        {
            self.nowhere(name, &place, &error);
        }
    }

    fn nowhere(&mut self, name: &OsStr, place: &Place, error: &io::Error) -> Sink {
        self.tell(&Told::failure(name, not_written(place, error)));
        Sink::Nowhere
    }

    /// Closes the account of the input `name`.
    fn finish(&mut self, name: &OsStr) -> io::Result<()> {
        let tally = std::mem::take(&mut self.tally);
        self.total += tally;
        let (edits, bad) = (tally.edits(), tally.bad);
        let lines = if bad == 1 { "line was" } else { "lines were" };
        let copied = format!("{bad} bad {lines} left unchanged");
        match (bad, self.args.skip_bad) {
            (0, _) => {}
            (_, true) => self.tell(&Told::note(name, copied)),
            (_, false) => self.tell(&Told::failure(name, format!("{copied}; mend the input, or accept this with --skip-bad"))),
        }
        if self.args.mode() != Mode::Check {
            return Ok(());
        }
        self.status = self.status.max(if edits == 0 { Status::Done } else { Status::Found });
        output::check(self.out, name, edits)
    }

    fn output_failed(&mut self, error: &io::Error) {
        // Who closed the pipe has seen enough: that is how `unspin | head` ends.
        if error.kind() == ErrorKind::BrokenPipe {
            self.status = if self.status == Status::Failed { Status::Failed } else { Status::Done };
        } else {
            self.tell(&unwritable(error));
        }
    }

    fn tell(&mut self, told: &Told) {
        if told.severity == Severity::Failure {
            self.status = Status::Failed;
            self.failures += 1;
        }
        self.progress.aside(|| write_message(told, self.messages));
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    fn ran(arguments: &[&str], input: &'static [u8], out: &mut dyn Write) -> (Status, String) {
        let args = Args::parse_from([&["unspin"], arguments].concat());
        let mut messages = Vec::new();
        let status = run(args, Looks::PLAIN, Streams { input: Box::new(input), out, messages: &mut messages });
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
