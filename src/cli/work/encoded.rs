//! Sources in another encoding than UTF-8. What people read is shown in UTF-8, what is written or
//! counted in bytes is in the encoding of the source.

use std::ffi::OsStr;

use super::super::input::NotText;
use super::super::message::Message;
use super::super::output::{Place, View};
use super::{WorkerThread, view};
use crate::document::Format;
use crate::document::encoding::{Encoding, Transcoded};
use crate::edit::Edit;

impl WorkerThread<'_> {
    /// Why `source` is not text. JSON lines are read line by line, and bad lines are reported.
    /// Archives have all kinds of records. In another encoding, all bytes may have a meaning.
    pub(super) fn not_text(&self, source: &[u8], format: Format) -> Option<NotText> {
        let is_encoded = || Encoding::of(source, format, self.shared.args.encoding()).is_some();
        if matches!(format, Format::JsonLines | Format::Warc) {
            return None;
        }
        NotText::start(source).filter(|_| !is_encoded())
    }

    /// Restores a source in another encoding as a whole.
    pub(super) fn transcoded(
        &mut self,
        name: &OsStr,
        source: &[u8],
        format: Format,
        encoding: Encoding,
    ) {
        let args = &self.shared.args;
        let problem = if args.annotate {
            Some("cannot be annotated")
        } else if args.keep.keep.is_some() && format == Format::JsonLines {
            Some("has lines that cannot be kept or left out one by one")
        } else {
            None
        };
        if let Some(problem) = problem {
            let text = format!("{problem} in {encoding}; convert it to UTF-8");
            self.outcome.messages.push(Message::failure(name, text));
            return;
        }
        let transcoded = Transcoded::new(source, encoding);
        let text = transcoded.text().as_bytes();
        let done = self.contain(name, source, |this| {
            let restored = this.worker.restore_utf8(text, format);
            let edits = transcoded.possible(restored.edits().to_vec());
            let view = View {
                edits: &edits,
                encoded: Some(&transcoded),
                ..view(name, Place::START, text, &restored)
            };
            let before = this.outcome.tally.bytes;
            this.count(&view, restored.documents());
            // What was read counts, not what it was decoded to.
            this.outcome.tally.bytes = before + source.len();
            this.report_bad(name, 0, &restored, false);
            if restored.documents() == 0 {
                return this.copy(source);
            }
            this.add_to_report(&view, format);
            this.show_encoded(&view, source, &transcoded);
        });
        if done.is_none() {
            self.copy(source);
        }
    }

    fn show_encoded(&mut self, view: &View<'_>, source: &[u8], transcoded: &Transcoded) {
        if !self.shared.args.mode().is_text() {
            return self.show(view);
        }
        if !self.keep(view.verdict.is_spun()) {
            return;
        }
        self.add_edits(view);
        let edits: Vec<Edit> = transcoded.edits_in_source(view.edits.to_vec());
        let restored = transcoded.encoding().apply(source, &edits);
        self.outcome.out.extend(restored);
    }
}
