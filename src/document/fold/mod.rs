//! How words are read: without what nobody sees in them. Soft hyphens and zero-width characters are
//! left out, ligatures are read as their letters, U+202F is a space, and a word that was broken at
//! the end of a line is one word. So is LaTeX: its ties are spaces, and its commands are not there.
//!
//! A folded text is made only for texts with such characters, and knows where each piece of it is in
//! the text it was made from. What is not edited keeps them.

mod broken;
mod tex;

use self::broken::Break;
use super::decoded::Decoded;
use crate::edit::Edit;
use multiversion::multiversion;
use std::ops::Range;

/// Whether `text` may have anything to fold. Must be quick, because most texts have nothing.
pub fn is_needed(text: &[u8]) -> bool {
    // Most short parts have neither a hyphen nor a character beyond ASCII.
    let may_be_any = |part: &[u8]| !part.is_ascii() || part.contains(&b'-');
    const PART: usize = 1 << 8;
    let padded = text
        .len()
        .checked_sub(2)
        .map(|at| [text[at], text[at + 1], 0]);
    let starts = (0..text.len()).step_by(PART);
    starts
        .map(|at| &text[at..text.len().min(at + PART + 2)])
        .any(|part| part.len() > 2 && may_be_any(part) && has_special(part))
        || padded.is_some_and(|end| has_special(&end))
        || tex::is_in(text)
}

/// Whether any three bytes in `part`, which has three or more, are special. Without a branch inside, the
/// compiler can look at many at a time.
#[multiversion(targets("x86_64+avx2"))]
fn has_special(part: &[u8]) -> bool {
    let threes = part.iter().zip(&part[1..]).zip(&part[2..]);
    threes.fold(false, |found, ((&one, &two), &three)| {
        found | is_special(one, two, three)
    })
}

/// Whether three bytes are a character that is folded, or may be the end of a broken word.
#[inline(always)]
fn is_special(one: u8, two: u8, three: u8) -> bool {
    let is_broken = (one | 0x20).wrapping_sub(b'a') < 26
        && two == b'-'
        && matches!(three, b'\n' | b'\r' | b' ' | 0x0c);
    // Soft hyphens, and the signs that some scanners put at the end of a line.
    let is_soft = one == 0xc2
        && (two == 0xad || (two == 0xac && (three == b'\n' || three == b'\r' || three == b' ')));
    let is_general = one == 0xe2
        && ((two == 0x80 && (three.wrapping_sub(0x8b) < 6 || three.wrapping_sub(0xaa) < 6))
            || (two == 0x81 && three.wrapping_sub(0xa0) < 16));
    let is_ligature = one == 0xef
        && ((two == 0xac && three.wrapping_sub(0x80) < 7)
            || (two == 0xbb && three == 0xbf)
            || (two == 0xb8 && three.wrapping_sub(0x80) < 16));
    let is_mark = (one == 0xcd && two == 0x8f)
        || (one == 0xd8 && two == 0x9c)
        || (one == 0xe1 && two == 0xa0 && three == 0x8e)
        || (one == 0xf3 && two == 0xa0);
    is_broken | is_soft | is_general | is_ligature | is_mark
}

/// A text as its words are read.
pub struct Folded {
    decoded: Decoded,
    prose: Vec<Range<usize>>,
    off: Vec<Range<usize>>,
    is_tex: bool,
}

impl Folded {
    /// Reads the ranges `prose` of `source`; the ranges `off` must not be edited. Ranges that are not
    /// UTF-8 are skipped. `knows` says whether a word in lower case is one of English.
    pub fn of(
        source: &[u8],
        prose: &[Range<usize>],
        off: &[Range<usize>],
        knows: impl Fn(&str) -> bool,
    ) -> Self {
        let mut folded = Self {
            decoded: Decoded::default(),
            prose: Vec::new(),
            off: Vec::new(),
            is_tex: tex::is_in(source),
        };
        let mut end = 0;
        for range in prose {
            // What is not UTF-8 separates words or is a part of them.
            folded.decoded.copy_bytes(&source[end..range.start], end);
            end = range.end;
            if let Ok(text) = str::from_utf8(&source[range.clone()]) {
                let start = folded.text().len();
                let reader = Reader {
                    text,
                    offset: range.start,
                    knows: &knows,
                };
                reader.read(&mut folded);
                folded.prose.push(start..folded.text().len());
            }
        }
        folded.decoded.copy_bytes(&source[end..], end);
        for range in off {
            let range = folded.decoded.text_around(range.clone());
            folded.off.push(range);
        }
        folded.off.sort_by_key(|range| range.start);
        folded
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.decoded.text()
    }

