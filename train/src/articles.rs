//! Two versions of one article: which paragraph of the one is which of the other. It owns the comparison of paragraphs and
//! the verdict whether the two are one article at all; what words replaced which is `align`'s.
//!
//! A spinner leaves names, numbers and most small words alone, so paragraphs are compared by the words that they share, each
//! weighed by how few paragraphs have it (inverse document frequency; Spärck Jones 1972). Boilerplate has no partner, and
//! paragraphs may be missing, added or moved.

use super::evaluate;
use super::pairs::Pair;
use std::collections::HashMap;
use unspin::text::token::Tokens;

/// Least similarity of two paragraphs that are one, from 0 to 1.
const SIMILAR: f64 = 0.3;
/// The same where the paragraphs before and after them are one.
const SIMILAR_BETWEEN: f64 = 0.15;
/// Least share of words that two paragraphs have in the same order.
const IN_ORDER: f64 = 0.3;
/// Words from which a paragraph is text, and no label, link or button.
const TEXT: usize = 8;
/// Least share of the words of the smaller version that have to stand in pairs.
const SAME: f64 = 0.3;

/// The paragraphs of a version.
#[derive(Clone, Debug, Default)]
pub struct Paragraphs(Vec<Paragraph>);

#[derive(Clone, Debug)]
struct Paragraph {
    text: String,
    words: Vec<u64>,
}

/// Where one paragraph ends and the next begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// At each line end.
    Line,
    /// At blank lines.
    BlankLine,
}

/// What two versions have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Aligned {
    /// The paragraphs that are in both, in the order of the spun version.
    pub pairs: Vec<Pair>,
    /// Share of the words of the smaller version, without short lines, that stand in them.
    pub share: f64,
    /// Pairs that stand in another order in the original.
    pub moved: usize,
}

impl Paragraphs {
    /// The paragraphs of `text`, white space made single spaces.
    pub fn of(text: &str, at: Break) -> Self {
        let parts: Vec<&str> = if at == Break::Line {
            text.lines().collect()
        } else {
            text.split("\n\n").collect()
        };
        let collapsed = parts
            .into_iter()
            .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
        let mut tokens = Tokens::default();
        Self(
            collapsed
                .filter(|text| !text.is_empty())
                .map(|text| Paragraph {
                    words: words(&mut tokens, &text),
                    text,
                })
                .collect(),
        )
    }

    /// Their number.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Words of the text, without short lines.
    fn words(&self) -> usize {
        self.0
            .iter()
            .map(|paragraph| paragraph.words.len())
            .filter(|&words| words >= TEXT)
            .sum()
    }
}

/// Hashes of the words, without marks.
fn words(tokens: &mut Tokens, text: &str) -> Vec<u64> {
    tokens.clear();
    tokens.push_text(text, 0);
    let all = tokens.as_slice().iter().enumerate();
    all.filter(|(at, _)| tokens.norm_of(*at).starts_with(char::is_alphanumeric))
        .map(|(_, token)| token.word)
        .collect()
}

/// Pairs the paragraphs of two versions of one article.
///
/// ```
/// use unspin_train::articles::{Break, Paragraphs, align};
/// let spun = "Share this\nThe bridge in Halden was shut on Monday, mentioned mayor Ola Berg to reporters.\n";
/// let original = "The bridge in Halden was closed on Monday, said mayor Ola Berg to reporters.\n";
/// let aligned = align(&Paragraphs::of(spun, Break::Line), &Paragraphs::of(original, Break::Line)).expect("one article");
/// assert_eq!(aligned.pairs.len(), 1);
/// ```
///
/// # Errors
/// Says so where the two are not the same article.
pub fn align(spun: &Paragraphs, original: &Paragraphs) -> Result<Aligned, String> {
    let matched = matched(spun, original);
    let share = share(spun, original, &matched);
    if share < SAME {
        return Err(format!(
            "do not look like one article: {:.0} % of the words stand in paragraphs of both; check the files",
            share * 100.0
        ));
    }
    let pair = |&(i, j): &(usize, usize)| Pair {
        spun: spun.0[i].text.clone(),
        original: original.0[j].text.clone(),
    };
    Ok(Aligned {
        pairs: matched.iter().map(pair).collect(),
        share,
        moved: matched.len() - longest_rise(&matched),
    })
}

/// Share of the words of the smaller version that stand in pairs.
fn share(spun: &Paragraphs, original: &Paragraphs, matched: &[(usize, usize)]) -> f64 {
    let count = |of: &Paragraphs, at: usize| {
        if of.0[at].words.len() >= TEXT {
            of.0[at].words.len()
        } else {
            0
        }
    };
    let paired = |sums: (usize, usize), &(i, j): &(usize, usize)| {
        (sums.0 + count(spun, i), sums.1 + count(original, j))
    };
    let (in_spun, in_original) = matched.iter().fold((0, 0), paired);
    let (part, all) = if spun.words() <= original.words() {
        (in_spun, spun.words())
    } else {
        (in_original, original.words())
    };
    real(part) / real(all).max(1.0)
}

