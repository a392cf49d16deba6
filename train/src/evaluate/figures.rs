//! The figures of a set. It owns their definitions and their rounding; it knows nothing of how an output came about.

use super::align::{Alignment, align};
use super::words::{Word, words};
use serde_json::{Map, Value, json};

/// Figures by name, in the order in which they are told.
pub type Figures = Map<String, Value>;

/// One line in its three wordings, aligned pairwise.
#[derive(Clone, Debug)]
pub struct Line<'t> {
    /// Words of the spun line.
    pub spun: Vec<Word<'t>>,
    /// Words of what the restorer made of it.
    pub output: Vec<Word<'t>>,
    /// Words of the original.
    pub original: Vec<Word<'t>>,
    /// From the spun line to the original.
    pub damage: Alignment,
    /// From the spun line to the output.
    pub changes: Alignment,
    /// From the output to the original.
    pub rest: Alignment,
}

impl<'t> Line<'t> {
    /// Aligns the wordings of a line.
    pub fn new(spun: &'t str, output: &'t str, original: &'t str) -> Self {
        let (spun, output, original) = (words(spun), words(output), words(original));
        let (damage, changes, rest) = (
            align(&spun, &original),
            align(&spun, &output),
            align(&output, &original),
        );
        Self {
            spun,
            output,
            original,
            damage,
            changes,
            rest,
        }
    }

    /// Changes that are exactly those that lead to the original.
    fn agreed(&self) -> usize {
        let same = |change: &&super::Hunk| {
            let hunk = self
                .damage
                .hunks
                .iter()
                .find(|hunk| hunk.left == change.left);
            hunk.is_some_and(|hunk| {
                self.original[hunk.right.clone()] == self.output[change.right.clone()]
            })
        };
        self.changes.hunks.iter().filter(same).count()
    }

    /// Words of the spun line that are as in the original, and how many of them are changed.
    fn right_and_harmed(&self) -> (usize, usize) {
        let mut right = vec![true; self.spun.len()];
        self.damage
            .hunks
            .iter()
            .for_each(|hunk| right[hunk.left.clone()].fill(false));
        let touched = self.changes.hunks.iter().flat_map(|hunk| hunk.left.clone());
        (
            right.iter().filter(|&&right| right).count(),
            touched.filter(|&at| right[at]).count(),
        )
    }
}

/// Sums over the lines of spun text.
///
/// ```
/// use unspin_train::evaluate::{Line, PairSums};
/// let mut sums = PairSums::default();
/// sums.add_line(&Line::new("The White Home said", "The White House said", "The White House said"));
/// assert_eq!(sums.figures()["restored"], 1.0);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PairSums {
    /// Documents.
    pub documents: usize,
    /// Distance from the spun text to the original.
    pub before: usize,
    /// Distance from the output to the original.
    pub after: usize,
    /// Words of the original.
    pub original: usize,
    /// Hunks from the spun text to the original.
    pub damages: usize,
    /// Hunks from the spun text to the output.
    pub changes: usize,
    /// Hunks that are in both.
    pub agreed: usize,
    /// Lines that differ from the original.
    pub lines: usize,
    /// Those of them whose output equals the original.
    pub exact: usize,
    /// Spun words that are as in the original.
    pub right: usize,
    /// Those of them that were changed.
    pub harmed: usize,
}

impl PairSums {
    /// Adds a line.
    pub fn add_line(&mut self, line: &Line<'_>) {
        let (right, harmed) = line.right_and_harmed();
        self.before += line.damage.distance;
        self.after += line.rest.distance;
        self.original += line.original.len();
        self.damages += line.damage.hunks.len();
        self.changes += line.changes.hunks.len();
        self.agreed += line.agreed();
        self.right += right;
        self.harmed += harmed;
        self.lines += usize::from(line.damage.distance > 0);
        self.exact += usize::from(line.damage.distance > 0 && line.rest.distance == 0);
    }

