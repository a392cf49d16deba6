//! Pairs the paragraphs of two versions of an article, one spun and one original.
//!
//! A spinner leaves names, numbers and most short words unchanged, so paragraphs are compared by
//! the words they share, weighted by inverse document frequency (Spärck Jones 1972). Navigation and
//! other boilerplate has no partner. Paragraphs may be missing, added or moved.

use crate::evaluate;
use crate::pairs::Pair;
use std::collections::HashMap;
use unspin::text::token::Tokens;

/// Least similarity of two paragraphs that are paired, from 0 to 1.
const MIN_SIMILARITY: f64 = 0.3;
/// The same if both of their neighbours are paired with each other.
const MIN_SIMILARITY_BETWEEN: f64 = 0.15;
/// Least share of words that two paragraphs must have in the same order.
const MIN_IN_ORDER: f64 = 0.3;
/// A paragraph with fewer words may be a label, a link or a button.
const MIN_WORDS: usize = 8;
/// Two texts are versions of one article if at least this share of the words of the shorter one is
/// in paired paragraphs.
const MIN_SHARE: f64 = 0.3;

/// The paragraphs of one version.
#[derive(Clone, Debug, Default)]
pub struct Paragraphs(Vec<Paragraph>);

#[derive(Clone, Debug)]
struct Paragraph {
    text: String,
    /// Hashes of the words, without punctuation.
    words: Vec<u64>,
}

impl Paragraph {
    /// Whether it has enough words to be prose.
    fn is_prose(&self) -> bool {
        self.words.len() >= MIN_WORDS
    }
}

/// What separates paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// Line ends.
    Line,
    /// Blank lines.
    BlankLine,
}

/// What two versions have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Aligned {
    /// The paired paragraphs, in the order of the spun version.
    pub pairs: Vec<Pair>,
    /// Share of the words of the shorter version, without short paragraphs, that are in pairs.
    pub share: f64,
    /// Number of pairs that are at another position in the original.
    pub moved: usize,
}

impl Paragraphs {
    /// The paragraphs of `text`, with all white space replaced by single spaces.
    pub fn of(text: &str, at: Break) -> Self {
        let parts: Vec<&str> = match at {
            Break::Line => text.lines().collect(),
            Break::BlankLine => text.split("\n\n").collect(),
        };
        let mut tokens = Tokens::default();
        let mut paragraphs = Vec::new();
        for part in parts {
            let text = part.split_whitespace().collect::<Vec<_>>().join(" ");
            if !text.is_empty() {
                let words = words(&mut tokens, &text);
                paragraphs.push(Paragraph { text, words });
            }
        }
        Self(paragraphs)
    }

    /// Number of paragraphs.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no paragraphs.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Number of words of prose.
    fn words(&self) -> usize {
        self.0.iter().map(prose_words).sum()
    }
}

fn prose_words(paragraph: &Paragraph) -> usize {
    if paragraph.is_prose() {
        paragraph.words.len()
    } else {
        0
    }
}

fn words(tokens: &mut Tokens, text: &str) -> Vec<u64> {
    tokens.clear();
    tokens.push_text(text, 0);
    let all = tokens.as_slice().iter().enumerate();
    all.filter(|(at, _)| tokens.norm_of(*at).starts_with(char::is_alphanumeric))
        .map(|(_, token)| token.word)
        .collect()
}

/// Pairs the paragraphs of two versions of an article.
///
/// ```
/// use unspin_train::articles::{Break, Paragraphs, align};
/// let spun = "Share this\nThe bridge in Halden was shut on Monday, mentioned mayor Ola Berg.\n";
/// let original = "The bridge in Halden was closed on Monday, said mayor Ola Berg.\n";
/// let spun = Paragraphs::of(spun, Break::Line);
/// let original = Paragraphs::of(original, Break::Line);
/// let aligned = align(&spun, &original).expect("one article");
/// assert_eq!(aligned.pairs.len(), 1);
/// ```
///
/// # Errors
/// If the two do not look like versions of one article.
pub fn align(spun: &Paragraphs, original: &Paragraphs) -> Result<Aligned, String> {
    let paired = paired(spun, original);
    let share = share(spun, original, &paired);
    if share < MIN_SHARE {
        return Err(format!(
            "do not look like versions of one article: only {:.0} % of the words are in paragraphs \
             of both; check the files",
            share * 100.0
        ));
    }
    let pair = |&(i, j): &(usize, usize)| Pair {
        spun: spun.0[i].text.clone(),
        original: original.0[j].text.clone(),
    };
    Ok(Aligned {
        pairs: paired.iter().map(pair).collect(),
        share,
        moved: paired.len() - longest_increasing(&paired),
    })
}

/// Share of the words of the shorter version that are in pairs.
fn share(spun: &Paragraphs, original: &Paragraphs, paired: &[(usize, usize)]) -> f64 {
    let (part, whole) = if spun.words() <= original.words() {
        let paired = paired.iter().map(|&(i, _)| prose_words(&spun.0[i]));
        (paired.sum(), spun.words())
    } else {
        let paired = paired.iter().map(|&(_, j)| prose_words(&original.0[j]));
        (paired.sum(), original.words())
    };
    real(part) / real(whole).max(1.0)
}

#[expect(clippy::cast_precision_loss, reason = "words of an article")]
fn real(count: usize) -> f64 {
    count as f64
}

