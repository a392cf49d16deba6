//! Honest text comes back byte for byte.

use std::fs;
use std::path::Path;
use unspin::restore::{Options, Restorer};

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn prose_of_many_kinds_is_left_alone() {
    let restorer = Restorer::embedded(Options::default());
    let mut worker = restorer.worker();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/clean");
    let mut files = 0;
    for entry in fs::read_dir(folder).expect("fixtures/clean is there") {
        let path = entry.expect("readable").path();
        let text = fs::read(&path).expect("readable");
        assert_eq!(worker.edits(&text), [], "{}", path.display());
        files += 1;
    }
    assert!(files >= 20, "only {files} kinds of prose");
}

#[test]
fn slips_in_honest_sentences_are_left_alone() {
    let restorer = Restorer::embedded(Options::default());
    let mut worker = restorer.worker();
    let text = fixture("slips_clean.txt");
    for line in text.lines() {
        assert_eq!(worker.edits(line.as_bytes()), [], "{line}");
    }
    assert_eq!(worker.edits(text.as_bytes()), [], "all sentences together");
    assert_eq!(text.lines().count(), 300);
}
