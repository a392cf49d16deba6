use super::*;
use crate::models::ngram::{KIND, VERSION, key};
use crate::store::file::{self, Trust};
use crate::store::static_map::{Widths, build};
use crate::text::token::word_hash;

/// A model file without context: each word has the given cost, and all others cost 9000.
pub(super) fn unigrams(costs: &[(&str, Cost)]) -> Vec<u8> {
    let widths = |value| Widths {
        fingerprint: 20,
        value,
    };
    // Order and cost of unknown words; then 4 bits for the codes of costs, none for those of back-off weights, and what they
    // stand for; the same for pairs of words, of which there are none.
    let mut head = vec![2, 9000, 4, 0];
    head.extend((0..16).map(|code| costs.get(code).map_or(0, |&(_, cost)| cost)));
    head.extend([0, 0, 0, 0, 0]);
    let head: Vec<u8> = head.into_iter().flat_map(i32::to_le_bytes).collect();
    let words: Vec<(u64, u32)> = costs
        .iter()
        .zip(0..)
        .map(|(&(word, _), code)| (key(word_hash(word), 1), code))
        .collect();
    let none = build(&[], widths(0));
    let sections = [&head, &build(&words, widths(4)), &none, &none];
    file::write(KIND, VERSION, &sections.map(Vec::as_slice))
}

pub(super) fn model(bytes: &[u8]) -> NgramModel<'_> {
    NgramModel::read(bytes, Trust::Checked).expect("valid")
}

fn family(rows: &str) -> Family {
    let bytes = unigrams(&[("home", 4605), ("house", 3912)]);
    let lexicon = OwnedLexicon::compile(rows).expect("good rows");
    Family::new("test", lexicon, &model(&bytes))
}

const TERMS: &str = "profound learning\tdeep learning\nprofound learning calculation\tlearning algorithm\n\
    fluffy rationale\tfuzzy logic\t2\nfluffy rationale\twoolly reason\n";

fn tokens(text: &str) -> Tokens {
    let mut tokens = Tokens::default();
    tokens.push_text(text, 0);
    tokens
}

/// The range and the original of each term of a text; tokens in brackets are excluded.
fn terms(text: &str) -> Vec<(usize, usize, String)> {
    let family = family(TERMS);
    let tokens = tokens(text);
    let is_excluded = |at: usize| {
        let before = (0..=at).map(|at| tokens.norm_of(at));
        before.fold(0, |depth, word| {
            depth + i32::from(word == "[") - i32::from(word == "]")
        }) > 0
    };
    let mut found = Vec::new();
    family.terms(&tokens, is_excluded, &mut found);
    found
        .iter()
        .map(|term| {
            let original = family.lexicon().surface(term.original);
            (term.from, term.to, original.to_owned())
        })
        .collect()
}

#[test]
fn the_longest_term_wins_and_the_likeliest_original() {
    let found = [
        (1, 4, "learning algorithm".to_owned()),
        (5, 7, "deep learning".to_owned()),
        (7, 9, "fuzzy logic".to_owned()),
    ];
    assert_eq!(
        terms("A profound learning calculation, profound learning fluffy rationale"),
        found
    );
}

#[test]
fn terms_do_not_cross_excluded_tokens_and_blank_lines() {
    assert_eq!(
        terms("[profound learning] profound [learning] fluffy\n\nrationale"),
        []
    );
    assert_eq!(
        terms("profound learning [calculation]"),
        [(0, 2, "deep learning".to_owned())]
    );
    assert_eq!(
        terms("fluffy\nrationale"),
        [(0, 2, "fuzzy logic".to_owned())]
    );
}

#[test]
fn each_different_term_adds_to_the_log_odds() {
    let family = family(TERMS);
    let log_odds = |text: &str| {
        let mut found = Vec::new();
        family.terms(&tokens(text), |_| false, &mut found);
        Family::log_odds_of_terms(&found)
    };
    // -8000, and 8000 for each term
    assert_eq!(log_odds("nothing"), -8000);
    assert_eq!(log_odds("profound learning"), 0);
    assert_eq!(log_odds("profound learning, profound learning"), 0);
    assert_eq!(log_odds("profound learning, fluffy rationale"), 8000);
    assert!(!Family::is_enough(7999) && Family::is_enough(8000));
}

#[test]
fn log_odds_of_terms_have_a_limit() {
    let rows: String = (0..20).map(|i| format!("x{i} y\tz{i}\n")).collect();
    let text: String = (0..20).map(|i| format!("x{i} y ")).collect();
    let mut found = Vec::new();
    family(&rows).terms(&tokens(&text), |_| false, &mut found);
    assert_eq!(found.len(), 20);
    assert_eq!(Family::log_odds_of_terms(&found), 60_000);
}

#[test]
fn one_phrase_of_a_single_word_makes_a_family_of_words() {
    let text = tokens("profound learning home");
    let mut found = Vec::new();
    for (rows, is_terms) in [
        (TERMS, true),
        ("profound learning\tdeep learning\nhome\thouse\n", false),
        ("", false),
    ] {
        let family = family(rows);
        assert_eq!(
            family.judge(&text, |_| Some(false)).is_none(),
            is_terms,
            "{rows}"
        );
        family.terms(&text, |_| false, &mut found);
        assert_eq!(!found.is_empty(), is_terms, "{rows}");
    }
}

/// The first ten words say 850 milli-nats, the others -978 (see the tests of `rates`).
#[test]
fn words_are_judged_inside_and_outside_of_quotations() {
    let family = family("home\thouse\t3\n");
    let tokens = tokens("a home c d e f g h i j a house c d e f g h i j");
    let score = |is_quoted: fn(usize) -> Option<bool>| {
        family
            .judge(&tokens, is_quoted)
            .expect("a family of words")
            .score
    };
    for (score, expected) in [
        (score(|at| Some(at >= 10)), 850),
        // -978 + 850: quotations count if they speak for spinning.
        (score(|at| Some(at < 10)), -128),
        (score(|at| (at < 10).then_some(false)), 850),
        (score(|at| (at >= 10).then_some(false)), -978),
        (score(|_| None), 0),
    ] {
        assert!((score - expected).abs() <= 2, "{score}, not {expected}");
    }
}

#[test]
fn documents_with_a_term_or_many_words_deserve_a_closer_look() {
    let may_be_in = |rows: &str, text: &str, quoted: bool| {
        let tokens = tokens(text);
        family(rows).may_be_in(&tokens, &vec![quoted; tokens.len()])
    };
    assert!(may_be_in(TERMS, "on profound learning", false));
    assert!(!may_be_in(TERMS, "on profound learning", true));
    assert!(!may_be_in(TERMS, "on deep learning", false));
    // `home` alone says -0.95 nats if it is the original: not enough to be clean, which starts below -2.
    assert!(may_be_in(
        "house\thome\t3\n",
        "a home c d e f g h i j",
        false
    ));
    let rows = "x\thome\t99\nx\thouse\t99\n";
    assert!(!may_be_in(rows, "a home c house e f g h i j", false));
}

#[test]
fn guesses_come_last_and_need_a_margin() {
    let known = family(TERMS);
    let guess = known.clone().guess();
    assert!(known.rank() < guess.rank());
    assert_eq!(
        [known.min_margin(), guess.min_margin()],
        [Cost::MIN, FALLBACK_MARGIN]
    );
    assert_eq!(&*guess.name(), "test");
}
