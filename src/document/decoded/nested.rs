//! Texts inside texts, such as HTML in a string of JSON: places in the inner text become places in
//! the source of the outer one.

use super::{Decoded, Piece, Range, Spelling};

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

    /// Appends the text of `other`, which has the same source.
    pub fn append(&mut self, other: &Self) {
        let start = self.text.len();
        self.breaks.extend(other.breaks.iter().map(|at| at + start));
        for piece in &other.pieces {
            self.push(
                &other.text[piece.text.clone()],
                piece.source.clone(),
                piece.spelling,
            );
        }
        let off = other.off.iter();
        self.switch_off(off.map(|off| off.start + start..off.end + start).collect());
    }

    /// Appends the text of `upper`, whose source is the text of `lower`.
    pub fn append_through(&mut self, upper: &Self, lower: &Self) {
        let start = self.text.len();
        self.breaks.extend(upper.breaks.iter().map(|at| at + start));
        for piece in &upper.pieces {
            let text = &upper.text[piece.text.clone()];
            match piece.spelling {
                Spelling::Absent => self.separate(text),
                Spelling::Other => match lower.place(piece.source.clone()) {
                    Some(place) => self.decode(text, place),
                    None => self.separate(text),
                },
                Spelling::Same => self.copy_through(text, piece.source.start, lower),
            }
        }
        let off = upper.off.iter();
        self.switch_off(off.map(|off| off.start + start..off.end + start).collect());
    }

    /// Appends `text`, which `lower` has at `at`.
    fn copy_through(&mut self, text: &str, at: usize, lower: &Self) {
        let end = at + text.len();
        let first = lower.pieces.partition_point(|piece| piece.text.end <= at);
        for piece in &lower.pieces[first..] {
            let part = piece.text.start.max(at)..piece.text.end.min(end);
            if part.is_empty() {
                break;
            }
            let text = &text[part.start - at..part.end - at];
            match piece.spelling {
                Spelling::Same => {
                    self.copy(text, piece.source.start + part.start - piece.text.start);
                }
                Spelling::Other if part == piece.text => self.decode(text, piece.source.clone()),
                Spelling::Other | Spelling::Absent => self.separate(text),
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
