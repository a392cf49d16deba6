//! What the lexicon could restore if every choice were right. It owns the search for the path through the candidates
//! that comes closest to the original; it knows no costs but word edit distance.

use super::align::align;
use std::ops::Range;
use unspin::lexicon::Lexicon;
use unspin::text::token::Tokens;

/// Distances in rows of one cell for each beginning of the original.
type Row = Vec<usize>;

/// How close the lexicon comes to the original of a line, in normalised tokens (numbers of a class are equal).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Distance from the spun line to the original.
    pub before: usize,
    /// Least distance of any path from the original; a path keeps tokens or puts one of their candidates in their place.
    pub after: usize,
    /// Bytes of the original that no such path yields, from the word before them to the word behind them.
    pub missing: Vec<Range<usize>>,
}

/// The path through the candidates of `spun` that comes closest to `original`. Ties keep the spun words.
///
/// ```
/// use unspin::lexicon::Lexicon;
/// use unspin_train::evaluate::reach;
/// let bytes = Lexicon::compile("white home\twhite house\t3\n").expect("good rows");
/// let lexicon = Lexicon::read(&bytes, unspin::store::file::Trust::Checked).expect("just compiled");
/// let reach = reach(&lexicon, "the White Home mentioned", "the White House said");
/// assert_eq!((reach.before, reach.after, reach.missing), (2, 1, vec![15..20]));
/// ```
pub fn reach(lexicon: &Lexicon<'_>, spun: &str, original: &str) -> Reach {
    let (spun, end) = (tokens(spun), original.len());
    let original = tokens(original);
    let words = hashes(&original);
    let before = align(&hashes(&spun), &words).distance;
    if before == 0 {
        return Reach::default();
    }
    let search = Search::new(lexicon, &spun, &words);
    let rest = align(&search.best_path(&words), &words);
    let missing = rest
        .hunks
        .iter()
        .map(|hunk| between(&original, hunk.right.clone(), end))
        .collect();
    Reach {
        before,
        after: rest.distance,
        missing,
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

/// From the end of the token before `range` to the start of the token behind it, or to `end`.
fn between(tokens: &Tokens, range: Range<usize>, end: usize) -> Range<usize> {
    let tokens = tokens.as_slice();
    let start = range
        .start
        .checked_sub(1)
        .map_or(0, |before| tokens[before].end);
    start..tokens.get(range.end).map_or(end, |behind| behind.start)
}

/// Words put in the place of the spun tokens from `from` on.
struct Edge {
    from: usize,
    words: Vec<u64>,
}

/// Least distances of all paths to each spun token from each beginning of the original.
struct Search {
    edges: Vec<Edge>,
    rows: Vec<Row>,
    /// The edge by which each cell was reached.
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
        for (at, token) in spun.as_slice().iter().enumerate() {
            search.add(
                at + 1,
                Edge {
                    from: at,
                    words: vec![token.word],
                },
                original,
            );
            lexicon.matches(spun, at, spun.len(), |to, entry| {
                for candidate in entry.candidates() {
                    search.add(
                        to,
                        Edge {
                            from: at,
                            words: lexicon.words_of(candidate.original).collect(),
                        },
                        original,
                    );
                }
            });
        }
        search
    }

    fn add(&mut self, to: usize, edge: Edge, original: &[u64]) {
        let last = extend(&self.rows[edge.from], &edge.words, original)
            .pop()
            .expect("a row for no word at all");
        for (column, distance) in last.into_iter().enumerate() {
            // Ties keep the earlier edge: the spun word comes first.
            if distance < self.rows[to][column] {
                self.rows[to][column] = distance;
                self.via[to][column] = self.edges.len();
            }
        }
        self.edges.push(edge);
    }

    /// The words of the best path.
    fn best_path(&self, original: &[u64]) -> Vec<u64> {
        let (mut at, mut column) = (self.rows.len() - 1, original.len());
        let mut path: Vec<u64> = Vec::new();
        while at > 0 {
            let edge = &self.edges[self.via[at][column]];
            path.extend(edge.words.iter().rev());
            column = start(
                &extend(&self.rows[edge.from], &edge.words, original),
                &edge.words,
                original,
                column,
            );
            at = edge.from;
        }
        path.reverse();
        path
    }
}

/// The rows that `words` lead to from `first`, which they begin with.
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

/// The column of the first of `rows` from which the last is reached at `column`.
fn start(rows: &[Row], words: &[u64], original: &[u64], mut column: usize) -> usize {
    let mut row = rows.len() - 1;
    while row > 0 {
        let here = rows[row][column];
        let equal = column > 0 && words[row - 1] == original[column - 1];
        if column > 0 && here == rows[row - 1][column - 1] + usize::from(!equal) {
            (row, column) = (row - 1, column - 1);
        } else if here == rows[row - 1][column] + 1 {
            row -= 1;
        } else {
            column -= 1;
        }
    }
    column
}
