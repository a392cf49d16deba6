//! Makes a lexicon from a spinner's own table: groups of phrases that the spinner puts in each
//! other's place.
//!
//! The count of a pair is proportional to how often English text contains the original
//! (`frequency`), times how often the spinner then writes the spun phrase (`engine`). `table` reads
//! the table.

mod engine;
mod frequency;
mod table;

pub use engine::{Draw, Engine, Settings};
pub use frequency::{in_documents, in_model};
pub use table::{Group, Member, parse};

use std::collections::{BTreeMap, HashMap, HashSet};
use unspin::lexicon::pairs::MAX_COUNT;
use unspin::lexicon::tsv::Row;

/// The result of [`rows`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    /// The lexicon, sorted.
    pub rows: Vec<Row>,
    /// Number of pairs that were dropped because the spun phrase almost always stands for something
    /// else.
    pub dropped: usize,
}

/// The pairs that `engine` makes, if its originals are as frequent in text as `frequencies` says. A
/// pair is dropped if its original accounts for less than `min_share` of the occurrences of the
/// spun phrase.
///
/// The highest count is a million, the most that a lexicon may have. The lowest is 1.
pub fn rows(engine: &Engine, frequencies: &[f64], min_share: f64) -> Rows {
    // The table is spun twice, because all pairs together may not fit into memory.
    let mut totals: HashMap<String, f64> = HashMap::new();
    for_each_pair(engine, frequencies, |spun, _, weight| {
        *totals.entry(spun.to_owned()).or_default() += weight;
    });
    let mut dropped = 0;
    let mut weights: BTreeMap<(String, String), f64> = BTreeMap::new();
    for_each_pair(engine, frequencies, |spun, original, weight| {
        let lower = original.to_lowercase();
        let is_kept = spun == lower;
        if is_kept || weight >= min_share * totals[spun] {
            let original = if is_kept { &lower } else { original };
            *weights
                .entry((spun.to_owned(), original.to_owned()))
                .or_default() += weight;
        } else {
            dropped += 1;
        }
    });
    let highest = weights.values().copied().fold(0.0, f64::max);
    let scale = f64::from(MAX_COUNT) / highest;
    let row = |((spun, original), weight): ((String, String), f64)| Row {
        spun,
        original,
        count: whole(weight * scale),
    };
    Rows {
        rows: with_pairs_only(weights.into_iter().map(row).collect()),
        dropped,
    }
}

/// Calls `visit` with each spun phrase, its original, and the frequency of this pair. Phrases that
/// are too long for a lexicon are left out.
fn for_each_pair(engine: &Engine, frequencies: &[f64], mut visit: impl FnMut(&str, &str, f64)) {
    for (number, frequency) in frequencies.iter().enumerate() {
        let original = engine.original(number);
        if original.is_too_long() {
            continue;
        }
        // Every original has a row that says how often it is kept.
        visit(&original.lower, &original.text, 0.0);
        for (spun, chance) in engine.outcomes(&original.lower) {
            visit(&spun, &original.text, frequency * chance);
        }
    }
}

/// The rows without those that count how often a phrase is kept that is never replaced.
fn with_pairs_only(mut rows: Vec<Row>) -> Vec<Row> {
    let replaced: HashSet<String> = rows
        .iter()
        .filter(|row| !row.is_kept())
        .map(|row| row.original.to_lowercase())
        .collect();
    rows.retain(|row| replaced.contains(&row.original.to_lowercase()));
    rows
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and a million"
)]
fn whole(count: f64) -> u32 {
    count.round().max(1.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn engine(table: &str, settings: Settings) -> Engine {
        Engine::new(parse(table.as_bytes()).expect("a good table"), settings)
    }

    fn lines(rows: &[Row]) -> Vec<String> {
        rows.iter()
            .map(|row| format!("{} < {} {}", row.spun, row.original, row.count))
            .collect()
    }

    const KEYED: Settings = Settings {
        keyed: true,
        draw: Draw::Uniform,
        passes: 1,
        kept: 0.2,
    };

    /// `house` occurs eight times as often as `Home Office`. It is kept in 0.2 of its places, and
    /// each of its two synonyms gets 0.4: 8 * 0.4 = 3.2, 8 * 0.2 = 1.6, 1 * 0.8 and 1 * 0.2. The
    /// highest, 3.2, becomes a million.
    #[test]
    fn counts_are_frequency_times_probability() {
        let table = "house|home|Abode\nHome Office|ministry\n";
        let Rows { rows, dropped } = rows(&engine(table, KEYED), &[8.0, 1.0], 0.0);
        assert_eq!(dropped, 0);
        assert_eq!(
            lines(&rows),
            [
                "abode < house 1000000",
                "home < house 1000000",
                "home office < home office 62500",
                "house < house 500000",
                "ministry < Home Office 250000",
            ]
        );
    }

    /// `dwelling` stands for `house` 0.4 * 99 times and for `flat` 0.8 * 1 times, which is a share of
    /// 0.0198.
    #[test]
    fn unlikely_originals_are_dropped() {
        let table = "house|home|dwelling\nflat|dwelling\n";
        let all = rows(&engine(table, KEYED), &[99.0, 1.0], 0.019);
        assert_eq!((all.rows.len(), all.dropped), (5, 0));
        let Rows { rows, dropped } = rows(&engine(table, KEYED), &[99.0, 1.0], 0.02);
        assert_eq!(dropped, 1);
        assert_eq!(
            lines(&rows),
            [
                "dwelling < house 1000000",
                "home < house 1000000",
                "house < house 500000"
            ]
        );
    }

    #[test]
    fn long_phrases_are_left_out_of_the_lexicon() {
        let table =
            "now|at this very point in time today\nsoon|before we all know it and then some\n";
        let Rows { rows, .. } = rows(&engine(table, KEYED), &[1.0, 1.0], 0.0);
        assert_eq!(
            lines(&rows),
            [
                "at this very point in time today < now 1000000",
                "now < now 250000"
            ]
        );
    }
}
