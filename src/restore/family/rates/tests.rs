use super::super::tests::{model, unigrams};
use super::*;
use crate::lexicon::OwnedLexicon;

/// `house` was replaced three times, so with probability 3 / (3 + 1) = 0.75.
const ROWS: &str = "home\thouse\t3\n";

fn log_odds(rows: &str, costs: &[(&str, Cost)], text: &str) -> Cost {
    let owned = OwnedLexicon::compile(rows).expect("good rows");
    let bytes = unigrams(costs);
    let rates = Rates::new(owned.view(), &model(&bytes));
    let mut tokens = Tokens::default();
    tokens.push_text(text, 0);
    rates.log_odds(owned.view(), &tokens, |_| true)
}

/// Costs are rounded to milli-nats, so sums differ a little from those of exact probabilities.
fn assert_close(found: Cost, expected: Cost) {
    assert!((found - expected).abs() <= 2, "{found}, not {expected}");
}

#[test]
fn rates_follow_from_the_model_and_the_channel() {
    let owned = OwnedLexicon::compile(ROWS).expect("good rows");
    // Probabilities of 0.01 and 0.02.
    let bytes = unigrams(&[("home", 4605), ("house", 3912)]);
    let rates = Rates::new(owned.view(), &model(&bytes));
    let mut tokens = Tokens::default();
    tokens.push_text("home house", 0);
    let [home, house] = [0, 1].map(|at| rates.phrases[&key(&tokens.as_slice()[at..=at])]);
    let expected = [
        // Never replaced, and made from 0.8 * 0.75 of the occurrences of `house`.
        (home, 0.01, 0.01 + 0.8 * 0.75 * 0.02),
        // Replaced in 0.8 * 0.75 of its occurrences, and never made.
        (house, 0.02, 0.02 - 0.8 * 0.75 * 0.02),
    ];
    for (rate, clean, spun) in expected {
        assert!((rate.clean - clean).abs() < 1e-5, "{rate:?}");
        assert!((rate.spun - spun).abs() < 1e-5, "{rate:?}");
    }
    // 0.012 - 0.012
    assert!(rates.excess.abs() < 2e-5, "{}", rates.excess);
}

#[test]
fn present_and_absent_phrases_add_up() {
    let costs = [("home", 4605), ("house", 3912)];
    let of = |text: &str| log_odds(ROWS, &costs, text);
    // With ten words, `home` is expected 0.1 times in clean and 0.22 times in spun text, `house` 0.2 and 0.08 times. As
    // if both were absent: 0.1 - 0.22 + 0.2 - 0.08 = 0.
    assert_close(of("a b c d e f g h i j"), 0);
    // ln((1 - exp(-0.22)) / (1 - exp(-0.1))) + 0.22 - 0.1 = 0.73006 + 0.12
    assert_close(of("a home c d e f g h i j"), 850);
    assert_close(of("a home home home e f g h i j"), 850);
    // ln((1 - exp(-0.08)) / (1 - exp(-0.2))) + 0.08 - 0.2 = -0.85769 - 0.12
    assert_close(of("a house c d e f g h i j"), -978);
    assert_close(of("a house c d e home g h i j"), 850 - 978);
}

#[test]
fn replacing_a_phrase_makes_another_so_absence_alone_says_nothing() {
    // `house` is unknown, so its cost is 9000 and its probability 0.000123. `home` has a rate of 0.01 + 0.6 * 0.000123 in
    // spun text, so per word, the absence of both adds -0.000074 + 0.000074.
    assert_close(log_odds(ROWS, &[("home", 4605)], &"a ".repeat(100)), 0);
    // A row that keeps the phrase: `said` is not replaced and cannot be made, so its presence says nothing.
    assert_close(
        log_odds("said\tsaid\t5\n", &[("said", 3912)], "he said so"),
        0,
    );
    // `mentioned` stands for two originals: 0.8 * 0.5 * (0.02 + 0.05) = 0.028 are made, and 0.4 of these originals are
    // gone. The absence of all three adds 100 * (-0.028 + 0.008 + 0.02) = 0.
    let rows = "mentioned\tsaid\t1\nmentioned\ttold\t1\n";
    let costs = [("mentioned", 6908), ("said", 3912), ("told", 2996)];
    assert_close(log_odds(rows, &costs, &"a ".repeat(100)), 0);
}

#[test]
fn one_phrase_has_limited_weight() {
    // `of` has a probability of 0.5 and is replaced with probability 0.99 by an unknown word, which has a rate of
    // 0.8 * 0.99 * 0.5 = 0.396 + 0.000123 in spun text. The ratio of presence, ln(0.327 / 0.000123), is cut to 4.
    let rows = "xyz\tof\t99\n";
    assert_close(log_odds(rows, &[("of", 693)], "xyz"), 4396);
}

#[test]
fn the_sum_has_a_limit() {
    let rows: String = (0..40).map(|i| format!("x{i}\tof\t99\n")).collect();
    let text: String = (0..40).map(|i| format!("x{i} ")).collect();
    assert_eq!(log_odds(&rows, &[("of", 693)], &text), MAX_LOG_ODDS);
}
