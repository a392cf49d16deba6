//! What one worker thread does with a task: it reads the input, lets the engine restore it, and
//! shows the result as the output mode wants it, in memory. The writer then writes it, in the order
//! of the inputs.
//!
//! If restoring a document panics, that document is copied unchanged and reported, and the others
//! are not affected.

mod compressed;
mod encoded;
mod file;
mod structured;
mod unread;

use bstr::ByteSlice;
use std::ffi::OsStr;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::args::{Args, CheckArg, Mode};
use super::message::{Message, Severity, at_line, bad_line};
use super::output::{self, MOST_LOCATIONS, Place, View};
use super::panic::{Panic, catch};
use super::position::Position;
use super::rescore::Program;
use super::style::Color;
use super::task::{Chunk, Outcome, Part, Record, Step, Task};
use crate::document::encoding::Encoding;
use crate::document::{Document, Format};
use crate::restore::{Restored, Restorer, Verdict, Worker};

/// What all threads share.
pub struct Shared {
    /// The options.
    pub args: Args,
    /// Whether edits and diffs are coloured.
    pub color: Color,
    /// The engine.
    pub restorer: Restorer,
    /// The program that the engine asks, if any.
    pub program: Option<Arc<Program>>,
    /// Whether any input so far can be restored.
    pub has_documents: AtomicBool,
}

/// What one worker thread holds: the engine's scratch memory, and the outcome of the current task.
pub struct WorkerThread<'s> {
    shared: &'s Shared,
    worker: Worker<'s>,
    /// Reads documents again for the report.
    document: Document,
    outcome: Outcome,
}

impl<'s> WorkerThread<'s> {
    /// The state of a new thread.
    pub fn new(shared: &'s Shared) -> Self {
        Self {
            shared,
            worker: shared.restorer.worker(),
            document: Document::default(),
            outcome: Outcome::default(),
        }
    }

    fn outcome(&mut self, task: Task) -> Outcome {
        let Task { name, part, read } = task;
        self.outcome.read = read;
        self.outcome.step = match part {
            Part::File(file) => self.file(&name, &file),
            Part::Bytes(source, format) => {
                self.whole(&name, &source, format);
                Step::Part
            }
            Part::Copy(source) => {
                self.copy(&source);
                self.outcome.tally.bytes += source.len();
                Step::Part
            }
            Part::Begin(target, packing) => Step::Begin(target, packing),
            Part::Archived {
                record,
                bytes,
                ends_member,
            } => {
                self.part_of_archive(&name, record, &bytes);
                if ends_member {
                    Step::LastOfMember
                } else {
                    Step::Part
                }
            }
            Part::Packed(bytes) => {
                self.outcome.out = bytes;
                Step::Packed
            }
            Part::Rows { table, start, rows } => {
                self.rows(&name, &table, start, &rows);
                Step::Part
            }
            Part::Lines { first, lines } => {
                self.lines(&name, &lines, first);
                Step::Part
            }
            Part::Chunk(chunk) => {
                self.chunk(&name, &chunk);
                Step::Part
            }
            Part::End(ending) => Step::End(ending),
            Part::Message(message) => {
                self.outcome.messages.push(message);
                Step::None
            }
            Part::Last { empty } => Step::Last(empty),
            Part::Unread(_) => unreachable!("it makes tasks, see `outcomes`"),
        };
        let program = self.shared.program.as_ref();
        let failure = program.and_then(|program| program.take_failure());
        self.outcome.messages.extend(failure);
        std::mem::take(&mut self.outcome)
    }

    /// Restores a source as a whole.
    fn whole(&mut self, name: &OsStr, source: &[u8], format: Format) {
        if let Some(reason) = self.not_text(source, format) {
            let message = Message::failure(name, reason.to_string());
            self.outcome.messages.push(message);
            self.outcome.tally.bytes += source.len();
            return self.copy(source);
        }
        if let Some(encoding) = Encoding::of(source, format, self.shared.args.encoding()) {
            return self.transcoded(name, source, format, encoding);
        }
        if format == Format::JsonLines {
            return self.lines_as_one(name, source);
        }
        let done = self.contain(name, source, |this| {
            let restored = this.worker.restore_utf8(source, format);
            let view = view(name, Place::START, source, &restored);
            this.count(&view, restored.documents());
            this.report_bad(name, 0, &restored, false);
            if restored.documents() > 0 {
                this.add_to_report(&view, format);
                this.show(&view);
            } else {
                this.copy(source);
            }
        });
        if done.is_none() {
            self.copy(source);
        }
    }

