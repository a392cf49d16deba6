//! Writes the outcomes of all tasks in the order of the inputs: to standard output, to files, to
//! the report, and as messages. It also counts what was done and keeps the exit status.

mod made;
mod messages;

use std::ffi::{OsStr, OsString};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::time::Instant;

use super::args::{Args, CheckArg, Mode, StatsArg};
use super::dialogue::{self, Dialogue};
use super::edits_file::EditsFile;
use super::input::Packing;
use super::message::Message;
use super::output;
use super::panic::Panic;
use super::progress::Progress;
use super::queue;
use super::repeated::Repeated;
use super::replace::Replacement;
use super::report::{self, Report, is_stdout};
use super::review::Review;
use super::stats::{Stats, Tally};
use super::status::Status;
use super::style::OutputStyle;
use super::task::{Ending, Outcome, Step, Target};
use super::work::Shared;

/// Gives the outcomes of a run; each is labelled with the name of its input.
pub type Results = queue::Results<OsString, Vec<Outcome>>;

/// Writes outcomes.
pub struct Writer<'s> {
    shared: &'s Shared,
    args: &'s Args,
    out: &'s mut dyn Write,
    messages: &'s mut dyn Write,
    status: Status,
    sink: Sink,
    progress: Progress,
    dialogue: Dialogue,
    /// Nothing is done any more, as a person wants.
    has_quit: bool,
    report: Option<Report>,
    edits: Option<EditsFile>,
    start: Instant,
    /// Counts for the current input.
    tally: Tally,
    /// Counts for all inputs before it.
    total: Tally,
    failures: usize,
    repeated: Repeated,
    /// How many locations of edits were printed.
    located: usize,
    /// A result of `--check=sarif` was printed.
    has_results: bool,
}

/// Where the parts of the current input go.
enum Sink {
    Stdout,
    File(Box<Replacement>, Target),
    /// They cannot be written, which was reported.
    Nowhere,
}

impl<'s> Writer<'s> {
    /// A writer of text to `out` and of messages to `messages`.
    pub fn new(
        shared: &'s Shared,
        style: OutputStyle,
        dialogue: Dialogue,
        out: &'s mut dyn Write,
        messages: &'s mut dyn Write,
    ) -> Self {
        let args = &shared.args;
        Self {
            shared,
            args,
            out,
            messages,
            status: Status::Done,
            sink: Sink::Stdout,
            progress: Progress::new(style.bar, args),
            dialogue,
            has_quit: false,
            report: None,
            edits: None,
            start: Instant::now(),
            tally: Tally::default(),
            total: Tally::default(),
            failures: 0,
            repeated: Repeated::default(),
            located: 0,
            has_results: false,
        }
    }

    /// Starts the report and the file of edits, if they are wanted.
    ///
    /// # Errors
    /// If one cannot be written.
    pub fn start_files(&mut self) -> Result<(), Message> {
        if let Some(path) = &self.args.report {
            if let Some(problem) = report::problem(self.args, path) {
                return Err(Message::failure(path, problem));
            }
            let report = Report::new(path).map_err(|error| report::unwritable(path, &error))?;
            self.report = Some(report);
        }
        self.edits = EditsFile::new(self.args)?;
        Ok(())
    }

    /// Finishes the report, prints the figures of the run and returns its status.
    pub fn finish(mut self) -> Status {
        self.progress.end();
        self.total += std::mem::take(&mut self.tally);
        if let (Some(report), Some(path)) = (self.report.take(), &self.args.report) {
            match report.finish(&self.total, self.out) {
                Ok(None) => {}
                Ok(Some(note)) => self.message(&Message::note(path, note)),
                Err(error) => self.message(&report::unwritable(path, &error)),
            }
        }
        if let Some(Err(message)) = self.edits.take().map(EditsFile::finish) {
            self.message(&message);
        }
        self.count_locations();
        for (message, is_failure) in self.repeated.counts() {
            if is_failure || !self.args.messages.quiet {
                message.write(self.messages);
            }
        }
        let stats = Stats {
            tally: self.total,
            failures: self.failures,
            time: self.start.elapsed(),
        };
        // As for messages, standard error may be closed.
        let _ = match self.args.messages.stats {
            None => Ok(()),
            Some(StatsArg::Text) => stats.write_text(self.messages),
            Some(StatsArg::Json) => stats.write_json(self.messages),
        };
        self.status
    }

