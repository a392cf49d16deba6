//! Sentence segmentation. It works on tokens, and training and restoring share it, so both split a text alike.

use crate::text::token::{Gap, Shape, Token, Tokens};
use std::ops::Range;

/// The maximal length of a sentence in tokens. Longer ones are split, so that memory stays bounded in text without sentence
/// ends.
pub const MAX_TOKENS: usize = 512;

/// Words after which a full stop marks an abbreviation and does not end a sentence.
const ABBREVIATIONS: [&str; 30] = [
    "mr", "mrs", "ms", "dr", "st", "gov", "sen", "rep", "gen", "col", "lt", "sgt", "capt", "rev",
    "prof", "jr", "sr", "vs", "no", "jan", "feb", "aug", "sept", "sep", "oct", "nov", "dec", "inc",
    "co", "corp",
];

/// The sentences of `tokens` as ranges of token indices, in order and without gaps.
///
/// ```
/// use unspin::text::segment;
/// use unspin::text::token::Tokens;
/// let mut tokens = Tokens::default();
/// tokens.push_text("Mr. Hill left. “Why?” she asked.", 0);
/// let sentences: Vec<_> = segment::sentences(&tokens).collect();
/// assert_eq!(sentences, [0..5, 5..12]);
/// ```
pub fn sentences(tokens: &Tokens) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        if start == tokens.len() {
            return None;
        }
        let limit = tokens.len().min(start + MAX_TOKENS);
        let end = (start + 1..limit)
            .find(|&at| starts_sentence(tokens, at))
            .unwrap_or(limit);
        let range = start..end;
        start = end;
        Some(range)
    })
}

/// Whether a sentence starts at token `at` (which is not the first).
pub(crate) fn starts_sentence(tokens: &Tokens, at: usize) -> bool {
    let all = tokens.as_slice();
    let is_lower = all[at].shape == Shape::Lower;
    match all[at].gap {
        Gap::Joined => false,
        Gap::Space => !is_lower && ends_sentence(tokens, at - 1),
        // A line in lower case continues the sentence of a wrapped line; any other may follow a headline.
        Gap::Line => !is_lower || ends_sentence(tokens, at - 1),
        Gap::Break => true,
    }
}

/// Whether a sentence may end with token `at`, which may be a closing quote or bracket after the full stop.
fn ends_sentence(tokens: &Tokens, mut at: usize) -> bool {
    while at > 0
        && matches!(tokens.norm_of(at), "\"" | "'" | ")" | "]")
        && tokens.as_slice()[at].gap == Gap::Joined
    {
        at -= 1;
    }
    match tokens.norm_of(at) {
        "!" | "?" | "…" => true,
        "." => at == 0 || !is_abbreviation(&tokens.as_slice()[at - 1], tokens.norm_of(at - 1)),
        _ => false,
    }
}

fn is_abbreviation(token: &Token, norm: &str) -> bool {
    let initials =
        norm.contains('.') || (norm.chars().count() == 1 && token.shape == Shape::Initial);
    initials || ABBREVIATIONS.contains(&norm)
}

#[cfg(test)]
mod tests;
