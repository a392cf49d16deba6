//! Reads a spun text again with its edits made, until nothing more is found.
//!
//! A word counts for the block where it occurs first, and blocks are compared with the rest of the text. So each
//! edit changes what the rest looks like, and without this a second run of the program would find more.

use super::edits::merged;
use super::families::Judgement;
use super::{GateMode, Worker};
use crate::document::lines;
use crate::edit::{Edit, apply};
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

/// The sides of a [`Made`] text.
const SOURCE: usize = 0;
const TEXT: usize = 1;

/// A text with edits that are made.
struct Made {
    text: Vec<u8>,
    /// For each edit, its bytes in the source and in the text.
    stretches: Vec<[Range<usize>; 2]>,
}

impl Made {
    fn new(source: &[u8], edits: &[Edit]) -> Self {
        let mut ends = [0, 0];
        let stretch = |edit: &Edit| {
            let start = ends[1] + (edit.start - ends[0]);
            ends = [edit.end, start + edit.original().len()];
            [edit.range(), start..ends[1]]
        };
        Self {
            stretches: edits.iter().map(stretch).collect(),
            text: apply(source, edits),
        }
    }

    /// Where `range` of the source is in the text.
    fn in_text(&self, range: &Range<usize>) -> Range<usize> {
        self.moved(range, SOURCE, TEXT)
    }

    /// Where `range` of the text is in the source.
    fn in_source(&self, range: &Range<usize>) -> Range<usize> {
        self.moved(range, TEXT, SOURCE)
    }

    /// `range` of one side on the other side. If it starts or ends inside an edit, it gets all of it.
    fn moved(&self, range: &Range<usize>, from: usize, to: usize) -> Range<usize> {
        let all = &self.stretches;
        let after = |next: usize, at: usize| {
            let last = next.checked_sub(1).map(|last| &all[last]);
            last.map_or(at, |both| both[to].end + at.saturating_sub(both[from].end))
        };
        let next = all.partition_point(|both| both[from].end <= range.start);
        let start = after(next, range.start);
        let start = all
            .get(next)
            .map_or(start, |both| start.min(both[to].start));
        let next = all.partition_point(|both| both[from].start < range.end);
        start..after(next, range.end)
    }

    /// Edits of the text as edits of the source, without those that change an edit. An article goes with its word.
    fn edits_in_source(&self, edits: &[Edit]) -> Vec<Edit> {
        let all = &self.stretches;
        let is_apart = |edit: &Edit| {
            let next = all.partition_point(|both| both[TEXT].end <= edit.start);
            all.get(next)
                .is_none_or(|both| edit.end <= both[TEXT].start)
        };
        let apart = lines::groups(edits).filter(|group| group.iter().all(is_apart));
        let moved = apart
            .flatten()
            .map(|edit| edit.clone().at(self.in_source(&edit.range())));
        moved.collect()
    }
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
