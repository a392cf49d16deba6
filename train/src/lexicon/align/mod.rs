//! Monotone alignment of a spun paragraph with its original: which phrase replaced which. It owns the search for the
//! best segmentation and its counts; it does not decide what enters the lexicon.
//!
//! A diff shows neighbouring substitutions as one piece. Each piece, with a little of its surroundings, is segmented
//! into phrase pairs by many-to-many alignment (Jiampojamarn, Kondrak and Sherif 2007) under a model that prefers known
//! pairs and, for unknown ones, short pairs (a base measure as in DeNero, Bouchard-Côté and Klein 2008); counts and
//! segmentations are refined in turn.
//!
//! Of little text most pairs are seen once, and a long piece that was once taken as a whole would prove itself for ever. So
//! there each paragraph is segmented with the counts of all others (leaving one out: Wuebker, Mauser and Ney 2010), and a pair
//! that no other has is judged by its words.

use rayon::prelude::*;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::HashMap;

use crate::phrase::{MAX_PHRASE, for_each_phrase, phrase_key};
use crate::progress::Steps;
use unspin::store::hash::{self, ByHash};

/// Equal tokens between two changes that keep them apart; fewer and they are segmented together.
const MIN_GAP: usize = 4;
/// Equal tokens taken along on both sides of a change, so that an insertion finds a partner.
const FLANK: usize = 2;
/// Longest piece that is segmented; longer ones are no spinning but another text.
const MAX_PIECE: usize = 48;
/// Costs in nats: a kept token, an unknown pair, each further token of an unknown pair and of any pair.
const KEEP: f32 = 0.05;
const UNKNOWN: f32 = 6.0;
const PER_UNKNOWN_TOKEN: f32 = 3.0;
const PER_TOKEN: f32 = 1.0;
/// Of little text, in nats: what an unknown pair costs besides for each e-fold of how often its rarest word stands in the text,
/// on either side, as a common word that was never seen replaced is no key; and what it gains where both sides are equally long.
const COMMON: f32 = 0.5;
const EVEN: f32 = 2.0;

/// Counts by hashed key.
pub type Counts = HashMap<u64, u32, ByHash>;

/// A paragraph in both wordings as word ids.
#[derive(Clone, Debug)]
pub struct Parallel {
    /// Spun words.
    pub spun: Vec<u32>,
    /// Original words.
    pub original: Vec<u32>,
}

/// A replacement: `spun` words from `spun_at` on stand for `original` words from `original_at` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// First spun token.
    pub spun_at: usize,
    /// Number of spun tokens.
    pub spun: usize,
    /// First original token.
    pub original_at: usize,
    /// Number of original tokens.
    pub original: usize,
}

impl Unit {
    /// The spun words.
    pub fn spun_of(self, text: &Parallel) -> &[u32] {
        &text.spun[self.spun_at..self.spun_at + self.spun]
    }

    /// The original words.
    pub fn original_of(self, text: &Parallel) -> &[u32] {
        &text.original[self.original_at..self.original_at + self.original]
    }
}

/// How much text there is to learn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// So much that the pairs of other paragraphs outweigh those of one.
    Much,
    /// So little that most pairs are seen once.
    Little,
}

/// A part of a paragraph that holds changes: ranges of tokens in both wordings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    spun: (usize, usize),
    original: (usize, usize),
}

/// How often each pair was used, and how often its original stands in the original texts, replaced or not.
struct Usage<'m> {
    pairs: Counts,
    originals: Counts,
    /// Occurrences of each word in the spun and in the original texts; of little text only.
    words: [Vec<u32>; 2],
    is_mark: &'m [bool],
    evidence: Evidence,
}

/// [`Usage`] as one paragraph sees it.
struct Seen<'u, 'm> {
    usage: &'u Usage<'m>,
    /// What the paragraph itself was segmented into, where that does not count.
    own: Counts,
}

