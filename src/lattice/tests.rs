use super::*;
use crate::store::file::Trust;

/// Five rows. Counts of originals: `house` was replaced 3 times and kept 0 times, `home` 4 and 5, `said`
/// 9 and 0, `white house` 1 and 0.
const ROWS: &str = "\
home\thome\t5
home\thouse\t3
mentioned\tsaid\t9
residence\thome\t4
white home\twhite house\t1
";

/// `-1000 ln(share)` of each original, where share = replaced / (replaced + kept + 1). Each has only one
/// corruption, so this is the channel cost in dense text.
const HOUSE: Cost = 288; // 3/4
const HOME: Cost = 916; // 4/10
const SAID: Cost = 105; // 9/10
const WHITE_HOUSE: Cost = 693; // 1/2

fn tokens(text: &str) -> Tokens {
    let mut tokens = Tokens::default();
    tokens.push_text(text, 0);
    tokens
}

/// Proposes all edges of `text` with the lexicon of `rows`, and gives `look` the lattice.
fn proposed(rows: &str, text: &str, look: impl FnOnce(&Lexicon<'_>, &Lattice)) {
    let bytes = Lexicon::compile(rows).expect("good rows");
    let lexicon = Lexicon::read(&bytes, Trust::Checked).expect("just compiled");
    let tokens = tokens(text);
    let mut lattice = Lattice::default();
    lattice.clear(0, straight_apostrophes(&tokens));
    for _ in 0..tokens.len() {
        lattice.propose(&lexicon, &tokens, tokens.len());
    }
    look(&lexicon, &lattice);
}

/// End, wording (`None` for the token itself) and dense channel cost of the edges of token `at`.
fn edges<'a>(
    lexicon: &Lexicon<'a>,
    lattice: &Lattice,
    at: usize,
) -> Vec<(usize, Option<&'a str>, Cost)> {
    let wording = |edge: &Edge| match edge.wording {
        Wording::Keep => None,
        Wording::Original(original) => Some(lexicon.surface(original)),
    };
    let edges = lattice.edges(at).iter();
    edges
        .map(|edge| (edge.to, wording(edge), edge.dense))
        .collect()
}

#[test]
fn edges_keep_a_token_or_restore_a_phrase_that_begins_there() {
    proposed(
        ROWS,
        "He mentioned White Home residence",
        |lexicon, lattice| {
            let edges = |at| edges(lexicon, lattice, at);
            assert_eq!(edges(0), [(1, None, 0)]);
            assert_eq!(edges(1), [(2, None, 0), (2, Some("said"), SAID)]);
            let white_house = (4, Some("white house"), WHITE_HOUSE);
            assert_eq!(edges(2), [(3, None, 0), white_house]);
            assert_eq!(edges(3), [(4, None, 0), (4, Some("house"), HOUSE)]);
            assert_eq!(edges(4), [(5, None, 0), (5, Some("home"), HOME)]);
            assert!(!lattice.is_certain());
            assert_eq!((lattice.end(), lattice.first(3)), (5, 5));
        },
    );
}

#[test]
fn phrases_end_at_the_limit() {
    let bytes = Lexicon::compile(ROWS).expect("good rows");
    let lexicon = Lexicon::read(&bytes, Trust::Checked).expect("just compiled");
    let tokens = tokens("He saw the white home");
    let mut lattice = Lattice::default();
    // The lattice begins with token 3, `white`, and phrases must not reach token 4.
    lattice.clear(3, 0);
    lattice.propose(&lexicon, &tokens, 4);
    assert_eq!(edges(&lexicon, &lattice, 3), [(4, None, 0)]);
    assert!(lattice.is_certain());
    lattice.keep(&tokens.as_slice()[4]);
    assert_eq!(lattice.end(), 5);
}

#[test]
fn a_word_has_the_same_keys_kept_and_restored() {
    proposed(ROWS, "home residence", |_, lattice| {
        let kept = &lattice.edges(0)[0];
        let restored = &lattice.edges(1)[1];
        assert_eq!(kept.keys, restored.keys);
    });
}

#[test]
fn positions_know_how_often_their_keys_are_replaced() {
    proposed(ROWS, "white home said", |_, lattice| {
        // `white` is not a key, and `white home` is a corruption only. `home` is replaced in 40 % of
        // cases, and `said` in 90 %.
        let keys: Vec<_> = lattice
            .positions
            .iter()
            .map(|position| position.keys)
            .collect();
        assert_eq!(keys, [[0, 0, 0], [40, 0, 0], [90, 0, 0]]);
    });
}

#[test]
fn typing_errors_cost_more_and_are_not_keys() {
    let bytes = Lexicon::compile(ROWS).expect("good rows");
    let lexicon = Lexicon::read(&bytes, Trust::Checked).expect("just compiled");
    let tokens = tokens("hoem");
    let mut lattice = Lattice::default();
    lattice.clear(0, 0);
    lattice.propose(&lexicon, &tokens, 1);
    let entry = lexicon.get("home").expect("in the lexicon");
    lattice.add(&lexicon, 1, entry, Kind::Fuzzy, 700);
    let house = (1, Some("house"), HOUSE + 700);
    assert_eq!(edges(&lexicon, &lattice, 0), [(1, None, 0), house]);
    assert_eq!(lattice.edges(0)[1].kind, Kind::Fuzzy);
    assert_eq!(lattice.positions[0].keys, [0, 0, 0]);
}

#[test]
fn straight_apostrophes_cost_their_share() {
    assert_eq!(straight_apostrophes(&tokens("It's. It's.")), 0);
    // One more straight apostrophe is counted than there is: -ln(1/2), -ln(2/3).
    assert_eq!(straight_apostrophes(&tokens("It’s.")), 693);
    assert_eq!(straight_apostrophes(&tokens("It’s. It's.")), 405);
}

#[test]
fn an_original_that_adds_a_straight_apostrophe_costs_more() {
    // -ln(1/2) for the only replacement, and -ln(1/2) for the apostrophe
    proposed(
        "did not\tdidn't\t1\n",
        "It’s what I did not",
        |lexicon, lattice| {
            let expected = [(5, None, 0), (6, Some("didn't"), 693 + 693)];
            assert_eq!(edges(lexicon, lattice, 4), expected);
        },
    );
}

#[test]
fn keeping_a_straight_apostrophe_that_an_original_expands_costs_more() {
    // One apostrophe is curly and one is straight: -ln(2/3).
    proposed(
        "didn't\tdid not\t1\n",
        "It’s what I didn't",
        |lexicon, lattice| {
            let expected = [(5, None, 0), (6, Some("did not"), 693)];
            assert_eq!(edges(lexicon, lattice, 4), expected);
            assert_eq!(lattice.positions[4].misfit, 405);
        },
    );
}
