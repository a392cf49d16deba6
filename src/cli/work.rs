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
use super::output::{self, Paint, Record, Restored};
use super::packing::Packing;
use super::replace::Replacement;
use super::report::{Document, section};
use super::rescore::Program;
use super::task::{Outcome, Part, Place, Step, Tally, Task, Told};
use crate::document::decoded::Decoded;
use crate::document::switch::Switch;
use crate::document::{Format, html, json, markdown};
use crate::edit::Edit;
use crate::restore::{Restorer, Worker};

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
    decoded: Decoded,
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
            decoded: Decoded::default(),
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
        if format == Format::Jsonl {
            return self.lines_as_one(name, source);
        }
        let edits = self.edits(source, format);
        self.note(
            &Restored {
                name,
                record: None,
                source,
                edits: &edits,
            },
            format,
        );
        self.show(&Restored {
            name,
            record: None,
            source,
            edits: &edits,
        });
    }

    /// Restores a stretch of a document in plain text.
    fn stretch(&mut self, name: &OsStr, is_first: bool, switch: Switch, source: &[u8]) {
        let edits = self.worker.edits_after(switch, source);
        let restored = Restored {
            name,
            record: None,
            source,
            edits: &edits,
        };
        self.note(&restored, Format::Text);
        self.tally.documents = usize::from(is_first);
        self.show(&restored);
    }

    fn edits(&mut self, source: &[u8], format: Format) -> Vec<Edit> {
        match format {
            Format::Markdown => {
                markdown::decode(source, &mut self.decoded);
                let edits = self.worker.edits(self.decoded.text().as_bytes());
                self.decoded.to_source(&edits, &str::to_owned)
            }
            Format::Html => {
                let attributes = html::decode(source, &mut self.decoded);
                let edits = self.worker.edits(self.decoded.text().as_bytes());
                html::to_source(&self.decoded, &edits, source, &attributes)
            }
            Format::Text | Format::Jsonl => self.worker.edits(source),
        }
    }

    /// Restores line after line; the first one is `record`.
    fn lines(&mut self, name: &OsStr, lines: &[u8], mut record: Record) {
        for line in lines.split_inclusive(|&byte| byte == b'\n') {
            let edits = self.record(name, line, record);
            // Of a bad line, nothing but its text can be shown.
            if edits.is_none() && self.shared.args.annotate {
                self.out.extend_from_slice(line);
            } else if edits.is_some() || self.shared.args.mode() != Mode::Score {
                self.show(&Restored {
                    name,
                    record: Some(record),
                    source: line,
                    edits: &edits.unwrap_or_default(),
                });
            }
            record = Record {
                number: record.number + 1,
                start: record.start + line.len(),
            };
        }
    }

    /// Restores all lines of `source` and shows them as one.
    fn lines_as_one(&mut self, name: &OsStr, source: &[u8]) {
        let (mut all, mut start) = (Vec::new(), 0);
        for (line, number) in source.split_inclusive(|&byte| byte == b'\n').zip(1..) {
            let edits = self
                .record(name, line, Record { number, start })
                .into_iter()
                .flatten();
            all.extend(edits.map(|edit| Edit {
                start: start + edit.start,
                end: start + edit.end,
                ..edit
            }));
            start += line.len();
        }
        self.show(&Restored {
            name,
            record: None,
            source,
            edits: &all,
        });
    }

    /// The edits of one line, unless it is bad.
    fn record(&mut self, name: &OsStr, line: &[u8], record: Record) -> Option<Vec<Edit>> {
        match self.record_edits(line) {
            Ok(edits) => {
                self.note(
                    &Restored {
                        name,
                        record: Some(record),
                        source: line,
                        edits: &edits,
                    },
                    Format::Jsonl,
                );
                Some(edits)
            }
            Err(problem) => {
                self.tally.bad += 1;
                self.tally.bytes += line.len();
                let mut place = name.to_owned();
                place.push(format!(":{}", record.number));
                self.told.push(Told::note(&place, problem));
                None
            }
        }
    }

    fn record_edits(&mut self, line: &[u8]) -> Result<Vec<Edit>, String> {
        json::decode(line, &self.shared.args.fields, &mut self.decoded)?;
        let edits = self.worker.edits(self.decoded.text().as_bytes());
        let in_ascii = line.is_ascii();
        Ok(self
            .decoded
            .to_source(&edits, &|text| json::encode(text, in_ascii)))
    }

    /// Counts a document, and shows it in the report.
    fn note(&mut self, restored: &Restored<'_>, format: Format) {
        let judged = self.worker.judged();
        self.tally += Tally {
            documents: 1,
            spun: usize::from(judged.spun),
            bytes: restored.source.len(),
            ..Tally::default()
        };
        restored
            .edits
            .iter()
            .for_each(|edit| self.tally.add_edit(edit.evidence.kind));
        if self.shared.args.report.is_none() {
            return;
        }
        if format == Format::Text {
            self.decoded.clear();
            self.decoded.copy_bytes(restored.source, 0);
        }
        let (name, record, edits) = (
            restored.name,
            restored.record,
            self.decoded.in_text(restored.edits),
        );
        self.report.0.push_str(&section(&Document {
            name,
            record,
            text: self.decoded.text(),
            edits,
            judged,
        }));
        self.report
            .1
            .extend(restored.edits.iter().map(|edit| edit.evidence.rule.clone()));
    }

    /// Shows a document as the mode wants it.
    fn show(&mut self, document: &Restored<'_>) {
        let out: &mut dyn Write = &mut self.out;
        let shown = match self.shared.args.mode() {
            Mode::Filter | Mode::Write | Mode::Output if self.shared.args.annotate => {
                output::annotated(out, document, self.worker.judged())
            }
            Mode::Filter | Mode::Write | Mode::Output => output::text(out, document),
            Mode::Diff => diff(out, document, self.shared.paint),
            Mode::Edits => output::edits(out, document),
            Mode::Explain => output::explain(out, document, self.shared.paint),
            Mode::Check => Ok(()),
            Mode::Score => {
                let judged = self.worker.judged();
                output::score(
                    out,
                    document,
                    judged,
                    self.shared.restorer.names(judged.families).as_deref(),
                )
            }
        };
        shown.expect("memory takes everything");
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
