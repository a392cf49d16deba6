use super::*;
use crate::lexicon::Lexicon;
use crate::store::file::Trust;
use crate::text::token::Tokens;

/// Shares and channel costs as in the tests of the lattice: `said` is replaced in 90 % of cases (-ln
/// 0.9 = 105), `house` in 75 % (288), `home` in 40 % (916).
const ROWS: &str = "\
home\thome\t5
home\thouse\t3
mentioned\tsaid\t9
residence\thome\t4
";

fn tokens(text: &str) -> Tokens {
    let mut tokens = Tokens::default();
    tokens.push_text(text, 0);
    tokens
}

fn proposed(text: &str) -> Lattice {
    let bytes = Lexicon::compile(ROWS).expect("good rows");
    let lexicon = Lexicon::read(&bytes, Trust::Checked).expect("just compiled");
    let tokens = tokens(text);
    let mut lattice = Lattice::default();
    lattice.clear(0, 0);
    for _ in 0..tokens.len() {
        lattice.propose(&lexicon, &tokens, tokens.len());
    }
    lattice
}

/// The density of all tokens of `text`.
fn density(text: &str, guess: f64, rounds: usize) -> f64 {
    let lattice = proposed(text);
    let all = 0..lattice.end();
    let density = lattice.density(std::slice::from_ref(&all), guess, rounds);
    density.share()
}

/// Channel and context costs of token `at`.
fn costs(lattice: &Lattice, at: usize) -> Vec<(Cost, Cost)> {
    let edges = lattice.edges(at).iter();
    edges.map(|edge| (edge.channel, edge.context)).collect()
}

/// At density 0.5, a replacement costs -ln 0.5 = 693, and to keep a key that is replaced in 40 or 90
/// percent of cases -ln 0.8 = 223 or -ln 0.55 = 598.
#[test]
fn channel_costs_follow_from_the_density() {
    let mut lattice = proposed("said residence home mentioned");
    lattice.price_all(&Density::new(0.5));
    assert_eq!(costs(&lattice, 0), [(598, 0)]);
    // ln(1 + e^-1.609) = 0.182
    let home = 693 + 916;
    assert_eq!(costs(&lattice, 1), [(0, 182), (home, home + 182)]);
    // ln(1 + e^-0.758) = 0.384, where 758 = 981 - 223
    let house = 693 + 288;
    assert_eq!(costs(&lattice, 2), [(223, 384), (house, house - 223 + 384)]);
    // ln(1 + e^-0.798) = 0.372
    let said = 693 + 105;
    assert_eq!(costs(&lattice, 3), [(0, 372), (said, said + 372)]);
}

/// The evidence of all tokens of `text` at density 0.5.
fn evidence(text: &str, change: impl FnOnce(&mut Lattice)) -> Cost {
    let mut lattice = proposed(text);
    change(&mut lattice);
    let tokens = tokens(text);
    let met = &mut HashMap::default();
    lattice.evidence(tokens.as_slice(), 0..tokens.len(), &Density::new(0.5), met)
}

#[test]
fn each_token_adds_its_context_cost_minus_its_channel_cost() {
    let sum = -598 + 182 + (384 - 223) + 372;
    assert_eq!(evidence("said residence home mentioned", |_| {}), sum);
}

#[test]
fn a_repeated_corruption_is_weaker_evidence_each_time() {
    let sum = 372 + 2 * 372 / 3 + 2 * 372 / 4;
    assert_eq!(evidence("mentioned mentioned mentioned", |_| {}), sum);
    // Evidence for a clean text counts in full.
    assert_eq!(evidence("said said", |_| {}), -598 - 598);
}

#[test]
fn misspelt_words_are_no_evidence() {
    let misspell = |lattice: &mut Lattice| lattice.edges_mut(0)[1].kind = Kind::Fuzzy;
    assert_eq!(evidence("mentioned residence", misspell), 182);
}

#[test]
fn the_fit_of_the_models_is_part_of_the_context_cost() {
    let mut lattice = proposed("mentioned");
    lattice.edges_mut(0)[1].fit = 693 + 105;
    lattice.price_all(&Density::new(0.5));
    // Fit and channel of `said` cancel out, so both edges have the probability 1/2.
    assert_eq!(costs(&lattice, 0), [(0, 693), (693 + 105, 693)]);
}

#[test]
fn edges_far_behind_the_best_are_dropped() {
    let mut lattice = proposed("mentioned home residence");
    lattice.edges_mut(0)[1].fit = 10_000; // `said` is far better than `mentioned`, which stays.
    lattice.edges_mut(1)[1].fit = -10_000; // `house` is dropped.
    lattice.thin(&Density::new(0.8));
    let edges: Vec<usize> = (0..3).map(|at| lattice.edges(at).len()).collect();
    assert_eq!(edges, [2, 1, 2]);
    assert_eq!(lattice.edges(2)[1].dense, 916);
}

/// In the first round, `mentioned` is kept with the probability 1 / (1 + 0.8 e^-0.105) = 0.5813, and
/// `said`, which cannot be anything else, with the probability 1. Expected replacements: 0.8 * 4 + 0.4187
/// = 3.6187. Expected keys: 4 + 0.4187 + 0.9 = 5.3187. The calibrated ratio is 1.4 * 0.6804 - 0.12.
#[test]
fn one_round_of_expectation_maximisation() {
    let density = density("mentioned said", 0.8, 1);
    assert!((density - 0.8325).abs() < 1e-4, "{density}");
}

/// Without any key, the prior keeps the guess: 1.4 * 0.6 - 0.12.
#[test]
fn without_keys_the_density_is_the_calibrated_guess() {
    let density = density("nothing here", 0.6, 4);
    assert!((density - 0.72).abs() < 1e-9, "{density}");
}

#[test]
fn more_kept_keys_mean_a_lower_density() {
    let dense = density("mentioned mentioned mentioned", 0.8, 4);
    let mild = density("mentioned said said said said", 0.8, 4);
    assert!(mild < 0.6 && dense > 0.9, "{mild} {dense}");
    assert_eq!(
        (Density::new(7.0).share(), Density::new(-1.0).share()),
        (1.0, 0.02)
    );
}
