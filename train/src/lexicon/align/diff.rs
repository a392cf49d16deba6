//! Which regions of a paragraph differ between its two versions, by a diff (Myers 1986).

use super::{Parallel, Substitution};
use crate::phrase::{MAX_PHRASE, Span};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Differences with fewer equal words than this between them are joined to one region.
const MIN_GAP: usize = 4;
/// Equal words added on both sides of a region, so that an inserted word can be aligned with one
/// of them.
const FLANK: usize = 2;
/// Longest region, in words. Longer ones come from other changes than spinning and are skipped.
const MAX_REGION: usize = 48;

/// Most equal words that may be part of a substitution.
const MAX_SHARED: usize = 2;

/// A part of a paragraph that differs, with some equal words around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region {
    /// The spun words. May be empty.
    pub spun: Span,
    /// The original words. May be empty.
    pub original: Span,
}

/// The differing regions of a paragraph.
pub(super) fn regions(text: &Parallel) -> Vec<Region> {
    let mut regions: Vec<Region> = Vec::new();
    for difference in differences(text) {
        match regions.last_mut() {
            Some(last) if difference.spun.start - last.spun.end() < MIN_GAP => {
                last.spun = Span::new(last.spun.start, difference.spun.end());
                last.original = Span::new(last.original.start, difference.original.end());
            }
            _ => regions.push(difference),
        }
    }
    regions
        .iter()
        .map(|&region| with_flanks(region, text))
        .filter(|region| region.spun.len.max(region.original.len) <= MAX_REGION)
        .collect()
}

fn with_flanks(Region { spun, original }: Region, text: &Parallel) -> Region {
    let before = FLANK.min(spun.start).min(original.start);
    let after = FLANK
        .min(text.spun.len() - spun.end())
        .min(text.original.len() - original.end());
    Region {
        spun: Span::new(spun.start - before, spun.end() + after),
        original: Span::new(original.start - before, original.end() + after),
    }
}

/// What lies between the equal runs of a diff.
fn differences(text: &Parallel) -> Vec<Region> {
    let end = DiffOp::Equal {
        old_index: text.spun.len(),
        new_index: text.original.len(),
        len: 0,
    };
    let operations = capture_diff_slices(Algorithm::Myers, &text.spun, &text.original);
    let mut differences = Vec::new();
    // Ends of the previous equal run.
    let mut spun = 0;
    let mut original = 0;
    for operation in operations.into_iter().chain([end]) {
        if let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = operation
        {
            if spun != old_index || original != new_index {
                differences.push(Region {
                    spun: Span::new(spun, old_index),
                    original: Span::new(original, new_index),
                });
            }
            spun = old_index + len;
            original = new_index + len;
        }
    }
    differences
}

/// The differences as substitutions, without dividing them, and those that share a word or two.
/// Substitutions that are too long or contain a mark are left out.
pub(super) fn undivided(text: &Parallel, is_mark: &[bool]) -> Vec<Substitution> {
    let is_phrase = |words: &[u32]| {
        words.len() <= MAX_PHRASE && words.iter().all(|&word| !is_mark[word as usize])
    };
    let fits = |substitution: &Substitution| {
        substitution.spun.end() <= text.spun.len()
            && substitution.original.end() <= text.original.len()
            && is_phrase(substitution.spun_words(text))
            && is_phrase(substitution.original_words(text))
    };
    let differences = differences(text);
    let joined = differences
        .windows(2)
        .filter_map(|pair| joined(pair[0], pair[1]));
    let alone = differences.iter().copied().flat_map(with_neighbours);
    alone.chain(joined).filter(fits).collect()
}

/// Two differences as one substitution, if they are close and one of them only inserts or deletes
/// words. A spun phrase may contain a word of its original, as in `since the -> for the reason that`,
/// which a diff shows as two differences.
fn joined(first: Region, second: Region) -> Option<Substitution> {
    let is_one_sided = |region: Region| region.spun.len == 0 || region.original.len == 0;
    let is_close = second.spun.start - first.spun.end() <= MAX_SHARED;
    let spun = Span::new(first.spun.start, second.spun.end());
    let original = Span::new(first.original.start, second.original.end());
    let may_join = is_close && (is_one_sided(first) || is_one_sided(second));
    (may_join && spun.len > 0 && original.len > 0).then_some(Substitution { spun, original })
}

/// A difference with words on both sides as it is. An insertion or deletion twice: with the word
/// before it and with the word after it.
fn with_neighbours(Region { spun, original }: Region) -> Vec<Substitution> {
    if spun.len > 0 && original.len > 0 {
        return vec![Substitution { spun, original }];
    }
    let after = Substitution {
        spun: spun.extended_right(),
        original: original.extended_right(),
    };
    if spun.start == 0 || original.start == 0 {
        return vec![after];
    }
    let before = Substitution {
        spun: spun.extended_left(),
        original: original.extended_left(),
    };
    vec![before, after]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `since the day` and `for the reason that day`: `the` (2) and `day` (3) are in both.
    #[test]
    fn a_substitution_may_contain_a_word_of_its_original() {
        let text = Parallel {
            spun: vec![0, 2, 5, 6, 3],
            original: vec![1, 2, 3],
        };
        let joined = Substitution {
            spun: Span::new(0, 4),
            original: Span::new(0, 2),
        };
        let is_mark = [false; 7];
        assert!(undivided(&text, &is_mark).contains(&joined));
    }
}
