//! Where everything comes out, in the order of the inputs: standard output, files that are read in parts, the report, and
//! messages. It keeps account of what was done, and of what the command answers.

use std::ffi::OsStr;
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::time::Instant;

use super::args::Args;
use super::choices::Mode;
use super::looks::Looks;
use super::output;
use super::packing::Packing;
use super::progress::Progress;
use super::queue::{Lost, Results};
use super::replace::Replacement;
use super::report::Report;
use super::run::{Status, unwritable, write_message};
use super::stats::stats;
use super::task::{Ending, Outcome, Place, Severity, Step, Tally, Told};
use super::work::not_written;

/// Puts what came of the tasks in its place, and keeps account.
pub(super) struct Writer<'s> {
    args: &'s Args,
    out: &'s mut dyn Write,
    messages: &'s mut dyn Write,
    /// What the command answers, as far as it is known.
    pub(super) status: Status,
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

/// Where the parts of the input at hand go.
enum Sink {
    Stdout,
    File(Box<Replacement>, Place),
    /// They cannot be written, as was told.
    Nowhere,
}

impl<'s> Writer<'s> {
    /// One that has taken nothing.
    pub(super) fn new(
        args: &'s Args,
        looks: Looks,
        out: &'s mut dyn Write,
        messages: &'s mut dyn Write,
    ) -> Self {
        let (progress, start) = (Progress::new(looks.bar, args), Instant::now());
        let (tally, total) = (Tally::default(), Tally::default());
        Self {
            args,
            out,
            messages,
            status: Status::Done,
            sink: Sink::Stdout,
            progress,
            report: None,
            start,
            tally,
            total,
            failures: 0,
        }
    }

    /// Begins the report, where one is wanted.
    pub(super) fn begin_report(&mut self) -> Result<(), Told> {
        let Some(path) = &self.args.report else {
            return Ok(());
        };
        self.report = Some(Report::new(path).map_err(|error| unwritten(path, &error))?);
        Ok(())
    }

    fn add_to_report(&mut self, (sections, rules): &(String, Vec<String>)) {
        let added = self
            .report
            .as_mut()
            .map_or(Ok(()), |report| report.add(sections, rules));
        if let (Err(error), Some(path)) = (added, &self.args.report) {
            self.report = None;
            self.tell(&unwritten(path, &error));
        }
    }

    /// Tells what was done, once all is.
    pub(super) fn sum_up(&mut self) {
        self.progress.end();
        self.total += std::mem::take(&mut self.tally);
        let written = self
            .report
            .take()
            .map_or(Ok(()), |report| report.finish(&self.total));
        if let (Err(error), Some(path)) = (written, &self.args.report) {
            self.tell(&unwritten(path, &error));
        }
        if self.args.stats {
            // As for messages: nobody may be left to read it.
            let _ = stats(
                self.messages,
                &self.total,
                self.failures,
                self.start.elapsed(),
            );
        }
    }

    /// Only a closed or full output ends it before the last result.
    pub(super) fn take_all(&mut self, results: &Results<Outcome>) {
        let taken = loop {
            match results.next(|| self.progress.aside(|| self.out.flush())) {
                Ok(Some(Ok(outcome))) => {
                    if let Err(error) = self.take(&outcome) {
                        break Err(error);
                    }
                }
                Ok(Some(Err(Lost))) => self.lost(),
                Ok(None) => break self.out.flush(),
                Err(error) => break Err(error),
            }
        };
        if let Err(error) = taken {
            self.output_failed(&error);
        }
    }

    /// A thread has failed. A file that has lost a part by it must not take the place of a whole one.
    fn lost(&mut self) {
        self.tell(&Told::failure(
            OsStr::new("an input"),
            "was lost by a fault of unspin; restore one file at a time to find it, and report it",
        ));
        if let Sink::File(..) = self.sink {
            self.sink = Sink::Nowhere;
        }
    }

    /// Writes to standard output, which may be the terminal of the bar.
    fn write(&mut self, text: &[u8]) -> io::Result<()> {
        self.progress.aside(|| self.out.write_all(text))
    }

    /// The error is that of standard output; every other one is told.
    fn take(&mut self, outcome: &Outcome) -> io::Result<()> {
        outcome.told.iter().for_each(|told| self.tell(told));
        self.tally += outcome.tally;
        self.progress.add(outcome.read);
        self.add_to_report(&outcome.report);
        match &outcome.step {
            Step::Whole => {
                self.write(&outcome.out)?;
                self.finish(&outcome.name)
            }
            Step::Begin(place, packing) => {
                self.begin(&outcome.name, place, *packing);
                Ok(())
            }
            Step::Part => self.part(&outcome.name, &outcome.out),
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

    fn part(&mut self, name: &OsStr, text: &[u8]) -> io::Result<()> {
        match &mut self.sink {
            Sink::Stdout => return self.write(text),
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
        let Sink::File(file, place) = std::mem::replace(&mut self.sink, Sink::Stdout) else {
            return;
        };
        let changed = place != Place::Itself
            || self.tally.edits() > 0
            || (self.args.annotate && self.tally.documents > 0);
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
        let mut tally = std::mem::take(&mut self.tally);
        // Several stretches of one document may have been taken for spun.
        tally.spun = tally.spun.min(tally.documents);
        self.total += tally;
        let (edits, bad) = (tally.edits(), tally.bad);
        let lines = if bad == 1 { "line was" } else { "lines were" };
        let copied = format!("{bad} bad {lines} left unchanged");
        match (bad, self.args.skip_bad) {
            (0, _) => {}
            (_, true) => self.tell(&Told::note(name, copied)),
            (_, false) => self.tell(&Told::failure(
                name,
                format!("{copied}; mend the input, or accept this with --skip-bad"),
            )),
        }
        if self.args.mode() != Mode::Check {
            return Ok(());
        }
        self.status = self.status.max(if edits == 0 {
            Status::Done
        } else {
            Status::Found
        });
        output::check(self.out, name, edits)
    }

    fn output_failed(&mut self, error: &io::Error) {
        // Who closed the pipe has seen enough: that is how `unspin | head` ends.
        if error.kind() == ErrorKind::BrokenPipe {
            self.status = if self.status == Status::Failed {
                Status::Failed
            } else {
                Status::Done
            };
        } else {
            self.tell(&unwritable(error));
        }
    }

    /// Writes a message, and remembers what it means.
    pub(super) fn tell(&mut self, told: &Told) {
        if told.severity == Severity::Failure {
            self.status = Status::Failed;
            self.failures += 1;
        }
        self.progress.aside(|| write_message(told, self.messages));
    }
}

fn unwritten(report: &Path, error: &io::Error) -> Told {
    Told::failure(
        report.as_os_str(),
        format!("cannot be written ({error}); name another file after --report"),
    )
}