    /// The ranges of the text to restore.
    pub fn prose(&self) -> &[Range<usize>] {
        &self.prose
    }

    /// The ranges of the text that must not be edited.
    pub fn off(&self) -> &[Range<usize>] {
        &self.off
    }

    /// Moves `edits` of the text to its source.
    pub fn edits_in_source(&self, edits: Vec<Edit>) -> Vec<Edit> {
        self.decoded.to_source(edits, &|_, wording| {
            Some(if self.is_tex {
                tex::encode(wording)
            } else {
                wording.to_owned()
            })
        })
    }

    /// The bytes of the source of a part of the text.
    pub fn source_spans(&self, span: Range<usize>) -> Vec<Range<usize>> {
        self.decoded.spans(span)
    }
}

/// What is done with a character of the text.
enum Reading<'r> {
    /// It is read as it is.
    Same,
    /// So many bytes of the text are read as another text.
    As(Folding<'r>, usize),
    /// So many bytes are left out.
    Nothing(usize),
}

enum Folding<'r> {
    Text(&'r str),
    Char(char),
}

struct Reader<'r, K> {
    text: &'r str,
    /// Where the text starts in its source.
    offset: usize,
    knows: &'r K,
}

impl<K: Fn(&str) -> bool> Reader<'_, K> {
    fn read(&self, folded: &mut Folded) {
        let marks = if folded.is_tex {
            tex::marks(self.text)
        } else {
            Vec::new()
        };
        let mut at = 0;
        for mark in marks {
            at = self.read_part(at..mark.place.start, folded);
            // The mark may be a part of what was read.
            if at > mark.place.start {
                continue;
            }
            at = mark.place.end;
            if mark.is_kept {
                folded.decoded.separate(mark.text);
            } else {
                let place = self.offset + mark.place.start..self.offset + at;
                folded.decoded.decode(mark.text, place);
            }
        }
        self.read_part(at..self.text.len(), folded);
    }

    /// Reads a `part` of the text, and returns where it ends: a character of it may be read with those behind it.
    fn read_part(&self, part: Range<usize>, folded: &mut Folded) -> usize {
        let Range { start, end } = part;
        let (mut at, mut copied) = (start, start);
        while at < end
            && let Some(char) = self.text[at..].chars().next()
        {
            // Nearly all letters are followed by a letter or a space.
            let next = self.text.as_bytes().get(at + char.len_utf8());
            if char.is_ascii()
                && next.is_some_and(|next| next.is_ascii_alphabetic() || *next == b' ')
            {
                at += 1;
                continue;
            }
            let reading = self.reading(at, char, copied, folded);
            let len = match &reading {
                Reading::Same => {
                    at += char.len_utf8();
                    continue;
                }
                Reading::As(_, len) | Reading::Nothing(len) => *len,
            };
            self.copy(copied..at, folded);
            let place = self.offset + at..self.offset + at + len;
            match reading {
                Reading::As(Folding::Text(text), _) => folded.decoded.decode(text, place),
                Reading::As(Folding::Char(char), _) => {
                    folded.decoded.decode(char.encode_utf8(&mut [0; 4]), place);
                }
                Reading::Same | Reading::Nothing(_) => {}
            }
            at += len;
            copied = at;
        }
        self.copy(copied..at, folded);
        at
    }

    fn copy(&self, part: Range<usize>, folded: &mut Folded) {
        let start = self.offset + part.start;
        folded.decoded.copy(&self.text[part], start);
    }

    /// How the character at byte `at` is read; the text from `copied` is not in `folded` yet.
    fn reading(&self, at: usize, char: char, copied: usize, folded: &mut Folded) -> Reading<'_> {
        let after = at + char.len_utf8();
        let rest = &self.text[after..];
        let before = &self.text[..at];
        if is_letter(char)
            && let Some(broken) = Break::between(before, char, rest)
        {
            let first = last_word(folded.text(), &self.text[copied..after]);
            if self.is_one_word(&first, &broken)
                || self.is_broken_again(before, &first, &broken, rest)
            {
                let len = char.len_utf8() + broken.len;
                return match ligature(char) {
                    Some(text) => Reading::As(Folding::Text(text), len),
                    None => Reading::As(Folding::Char(char), len),
                };
            }
            if broken.is_fixed(&first, self.knows) {
                let char_len = ligature(char).map_or(char.len_utf8(), str::len);
                let middle = folded.text().len() + at - copied + char_len;
                let second = middle + broken.len;
                folded
                    .off
                    .push(middle.saturating_sub(first.len())..second + broken.second.len());
            }
        }
        if is_invisible(char) {
            return self.invisible(at);
        }
        if let Some(text) = ligature(char) {
            return Reading::As(
                Folding::Text(text),
                char.len_utf8() + self.hidden_len(char, rest),
            );
        }
        match self.hidden_len(char, rest) {
            0 if char == '\u{202f}' => Reading::As(Folding::Text(" "), char.len_utf8()),
            0 => Reading::Same,
            len => Reading::As(
                Folding::Char(if char == '\u{202f}' { ' ' } else { char }),
                char.len_utf8() + len,
            ),
        }
    }

    /// Length of what is read together with `char` before it, in front of `rest`, because nobody sees
    /// it.
    fn hidden_len(&self, char: char, rest: &str) -> usize {
        let len = invisible_len(rest);
        let next = rest[len..].chars().next();
        let joins = len > 0
            && is_western(char)
            && next.is_some_and(|next| is_western(next) && (!is_letter(char) || is_letter(next)));
        if joins { len } else { 0 }
    }

    /// How invisible characters at byte `at` are read that do not belong to the character before.
    fn invisible(&self, at: usize) -> Reading<'_> {
        let before = self.text[..at].chars().next_back();
        let len = invisible_len(&self.text[at..]);
        let next = self.text[at + len..].chars().next();
        if before.is_some_and(|before| !is_western(before)) {
            return Reading::Same;
        }
        match next {
            // The character behind is read with them.
            Some(next) if before.is_some() && is_western(next) => {
                let char = if next == '\u{202f}' { ' ' } else { next };
                Reading::As(Folding::Char(char), len + next.len_utf8())
            }
            Some(next) if before.is_some() && !is_western(next) => Reading::Same,
            _ => Reading::Nothing(len),
        }
    }

    /// Whether a word of three parts is broken once more, in the text `rest` behind its first part.
    fn is_broken_again(&self, before: &str, first: &str, broken: &Break, rest: &str) -> bool {
        let second = &rest[broken.len..];
        let len = second.find(|char| !is_letter(char)).unwrap_or(second.len());
        let last = second[..len].chars().next_back();
        let again = last.and_then(|last| Break::between(before, last, &second[len..]));
        again.is_some_and(|again| {
            let two = first.to_owned() + &broken.second;
            broken.is_line_end && again.is_line_end && (self.knows)(&(two + &again.second))
        })
    }

    /// Whether the halves of a word that was broken are one word of English.
    fn is_one_word(&self, first: &str, broken: &Break) -> bool {
        let joined = first.to_owned() + &broken.second;
        let are_words = || (self.knows)(first) && (self.knows)(&broken.second);
        if broken.is_page_end {
            return false;
        }
        broken.is_soft || ((self.knows)(&joined) && (broken.is_line_end || !are_words()))
    }
}