impl<'m> Usage<'m> {
    fn seen_by(&self, text: &Parallel, units: &[Unit]) -> Seen<'_, 'm> {
        let mut own = Counts::default();
        if self.evidence == Evidence::Little {
            units.iter().for_each(|unit| {
                *own.entry(pair_key(unit.spun_of(text), unit.original_of(text)))
                    .or_default() += 1
            });
        }
        Seen { usage: self, own }
    }

    /// What an unknown pair costs besides, in nats. The original of one that is unknown with this spun phrase only was seen `all`
    /// times, which counts already.
    fn doubt(&self, spun: &[u32], original: &[u32], all: f32) -> f32 {
        if self.evidence == Evidence::Much {
            return 0.0;
        }
        let [s, o] =
            [(0, spun), (1, original)].map(|(side, words)| common(words, &self.words[side]));
        let even = if spun.len() == original.len() {
            EVEN
        } else {
            0.0
        };
        COMMON * (s + f32::max(o - (all + 1.0).ln(), 0.0)) - even
    }
}

/// How often the rarest of `words` stands in a text, as a logarithm.
#[expect(clippy::cast_precision_loss, reason = "counts far below 2^24")]
fn common(words: &[u32], occurrences: &[u32]) -> f32 {
    words
        .iter()
        .map(|&word| occurrences[word as usize])
        .min()
        .map_or(0.0, |count| (count as f32 + 1.0).ln())
}

impl Seen<'_, '_> {
    fn pair(&self, spun: &[u32], original: &[u32]) -> u32 {
        let key = pair_key(spun, original);
        self.usage
            .pairs
            .get(&key)
            .map_or(0, |&count| count - self.own.get(&key).copied().unwrap_or(0))
    }
}

fn pair_key(spun: &[u32], original: &[u32]) -> u64 {
    hash::pair(phrase_key(spun), phrase_key(original))
}

/// The replacements of every paragraph, after `rounds` rounds of refinement. Deterministic on any number of threads.
/// `is_mark` tells, by word id, the marks that no phrase contains; each round is one of the `steps`.
///
/// The first counts are those of whole pieces of the diff: most substitutions stand alone somewhere.
pub fn align(
    paragraphs: &[Parallel],
    is_mark: &[bool],
    evidence: Evidence,
    rounds: usize,
    steps: &mut Steps<'_>,
) -> Vec<Vec<Unit>> {
    let pieces: Vec<Vec<Piece>> = paragraphs.par_iter().map(pieces).collect();
    let mut units: Vec<Vec<Unit>> = paragraphs
        .par_iter()
        .map(|text| whole_hunks(text, is_mark))
        .collect();
    for _ in 0..rounds {
        let usage = count(paragraphs, &units, is_mark, evidence);
        let again = |((text, pieces), units): ((&Parallel, &Vec<Piece>), &Vec<Unit>)| {
            let seen = usage.seen_by(text, units);
            pieces
                .iter()
                .flat_map(|&piece| segment(text, piece, &seen))
                .collect()
        };
        units = paragraphs
            .par_iter()
            .zip(&pieces)
            .zip(&units)
            .map(again)
            .collect();
        steps.finish_one();
    }
    units
}

fn count<'m>(
    paragraphs: &[Parallel],
    units: &[Vec<Unit>],
    is_mark: &'m [bool],
    evidence: Evidence,
) -> Usage<'m> {
    let words = if evidence == Evidence::Little {
        occurrences(paragraphs, is_mark.len())
    } else {
        Default::default()
    };
    let mut usage = Usage {
        pairs: Counts::default(),
        originals: Counts::default(),
        words,
        is_mark,
        evidence,
    };
    for (text, units) in paragraphs.iter().zip(units) {
        for unit in units {
            let original = phrase_key(unit.original_of(text));
            *usage
                .pairs
                .entry(pair_key(unit.spun_of(text), unit.original_of(text)))
                .or_default() += 1;
            usage.originals.entry(original).or_default();
        }
    }
    for text in paragraphs {
        for_each_phrase(&text.original, |phrase| {
            if let Some(count) = usage.originals.get_mut(&phrase_key(phrase)) {
                *count += 1;
            }
        });
    }
    usage
}

