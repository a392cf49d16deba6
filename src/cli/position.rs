//! Places in an input, as people and programs count them.

use memchr::{memchr_iter, memrchr};

/// A place in an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// How many bytes precede it.
    pub byte: usize,
    /// Its line, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
}

impl Position {
    /// The start of an input.
    pub const START: Self = Self {
        byte: 0,
        line: 1,
        column: 1,
    };

    /// Goes over `bytes`, which follow. Only a line feed ends a line. A byte order mark is no
    /// character.
    pub fn advance(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        if self.byte == 0 {
            rest = rest.strip_prefix("\u{feff}".as_bytes()).unwrap_or(rest);
        }
        self.byte += bytes.len();
        if let Some(last) = memrchr(b'\n', rest) {
            let (lines, line) = rest.split_at(last + 1);
            self.line += memchr_iter(b'\n', lines).count();
            self.column = 1;
            rest = line;
        }
        let count = |chunk: std::str::Utf8Chunk<'_>| {
            chunk.valid().chars().count() + usize::from(!chunk.invalid().is_empty())
        };
        self.column += rest.utf8_chunks().map(count).sum::<usize>();
    }
}

/// Finds the positions of places in a source. Only what is between two places is counted, so places
/// should come in order.
#[derive(Clone, Copy, Debug)]
pub struct Positions<'s> {
    source: &'s [u8],
    start: Position,
    at: usize,
    position: Position,
}

impl<'s> Positions<'s> {
    /// For places in `source`, which is at `start` in its input.
    pub fn new(source: &'s [u8], start: Position) -> Self {
        Self {
            source,
            start,
            at: 0,
            position: start,
        }
    }

    /// The position of the byte `at` of the source.
    pub fn of(&mut self, at: usize) -> Position {
        if at < self.at {
            *self = Self::new(self.source, self.start);
        }
        let end = at.min(self.source.len());
        self.position.advance(&self.source[self.at..end]);
        self.at = end;
        self.position
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_lines_and_characters() {
        let source = "a é b\nc\n\rd".as_bytes();
        let mut positions = Positions::new(source, Position::START);
        for (byte, line, column) in [
            (0, 1, 1),
            (5, 1, 5),
            (7, 2, 1),
            (10, 3, 2),
            // Places may also come out of order.
            (2, 1, 3),
            (11, 3, 3),
        ] {
            let expected = Position { byte, line, column };
            assert_eq!(positions.of(byte), expected);
        }
    }

    #[test]
    fn marks_count_nothing_and_bytes_that_are_not_text_count_one() {
        let mut position = Position::START;
        position.advance("\u{feff}ab".as_bytes());
        assert_eq!((position.byte, position.column), (5, 3));
        position.advance(b"\xff\xfe");
        assert_eq!((position.byte, position.column), (7, 5));
    }

    #[test]
    fn parts_go_on_where_the_last_one_ended() {
        let text = "one\ntwo é three\nfour";
        let mut whole = Position::START;
        whole.advance(text.as_bytes());
        let mut parts = Position::START;
        for char in text.chars() {
            parts.advance(char.to_string().as_bytes());
        }
        assert_eq!(parts, whole);
    }
}
