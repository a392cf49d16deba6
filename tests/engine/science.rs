//! The tortured phrases of science: all of them are restored, and honest sentences with the same words are left alone.

use std::fs;
use std::path::Path;
use unspin::Format;
use unspin::edit::apply;
use unspin::lexicon::tsv::{self, Row};
use unspin::restore::Restorer;

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect("the file is there")
}

fn rows() -> Vec<Row> {
    tsv::parse(&read("dictionaries/science.tsv")).expect("every row can be read")
}

fn restored(restorer: &Restorer, text: &str) -> String {
    let edits = restorer
        .worker()
        .restore(text.as_bytes(), Format::Text)
        .into_edits();
    String::from_utf8(apply(text.as_bytes(), &edits)).expect("edits lie on character boundaries")
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect()
}

/// With every word but small ones capitalised.
fn title(text: &str) -> String {
    text.split(' ')
        .map(|word| {
            if matches!(word, "of" | "to") {
                word.to_owned()
            } else {
                capital(word)
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// Sentences with `phrase` in a heading, inside a sentence and at the start of one, and two others by which a document is known.
fn abstract_of(phrase: &str, heading: &str, [first, second]: [&str; 2]) -> String {
    format!(
        "On {heading}\n\nWe report on the {phrase} that was seen in most of the samples. {} and others were compared in this work, and the {first} in \
         Figure 2 was checked by hand. The {phrase}, like the {second}, is left for later.\n",
        capital(phrase)
    )
}

#[test]
fn every_tortured_phrase_is_restored_with_case_and_plural() {
    let restorer = Restorer::default();
    let rows = rows();
    for Row { spun, original, .. } in &rows {
        // Titles have no one way to write words with hyphens.
        let heading = |phrase: &str| {
            if spun.contains('-') || original.contains('-') {
                phrase.to_owned()
            } else {
                title(phrase)
            }
        };
        let given = abstract_of(
            spun,
            &heading(spun),
            ["disarray lattice", "fluffy rationale"],
        );
        let wanted = abstract_of(
            original,
            &heading(original),
            ["confusion matrix", "fuzzy logic"],
        );
        assert_eq!(restored(&restorer, &given), wanted, "{spun}");
    }
    assert!(rows.len() >= 150, "{}", rows.len());
}

#[test]
fn honest_sentences_with_the_same_words_are_left_alone() {
    let restorer = Restorer::default();
    let text = read("fixtures/science_clean.txt");
    assert_eq!(text.lines().count(), 300);
    for sentence in text.lines() {
        assert_eq!(restored(&restorer, sentence), sentence);
    }
    assert_eq!(
        restored(&restorer, &text),
        text,
        "all of them in one document"
    );
}

#[test]
fn one_term_is_no_evidence_and_quoted_ones_are_spoken_about() {
    let restorer = Restorer::default();
    let table = [
        (
            "They call it profound learning.",
            "They call it profound learning.",
        ),
        (
            "They call it profound learning; profound learning is not new.",
            "They call it profound learning; profound learning is not new.",
        ),
        (
            "Papers with “counterfeit consciousness” or “colossal information” were retracted.",
            "Papers with “counterfeit consciousness” or “colossal information” were retracted.",
        ),
        (
            "A counterfeit consciousness needs colossal information.",
            "An artificial intelligence needs big data.",
        ),
        (
            "COUNTERFEIT CONSCIOUSNESS AND COLOSSAL INFORMATION",
            "ARTIFICIAL INTELLIGENCE AND BIG DATA",
        ),
        (
            "Credulous Bayes and bolster vector machines",
            "Naive Bayes and support vector machines",
        ),
    ];
    for (given, wanted) in table {
        assert_eq!(restored(&restorer, given), wanted);
    }
    let mut worker = restorer.worker();
    let text = b"A counterfeit consciousness needs colossal information.";
    let restored = worker.restore(text, Format::Text);
    assert_eq!(restored.verdict().family().as_deref(), Some("science"));
}
