use super::*;
use crate::models::ngram::tiny;
use crate::store::file::Trust;

/// `house` is certain at the first token, and has the probability 1/2 at the last one, where the other
/// half is `home`. All words have the frequency 1/4 (-ln 0.25 = 1386), so each is expected once in
/// four tokens.
#[test]
fn wordings_that_occur_elsewhere_fit_better() {
    let rows = Lexicon::compile("home\thouse\t1\n").expect("good rows");
    let lexicon = Lexicon::read(&rows, Trust::Checked).expect("just compiled");
    let costs = [
        ("<s>", 0, None),
        ("house", 1386, None),
        ("home", 1386, None),
        ("a b", 0, None),
    ];
    let ngrams = tiny::model(1386, &costs);
    let ngrams = NgramModel::read(&ngrams, Trust::Checked).expect("just written");
    let mut tokens = Tokens::default();
    tokens.push_text("house and the home", 0);
    let mut lattice = Lattice::default();
    lattice.clear(0, 0);
    for _ in 0..4 {
        lattice.propose(&lexicon, &tokens, 4);
    }
    for edge in lattice.edges_mut(3) {
        edge.context = 693;
    }
    Repeats::default().weigh(&lexicon, &ngrams, &tokens, &mut lattice);
    let fits: Vec<_> = lattice.edges(3).iter().map(|edge| edge.fit).collect();
    // `home`: 0.4 ln((0 + 0.2) / (1 + 0.2)) = -0.717. `house`: 0.4 ln((1 + 0.2) / (1 + 0.2)) = 0.
    assert_eq!(fits, [-717, 0]);
    // Without a rival nothing is added.
    assert_eq!(lattice.edges(0)[0].fit, 0);
}

#[test]
fn an_occurrence_does_not_count_for_itself() {
    let rows = Lexicon::compile("home\thouse\t1\n").expect("good rows");
    let lexicon = Lexicon::read(&rows, Trust::Checked).expect("just compiled");
    let ngrams = tiny::model(0, &[("<s>", 0, None), ("a b", 0, None)]);
    let ngrams = NgramModel::read(&ngrams, Trust::Checked).expect("just written");
    let mut tokens = Tokens::default();
    tokens.push_text("home", 0);
    let mut lattice = Lattice::default();
    lattice.clear(0, 0);
    lattice.propose(&lexicon, &tokens, 1);
    Repeats::default().weigh(&lexicon, &ngrams, &tokens, &mut lattice);
    // Both have no other occurrence, and are expected once per token: 0.4 ln(0.2 / 1.2).
    assert!(lattice.edges(0).iter().all(|edge| edge.fit == -717));
}
