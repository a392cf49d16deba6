//! Tokenization: the words and marks of a text as byte ranges, with the normalised form that lexicons and models look up.

mod between;

use self::between::{QuoteMarks, Signs, gap_of};
use crate::store::hash;
use crate::text::bounds::{self, Kind, Piece};
use std::ops::Range;

/// The letter case of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// No cased letter at all: digits, marks, scripts without case.
    Uncased,
    /// `word`
    Lower,
    /// `Word`, and single capitals such as `I`
    Initial,
    /// `WORD`, two letters or more
    Upper,
    /// The same in a passage without small letters, where capitals say nothing about the word
    Capitals,
    /// `iPhone`, `McCain`
    Mixed,
}

impl Shape {
    /// Its number in the models, which do not know [`Shape::Capitals`].
    pub fn number(self) -> u8 {
        match self {
            Self::Uncased => 0,
            Self::Lower | Self::Capitals => 1,
            Self::Initial => 2,
            Self::Upper => 3,
            Self::Mixed => 4,
        }
    }

    /// Whether it is that of a usual word in its passage: small letters, or capitals where all words have them.
    pub fn is_usual(self) -> bool {
        matches!(self, Self::Lower | Self::Capitals)
    }

    /// Whether all letters are capitals, two or more.
    pub fn is_upper(self) -> bool {
        matches!(self, Self::Upper | Self::Capitals)
    }
}

/// One word or mark of the source.
///
/// `start..end` are bytes of the source, end-exclusive, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte in the source.
    pub start: usize,
    /// One past the last byte in the source.
    pub end: usize,
    /// Byte range of the normalised form in [`Tokens::norm`].
    pub norm: (usize, usize),
    /// Key of the word in the models: [`word_hash`] of the normalised form.
    pub word: u64,
    /// [`ending_hash`] of the normalised form, which hints at the part of speech.
    pub ending: u64,
    /// Letter case.
    pub shape: Shape,
    /// What lies between this token and the one before it.
    pub gap: Gap,
    /// Whether it is an apostrophe followed by letters: `’s`, `'t`.
    pub clitic: bool,
    /// Whether it is one with a curly apostrophe.
    pub curly: bool,
}

/// What lies between two neighbouring tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing: `White-` and `House`
    Joined,
    /// White space without line ends
    Space,
    /// One line end
    Line,
    /// A blank line, a byte that is not UTF-8, or the start of the text
    Break,
}

/// The tokens of a text, in order. A worker keeps one of these for all its texts and saves allocations.
///
/// ```
/// let mut tokens = unspin::text::token::Tokens::default();
/// tokens.push_text("The White Home didn’t.", 0);
/// let words: Vec<&str> = (0..tokens.len()).map(|i| tokens.norm_of(i)).collect();
/// assert_eq!(words, ["the", "white", "home", "didn", "'t", "."]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    tokens: Vec<Token>,
    norm: String,
}

/// Least number of words of a passage in capitals. Fewer may be abbreviations.
const IN_CAPITALS: usize = 4;

