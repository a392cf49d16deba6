//! Words and phrases that a user wants left alone, such as the names and terms of a field.

use crate::text::token::Tokens;
use std::collections::HashMap;

/// A list of words and phrases that no edit may touch.
///
/// ```
/// use unspin::text::allow::Allow;
/// use unspin::text::token::Tokens;
/// let mut tokens = Tokens::default();
/// tokens.push_text("The White Home said so.", 0);
/// let mut fixed = vec![false; tokens.len()];
/// Allow::parse("# a band\nwhite home").mark(&tokens, &mut fixed);
/// assert_eq!(fixed, [false, true, true, false, false, false]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allow {
    /// Number of tokens and normalised form of each phrase, by its first word.
    phrases: HashMap<String, Vec<(usize, String)>>,
}

impl Allow {
    /// Parses a list: one word or phrase per line, in any letter case. Lines that start with `#` are comments.
    pub fn parse(text: &str) -> Self {
        let mut allow = Self::default();
        let mut tokens = Tokens::default();
        for line in text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            tokens.clear();
            // It is read as a space in texts, too.
            tokens.push_text(&line.replace('\u{202f}', " "), 0);
            if !tokens.is_empty() {
                let phrases = allow
                    .phrases
                    .entry(tokens.norm_of(0).to_owned())
                    .or_default();
                phrases.push((tokens.len(), tokens.norm().to_owned()));
            }
        }
        allow
    }

    /// Sets `fixed` for the tokens of every listed phrase in the text, and leaves the other elements as they are.
    pub fn mark(&self, tokens: &Tokens, fixed: &mut [bool]) {
        if self.phrases.is_empty() {
            return;
        }
        for at in 0..tokens.len() {
            for (len, phrase) in self.phrases.get(tokens.norm_of(at)).into_iter().flatten() {
                if at + len <= tokens.len() && tokens.norm_span(at, at + len) == phrase {
                    fixed[at..at + len].fill(true);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_a_phrase_or_a_comment() {
        let allow = Allow::parse("#no\n\n  White\u{202f}Home \r\nwhite\ndidn’t\n# no");
        let mut tokens = Tokens::default();
        tokens.push_text("no white home DIDN'T", 0);
        let mut fixed = vec![false; tokens.len()];
        allow.mark(&tokens, &mut fixed);
        assert_eq!(fixed, [false, true, true, true, true]);
        assert_eq!(Allow::parse("# only this\n"), Allow::default());
    }
}
