//! Aligns two sequences of words by edit distance.
//!
//! Often several alignments have the least distance. Which one is chosen affects precision, recall
//! and damage, so the choice is part of the definition of these figures.

use std::ops::Range;

/// A place where two sequences differ. One of the sides may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    /// Words of the first sequence.
    pub left: Range<usize>,
    /// Words of the second sequence.
    pub right: Range<usize>,
}

/// The differences between two sequences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    /// The differences in order, with at least one equal word between neighbours.
    pub hunks: Vec<Hunk>,
    /// Number of words that are replaced, inserted or deleted.
    pub distance: usize,
}

/// Aligns by Levenshtein distance. Equal beginnings and ends are cut off first. What remains is
/// traced from its end; if there is a choice, equal words are preferred to a replacement, and a
/// replacement to a deletion from `left`.
///
/// Memory and time grow with the product of the two lengths that remain.
///
/// ```
/// use unspin_train::evaluate::{Hunk, align};
/// let alignment = align(&["the", "white", "home"], &["the", "house"]);
/// assert_eq!(alignment.hunks, [Hunk { left: 1..3, right: 1..2 }]);
/// assert_eq!(alignment.distance, 2);
/// ```
pub fn align<T: PartialEq>(left: &[T], right: &[T]) -> Alignment {
    let head = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    let left = &left[head..];
    let right = &right[head..];
    let tail = left
        .iter()
        .rev()
        .zip(right.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let left = &left[..left.len() - tail];
    let right = &right[..right.len() - tail];
    let table = Table::new(left, right);
    Alignment {
        hunks: hunks(&table, left, right, head),
        distance: table.at(left.len(), right.len()),
    }
}

/// The distance between each beginning of one sequence and each beginning of another.
struct Table {
    width: usize,
    cells: Vec<usize>,
}

impl Table {
    fn new<T: PartialEq>(left: &[T], right: &[T]) -> Self {
        let width = right.len() + 1;
        let mut cells: Vec<usize> = (0..width).collect();
        cells.reserve_exact(width * left.len());
        for word in left {
            let above = cells.len() - width;
            cells.push(cells[above] + 1);
            for (index, other) in right.iter().enumerate() {
                let replaced = cells[above + index] + usize::from(word != other);
                let skipped = cells[above + index + 1].min(cells[cells.len() - 1]) + 1;
                cells.push(replaced.min(skipped));
            }
        }
        Self { width, cells }
    }

    fn at(&self, left: usize, right: usize) -> usize {
        self.cells[left * self.width + right]
    }
}

/// Traces the best alignment from its end. Positions in the result are shifted by `head`.
fn hunks<T: PartialEq>(table: &Table, left: &[T], right: &[T], head: usize) -> Vec<Hunk> {
    let hunk = |i: usize, j: usize, end: (usize, usize)| Hunk {
        left: i + head..end.0 + head,
        right: j + head..end.1 + head,
    };
    let mut i = left.len();
    let mut j = right.len();
    let mut found = Vec::new();
    // End of the hunk that is being traced.
    let mut end = None;
    while i > 0 || j > 0 {
        let both = i > 0 && j > 0;
        if both && left[i - 1] == right[j - 1] && table.at(i, j) == table.at(i - 1, j - 1) {
            found.extend(end.take().map(|end| hunk(i, j, end)));
            i -= 1;
            j -= 1;
            continue;
        }
        end = end.or(Some((i, j)));
        if both && table.at(i, j) == table.at(i - 1, j - 1) + 1 {
            i -= 1;
            j -= 1;
        } else if i > 0 && table.at(i, j) == table.at(i - 1, j) + 1 {
            i -= 1;
        } else {
            j -= 1;
        }
    }
    found.extend(end.map(|end| hunk(0, 0, end)));
    found.reverse();
    found
}
