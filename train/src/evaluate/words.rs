//! The words that the figures count. They differ from the tokens of the restorer, so that the figures
//! do not depend on how it divides text.

/// A word: a run of letters, digits and `_`, or one other character that is not white space. Two
/// words are equal if their texts are equal, at whatever position.
#[derive(Clone, Copy, Debug)]
pub struct Word<'t> {
    /// The word. Quotes are straight, and dashes are hyphens.
    pub text: &'t str,
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last one in the text.
    pub end: usize,
}

impl PartialEq for Word<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// The words of `text`.
///
/// The definition is that of the regular expression `\w+|[^\w\s]` in Python, after straightening
/// quotes and dashes. The only known difference: vowel signs of Indic scripts and circled letters
/// (`Ⓐ`) count as letters here.
///
/// ```
/// use unspin_train::evaluate::words;
/// let texts: Vec<&str> = words("“It’s” 2nd—a_b").iter().map(|word| word.text).collect();
/// assert_eq!(texts, ["\"", "It", "'", "s", "\"", "2nd", "-", "a_b"]);
/// ```
pub fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if is_space(c) {
            continue;
        }
        let mut end = start + c.len_utf8();
        if is_word_character(c) {
            while let Some((at, next)) = chars.next_if(|&(_, next)| is_word_character(next)) {
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

fn is_word_character(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether Python treats `c` as white space. Includes the separators of ASCII.
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
