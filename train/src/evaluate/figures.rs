//! Definitions of the figures: precision, recall and others, computed from the spun text, the
//! original, and what the restorer made of it.

use super::align::{Alignment, align};
use super::words::{Word, words};
use serde_json::{Map, Value, json};

/// Figures by name, in the order in which they are printed.
pub type Figures = Map<String, Value>;

/// A line of text in three versions, aligned with each other.
#[derive(Clone, Debug)]
pub struct Line<'t> {
    /// Words of the spun line.
    pub spun: Vec<Word<'t>>,
    /// Words of the restorer's output.
    pub output: Vec<Word<'t>>,
    /// Words of the original.
    pub original: Vec<Word<'t>>,
    /// What the spinner damaged: differences between the spun line and the original.
    pub damage: Alignment,
    /// What the restorer changed: differences between the spun line and the output.
    pub changes: Alignment,
    /// What is still wrong: differences between the output and the original.
    pub rest: Alignment,
}

impl<'t> Line<'t> {
    /// Aligns the versions of a line.
    pub fn new(spun: &'t str, output: &'t str, original: &'t str) -> Self {
        let spun = words(spun);
        let output = words(output);
        let original = words(original);
        Self {
            damage: align(&spun, &original),
            changes: align(&spun, &output),
            rest: align(&output, &original),
            spun,
            output,
            original,
        }
    }

    /// Number of changes that undo exactly one damage.
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

    /// Number of words of the spun line that are undamaged, and how many of them were changed.
    fn right_and_harmed(&self) -> (usize, usize) {
        let mut right = vec![true; self.spun.len()];
        for hunk in &self.damage.hunks {
            right[hunk.left.clone()].fill(false);
        }
        let touched = self.changes.hunks.iter().flat_map(|hunk| hunk.left.clone());
        (
            right.iter().filter(|&&right| right).count(),
            touched.filter(|&at| right[at]).count(),
        )
    }
}

/// Counts over all lines of spun text.
///
/// ```
/// use unspin_train::evaluate::{Line, PairSums};
/// let mut sums = PairSums::default();
/// let original = "The White House said";
/// sums.add_line(&Line::new("The White Home said", "The White House said", original));
/// assert_eq!(sums.figures()["restored"], 1.0);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PairSums {
    /// Documents.
    pub documents: usize,
    /// Word edit distance from the spun text to the original.
    pub before: usize,
    /// Word edit distance from the output to the original.
    pub after: usize,
    /// Words of the original.
    pub original: usize,
    /// Hunks between the spun text and the original.
    pub damages: usize,
    /// Hunks between the spun text and the output.
    pub changes: usize,
    /// Changes that undo exactly one damage.
    pub agreed: usize,
    /// Damaged lines.
    pub lines: usize,
    /// Damaged lines whose output equals the original.
    pub exact: usize,
    /// Undamaged words of the spun text.
    pub right: usize,
    /// Undamaged words that were changed.
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
    /// - `wer_before`, `wer_after`: word error rate, the edit distance for each original word;
    /// - `restored`: the share of the distance that was removed;
    /// - `precision`, `recall`, `f05`: of changes, compared with damages;
    /// - `line_exact`: the share of damaged lines whose output equals the original;
    /// - `damage`: undamaged words that were changed, of 1,000.
    pub fn figures(&self) -> Figures {
        let ratio = |part: usize, whole: usize| real(part) / real(whole.max(1));
        let precision = share(self.agreed, self.changes);
        let recall = share(self.agreed, self.damages);
        let restored =
            (self.before > 0).then(|| round(1.0 - real(self.after) / real(self.before), 4));
        let damage = 1000.0 * real(self.harmed) / real(self.right.max(1));
        named([
            ("documents", json!(self.documents)),
            ("damaged_lines", json!(self.lines)),
            (
                "wer_before",
                json!(round(ratio(self.before, self.original), 4)),
            ),
            (
                "wer_after",
                json!(round(ratio(self.after, self.original), 4)),
            ),
            ("restored", json!(restored)),
            ("precision", json!(round(precision, 4))),
            ("recall", json!(round(recall, 4))),
            ("f05", json!(round(f05(precision, recall), 4))),
            ("line_exact", json!(round(ratio(self.exact, self.lines), 4))),
            ("damage", json!(round(damage, 2))),
        ])
    }
}

/// The F measure that gives precision more weight than recall (beta = 0.5).
fn f05(precision: f64, recall: f64) -> f64 {
    if precision + recall > 0.0 {
        1.25 * precision * recall / (0.25 * precision + recall)
    } else {
        0.0
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

/// Counts over clean documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CleanSums {
    /// Documents.
    pub documents: usize,
    /// Their words.
    pub words: usize,
    /// Documents that were changed.
    pub touched: usize,
    /// Hunks between the text and the output. A line in which only white space changed counts 1.
    pub false_edits: usize,
}

impl CleanSums {
    /// Adds the lines of a document, each with the restorer's output.
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

    /// The counts, and the number of false edits for each 100,000 words.
    pub fn figures(&self) -> Figures {
        let rate = 100_000.0 * real(self.false_edits) / real(self.words.max(1));
        named([
            ("documents", json!(self.documents)),
            ("words", json!(self.words)),
            ("touched_documents", json!(self.touched)),
            ("false_edits", json!(self.false_edits)),
            ("false_edits_per_100k", json!(round(rate, 2))),
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

/// Figures with these names.
pub(super) fn named<const N: usize>(rows: [(&str, Value); N]) -> Figures {
    rows.into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// The share of `part` in `whole`; 1 if `whole` is 0.
pub(super) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        real(part) / real(whole)
    }
}

/// The count as a float, exact below 2^53.
pub(super) fn real(count: usize) -> f64 {
    count as f64
}

/// Rounds to a number of decimals. Uses the exact value of the float, and ties go to even, as in
/// Python.
pub(super) fn round(value: f64, decimals: usize) -> f64 {
    format!("{value:.decimals$}")
        .parse()
        .expect("a formatted number is a number")
}
