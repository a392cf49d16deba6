//! Families of spinners: learned from pairs, undone, and told apart from each other and from clean
//! text. The texts are those of `fixtures/`, spun with invented tables.

mod assignment;
mod command;
mod learning;
mod trained;

use crate::support;
use std::collections::{BTreeMap, BTreeSet};
use unspin::lexicon::tsv::{self, Row};
use unspin::restore::Restorer;
use unspin_train::evaluate::align;
use unspin_train::spin::{LexiconSpinner, Quotes, Random, Spin, Style};

/// The clean texts of `fixtures/`, with a paragraph on each line.
fn clean_texts() -> Vec<String> {
    let articles = support::fixtures("articles", ".orig.txt");
    let clean = support::fixtures("clean", "");
    articles
        .into_iter()
        .chain(clean)
        .map(|(_, text)| text)
        .collect()
}

/// An invented table of a spinner: a `share` of the words that occur five times or more in `texts` is
/// replaced by one or two words that occur once, chosen by `seed`.
fn invented(texts: &[String], share: f64, seed: u64) -> Vec<Row> {
    let counts = word_counts(texts);
    let rare: Vec<&String> = counts
        .iter()
        .filter(|(word, count)| **count == 1 && word.len() > 4)
        .map(|(word, _)| word)
        .collect();
    let mut random = Random::new(seed);
    let mut taken = BTreeSet::new();
    let mut draw = |random: &mut Random| loop {
        let word = rare[random.below(rare.len())];
        if taken.insert(word) {
            return word.clone();
        }
    };
    let mut rows = Vec::new();
    for (original, _) in counts.iter().filter(|(_, count)| **count >= 5) {
        if random.unit() >= share {
            continue;
        }
        let spun = if random.unit() < 0.3 {
            format!("{} {}", draw(&mut random), draw(&mut random))
        } else {
            draw(&mut random)
        };
        rows.push(row(&spun, original, 1000));
    }
    rows
}

/// How often each word in lower case occurs.
fn word_counts(texts: &[String]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for word in texts.iter().flat_map(|text| text.split_whitespace()) {
        if word.chars().all(|c| c.is_ascii_lowercase()) {
            *counts.entry(word.to_owned()).or_default() += 1;
        }
    }
    counts
}

fn row(spun: &str, original: &str, count: u32) -> Row {
    Row {
        spun: spun.into(),
        original: original.into(),
        count,
    }
}

/// The rows of the lexicon of `news-spinner`.
fn built_in() -> Vec<Row> {
    ["dictionaries/news-spinner.tsv", "dictionaries/hand.tsv"]
        .iter()
        .flat_map(|path| tsv::parse(&support::repository_file(path)).expect("valid rows"))
        .collect()
}

/// The texts, spun as densely as the table `rows` allows.
fn spun(rows: &[Row], texts: &[String], seed: u64) -> Vec<String> {
    let spinner = LexiconSpinner::new(rows);
    let mut random = Random::new(seed);
    let style = Style {
        density: 1.0,
        quotes: Quotes::Spun,
    };
    texts
        .iter()
        .map(|text| spinner.spin(text, style, &mut random).text)
        .collect()
}

/// The text form of a lexicon.
fn lines(rows: &[Row]) -> String {
    rows.iter()
        .map(|row| format!("{}\t{}\t{}\n", row.spun, row.original, row.count))
        .collect()
}

/// A restorer with the built-in families and further ones.
fn restorer(families: &[(&str, &[Row])]) -> Restorer {
    let mut restorer = Restorer::default();
    for (name, rows) in families {
        restorer = restorer
            .with_family(name, &lines(rows))
            .expect("valid rows");
    }
    restorer
}

/// The texts cut into parts of a hundred words.
fn hundred_words(texts: &[String]) -> Vec<String> {
    let mut parts = Vec::new();
    for text in texts {
        let words: Vec<&str> = text.split_whitespace().collect();
        parts.extend(words.chunks_exact(100).map(|words| words.join(" ")));
    }
    parts
}

/// Edit distance in words, without regard to letter case.
fn distance(a: &str, b: &str) -> usize {
    let words =
        |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_lowercase).collect() };
    align(&words(a), &words(b)).distance
}