    /// The figures:
    /// - `wer_before`, `wer_after`: word edit distance to the original, by original words;
    /// - `restored`: the share of the distance that is gone;
    /// - `precision`, `recall`, `f05` of hunks;
    /// - `line_exact`: the share of damaged lines that come out equal to the original;
    /// - `damage`: right words that are changed, by 1,000 right words.
    pub fn figures(&self) -> Figures {
        let precision = share(self.agreed, self.changes);
        let recall = share(self.agreed, self.damages);
        let f05 = if precision + recall > 0.0 {
            1.25 * precision * recall / (0.25 * precision + recall)
        } else {
            0.0
        };
        let restored =
            (self.before > 0).then(|| round(1.0 - real(self.after) / real(self.before), 4));
        let rows = [
            ("documents", json!(self.documents)),
            ("damaged_lines", json!(self.lines)),
            (
                "wer_before",
                json!(round(real(self.before) / real(self.original.max(1)), 4)),
            ),
            (
                "wer_after",
                json!(round(real(self.after) / real(self.original.max(1)), 4)),
            ),
            ("restored", json!(restored)),
            ("precision", json!(round(precision, 4))),
            ("recall", json!(round(recall, 4))),
            ("f05", json!(round(f05, 4))),
            (
                "line_exact",
                json!(round(real(self.exact) / real(self.lines.max(1)), 4)),
            ),
            (
                "damage",
                json!(round(
                    1000.0 * real(self.harmed) / real(self.right.max(1)),
                    2
                )),
            ),
        ];
        named(rows)
    }
}

impl std::ops::AddAssign for PairSums {
    fn add_assign(&mut self, other: Self) {
        self.documents += other.documents;
        self.before += other.before;
        self.after += other.after;
        self.original += other.original;
        self.damages += other.damages;
        self.changes += other.changes;
        self.agreed += other.agreed;
        self.lines += other.lines;
        self.exact += other.exact;
        self.right += other.right;
        self.harmed += other.harmed;
    }
}

/// Sums over clean documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CleanSums {
    /// Documents.
    pub documents: usize,
    /// Their words.
    pub words: usize,
    /// Documents that were changed.
    pub touched: usize,
    /// Hunks that were changed; a line that is changed in white space alone counts one.
    pub false_edits: usize,
}

impl CleanSums {
    /// Adds the lines of a document, each with what the restorer made of it.
    pub fn add_document<'t>(&mut self, lines: impl Iterator<Item = (&'t str, &'t str)>) {
        let before = self.false_edits;
        for (line, output) in lines {
            let clean = words(line);
            if line != output {
                self.false_edits += align(&clean, &words(output)).hunks.len().max(1);
            }
            self.words += clean.len();
        }
        self.documents += 1;
        self.touched += usize::from(self.false_edits > before);
    }

    /// The sums and the false edits by 100,000 words.
    pub fn figures(&self) -> Figures {
        named([
            ("documents", json!(self.documents)),
            ("words", json!(self.words)),
            ("touched_documents", json!(self.touched)),
            ("false_edits", json!(self.false_edits)),
            (
                "false_edits_per_100k",
                json!(round(
                    100_000.0 * real(self.false_edits) / real(self.words.max(1)),
                    2
                )),
            ),
        ])
    }
}

impl std::ops::AddAssign for CleanSums {
    fn add_assign(&mut self, other: Self) {
        self.documents += other.documents;
        self.words += other.words;
        self.touched += other.touched;
        self.false_edits += other.false_edits;
    }
}

/// Gives values their names.
pub(super) fn named<const N: usize>(rows: [(&str, Value); N]) -> Figures {
    rows.into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// The share of `part` in `whole`; nothing of nothing is all.
pub(super) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        real(part) / real(whole)
    }
}

/// Exact for counts below 2^53.
pub(super) fn real(count: usize) -> f64 {
    count as f64
}

/// Rounds the exact value, ties to even.
pub(super) fn round(value: f64, decimals: usize) -> f64 {
    format!("{value:.decimals$}")
        .parse()
        .expect("a formatted number is a number")
}
