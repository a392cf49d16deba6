//! Word boundaries by the Unicode rules (UAX #29), with a fast path for ASCII. Wherever a character beyond ASCII could affect
//! a boundary, the crate `unicode-segmentation` decides.

use unicode_segmentation::UnicodeSegmentation;

/// The classes of ASCII characters that the rules distinguish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    /// `_`
    Low,
    /// `:` between letters
    InWord,
    /// `,` and `;` between digits
    InNumber,
    /// `.` and `'` between letters, or between digits
    InBoth,
    Space,
    Return,
    Feed,
    Other,
    /// A byte of a character beyond ASCII, which may belong to the piece before it.
    Beyond,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Beyond; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        classes[byte as usize] = class(byte);
        byte += 1;
    }
    classes
};

const fn class(byte: u8) -> Class {
    match byte {
        b'A'..=b'Z' | b'a'..=b'z' => Class::Letter,
        b'0'..=b'9' => Class::Digit,
        b'_' => Class::Low,
        b':' => Class::InWord,
        b',' | b';' => Class::InNumber,
        b'.' | b'\'' => Class::InBoth,
        b' ' => Class::Space,
        b'\r' => Class::Return,
        b'\n' | 0x0b | 0x0c => Class::Feed,
        _ => Class::Other,
    }
}

/// What is known of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It has only ASCII letters.
    Letters,
    /// It has only ASCII spaces.
    Spaces,
    /// It is one mark of ASCII, but no apostrophe.
    Mark,
    /// It may be anything.
    Other,
}

/// A piece between two word boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'t> {
    /// Offset of its first byte.
    pub at: usize,
    /// Its text.
    pub text: &'t str,
    /// What is known of it.
    pub kind: Kind,
}

/// An iterator over the pieces between word boundaries, in order and without gaps.
#[derive(Clone, Debug)]
pub struct Pieces<'t> {
    text: &'t str,
    at: usize,
}

/// Splits `text` at its word boundaries.
///
/// ```
/// use unspin::text::bounds::pieces;
/// let pieces: Vec<&str> = pieces("can't go: 3.5 é!").map(|piece| piece.text).collect();
/// assert_eq!(pieces, ["can't", " ", "go", ":", " ", "3.5", " ", "é", "!"]);
/// ```
pub fn pieces(text: &str) -> Pieces<'_> {
    Pieces { text, at: 0 }
}

impl Pieces<'_> {
    /// Skips the next piece if it is a single ASCII space, as there is behind most words. Returns
    /// whether it was.
    #[inline]
    pub fn skip_space(&mut self) -> bool {
        let is_space = match &self.text.as_bytes()[self.at..] {
            [b' ', next, ..] => {
                !matches!(CLASSES[usize::from(*next)], Class::Space | Class::Beyond)
            }
            _ => false,
        };
        self.at += usize::from(is_space);
        is_space
    }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = Piece<'t>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let from = self.at;
        if from == self.text.len() {
            return None;
        }
        let (end, kind) = ascii_end(self.text.as_bytes(), from).unwrap_or_else(|| {
            // The crate finds each piece from the text after the previous one alone, so it can start at any boundary.
            let mut rest = self.text[from..].split_word_bounds();
            (from + rest.next().map_or(0, str::len), Kind::Other)
        });
        self.at = end;
        Some(Piece {
            at: from,
            text: &self.text[from..end],
            kind,
        })
    }
}

/// The end of the piece that starts at `from`, and what it is; `None` if a character beyond ASCII may affect it.
#[inline]
fn ascii_end(text: &[u8], from: usize) -> Option<(usize, Kind)> {
    let class = |at: usize| {
        text.get(at)
            .map_or(Class::Feed, |&byte| CLASSES[usize::from(byte)])
    };
    let is_closed = |end: usize| class(end) != Class::Beyond;
    let (end, kind) = match class(from) {
        Class::Beyond => return None,
        Class::Letter => {
            let letters = from + letters(&text[from..]);
            if matches!(class(letters), Class::Space | Class::Other | Class::Feed) {
                return Some((letters, Kind::Letters));
            }
            let end = word_end(class, letters - 1)?;
            let is_plain = end == letters;
            return Some((end, if is_plain { Kind::Letters } else { Kind::Other }));
        }
        Class::Digit | Class::Low => return Some((word_end(class, from)?, Kind::Other)),
        // A line end is a piece by itself, whatever follows.
        Class::Return => {
            let is_pair = text.get(from + 1) == Some(&b'\n');
            return Some((from + 1 + usize::from(is_pair), Kind::Other));
        }
        Class::Feed => return Some((from + 1, Kind::Other)),
        Class::Space => {
            let end = (from + 1..).find(|&at| class(at) != Class::Space)?;
            (end, Kind::Spaces)
        }
        Class::InWord | Class::InNumber | Class::InBoth | Class::Other => {
            let is_mark = text[from].is_ascii_punctuation() && text[from] != b'\'';
            (from + 1, if is_mark { Kind::Mark } else { Kind::Other })
        }
    };
    is_closed(end).then_some((end, kind))
}

/// The number of ASCII letters at the start of `text`. Reads eight bytes at a time.
#[inline]
fn letters(text: &[u8]) -> usize {
    let (eights, rest) = text.as_chunks();
    for (index, eight) in eights.iter().enumerate() {
        let others = others(u64::from_le_bytes(*eight));
        if others != 0 {
            return 8 * index + (others.trailing_zeros() / 8) as usize;
        }
    }
    let count = rest.iter().take_while(|byte| byte.is_ascii_alphabetic());
    8 * eights.len() + count.count()
}

/// The high bit of each of the eight bytes that is no ASCII letter.
#[inline]
fn others(eight: u64) -> u64 {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    const EACH: u64 = 0x0101_0101_0101_0101;
    // In lower case and without the high bits, so that no sum reaches the next byte.
    let low = (eight | (EACH * 0x20)) & !HIGH;
    let from_a = low + EACH * u64::from(0x80 - b'a');
    let after_z = low + EACH * u64::from(0x80 - (b'z' + 1));
    !(from_a & !after_z & !eight) & HIGH
}

/// The end of the word or number that starts at `from`; `None` as in [`ascii_end`].
#[inline]
fn word_end(class: impl Fn(usize) -> Class, from: usize) -> Option<usize> {
    let mut at = from + 1;
    let mut last = class(from);
    loop {
        let found = class(at);
        let joint = match (last, found) {
            (_, Class::Letter | Class::Digit | Class::Low) => {
                (at, last) = (at + 1, found);
                continue;
            }
            (_, Class::Beyond) => return None,
            (Class::Letter, Class::InWord | Class::InBoth)
            | (Class::Digit, Class::InNumber | Class::InBoth) => class(at + 1),
            _ => return Some(at),
        };
        match joint {
            Class::Beyond => return None,
            // A mark joins two letters or two digits: `a.b` and `1.5`, but not `a.5`.
            joint if joint == last => at += 2,
            _ => return Some(at),
        }
    }
}

#[cfg(test)]
mod tests;