    /// Restores a part of a long plain text.
    fn chunk(&mut self, name: &OsStr, chunk: &Chunk) {
        let source = &chunk.text[..];
        // The first chunk counts as the document, whatever becomes of it.
        let documents = usize::from(chunk.start.byte == 0);
        let fault = |panic: &Panic| {
            let start = chunk.start.byte;
            let end = start + source.len();
            let text = format!("bytes {start} to {end} were left unchanged because of {panic}");
            Message::failure(name, text)
        };
        let done = self.catch(fault, source, |this| {
            let restored = this.worker.restore_after(chunk.switch, source);
            let view = view(name, Place::at(chunk.start), source, &restored);
            this.count(&view, documents);
            this.show(&view);
        });
        if done.is_none() {
            self.outcome.tally.documents += documents;
            self.copy(source);
        }
    }

    /// Restores line by line; the first line is `record`.
    fn lines(&mut self, name: &OsStr, lines: &[u8], mut record: Record) {
        for line in lines.lines_with_terminator() {
            let place = at_line(name, record.number);
            let done = self.contain(&place, line, |this| {
                let restored = this.line(name, line, record);
                if restored.documents() > 0 {
                    this.show(&view(name, Place::of(record), line, &restored));
                } else {
                    this.copy(line);
                }
            });
            if done.is_none() {
                self.copy(line);
            }
            record.number += 1;
            record.start.advance(line);
        }
    }

    /// Restores all lines of `source` and shows them as one document.
    fn lines_as_one(&mut self, name: &OsStr, source: &[u8]) {
        let mut edits = Vec::new();
        let mut start = Position::START;
        for (line, number) in source.lines_with_terminator().zip(1..) {
            let record = Record { number, start };
            let place = at_line(name, number);
            let restored = self.contain(&place, line, |this| this.line(name, line, record));
            let of_line = restored.map(Restored::into_edits).into_iter().flatten();
            edits.extend(of_line.map(|edit| edit.moved(start.byte)));
            start.advance(line);
        }
        let view = View {
            name,
            place: Place::START,
            source,
            edits: &edits,
            verdict: &Verdict::default(),
            encoded: None,
        };
        let done = self.contain(name, source, |this| this.show(&view));
        if done.is_none() {
            self.copy(source);
        }
    }

