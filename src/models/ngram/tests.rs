use super::*;
use crate::store::static_map::{Widths, build};
use crate::text::token::word_hash;

/// Costs 100 to 400 behind the codes 0 to 3 of two bits, back-off weights of 10 and more behind one or two. A value is the code of the
/// cost and then that of the back-off weight, 0 for none.
fn file() -> Vec<u8> {
    let [the, white, house] = ["the", "white", "house"].map(word_hash);
    let ngram = |words: &[u64]| {
        key(
            words[1..]
                .iter()
                .fold(words[0], |fold, &before| hash::pair(fold, before)),
            words.len(),
        )
    };
    let unigrams = [
        (ngram(&[START]), 0b00_01),
        (ngram(&[the]), 0b01_01),
        (ngram(&[white]), 0b10_10),
        (ngram(&[house]), 0b11_00),
    ];
    let middle = [
        (ngram(&[the, START]), 0b001),
        (ngram(&[white, the]), 0b011),
        (ngram(&[house, white]), 0b100),
    ];
    let top = [
        (ngram(&[white, the, START]), 0b00),
        (ngram(&[house, white, the]), 0b01),
    ];
    let map = |entries: &[(u64, u32)], value| {
        build(
            entries,
            Widths {
                fingerprint: 20,
                value,
            },
        )
    };
    let head = [
        &[3, 9000][..],
        &[2, 2, 100, 200, 300, 400, 0, 10, 20, 30],
        &[2, 1, 50, 60, 70, 80, 0, 5],
        &[2, 0, 1, 2, 3, 4, 0],
    ];
    let head: Vec<u8> = head
        .concat()
        .iter()
        .flat_map(|number: &i32| number.to_le_bytes())
        .collect();
    file::write(
        KIND,
        VERSION,
        &[&head, &map(&unigrams, 4), &map(&middle, 3), &map(&top, 2)],
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
fn the_longest_ngram_tells_the_cost() {
    // (START the), (START the white), (the white house)
    assert_eq!(costs(&["the", "white", "house"]), [50, 1, 2]);
}

#[test]
fn each_context_that_is_missed_adds_its_back_off() {
    // white alone, after START; (white house): neither (START white) nor (white house) can go on
    assert_eq!(costs(&["white", "house", "the"]), [300 + 10, 70, 200]);
    // the alone, after (the white) and white
    assert_eq!(costs(&["the", "white", "the"]), [50, 1, 200 + 5 + 20]);
    // house alone, after (START the) and the; nothing begins with house
    assert_eq!(costs(&["the", "house", "white"]), [50, 400 + 5 + 10, 300]);
}

#[test]
fn a_stranger_costs_the_same_everywhere_but_for_back_off_and_is_forgotten() {
    assert_eq!(costs(&["the", "stranger", "the"]), [50, 9000 + 5 + 10, 200]);
}

#[test]
fn states_remember_only_what_can_go_on() {
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
    assert_eq!(after(&["white", "white"]), after(&["stranger", "white"]));
    assert!(model.knows(word_hash("white")) && !model.knows(word_hash("stranger")));
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