/// How often each of so many words stands in the spun and in the original texts.
fn occurrences(paragraphs: &[Parallel], words: usize) -> [Vec<u32>; 2] {
    let mut occurrences = [vec![0; words], vec![0; words]];
    for text in paragraphs {
        text.spun
            .iter()
            .for_each(|&word| occurrences[0][word as usize] += 1);
        text.original
            .iter()
            .for_each(|&word| occurrences[1][word as usize] += 1);
    }
    occurrences
}

/// The changes of the diff: what lies between its equal runs.
fn hunks(text: &Parallel) -> Vec<Piece> {
    let end = DiffOp::Equal {
        old_index: text.spun.len(),
        new_index: text.original.len(),
        len: 0,
    };
    let (mut spun, mut original) = (0, 0);
    let mut hunks = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &text.spun, &text.original)
        .into_iter()
        .chain([end])
    {
        if let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = op
        {
            if (spun, original) != (old_index, new_index) {
                hunks.push(Piece {
                    spun: (spun, old_index),
                    original: (original, new_index),
                });
            }
            (spun, original) = (old_index + len, new_index + len);
        }
    }
    hunks
}

/// The changes of the diff as they are; an insertion or deletion both with the word before and with the word after it.
fn whole_hunks(text: &Parallel, is_mark: &[bool]) -> Vec<Unit> {
    let unit = |piece: Piece| Unit {
        spun_at: piece.spun.0,
        spun: piece.spun.1 - piece.spun.0,
        original_at: piece.original.0,
        original: piece.original.1 - piece.original.0,
    };
    let fits = |unit: &Unit| {
        let inside = unit.spun_at + unit.spun <= text.spun.len()
            && unit.original_at + unit.original <= text.original.len();
        let words = |words: &[u32]| {
            words.len() <= MAX_PHRASE && words.iter().all(|&word| !is_mark[word as usize])
        };
        inside && words(unit.spun_of(text)) && words(unit.original_of(text))
    };
    hunks(text)
        .into_iter()
        .map(unit)
        .flat_map(partnered)
        .filter(fits)
        .collect()
}

/// A unit with words on both sides as it is; one without, with its neighbours.
fn partnered(unit: Unit) -> Vec<Unit> {
    if unit.spun > 0 && unit.original > 0 {
        return vec![unit];
    }
    let after = Unit {
        spun: unit.spun + 1,
        original: unit.original + 1,
        ..unit
    };
    if unit.spun_at == 0 || unit.original_at == 0 {
        return vec![after];
    }
    vec![
        Unit {
            spun_at: unit.spun_at - 1,
            original_at: unit.original_at - 1,
            ..after
        },
        after,
    ]
}

/// The changed parts of a paragraph, neighbours joined, with their flanks.
fn pieces(text: &Parallel) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for hunk in hunks(text) {
        match pieces.last_mut() {
            Some(last) if hunk.spun.0 - last.spun.1 < MIN_GAP => {
                (last.spun.1, last.original.1) = (hunk.spun.1, hunk.original.1)
            }
            _ => pieces.push(hunk),
        }
    }
    let fits = |piece: &Piece| {
        piece.spun.1 - piece.spun.0 <= MAX_PIECE && piece.original.1 - piece.original.0 <= MAX_PIECE
    };
    pieces
        .iter()
        .map(|piece| flanked(piece, text))
        .filter(fits)
        .collect()
}