    /// Restores and counts one JSON line. There is no document in a line that is blank or bad.
    fn line<'l>(&mut self, name: &OsStr, line: &'l [u8], record: Record) -> Restored<'l> {
        let restored = self.worker.restore(line, Format::JsonLines);
        if restored.documents() > 0 {
            let view = view(name, Place::of(record), line, &restored);
            self.count(&view, 1);
            self.add_to_report(&view, Format::JsonLines);
            return restored;
        }
        self.outcome.tally.bytes += line.len();
        self.report_bad(name, record.number - 1, &restored, true);
        restored
    }

    /// Reports what could not be read, which is after the line `before`. A document is no bad line.
    fn report_bad(&mut self, name: &OsStr, before: usize, restored: &Restored<'_>, is_line: bool) {
        let is_line = is_line || self.shared.args.skip_bad || restored.documents() > 0;
        for bad in restored.bad_records() {
            let mut message =
                Message::failure(at_line(name, before + bad.line), bad_line(&bad.error));
            if is_line {
                message.severity = Severity::Note;
                self.outcome.tally.bad += 1;
            }
            self.outcome.messages.push(message);
        }
    }

    fn count(&mut self, view: &View<'_>, documents: usize) {
        let tally = &mut self.outcome.tally;
        tally.documents += documents;
        tally.spun += usize::from(view.verdict.is_spun());
        tally.bytes += view.source.len();
        let args = &self.shared.args;
        // The edits that are not made are not counted.
        if !args.keep.accepts(view.verdict.is_spun()) || args.mode() == Mode::Interactive {
            return;
        }
        for edit in view.edits {
            tally.add_edit(edit.kind());
        }
    }

    /// Whether a document is printed or written that looks spun, or does not.
    fn keep(&mut self, is_spun: bool) -> bool {
        let is_kept = self.shared.args.keep.accepts(is_spun);
        self.outcome.tally.kept += usize::from(is_kept);
        is_kept
    }

    /// Adds the edits of a document to the file of edits, if there is one.
    fn add_edits(&mut self, view: &View<'_>) {
        if self.shared.args.also.edits_to.is_some() {
            let edits: &mut dyn Write = &mut self.outcome.edits;
            output::edits(edits, view).expect("a vector accepts all bytes");
        }
    }

    /// Shows a document as the output mode wants it.
    fn show(&mut self, view: &View<'_>) {
        if !self.keep(view.verdict.is_spun()) {
            return;
        }
        self.add_edits(view);
        let args = &self.shared.args;
        if args.mode().is_text() {
            self.outcome.out.reserve(view.source.len());
        }
        let out: &mut dyn Write = &mut self.outcome.out;
        let shown = match args.mode() {
            Mode::Filter | Mode::Write | Mode::Output if args.annotate => {
                output::annotated(out, view)
            }
            Mode::Filter | Mode::Write | Mode::Output => output::text(out, view),
            Mode::Interactive => {
                self.add_review(view);
                Ok(())
            }
            Mode::Diff => output::diff(out, view, self.shared.color),
            Mode::Edits => output::edits(out, view),
            Mode::Explain => output::explain(out, view, self.shared.color),
            Mode::Check => match args.check.format {
                Some(CheckArg::Json) => output::edits(out, view),
                Some(CheckArg::Github) => output::github(out, view),
                Some(CheckArg::Sarif) => output::sarif_results(&mut self.outcome.out, view),
                Some(CheckArg::Text) | None => {
                    self.add_locations(view);
                    Ok(())
                }
            },
            Mode::Score => output::score(out, view),
            Mode::Terms => output::terms(out, view),
            Mode::TermsJson => output::terms_json(out, view),
        };
        shown.expect("a vector accepts all bytes");
    }

    /// Adds where the first edits are.
    fn add_locations(&mut self, view: &View<'_>) {
        if !self.shared.args.messages.quiet {
            let locations = &mut self.outcome.locations;
            let most = MOST_LOCATIONS.saturating_sub(locations.len());
            locations.extend(output::locations(view, most));
        }
    }

    /// Shows what is not restored: only its text, if the mode prints text.
    fn copy(&mut self, source: &[u8]) {
        if !self.keep(false) {
            return;
        }
        match self.shared.args.mode() {
            Mode::Filter | Mode::Write | Mode::Output | Mode::Explain => {
                self.outcome.out.extend_from_slice(source);
            }
            Mode::Diff
            | Mode::Interactive
            | Mode::Edits
            | Mode::Score
            | Mode::Check
            | Mode::Terms
            | Mode::TermsJson => {}
        }
    }

    /// Calls `act` for the document at `place`. If it panics, the result is `None`, see
    /// [`WorkerThread::catch`].
    fn contain<T>(
        &mut self,
        place: &OsStr,
        source: &[u8],
        act: impl FnOnce(&mut Self) -> T,
    ) -> Option<T> {
        let fault =
            |panic: &Panic| Message::failure(place, format!("left unchanged because of {panic}"));
        self.catch(fault, source, act)
    }

    /// Calls `act` for the document `source`. If it panics, everything that it added to the outcome
    /// is removed, `fault` is reported, and the result is `None`.
    fn catch<T>(
        &mut self,
        fault: impl FnOnce(&Panic) -> Message,
        source: &[u8],
        act: impl FnOnce(&mut Self) -> T,
    ) -> Option<T> {
        let before = self.outcome.mark();
        match catch(|| act(self)) {
            Ok(done) => Some(done),
            Err(panic) => {
                self.outcome.truncate(before);
                self.outcome.tally.bytes += source.len();
                self.outcome.messages.push(fault(&panic));
                // The scratch memory may be half changed.
                self.worker = self.shared.restorer.worker();
                self.document = Document::default();
                None
            }
        }
    }
}

/// What is shown of a restored document.
fn view<'a>(
    name: &'a OsStr,
    place: Place,
    source: &'a [u8],
    restored: &'a Restored<'_>,
) -> View<'a> {
    View {
        name,
        place,
        source,
        edits: restored.edits(),
        verdict: restored.verdict(),
        encoded: None,
    }
}