impl Tokens {
    /// Removes all tokens and keeps the allocated memory.
    pub fn clear(&mut self) {
        self.tokens.clear();
        self.norm.clear();
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there are no tokens.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// All tokens in the order of the text.
    pub fn as_slice(&self) -> &[Token] {
        &self.tokens
    }

    /// The normalised forms of all tokens, separated by spaces: lower case, with straight quotes and hyphens for dashes.
    pub fn norm(&self) -> &str {
        &self.norm
    }

    /// The normalised form of token `index`.
    pub fn norm_of(&self, index: usize) -> &str {
        let (start, end) = self.tokens[index].norm;
        &self.norm[start..end]
    }

    /// The normalised forms of the tokens `from..to`, separated by spaces.
    pub fn norm_span(&self, from: usize, to: usize) -> &str {
        &self.norm[self.tokens[from].norm.0..self.tokens[to - 1].norm.1]
    }

    /// Appends the tokens of the text `whole`, which starts at byte `offset` of the source.
    ///
    /// The first token gets [`Gap::Break`].
    pub fn push_text(&mut self, whole: &str, offset: usize) {
        let mut gap = Gap::Break;
        let mut marks = QuoteMarks::default();
        let mut signs = Signs::default();
        let mut pieces = bounds::pieces(whole);
        while let Some(Piece { at, text, kind }) = pieces.next() {
            if signs.are_many(text, kind) {
                gap = gap.max(Gap::Space);
                continue;
            }
            match kind {
                Kind::Mark if gap >= Gap::Line && text == ">" => {
                    marks.here += 1;
                    continue;
                }
                Kind::Letters | Kind::Mark => {
                    gap = marks.gap(gap);
                    let shape = match kind {
                        Kind::Letters => plain_shape(text.as_bytes()),
                        _ => Shape::Uncased,
                    };
                    self.push_plain(text, offset + at, gap, shape);
                    gap = if pieces.skip_space() {
                        Gap::Space
                    } else {
                        Gap::Joined
                    };
                    continue;
                }
                Kind::Spaces => {
                    gap = gap.max(Gap::Space);
                    continue;
                }
                Kind::Other => {}
            }
            if text.chars().all(char::is_whitespace) {
                gap = gap.max(gap_of(text, gap));
                if gap >= Gap::Line {
                    marks.here = 0;
                }
                continue;
            }
            gap = marks.gap(gap);
            let mut piece = text;
            if text.chars().all(is_apostrophe) {
                let mut ahead = pieces.clone();
                if let Some(clitic) = ahead.next().filter(|next| is_clitic(next.text)) {
                    piece = &whole[at..clitic.at + clitic.text.len()];
                    pieces = ahead;
                }
            }
            for (from, part) in parts(piece) {
                self.push(part, offset + at + from, gap);
                gap = Gap::Joined;
            }
        }
    }

    /// Gives the words in capitals among the tokens `range` the shape [`Shape::Capitals`] if there are no small
    /// letters among them.
    pub fn mark_capitals(&mut self, range: Range<usize>) {
        let tokens = &mut self.tokens[range];
        let has_small = |token: &Token| match token.shape {
            Shape::Lower => !token.clitic,
            Shape::Initial => token.end - token.start > 1,
            _ => false,
        };
        if tokens.iter().any(has_small) {
            return;
        }
        let is_upper = |token: &Token| token.shape == Shape::Upper;
        if tokens.iter().filter(|token| is_upper(token)).count() >= IN_CAPITALS {
            let upper = tokens.iter_mut().filter(|token| is_upper(token));
            upper.for_each(|token| token.shape = Shape::Capitals);
        }
    }

    /// A faster [`Self::push`] for words of ASCII letters and marks of ASCII, which most tokens are.
    fn push_plain(&mut self, word: &str, start: usize, gap: Gap, shape: Shape) {
        let from = self.open();
        self.norm.push_str(word);
        if !matches!(shape, Shape::Lower | Shape::Uncased) {
            self.norm[from..].make_ascii_lowercase();
        }
        let norm = &self.norm.as_bytes()[from..];
        let (key, ending) = plain_hashes(norm);
        self.tokens.push(Token {
            start,
            end: start + word.len(),
            norm: (from, self.norm.len()),
            word: key,
            ending,
            shape,
            gap,
            clitic: false,
            curly: false,
        });
    }

    /// Prepares `norm` for the next token, and returns where its normalised form starts.
    fn open(&mut self) -> usize {
        if !self.norm.is_empty() {
            self.norm.push(' ');
        }
        self.norm.len()
    }

    fn push(&mut self, part: &str, start: usize, gap: Gap) {
        let from = self.open();
        normalise(part, &mut self.norm);
        let norm = (from, self.norm.len());
        let word = word_hash(&self.norm[from..]);
        let ending = ending_hash(&self.norm[from..]);
        self.tokens.push(Token {
            start,
            end: start + part.len(),
            norm,
            word,
            ending,
            shape: shape(part),
            gap,
            clitic: part.len() > 1 && part.starts_with(is_apostrophe),
            curly: part.len() > '’'.len_utf8() && part.starts_with('’'),
        });
    }
}

/// Splits a word of UAX #29 where spinners do: before an apostrophe (`won|’t`, `House|’s`) and between a digit and a letter
/// (`50|percent`). Each part comes with its offset.
fn parts(piece: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let from = rest;
        let text = piece.get(from..).filter(|text| !text.is_empty())?;
        let mut chars = text.char_indices().peekable();
        while let Some((_, c)) = chars.next() {
            let Some(&(at, next)) = chars.peek() else {
                break;
            };
            if is_apostrophe(next) || (c.is_ascii_digit() && next.is_alphabetic()) {
                rest = from + at;
                return Some((from, &piece[from..rest]));
            }
        }
        rest = piece.len();
        Some((from, text))
    })
}