/// The indices of the paired paragraphs, in the order of the spun version.
fn paired(spun: &Paragraphs, original: &Paragraphs) -> Vec<(usize, usize)> {
    let mut pairing = Pairing {
        similarity: Weights::new(spun, original).similarities(spun, original),
        of_spun: vec![None; spun.len()],
        of_original: vec![None; original.len()],
    };
    pairing.pair_similar(spun, original);
    pairing.pair_between();
    let pairs = pairing.of_spun.iter().enumerate();
    // A short line that is the same in both belongs to the site, not to the article.
    pairs
        .filter_map(|(i, &j)| Some((i, j?)))
        .filter(|&(i, j)| spun.0[i].is_prose() || spun.0[i].words != original.0[j].words)
        .collect()
}

/// Which paragraphs are paired so far.
struct Pairing {
    /// From 0 to 1, by spun and by original paragraph.
    similarity: Vec<Vec<f64>>,
    of_spun: Vec<Option<usize>>,
    of_original: Vec<Option<usize>>,
}

impl Pairing {
    /// Pairs similar paragraphs, the most similar ones first.
    fn pair_similar(&mut self, spun: &Paragraphs, original: &Paragraphs) {
        let mut ranked: Vec<(usize, usize)> = (0..spun.len())
            .flat_map(|i| (0..original.len()).map(move |j| (i, j)))
            .filter(|&(i, j)| self.similarity[i][j] >= MIN_SIMILARITY)
            .collect();
        ranked.sort_by(|&a, &b| {
            self.similarity[b.0][b.1]
                .total_cmp(&self.similarity[a.0][a.1])
                .then(a.0.abs_diff(a.1).cmp(&b.0.abs_diff(b.1)))
                .then(a.cmp(&b))
        });
        for (i, j) in ranked {
            if self.of_spun[i].is_none()
                && self.of_original[j].is_none()
                && is_in_order(&spun.0[i].words, &original.0[j].words)
            {
                self.pair(i, j);
            }
        }
    }

    /// Pairs less similar paragraphs whose neighbours are paired.
    fn pair_between(&mut self) {
        for i in 1..self.of_spun.len().saturating_sub(1) {
            let (Some(before), None, Some(after)) =
                (self.of_spun[i - 1], self.of_spun[i], self.of_spun[i + 1])
            else {
                continue;
            };
            let j = before + 1;
            if after == j + 1
                && self.of_original[j].is_none()
                && self.similarity[i][j] >= MIN_SIMILARITY_BETWEEN
            {
                self.pair(i, j);
            }
        }
    }

    fn pair(&mut self, i: usize, j: usize) {
        self.of_spun[i] = Some(j);
        self.of_original[j] = Some(i);
    }
}

/// Whether two paragraphs have enough words in the same order.
fn is_in_order(spun: &[u64], original: &[u64]) -> bool {
    let distance = evaluate::align(spun, original).distance;
    real(distance) <= (1.0 - MIN_IN_ORDER) * real(spun.len().max(original.len()))
}

/// Inverse document frequencies of words, where paragraphs are the documents.
struct Weights(HashMap<u64, f64>);

/// How often each word occurs in a paragraph.
type Bag = HashMap<u64, usize>;

impl Weights {
    fn new(spun: &Paragraphs, original: &Paragraphs) -> Self {
        let mut paragraphs: HashMap<u64, usize> = HashMap::new();
        for paragraph in spun.0.iter().chain(&original.0) {
            for &word in bag(&paragraph.words).keys() {
                *paragraphs.entry(word).or_default() += 1;
            }
        }
        let all = real(spun.len() + original.len());
        let weight = |count: usize| (1.0 + all / real(count)).ln();
        let weights = paragraphs.into_iter();
        Self(weights.map(|(word, count)| (word, weight(count))).collect())
    }

    /// The similarity of each two paragraphs: the weight of their common words over the mean weight
    /// of both (Dice).
    fn similarities(&self, spun: &Paragraphs, original: &Paragraphs) -> Vec<Vec<f64>> {
        let originals: Vec<Bag> = original.0.iter().map(|text| bag(&text.words)).collect();
        let mut all = Vec::new();
        for paragraph in &spun.0 {
            let bag = bag(&paragraph.words);
            let similarity = |other: &Bag| {
                let sum = self.weight(&bag) + self.weight(other);
                2.0 * self.common(&bag, other) / sum.max(f64::MIN_POSITIVE)
            };
            all.push(originals.iter().map(similarity).collect());
        }
        all
    }

    fn weight(&self, bag: &Bag) -> f64 {
        bag.iter()
            .map(|(word, &count)| self.0[word] * real(count))
            .sum()
    }

    fn common(&self, a: &Bag, b: &Bag) -> f64 {
        a.iter()
            .map(|(word, &count)| self.0[word] * real(count.min(b.get(word).copied().unwrap_or(0))))
            .sum()
    }
}

fn bag(words: &[u64]) -> Bag {
    let mut bag = Bag::new();
    for &word in words {
        *bag.entry(word).or_default() += 1;
    }
    bag
}

/// Length of the longest subsequence of pairs whose originals are in increasing order.
fn longest_increasing(pairs: &[(usize, usize)]) -> usize {
    // For each length, the least original at which such a subsequence can end.
    let mut ends: Vec<usize> = Vec::new();
    for &(_, j) in pairs {
        let at = ends.partition_point(|&end| end < j);
        if at == ends.len() {
            ends.push(j);
        } else {
            ends[at] = j;
        }
    }
    ends.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moved_pairs_are_those_outside_the_longest_increasing_subsequence() {
        let length = |originals: &[usize]| {
            let pairs: Vec<_> = originals.iter().copied().enumerate().collect();
            longest_increasing(&pairs)
        };
        assert_eq!(length(&[]), 0);
        assert_eq!(length(&[1, 2, 5]), 3);
        assert_eq!(length(&[4, 1, 2, 3]), 3);
        assert_eq!(length(&[3, 2, 1]), 1);
    }
}
