//! What one thread does with a task: it reads, asks the engine and shows the edits as the mode wants it, into memory. What
//! becomes of that is decided by `run`, in the order of the inputs.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use super::args::Args;
use super::choices::Mode;
use super::diff::diff;
use super::input::{Source, unreadable};
use super::output::{self, Paint, Record, View};
use super::packing::Packing;
use super::replace::Replacement;
use super::report::{Document as Section, section};
use super::rescore::Program;
use super::task::{Outcome, Part, Place, Step, Tally, Task, Told};
use crate::document::json::RecordError;
use crate::document::switch::Switch;
use crate::document::{Document, Format};
use crate::restore::{Restored, Restorer, Verdict, Worker};

/// What all threads look at.
pub struct Shared {
    /// What was asked for.
    pub args: Args,
    /// Whether marks are coloured.
    pub paint: Paint,
    /// The engine.
    pub restorer: Restorer,
    /// The program that it asks.
    pub program: Option<Arc<Program>>,
}

/// The scratch memory of one thread, and what it makes of the task at hand.
pub struct Bench<'s> {
    shared: &'s Shared,
    worker: Worker<'s>,
    /// Reads documents again for the report.
    document: Document,
    out: Vec<u8>,
    told: Vec<Told>,
    tally: Tally,
    report: (String, Vec<String>),
}

impl<'s> Bench<'s> {
    /// One for a thread.
    pub fn new(shared: &'s Shared) -> Self {
        let worker = shared.restorer.worker();
        Self {
            shared,
            worker,
            document: Document::default(),
            out: Vec::new(),
            told: Vec::new(),
            tally: Tally::default(),
            report: Default::default(),
        }
    }

    /// Does `task`.
    pub fn outcome(&mut self, task: Task) -> Outcome {
        let Task {
            name,
            part,
            mut read,
        } = task;
        let step = match part {
            Part::File(path, place) => {
                read = self.file(&name, &path, &place);
                Step::Whole
            }
            Part::Read(source) => {
                self.whole(&name, &source, self.shared.args.format.of(None));
                Step::Whole
            }
            Part::Begin(place, packing) => Step::Begin(place, packing),
            Part::Lines { first, lines } => {
                self.lines(&name, &lines, first);
                Step::Part
            }
            Part::Stretch {
                is_first,
                switch,
                text,
            } => {
                self.stretch(&name, is_first, switch, &text);
                Step::Part
            }
            Part::End(ending) => Step::End(ending),
            Part::Tell(told) => {
                self.told.push(told);
                Step::None
            }
        };
        self.told.extend(
            self.shared
                .program
                .as_ref()
                .and_then(|program| program.failure()),
        );
        let (out, told, tally) = (
            std::mem::take(&mut self.out),
            std::mem::take(&mut self.told),
            std::mem::take(&mut self.tally),
        );
        Outcome {
            name,
            read,
            step,
            out,
            told,
            tally,
            report: std::mem::take(&mut self.report),
        }
    }

    /// Restores a file as a whole, and returns how many bytes it has on the disk.
    fn file(&mut self, name: &OsStr, path: &Path, place: &Place) -> u64 {
        let mut source = Vec::new();
        let read = Source::file(path, self.shared.args.max_expansion).and_then(|mut file| {
            file.reader
                .read_to_end(&mut source)
                .map(|_| (file.packing, file.count.get()))
        });
        match read {
            Ok((packing, count)) => {
                self.whole(name, &source, self.shared.args.format.of(Some(path)));
                self.put(name, path, place, packing);
                count
            }
            Err(error) => {
                self.told.push(Told::failure(name, unreadable(&error)));
                0
            }
        }
    }

    /// Writes the restored text where it belongs, if that is a file.
    fn put(&mut self, name: &OsStr, path: &Path, place: &Place, packing: Packing) {
        let written = match place {
            Place::Stdout => return,
            Place::Itself if self.tally.edits() == 0 => Ok(()),
            Place::Itself => {
                Replacement::of(path, packing).and_then(|file| finished(file, &self.out))
            }
            Place::File(target) => {
                Replacement::at(target, path, packing).and_then(|file| finished(file, &self.out))
            }
        };
        self.out.clear();
        if let Err(error) = written {
            self.told
                .push(Told::failure(name, not_written(place, &error)));
        }
    }

    /// Restores a source as a whole.
    fn whole(&mut self, name: &OsStr, source: &[u8], format: Format) {
        if format == Format::JsonLines {
            return self.lines_as_one(name, source);
        }
        let restored = self.worker.restore(source, format);
        self.finish(name, source, &restored, format);
    }

    /// Restores a stretch of a document in plain text.
    fn stretch(&mut self, name: &OsStr, is_first: bool, switch: Switch, source: &[u8]) {
        let restored = self.worker.restore_after(switch, source);
        self.finish(name, source, &restored, Format::Text);
        self.tally.documents = usize::from(is_first);
    }

    /// Counts and shows a document.
    fn finish(&mut self, name: &OsStr, source: &[u8], restored: &Restored<'_>, format: Format) {
        let view = View {
            name,
            record: None,
            source,
            edits: restored.edits(),
            verdict: restored.verdict(),
        };
        self.note(&view, format);
        self.show(&view);
    }

