//! The text lexicons keep their normal form: sorted, lower-case corruptions, no row twice. `UNSPIN_BLESS=1` rewrites them.

use std::fs;
use std::path::Path;
use unspin::lexicon::{Lexicon, tsv};
use unspin::text::token::Tokens;

fn normal_form(text: &str) -> String {
    let comments = text.lines().filter(|line| line.starts_with("# "));
    let mut rows = tsv::parse(text).expect("every row can be read");
    rows.sort();
    rows.dedup_by(|later, first| (&later.spun, &later.original) == (&first.spun, &first.original));
    let rows = rows
        .iter()
        .map(|row| format!("{}\t{}\t{}", row.spun, row.original, row.count));
    comments
        .map(str::to_owned)
        .chain(rows)
        .map(|line| line + "\n")
        .collect()
}

#[test]
fn lexicons_are_in_normal_form() {
    for name in ["en.tsv", "hand.tsv", "science.tsv"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("dictionaries")
            .join(name);
        let text = fs::read_to_string(&path).expect("the lexicon is there");
        let normal = normal_form(&text);
        if std::env::var_os("UNSPIN_BLESS").is_some() {
            fs::write(&path, &normal).expect("the lexicon can be written");
        } else {
            assert!(
                text == normal,
                "{name} is not in normal form: run UNSPIN_BLESS=1 cargo test --test dictionaries"
            );
        }
    }
}

#[test]
fn every_phrase_is_found_in_a_text() {
    let (lexicon, mut tokens) = (Lexicon::embedded(), Tokens::default());
    let mut phrases = 0;
    lexicon.for_each(|phrase, entry| {
        tokens.clear();
        tokens.push_text(phrase, 0);
        let mut whole = None;
        lexicon.matches(&tokens, 0, tokens.len(), |to, found| {
            whole = (to == tokens.len()).then_some(found)
        });
        let whole = whole.unwrap_or_else(|| panic!("'{phrase}' is not found"));
        assert!(whole.candidates().eq(entry.candidates()), "{phrase}");
        phrases += 1;
    });
    assert!(phrases > 10_000, "{phrases} phrases");
}

#[test]
fn well_known_corruptions_are_known() {
    let lexicon = Lexicon::embedded();
    for (corruption, original) in [
        ("mentioned", "said"),
        ("in keeping with", "according to"),
        ("satellite tv for pc", "satellite"),
        ("12 months", "year"),
    ] {
        let entry = lexicon
            .get(corruption)
            .unwrap_or_else(|| panic!("{corruption} is unknown"));
        let originals: Vec<&str> = entry
            .candidates()
            .map(|candidate| lexicon.surface(candidate.original))
            .collect();
        assert!(originals.contains(&original), "{corruption}: {originals:?}");
    }
}
