//! Parts of tables and web archives, and what the report shows of any document.

use std::ffi::OsStr;

use super::super::message::{Message, at_line};
use super::super::output::{self, Place, View};
use super::super::panic::Panic;
use super::super::position::Position;
use super::super::report::Section;
use super::super::task::Record;
use super::compressed::Page;
use super::{WorkerThread, view};
use crate::document::csv::Table;
use crate::document::{Format, warc};
use crate::edit::Edit;

impl WorkerThread<'_> {
    /// Restores whole rows of a table, which are at `start`.
    pub(super) fn rows(&mut self, name: &OsStr, table: &Table, start: Position, rows: &[u8]) {
        // The first batch counts as the document, whatever becomes of it.
        let documents = usize::from(start.byte == table.header());
        let fault = |panic: &Panic| {
            let start = start.byte;
            let end = start + rows.len();
            let text = format!("bytes {start} to {end} were left unchanged because of {panic}");
            Message::failure(name, text)
        };
        let done = self.catch(fault, rows, |this| {
            let restored = this.worker.restore_rows(rows, table);
            let view = view(name, Place::at(start), rows, &restored);
            this.count(&view, documents);
            this.show(&view);
        });
        if done.is_none() {
            self.outcome.tally.documents += documents;
            self.copy(rows);
        }
    }

    /// Restores a record of an archive, or copies `bytes` that are none.
    pub(super) fn part_of_archive(&mut self, name: &OsStr, record: Option<Record>, bytes: &[u8]) {
        match record {
            Some(record) => self.archived(name, record, bytes),
            None => {
                self.copy(bytes);
                self.outcome.tally.bytes += bytes.len();
            }
        }
    }

    /// Restores a record of an archive.
    fn archived(&mut self, name: &OsStr, record: Record, bytes: &[u8]) {
        let place = at_line(name, record.number);
        let done = self.contain(&place, bytes, |this| {
            if let Some(page) = Page::read(bytes) {
                return this.compressed(name, record, bytes, &page);
            }
            let restored = this.worker.restore_archived(bytes);
            let view = view(name, Place::of(record), bytes, &restored);
            this.count(&view, restored.documents());
            if view.verdict.is_spun() && view.edits.is_empty() {
                this.report_digest(&place, bytes);
            }
            if restored.documents() > 0 {
                this.add_to_report(&view, Format::Warc);
                this.show(&view);
            } else {
                this.copy(bytes);
            }
        });
        if done.is_none() {
            self.copy(bytes);
        }
    }

    /// Reports a digest that is the reason why the record `bytes` at `place` was left unchanged, if there
    /// is one.
    pub(super) fn report_digest(&mut self, place: &OsStr, bytes: &[u8]) {
        let record = warc::Record::first(bytes);
        if let Some(digest) = record.and_then(|record| record.unknown_digest()) {
            let text = format!(
                "looks spun but was left unchanged, as its digest ({digest}) cannot be computed again; \
                 remove the digest from its header"
            );
            self.outcome.messages.push(Message::failure(place, text));
        }
    }

    /// Adds a document to the report, if there is one.
    pub(super) fn add_to_report(&mut self, view: &View<'_>, format: Format) {
        let args = &self.shared.args;
        if args.report.is_none() || !args.keep.accepts(view.verdict.is_spun()) {
            return;
        }
        let record = warc::Record::first(view.source).filter(|_| format == Format::Warc);
        let content = record.and_then(|record| record.content());
        let (body, format) = match content {
            Some(content) if content.is_chunked => return,
            Some(content) => (content.body, content.format),
            None => (0..view.source.len(), format),
        };
        let selection = self.shared.restorer.selection();
        let source = &view.source[body.clone()];
        // What is bad has no text. It was reported before.
        let _ = self.document.read_selected(source, format, selection);
        let edits = view.edits.iter().filter(|edit| edit.start >= body.start);
        let edits: Vec<Edit> = edits
            .map(|edit| edit.clone().moved_back(body.start))
            .collect();
        let spans = view
            .verdict
            .spans()
            .iter()
            .filter(|span| span.start >= body.start);
        let spans: Vec<_> = spans
            .map(|span| span.start - body.start..span.end - body.start)
            .collect();
        let mut terms = Vec::new();
        output::terms(&mut terms, view).expect("a vector accepts all bytes");
        let section = Section {
            name: view.name,
            record: view.place.record,
            text: self.document.text(),
            edits: self.document.edits_in_text(&edits),
            spans: self.document.spans_in_text(&spans),
            verdict: view.verdict,
            terms: &String::from_utf8_lossy(&terms),
        };
        let report = &mut self.outcome.report;
        report.documents.push(section.shown());
        let edits = view.edits.iter();
        let restoring = edits.filter(|edit| edit.kind().restores());
        let rules = restoring.map(|edit| edit.rule().to_owned());
        report.rules.extend(rules);
    }
}
