//! Quoted stretches: which tokens stand between quotation marks. Some spinners leave them alone.

use crate::text::token::{Gap, Tokens};

/// Marks each token that stands between double quotation marks, the opening one included. A quotation ends with its
/// paragraph.
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
        match &source[token.start..token.end] {
            b"\"" => inside = !inside,
            mark if mark == "“".as_bytes() => inside = true,
            mark if mark == "”".as_bytes() => inside = false,
            _ => {}
        }
        quoted.push(inside);
    }
}
