//! Word alignment by edit distance. It owns the choice among alignments of equal distance, on which precision, recall and
//! damage depend.

use std::ops::Range;

/// A stretch where two word sequences differ; either side may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    /// Words of the first sequence.
    pub left: Range<usize>,
    /// Words of the second sequence.
    pub right: Range<usize>,
}

/// Where two sequences differ, and by how many words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    /// The differences, in order; at least one equal word stands between neighbours.
    pub hunks: Vec<Hunk>,
    /// Words replaced, inserted and deleted.
    pub distance: usize,
}

/// Aligns by Levenshtein distance. Equal beginnings and ends stay out of it; from the end backwards, ties go to an equal
/// word first, then to a replacement, then to a deletion from `left`.
///
/// Memory and time grow with the product of the lengths of the differing middles.
///
/// ```
/// use unspin_train::evaluate::{Hunk, align};
/// let alignment = align(&["the", "white", "home"], &["the", "house"]);
/// assert_eq!((alignment.hunks, alignment.distance), (vec![Hunk { left: 1..3, right: 1..2 }], 2));
/// ```
pub fn align<T: PartialEq>(left: &[T], right: &[T]) -> Alignment {
    let head = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    let (left, right) = (&left[head..], &right[head..]);
    let tail = left
        .iter()
        .rev()
        .zip(right.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (left, right) = (&left[..left.len() - tail], &right[..right.len() - tail]);
    let table = Table::new(left, right);
    Alignment {
        hunks: hunks(&table, left, right, head),
        distance: table.at(left.len(), right.len()),
    }
}

/// Distances between all beginnings of two sequences.
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

fn hunks<T: PartialEq>(table: &Table, left: &[T], right: &[T], head: usize) -> Vec<Hunk> {
    let (mut i, mut j) = (left.len(), right.len());
    let (mut found, mut end) = (Vec::new(), None);
    let hunk = |i: usize, j: usize, end: (usize, usize)| Hunk {
        left: i + head..end.0 + head,
        right: j + head..end.1 + head,
    };
    while i > 0 || j > 0 {
        let both = i > 0 && j > 0;
        if both && left[i - 1] == right[j - 1] && table.at(i, j) == table.at(i - 1, j - 1) {
            found.extend(end.take().map(|end| hunk(i, j, end)));
            (i, j) = (i - 1, j - 1);
            continue;
        }
        end = end.or(Some((i, j)));
        if both && table.at(i, j) == table.at(i - 1, j - 1) + 1 {
            (i, j) = (i - 1, j - 1);
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
