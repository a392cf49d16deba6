//! A lexicon that is learned from pairs undoes the spinner that made them.

use super::{clean_texts, distance, invented, restorer, spun};
use unspin::document::Format;
use unspin::lexicon::tsv::Row;
use unspin_train::lexicon::{Limits, learn};
use unspin_train::pairs::{Document, Pair};

fn pair(spun: &str, original: &str) -> Pair {
    Pair {
        spun: spun.into(),
        original: original.into(),
    }
}

/// Learns with the settings for few documents.
fn learned(documents: &[Document]) -> Vec<Row> {
    let limits = Limits {
        min_count: 1,
        min_documents: 1,
        min_number_count: 4,
        min_share: 0.002,
    };
    learn(documents, limits, &|_| ()).rows
}

/// Pairs each line of the spun texts with its original.
fn documents(spun: &[String], originals: &[String]) -> Vec<Document> {
    let document = |(spun, original): (&String, &String)| {
        let lines = spun.lines().zip(original.lines());
        lines.map(|(spun, original)| pair(spun, original)).collect()
    };
    spun.iter().zip(originals).map(document).collect()
}

#[test]
fn an_invented_table_is_learned() {
    let texts = clean_texts();
    let table = invented(&texts, 0.5, 1);
    let spun = spun(&table, &texts, 2);
    let rows = learned(&documents(&spun, &texts));
    let occurrences = |row: &Row| -> usize {
        spun.iter()
            .map(|text| text.to_lowercase().matches(&row.spun).count())
            .sum()
    };
    let frequent: Vec<&Row> = table.iter().filter(|row| occurrences(row) >= 5).collect();
    let is_learned = |entry: &Row| {
        rows.iter()
            .any(|row| row.spun == entry.spun && row.original == entry.original)
    };
    let found = frequent.iter().filter(|entry| is_learned(entry)).count();
    assert!(frequent.len() >= 80, "{}", frequent.len());
    assert!(
        found * 100 >= frequent.len() * 95,
        "{found} of {} frequent entries",
        frequent.len()
    );
}

#[test]
fn a_learned_lexicon_undoes_the_spinner() {
    let texts = clean_texts();
    let spun = spun(&invented(&texts, 0.5, 1), &texts, 2);
    let rows = learned(&documents(&spun, &texts));
    let restorer = restorer(&[("invented", &rows)]);
    let mut worker = restorer.worker();
    let mut before = 0;
    let mut after = 0;
    for (spun, original) in spun.iter().zip(&texts) {
        let restored = worker.restore(spun.as_bytes(), Format::Text);
        let family = restored.verdict().family();
        assert_eq!(family.as_deref(), Some("invented"), "{spun}");
        before += distance(spun, original);
        after += distance(&restored.text(), original);
    }
    assert!(after * 5 <= before, "{after} of {before} words are wrong");
}

/// Both words are replaced in each occurrence, so that neither occurs alone.
#[test]
fn neighbouring_substitutions_are_divided_word_by_word() {
    let documents = [
        (
            "It was a fast demise for the plan.",
            "It was a quick death for the plan.",
        ),
        (
            "They ask for company accountability.",
            "They ask for corporate responsibility.",
        ),
    ]
    .map(|(spun, original)| vec![pair(spun, original)]);
    let rows = learned(&documents);
    let found: Vec<(&str, &str)> = rows
        .iter()
        .filter(|row| !row.is_kept())
        .map(|row| (&*row.spun, &*row.original))
        .collect();
    assert_eq!(
        found,
        [
            ("accountability", "responsibility"),
            ("company", "corporate"),
            ("demise", "death"),
            ("fast", "quick")
        ]
    );
}
