use super::*;
use crate::models::tiny;
use crate::store::hash;
use crate::text::token::{ending_hash, word_hash};

/// The feature of a template and the words that it looks at.
fn feature(template: u64, words: &[&str]) -> u64 {
    let words = words.iter().map(|word| word_hash(word));
    words.fold(hash::mix(template), hash::pair)
}

fn keys(word: &str) -> Keys {
    Keys {
        whole: word_hash(word),
        ending: ending_hash(word),
    }
}

/// Scores of `house` and `home` for `home` in `text`, which is token `at`, by a model with some weights for
/// `house`. `is` is a common word.
fn scores(text: &str, at: usize, quoted: bool) -> [Cost; 2] {
    let house = word_hash("house");
    let register = |number| hash::pair(feature(17, &["home"]), number);
    let [weights, values] = tiny::weights(&[
        (cross(feature(1, &[]), house), [1]),
        (cross(feature(2, &["home"]), house), [20]),
        (cross(feature(3, &["white"]), house), [300]),
        (cross(feature(10, &["white", "the"]), house), [4000]),
        (cross(feature(33, &["white"]), house), [50_000]),
        (cross(feature(33, &["is"]), house), [600_000]),
        (cross(feature(40, &["white"]), ending_hash("house")), [-7]),
        (cross(register(4), house), [8_000_000]),
    ]);
    let bytes = file::write(
        WHAT,
        VERSION,
        &[&weights, &values, &word_hash("is").to_le_bytes()],
    );
    let model = ContextModel::read(&bytes, Trust::Checked).expect("just written");
    let mut tokens = Tokens::default();
    tokens.push_text(text, 0);
    let mut scratch = Scratch::default();
    let mut reader = model.read_document(&tokens, &mut scratch);
    let phrase = reader.phrase(at..at + 1, quoted);
    ["house", "home"].map(|word| phrase.score(keys(word)))
}

#[test]
fn the_score_is_the_sum_of_the_weights_of_all_features() {
    let sum = 1 + 20 + 300 + 4000 + 50_000 - 7;
    assert_eq!(scores("the white home is", 2, false), [sum, 0]);
}

#[test]
fn neighbours_and_topic_words_count_where_they_are() {
    // `white` is not a neighbour here, but still a word of the topic.
    assert_eq!(scores("a home is white", 1, false), [1 + 20 + 50_000, 0]);
    assert_eq!(scores("home", 0, false), [1 + 20, 0]);
}

#[test]
fn quotations_have_their_own_register() {
    assert_eq!(scores("home", 0, true), [1 + 20 + 8_000_000, 0]);
}

#[test]
fn a_list_of_common_words_that_is_cut_is_refused() {
    let [weights, values] = tiny::weights(&[(1, [1])]);
    let bytes = file::write(WHAT, VERSION, &[&weights, &values, &[0; 7]]);
    assert!(ContextModel::read(&bytes, Trust::Checked).is_err());
}
