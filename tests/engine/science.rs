//! The tortured phrases of science are restored, and honest sentences with the same words are not changed.

use std::fs;
use unspin::Restorer;
use unspin::lexicon::tsv::{self, Row};

use super::support::{fixture, root};

fn rows() -> Vec<Row> {
    let text = fs::read_to_string(root().join("dictionaries/science.tsv")).expect("the lexicon");
    tsv::parse(&text).expect("every row can be read")
}

/// `text` with a capital letter at its start.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect()
}

/// `text` in title case: all words but small ones start with a capital letter.
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

/// Sentences with `phrase` in a heading, in the middle of a sentence and at the start of one, and with two other terms, which
/// are enough evidence.
fn abstract_of(phrase: &str, heading: &str, [first, second]: [&str; 2]) -> String {
    format!(
        "On {heading}\n\nWe report on the {phrase} that was seen in most of the samples. {} and others were compared in \
         this work, and the {first} in Figure 2 was checked by hand. The {phrase}, like the {second}, is left for later.\n",
        capital(phrase)
    )
}

#[test]
fn every_tortured_phrase_is_restored_with_case_and_plural() {
    let restorer = Restorer::default();
    let rows = rows();
    for Row { spun, original, .. } in &rows {
        // Title case is not defined for words with hyphens.
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
        assert_eq!(restorer.restore(&given).text(), wanted, "{spun}");
    }
    assert!(rows.len() >= 1200, "{}", rows.len());
}

#[test]
fn honest_sentences_with_the_same_words_are_not_changed() {
    let restorer = Restorer::default();
    let text = fixture("science_clean.txt");
    assert_eq!(text.lines().count(), 300);
    for sentence in text.lines() {
        assert_eq!(restorer.restore(sentence).text(), sentence);
    }
    assert_eq!(restorer.restore(&text).text(), text, "all in one document");
}

#[test]
fn one_term_is_not_enough_and_quoted_ones_do_not_count() {
    let restorer = Restorer::default();
    for text in [
        "They call it profound learning.",
        "They call it profound learning; profound learning is not new.",
        "Papers with “counterfeit consciousness” or “colossal information” were retracted.",
    ] {
        assert_eq!(restorer.restore(text).text(), text);
    }
}

#[test]
fn two_terms_are_enough() {
    let restorer = Restorer::default();
    for (spun, original) in [
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
    ] {
        let restored = restorer.restore(spun);
        assert_eq!(restored.text(), original);
        assert_eq!(restored.verdict().family().as_deref(), Some("science"));
    }
}
