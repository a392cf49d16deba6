//! The line from bytes to edits, for one thread.

#[cfg(feature = "formats")]
use super::BadRecord;
use super::edits::merged;
use super::pass::Scratch;
use super::text::Text;
use super::{Odd, Restored, Restorer, Verdict, spintax};
use crate::cost::Cost;
#[cfg(feature = "formats")]
use crate::document::csv::Table;
#[cfg(feature = "formats")]
use crate::document::encoding::{Encoding, Transcoded};
use crate::document::fold::{self, Folded};
#[cfg(feature = "formats")]
use crate::document::json::{self, RecordError};
use crate::document::switch::{self, Switch};
#[cfg(feature = "formats")]
use crate::document::{Document, Moved};
use crate::document::{Format, chunk, lines, plain};
use crate::edit::{Edit, Pool};
use crate::ranges;
use crate::text::token;
#[cfg(feature = "formats")]
use bstr::ByteSlice;
use std::ops::Range;

/// Log odds, in milli-nats, below which a text is not spun in whatever language it is.
const UNLIKELY: Cost = -8000;

/// Edits of a document after which the text in front of them is forgotten: those of 1 MiB.
#[cfg(feature = "formats")]
const MANY: usize = (1 << 20) / size_of::<Edit>();

/// Restores one document after another on one thread, and keeps its memory between them.
pub struct Worker<'r> {
    pub(super) restorer: &'r Restorer,
    pub(super) text: Text,
    pub(super) scratch: Scratch,
    #[cfg(feature = "formats")]
    document: Document,
}

impl<'r> Worker<'r> {
    pub(super) fn new(restorer: &'r Restorer) -> Self {
        #[cfg(feature = "formats")]
        let mut document = Document::default();
        #[cfg(feature = "formats")]
        document.keep_lines(restorer.options.keep_lines);
        Self {
            restorer,
            text: Text::default(),
            scratch: Scratch::default(),
            #[cfg(feature = "formats")]
            document,
        }
    }

