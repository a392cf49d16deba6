//! Sentences: which tokens are decoded together. It owns the rule for sentence ends, on tokens, so that training and
//! restoring cut the same text at the same places.

use crate::text::token::{Gap, Shape, Token, Tokens};
use std::ops::Range;

/// Longest sentence in tokens; a longer run is cut, so that memory stays bounded on text without sentence ends.
pub const MAX_TOKENS: usize = 512;

/// Words after which a full stop does not end a sentence.
const ABBREVIATIONS: [&str; 30] = [
    "mr", "mrs", "ms", "dr", "st", "gov", "sen", "rep", "gen", "col", "lt", "sgt", "capt", "rev",
    "prof", "jr", "sr", "vs", "no", "jan", "feb", "aug", "sept", "sep", "oct", "nov", "dec", "inc",
    "co", "corp",
];

/// The sentences of `tokens` from token `from` on, as ranges of token indices, in order and without gaps.
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
fn starts_sentence(tokens: &Tokens, at: usize) -> bool {
    let all = tokens.as_slice();
    let (next, gap) = (&all[at], all[at].gap);
    if gap == Gap::Break {
        return true;
    }
    if gap == Gap::Joined {
        return false;
    }
    let continues = next.shape == Shape::Lower;
    if gap == Gap::Line {
        return !continues || ends_sentence(tokens, at - 1);
    }
    !continues && ends_sentence(tokens, at - 1)
}

/// Whether a sentence may end with token `at`, closing quotes and brackets included.
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
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let mut tokens = Tokens::default();
        tokens.push_text(text, 0);
        sentences(&tokens)
            .map(|r| tokens.norm_span(r.start, r.end).to_owned())
            .collect()
    }

    #[test]
    fn abbreviations_and_initials_go_on() {
        assert_eq!(
            cut("The U.S. Senate met J. Smith. It sat."),
            ["the u.s . senate met j . smith .", "it sat ."]
        );
    }

    #[test]
    fn a_wrapped_line_goes_on_and_a_headline_does_not() {
        assert_eq!(cut("not too\nlong ago"), ["not too long ago"]);
        assert_eq!(cut("A Headline\nThe text"), ["a headline", "the text"]);
    }

    #[test]
    fn endless_text_is_cut() {
        assert_eq!(cut(&"a ".repeat(MAX_TOKENS + 1)).len(), 2);
    }
}
