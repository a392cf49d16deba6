//! Tokens: the words and marks of a text as byte ranges, with the normalised form that lexicon and models look up.
//! It owns word boundaries and normalisation; it knows nothing of sentences, lexicons or costs.

use crate::store::hash;
use crate::text::bounds;

/// How the letters of a token are written.
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
    /// `iPhone`, `McCain`
    Mixed,
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
    /// Hash of the normalised form, numbers folded into classes: what the models know a word by.
    pub word: u64,
    /// Hash of its last three bytes: a rough part of speech.
    pub ending: u64,
    /// How its letters are written.
    pub shape: Shape,
    /// What stands between this token and the one before it.
    pub gap: Gap,
    /// Whether it is an apostrophe with letters: `’s`, `'t`.
    pub clitic: bool,
    /// Whether that apostrophe is a curly one.
    pub curly: bool,
}

/// What stands between two neighbouring tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing: `White-` and `House`
    Joined,
    /// White space without a line end
    Space,
    /// One line end
    Line,
    /// A blank line, a byte that is no text, or the start of the text
    Break,
}

/// The tokens of a text, in order; reused from text to text to avoid allocation.
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

impl Tokens {
    /// Forgets every token and keeps the memory.
    pub fn clear(&mut self) {
        self.tokens.clear();
        self.norm.clear();
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there is no token.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// All tokens in the order of the text.
    pub fn as_slice(&self) -> &[Token] {
        &self.tokens
    }

    /// The normalised forms of all tokens, one space between neighbours: lower case, straight quotes.
    pub fn norm(&self) -> &str {
        &self.norm
    }

    /// The normalised form of token `index`.
    pub fn norm_of(&self, index: usize) -> &str {
        let (start, end) = self.tokens[index].norm;
        &self.norm[start..end]
    }

    /// The normalised text of the tokens `from..to`, one space between neighbours.
    pub fn norm_span(&self, from: usize, to: usize) -> &str {
        &self.norm[self.tokens[from].norm.0..self.tokens[to - 1].norm.1]
    }

    /// Appends the tokens of `text`, whose first byte stands at `offset` of the source.
    ///
    /// The first token is separated from earlier ones by [`Gap::Break`].
    pub fn push_text(&mut self, text: &str, offset: usize) {
        let mut gap = Gap::Break;
        let mut pieces = bounds::pieces(text).peekable();
        while let Some((at, mut piece)) = pieces.next() {
            if is_plain(piece) {
                self.push_plain(piece, offset + at, gap);
                gap = Gap::Joined;
                continue;
            }
            if piece.chars().all(char::is_whitespace) {
                gap = gap.max(gap_of(piece, gap));
                continue;
            }
            if let Some((after, clitic)) =
                pieces.next_if(|(_, next)| piece.chars().all(is_apostrophe) && is_clitic(next))
            {
                piece = &text[at..after + clitic.len()];
            }
            for (from, part) in parts(piece) {
                self.push(part, offset + at + from, gap);
                gap = Gap::Joined;
            }
        }
    }

    /// The short way of [`Self::push`], for the words that most text is made of.
    fn push_plain(&mut self, word: &str, start: usize, gap: Gap) {
        let from = self.open();
        self.norm.push_str(word);
        self.norm[from..].make_ascii_lowercase();
        let norm = &self.norm.as_bytes()[from..];
        let (hash, ending) = (
            hash::bytes(norm),
            hash::bytes(&norm[norm.len().saturating_sub(3)..]),
        );
        let (norm, shape) = ((from, self.norm.len()), plain_shape(word.as_bytes()));
        self.tokens.push(Token {
            start,
            end: start + word.len(),
            norm,
            word: hash,
            ending,
            shape,
            gap,
            clitic: false,
            curly: false,
        });
    }

    /// Where the normalised form of the next token begins.
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

/// A second line end in a row makes a blank line.
fn gap_of(space: &str, before: Gap) -> Gap {
    let lines = space.bytes().filter(|&b| b == b'\n').count();
    match (lines, before) {
        (0, _) => Gap::Space,
        (1, Gap::Joined | Gap::Space) => Gap::Line,
        _ => Gap::Break,
    }
}

/// Splits a word of UAX #29 where spinners do: before an apostrophe (`won|’t`, `House|’s`) and between digits and letters
/// (`50|percent`).
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

/// What stands behind an apostrophe in a contraction. UAX #29 joins it to a word before it, not to an apostrophe alone
/// (`"Who"'s`, or a phrase of the lexicon that begins with `'ll`).
fn is_clitic(piece: &str) -> bool {
    matches!(piece, "s" | "t" | "re" | "ve" | "ll" | "m" | "d")
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Appends the lower-case form of `part` with straight quotes and hyphens.
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

/// Key of a normalised word for the models. Numbers fall into classes: years, numbers of one and two digits as they
/// are, all others together.
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

/// Whether a piece is a word of ASCII letters.
fn is_plain(piece: &str) -> bool {
    piece.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// What [`shape`] says of a word of ASCII letters.
fn plain_shape(word: &[u8]) -> Shape {
    let upper = word.iter().filter(|byte| byte.is_ascii_uppercase()).count();
    match upper {
        0 => Shape::Lower,
        1 if word[0].is_ascii_uppercase() => Shape::Initial,
        _ if upper == word.len() => Shape::Upper,
        _ => Shape::Mixed,
    }
}

/// How the letters of `part` are written.
pub fn shape(part: &str) -> Shape {
    let (mut lower, mut upper, mut first_upper) = (0, 0, false);
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
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut tokens = Tokens::default();
        tokens.push_text(text, 0);
        (0..tokens.len())
            .map(|i| tokens.norm_of(i).to_owned())
            .collect()
    }

    #[test]
    fn clitics_and_units_stand_alone() {
        assert_eq!(
            words("authorities’s 50percent won't"),
            ["authorities", "'s", "50", "percent", "won", "'t"]
        );
    }

    #[test]
    fn clitics_stand_alone_without_a_word_before_them() {
        assert_eq!(
            words("'ll \"Who\"’s 'tis ''s"),
            ["'ll", "\"", "who", "\"", "'s", "'", "tis", "'", "'s"]
        );
    }

    #[test]
    fn ranges_are_bytes_of_the_source() {
        let mut tokens = Tokens::default();
        let text = "“É a\n\nb";
        tokens.push_text(text, 10);
        let spans: Vec<&str> = tokens
            .as_slice()
            .iter()
            .map(|t| &text[t.start - 10..t.end - 10])
            .collect();
        assert_eq!(spans, ["“", "É", "a", "b"]);
        assert_eq!(tokens.as_slice()[3].gap, Gap::Break);
        assert_eq!(tokens.as_slice()[1].gap, Gap::Joined);
    }

    #[test]
    fn shapes() {
        let all = ["12", "a", "A", "Word", "WORD", "McCain"].map(shape);
        use Shape::*;
        assert_eq!(all, [Uncased, Lower, Initial, Initial, Upper, Mixed]);
    }

    #[test]
    fn the_short_way_says_what_the_long_one_says() {
        for word in [
            "a",
            "A",
            "aB",
            "Ab",
            "AB",
            "abcdefgh",
            "ABcdefghi",
            "McCain",
            "I",
            "abC",
        ] {
            let (mut short, mut long) = (Tokens::default(), Tokens::default());
            ["so", word]
                .iter()
                .for_each(|word| short.push_plain(word, 0, Gap::Space));
            ["so", word]
                .iter()
                .for_each(|word| long.push(word, 0, Gap::Space));
            assert_eq!(
                (short.as_slice(), &short.norm),
                (long.as_slice(), &long.norm),
                "{word}"
            );
        }
    }
}
