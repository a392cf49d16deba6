//! Texts inside texts, such as HTML in a string of JSON: places in the inner text become places in
//! the source of the outer one.

use super::{Decoded, Piece, Range, Spelling, Switch};

impl Decoded {
    /// Removes the text from byte `start` on, where a piece has to start, and returns it.
    pub fn split_off(&mut self, start: usize) -> Self {
        let first = self
            .pieces
            .partition_point(|piece| piece.text.start < start);
        let mut pieces = self.pieces.split_off(first);
        for piece in &mut pieces {
            piece.text = piece.text.start - start..piece.text.end - start;
        }
        Self {
            text: self.text.split_off(start),
            pieces,
            ..Self::default()
        }
    }

    /// Moves all places by `offset` bytes of the source.
    pub fn shift(&mut self, offset: usize) {
        for piece in &mut self.pieces {
            piece.source = piece.source.start + offset..piece.source.end + offset;
        }
    }

    /// Appends all of `other`, which was read from the same source.
    pub fn append(&mut self, other: &Self) {
        for piece in &other.pieces {
            self.push(
                &other.text[piece.text.clone()],
                piece.source.clone(),
                piece.spelling,
            );
        }
    }

    /// Appends the text of `inner`, which was read from the text of `outer`, with its places in
    /// the source of `outer`.
    pub fn append_nested(&mut self, outer: &Self, inner: &Self) {
        let was_off = self.is_off;
        for piece in &inner.pieces {
            let next = inner.off.partition_point(|off| off.end <= piece.text.start);
            let is_off = inner
                .off
                .get(next)
                .is_some_and(|off| off.start <= piece.text.start);
            self.switch(if is_off || was_off {
                Switch::Off
            } else {
                Switch::On
            });
            let text = &inner.text[piece.text.clone()];
            match piece.spelling {
                Spelling::Absent => self.separate(text),
                Spelling::Other => match outer.place(piece.source.clone()) {
                    Some(place) => self.decode(text, place),
                    None => self.separate(text),
                },
                Spelling::Same => self.append_part(outer, piece.source.clone()),
            }
        }
        self.is_off = was_off;
    }

    /// Appends the part `text` of the text of `other`.
    fn append_part(&mut self, other: &Self, text: Range<usize>) {
        let first = other
            .pieces
            .partition_point(|piece| piece.text.end <= text.start);
        for piece in &other.pieces[first..] {
            if piece.text.start >= text.end {
                break;
            }
            let part = text.start.max(piece.text.start)..text.end.min(piece.text.end);
            let start = piece.source_at(part.start);
            let end = piece.source_at(part.end);
            let text = &other.text[part];
            match (piece.spelling, start, end) {
                (Spelling::Same, Some(start), Some(_)) => self.copy(text, start),
                (Spelling::Other, Some(start), Some(end)) => self.decode(text, start..end),
                _ => self.separate(text),
            }
        }
    }

    /// The bytes of the source from the first to the last piece.
    pub fn source(&self) -> Range<usize> {
        let present = |piece: &&Piece| piece.spelling != Spelling::Absent;
        let first = self.pieces.iter().find(present);
        let last = self.pieces.iter().rfind(present);
        first.map_or(0, |piece| piece.source.start)..last.map_or(0, |piece| piece.source.end)
    }

    /// The position in the text of the byte `at` of a source that was read from front to back.
    pub fn text_at(&self, at: usize) -> Option<usize> {
        let next = self.pieces.partition_point(|piece| piece.source.end <= at);
        let piece = self.pieces.get(next)?;
        (piece.source.start <= at).then(|| piece.text_at(at))?
    }
}
