//! Reads a spun text again with its edits made, until nothing more is found.
//!
//! A word counts for the block where it occurs first, and blocks are compared with the rest of the text. So each
//! edit changes what the rest looks like, and without this a second run of the program would find more.

use super::edits::merged;
use super::judgement::Judgement;
use super::{GateMode, Worker};
use crate::document::lines;
use crate::edit::{Edit, apply};
use crate::ranges::overlapping;
use std::ops::Range;

/// Most times that a text is read again.
const ROUNDS: usize = 3;

impl Worker<'_> {
    /// Adds to what was `found` in `source` what is found in it once these edits are made.
    pub(super) fn restore_rest(
        &mut self,
        source: &[u8],
        prose: &[Range<usize>],
        off: &[Range<usize>],
        found: (Vec<Edit>, Judgement),
    ) -> (Vec<Edit>, Judgement) {
        let (mut edits, mut judgement) = found;
        if self.restorer.options.gate != GateMode::Auto {
            return (edits, judgement);
        }
        for _ in 0..ROUNDS {
            if !judgement.spun || edits.is_empty() {
                break;
            }
            let made = Made::new(source, &edits);
            let prose: Vec<_> = prose.iter().map(|range| made.in_text(range)).collect();
            self.text.read(&made.text, &prose);
            let off: Vec<_> = off.iter().map(|range| made.in_text(range)).collect();
            let (more, about_more) = self.restore_once(&made.text, &prose, &off);
            let more = made.edits_in_source(&more);
            if !about_more.spun || more.is_empty() {
                break;
            }
            edits = merged(edits, more);
            judgement = judgement.and(about_more.placed(|span| made.in_source(&span)));
        }
        (edits, judgement)
    }
}

/// A text with edits that are made.
struct Made {
    text: Vec<u8>,
    /// The bytes of each edit in the source.
    spun: Vec<Range<usize>>,
    /// Its bytes in the text.
    restored: Vec<Range<usize>>,
}

impl Made {
    fn new(source: &[u8], edits: &[Edit]) -> Self {
        let mut ends = [0, 0];
        let restored = |edit: &Edit| {
            let start = ends[1] + (edit.start - ends[0]);
            ends = [edit.end, start + edit.original().len()];
            start..ends[1]
        };
        Self {
            restored: edits.iter().map(restored).collect(),
            spun: edits.iter().map(Edit::range).collect(),
            text: apply(source, edits),
        }
    }

    /// Where `range` of the source is in the text.
    fn in_text(&self, range: &Range<usize>) -> Range<usize> {
        moved(range, &self.spun, &self.restored)
    }

    /// Where `range` of the text is in the source.
    fn in_source(&self, range: &Range<usize>) -> Range<usize> {
        moved(range, &self.restored, &self.spun)
    }

    /// Edits of the text as edits of the source, without those that change an edit. An article goes with its word.
    fn edits_in_source(&self, edits: &[Edit]) -> Vec<Edit> {
        let is_apart = |edit: &Edit| overlapping(&self.restored, &edit.range()).is_empty();
        let apart = lines::groups(edits).filter(|group| group.iter().all(is_apart));
        let moved = apart
            .flatten()
            .map(|edit| edit.clone().at(self.in_source(&edit.range())));
        moved.collect()
    }
}

/// `range` after each of the ranges `from` has become the one of `to` with the same index. If it starts or ends
/// inside one of them, it gets all of it.
fn moved(range: &Range<usize>, from: &[Range<usize>], to: &[Range<usize>]) -> Range<usize> {
    let after = |next: usize, at: usize| match next.checked_sub(1) {
        Some(last) => to[last].end + at.saturating_sub(from[last].end),
        None => at,
    };
    let next = from.partition_point(|other| other.end <= range.start);
    let start = after(next, range.start);
    let start = to.get(next).map_or(start, |other| start.min(other.start));
    let next = from.partition_point(|other| other.start < range.end);
    start..after(next, range.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Evidence, Kind};

    fn edit(range: Range<usize>, original: &str) -> Edit {
        Edit::new(range, original, Evidence::new(Kind::Exact, original, 0, 0))
    }

    #[test]
    fn places_move_by_the_edits_before_them() {
        // "ab cd ef" becomes "abcd  x".
        let edits = [edit(2..3, ""), edit(4..5, "d "), edit(6..8, "x")];
        let made = Made::new(b"ab cd ef", &edits);
        assert_eq!(made.text, b"abcd  x");
        for (source, text) in [
            (0..2, 0..2),
            (3..4, 2..3),
            (3..6, 2..6),
            (0..8, 0..7),
            (6..8, 6..7),
        ] {
            assert_eq!(made.in_text(&source), text);
            assert_eq!(made.in_source(&text), source);
        }
        assert_eq!(made.in_text(&(7..8)), 6..7);
    }

    #[test]
    fn edits_are_not_edited() {
        let made = Made::new(b"aa bb cc", &[edit(3..5, "xxxx")]);
        let places = |more: &[Edit]| -> Vec<_> {
            made.edits_in_source(more).iter().map(Edit::range).collect()
        };
        let more = [(0..2, "y"), (1..4, "x"), (4..5, "z"), (8..10, "v")];
        let more = more.map(|(range, original)| edit(range, original));
        assert_eq!(places(&more), [0..2, 6..8]);
        let article = Edit::new(0..2, "an", Evidence::new(Kind::Article, "article", 0, 0));
        assert!(places(&[article.clone(), edit(4..5, "z")]).is_empty());
        assert_eq!(places(&[article, edit(8..10, "v")]), [0..2, 6..8]);
    }
}
