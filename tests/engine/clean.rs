//! Honest text comes back byte for byte.

use std::fs;
use std::path::Path;
use unspin::Format;
use unspin::restore::Restorer;

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The texts of `fixtures/clean`, each with its name.
fn kinds() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/clean");
    let paths = fs::read_dir(folder)
        .expect("fixtures/clean is there")
        .map(|entry| entry.expect("readable").path());
    paths
        .map(|path| {
            (
                path.display().to_string(),
                fs::read_to_string(&path).expect("UTF-8"),
            )
        })
        .collect()
}

#[test]
fn prose_of_many_kinds_is_left_alone() {
    let restorer = Restorer::default();
    let (mut worker, kinds) = (restorer.worker(), kinds());
    for (name, text) in &kinds {
        assert_eq!(
            worker.restore(text.as_bytes(), Format::Text).into_edits(),
            [],
            "{name}"
        );
    }
    assert!(kinds.len() >= 20, "only {} kinds of prose", kinds.len());
}

/// The ranges of `words` words of `text`, each beginning `step` words after the one before.
fn pieces(text: &str, words: usize, step: usize) -> impl Iterator<Item = &str> {
    let starts: Vec<usize> = text
        .split_whitespace()
        .map(|word| word.as_ptr() as usize - text.as_ptr() as usize)
        .collect();
    let last = starts.len().saturating_sub(words);
    (0..=last).step_by(step).map(move |first| {
        &text[starts[first]..starts.get(first + words).copied().unwrap_or(text.len())]
    })
}

#[test]
fn short_pieces_of_prose_of_many_kinds_are_left_alone() {
    let restorer = Restorer::default();
    let (mut worker, mut number) = (restorer.worker(), 0);
    for (name, text) in kinds() {
        for piece in [60, 100, 150]
            .into_iter()
            .flat_map(|words| pieces(&text, words, words / 4))
        {
            assert_eq!(
                worker.restore(piece.as_bytes(), Format::Text).into_edits(),
                [],
                "{name}: {piece}"
            );
            number += 1;
        }
    }
    assert!(number >= 500, "only {number} pieces");
}

#[test]
fn slips_in_honest_sentences_are_left_alone() {
    let restorer = Restorer::default();
    let mut worker = restorer.worker();
    let text = fixture("slips_clean.txt");
    for line in text.lines() {
        assert_eq!(
            worker.restore(line.as_bytes(), Format::Text).into_edits(),
            [],
            "{line}"
        );
    }
    assert_eq!(
        worker.restore(text.as_bytes(), Format::Text).into_edits(),
        [],
        "all sentences together"
    );
    assert_eq!(text.lines().count(), 300);
}
