//! What the lexicon could restore if every choice were right: the path through its candidates that
//! is closest to the original.

use super::align::align;
use std::ops::Range;
use unspin::lexicon::Lexicon;
use unspin::text::token::Tokens;

/// One row of the edit distance table: distances to each beginning of the original.
type Row = Vec<usize>;

/// How close the lexicon can come to the original of a line, in tokens. Tokens are compared after
/// normalisation, which makes all numbers of a class equal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Distance from the spun line to the original.
    pub before: usize,
    /// Least distance of any path from the original. A path keeps tokens or replaces them with one
    /// of their candidates.
    pub after: usize,
    /// The bytes of the original that the best path does not produce. Each range goes from the end
    /// of the word before them to the start of the word after them.
    pub missing: Vec<Range<usize>>,
}

/// Finds the path through the candidates of `spun` that is closest to `original`. If there is a
/// choice, spun words are kept.
///
/// ```
/// use unspin::lexicon::Lexicon;
/// use unspin::store::file::Trust;
/// use unspin_train::evaluate::reach;
/// let bytes = Lexicon::compile("white home\twhite house\t3\n").expect("valid rows");
/// let lexicon = Lexicon::read(&bytes, Trust::Checked).expect("just compiled");
/// let reach = reach(&lexicon, "the White Home mentioned", "the White House said");
/// assert_eq!((reach.before, reach.after), (2, 1));
/// assert_eq!(reach.missing, [15..20]);
/// ```
pub fn reach(lexicon: &Lexicon<'_>, spun: &str, original: &str) -> Reach {
    let spun = tokens(spun);
    let original_tokens = tokens(original);
    let words = hashes(&original_tokens);
    let before = align(&hashes(&spun), &words).distance;
    if before == 0 {
        return Reach::default();
    }
    let path = Search::new(lexicon, &spun, &words).best_path(&words);
    let rest = align(&path, &words);
    let bytes = |words: &Range<usize>| between(&original_tokens, words, original.len());
    Reach {
        before,
        after: rest.distance,
        missing: rest.hunks.iter().map(|hunk| bytes(&hunk.right)).collect(),
    }
}

pub(super) fn tokens(text: &str) -> Tokens {
    let mut tokens = Tokens::default();
    tokens.push_text(text, 0);
    tokens
}

pub(super) fn hashes(tokens: &Tokens) -> Vec<u64> {
    tokens.as_slice().iter().map(|token| token.word).collect()
}

/// The bytes from the end of the token before `range` to the start of the token after it, or to
/// `end`.
fn between(tokens: &Tokens, range: &Range<usize>, end: usize) -> Range<usize> {
    let tokens = tokens.as_slice();
    let before = range.start.checked_sub(1);
    let start = before.map_or(0, |before| tokens[before].end);
    start..tokens.get(range.end).map_or(end, |after| after.start)
}

/// A wording of the spun tokens from `from` to some later token.
struct Edge {
    from: usize,
    words: Vec<u64>,
}

/// Edit distance between a lattice and the original, by dynamic programming.
struct Search {
    edges: Vec<Edge>,
    /// For each spun token, the least distance of any path that ends before it.
    rows: Vec<Row>,
    /// For each cell of `rows`, the last edge of the best path.
    via: Vec<Vec<usize>>,
}

impl Search {
    fn new(lexicon: &Lexicon<'_>, spun: &Tokens, original: &[u64]) -> Self {
        let width = original.len() + 1;
        let mut search = Self {
            edges: Vec::new(),
            rows: vec![vec![usize::MAX; width]; spun.len() + 1],
            via: vec![vec![0; width]; spun.len() + 1],
        };
        search.rows[0] = (0..width).collect();
        for (from, token) in spun.as_slice().iter().enumerate() {
            let words = vec![token.word];
            search.add(from + 1, Edge { from, words }, original);
            lexicon.matches(spun, from, spun.len(), |to, entry| {
                for candidate in entry.candidates() {
                    let words = lexicon.words_of(candidate.original).collect();
                    search.add(to, Edge { from, words }, original);
                }
            });
        }
        search
    }

    /// Adds an edge that ends before the token `to`.
    fn add(&mut self, to: usize, edge: Edge, original: &[u64]) {
        let last = extend(&self.rows[edge.from], &edge.words, original)
            .pop()
            .expect("at least the first row");
        for (column, distance) in last.into_iter().enumerate() {
            // Ties keep the earlier edge, and the spun word comes first.
            if distance < self.rows[to][column] {
                self.rows[to][column] = distance;
                self.via[to][column] = self.edges.len();
            }
        }
        self.edges.push(edge);
    }

    /// The words of the best path.
    fn best_path(&self, original: &[u64]) -> Vec<u64> {
        let mut at = self.rows.len() - 1;
        let mut column = original.len();
        let mut path: Vec<u64> = Vec::new();
        while at > 0 {
            let edge = &self.edges[self.via[at][column]];
            path.extend(edge.words.iter().rev());
            let rows = extend(&self.rows[edge.from], &edge.words, original);
            column = first_column(&rows, &edge.words, original, column);
            at = edge.from;
        }
        path.reverse();
        path
    }
}

/// The row `first` and the rows after each of `words`.
fn extend(first: &Row, words: &[u64], original: &[u64]) -> Vec<Row> {
    let mut rows = vec![first.clone()];
    for word in words {
        let above = &rows[rows.len() - 1];
        let mut row = Vec::with_capacity(above.len());
        row.push(above[0] + 1);
        for (column, other) in original.iter().enumerate() {
            let replaced = above[column] + usize::from(word != other);
            row.push(replaced.min(above[column + 1] + 1).min(row[column] + 1));
        }
        rows.push(row);
    }
    rows
}

/// The column of the first row from which the best path comes that ends at `column` of the last row.
fn first_column(rows: &[Row], words: &[u64], original: &[u64], mut column: usize) -> usize {
    let mut row = rows.len() - 1;
    while row > 0 {
        let here = rows[row][column];
        let is_equal = column > 0 && words[row - 1] == original[column - 1];
        if column > 0 && here == rows[row - 1][column - 1] + usize::from(!is_equal) {
            row -= 1;
            column -= 1;
        } else if here == rows[row - 1][column] + 1 {
            row -= 1;
        } else {
            column -= 1;
        }
    }
    column
}