    /// Restores the document `source`, which is written in `format`.
    ///
    /// It never fails. What cannot be read, such as invalid UTF-8 or a bad line of JSON lines, stays
    /// as it is. Text of more than 192 KiB is restored in chunks, each with a verdict
    /// of its own.
    ///
    /// ```
    /// use unspin::{Format, Restorer};
    /// let restorer = Restorer::default();
    /// let restored = restorer.worker().restore(b"<p>It rained on Monday.", Format::Html);
    /// assert!(restored.edits().is_empty());
    /// ```
    pub fn restore<'s>(&mut self, source: &'s [u8], format: Format) -> Restored<'s> {
        #[cfg(feature = "formats")]
        if let Some(encoding) = Encoding::of(source, format, self.restorer.options.encoding) {
            return self.restore_transcoded(source, format, encoding);
        }
        self.restore_utf8(source, format)
    }

    /// Restores a source in another encoding than UTF-8. Its edits are left out where they have
    /// characters that the encoding cannot express.
    #[cfg(feature = "formats")]
    fn restore_transcoded<'s>(
        &mut self,
        source: &'s [u8],
        format: Format,
        encoding: Encoding,
    ) -> Restored<'s> {
        let transcoded = Transcoded::new(source, encoding);
        let restored = self.restore_utf8(transcoded.text().as_bytes(), format);
        let place = |span| vec![transcoded.source_span(span)];
        let verdict = restored.verdict.placed(place);
        Restored {
            source,
            edits: transcoded.edits_in_source(restored.edits),
            verdict,
            documents: restored.documents,
            bad_records: restored.bad_records,
            encoding: Some(encoding),
        }
    }

    /// Restores a document in UTF-8, whatever it declares.
    #[doc(hidden)]
    pub fn restore_utf8<'s>(&mut self, source: &'s [u8], format: Format) -> Restored<'s> {
        match format {
            Format::Text => self.restore_after(Switch::On, source),
            #[cfg(feature = "formats")]
            Format::JsonLines => self.restore_records(source),
            #[cfg(feature = "formats")]
            Format::Csv | Format::Tsv => self.restore_table(source, format),
            #[cfg(feature = "formats")]
            Format::Warc => self.restore_archive(source),
            #[cfg(feature = "formats")]
            _ => {
                let selection = &self.restorer.options.selection;
                match self.document.read_selected(source, format, selection) {
                    Ok(()) => self.restore_document(source),
                    Err((line, error)) => Restored::bad(source, line, error),
                }
            }
        }
    }

    /// Restores plain text that continues one in which restoring was switched `before`. Unlike other
    /// formats, plain text is not copied.
    #[doc(hidden)]
    pub fn restore_after<'s>(&mut self, before: Switch, source: &'s [u8]) -> Restored<'s> {
        let prose = plain::prose(source);
        let (off, _) = switch::ranges_after(before, source);
        let mut pool = Pool::default();
        let mut edits = Vec::new();
        let mut verdicts = Vec::new();
        for chunk in chunk::all(source) {
            let text = &source[chunk.clone()];
            let (mut found, verdict) = self.restore_part(text, chunk.start, &prose, &off);
            pool.share(&mut found);
            edits.append(&mut found);
            verdicts.push(verdict);
        }
        edits = if self.restorer.options.keep_lines {
            lines::kept(edits, source)
        } else {
            lines::kept_if_quoted(edits, source)
        };
        Restored::new(source, edits, Verdict::of_parts(verdicts))
    }

    /// Restores a table, batch by batch.
    #[cfg(feature = "formats")]
    fn restore_table<'s>(&mut self, source: &'s [u8], format: Format) -> Restored<'s> {
        let columns = &self.restorer.options.selection.columns;
        let table = match Table::new(source, format, columns) {
            Ok(table) => table,
            Err(error) => return Restored::bad(source, 1, error.into()),
        };
        let mut edits = Vec::new();
        let mut verdicts = Vec::new();
        let mut start = table.header();
        while start < source.len() || verdicts.is_empty() {
            let rest = &source[start..];
            let rows = &rest[..table.batch(rest).unwrap_or(rest.len())];
            let restored = self.restore_rows(rows, &table);
            edits.extend(restored.edits.into_iter().map(|edit| edit.moved(start)));
            verdicts.push(restored.verdict.moved(start));
            start += rows.len();
        }
        Restored::new(source, edits, Verdict::of_parts(verdicts))
    }

    /// Restores whole rows of `table`, without its header.
    #[cfg(feature = "formats")]
    #[doc(hidden)]
    pub fn restore_rows<'s>(&mut self, rows: &'s [u8], table: &Table) -> Restored<'s> {
        let format = self.restorer.options.selection.field_format;
        self.document.read_rows(rows, table, format);
        self.restore_document(rows)
    }

    /// Restores JSON lines, each as a document. Blank lines are none.
    #[cfg(feature = "formats")]
    fn restore_records<'s>(&mut self, source: &'s [u8]) -> Restored<'s> {
        let mut edits = Vec::new();
        let mut verdicts = Vec::new();
        let mut bad_records = Vec::new();
        let mut start = 0;
        for (text, line) in source.lines_with_terminator().zip(1..) {
            match self.restore_record(text) {
                Ok(Some(restored)) => {
                    edits.extend(restored.edits.into_iter().map(|edit| edit.moved(start)));
                    verdicts.push(restored.verdict.moved(start));
                }
                Ok(None) => {}
                Err(error) => bad_records.push(BadRecord { line, error }),
            }
            start += text.len();
        }
        Restored {
            documents: verdicts.len(),
            bad_records,
            ..Restored::new(source, edits, Verdict::of_parts(verdicts))
        }
    }

    /// Restores a line of JSON lines, unless it is blank.
    #[cfg(feature = "formats")]
    fn restore_record<'s>(&mut self, line: &'s [u8]) -> Result<Option<Restored<'s>>, RecordError> {
        if json::is_blank(line) {
            return Ok(None);
        }
        self.document
            .read_record(line, &self.restorer.options.selection)?;
        Ok(Some(self.restore_document(line)))
    }

    /// Restores the document that was read from `source`.
    #[cfg(feature = "formats")]
    fn restore_document<'s>(&mut self, source: &'s [u8]) -> Restored<'s> {
        let mut document = std::mem::take(&mut self.document);
        let mut pool = Pool::default();
        let mut moved = Moved::default();
        let mut verdicts = Vec::new();
        let mut new = 0;
        for chunk in document.chunks() {
            let text = document.part(chunk.clone()).as_bytes();
            let (prose, off) = (document.prose(), document.off());
            let (mut edits, verdict) = self.restore_part(text, chunk.start, prose, off);
            pool.share(&mut edits);
            verdicts.push(verdict.placed(|span| document.source_spans(span)));
            new += edits.len();
            document.move_edits(edits, source, &mut moved);
            // Edits take the place of the text in memory.
            if new >= MANY {
                document.forget_text(chunk.start);
                new = 0;
            }
        }
        // Joins the spans on both sides of the end of a chunk.
        let verdict = Verdict::of_parts(verdicts).placed(|span| vec![span]);
        if document.is_large() {
            document.forget_text(usize::MAX);
            self.text = Text::default();
            self.scratch = Scratch::default();
        }
        let edits = document.settled(moved, source);
        document.shrink();
        self.document = document;
        Restored::new(source, edits, verdict)
    }

    /// Restores the `chunk` of a text that starts at its byte `start`. The text has this `prose`, except what
    /// is switched `off`.
    fn restore_part(
        &mut self,
        chunk: &[u8],
        start: usize,
        prose: &[Range<usize>],
        off: &[Range<usize>],
    ) -> (Vec<Edit>, Verdict) {
        let range = start..start + chunk.len();
        let prose = ranges::within(prose, &range);
        let off = ranges::within(off, &range);
        let (edits, verdict) = if fold::is_needed(chunk) {
            self.restore_folded(chunk, &prose, &off)
        } else {
            self.judge_chunk(chunk, &prose, &off)
        };
        let edits = edits.into_iter().map(|edit| edit.moved(start));
        (edits.collect(), verdict.moved(start))
    }

    /// Restores a chunk with characters that are not read as they are written.
    fn restore_folded(
        &mut self,
        source: &[u8],
        prose: &[Range<usize>],
        off: &[Range<usize>],
    ) -> (Vec<Edit>, Verdict) {
        let ngrams = &self.restorer.models.ngrams;
        let knows = |word: &str| ngrams.knows(token::word_hash(word));
        let folded = Folded::of(source, prose, off, knows);
        let text = folded.text().as_bytes();
        let (edits, verdict) = self.judge_chunk(text, folded.prose(), folded.off());
        let verdict = verdict.placed(|span| folded.source_spans(span));
        (folded.edits_in_source(edits), verdict)
    }

    /// Restores a chunk, and says what it looks like.
    fn judge_chunk(
        &mut self,
        source: &[u8],
        prose: &[Range<usize>],
        off: &[Range<usize>],
    ) -> (Vec<Edit>, Verdict) {
        self.text.read(source, prose);
        let words = self.text.words;
        let (edits, judgement) = self.restore_chunk(source, prose, off);
        let edits = merged(edits, self.resolve_spintax(source, prose, off));
        let mut judgement = if words > 0 {
            judgement
        } else {
            judgement.without_words()
        };
        if judgement.spun || judgement.log_odds < UNLIKELY || self.is_mostly_english() {
            judgement.words = words;
        }
        if spintax::is_in(source, prose) {
            judgement.odd.push(Odd::Alternatives);
        }
        (edits, self.restorer.verdict(judgement))
    }

    /// Whether most of the text is English, so that an English spinner may have been at work.
    fn is_mostly_english(&mut self) -> bool {
        let ngrams = &self.restorer.models.ngrams;
        self.text.note_prose(|word| ngrams.knows(word));
        self.text.is_mostly_english()
    }
}
