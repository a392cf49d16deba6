//! Base64 (RFC 2045): four characters for three bytes, in lines. Where each byte is in the lines, and
//! lines of the same length for other bytes.

use data_encoding::{BASE64, BASE64_NOPAD};
use mail_parser::decoders::base64::base64_decode;

/// Longest line that a program writes which breaks lines at all.
const LINE: usize = 76;

/// The characters of a body in base64. Positions are bytes of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    /// The characters that have others than the one before them in front: their number, and where they
    /// are. The first is the first of all.
    runs: Vec<(usize, usize)>,
    /// How many bytes they mean.
    bytes: usize,
    /// The position behind the last character or padding.
    end: usize,
    /// Most characters in a line; `None` if lines are not broken.
    width: Option<usize>,
    line_end: &'static str,
    is_padded: bool,
}

/// What [`Lines::read`] has seen of a body so far.
#[derive(Default)]
struct Reader {
    characters: Vec<u8>,
    runs: Vec<(usize, usize)>,
    padding: usize,
    end: usize,
    column: usize,
    longest: usize,
    /// Whether a line has ended and another one has begun.
    has_lines: bool,
    line_end: Option<&'static str>,
}

impl Lines {
    /// Reads the base64 in the bytes `body` of `source`, and what it means. `None` if it is damaged or
    /// means nothing.
    pub fn read(source: &[u8], body: std::ops::Range<usize>) -> Option<(Self, Vec<u8>)> {
        let mut reader = Reader::default();
        for at in body.clone() {
            reader.push(source, at)?;
        }
        let count = reader.characters.len();
        let is_whole = match reader.padding {
            0 => count % 4 != 1,
            padding => padding < 3 && (count + padding) % 4 == 0,
        };
        if count == 0 || !is_whole {
            return None;
        }
        let bytes = base64_decode(&reader.characters)?;
        let lines = Self {
            bytes: bytes.len(),
            end: reader.end,
            width: reader.width(),
            line_end: reader
                .line_end
                .unwrap_or_else(|| end_of_line(&source[..body.start])),
            is_padded: reader.padding > 0 || count % 4 == 0,
            runs: reader.runs,
        };
        Some((lines, bytes))
    }

    /// Where the first character is that has bits of byte `at`, but none of the bytes before it as a
    /// whole. For the end of the bytes, the end of the base64.
    pub fn place(&self, at: usize) -> usize {
        if at >= self.bytes {
            return self.end;
        }
        let number = character(at);
        let next = self.runs.partition_point(|(first, _)| *first <= number);
        let (first, start) = self.runs[next.saturating_sub(1)];
        start + number - first
    }

    /// The byte whose [`Self::place`] is `at`.
    pub fn byte_at(&self, at: usize) -> Option<usize> {
        if at >= self.end {
            return Some(self.bytes);
        }
        let next = self.runs.partition_point(|(_, start)| *start <= at);
        let (first, start) = *self.runs.get(next.checked_sub(1)?)?;
        let number = first + at - start;
        let byte = number / 4 * 3 + number % 4;
        (number % 4 < 3 && byte < self.bytes && self.place(byte) == at).then_some(byte)
    }

    /// How many characters are in front of the one at `at` in its line of `source`.
    fn column(source: &[u8], at: usize) -> usize {
        let before = source[..at].iter().rev();
        let line = before.take_while(|byte| **byte != b'\n');
        line.filter(|byte| is_character(**byte)).count()
    }

    /// What follows the place of byte `from` if the bytes from the start of its group of three on become
    /// `bytes`.
    pub fn written(&self, source: &[u8], from: usize, bytes: &[u8]) -> Written {
        let encoding = if self.is_padded { BASE64 } else { BASE64_NOPAD };
        let column = Self::column(source, self.place(from));
        let characters = encoding.encode(bytes).split_off(from % 3);
        let mut text = String::with_capacity(characters.len() + characters.len() / 32);
        let mut rest = &*characters;
        let mut free = self.width.map_or(usize::MAX, |width| width - column);
        while rest.len() > free {
            let (line, next) = rest.split_at(free);
            text += line;
            text += self.line_end;
            rest = next;
            free = self.width.unwrap_or(usize::MAX);
        }
        text += rest;
        Written {
            text,
            bytes: bytes.len(),
            skipped: from % 3,
            column,
            width: self.width,
            line_end: self.line_end.len(),
        }
    }
}

/// New lines of base64.
pub struct Written {
    /// The lines.
    pub text: String,
    bytes: usize,
    /// How many characters of the first group are not part of them.
    skipped: usize,
    column: usize,
    width: Option<usize>,
    line_end: usize,
}

impl Written {
    /// Where the first character of byte `at` is, as in [`Lines::place`]. It may not be before the first
    /// byte that was written.
    pub fn place(&self, at: usize) -> usize {
        if at >= self.bytes {
            return self.text.len();
        }
        let number = character(at) - self.skipped;
        let breaks = self.width.map_or(0, |width| (self.column + number) / width);
        number + breaks * self.line_end
    }
}

impl Reader {
    /// Reads byte `at` of `source`; `None` if it has no place in base64.
    fn push(&mut self, source: &[u8], at: usize) -> Option<()> {
        match source[at] {
            b'\n' => {
                let is_two = at > 0 && source[at - 1] == b'\r';
                self.line_end
                    .get_or_insert(if is_two { "\r\n" } else { "\n" });
                self.column = 0;
            }
            b' ' | b'\t' | b'\r' => {}
            b'=' => {
                self.padding += 1;
                self.take(at);
            }
            byte if is_character(byte) && self.padding == 0 => {
                if self.end != at || self.runs.is_empty() {
                    self.runs.push((self.characters.len(), at));
                }
                self.characters.push(byte);
                self.take(at);
            }
            _ => return None,
        }
        Some(())
    }

    /// Counts a character or padding.
    fn take(&mut self, at: usize) {
        self.has_lines |= self.column == 0 && self.longest > 0;
        self.column += 1;
        self.longest = self.longest.max(self.column);
        self.end = at + 1;
    }

    /// Most characters in a line. A single line that is no longer than others are was not broken only
    /// because it is short.
    fn width(&self) -> Option<usize> {
        if self.has_lines {
            Some(self.longest)
        } else {
            (self.longest <= LINE).then_some(LINE)
        }
    }
}

/// The number of the character that byte `at` starts in, without those in which only the byte before it
/// ends.
fn character(at: usize) -> usize {
    at / 3 * 4 + at % 3
}

fn is_character(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/'
}

/// How the last line of `before` ends.
fn end_of_line(before: &[u8]) -> &'static str {
    if before.ends_with(b"\r\n") {
        "\r\n"
    } else {
        "\n"
    }
}
