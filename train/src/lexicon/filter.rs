//! Drops the pairs that are probably accidents of the alignment, and notes why.

use super::corpus::Corpus;
use super::count::Pairs;
use super::{Limits, Notes, Reason};
use std::collections::{BTreeSet, HashMap, HashSet};
use unspin::lexicon::tsv::Row;

/// Drops pairs that are rare, contain a curly apostrophe, or consist of commoner pairs.
pub(super) fn drop_accidental(corpus: &Corpus, pairs: &mut Pairs, limits: Limits) -> Notes {
    let is_curly: Vec<bool> = corpus
        .words
        .iter()
        .map(|word| word.starts_with('’'))
        .collect();
    let curly = |phrase: &[u32]| phrase.iter().any(|&word| is_curly[word as usize]);
    let mut notes = Notes::default();
    notes.drop_where(pairs, Reason::Rare, |_, pair| pair.count < limits.min_count);
    notes.drop_where(pairs, Reason::FewDocuments, |_, pair| {
        pair.documents < limits.min_documents
    });
    notes.drop_where(pairs, Reason::CurlyApostrophe, |(spun, original), _| {
        curly(spun) || curly(original)
    });
    let composed = composed(pairs);
    notes.drop_where(pairs, Reason::Composed, |key, _| composed.contains(key));
    notes
}

/// The pairs that can be divided into two or more commoner pairs or unchanged words.
fn composed(pairs: &Pairs) -> HashSet<(Vec<u32>, Vec<u32>)> {
    pairs
        .iter()
        .filter(|((spun, original), pair)| is_composed(spun, original, pair.count, pairs))
        .map(|(key, _)| key.clone())
        .collect()
}

fn is_composed(spun: &[u32], original: &[u32], count: u32, pairs: &Pairs) -> bool {
    let is_commoner = |spun: &[u32], original: &[u32]| {
        spun == original
            || pairs
                .get(&(spun.to_vec(), original.to_vec()))
                .is_some_and(|pair| pair.count > count)
    };
    (1..spun.len()).any(|i| {
        (1..original.len()).any(|j| {
            is_commoner(&spun[..i], &original[..j])
                && (is_commoner(&spun[i..], &original[j..])
                    || is_composed(&spun[i..], &original[j..], count, pairs))
        })
    })
}

/// How many times as often a pair must occur to explain a longer one.
const FAR_COMMONER: u32 = 1000;

/// Drops originals that a spun phrase almost never stands for, which would cost time and could
/// only be chosen by mistake, rare pairs with digits, and pairs that a far commoner one explains. Sorts what
/// remains.
pub(super) fn drop_unlikely(rows: Vec<Row>, limits: Limits, notes: &mut Notes) -> Vec<Row> {
    let mut totals: HashMap<&str, u32> = HashMap::new();
    for row in &rows {
        *totals.entry(&row.spun).or_default() += row.count;
    }
    let is_likely =
        |row: &Row| f64::from(row.count) >= limits.min_share * f64::from(totals[&*row.spun]);
    let is_rare_number = |row: &Row| {
        row.count < limits.min_number_count && (has_digit(&row.spun) || has_digit(&row.original))
    };
    let pairs = || rows.iter().filter(|row| !row.is_kept());
    let likely = || pairs().filter(|row| is_likely(row));
    notes.drop_rows(pairs().filter(|row| !is_likely(row)), Reason::Unlikely);
    notes.drop_rows(likely().filter(|row| is_rare_number(row)), Reason::Number);
    let pairs: Vec<&Row> = likely().filter(|row| !is_rare_number(row)).collect();
    let counts: Counts<'_> = pairs
        .iter()
        .map(|row| ((&*row.spun, &*row.original), row.count))
        .collect();
    let (explained, pairs): (Vec<_>, Vec<_>) =
        pairs.iter().partition(|row| is_explained(row, &counts));
    notes.drop_rows(explained, Reason::Explained);
    let keys: BTreeSet<String> = pairs
        .iter()
        .map(|row| row.original.to_lowercase())
        .collect();
    let kept = rows
        .iter()
        .filter(|row| row.is_kept() && keys.contains(&row.spun));
    let mut rows: Vec<Row> = pairs.into_iter().chain(kept).cloned().collect();
    rows.sort_unstable();
    rows
}

/// How often each pair occurs.
type Counts<'r> = HashMap<(&'r str, &'r str), u32>;

/// Whether a pair is a far commoner one beside words that are no pair by themselves, such as `mentioned so` for
/// `said as`. The more often a pair occurs, the more often the words beside it are aligned by mistake.
fn is_explained(row: &Row, counts: &Counts<'_>) -> bool {
    let mut is_explained = false;
    for (first, rest) in divisions(&row.spun) {
        for (first_original, rest_original) in divisions(&row.original) {
            let [first, rest] = [(first, first_original), (rest, rest_original)];
            let is_known = |pair: (&str, &str)| pair.0 == pair.1 || counts.contains_key(&pair);
            let known = match (is_known(first), is_known(rest)) {
                (true, true) => return false,
                (true, false) => first,
                (false, true) => rest,
                (false, false) => continue,
            };
            let count = counts.get(&known).copied().unwrap_or(0);
            is_explained |= count >= row.count.saturating_mul(FAR_COMMONER);
        }
    }
    is_explained
}

/// Each way to divide a phrase between two words.
fn divisions(phrase: &str) -> impl Iterator<Item = (&str, &str)> {
    phrase
        .match_indices(' ')
        .map(|(at, _)| (&phrase[..at], &phrase[at + 1..]))
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_far_commoner_pair_explains_a_longer_one() {
        let counts = Counts::from([
            (("mentioned", "said"), 4000),
            (("so", "this"), 3),
            (("too", "also"), 50),
        ]);
        let is_explained = |spun: &str, original: &str, count| {
            let [spun, original] = [spun, original].map(str::to_owned);
            let row = Row {
                spun,
                original,
                count,
            };
            super::is_explained(&row, &counts)
        };
        assert!(is_explained("mentioned so", "said as", 4));
        assert!(is_explained("so mentioned", "as said", 4));
        // It is too common.
        assert!(!is_explained("mentioned so", "said as", 5));
        // Both parts are pairs.
        assert!(!is_explained("mentioned too", "said also", 4));
        // The words beside it are the same.
        assert!(!is_explained("mentioned it", "said it", 4));
        assert!(!is_explained("noticed so", "saw as", 4));
    }
}