/// The letters at the end of `folded` and `text` together, in lower case.
fn last_word(folded: &str, text: &str) -> String {
    let letters = text.chars().rev().chain(folded.chars().rev());
    let letters = letters.take_while(|&char| is_letter(char) || is_invisible(char));
    let letters: Vec<char> = letters.filter(|&char| !is_invisible(char)).collect();
    folded_letters(letters.into_iter().rev())
}

/// `letters` in lower case and without ligatures.
fn folded_letters(letters: impl Iterator<Item = char>) -> String {
    let mut folded = String::new();
    for letter in letters {
        match ligature(letter) {
            Some(text) => folded.push_str(text),
            None => folded.extend(letter.to_lowercase()),
        }
    }
    folded
}

/// Length of the invisible characters at the start of `text`.
fn invisible_len(text: &str) -> usize {
    text.len() - text.trim_start_matches(is_invisible).len()
}

/// Soft hyphen, zero-width space, joiners, marks of direction, word joiner, byte order mark, selectors
/// of variants, tags.
fn is_invisible(char: char) -> bool {
    matches!(
        char,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{e0000}'..='\u{e01ef}'
    )
}

fn is_letter(char: char) -> bool {
    char.is_alphabetic() && (char < '\u{250}' || ligature(char).is_some())
}

/// Whether invisible characters next to `char` mean nothing, as they do in some scripts and between
/// emoji.
fn is_western(char: char) -> bool {
    char < '\u{250}' || ('\u{2000}'..'\u{2070}').contains(&char) || ligature(char).is_some()
}

fn ligature(char: char) -> Option<&'static str> {
    Some(match char {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' | '\u{fb06}' => "st",
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
