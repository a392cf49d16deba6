//! Compiles the text lexicons of `dictionaries/` into the files that the library embeds.

use std::path::PathBuf;
use std::{env, fs};

// The lexicon compiler is part of the library; these are the modules it needs.
#[allow(dead_code, reason = "only the library uses the rest")]
#[path = "src/cost.rs"]
mod cost;
#[allow(dead_code, reason = "only the library uses the rest")]
#[path = "src/store"]
mod store {
    pub mod error;
    pub mod file;
    pub mod hash;
}
#[allow(dead_code, reason = "only the library uses the rest")]
#[path = "src/text"]
mod text {
    pub mod bounds;
    pub mod token;
}
#[allow(dead_code, reason = "only the library uses the rest")]
#[path = "src/lexicon"]
mod lexicon {
    pub mod compile;
    pub mod openings;
    pub mod steps;
    pub mod tsv;
}

/// Each output file and the lexicons it is compiled from. Counts of a pair that occurs in several of them are added up.
const LEXICONS: [(&str, &[&str]); 3] = [
    (
        "news-spinner.bin",
        &["dictionaries/news-spinner.tsv", "dictionaries/hand.tsv"],
    ),
    (
        "article-rewriter.bin",
        &["dictionaries/article-rewriter.tsv"],
    ),
    ("science.bin", &["dictionaries/science.tsv"]),
];

fn main() {
    let out =
        PathBuf::from(env::var_os("OUT_DIR").expect("OUT_DIR is not set; run this with cargo"));
    for (name, paths) in LEXICONS {
        fs::write(out.join(name), compiled(paths)).expect("cannot write to OUT_DIR");
    }
    let science = rows("dictionaries/science.tsv");
    let phrases = science.iter().map(|row| &*row.spun);
    let openings = lexicon::openings::Openings::new(phrases);
    fs::write(out.join("science.openings"), openings.bytes()).expect("cannot write to OUT_DIR");
}

fn compiled(paths: &[&str]) -> Vec<u8> {
    let rows: Vec<_> = paths.iter().flat_map(|path| rows(path)).collect();
    lexicon::compile::compile(&rows).file()
}

fn rows(path: &str) -> Vec<lexicon::tsv::Row> {
    println!("cargo::rerun-if-changed={path}");
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    lexicon::tsv::parse(&text).unwrap_or_else(|(line, problem)| panic!("{path}:{line}: {problem}"))
}