#[expect(clippy::cast_precision_loss, reason = "words of an article")]
fn real(count: usize) -> f64 {
    count as f64
}

/// Numbers of the paragraphs that are one, in the order of the spun version: the most similar ones first, then those
/// between paragraphs that are one.
fn matched(spun: &Paragraphs, original: &Paragraphs) -> Vec<(usize, usize)> {
    let similar = Similarity::new(spun, original).all(spun, original);
    let mut ranked: Vec<(usize, usize)> = (0..spun.len())
        .flat_map(|i| (0..original.len()).map(move |j| (i, j)))
        .filter(|&(i, j)| similar[i][j] >= SIMILAR)
        .collect();
    ranked.sort_by(|&a, &b| {
        similar[b.0][b.1]
            .total_cmp(&similar[a.0][a.1])
            .then(a.0.abs_diff(a.1).cmp(&b.0.abs_diff(b.1)))
            .then(a.cmp(&b))
    });
    let (mut of_spun, mut of_original) = (vec![None; spun.len()], vec![None; original.len()]);
    for (i, j) in ranked {
        if of_spun[i].is_none()
            && of_original[j].is_none()
            && is_in_order(&spun.0[i].words, &original.0[j].words)
        {
            (of_spun[i], of_original[j]) = (Some(j), Some(i));
        }
    }
    for i in 1..spun.len().saturating_sub(1) {
        let between =
            of_spun[i - 1]
                .zip(of_spun[i + 1])
                .filter(|&(before, after): &(usize, usize)| {
                    after == before + 2 && of_spun[i].is_none()
                });
        let j = between
            .map(|(before, _)| before + 1)
            .filter(|&j| of_original[j].is_none() && similar[i][j] >= SIMILAR_BETWEEN);
        if let Some(j) = j {
            (of_spun[i], of_original[j]) = (Some(j), Some(i));
        }
    }
    let found = of_spun
        .iter()
        .enumerate()
        .filter_map(|(i, &j)| Some((i, j?)));
    // A short line that is the same in both is the site's, not the article's.
    found
        .filter(|&(i, j)| spun.0[i].words.len() >= TEXT || spun.0[i].words != original.0[j].words)
        .collect()
}

/// Whether enough words of two paragraphs stand in the same order.
fn is_in_order(spun: &[u64], original: &[u64]) -> bool {
    let distance = evaluate::align(spun, original).distance;
    real(distance) <= (1.0 - IN_ORDER) * real(spun.len().max(original.len()))
}

/// How much each word tells.
struct Similarity {
    weights: HashMap<u64, f64>,
}

impl Similarity {
    fn new(spun: &Paragraphs, original: &Paragraphs) -> Self {
        let mut having: HashMap<u64, usize> = HashMap::new();
        for paragraph in spun.0.iter().chain(&original.0) {
            bag(&paragraph.words)
                .keys()
                .for_each(|&word| *having.entry(word).or_default() += 1);
        }
        let all = real(spun.len() + original.len());
        Self {
            weights: having
                .into_iter()
                .map(|(word, count)| (word, (1.0 + all / real(count)).ln()))
                .collect(),
        }
    }

    /// Shared weight of each two paragraphs over the mean weight of both (Dice).
    fn all(&self, spun: &Paragraphs, original: &Paragraphs) -> Vec<Vec<f64>> {
        let originals: Vec<_> = original
            .0
            .iter()
            .map(|paragraph| bag(&paragraph.words))
            .collect();
        let of = |paragraph: &Paragraph| {
            let bag = bag(&paragraph.words);
            originals
                .iter()
                .map(|other| {
                    2.0 * self.shared(&bag, other)
                        / (self.weight(&bag) + self.weight(other)).max(f64::MIN_POSITIVE)
                })
                .collect()
        };
        spun.0.iter().map(of).collect()
    }

    fn weight(&self, bag: &HashMap<u64, usize>) -> f64 {
        bag.iter()
            .map(|(word, &count)| self.weights[word] * real(count))
            .sum()
    }

    fn shared(&self, a: &HashMap<u64, usize>, b: &HashMap<u64, usize>) -> f64 {
        a.iter()
            .map(|(word, &count)| {
                self.weights[word] * real(count.min(b.get(word).copied().unwrap_or(0)))
            })
            .sum()
    }
}

fn bag(words: &[u64]) -> HashMap<u64, usize> {
    let mut bag = HashMap::new();
    words
        .iter()
        .for_each(|&word| *bag.entry(word).or_default() += 1);
    bag
}

/// Length of the longest run of pairs whose originals are in order, left-out pairs aside.
fn longest_rise(pairs: &[(usize, usize)]) -> usize {
    // Least last original of a rise of each length.
    let mut ends: Vec<usize> = Vec::new();
    for &(_, j) in pairs {
        let at = ends.partition_point(|&end| end < j);
        if at == ends.len() {
            ends.push(j)
        } else {
            ends[at] = j
        }
    }
    ends.len()
}
