//! How a restored wording is written: its letter case, apostrophes and spacing follow the text
//! around it.

use crate::text::segment::starts_sentence;
use crate::text::token::{Gap, Shape, Token, Tokens};
use std::ops::Range;

/// The place of a wording in a text.
#[derive(Clone, Debug)]
pub struct Place<'t> {
    /// The tokens of the text.
    pub tokens: &'t Tokens,
    /// Those that are replaced; at least one.
    pub spun: Range<usize>,
    /// How the document writes apostrophes.
    pub apostrophe: Apostrophe,
}

/// How a document writes apostrophes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Apostrophe {
    /// `'`
    #[default]
    Straight,
    /// `’`
    Curly,
}

impl Apostrophe {
    /// The kind that is more frequent in `text`; straight if both are equally frequent.
    pub fn of(text: &[u8]) -> Self {
        let curly = text.windows(3).filter(|three| *three == "’".as_bytes());
        let straight = text.iter().filter(|&&byte| byte == b'\'');
        if curly.count() > straight.count() {
            Self::Curly
        } else {
            Self::Straight
        }
    }
}

/// Words that are not capitalised in a title.
const SMALL: [&str; 14] = [
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to",
];

/// Least number of bytes of a word in capitals that is no abbreviation.
const LONG: usize = 4;

/// How far a line is read in each direction, in tokens.
const LINE: usize = 32;

impl<'t> Place<'t> {
    fn spun(&self) -> &'t [Token] {
        &self.tokens.as_slice()[self.spun.clone()]
    }

    /// The tokens before, the nearest first.
    fn before(&self) -> impl Iterator<Item = &'t Token> + use<'t> {
        self.tokens.as_slice()[..self.spun.start].iter().rev()
    }

    /// The tokens after.
    fn after(&self) -> impl Iterator<Item = &'t Token> + use<'t> {
        self.tokens.as_slice()[self.spun.end..].iter()
    }

    /// Whether a wording is written in capitals here.
    ///
    /// An abbreviation in capitals is not enough: there must be two words in capitals, or one and a
    /// neighbour, or else the whole line must be in capitals. Single letters, such as `A` and `I`,
    /// and tokens without letters fit into both kinds of lines. A longer word is no abbreviation, unless
    /// `wording` spells it out.
    fn is_in_capitals(&self, wording: &str) -> bool {
        if self.is_long_word() && !wording.contains(' ') {
            return true;
        }
        let mut capitals = 0;
        for token in self.spun() {
            match Letters::of(token) {
                Letters::Capitals => capitals += 1,
                Letters::Other => return false,
                Letters::Neutral => {}
            }
        }
        let mut around = self.before().take(1).chain(self.after().take(1));
        match capitals {
            0 => self.capitals_in_line().is_some_and(|count| count > 1),
            1 => {
                around.any(|token| Letters::of(token) == Letters::Capitals)
                    || self.capitals_in_line().is_some_and(|count| count > 0)
            }
            _ => true,
        }
    }

    /// Whether one word in capitals is replaced that is too long for most abbreviations.
    fn is_long_word(&self) -> bool {
        let is_long = |token: &Token| token.end - token.start >= LONG;
        matches!(self.spun(), [token] if token.shape.is_upper() && is_long(token))
    }

    /// Whether a number begins what is replaced.
    fn starts_with_number(&self) -> bool {
        let first = self.tokens.norm_of(self.spun.start);
        first.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Whether a sentence or a headline starts here, perhaps behind an opening quotation mark. A new line is not
    /// enough: it may go on with a sentence.
    fn is_start(&self) -> bool {
        let mut at = self.spun.start;
        if at > 0 && self.spun()[0].gap == Gap::Joined && self.tokens.norm_of(at - 1) == "\"" {
            at -= 1;
        }
        let ends = |at: usize| matches!(self.tokens.norm_of(at), "." | "!" | "?" | "\"" | ")");
        at == 0
            || starts_sentence(self.tokens, at)
                && (self.tokens.as_slice()[at].gap != Gap::Line
                    || ends(at - 1)
                    || is_initial(self.after().next()))
    }

    /// The number of words in capitals in the rest of the line; `None` if it has others.
    fn capitals_in_line(&self) -> Option<usize> {
        // A token knows the gap in front of it.
        let mut gap = self.spun()[0].gap;
        let before = self.before().take_while(|token| {
            let gap = std::mem::replace(&mut gap, token.gap);
            gap < Gap::Line
        });
        let after = self.after().take_while(|token| token.gap < Gap::Line);
        let mut count = 0;
        for token in before.take(LINE).chain(after.take(LINE)) {
            match Letters::of(token) {
                Letters::Capitals => count += 1,
                Letters::Other => return None,
                Letters::Neutral => {}
            }
        }
        Some(count)
    }
}

/// What a token shows about the letter case of its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Letters {
    /// Two or more letters, all capitals.
    Capitals,
    /// A small letter.
    Other,
    /// No letter, or a single capital.
    Neutral,
}