    /// Restores line after line; the first one is `record`.
    fn lines(&mut self, name: &OsStr, lines: &[u8], mut record: Record) {
        for line in lines.split_inclusive(|&byte| byte == b'\n') {
            let restored = self.record(name, line, record);
            let is_document = restored.documents() > 0;
            if is_document || !matches!(self.shared.args.mode(), Mode::Score) {
                self.show_record(name, record, &restored, line);
            }
            record = Record {
                number: record.number + 1,
                start: record.start + line.len(),
            };
        }
    }

    /// Shows a line. Of one that holds no document, only the text can be shown.
    fn show_record(&mut self, name: &OsStr, record: Record, restored: &Restored<'_>, line: &[u8]) {
        if restored.documents() == 0 && self.shared.args.annotate {
            return self.out.extend_from_slice(line);
        }
        self.show(&View {
            name,
            record: Some(record),
            source: line,
            edits: restored.edits(),
            verdict: restored.verdict(),
        });
    }

    /// Restores all lines of `source` and shows them as one.
    fn lines_as_one(&mut self, name: &OsStr, source: &[u8]) {
        let mut edits = Vec::new();
        let mut start = 0;
        for (line, number) in source.split_inclusive(|&byte| byte == b'\n').zip(1..) {
            let restored = self.record(name, line, Record { number, start });
            let moved = restored.into_edits().into_iter();
            edits.extend(moved.map(|edit| edit.moved(start)));
            start += line.len();
        }
        self.show(&View {
            name,
            record: None,
            source,
            edits: &edits,
            verdict: &Verdict::default(),
        });
    }

    /// Restores one line and counts it.
    fn record<'l>(&mut self, name: &OsStr, line: &'l [u8], record: Record) -> Restored<'l> {
        let restored = self.worker.restore(line, Format::JsonLines);
        for bad in restored.bad_records() {
            self.tally.bad += 1;
            self.tally.bytes += line.len();
            let mut place = name.to_owned();
            place.push(format!(":{}", record.number));
            self.told.push(Told::note(&place, bad_line(&bad.error)));
        }
        if restored.documents() > 0 {
            let view = View {
                name,
                record: Some(record),
                source: line,
                edits: restored.edits(),
                verdict: restored.verdict(),
            };
            self.note(&view, Format::JsonLines);
        }
        restored
    }

    /// Counts a document, and shows it in the report.
    fn note(&mut self, view: &View<'_>, format: Format) {
        self.tally += Tally {
            documents: 1,
            spun: usize::from(view.verdict.is_spun()),
            bytes: view.source.len(),
            ..Tally::default()
        };
        for edit in view.edits {
            self.tally.add_edit(edit.evidence.kind);
        }
        if self.shared.args.report.is_some() {
            self.add_to_report(view, format);
        }
    }

    fn add_to_report(&mut self, view: &View<'_>, format: Format) {
        let document = &mut self.document;
        match format {
            // A line that is no record has no section.
            Format::JsonLines => {
                if document
                    .read_record(view.source, &self.shared.args.fields)
                    .is_err()
                {
                    return;
                }
            }
            _ => document.read(view.source, format),
        }
        self.report.0.push_str(&section(&Section {
            name: view.name,
            record: view.record,
            text: document.text(),
            edits: document.edits_in_text(view.edits),
            verdict: view.verdict,
        }));
        let rules = view.edits.iter().map(|edit| edit.evidence.rule.clone());
        self.report.1.extend(rules);
    }

    /// Shows a document as the mode wants it.
    fn show(&mut self, view: &View<'_>) {
        let out: &mut dyn Write = &mut self.out;
        let args = &self.shared.args;
        let shown = match args.mode() {
            Mode::Filter | Mode::Write | Mode::Output if args.annotate => {
                output::annotated(out, view)
            }
            Mode::Filter | Mode::Write | Mode::Output => output::text(out, view),
            Mode::Diff => diff(out, view, self.shared.paint),
            Mode::Edits => output::edits(out, view),
            Mode::Explain => output::explain(out, view, self.shared.paint),
            Mode::Check => Ok(()),
            Mode::Score => output::score(out, view),
        };
        shown.expect("memory takes everything");
    }
}

/// What to say about a line that cannot be read.
fn bad_line(error: &RecordError) -> String {
    match error {
        RecordError::NotUtf8 => format!("is {error}; convert it"),
        RecordError::NotJson { .. } => format!("is {error}; mend it or leave it out"),
        RecordError::NoField { .. } => format!("has {error}; name the right one with --field"),
        RecordError::NoString { .. } => format!("has {error}; name another one with --field"),
    }
}

fn finished(mut file: Replacement, text: &[u8]) -> io::Result<()> {
    file.write(text)?;
    file.finish()
}

/// What to say where a file cannot be written.
pub fn not_written(place: &Place, error: &io::Error) -> String {
    match place {
        Place::File(target) => format!(
            "cannot be written to {} ({error}); check the folder's permissions and space",
            output::one_line(target.as_os_str())
        ),
        Place::Itself | Place::Stdout => {
            format!("left as it was ({error}); check its folder's permissions and space")
        }
    }
}
