//! Text and JSON lines, which are read in parts.

use std::ffi::OsStr;
use std::io::{self, Read};
use std::ops::ControlFlow;

use super::super::input::{Input, LineBatches, NotText, Source, TextChunks};
use super::super::message::Message;
use super::super::position::Position;
use super::super::task::{Chunk, Origin, Part, Record, Target};
use super::Reader;
use crate::document::Format;
use crate::document::switch::{self, Switch};

impl Reader<'_> {
    pub(super) fn whole(
        &self,
        name: &OsStr,
        mut source: Source<'_>,
        target: Target,
        format: Format,
    ) -> ControlFlow<()> {
        self.push(name, Part::Begin(target, source.packing), 0)?;
        let mut is_read = false;
        self.parts(name, (&source.count, &source.notes.tail), || {
            if std::mem::replace(&mut is_read, true) {
                return Ok(None);
            }
            let mut bytes = Vec::new();
            source.reader.read_to_end(&mut bytes)?;
            Ok(Some(Part::Bytes(bytes, format)))
        })
    }

    pub(super) fn lines(
        &self,
        name: &OsStr,
        source: Source<'_>,
        target: Target,
    ) -> ControlFlow<()> {
        let mut batches = LineBatches::new(source.reader);
        let mut next = Record {
            number: 1,
            start: Position::START,
        };
        self.push(name, Part::Begin(target, source.packing), 0)?;
        self.parts(name, (&source.count, &source.notes.tail), || {
            let lines = batches.read()?;
            let first = next;
            next.start.advance(&lines);
            next.number = next.start.line;
            Ok((!lines.is_empty()).then_some(Part::Lines { first, lines }))
        })
    }

    /// Hands in a long plain text. What turns out not to be text is copied from there on.
    pub(super) fn chunks(
        &self,
        input: &Input,
        source: Source<'_>,
        target: Target,
        origin: Origin,
    ) -> io::Result<ControlFlow<()>> {
        let name = input.name();
        let mut not_text = self.not_text(input)?;
        if not_text.is_some() && self.is_left_out(&target, origin) {
            return Ok(ControlFlow::Continue(()));
        }
        if let Some(reason) = not_text.filter(|_| origin != Origin::Folder) {
            self.report(name, reason);
        }
        let mut chunks = TextChunks::new(source.reader);
        let mut switch = Switch::On;
        let mut start = Position::START;
        let begun = self.push(name, Part::Begin(target, source.packing), 0);
        if begun.is_break() {
            return Ok(begun);
        }
        Ok(self.parts(name, (&source.count, &source.notes.tail), || {
            let Some(text) = chunks.read()? else {
                return Ok(None);
            };
            if not_text.is_none() {
                not_text = NotText::at(start.byte, &text);
                if let Some(reason) = not_text {
                    self.report(name, reason);
                }
            }
            if not_text.is_some() {
                return Ok(Some(Part::Copy(text)));
            }
            let after = switch::ranges_after(switch, &text).1;
            let mut end = start;
            end.advance(&text);
            Ok(Some(Part::Chunk(Chunk {
                start: std::mem::replace(&mut start, end),
                switch: std::mem::replace(&mut switch, after),
                text,
            })))
        }))
    }

    /// Why a long file is not text. A pipe can be read only once, so it is checked chunk by chunk.
    fn not_text(&self, input: &Input) -> io::Result<Option<NotText>> {
        match input.path().filter(|path| path.is_file()) {
            Some(path) => NotText::file(path, self.args.max_expansion),
            None => Ok(None),
        }
    }

    /// Reports that an input is not text.
    fn report(&self, name: &OsStr, reason: NotText) {
        // If the output is no longer wanted, the next part is refused, too.
        let _ = self.message(Message::failure(name, reason.to_string()));
    }
}
