//! Quotations. Some spinners do not change the text between quotation marks.

use crate::text::token::{Gap, Shape, Tokens};

/// Sets `quoted` to whether each token lies between double quotation marks; the opening mark counts as inside, the closing
/// one does not. A quotation ends at a line end at the latest, so that a missing mark does no harm beyond it. `source` is
/// the text of the tokens.
///
/// ```
/// use unspin::text::quote;
/// use unspin::text::token::Tokens;
/// let mut tokens = Tokens::default();
/// tokens.push_text("He said “no” twice.", 0);
/// let mut quoted = Vec::new();
/// quote::mark(&tokens, "He said “no” twice.".as_bytes(), &mut quoted);
/// assert_eq!(quoted, [false, false, true, true, false, false, false]);
/// ```
pub fn mark(tokens: &Tokens, source: &[u8], quoted: &mut Vec<bool>) {
    quoted.clear();
    let mut inside = false;
    for token in tokens.as_slice() {
        inside &= token.gap < Gap::Line;
        // Most tokens are words, and their text need not be read.
        if token.shape == Shape::Uncased {
            match &source[token.start..token.end] {
                b"\"" => inside = !inside,
                mark if mark == "“".as_bytes() => inside = true,
                mark if mark == "”".as_bytes() => inside = false,
                _ => {}
            }
        }
        quoted.push(inside);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens inside quotations.
    fn quoted(text: &str) -> Vec<String> {
        let mut tokens = Tokens::default();
        tokens.push_text(text, 0);
        let mut quoted = vec![true; 99];
        mark(&tokens, text.as_bytes(), &mut quoted);
        assert_eq!(quoted.len(), tokens.len());
        (0..tokens.len())
            .filter(|&at| quoted[at])
            .map(|at| tokens.norm_of(at).to_owned())
            .collect()
    }

    #[test]
    fn straight_and_curly_marks() {
        assert_eq!(quoted("a \"b c\" d \"e\""), ["\"", "b", "c", "\"", "e"]);
        assert_eq!(
            quoted("a “b” c “d “e” f"),
            ["\"", "b", "\"", "d", "\"", "e"]
        );
    }

    #[test]
    fn single_marks_and_apostrophes_do_not_count() {
        assert_eq!(quoted("a ‘b’ didn’t 'c'"), [""; 0]);
    }

    #[test]
    fn a_quotation_ends_at_the_line_end() {
        assert_eq!(quoted("“a\nb”"), ["\"", "a"]);
        assert_eq!(quoted("\"a\n\n\"b"), ["\"", "a", "\"", "b"]);
    }
}