impl Letters {
    fn of(token: &Token) -> Self {
        let apostrophe = match (token.clitic, token.curly) {
            (false, _) => 0,
            (true, false) => 1,
            (true, true) => '’'.len_utf8(),
        };
        let is_single = token.end - token.start == apostrophe + 1;
        match token.shape {
            Shape::Upper | Shape::Capitals => Self::Capitals,
            Shape::Uncased => Self::Neutral,
            Shape::Initial if is_single => Self::Neutral,
            Shape::Initial | Shape::Lower | Shape::Mixed => Self::Other,
        }
    }
}

/// `wording`, given in the letter case that it has inside a sentence, as it is written at `place`.
///
/// Letter case is transferred word by word. If the wording has another number of words than the
/// tokens, its first word is capitalised like the first token, and the others only if a later token
/// is capitalised.
pub fn dress(wording: &str, place: &Place<'_>) -> String {
    let text = if place.is_in_capitals(wording) {
        wording.to_uppercase()
    } else {
        transfer(wording, place)
    };
    match place.apostrophe {
        Apostrophe::Curly => text.replace('\'', "’"),
        Apostrophe::Straight => text,
    }
}

/// The article `wanted` as it is written instead of the token `found`, which is followed by the
/// wording at `word`.
pub fn dress_article(wanted: &str, found: &Token, word: &Place<'_>) -> String {
    match found.shape {
        Shape::Lower => wanted.to_owned(),
        _ if word.is_in_capitals(" ") => wanted.to_uppercase(),
        _ => capitalised(wanted),
    }
}

fn transfer(wording: &str, place: &Place<'_>) -> String {
    let shapes = place.spun().iter().map(|token| token.shape);
    let mut cased: Vec<Shape> = shapes.filter(|&shape| shape != Shape::Uncased).collect();
    if place.starts_with_number() {
        let is_start = place.is_start();
        cased.insert(
            0,
            if is_start {
                Shape::Initial
            } else {
                Shape::Lower
            },
        );
    }
    let words = wording
        .split(' ')
        .filter(|word| word.chars().any(char::is_alphabetic))
        .count();
    let is_title = match &cased[..] {
        [] => false,
        // An abbreviation stands for a name.
        [Shape::Upper] => words > 1,
        [_] => is_initial(place.before().next()) && is_initial(place.after().next()),
        [_, later @ ..] => later.iter().any(|&shape| shape != Shape::Lower),
    };
    let mut index = 0;
    let mut out = String::with_capacity(wording.len());
    for word in wording.split_inclusive(' ') {
        if !word.chars().any(char::is_alphabetic) {
            out.push_str(word);
            continue;
        }
        let is_capitalised = match cased.get(index) {
            Some(&shape) if words == cased.len() || index == 0 => shape != Shape::Lower,
            _ => is_title && !SMALL.contains(&word.trim_end()),
        };
        if is_capitalised {
            out.push_str(&capitalised(word));
        } else {
            out.push_str(word);
        }
        index += 1;
    }
    out
}

fn is_initial(token: Option<&Token>) -> bool {
    token.is_some_and(|token| token.shape == Shape::Initial)
}

/// `word` with its first letter as a capital.
fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// The first byte that is replaced, and what is written in front of the wording: a clitic is
/// attached to the word before it (`it is`, `it’s`), a word is not.
pub fn spacing(wording: &str, place: &Place<'_>) -> (usize, &'static str) {
    let first = &place.spun()[0];
    let is_clitic = wording.starts_with('\'') && wording.len() > 1;
    match (place.before().next(), first.gap) {
        (Some(before), Gap::Space) if is_clitic => (before.end, ""),
        (Some(_), Gap::Joined) if !is_clitic && first.clitic => (first.start, " "),
        _ => (first.start, ""),
    }
}

/// One past the last byte that is replaced: with the space behind it, where a word is attached (`9/` and `11`).
pub fn end(wording: &str, place: &Place<'_>) -> usize {
    let last = place.spun().last().expect("at least one token").end;
    match place.after().next() {
        Some(next) if wording.ends_with('/') && next.gap == Gap::Space => next.start,
        _ => last,
    }
}

/// One past the apostrophe behind what is replaced, where it makes a plural possessive and `wording` needs an `s`
/// behind it: `individuals' homes`, but `people's homes`.
pub fn possessive(wording: &str, place: &Place<'_>) -> Option<usize> {
    let all = place.tokens.as_slice();
    let is_apostrophe = |at: usize| place.tokens.norm_of(at) == "'";
    let at = place.spun.end;
    let next = all.get(at + 1)?;
    let is_plural = place.tokens.norm_of(at - 1).ends_with('s');
    let is_attached = is_apostrophe(at) && all[at].gap == Gap::Joined;
    let is_before_noun = next.gap == Gap::Space && next.shape == Shape::Lower;
    // It may end a quotation.
    let opens = |at: &usize| is_apostrophe(*at) && all[*at].gap != Gap::Joined;
    let is_quotation = || (0..at).rev().take(LINE).any(|at| opens(&at));
    let is_possessive = is_plural && is_attached && is_before_noun && !wording.ends_with('s');
    (is_possessive && !is_quotation()).then_some(all[at].end)
}

#[cfg(test)]
mod tests;
