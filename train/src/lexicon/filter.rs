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

/// Drops originals that a spun phrase almost never stands for, which would cost time and could
/// only be chosen by mistake, and rare pairs with digits. Sorts what remains.
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

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}
