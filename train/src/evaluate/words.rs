//! The words that figures count. It owns word boundaries and the folding of quotes; the tokens of the restorer are others.

/// A word: letters, digits and `_` in a run, or one other character that is no white space. Two words are equal when
/// their texts are, wherever they stand.
#[derive(Clone, Copy, Debug)]
pub struct Word<'t> {
    /// The word, quotes and dashes straightened.
    pub text: &'t str,
    /// First byte in the text.
    pub start: usize,
    /// One past the last byte in the text.
    pub end: usize,
}

impl PartialEq for Word<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// The words of `text`.
///
/// The definition is the regular expression `\w+|[^\w\s]` of Python over Unicode, after straightening. The one known
/// difference: vowel signs of Indic scripts and circled letters (`Ⓐ`) are alphabetic here and go on with the word.
///
/// ```
/// let words: Vec<&str> = unspin_train::evaluate::words("“It’s” 2nd—a_b").iter().map(|word| word.text).collect();
/// assert_eq!(words, ["\"", "It", "'", "s", "\"", "2nd", "-", "a_b"]);
/// ```
pub fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if is_space(c) {
            continue;
        }
        let mut end = start + c.len_utf8();
        if goes_on(c) {
            while let Some((at, next)) = chars.next_if(|&(_, next)| goes_on(next)) {
                end = at + next.len_utf8();
            }
        }
        words.push(Word {
            text: straight(c).unwrap_or(&text[start..end]),
            start,
            end,
        });
    }
    words
}

fn goes_on(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// White space as Python has it: with the separators of ASCII.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

fn straight(c: char) -> Option<&'static str> {
    match c {
        '’' | '‘' => Some("'"),
        '“' | '”' => Some("\""),
        '–' | '—' => Some("-"),
        _ => None,
    }
}
