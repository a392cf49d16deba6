//! Inputs whose lines are documents. They are read and written line by line, so that memory does not grow with the input,
//! except where a mode needs the file as a whole. Lines that cannot be read are told, counted and copied.

use std::ffi::OsStr;
use std::io::{self, BufRead};

use super::args::Mode;
use super::input::unreadable;
use super::output::{Record, Restored};
use super::run::Session;
use crate::document::jsonl;
use crate::edit::Edit;

/// What the lines of an input have come to.
#[derive(Default)]
struct Tally {
    record: Record,
    edits: usize,
    bad: usize,
}

impl Session<'_, '_> {
    /// Restores line after line.
    pub(super) fn records(&mut self, name: &OsStr, reader: &mut dyn BufRead) -> io::Result<()> {
        let (mut tally, mut line) = (Tally::default(), Vec::new());
        loop {
            line.clear();
            match reader.read_until(b'\n', &mut line) {
                Ok(0) => break,
                Ok(_) => {
                    let edits = self.record(name, &line, &mut tally);
                    // Of a bad line, nothing but its text can be shown.
                    if edits.is_some() || self.args.mode() != Mode::Score {
                        let edits = edits.unwrap_or_default();
                        self.show(&Restored { name, record: Some(tally.record), source: &line, edits: &edits })?;
                    }
                    tally.record.start += line.len();
                }
                Err(error) => {
                    self.fail(name, &unreadable(&error));
                    break;
                }
            }
        }
        self.finish(name, &tally)
    }

    /// Restores all lines of `source` and shows them as one.
    pub(super) fn records_of(&mut self, name: &OsStr, source: &[u8]) -> io::Result<()> {
        let (mut tally, mut all) = (Tally::default(), Vec::new());
        for line in source.split_inclusive(|&byte| byte == b'\n') {
            let start = tally.record.start;
            let edits = self.record(name, line, &mut tally);
            all.extend(edits.into_iter().flatten().map(|edit| Edit { start: start + edit.start, end: start + edit.end, ..edit }));
            tally.record.start += line.len();
        }
        self.show(&Restored { name, record: None, source, edits: &all })?;
        self.finish(name, &tally)
    }

    /// The edits of one line, unless it is bad.
    fn record(&mut self, name: &OsStr, line: &[u8], tally: &mut Tally) -> Option<Vec<Edit>> {
        tally.record.number += 1;
        match self.record_edits(line) {
            Ok(edits) => {
                tally.edits += edits.len();
                Some(edits)
            }
            Err(problem) => {
                tally.bad += 1;
                let mut place = name.to_owned();
                place.push(format!(":{}", tally.record.number));
                self.tell(place, &problem);
                None
            }
        }
    }

    fn record_edits(&mut self, line: &[u8]) -> Result<Vec<Edit>, String> {
        jsonl::decode(line, &self.args.fields, &mut self.decoded)?;
        let edits = self.worker.edits(self.decoded.text().as_bytes());
        Ok(self.decoded.to_source(&edits, &|text| jsonl::encode(text, line)))
    }

    fn finish(&mut self, name: &OsStr, tally: &Tally) -> io::Result<()> {
        let lines = if tally.bad == 1 { "line was" } else { "lines were" };
        let copied = format!("{} bad {lines} left unchanged", tally.bad);
        match (tally.bad, self.args.skip_bad) {
            (0, _) => {}
            (_, true) => self.tell(name, &copied),
            (_, false) => self.fail(name, &format!("{copied}; mend the input, or accept this with --skip-bad")),
        }
        self.count(name, tally.edits)
    }
}