/// Whether `piece` follows the apostrophe in a contraction. UAX #29 joins both to a word before them, but separates them if
/// there is none (`"Who"'s`, or a phrase of the lexicon that starts with `'ll`).
fn is_clitic(piece: &str) -> bool {
    matches!(piece, "s" | "t" | "re" | "ve" | "ll" | "m" | "d")
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Appends `part` in lower case, with straight quotes, and with hyphens for dashes.
fn normalise(part: &str, out: &mut String) {
    if part.is_ascii() {
        let from = out.len();
        out.push_str(part);
        out[from..].make_ascii_lowercase();
        return;
    }
    for c in part.chars() {
        match c {
            '’' | '‘' => out.push('\''),
            '“' | '”' => out.push('"'),
            '–' | '—' => out.push('-'),
            c => out.extend(c.to_lowercase()),
        }
    }
}

/// Key of a normalised word in the models. Numbers of one or two digits have keys of their own; years (four digits, the first
/// one 1 or 2) share a key, and so do all other numbers.
pub fn word_hash(norm: &str) -> u64 {
    let digits = norm
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.'))
        && norm.bytes().any(|b| b.is_ascii_digit());
    match (digits, norm.len()) {
        (false, _) | (true, 1 | 2) => hash::bytes(norm.as_bytes()),
        (true, 4) if norm.starts_with(['1', '2']) => hash::bytes(b"0000"),
        _ => hash::bytes(b"000"),
    }
}

/// Hash of the last three bytes of a normalised word.
pub fn ending_hash(norm: &str) -> u64 {
    hash::bytes(&norm.as_bytes()[norm.len().saturating_sub(3)..])
}

/// A faster [`word_hash`] and [`ending_hash`] for words of ASCII letters and marks of ASCII.
fn plain_hashes(norm: &[u8]) -> (u64, u64) {
    let len = norm.len();
    if len >= 8 {
        return (hash::bytes(norm), hash::bytes(&norm[len - 3..]));
    }
    let word = hash::number(norm);
    let ending = len.min(3);
    let last = word >> (8 * (len - ending));
    (hash::short(word, len), hash::short(last, ending))
}

/// A faster [`shape`] for words of ASCII letters.
fn plain_shape(word: &[u8]) -> Shape {
    let upper = if word.len() < 8 {
        // Upper-case letters lack this bit.
        let bits = 0x2020_2020_2020_2020 & ((1 << (8 * word.len())) - 1);
        (!hash::number(word) & bits).count_ones() as usize
    } else {
        word.iter().filter(|byte| byte.is_ascii_uppercase()).count()
    };
    match upper {
        0 => Shape::Lower,
        1 if word[0].is_ascii_uppercase() => Shape::Initial,
        _ if upper == word.len() => Shape::Upper,
        _ => Shape::Mixed,
    }
}

/// The letter case of `part`.
pub fn shape(part: &str) -> Shape {
    let mut lower = 0;
    let mut upper = 0;
    let mut first_upper = false;
    for c in part.chars() {
        if c.is_uppercase() {
            first_upper |= lower + upper == 0;
            upper += 1;
        } else if c.is_lowercase() {
            lower += 1;
        }
    }
    match (lower, upper, first_upper) {
        (0, 0, _) => Shape::Uncased,
        (_, 0, _) => Shape::Lower,
        (_, 1, true) => Shape::Initial,
        (0, _, _) => Shape::Upper,
        _ => Shape::Mixed,
    }
}

#[cfg(test)]
mod tests;
