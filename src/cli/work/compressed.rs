//! Pages that are compressed inside their record of a web archive. Only the page counts as the document:
//! positions of edits are those in the decompressed page. It is compressed again in the same format.

use std::ffi::OsStr;
use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

use super::super::message::at_line;
use super::super::output::Place;
use super::super::task::Record;
use super::{WorkerThread, view};
use crate::document::warc::{self, Chunks, Coding, Content};

/// Longest page that is restored, in bytes. Longer ones are copied.
const LONGEST: u64 = 64 << 20;

/// A compressed page in a record.
pub(super) struct Page<'r> {
    record: warc::Record<'r>,
    content: Content,
    coding: Coding,
    text: Vec<u8>,
}

impl<'r> Page<'r> {
    /// The page in the record `bytes`; `None` if it is not compressed, or cannot be decompressed.
    pub(super) fn read(bytes: &'r [u8]) -> Option<Self> {
        let record = warc::Record::first(bytes)?;
        let content = record.content()?;
        let coding = content.coding?;
        let body = record.body(&content);
        let chunks = Chunks::read(body).filter(|_| content.is_chunked);
        let packed = chunks.as_ref().map_or(body, |chunks| &chunks.data);
        let mut text = Vec::new();
        match coding {
            Coding::Gzip => MultiGzDecoder::new(packed)
                .take(LONGEST + 1)
                .read_to_end(&mut text),
            Coding::Deflate => ZlibDecoder::new(packed)
                .take(LONGEST + 1)
                .read_to_end(&mut text),
            Coding::BareDeflate => DeflateDecoder::new(packed)
                .take(LONGEST + 1)
                .read_to_end(&mut text),
        }
        .ok()?;
        let is_text = text.len() as u64 <= LONGEST && !text.contains(&0);
        is_text.then_some(Self {
            record,
            content,
            coding,
            text,
        })
    }

    /// The record with this text; `None` if a header cannot be adjusted.
    fn with_text(&self, text: &[u8]) -> Option<Vec<u8>> {
        let mut body = compressed(self.coding, text).ok()?;
        if self.content.is_chunked {
            let start = format!("{:x}\r\n", body.len());
            body = [start.as_bytes(), &body, b"\r\n0\r\n\r\n"].concat();
        }
        self.record.with_body(&self.content, &body)
    }
}

fn compressed(coding: Coding, text: &[u8]) -> io::Result<Vec<u8>> {
    let level = Compression::default();
    match coding {
        Coding::Gzip => {
            let mut encoder = GzEncoder::new(Vec::new(), level);
            encoder.write_all(text)?;
            encoder.finish()
        }
        Coding::Deflate => {
            let mut encoder = ZlibEncoder::new(Vec::new(), level);
            encoder.write_all(text)?;
            encoder.finish()
        }
        Coding::BareDeflate => {
            let mut encoder = DeflateEncoder::new(Vec::new(), level);
            encoder.write_all(text)?;
            encoder.finish()
        }
    }
}

impl WorkerThread<'_> {
    /// Restores the compressed `page` of a record, whose bytes are `bytes`.
    pub(super) fn compressed(
        &mut self,
        name: &OsStr,
        record: Record,
        bytes: &[u8],
        page: &Page<'_>,
    ) {
        let restored = self.worker.restore(&page.text, page.content.format);
        let is_changed = !restored.edits().is_empty();
        let new = is_changed.then(|| page.with_text(&restored.bytes()));
        if new == Some(None) {
            self.report_digest(&at_line(name, record.number), bytes);
        }
        if restored.documents() == 0 || new == Some(None) {
            self.outcome.tally.bytes += bytes.len();
            return self.copy(bytes);
        }
        let view = view(name, Place::of(record), &page.text, &restored);
        let before = self.outcome.tally.bytes;
        self.count(&view, 1);
        // What was read is the record. The page in it was decompressed once more.
        self.outcome.tally.bytes = before + bytes.len();
        self.add_to_report(&view, page.content.format);
        if !self.shared.args.mode().is_text() {
            self.show(&view);
        } else if self.keep(view.verdict.is_spun()) {
            self.add_edits(&view);
            let record = new.flatten();
            let out = &mut self.outcome.out;
            out.extend_from_slice(record.as_deref().unwrap_or(bytes));
        }
    }
}
