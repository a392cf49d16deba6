//! What is between tokens: spaces, and signs that are no tokens.

use super::Gap;
use crate::text::bounds::Kind;

/// Most signs in a row that are tokens.
const SIGNS: usize = 4;

/// Counts the signs in a row. The lines of a divider or a drawing would be taken for many words that no spinner
/// replaced.
#[derive(Default)]
pub(super) struct Signs(usize);

impl Signs {
    /// Whether the next piece is a sign that follows [`SIGNS`] others. Quotation marks always count.
    pub(super) fn are_many(&mut self, piece: &str, kind: Kind) -> bool {
        let is_sign = |c: char| !c.is_alphanumeric() && !"\"'‘’“”>".contains(c);
        if kind == Kind::Letters || !piece.chars().all(is_sign) {
            self.0 = 0;
        } else if !piece.starts_with(char::is_whitespace) {
            self.0 += 1;
            return self.0 > SIGNS;
        }
        false
    }
}

/// The marks `>` in front of the lines of a quotation, as in mail. They are no tokens, but a part of the line end.
#[derive(Default)]
pub(super) struct QuoteMarks {
    /// Their number in the line that is read, and in the last one that had a token.
    pub(super) here: usize,
    last: usize,
}

impl QuoteMarks {
    /// The gap in front of a token, if there is `gap` without the marks: lines of two quotations do not share a
    /// sentence.
    pub(super) fn gap(&mut self, gap: Gap) -> Gap {
        if gap < Gap::Line || self.here == self.last {
            return gap;
        }
        self.last = self.here;
        Gap::Break
    }
}

/// The gap that `space` makes after the gap `before`: a second line end makes a blank line.
pub(super) fn gap_of(space: &str, before: Gap) -> Gap {
    let lines = space.bytes().filter(|&b| b == b'\n').count();
    match (lines, before) {
        (0, _) => Gap::Space,
        (1, Gap::Joined | Gap::Space) => Gap::Line,
        _ => Gap::Break,
    }
}
