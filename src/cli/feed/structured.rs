//! Tables and web archives, which are read in parts.

use std::ffi::OsStr;
use std::io;
use std::ops::ControlFlow;
use std::rc::Rc;
use std::sync::Arc;

use super::super::input::{NotText, Records, RowBatches, Source};
use super::super::message::{Message, at_line, bad_line};
use super::super::position::Position;
use super::super::task::{Part, Record, Target};
use super::Reader;
use crate::document::Format;
use crate::document::csv::Table;
use crate::document::json::RecordError;

impl Reader<'_> {
    /// Hands in an archive record by record. What is no record is copied.
    pub(super) fn archive(
        &self,
        name: &OsStr,
        source: Source<'_>,
        target: Target,
    ) -> ControlFlow<()> {
        let tail = Rc::clone(&source.notes.tail);
        let mut records = Records::new(source.reader, source.notes);
        let mut start = Position::START;
        let mut is_reported = false;
        self.push(name, Part::Begin(target, source.packing), 0)?;
        self.parts(name, (&source.count, &tail), || {
            if let Some((gap, number)) = records.take_gap() {
                let problem = self.args.gap_problem(&gap, number);
                let _ = self.message(Message::failure(name, problem));
                return Ok(Some(Part::Packed(gap.bytes)));
            }
            let part = records.read()?;
            if let Some(at) = records.broken_at().filter(|_| !is_reported) {
                is_reported = true;
                let text = format!("has no WARC record at byte {at}; left unchanged from there on");
                // If the output is no longer wanted, the next part is refused, too.
                let _ = self.message(Message::failure(name, text));
            }
            if let Some(number) = records.take_cut_off() {
                let text = format!(
                    "ends inside record {number}, which was left unchanged; download it again"
                );
                let _ = self.message(Message::failure(name, text));
            }
            Ok(part.map(|part| {
                let mut end = start;
                end.advance(&part.bytes);
                let record = Record {
                    number: part.number,
                    start: std::mem::replace(&mut start, end),
                };
                Part::Archived {
                    record: part.is_record.then_some(record),
                    bytes: part.bytes,
                    ends_member: part.ends_member,
                }
            }))
        })
    }

    /// Hands in a table. What cannot be read as one is copied.
    pub(super) fn rows(
        &self,
        name: &OsStr,
        source: Source<'_>,
        target: Target,
        format: Format,
    ) -> io::Result<ControlFlow<()>> {
        let mut batches = RowBatches::new(source.reader)?;
        let mut table = Table::new(batches.start(), format, &[]);
        while table
            .as_ref()
            .is_ok_and(|table| table.first_row(batches.start()).is_none())
            && batches.read_more()?
        {
            table = Table::new(batches.start(), format, &[]);
        }
        let not_text = NotText::start(batches.start()).map(|reason| reason.to_string());
        let table = Table::new(batches.start(), format, &self.args.columns);
        let problem = match &table {
            Ok(_) => not_text.map(|reason| Message::failure(name, reason)),
            Err(error) => Some(Message::failure(
                at_line(name, 1),
                bad_line(&RecordError::from(error.clone())),
            )),
        };
        let table = table.ok().filter(|_| problem.is_none()).map(Arc::new);
        if let Some(problem) = problem {
            // If the output is no longer wanted, the next part is refused, too.
            let _ = self.message(problem);
        }
        let begun = self.push(name, Part::Begin(target, source.packing), 0);
        if begun.is_break() {
            return Ok(begun);
        }
        let mut header = table.as_ref().map(|table| batches.take(table.header()));
        let mut start = Position::START;
        Ok(self.parts(name, (&source.count, &source.notes.tail), || {
            let Some(table) = &table else {
                return batches.copy().map(|bytes| bytes.map(Part::Copy));
            };
            if let Some(header) = header.take() {
                start.advance(&header);
                return Ok(Some(Part::Copy(header)));
            }
            let rows = batches.read(table)?;
            Ok(rows.map(|rows| {
                let mut end = start;
                end.advance(&rows);
                Part::Rows {
                    table: Arc::clone(table),
                    start: std::mem::replace(&mut start, end),
                    rows,
                }
            }))
        }))
    }
}
