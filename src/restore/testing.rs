//! What the tests of several steps have in common.

use crate::text::token::Tokens;
use std::ops::Range;

/// The tokens of `text`, whose brackets mark a phrase, and the indices of those of the phrase.
pub(super) fn marked(text: &str) -> (Tokens, Range<usize>) {
    let start = text.find('[').expect("an opening bracket");
    let end = text.find(']').expect("a closing bracket") - 1;
    let mut tokens = Tokens::default();
    tokens.push_text(&text.replace(['[', ']'], ""), 0);
    let index = |byte| {
        tokens
            .as_slice()
            .partition_point(|token| token.start < byte)
    };
    let phrase = index(start)..index(end);
    (tokens, phrase)
}
