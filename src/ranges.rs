//! Lists of ranges: joining them, and looking things up in them.

use std::ops::Range;

/// Those of `ranges`, which are sorted and disjoint, that have a byte in common with `range`.
pub fn overlapping<'r>(ranges: &'r [Range<usize>], range: &Range<usize>) -> &'r [Range<usize>] {
    let ranges = &ranges[ranges.partition_point(|other| other.end <= range.start)..];
    &ranges[..ranges.partition_point(|other| other.start < range.end)]
}

/// Whether one of `ranges`, which are sorted and disjoint, has the byte `at`.
pub fn contain(ranges: &[Range<usize>], at: usize) -> bool {
    !overlapping(ranges, &(at..at + 1)).is_empty()
}

/// The parts of `ranges`, which are sorted and disjoint, that are within `whole`, counted from its start.
pub fn within(ranges: &[Range<usize>], whole: &Range<usize>) -> Vec<Range<usize>> {
    overlapping(ranges, whole)
        .iter()
        .map(|range| range.start.max(whole.start)..range.end.min(whole.end))
        .map(|range| range.start - whole.start..range.end - whole.start)
        .collect()
}

/// `ranges` sorted, with those joined that overlap or touch.
pub fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    ranges.dedup_by(|next, last| {
        let is_joined = next.start <= last.end;
        if is_joined {
            last.end = last.end.max(next.end);
        }
        is_joined
    });
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_that_only_touch_do_not_overlap() {
        let ranges = [0..4, 6..12, 14..30];
        assert_eq!(overlapping(&ranges, &(4..14)), [6..12]);
        assert_eq!(overlapping(&ranges, &(3..15)), ranges);
        assert!(overlapping(&ranges, &(4..6)).is_empty());
        let found = [3, 4, 6, 13, 29, 30].map(|at| contain(&ranges, at));
        assert_eq!(found, [true, false, true, false, true, false]);
    }

    #[test]
    fn ranges_are_cut_at_the_ends_of_the_whole() {
        let ranges = [0..4, 6..12, 14..30];
        assert_eq!(within(&ranges, &(4..16)), [2..8, 10..12]);
        assert_eq!(within(&ranges, &(7..15)), [0..5, 7..8]);
        assert!(within(&ranges, &(12..14)).is_empty());
    }

    #[test]
    fn ranges_that_touch_are_joined() {
        assert_eq!(
            joined(vec![6..9, 0..2, 2..3, 7..8, 4..5]),
            [0..3, 4..5, 6..9]
        );
    }
}
