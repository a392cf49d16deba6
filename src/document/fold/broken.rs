//! Words that were broken at the end of a line.

use super::{folded_letters, is_invisible, is_letter};

/// The marks of a quotation at the start of the last line of `text`, as in mail: `> `.
fn quote_marks(text: &str) -> &str {
    let line = &text[text.rfind('\n').map_or(0, |at| at + 1)..];
    let is_mark = |char: char| char == '>' || char == ' ';
    let len = line.len() - line.trim_start_matches(is_mark).len();
    if line.starts_with('>') {
        &line[..len]
    } else {
        ""
    }
}

/// The end of a line inside a word.
pub struct Break {
    /// Bytes of the hyphen and the white space.
    pub len: usize,
    /// Whether there is a line end, and not only a space.
    pub is_line_end: bool,
    /// Whether there is a blank line, as at the end of a page.
    pub is_page_end: bool,
    /// Whether the hyphen is a soft one.
    pub is_soft: bool,
    /// The letters behind, in lower case.
    pub second: String,
}

impl Break {
    /// Whether the halves, the first one of which is `first`, must stay if they are not read as one word. Two
    /// words at the end of a line may be a compound, and a hyphen before a space may be a dash.
    pub fn is_fixed(&self, first: &str, knows: impl Fn(&str) -> bool) -> bool {
        if self.is_line_end {
            !(knows(first) && knows(&self.second))
        } else {
            knows(&(first.to_owned() + &self.second))
        }
    }

    /// The break between the letter `last` and the `rest` of the text. A word goes on in lower case, or
    /// in capitals as it began. In a quotation, the next line starts with the same marks as the line at the end
    /// of `before`, the text in front of the letter.
    pub fn between(before: &str, last: char, rest: &str) -> Option<Self> {
        let hyphen = rest.chars().next()?;
        if !"-\u{2010}\u{ad}¬".contains(hyphen) {
            return None;
        }
        let behind = &rest[hyphen.len_utf8()..];
        let is_space = [' ', '\t', '\r', '\n', '\u{c}', '\u{a0}'];
        let second = behind.trim_start_matches(is_space);
        let lines = behind[..behind.len() - second.len()].matches('\n').count();
        // Only here, as the line may be long.
        let second = if lines == 1 && second.starts_with('>') {
            let quoted = second.strip_prefix(quote_marks(before).trim_end());
            quoted.map_or(second, |quoted| quoted.trim_start_matches(' '))
        } else {
            second
        };
        let space = &behind[..behind.len() - second.len()];
        let goes_on =
            |first: char| first.is_lowercase() || (last.is_uppercase() && first.is_uppercase());
        if space.is_empty() || !second.starts_with(goes_on) {
            return None;
        }
        // In Markdown, the end of a line is a space.
        if lines == 0 && space != " " {
            return None;
        }
        let letters = second.chars().filter(|&char| !is_invisible(char));
        let second = folded_letters(letters.take_while(|&char| is_letter(char)));
        Some(Self {
            len: hyphen.len_utf8() + space.len(),
            is_line_end: lines == 1,
            is_page_end: lines > 1,
            is_soft: "\u{ad}¬".contains(hyphen),
            second,
        })
    }
}
