use crate::cost::Cost;
use crate::lexicon::OwnedLexicon;
use crate::store::file::Trust;
use crate::text::token::{Tokens, word_hash};

/// `home` and `big` are spun phrases of the base, `house`, `domestic` and `large` its originals. In the user's pairs,
/// `large` is spun and `big` an original.
fn both() -> OwnedLexicon {
    let base = "home\thouse\t2\nhome\tdomestic\nbig\tlarge\n";
    let own = "home\tHouse Party\t3\nhome\tabode\nlarge\tvast\nfrobbed it\tbig\n";
    let [base, own] = [base, own].map(|text| OwnedLexicon::compile(text).expect("good rows"));
    let both = base.overlaid(&own);
    OwnedLexicon::read(both.bytes().to_vec(), Trust::Checked).expect("valid")
}

/// Text, channel cost and number of words of each candidate.
fn candidates(phrase: &str) -> Vec<(String, Cost, usize)> {
    let both = both();
    let lexicon = both.view();
    let entry = lexicon.get(phrase).expect("known");
    entry
        .candidates()
        .map(|candidate| {
            let words = lexicon.words_of(candidate.original).count();
            let text = lexicon.surface(candidate.original).to_owned();
            (text, candidate.channel, words)
        })
        .collect()
}

#[test]
fn phrases_with_originals_of_the_user_keep_only_those() {
    // -1000 ln(3 / 4) and -1000 ln(1 / 2)
    let [party, abode] = [("House Party", 288, 2), ("abode", 693, 1)]
        .map(|(text, channel, words)| (text.to_owned(), channel, words));
    assert_eq!(candidates("home"), [party, abode]);
    assert_eq!(candidates("large"), [("vast".to_owned(), 693, 1)]);
    assert_eq!(candidates("frobbed it"), [("big".to_owned(), 693, 1)]);
}

#[test]
fn other_phrases_stay_as_they_were() {
    assert_eq!(candidates("big"), [("large".to_owned(), 693, 1)]);
    assert_eq!(candidates("house"), []);
    assert_eq!(candidates("vast"), []);
}

#[test]
fn shares_of_replaced_occurrences_stay_those_of_the_base() {
    let both = both();
    let share = |phrase: &str| both.view().get(phrase).map(|entry| entry.replaced());
    // `house` was replaced in 2 of 3 cases, `large` in 1 of 2; `big` never, although the user has it as an original.
    assert_eq!(share("house"), Some(6667));
    assert_eq!(share("large"), Some(5000));
    assert_eq!(share("big"), Some(0));
    assert_eq!(
        share("vast"),
        Some(5000),
        "new phrases keep that of the user's pairs"
    );
}

#[test]
fn all_ways_to_look_up_see_both() {
    let both = both();
    let lexicon = both.view();
    let mut tokens = Tokens::default();
    tokens.push_text("frobbed it big fro bbed", 0);
    let mut ends = Vec::new();
    for from in 0..3 {
        lexicon.matches(&tokens, from, 3, |to, _| ends.push((from, to)));
    }
    assert_eq!(ends, [(0, 2), (2, 3)]);
    assert!(lexicon.has_joined(&tokens, 3));
    assert!(
        ["frobbed", "home", "large"]
            .into_iter()
            .all(|word| lexicon.has_word(word))
    );
    let party = lexicon
        .get("home")
        .and_then(|entry| entry.candidates().next());
    let words = lexicon.words_of(party.expect("one").original);
    assert!(words.eq(["house", "party"].map(word_hash)));
}
