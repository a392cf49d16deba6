//! Divides a region into substitutions and unchanged words at the least total cost, by dynamic
//! programming over all ways to cut both sides.

use super::diff::Region;
use super::{Elsewhere, Evidence, Parallel, Substitution, Usage};
use crate::phrase::{MAX_PHRASE, Span};

// Costs, in nats.
/// An unchanged word.
const UNCHANGED: f32 = 0.05;
/// A pair that does not occur elsewhere, of one word on each side.
const NEW_PAIR: f32 = 6.0;
/// Each further word of such a pair.
const NEW_PAIR_WORD: f32 = 3.0;
/// Each further word of any pair.
const PAIR_WORD: f32 = 1.0;
/// With sparse evidence, a new pair costs this much more for each e-fold of the frequency of its
/// rarest word, on either side: if a common word was in the spinner's table, the pair would not be
/// new.
const NEW_COMMON: f32 = 0.5;
/// With sparse evidence, a new pair of equally long phrases costs this much less.
const EQUAL_LENGTH: f32 = 2.0;

/// The cheapest way to reach one cell of the table.
#[derive(Clone, Copy)]
struct Cell {
    cost: f32,
    /// Spun and original words of the last step.
    step: (usize, usize),
}

/// The costs of all beginnings of a region.
struct Table<'t> {
    spun: &'t [u32],
    original: &'t [u32],
    /// Cell `i, j` is for the first `i` spun and the first `j` original words.
    cells: Vec<Cell>,
}

/// The substitutions of the cheapest division of `region`. Empty if there is no division.
pub(super) fn segment(
    text: &Parallel,
    region: Region,
    elsewhere: &Elsewhere<'_, '_>,
) -> Vec<Substitution> {
    let mut table = Table::new(
        &text.spun[region.spun.range()],
        &text.original[region.original.range()],
    );
    for i in 0..table.spun.len() {
        for j in 0..table.original.len() {
            if table.cell(i, j).cost < f32::INFINITY {
                table.extend(i, j, elsewhere);
            }
        }
    }
    table.trace(region)
}

impl<'t> Table<'t> {
    fn new(spun: &'t [u32], original: &'t [u32]) -> Self {
        let unreached = Cell {
            cost: f32::INFINITY,
            step: (0, 0),
        };
        let mut cells = vec![unreached; (spun.len() + 1) * (original.len() + 1)];
        cells[0].cost = 0.0;
        Self {
            spun,
            original,
            cells,
        }
    }

    fn cell(&self, i: usize, j: usize) -> Cell {
        self.cells[i * (self.original.len() + 1) + j]
    }

    /// Tries all steps from cell `i, j`.
    fn extend(&mut self, i: usize, j: usize, elsewhere: &Elsewhere<'_, '_>) {
        if self.spun[i] == self.original[j] {
            self.offer((i, j), (1, 1), UNCHANGED);
        }
        for spun_len in 1..=MAX_PHRASE.min(self.spun.len() - i) {
            for original_len in 1..=MAX_PHRASE.min(self.original.len() - j) {
                let spun = &self.spun[i..i + spun_len];
                let original = &self.original[j..j + original_len];
                if is_allowed(spun, original, elsewhere.usage.is_mark) {
                    let cost = pair_cost(spun, original, elsewhere);
                    self.offer((i, j), (spun_len, original_len), cost);
                }
            }
        }
    }

    fn offer(&mut self, (i, j): (usize, usize), step: (usize, usize), cost: f32) {
        let cost = self.cell(i, j).cost + cost;
        let target = (i + step.0) * (self.original.len() + 1) + j + step.1;
        if cost < self.cells[target].cost {
            self.cells[target] = Cell { cost, step };
        }
    }

    fn trace(&self, region: Region) -> Vec<Substitution> {
        let mut i = self.spun.len();
        let mut j = self.original.len();
        let mut substitutions = Vec::new();
        if self.cell(i, j).cost == f32::INFINITY {
            return substitutions;
        }
        while i > 0 || j > 0 {
            let (spun_len, original_len) = self.cell(i, j).step;
            i -= spun_len;
            j -= original_len;
            if self.spun[i..i + spun_len] != self.original[j..j + original_len] {
                substitutions.push(Substitution {
                    spun: Span {
                        start: region.spun.start + i,
                        len: spun_len,
                    },
                    original: Span {
                        start: region.original.start + j,
                        len: original_len,
                    },
                });
            }
        }
        substitutions.reverse();
        substitutions
    }
}

/// Whether two phrases can be a pair: they differ, contain no marks, and no word that both share
/// at an end could be cut off.
fn is_allowed(spun: &[u32], original: &[u32], is_mark: &[bool]) -> bool {
    let share_end = spun.len() > 1
        && original.len() > 1
        && (spun[0] == original[0] || spun.last() == original.last());
    let has_mark = |words: &[u32]| words.iter().any(|&word| is_mark[word as usize]);
    !share_end && spun != original && !has_mark(spun) && !has_mark(original)
}

