//! Aligns the words of two versions of a paragraph: which spun phrase was written for which
//! original phrase.
//!
//! A diff finds the regions that changed (`diff`), but shows neighbouring substitutions as one
//! region. Each region is therefore divided into phrase pairs by many-to-many alignment
//! (Jiampojamarn, Kondrak and Sherif 2007), by dynamic programming (`segment`). A pair costs less
//! the more often it is used in the whole corpus; among new pairs, short ones are preferred (a base
//! measure as in DeNero, Bouchard-Côté and Klein 2008). Counting and dividing alternate for a few
//! rounds, as in hard (Viterbi) expectation maximisation.
//!
//! In a small corpus most pairs occur once, and a long pair that was once chosen would be evidence
//! for itself in all later rounds. There, each paragraph is aligned with the counts of all others
//! (leaving one out: Wuebker, Mauser and Ney 2010), and a new pair is judged by how common its
//! words are.

mod diff;
mod segment;

use crate::phrase::{Span, for_each_phrase, phrase_key};
use crate::progress::Steps;
use diff::Region;
use rayon::prelude::*;
use segment::segment;
use std::collections::HashMap;
use unspin::store::hash::{self, ByHash};

/// Counts by hashed key.
type Counts = HashMap<u64, u32, ByHash>;

/// Both versions of a paragraph, as word ids.
#[derive(Clone, Debug)]
pub(super) struct Parallel {
    /// The spun words.
    pub spun: Vec<u32>,
    /// The original words.
    pub original: Vec<u32>,
}

/// A phrase that was replaced by another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Substitution {
    /// Position of the spun phrase.
    pub spun: Span,
    /// Position of the original phrase.
    pub original: Span,
}

impl Substitution {
    /// The spun words.
    pub fn spun_words(self, text: &Parallel) -> &[u32] {
        &text.spun[self.spun.range()]
    }

    /// The original words.
    pub fn original_words(self, text: &Parallel) -> &[u32] {
        &text.original[self.original.range()]
    }
}

/// How much text there is to learn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    /// Enough for most pairs to occur in several paragraphs.
    Plentiful,
    /// So little that most pairs occur once. A paragraph must then not count as evidence for its
    /// own alignment, and pairs of common words are doubted.
    Sparse,
}

/// How often each pair is used in the corpus, and how often its original occurs there.
struct Usage<'m> {
    pairs: Counts,
    /// Occurrences of each original in the original texts, whether replaced or not.
    originals: Counts,
    /// Occurrences of each word in the spun and in the original texts. Empty if evidence is
    /// plentiful.
    words: [Vec<u32>; 2],
    is_mark: &'m [bool],
    evidence: Evidence,
}

/// What one paragraph may learn from: [`Usage`] without its own contribution.
struct Elsewhere<'u, 'm> {
    usage: &'u Usage<'m>,
    /// What the paragraph itself contributed. Empty if evidence is plentiful.
    own: Counts,
}

impl<'m> Usage<'m> {
    fn without(&self, text: &Parallel, substitutions: &[Substitution]) -> Elsewhere<'_, 'm> {
        let mut own = Counts::default();
        if self.evidence == Evidence::Sparse {
            for substitution in substitutions {
                *own.entry(substitution_key(*substitution, text))
                    .or_default() += 1;
            }
        }
        Elsewhere { usage: self, own }
    }
}

impl Elsewhere<'_, '_> {
    /// How often the pair is used in other paragraphs, or in all if evidence is plentiful.
    fn count(&self, spun: &[u32], original: &[u32]) -> u32 {
        let key = pair_key(spun, original);
        let all = self.usage.pairs.get(&key).copied().unwrap_or(0);
        let own = self.own.get(&key).copied().unwrap_or(0);
        all.saturating_sub(own)
    }

    /// How often the original phrase occurs in the original texts.
    fn occurrences(&self, original: &[u32]) -> u32 {
        let key = phrase_key(original);
        self.usage.originals.get(&key).copied().unwrap_or(0)
    }
}

fn pair_key(spun: &[u32], original: &[u32]) -> u64 {
    hash::pair(phrase_key(spun), phrase_key(original))
}

fn substitution_key(substitution: Substitution, text: &Parallel) -> u64 {
    pair_key(
        substitution.spun_words(text),
        substitution.original_words(text),
    )
}

/// The substitutions of every paragraph after `rounds` rounds, each of which is one of the
/// `steps`. `is_mark` says, by word id, which words are punctuation marks that no phrase contains.
/// The result does not depend on the number of threads.
///
/// The first counts are those of undivided differences, because most substitutions occur alone
/// somewhere.
pub(super) fn align(
    paragraphs: &[Parallel],
    is_mark: &[bool],
    evidence: Evidence,
    rounds: usize,
    steps: &mut Steps<'_>,
) -> Vec<Vec<Substitution>> {
    let regions: Vec<Vec<Region>> = paragraphs.par_iter().map(diff::regions).collect();
    let mut aligned: Vec<Vec<Substitution>> = paragraphs
        .par_iter()
        .map(|text| diff::undivided(text, is_mark))
        .collect();
    for _ in 0..rounds {
        let usage = count(paragraphs, &aligned, is_mark, evidence);
        let again = |((text, regions), before): ((&Parallel, &Vec<Region>), &Vec<_>)| {
            let elsewhere = usage.without(text, before);
            regions
                .iter()
                .flat_map(|&region| segment(text, region, &elsewhere))
                .collect()
        };
        aligned = paragraphs
            .par_iter()
            .zip(&regions)
            .zip(&aligned)
            .map(again)
            .collect();
        steps.finish_one();
    }
    aligned
}

fn count<'m>(
    paragraphs: &[Parallel],
    aligned: &[Vec<Substitution>],
    is_mark: &'m [bool],
    evidence: Evidence,
) -> Usage<'m> {
    let words = match evidence {
        Evidence::Plentiful => Default::default(),
        Evidence::Sparse => word_counts(paragraphs, is_mark.len()),
    };
    let mut pairs = Counts::default();
    let mut originals = Counts::default();
    for (text, substitutions) in paragraphs.iter().zip(aligned) {
        for &substitution in substitutions {
            *pairs
                .entry(substitution_key(substitution, text))
                .or_default() += 1;
            let original = phrase_key(substitution.original_words(text));
            originals.entry(original).or_default();
        }
    }
    for text in paragraphs {
        for_each_phrase(&text.original, |phrase| {
            if let Some(count) = originals.get_mut(&phrase_key(phrase)) {
                *count += 1;
            }
        });
    }
    Usage {
        pairs,
        originals,
        words,
        is_mark,
        evidence,
    }
}

/// Occurrences of each word id in the spun and in the original texts.
fn word_counts(paragraphs: &[Parallel], words: usize) -> [Vec<u32>; 2] {
    let mut spun = vec![0; words];
    let mut original = vec![0; words];
    for text in paragraphs {
        for &word in &text.spun {
            spun[word as usize] += 1;
        }
        for &word in &text.original {
            original[word as usize] += 1;
        }
    }
    [spun, original]
}