    /// Writes all outcomes. Stops before the last only if standard output is closed or full.
    pub fn write_all(&mut self, results: &mut Results) {
        if let Err(error) = self.try_write_all(results) {
            self.output_failed(&error);
        }
    }

    fn try_write_all(&mut self, results: &mut Results) -> io::Result<()> {
        let is_sarif = self.args.check.format == Some(CheckArg::Sarif);
        while let Some((name, done)) =
            results.next(|| self.progress.hide_while(|| self.out.flush()))?
        {
            match done {
                Ok(outcomes) => {
                    for outcome in outcomes {
                        self.outcome(&name, outcome)?;
                    }
                }
                Err(panic) => self.lost(&name, &panic),
            }
            if self.has_quit {
                break;
            }
        }
        if is_sarif {
            if !self.has_results {
                self.out.write_all(output::sarif_head().as_bytes())?;
            }
            let is_done = self.status != Status::Failed;
            self.out.write_all(output::sarif_tail(is_done).as_bytes())?;
        }
        self.out.flush()
    }

    /// A task ended with a panic, so the input `name` has no text, or lacks a part. In that case no
    /// file may be replaced.
    fn lost(&mut self, name: &OsStr, panic: &Panic) {
        let text = format!("was not written because of {panic}");
        self.message(&Message::failure(name, text));
        if let Sink::File(..) = self.sink {
            self.sink = Sink::Nowhere;
        }
    }

    /// Writes to standard output, which may be the terminal of the progress bar.
    fn write(&mut self, text: &[u8]) -> io::Result<()> {
        let is_sarif = self.args.check.format == Some(CheckArg::Sarif) && !text.is_empty();
        let before = match (is_sarif, self.has_results) {
            (true, true) => output::SARIF_BETWEEN.to_vec(),
            // A reader that is gone is noticed with a result, which decides the exit status.
            (true, false) => output::sarif_head().into_bytes(),
            (false, _) => Vec::new(),
        };
        self.has_results |= is_sarif;
        self.progress.hide_while(|| {
            self.out.write_all(&before)?;
            self.out.write_all(text)
        })
    }

    /// Returns only errors of standard output; all others are reported.
    fn outcome(&mut self, name: &OsStr, mut outcome: Outcome) -> io::Result<()> {
        for message in &outcome.messages {
            self.message(message);
        }
        self.print_locations(&outcome.locations);
        self.tally += outcome.tally;
        if self.args.mode() == Mode::Check && self.tally.edits() > 0 {
            self.status = self.status.max(Status::Found);
        }
        self.progress.add(outcome.read);
        if let Some(report) = &mut self.report {
            report.add(std::mem::take(&mut outcome.report));
        }
        self.add_edits(&outcome.edits)?;
        match &outcome.step {
            Step::Whole => {
                if let Some(review) = &outcome.review {
                    self.ask(name, review)?;
                }
                self.write(&outcome.out)?;
                self.input_ends(name)
            }
            Step::Begin(target, packing) => {
                self.begin(name, target, *packing);
                Ok(())
            }
            Step::Part => self.part(name, |file| file.write(&outcome.out), &outcome.out),
            Step::LastOfMember => self.part(
                name,
                |file| {
                    file.write(&outcome.out)?;
                    file.end_member()
                },
                &outcome.out,
            ),
            Step::Packed => self.part(name, |file| file.write_packed(&outcome.out), b""),
            Step::End(ending) => {
                self.end(name, *ending)?;
                self.input_ends(name)
            }
            Step::Last(empty) => {
                self.report_empty(empty);
                Ok(())
            }
            Step::None => Ok(()),
        }
    }