/// The negative log of an estimate of `P(spun | original)`, plus penalties.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts far below 2^24, lengths below 16"
)]
fn pair_cost(spun: &[u32], original: &[u32], elsewhere: &Elsewhere<'_, '_>) -> f32 {
    let further_words = (spun.len() + original.len() - 2) as f32;
    let prior = (-NEW_PAIR - NEW_PAIR_WORD * further_words).exp();
    let count = elsewhere.count(spun, original);
    let occurrences = elsewhere.occurrences(original) as f32;
    let doubt = if count == 0 && elsewhere.usage.evidence == Evidence::Sparse {
        doubt(spun, original, occurrences, elsewhere.usage)
    } else {
        0.0
    };
    PAIR_WORD * further_words + doubt - ((count as f32 + prior) / (occurrences + 1.0)).ln()
}

/// The additional cost of a new pair with sparse evidence. The `occurrences` of the original are
/// subtracted, because the cost of the pair already depends on them.
fn doubt(spun: &[u32], original: &[u32], occurrences: f32, usage: &Usage<'_>) -> f32 {
    let spun_frequency = log_frequency(spun, &usage.words[0]);
    let original_frequency = log_frequency(original, &usage.words[1]);
    let equal_length = if spun.len() == original.len() {
        EQUAL_LENGTH
    } else {
        0.0
    };
    let unexplained = f32::max(original_frequency - (occurrences + 1.0).ln(), 0.0);
    NEW_COMMON * (spun_frequency + unexplained) - equal_length
}

/// The logarithm of how often the rarest of `words` occurs.
#[expect(clippy::cast_precision_loss, reason = "counts far below 2^24")]
fn log_frequency(words: &[u32], counts: &[u32]) -> f32 {
    words
        .iter()
        .map(|&word| counts[word as usize])
        .min()
        .map_or(0.0, |count| (count as f32 + 1.0).ln())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::align::Counts;
    use crate::lexicon::align::diff::regions;

    /// One word for each letter. Capitals are marks.
    fn words(text: &str) -> Vec<u32> {
        text.bytes().map(u32::from).collect()
    }

    fn parallel(spun: &str, original: &str) -> Parallel {
        Parallel {
            spun: words(spun),
            original: words(original),
        }
    }

    fn segmented(text: &Parallel, pairs: &[(&str, &str, u32)]) -> Vec<(String, String)> {
        let is_mark: Vec<bool> = (0..=u8::MAX)
            .map(|byte| byte.is_ascii_uppercase())
            .collect();
        let mut counts = Counts::default();
        let mut originals = Counts::default();
        for &(spun, original, count) in pairs {
            let original = words(original);
            counts.insert(super::super::pair_key(&words(spun), &original), count);
            originals.insert(crate::phrase::phrase_key(&original), count);
        }
        let usage = Usage {
            pairs: counts,
            originals,
            words: Default::default(),
            is_mark: &is_mark,
            evidence: Evidence::Plentiful,
        };
        let elsewhere = Elsewhere {
            usage: &usage,
            own: Counts::default(),
        };
        let letters = |words: &[u32]| -> String {
            words
                .iter()
                .map(|&word| char::from_u32(word).expect("a letter"))
                .collect()
        };
        regions(text)
            .into_iter()
            .flat_map(|region| segment(text, region, &elsewhere))
            .map(|found| {
                (
                    letters(found.spun_words(text)),
                    letters(found.original_words(text)),
                )
            })
            .collect()
    }

    #[test]
    fn counts_decide_where_a_region_is_divided() {
        let text = parallel("axybc", "apqbc");
        // Known pairs: -ln(9/10) = 0.1 each, against 6 or more for a new pair.
        let single = segmented(&text, &[("x", "p", 9), ("y", "q", 9)]);
        assert_eq!(single, [("x".into(), "p".into()), ("y".into(), "q".into())]);
        // -ln(9/10) + 2 for the two further words, against 6 + 6 for two new pairs.
        let double = segmented(&text, &[("xy", "pq", 9)]);
        assert_eq!(double, [("xy".into(), "pq".into())]);
    }

    #[test]
    fn new_pairs_are_as_short_as_possible_and_contain_no_marks() {
        // Two new pairs cost 6 + 6; one of two words on each side 6 + 2 * (3 + 1) = 14.
        let found = segmented(&parallel("axybc", "apqbc"), &[]);
        assert_eq!(found, [("x".into(), "p".into()), ("y".into(), "q".into())]);
        // The mark has no partner, so the region cannot be divided.
        assert_eq!(segmented(&parallel("axMbc", "apbc"), &[]), []);
    }
}