fn flanked(piece: &Piece, text: &Parallel) -> Piece {
    let before = FLANK.min(piece.spun.0).min(piece.original.0);
    let after = FLANK
        .min(text.spun.len() - piece.spun.1)
        .min(text.original.len() - piece.original.1);
    Piece {
        spun: (piece.spun.0 - before, piece.spun.1 + after),
        original: (piece.original.0 - before, piece.original.1 + after),
    }
}

/// Best segmentation of one piece, as replacements; empty where there is none.
fn segment(text: &Parallel, piece: Piece, seen: &Seen<'_, '_>) -> Vec<Unit> {
    let spun = &text.spun[piece.spun.0..piece.spun.1];
    let original = &text.original[piece.original.0..piece.original.1];
    let width = original.len() + 1;
    let mut best = vec![(f32::INFINITY, 0, 0); (spun.len() + 1) * width];
    best[0].0 = 0.0;
    for i in 0..spun.len() {
        for j in 0..original.len() {
            let here = best[i * width + j].0;
            if here < f32::INFINITY {
                extend(&mut best, (spun, original), (i, j), seen);
            }
        }
    }
    trace(&best, piece, (spun, original))
}

fn extend(
    best: &mut [(f32, usize, usize)],
    (spun, original): (&[u32], &[u32]),
    (i, j): (usize, usize),
    seen: &Seen<'_, '_>,
) {
    let width = original.len() + 1;
    let here = best[i * width + j].0;
    let mut offer = |a: usize, b: usize, cost: f32| {
        let cell = &mut best[(i + a) * width + j + b];
        if here + cost < cell.0 {
            *cell = (here + cost, a, b);
        }
    };
    if spun[i] == original[j] {
        offer(1, 1, KEEP);
    }
    for a in 1..=MAX_PHRASE.min(spun.len() - i) {
        for b in 1..=MAX_PHRASE.min(original.len() - j) {
            let (s, o) = (&spun[i..i + a], &original[j..j + b]);
            if is_minimal(s, o)
                && is_solid(s, seen.usage.is_mark)
                && is_solid(o, seen.usage.is_mark)
            {
                offer(a, b, pair_cost(s, o, seen));
            }
        }
    }
}

fn is_solid(words: &[u32], is_mark: &[bool]) -> bool {
    words.iter().all(|&word| !is_mark[word as usize])
}

/// Whether a pair cannot be cut at a token that both sides share at an end.
fn is_minimal(spun: &[u32], original: &[u32]) -> bool {
    let cut = spun.len() > 1
        && original.len() > 1
        && (spun[0] == original[0] || spun.last() == original.last());
    !cut && spun != original
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts far below 2^24, lengths below 16"
)]
fn pair_cost(spun: &[u32], original: &[u32], seen: &Seen<'_, '_>) -> f32 {
    let further = (spun.len() + original.len() - 2) as f32;
    let base = (-UNKNOWN - PER_UNKNOWN_TOKEN * further).exp();
    let pair = seen.pair(spun, original);
    let all = seen
        .usage
        .originals
        .get(&phrase_key(original))
        .map_or(0.0, |&count| count as f32);
    let doubt = if pair == 0 {
        seen.usage.doubt(spun, original, all)
    } else {
        0.0
    };
    PER_TOKEN * further + doubt - ((pair as f32 + base) / (all + 1.0)).ln()
}

fn trace(
    best: &[(f32, usize, usize)],
    piece: Piece,
    (spun, original): (&[u32], &[u32]),
) -> Vec<Unit> {
    let (mut i, mut j, width) = (spun.len(), original.len(), original.len() + 1);
    let mut units = Vec::new();
    if best[i * width + j].0 == f32::INFINITY {
        return units;
    }
    while i > 0 || j > 0 {
        let (_, a, b) = best[i * width + j];
        (i, j) = (i - a, j - b);
        if spun[i..i + a] != original[j..j + b] {
            units.push(Unit {
                spun_at: piece.spun.0 + i,
                spun: a,
                original_at: piece.original.0 + j,
                original: b,
            });
        }
    }
    units.reverse();
    units
}
