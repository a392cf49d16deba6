//! The texts that are measured.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use unspin::{Format, Restorer};

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The texts of the files of `fixtures/FOLDER` whose names have this end.
pub fn fixtures(folder: &str, end: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join("fixtures").join(folder)).expect("fixtures are there");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.to_string_lossy().ends_with(end))
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| fs::read_to_string(path).expect("UTF-8"))
        .collect()
}

/// Log odds, in nats, of texts that the first look clears.
const CLEARED: f64 = -8.0;
/// Log odds, in nats, above which a clean text needs the second look.
const HARD: f64 = 0.0;

/// Clean texts, and the log odds of each.
pub fn judged(texts: Vec<String>) -> Vec<(String, f64)> {
    let restorer = Restorer::default();
    let mut worker = restorer.worker();
    let judge = |text: String| {
        let restored = worker.restore(text.as_bytes(), Format::Text);
        let log_odds = restored.verdict().log_odds();
        restored.edits().is_empty().then_some((text, log_odds))
    };
    texts.into_iter().filter_map(judge).collect()
}

pub fn clean_texts() -> Vec<String> {
    let mut texts = fixtures("clean", ".txt");
    let more = fs::read_to_string(root().join("../shared/bench/clean.txt")).unwrap_or_default();
    texts.extend(more.split("\n\n").map(str::to_owned));
    texts
}

/// Texts that the first look clears, like most texts of a corpus.
pub fn clean() -> Vec<String> {
    let texts = judged(clean_texts()).into_iter();
    let cleared = texts.filter(|&(_, log_odds)| log_odds < CLEARED);
    cleared.map(|(text, _)| text).collect()
}

/// Clean texts in passages of 60 words: all of them, and those that the first look does not clear.
pub fn passages() -> (Vec<String>, Vec<String>) {
    let pieces = clean_texts().into_iter().flat_map(|text| {
        let words: Vec<&str> = text.split_whitespace().collect();
        words
            .chunks(60)
            .map(|piece| piece.join(" "))
            .collect::<Vec<_>>()
    });
    let judged = judged(pieces.collect());
    let doubtful = judged.iter().filter(|&&(_, log_odds)| log_odds > HARD);
    let hard = doubtful.map(|(text, _)| text.clone()).collect();
    (judged.into_iter().map(|(text, _)| text).collect(), hard)
}

/// The honest texts of all kinds and languages, as they come in JSON lines; empty where they are missing.
pub fn honest() -> Vec<String> {
    let script = "xz -dc ../shared/honest/en_*.jsonl.xz ../shared/honest/[a-z][a-z].jsonl.xz";
    let output = Command::new("sh")
        .args(["-c", script])
        .current_dir(root())
        .stderr(Stdio::null())
        .output();
    let lines = output.map(|output| output.stdout).unwrap_or_default();
    let text_of = |line: &str| -> Option<String> {
        let record: serde_json::Value = serde_json::from_str(line).ok()?;
        let is_text = record["format"] == "text";
        is_text.then(|| record["text"].as_str().map(str::to_owned))?
    };
    String::from_utf8_lossy(&lines)
        .lines()
        .filter_map(text_of)
        .collect()
}

/// The texts in turn, until they have so many bytes.
pub fn repeated(texts: &[String], bytes: usize) -> Vec<String> {
    let mut left = bytes;
    texts
        .iter()
        .cycle()
        .take_while(|text| {
            let is_wanted = left > 0;
            left = left.saturating_sub(text.len());
            is_wanted
        })
        .cloned()
        .collect()
}