    /// Asks about the edits of an input and makes those that are wanted.
    fn ask(&mut self, name: &OsStr, review: &Review) -> io::Result<()> {
        let (wanted, flow) = self.dialogue.wanted(self.out, name, review)?;
        self.has_quit = flow.is_break();
        match dialogue::write(name, review, &wanted, self.args.max_expansion) {
            Ok(()) => wanted
                .iter()
                .for_each(|edit| self.tally.add_edit(edit.kind())),
            Err(message) => self.message(&message),
        }
        Ok(())
    }

    fn begin(&mut self, name: &OsStr, target: &Target, packing: Packing) {
        let source = Path::new(name);
        let file = match target {
            Target::Stdout => return,
            Target::InPlace(stamp) => Replacement::of_read(source, *stamp, packing),
            Target::File(path) => Replacement::with_permissions_of(source, path, packing),
        };
        self.hold();
        self.sink = match file {
            Ok(file) => Sink::File(Box::new(file), target.clone()),
            Err(error) => self.nowhere(name, target, &error),
        };
    }

    fn part(
        &mut self,
        name: &OsStr,
        write: impl FnOnce(&mut Replacement) -> io::Result<()>,
        text: &[u8],
    ) -> io::Result<()> {
        match &mut self.sink {
            Sink::Stdout => return self.write(text),
            Sink::Nowhere => {}
            Sink::File(file, target) => {
                if let Err(error) = write(file) {
                    let target = target.clone();
                    self.sink = self.nowhere(name, &target, &error);
                }
            }
        }
        Ok(())
    }

    /// Returns only errors of standard output.
    fn end(&mut self, name: &OsStr, ending: Ending) -> io::Result<()> {
        match std::mem::replace(&mut self.sink, Sink::Stdout) {
            Sink::Stdout => Ok(()),
            Sink::Nowhere => self.release(false),
            Sink::File(file, target) => {
                let is_written = self.finish_file(name, *file, &target, ending);
                self.release(is_written)
            }
        }
    }

    /// Puts a new file in its place, if it is wanted. Returns whether it can be.
    fn finish_file(
        &mut self,
        name: &OsStr,
        file: Replacement,
        target: &Target,
        ending: Ending,
    ) -> bool {
        let is_annotated = self.args.annotate && self.tally.documents > 0;
        // With `--keep`, nothing of it may be left.
        let is_empty = self.args.keep.keep.is_some() && self.tally.kept == 0;
        let is_changed = !target.is_in_place() || self.tally.edits() > 0 || is_annotated;
        let is_complete = match ending {
            Ending::Complete => true,
            // The rest would be lost.
            Ending::WithTail => !target.is_in_place(),
            Ending::CutOff => false,
        };
        if is_complete
            && is_changed
            && !is_empty
            && let Err(error) = file.finish()
        {
            self.nowhere(name, target, &error);
            return false;
        }
        is_complete
    }

    fn nowhere(&mut self, name: &OsStr, target: &Target, error: &io::Error) -> Sink {
        self.message(&Message::failure(name, target.unwritable(error)));
        Sink::Nowhere
    }

    /// Prints what is only known at the end of the input `name`.
    fn input_ends(&mut self, name: &OsStr) -> io::Result<()> {
        let mut tally = std::mem::take(&mut self.tally);
        // Several chunks of one document may look spun.
        tally.spun = tally.spun.min(tally.documents);
        self.total += tally;
        self.report_bad_lines(name, tally.bad);
        if self.args.mode() != Mode::Check {
            return Ok(());
        }
        let is_report = self.args.report.as_deref().is_some_and(is_stdout);
        if is_report || self.args.check.format != Some(CheckArg::Text) {
            return Ok(());
        }
        output::check(self.out, name, tally.edits())
    }

    fn output_failed(&mut self, error: &io::Error) {
        // Whoever closed the pipe has seen enough, as in `unspin | head`. That is no failure.
        if error.kind() != ErrorKind::BrokenPipe {
            self.message(&Message::unwritable_stdout(error));
        }
    }
}
