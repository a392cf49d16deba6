use crate::cost::Cost;
use crate::lexicon::{Lexicon, OwnedLexicon};
use crate::store::hash;
use crate::text::token::word_hash;

/// `house` was replaced 6 + 2 times and kept once, so it is replaced with probability 8 / (8 + 1 + 1) = 0.8;
/// `Domestic` with 4 / (4 + 0 + 1) = 0.8; `said` with 9 / (9 + 0 + 1) = 0.9.
const ROWS: &str = "\
    home\thouse\t6\n\
    residence\thouse\t2\n\
    house\thouse\t1\n\
    home\tDomestic\t4\n\
    mentioned\tsaid\t9\n";

/// Text and channel cost of each candidate of a phrase.
fn candidates<'l>(lexicon: &Lexicon<'l>, phrase: &str) -> Vec<(&'l str, Cost)> {
    let entry = lexicon.get(phrase).expect("known");
    entry
        .candidates()
        .map(|candidate| (lexicon.surface(candidate.original), candidate.channel))
        .collect()
}

#[test]
fn channel_costs_follow_from_the_counts() {
    let owned = OwnedLexicon::compile(ROWS).expect("good rows");
    let lexicon = owned.view();
    // -1000 ln(0.8 * 4 / 4), -1000 ln(0.8 * 6 / 8), -1000 ln(0.8 * 2 / 8) and -1000 ln(0.9 * 9 / 9)
    assert_eq!(
        candidates(lexicon, "home"),
        [("Domestic", 223), ("house", 511)]
    );
    assert_eq!(candidates(lexicon, "residence"), [("house", 1609)]);
    assert_eq!(candidates(lexicon, "mentioned"), [("said", 105)]);
    for original in ["house", "domestic", "said"] {
        assert_eq!(candidates(lexicon, original), [], "{original}");
    }
}

#[test]
fn shares_of_replaced_occurrences_follow_from_the_counts() {
    let owned = OwnedLexicon::compile(ROWS).expect("good rows");
    let share = |phrase: &str| owned.view().get(phrase).map(|entry| entry.replaced());
    for (phrase, expected) in [
        ("house", Some(8000)),
        ("domestic", Some(8000)),
        ("said", Some(9000)),
        ("home", Some(0)),
        ("unknown", None),
    ] {
        assert_eq!(share(phrase), expected, "{phrase}");
    }
}

#[test]
fn rows_of_the_same_pair_add_up() {
    let [apart, together] = ["a\tb\t2\na\tb\t3\na\tc\n", "a\tb\t5\na\tc\t1\n"]
        .map(|rows| Lexicon::compile(rows).expect("good rows"));
    assert_eq!(apart, together);
}

/// Rows without any occurrence get the lowest probability, 1e-9.
#[test]
fn counts_of_zero_are_possible() {
    let owned = OwnedLexicon::compile("home\thouse\t0\n").expect("good rows");
    assert_eq!(
        candidates(owned.view(), "home"),
        [("house", super::MAX_CHANNEL)]
    );
}

#[test]
fn originals_have_the_keys_of_their_words() {
    let owned = OwnedLexicon::compile("white home\tWhite House\nhome\thouse\n").expect("good rows");
    let lexicon = owned.view();
    let entry = lexicon.get("white home").expect("known");
    let original = entry.candidates().next().expect("one").original;
    let [white, house] = ["white", "house"].map(word_hash);
    assert!(lexicon.words_of(original).eq([white, house]));
    assert_eq!(
        lexicon.keys_of(original),
        [hash::pair(white, house), hash::bytes(b"use")]
    );
}
