//! The text lexicons are in normal form: lower-case corruptions, sorted rows, no pair twice. `UNSPIN_BLESS=1` rewrites them.

use std::fs;
use unspin::lexicon::{Lexicon, tsv};
use unspin::text::token::Tokens;

use super::support::root;

/// The comments of a lexicon, then its rows in order. Rows of the same pair become one with the sum of their counts.
fn normal_form(text: &str) -> String {
    let comments = text.lines().filter(|line| line.starts_with("# "));
    let mut rows = tsv::parse(text).expect("every row can be read");
    rows.sort();
    rows.dedup_by(|later, first| {
        let is_same = (&later.spun, &later.original) == (&first.spun, &first.original);
        if is_same {
            first.count = first
                .count
                .checked_add(later.count)
                .unwrap_or_else(|| panic!("{}: the counts add up to 2^32 or more", first.spun));
        }
        is_same
    });
    comments
        .map(str::to_owned)
        .chain(rows.iter().map(tsv::Row::to_string))
        .map(|line| line + "\n")
        .collect()
}

#[test]
fn rows_are_sorted_and_those_of_the_same_pair_add_up() {
    let text = "mentioned\tsaid\t3\n# comment\nbig\tlarge\n\nMentioned\tsaid\t40\nbig\tLarge\t2\nmentioned\tsaid\n";
    assert_eq!(
        normal_form(text),
        "# comment\nbig\tLarge\t2\nbig\tlarge\t1\nmentioned\tsaid\t44\n"
    );
}

#[test]
fn lexicons_are_in_normal_form() {
    for name in [
        "news-spinner.tsv",
        "hand.tsv",
        "article-rewriter.tsv",
        "science.tsv",
    ] {
        let path = root().join("dictionaries").join(name);
        let text = fs::read_to_string(&path).expect("the lexicon can be read");
        let normal = normal_form(&text);
        if std::env::var_os("UNSPIN_BLESS").is_some() {
            fs::write(&path, &normal).expect("the lexicon can be written");
        } else {
            assert!(
                text == normal,
                "{name} is not in normal form; run UNSPIN_BLESS=1 cargo test --test engine dictionaries"
            );
        }
    }
}

#[test]
fn every_phrase_is_found_in_a_text() {
    let mut tokens = Tokens::default();
    for lexicon in [Lexicon::news_spinner(), Lexicon::article_rewriter()] {
        let mut phrases = 0;
        lexicon.for_each(|phrase, entry| {
            tokens.clear();
            tokens.push_text(phrase, 0);
            let mut whole = None;
            lexicon.matches(&tokens, 0, tokens.len(), |to, found| {
                whole = (to == tokens.len()).then_some(found);
            });
            let whole = whole.unwrap_or_else(|| panic!("'{phrase}' is not found"));
            assert!(whole.candidates().eq(entry.candidates()), "{phrase}");
            phrases += 1;
        });
        assert!(phrases > 10_000, "{phrases} phrases");
    }
}

#[test]
fn well_known_corruptions_are_known() {
    let [news, articles] = [Lexicon::news_spinner(), Lexicon::article_rewriter()];
    for (lexicon, corruption, original) in [
        (&news, "mentioned", "said"),
        (&news, "in keeping with", "according to"),
        (&news, "satellite tv for pc", "satellite"),
        (&news, "12 months", "year"),
        (&articles, "in step with", "according to"),
        (&articles, "changed into", "was"),
        (&articles, "inside the", "in the"),
        (&articles, "via way of means of", "by"),
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
