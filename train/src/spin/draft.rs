//! A text while it is being spun, from left to right.

use super::{Quotes, Replaced, Spun};
use unspin::text::quote;
use unspin::text::token::{Shape, Tokens};

/// The source text and what it has become so far.
pub(super) struct Draft<'t> {
    text: &'t str,
    /// The tokens of the source.
    pub tokens: Tokens,
    quotes: Quotes,
    /// Whether each token is between quotation marks.
    quoted: Vec<bool>,
    /// Bytes of the source that are already in `out`.
    copied: usize,
    out: Spun,
}

impl<'t> Draft<'t> {
    pub fn new(text: &'t str, quotes: Quotes) -> Self {
        let mut tokens = Tokens::default();
        tokens.push_text(text, 0);
        let mut quoted = Vec::new();
        quote::mark(&tokens, text.as_bytes(), &mut quoted);
        Self {
            text,
            tokens,
            quotes,
            quoted,
            copied: 0,
            out: Spun::default(),
        }
    }

    /// Whether the token at `at` must not be changed because it is quoted.
    pub fn is_protected(&self, at: usize) -> bool {
        self.quotes == Quotes::Kept && self.quoted[at]
    }

    /// Replaces the tokens from `from` up to, but not including, `to`. Calls must go from left to
    /// right.
    pub fn replace(&mut self, from: usize, to: usize, alternative: &str) {
        let first = self.tokens.as_slice()[from];
        let end = self.tokens.as_slice()[to - 1].end;
        let original = &self.text[first.start..end];
        let out = &mut self.out;
        out.text.push_str(&self.text[self.copied..first.start]);
        adjust_space(&mut out.text, alternative, original);
        let start = out.text.len();
        push_cased(&mut out.text, alternative, first.shape, original);
        out.replaced.push(Replaced {
            spun: start..out.text.len(),
            original: self.tokens.norm_span(from, to).to_owned(),
        });
        self.copied = end;
    }

    /// The spun text.
    pub fn finish(mut self) -> Spun {
        self.out.text.push_str(&self.text[self.copied..]);
        self.out
    }
}

/// Removes or adds the space before a replacement: clitics (`'s`) are joined to the word before
/// them, words are not.
pub(crate) fn adjust_space(out: &mut String, alternative: &str, original: &str) {
    let was_clitic = original.starts_with(['\'', '’']);
    let is_clitic = alternative.starts_with('\'');
    if is_clitic && !was_clitic && out.ends_with(' ') {
        out.pop();
    } else if was_clitic && !is_clitic {
        out.push(' ');
    }
}

/// Appends `alternative` in the letter case of the original: capitals if all of it was in
/// capitals, otherwise only the case of the first letter.
fn push_cased(out: &mut String, alternative: &str, first: Shape, original: &str) {
    let is_capitals = original.chars().filter(|c| c.is_uppercase()).count() > 1
        && !original.chars().any(char::is_lowercase);
    if is_capitals {
        out.extend(alternative.chars().flat_map(char::to_uppercase));
    } else if matches!(first, Shape::Initial | Shape::Upper | Shape::Mixed) {
        let mut letters = alternative.chars();
        out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        out.push_str(letters.as_str());
    } else {
        out.push_str(alternative);
    }
}
