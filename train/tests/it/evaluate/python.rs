//! The figures are those of the scorer in Python, `../shared/bench/score.py`. These tests pass
//! without testing anything where the scorer or Python is not available.

use super::{object, pair};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use unspin_train::evaluate::{Set, read, score_clean, score_pairs, spun_text};
use unspin_train::pairs::Document;

/// Documents of each set that are compared.
const DOCUMENTS: usize = 20;

/// Replacements that stand in for a restorer, because Rust and `sed` can both make them. Some are
/// right and some wrong; some shorten the text and some lengthen it.
const REPLACEMENTS: [(&str, &str); 6] = [
    (" mentioned", " said"),
    (" the place ", " where "),
    (" of ", " of all "),
    (" folks", " people"),
    (" in ", " "),
    ("w3 w1", "w2"),
];

fn replaced(text: &str) -> String {
    REPLACEMENTS
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

fn sed_script() -> String {
    REPLACEMENTS
        .map(|(from, to)| format!("s/{from}/{to}/g"))
        .join(";")
}

fn shared() -> PathBuf {
    crate::support::root().join("../shared")
}

/// The figures that the scorer in Python prints for a command, or `None` if it cannot run.
pub fn scorer(arguments: &[&str], command: &[&str]) -> Option<Value> {
    let scorer = shared().join("bench/score.py");
    if !scorer.is_file() {
        return None;
    }
    let output = Command::new("python3")
        .arg(scorer)
        .args(arguments)
        .arg("--")
        .args(command)
        .env("LC_ALL", "C")
        .output()
        .ok()?;
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{message}");
    Some(serde_json::from_slice(&output.stdout).expect("JSON"))
}

/// Compares the figures of the set at `path` with those of the scorer.
fn compare(path: &Path, arguments: &[&str]) {
    if !path.exists() {
        return;
    }
    let Some(expected) = scorer(arguments, &["sed", &sed_script()]) else {
        return;
    };
    let mut sets = read(path).expect("readable");
    if let Set::Pairs { documents, .. } = &mut sets[0] {
        documents.truncate(DOCUMENTS);
    }
    assert_eq!(figures(&sets[0]), expected, "{arguments:?}");
}

fn figures(set: &Set) -> Value {
    let figures = match set {
        Set::Pairs { documents, .. } => {
            let outputs: Vec<String> = documents
                .iter()
                .map(|document| replaced(&spun_text(document)))
                .collect();
            score_pairs(documents, &outputs).map(|sums| sums.figures())
        }
        Set::Clean { documents, .. } => {
            let outputs: Vec<String> = documents
                .iter()
                .map(|document| replaced(document) + "\n")
                .collect();
            score_clean(documents, &outputs).map(|sums| sums.figures())
        }
    };
    object(&figures.expect("replacements keep line ends"))
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a UTF-8 path")
}

/// Random sentences of five different words, whose alignments are full of ties.
fn random_documents() -> Vec<Document> {
    let mut random = unspin_train::spin::Random::new(7);
    let mut line = || {
        let words: Vec<String> = (0..=random.below(12))
            .map(|_| format!("w{}", random.below(5)))
            .collect();
        words.join(" ")
    };
    let mut document = || (0..20).map(|_| pair(&line(), &line())).collect();
    (0..DOCUMENTS).map(|_| document()).collect()
}

#[test]
fn figures_of_random_pairs() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let path = folder.path().join("random.jsonl");
    let mut rows = String::new();
    for (number, document) in random_documents().iter().enumerate() {
        for pair in document {
            let name = format!("d{number}");
            rows += &json!({ "doc": name, "spun": pair.spun, "orig": pair.original }).to_string();
            rows.push('\n');
        }
    }
    fs::write(&path, rows).expect("written");
    compare(&path, &["pairs", text(&path)]);
}

#[test]
fn figures_of_spun_sets() {
    for name in ["news_dense", "news_mild", "news_quotes", "other_dense"] {
        let path = shared().join("bench").join(name).with_extension("jsonl");
        let limit = DOCUMENTS.to_string();
        compare(&path, &["pairs", text(&path), "--limit", &limit]);
    }
}

#[test]
fn figures_of_a_clean_set() {
    let path = shared().join("bench/clean.txt");
    compare(&path, &["clean", text(&path)]);
}

#[test]
fn figures_of_a_set_with_edits() {
    let path = shared().join("seed");
    let spun = path.join("spun.txt");
    let edits = path.join("edits.tsv");
    compare(
        &path,
        &["pairs", "--spun", text(&spun), "--edits", text(&edits)],
    );
}
