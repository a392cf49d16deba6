use super::*;
use crate::lexicon::OwnedLexicon;
use crate::text::token::word_hash;

fn lexicon() -> OwnedLexicon {
    OwnedLexicon::compile(
        "white home\twhite house\nin keeping with\taccording to\nmentioned\tsaid\nsoon home\tback\nwhittle\tcut\n",
    )
    .expect("good rows")
}

fn tokens(text: &str) -> Tokens {
    let mut tokens = Tokens::default();
    tokens.push_text(text, 0);
    tokens
}

fn reading(from: usize, to: usize, text: &str, alone: Cost) -> Reading {
    Reading {
        from,
        to,
        text: text.to_owned(),
        alone,
    }
}

/// The readings of all tokens of a text; `the` and `timely` are known words.
fn readings_of(text: &str) -> Vec<Reading> {
    let lexicon = lexicon();
    let tokens = tokens(text);
    let known = ["the", "timely"].map(word_hash);
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        readings(
            lexicon.view(),
            &tokens,
            at,
            |word| known.contains(&word),
            &mut found,
        );
    }
    found
}

#[test]
fn one_error_of_each_kind_is_corrected() {
    let lexicon = lexicon();
    for slip in [
        "metnioned",  // exchanged
        "menttioned", // inserted
        "mentioed",   // deleted
        "mentiomed",  // replaced
        "mnetioned",
        "mentionde",
        "mentionedd",
        "mentione",
        "mentionef",
    ] {
        assert_eq!(corrections(lexicon.view(), slip), ["mentioned"], "{slip}");
    }
}

#[test]
fn two_errors_are_not_corrected() {
    let lexicon = lexicon();
    for slip in [
        "metnionde",
        "mentio",
        "mentioneddd",
        "nentiomed",
        "mentoinef",
    ] {
        assert_eq!(corrections(lexicon.view(), slip), [""; 0], "{slip}");
    }
}

#[test]
fn the_first_letter_must_be_right() {
    let lexicon = lexicon();
    for slip in ["emntioned", "amentioned", "entioned", "nentioned"] {
        assert_eq!(corrections(lexicon.view(), slip), [""; 0], "{slip}");
    }
}

#[test]
fn an_error_in_a_short_word_costs_more() {
    assert_eq!(readings_of("whitee")[0].alone, 500 + 4 * 800);
    assert_eq!(correction_cost(7), 500);
    assert_eq!(correction_cost(12), 500);
    assert_eq!(correction_cost(6), 500 + 800);
    assert_eq!(correction_cost(5), 500 + 4 * 800);
}

#[test]
fn all_words_at_the_distance_are_found_in_order() {
    let lexicon = lexicon();
    assert_eq!(corrections(lexicon.view(), "whitle"), ["white", "whittle"]);
    assert_eq!(corrections(lexicon.view(), "wth"), [""; 0], "too short");
    assert_eq!(corrections(lexicon.view(), "so0n"), [""; 0], "a digit");
}

#[test]
fn letters_of_several_bytes_count_once() {
    let owned = OwnedLexicon::compile("naïve\tsimple\n").expect("good rows");
    assert_eq!(corrections(owned.view(), "naïves"), ["naïve"]);
    assert_eq!(corrections(owned.view(), "naíve"), ["naïve"]);
}

#[test]
fn unknown_words_are_corrected_or_split() {
    assert_eq!(
        readings_of("the whute home"),
        [reading(1, 2, "white", 500 + 4 * 800)]
    );
    assert_eq!(
        readings_of("the whitehome"),
        [reading(1, 2, "white home", 500)]
    );
}

#[test]
fn known_words_names_and_short_words_are_left_alone() {
    assert_eq!(readings_of("home with hom timely Soom SOON"), []);
}

#[test]
fn words_split_by_a_space_are_joined() {
    assert_eq!(
        readings_of("men tioned so on"),
        [reading(0, 2, "mentioned", 500)]
    );
    assert_eq!(readings_of("men\ntioned men-tioned men, tioned"), []);
}

/// Ends and originals of the phrases from token `from`.
fn matches_of(text: &str, from: usize, limit: usize) -> Vec<(usize, String)> {
    let owned = lexicon();
    let lexicon = owned.view();
    let readings = readings_of(text);
    let mut found = Vec::new();
    matches(
        lexicon,
        &tokens(text),
        from,
        limit,
        &readings,
        |to, entry, _| {
            found.extend(
                entry
                    .candidates()
                    .map(|candidate| (to, lexicon.surface(candidate.original).to_owned())),
            );
        },
    );
    found
}

#[test]
fn a_reading_may_be_anywhere_in_a_phrase() {
    let expected = |to: usize| vec![(to, "according to".to_owned())];
    assert_eq!(matches_of("in keepimg with the", 0, 4), expected(3));
    assert_eq!(matches_of("in kee ping with", 0, 4), expected(4));
    assert_eq!(matches_of("the inkeeping with", 1, 3), expected(3));
    assert_eq!(matches_of("in keeping wiith", 0, 3), expected(3));
    assert_eq!(
        matches_of("whute home", 0, 2),
        [(2, "white house".to_owned())]
    );
}

#[test]
fn phrases_past_the_limit_or_without_a_reading_do_not_match() {
    assert_eq!(matches_of("in keepimg with", 0, 2), []);
    assert_eq!(matches_of("in keepimg with", 0, 1), []);
    assert_eq!(matches_of("in keepimg with", 1, 3), []);
    assert_eq!(matches_of("in keeping with", 0, 3), []);
}

#[test]
fn meant_is_the_corrected_phrase() {
    let owned = lexicon();
    let tokens = tokens("the whute home");
    let meant = |range, wanted: fn(Entry<'_>) -> bool| {
        meant(owned.view(), &tokens, range, |_| false, wanted)
    };
    assert_eq!(meant(1..3, |_| true).as_deref(), Some("white home"));
    assert_eq!(meant(1..3, |_| false), None);
    assert_eq!(meant(1..2, |_| true), None);
}
