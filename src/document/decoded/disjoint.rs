//! A collection of edits that cannot overlap.

use crate::edit::Edit;
use std::collections::BTreeMap;
use std::ops::Range;

/// Edits of one source that do not overlap, whatever is inserted.
#[derive(Debug, Default)]
pub struct Disjoint {
    /// Those that came in the order of the source, which are nearly all.
    in_order: Vec<Edit>,
    /// The others, by their first byte.
    others: BTreeMap<usize, Edit>,
}

impl Disjoint {
    /// Adds the edits of `group`, which only make sense together. If one of them is empty or
    /// overlaps another edit, of the group or inserted earlier, none is added.
    pub fn insert(&mut self, mut group: Vec<Edit>) {
        group.sort_by_key(|edit| edit.start);
        let apart = group.windows(2).all(|two| two[0].end <= two[1].start);
        let free = group.iter().all(|edit| self.is_free(edit.start..edit.end));
        if apart && free {
            for edit in group {
                self.push(edit);
            }
        }
    }

    fn push(&mut self, edit: Edit) {
        let is_next = self
            .in_order
            .last()
            .is_none_or(|last| last.end <= edit.start);
        if is_next {
            self.in_order.push(edit);
        } else {
            self.others.insert(edit.start, edit);
        }
    }

    /// Whether `range` has bytes and no edit has any of them.
    fn is_free(&self, range: Range<usize>) -> bool {
        let next = self.in_order.partition_point(|edit| edit.start < range.end);
        let before = self.in_order[..next].last();
        let other = self.others.range(..range.end).next_back();
        let ends = [before, other.map(|(_, edit)| edit)];
        !range.is_empty()
            && ends
                .into_iter()
                .flatten()
                .all(|edit| edit.end <= range.start)
    }

    /// The edits in the order of the source.
    pub fn into_edits(self) -> Vec<Edit> {
        let mut edits = self.in_order;
        if !self.others.is_empty() {
            edits.extend(self.others.into_values());
            edits.sort_by_key(|edit| edit.start);
        }
        edits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Evidence, Kind};

    type Bounds = (usize, usize);

    fn edit((start, end): Bounds) -> Edit {
        Edit::new(start..end, "", Evidence::new(Kind::Exact, "", 0, 0))
    }

    fn inserted(groups: &[&[Bounds]]) -> Vec<Bounds> {
        let mut disjoint = Disjoint::default();
        for group in groups {
            disjoint.insert(group.iter().copied().map(edit).collect());
        }
        let edits = disjoint.into_edits().into_iter();
        edits.map(|edit| (edit.start, edit.end)).collect()
    }

    #[test]
    fn edits_are_sorted_by_their_place_in_the_source() {
        assert_eq!(
            inserted(&[&[(6, 8)], &[(2, 4)], &[(8, 9), (0, 2)]]),
            [(0, 2), (2, 4), (6, 8), (8, 9)]
        );
    }

    #[test]
    fn a_group_that_overlaps_an_earlier_one_is_left_out_as_a_whole() {
        for overlapping in [(2, 7), (3, 4), (4, 6), (6, 7), (0, 9)] {
            assert_eq!(inserted(&[&[(3, 7)], &[(9, 10), overlapping]]), [(3, 7)]);
        }
        assert_eq!(
            inserted(&[&[(3, 7)], &[(0, 3), (7, 8)]]),
            [(0, 3), (3, 7), (7, 8)]
        );
    }

    #[test]
    fn a_group_that_overlaps_itself_or_has_an_empty_edit_is_left_out() {
        assert!(inserted(&[&[(1, 3), (2, 4)]]).is_empty());
        assert!(inserted(&[&[(1, 3), (3, 3)]]).is_empty());
        assert!(inserted(&[&[(1, 3), (1, 3)]]).is_empty());
    }
}
