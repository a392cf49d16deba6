//! Word bounds of UAX #29, as `unicode-segmentation` finds them, with a short way through ASCII. It owns no rule that is not
//! in the annex; where anything but ASCII could matter to a bound, the crate is asked.

use unicode_segmentation::UnicodeSegmentation;

/// What a byte is to the rules, as far as ASCII goes.
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
    /// A byte of a character beyond ASCII, which may join what is before it.
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

/// The pieces between the word bounds of a text, in order and without gaps, each with its first byte.
#[derive(Clone, Debug)]
pub struct Pieces<'t> {
    text: &'t str,
    at: usize,
}

/// The pieces of `text`.
///
/// ```
/// use unspin::text::bounds::pieces;
/// let pieces: Vec<&str> = pieces("can't go: 3.5 é!").map(|(_, piece)| piece).collect();
/// assert_eq!(pieces, ["can't", " ", "go", ":", " ", "3.5", " ", "é", "!"]);
/// ```
pub fn pieces(text: &str) -> Pieces<'_> {
    Pieces { text, at: 0 }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = (usize, &'t str);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let from = self.at;
        if from == self.text.len() {
            return None;
        }
        let end = ascii_end(self.text.as_bytes(), from);
        // Each piece of the crate follows from the text behind the one before it alone, so it can begin anywhere.
        self.at = end.unwrap_or_else(|| {
            from + self.text[from..]
                .split_word_bounds()
                .next()
                .map_or(0, str::len)
        });
        Some((from, &self.text[from..self.at]))
    }
}

/// The end of the piece that begins at `from`; `None` where a character beyond ASCII may have a part in it.
#[inline]
fn ascii_end(text: &[u8], from: usize) -> Option<usize> {
    let class = |at: usize| {
        text.get(at)
            .map_or(Class::Feed, |&byte| CLASSES[usize::from(byte)])
    };
    let closed = |end: usize| (class(end) != Class::Beyond).then_some(end);
    match class(from) {
        Class::Beyond => None,
        Class::Letter | Class::Digit | Class::Low => word_end(class, from),
        // Nothing joins a line end.
        Class::Return => Some(
            from + if text.get(from + 1) == Some(&b'\n') {
                2
            } else {
                1
            },
        ),
        Class::Feed => Some(from + 1),
        Class::Space => closed((from + 1..).find(|&at| class(at) != Class::Space)?),
        Class::InWord | Class::InNumber | Class::InBoth | Class::Other => closed(from + 1),
    }
}

/// The end of the word or number that begins at `from`.
#[inline]
fn word_end(class: impl Fn(usize) -> Class, from: usize) -> Option<usize> {
    let (mut at, mut last) = (from + 1, class(from));
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
            // Only the like goes on behind a mark: `a.b` and `1.5`, but not `a.5`.
            joint if joint == last => at += 2,
            _ => return Some(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str) {
        let expected: Vec<_> = text.split_word_bound_indices().collect();
        assert_eq!(pieces(text).collect::<Vec<_>>(), expected, "{text:?}");
    }

    #[test]
    fn all_short_texts_of_every_class_have_the_bounds_of_the_crate() {
        // A letter, digit or mark of each class, and what joins: combining mark, joiner, emoji, flag, Hebrew, Katakana, wide space.
        let all = [
            "a", "1", "_", ":", ",", ".", "'", "\"", " ", "\r", "\n", "-", "\u{301}", "\u{200d}",
            "😀", "🇫", "א", "カ", "\u{2003}", "é",
        ];
        let mut texts = vec![String::new()];
        for _ in 0..4 {
            texts = texts
                .iter()
                .flat_map(|text| all.iter().map(move |piece| format!("{text}{piece}")))
                .collect();
            texts.iter().for_each(|text| check(text));
        }
    }

    #[test]
    fn every_ascii_byte_has_its_class() {
        for byte in 0..128_u8 {
            let byte = char::from(byte);
            ["a", "1", "_", " ", "\u{301}", ""]
                .iter()
                .for_each(|side| check(&format!("{side}{byte}{side}")));
            check(&format!("a{byte}1"));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_has_the_bounds_of_the_crate(text in any::<String>()) {
            check(&text);
        }

        #[test]
        fn marks_and_letters_have_the_bounds_of_the_crate(text in "[a-b0-1_.,:;'\" \r\n\u{301}\u{ad}\u{200d}\u{1f1eb}\u{5d0}é’-]{0,40}") {
            check(&text);
        }
    }
}
