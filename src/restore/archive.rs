//! Web archives: each record with text is a document.

use super::{Restored, Verdict, Worker};
use crate::document::warc::{Chunks, Content, Record};
use crate::edit::{Edit, Evidence, Kind, apply};
use std::ops::Range;

impl Worker<'_> {
    /// Restores the records of an archive. Everything after something that is no record is left as it
    /// is.
    pub(super) fn restore_archive<'s>(&mut self, source: &'s [u8]) -> Restored<'s> {
        let mut edits = Vec::new();
        let mut verdicts = Vec::new();
        let mut documents = 0;
        let mut start = 0;
        while let Some(record) = Record::first(&source[start..]) {
            let restored = self.restore_archived(&source[start..start + record.end()]);
            edits.extend(restored.edits.into_iter().map(|edit| edit.moved(start)));
            verdicts.push(restored.verdict.moved(start));
            documents += restored.documents;
            start += record.end();
        }
        Restored {
            documents,
            ..Restored::new(source, edits, Verdict::of_parts(verdicts))
        }
    }

    /// Restores a record of an archive. It is a document if it has text that is not compressed.
    #[doc(hidden)]
    pub fn restore_archived<'s>(&mut self, source: &'s [u8]) -> Restored<'s> {
        let record = Record::first(source);
        let found = record.and_then(|record| {
            let content = record
                .content()
                .filter(|content| content.coding.is_none())?;
            Some((content, record))
        });
        let Some((content, record)) = found else {
            return Restored {
                documents: 0,
                ..Restored::new(source, Vec::new(), Verdict::default())
            };
        };
        let body = &source[content.body.clone()];
        let chunks = Chunks::read(body).filter(|_| content.is_chunked);
        let text = chunks.as_ref().map_or(body, |chunks| &chunks.data);
        let mut restored = self.restore(text, content.format);
        if let Some(encoding) = restored.encoding {
            // Lengths are counted in UTF-8.
            restored
                .edits
                .retain(|edit| encoding.has_ascii() && edit.original().is_ascii());
        }
        let documents = restored.documents.min(1);
        let place = |chunks: &Chunks, span| chunks.place(span).into_iter().collect();
        let (edits, verdict) = match &chunks {
            Some(chunks) => (
                in_chunks(chunks, restored.edits),
                restored.verdict.placed(|span| place(chunks, span)),
            ),
            None => (restored.edits, restored.verdict),
        };
        let edits = with_headers(&record, &content, edits).unwrap_or_default();
        Restored {
            documents,
            ..Restored::new(source, edits, verdict.moved(content.body.start))
        }
    }
}

/// The `edits` of the data of `chunks` as edits of the body, with those of the lengths. An edit across
/// the end of a chunk is left out.
fn in_chunks(chunks: &Chunks, edits: Vec<Edit>) -> Vec<Edit> {
    let place = |edit: Edit| {
        let place = chunks.place(edit.range())?;
        Some(edit.at(place))
    };
    let mut edits: Vec<Edit> = edits.into_iter().filter_map(place).collect();
    let sizes: Vec<_> = edits
        .iter()
        .map(|edit| (edit.range(), edit.original().len()))
        .collect();
    match chunks.lengths(&sizes) {
        Some(lengths) => edits.extend(lengths.into_iter().map(header_edit)),
        None => edits.clear(),
    }
    edits.sort_by_key(|edit| edit.start);
    edits
}

/// The `edits` of the body of a record as edits of the record, with those of its headers. `None` if
/// there are none or a header cannot be changed.
fn with_headers(record: &Record<'_>, content: &Content, edits: Vec<Edit>) -> Option<Vec<Edit>> {
    if edits.is_empty() {
        return None;
    }
    let new = apply(record.body(content), &edits);
    let headers = record.changes(content, &new)?.into_iter().map(header_edit);
    let edits = edits.into_iter().map(|edit| edit.moved(content.body.start));
    Some(headers.chain(edits).collect())
}

fn header_edit((range, value): (Range<usize>, String)) -> Edit {
    let kind = Kind::Header;
    Edit::new(range, value, Evidence::new(kind, kind.name(), 0, 0))
}
