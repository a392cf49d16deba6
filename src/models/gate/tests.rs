use super::*;
use crate::models::tiny;
use crate::text::token::{Tokens, word_hash};

/// A gate with the biases -500 and -900, and weights for two words and one pair. The second family
/// writes `home`, but not `white home`.
fn file() -> Vec<u8> {
    let [white, home] = ["white", "home"].map(word_hash);
    let [weights, values] = tiny::weights(&[
        (hash::mix(home), [700, 800]),
        (hash::mix(word_hash("said")), [-2000, 0]),
        (hash::pair(white, home), [900, -300]),
    ]);
    let biases = [-500_i32, -900].map(i32::to_le_bytes).concat();
    file::write(WHAT, VERSION, &[&weights, &values, &biases])
}

/// The verdict for the first family.
fn judged(text: &str, is_quoted: impl Fn(usize) -> Option<bool>) -> Verdict {
    let [verdict, _] = all_judged(text, is_quoted);
    verdict
}

fn all_judged(text: &str, is_quoted: impl Fn(usize) -> Option<bool>) -> [Verdict; 2] {
    let bytes = file();
    let gate = Gate::read(&bytes, Trust::Checked).expect("just written");
    let mut tokens = Tokens::default();
    tokens.push_text(text, 0);
    gate.judge(tokens.as_slice(), is_quoted, &mut Met::default())
}

#[test]
fn the_score_is_the_bias_and_the_sum_of_the_weights() {
    let outside = |_| Some(false);
    assert_eq!(judged("nothing known", outside).score, -500);
    assert_eq!(judged("the white home", outside).score, -500 + 700 + 900);
    assert_eq!(judged("home, he said", outside).score, -500 + 700 - 2000);
}

#[test]
fn each_family_has_a_score_of_its_own() {
    let scores = all_judged("the white home", |_| Some(false)).map(|verdict| verdict.score);
    assert_eq!(scores, [-500 + 700 + 900, -900 + 800 - 300]);
}

#[test]
fn a_feature_counts_once() {
    let verdict = judged("white home white home", |_| Some(false));
    assert_eq!(verdict.score, -500 + 700 + 900);
}

#[test]
fn pairs_do_not_reach_over_ignored_tokens() {
    // `white big home` without `big`
    let verdict = judged("white big home", |at| (at != 1).then_some(false));
    assert_eq!(verdict.score, -500 + 700);
}

#[test]
fn quotations_are_judged_on_their_own() {
    // Tokens 2 and 3 are quoted. A spun quotation adds to the score.
    let verdict = judged("a house white home", |at| Some(at > 1));
    assert_eq!(verdict.score, -500 + 700 + 900);
    assert_eq!(verdict.quotes, Quotes::Spun);
    // A clean one does not lower it: 1500 - 2000 is below 0.
    let verdict = judged("white home he said", |at| Some(at > 1));
    assert_eq!(verdict.score, -500 + 700 + 900);
    assert_eq!(verdict.quotes, Quotes::Kept);
}

#[test]
fn half_the_evidence_of_the_lattice_is_added() {
    assert_eq!(Verdict::log_odds_of(1100, 6000), 1100 + 3000);
    assert_eq!(Verdict::log_odds_of(1100, -6000), 1100 - 3000);
}

#[test]
fn a_document_that_is_likelier_clean_than_spun_is_clean() {
    assert!(judged("he went", |_| Some(false)).is_clean());
    assert!(!judged("he went home", |_| Some(false)).is_clean());
}

/// The blocks `white home` and `said home said`, the last word of which is quoted.
#[test]
fn a_feature_counts_for_the_block_where_it_occurs_first() {
    let bytes = file();
    let gate = Gate::read(&bytes, Trust::Checked).expect("just written");
    let mut tokens = Tokens::default();
    tokens.push_text("white home said home said", 0);
    let quoted = [false, false, false, false, true];
    let met = &mut Met::default();
    let [first, second] = gate.judge_blocks(tokens.as_slice(), &[0..2, 2..5], &quoted, met);
    // The quoted `said` is new among the quoted words, but negative, so it does not count.
    assert_eq!(first.blocks, [700 + 900, -2000]);
    assert_eq!(first.screening.score, -500 + 700 + 900 - 2000);
    assert_eq!(second.blocks, [800 - 300, 0]);
}

#[test]
fn a_low_density_needs_higher_odds() {
    // 4000 + 15,000 * (1 - 0.8)
    assert!(Verdict::is_enough(7000, 0.8));
    assert!(!Verdict::is_enough(6999, 0.8));
    assert!(Verdict::is_enough(4000, 1.0));
    assert!(!Verdict::is_enough(Cost::MAX, 0.14));
}

#[test]
fn a_bias_of_another_length_is_refused() {
    let [weights, values] = tiny::weights(&[(1, [1, 1])]);
    let bytes = file::write(WHAT, VERSION, &[&weights, &values, &[0; 5]]);
    assert!(Gate::read(&bytes, Trust::Checked).is_err());
}
