//! The line from bytes to edits, for one thread.

use super::families::Judgement;
use super::pass::Scratch;
use super::text::Text;
use super::{BadRecord, GateMode, Restored, Restorer, Verdict};
use crate::document::switch::{self, Switch};
use crate::document::{Document, Format, RecordError, chunk, plain};
use crate::edit::Edit;
use std::ops::Range;

/// Restores one document after another on one thread, and keeps its memory between them.
pub struct Worker<'r> {
    pub(super) restorer: &'r Restorer,
    pub(super) text: Text,
    pub(super) scratch: Scratch,
    document: Document,
}

impl<'r> Worker<'r> {
    pub(super) fn new(restorer: &'r Restorer) -> Self {
        Self {
            restorer,
            text: Text::default(),
            scratch: Scratch::default(),
            document: Document::default(),
        }
    }

    /// Restores the document `source`, which is written in `format`.
    ///
    /// It never fails. What cannot be read, such as invalid UTF-8 or a bad line of JSON lines, stays
    /// as it is. Text of more than [`chunk::LIMIT`] bytes is restored in chunks, each with a verdict
    /// of its own.
    ///
    /// ```
    /// use unspin::{Format, Restorer};
    /// let restorer = Restorer::default();
    /// let restored = restorer.worker().restore(b"<p>It rained on Monday.", Format::Html);
    /// assert!(restored.edits().is_empty());
    /// ```
    pub fn restore<'s>(&mut self, source: &'s [u8], format: Format) -> Restored<'s> {
        match format {
            Format::Text => self.restore_after(Switch::On, source),
            Format::JsonLines => self.restore_records(source),
            _ => {
                self.document.read(source, format);
                self.restore_document(source)
            }
        }
    }

    /// Restores plain text that continues one in which restoring was switched `before`.
    #[doc(hidden)]
    pub fn restore_after<'s>(&mut self, before: Switch, source: &'s [u8]) -> Restored<'s> {
        let (edits, verdict) = self.restore_chunks(before, source);
        Restored {
            source,
            edits,
            verdict,
            documents: 1,
            bad_records: Vec::new(),
        }
    }

    /// Restores JSON lines, each as a document. Blank lines are none.
    fn restore_records<'s>(&mut self, source: &'s [u8]) -> Restored<'s> {
        let mut edits = Vec::new();
        let mut verdicts = Vec::new();
        let mut bad_records = Vec::new();
        let mut start = 0;
        for (line, number) in source.split_inclusive(|&byte| byte == b'\n').zip(1..) {
            match self.read_record(line) {
                Ok(false) => {}
                Ok(true) => {
                    let restored = self.restore_document(line);
                    edits.extend(restored.edits.into_iter().map(|edit| edit.moved(start)));
                    verdicts.push(restored.verdict);
                }
                Err(error) => bad_records.push(BadRecord {
                    line: number,
                    error,
                }),
            }
            start += line.len();
        }
        Restored {
            source,
            edits,
            documents: verdicts.len(),
            verdict: Verdict::of_parts(verdicts),
            bad_records,
        }
    }

    /// Reads a line of JSON lines, and returns whether it holds a record.
    fn read_record(&mut self, line: &[u8]) -> Result<bool, RecordError> {
        self.document
            .read_record(line, &self.restorer.options.fields)
    }

    /// Restores the document that was read from `source`.
    fn restore_document<'s>(&mut self, source: &'s [u8]) -> Restored<'s> {
        let document = std::mem::take(&mut self.document);
        let (edits, verdict) = self.restore_chunks(Switch::On, document.text().as_bytes());
        let edits = document.edits_in_source(&edits, source);
        self.document = document;
        Restored {
            source,
            edits,
            verdict,
            documents: 1,
            bad_records: Vec::new(),
        }
    }

    /// Restores a text chunk by chunk. It looks like the chunk that looks most spun.
    fn restore_chunks(&mut self, mut switch: Switch, source: &[u8]) -> (Vec<Edit>, Verdict) {
        let mut edits = Vec::new();
        let mut verdicts = Vec::new();
        for chunk in chunk::all(source) {
            let (off, after) = switch::ranges_after(switch, &source[chunk.clone()]);
            let off: Vec<_> = off
                .into_iter()
                .map(|range| moved(range, chunk.start))
                .collect();
            let (more, judgement) = self.restore_chunk(source, &chunk, &off);
            edits.extend(more);
            verdicts.push(self.restorer.verdict(judgement));
            switch = after;
        }
        (edits, Verdict::of_parts(verdicts))
    }

    /// Restores one chunk, except where comments switch restoring `off`.
    fn restore_chunk(
        &mut self,
        source: &[u8],
        chunk: &Range<usize>,
        off: &[Range<usize>],
    ) -> (Vec<Edit>, Judgement) {
        let prose: Vec<_> = plain::prose(&source[chunk.clone()])
            .into_iter()
            .map(|run| moved(run, chunk.start))
            .collect();
        self.text.read(source, &prose);
        let Restorer {
            options,
            families,
            models,
            ..
        } = self.restorer;
        let Text { tokens, quoted, .. } = &self.text;
        let is_quoted = |at: usize| Some(quoted[at]);
        let screening = models
            .gate
            .judge(tokens.as_slice(), is_quoted, &mut self.scratch.met);
        let is_clean = screening.is_clean() && options.gate == GateMode::Auto;
        if is_clean
            && !families
                .iter()
                .any(|family| family.may_be_in(tokens, quoted))
        {
            return (Vec::new(), Judgement::at_first_sight(screening));
        }
        self.text.fix(source, &prose, off, &options.allow);
        self.text.read_apostrophes(&source[chunk.clone()]);
        let (terms, about_terms) = self.restore_terms(source, screening);
        let (words, about_words) = self.restore_words(source, screening);
        (
            super::edits::merged(words, terms),
            about_words.and(about_terms),
        )
    }
}

/// A range of a part that starts at `offset`, in the whole.
fn moved(range: Range<usize>, offset: usize) -> Range<usize> {
    range.start + offset..range.end + offset
}
