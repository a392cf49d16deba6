use super::*;
use crate::text::token::word_hash;

/// Nine n-grams of up to three words.
fn file() -> Vec<u8> {
    tiny::model(
        9000,
        &[
            ("<s>", 100, Some(10)),
            ("the", 200, Some(10)),
            ("white", 300, Some(20)),
            ("house", 400, None),
            ("<s> the", 50, Some(5)),
            ("the white", 60, Some(5)),
            ("white house", 70, None),
            ("<s> the white", 1, None),
            ("the white house", 2, None),
        ],
    )
}

/// Cost of each word after those before it.
fn costs(text: &[&str]) -> Vec<Cost> {
    let bytes = file();
    let model = NgramModel::read(&bytes, Trust::Checked).expect("whole");
    let score = |state: &mut State, word: &&str| {
        let (cost, next) = model.score(*state, word_hash(word));
        *state = next;
        Some(cost)
    };
    text.iter().scan(model.start(), score).collect()
}

#[test]
fn the_cost_is_that_of_the_longest_ngram() {
    // `<s> the`, `<s> the white`, `the white house`
    assert_eq!(costs(&["the", "white", "house"]), [50, 1, 2]);
}

#[test]
fn each_missing_context_adds_its_back_off() {
    // `white` after the context `<s>`; `white house`; `the` after a word that begins no n-gram
    assert_eq!(costs(&["white", "house", "the"]), [300 + 10, 70, 200]);
    // The last `the` misses the contexts `the white` and `white`.
    assert_eq!(costs(&["the", "white", "the"]), [50, 1, 200 + 5 + 20]);
    // `house` misses the contexts `<s> the` and `the`; no n-gram begins with `house`.
    assert_eq!(costs(&["the", "house", "white"]), [50, 400 + 5 + 10, 300]);
}

#[test]
fn an_unknown_word_has_a_fixed_cost_and_empties_the_state() {
    assert_eq!(costs(&["the", "unknown", "the"]), [50, 9000 + 5 + 10, 200]);
}

#[test]
fn states_keep_only_words_that_begin_an_ngram() {
    let bytes = file();
    let model = NgramModel::read(&bytes, Trust::Checked).expect("whole");
    let after = |words: &[&str]| {
        words.iter().fold(model.start(), |state, word| {
            model.score(state, word_hash(word)).1
        })
    };
    assert_eq!(after(&["the", "white"]).len(), 2);
    assert_eq!(after(&["white"]).len(), 1);
    assert!(after(&["the", "white", "house"]).is_empty());
    assert_eq!(after(&["white", "white"]), after(&["unknown", "white"]));
    assert!(model.knows(word_hash("white")) && !model.knows(word_hash("unknown")));
}

#[test]
fn every_cut_and_every_flipped_byte_is_refused() {
    let bytes = file();
    assert!((0..bytes.len()).all(|end| NgramModel::read(&bytes[..end], Trust::Embedded).is_err()));
    for at in 0..bytes.len() {
        let mut copy = bytes.clone();
        copy[at] ^= 1;
        assert!(
            NgramModel::read(&copy, Trust::Checked).is_err(),
            "flipped {at}"
        );
    }
}
