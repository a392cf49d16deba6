use super::near::OTHER_SENSE;
use super::*;
use crate::edit::Kind;
use crate::restore::testing::marked;
use crate::store::file::Trust;

/// The cost that the checker adds to the edge from the phrase between brackets in `text` to `original`.
fn fact_cost(text: &str, original: &str) -> Cost {
    let (tokens, spun) = marked(text);
    let at = spun.start;
    let phrase = tokens.norm_span(at, spun.end);
    let bytes = Lexicon::compile(&format!("{phrase}\t{original}\t1\n")).expect("a good row");
    let lexicon = Lexicon::read(&bytes, Trust::Checked).expect("just compiled");
    let mut lattice = Lattice::default();
    lattice.clear(0, 0);
    for _ in 0..=at {
        lattice.propose(&lexicon, &tokens, tokens.len());
    }
    let before = lattice.edges(at)[1].dense;
    Checker::new(&lexicon, &tokens).charge_facts(at, &mut lattice);
    assert_eq!(lattice.edges(at).len(), 2, "{text}");
    assert_eq!(
        lattice.edges(at)[0].dense,
        0,
        "to keep a token costs nothing"
    );
    lattice.edges(at)[1].dense - before
}

fn assert_costs(cost: Cost, table: &[(&str, &str)]) {
    for &(text, original) in table {
        assert_eq!(fact_cost(text, original), cost, "{text} > {original}");
    }
}

#[test]
fn wordings_that_make_up_a_fact_cost_more() {
    assert_costs(
        NEW_FACT,
        &[
            ("the [clerk] came", "lady's man"),
            ("two [kilos] of flour", "pounds"),
            ("the [hundreds] who came", "thousands"),
            ("he was found [responsible]", "guilty"),
            ("the [guardian] came", "mother"),
            ("they met [then]", "on tuesday"),
            ("it cost four [bits]", "cents"),
        ],
    );
    assert_costs(
        NEW_NATION,
        &[
            ("many [inhabitants] left", "germans"),
            // The pronoun is not the country.
            ("[inhabitants] told us", "americans"),
        ],
    );
}

#[test]
fn facts_may_be_said_in_other_words() {
    assert_costs(
        0,
        &[
            ("the [gents] came", "men"),
            ("[three] of them", "3"),
            ("a [3rd] of them", "third"),
            ("the last [12 months] were", "year"),
            ("some [fortypercent] of them", "40%"),
            ("two [lbs] of flour", "pounds"),
            ("the [primary] time", "first"),
            ("all [individuals] left", "people"),
        ],
    );
}

#[test]
fn numbers_in_words_are_written_in_digits_as_a_whole() {
    assert_costs(
        SPLIT_NUMBER,
        &[
            ("some [one hundred] seventy five people", "100"),
            ("some one hundred [seventy five] people", "75"),
        ],
    );
    assert_costs(
        0,
        &[
            ("some [one hundred] people", "100"),
            ("some [one hundred] million people", "100"),
            ("two thousand, [seventy five] of them old", "75"),
        ],
    );
}

#[test]
fn some_facts_may_be_stated_anywhere_in_the_text() {
    assert_costs(
        0,
        &[
            ("In Germany many [inhabitants] left", "germans"),
            ("The US said that [inhabitants] left", "americans"),
            ("the [clerk] said he came", "man"),
            ("a murder, a [killing]", "murder"),
        ],
    );
    // A text can have many numbers.
    assert_costs(NEW_FACT, &[("ten came and [several] left", "ten")]);
    // The husband of a woman does not make her a man.
    assert_costs(NEW_FACT, &[("the [clerk] lost a husband", "man")]);
}

#[test]
fn negations_are_never_lost() {
    assert_costs(
        LOST_NEGATION,
        &[
            ("to [not point out] it", "mention"),
            ("they [don't see] it", "see"),
            ("[without] rain", "with"),
        ],
    );
    assert_costs(
        0,
        &[
            ("[not like] them", "unlike"),
            ("they [did not] come", "failed to"),
            ("[whether or not] it rains", "whether"),
            ("they [can not] come", "can't"),
        ],
    );
}

#[test]
fn negations_are_not_made_up() {
    assert_costs(NEW_FACT, &[("they saw [some] of it", "none")]);
    assert_costs(
        0,
        &[
            ("[with out] rain", "without"),
            ("[unlikely] to rain", "not likely"),
        ],
    );
}

/// The cost that the checker adds to the edge from the word between brackets in `text` to `original`,
/// where the words in `spun` have a better wording, too.
fn name_cost(text: &str, original: &str, spun: &[&str]) -> Cost {
    let (tokens, spun_at) = marked(text);
    let at = spun_at.start;
    let phrase = tokens.norm_span(at, spun_at.end);
    let bytes = Lexicon::compile(&format!("{phrase}\t{original}\t1\n")).expect("a good row");
    let lexicon = Lexicon::read(&bytes, Trust::Checked).expect("just compiled");
    let entry = lexicon.get(phrase).expect("the phrase of the row");
    let mut lattice = Lattice::default();
    lattice.clear(0, 0);
    for index in 0..tokens.len() {
        lattice.keep(&tokens.as_slice()[index]);
        if index == at || spun.contains(&tokens.norm_of(index)) {
            lattice.add(&lexicon, index + 1, entry, Kind::Exact, 0);
            let edges = lattice.edges_mut(index);
            edges[0].context = 100;
            edges[1].context = 50;
        }
    }
    let sentence = 0..tokens.len();
    Checker::new(&lexicon, &tokens).charge_names(&sentence, &mut lattice);
    lattice.edges(at)[1].context - 50
}

#[test]
fn parts_of_names_cost_more() {
    for (text, original, cost) in [
        ("near Lemon [Avenue] Station", "street", NAME),
        ("in the [Evening] Herald", "night", NAME),
        ("said Mr. [Shepherd] again", "herdsman", TITLED),
        ("said Mrs. Edith [Shepherd] again", "herdsman", TITLED),
        ("said Ann Edith [Shepherd] again", "herdsman", TITLED),
        ("the USS [Venture] sank", "enterprise", TITLED),
        ("the yacht [Venture] sank", "enterprise", TITLED),
        ("the plan [Venture] failed", "enterprise", 0),
        // A name of the lexicon.
        ("in New [Yorkshire] Street", "York", 0),
        // No names.
        ("in the [evening] Ruth left", "night", 0),
        ("The [Herald] wrote", "messenger", 0),
        ("[Herald] Street", "messenger", 0),
        ("on 5 [Herald]", "messenger", 0),
    ] {
        assert_eq!(name_cost(text, original, &[]), cost, "{text}");
    }
}

#[test]
fn a_name_may_be_spun_as_a_whole() {
    let text = "in the [Evening] Herald";
    assert_eq!(name_cost(text, "night", &["herald"]), 0);
    assert_eq!(name_cost(text, "night", &["in"]), NAME);
}

#[test]
fn words_nearby_rule_facts_out() {
    let costs = |text, original| fact_cost(text, original) > NEW_NATION - 1;
    for (text, original) in [
        ("The 9-year-old [lass] came", "woman"),
        ("The [lads], 9 and 11, came", "men"),
        ("The [lass], aged nine, came", "woman"),
        ("the baby [lass] came", "woman"),
        ("her [partner] came", "wife"),
        ("his [partner], Simon, came", "wife"),
        ("The [clerk] left after she came", "man"),
        ("He broke both [wrists]", "ankles"),
        ("The teen, a [lass], came", "woman"),
    ] {
        assert!(costs(text, original), "{text} > {original}");
    }
    for (text, original) in [
        ("The 49-year-old [lass] came", "woman"),
        ("The [lads], 90 percent of them, came", "men"),
        ("his [partner] came, and Simon", "wife"),
        ("The [clerk] and his wife left after she came", "man"),
        ("He raised both [wrists]", "ankles"),
        ("The clerk, a [lass], came", "woman"),
    ] {
        assert!(!costs(text, original), "{text} > {original}");
    }
    assert!(fact_cost("it occurred three [times]", "days") > 0);
    assert_costs(
        OTHER_SENSE,
        &[("they [buy] it", "sell"), ("they [seldom] came", "never")],
    );
}

#[test]
fn days_of_dates_stay() {
    let is_ruled_out = |text, original| fact_cost(text, original) > NEW_NATION - 1;
    for text in [
        "on the [third] of May",
        "on the [third] of Might",
        "on May [third]",
        "on April the [third]",
    ] {
        assert!(is_ruled_out(text, "part"), "{text}");
        assert!(is_ruled_out(text, "fifth"), "{text}");
        assert!(!is_ruled_out(text, "3rd"), "{text}");
    }
    for text in [
        "the [third] of them",
        "the [third] of Ruth",
        "it may [third]",
    ] {
        assert!(!is_ruled_out(text, "part"), "{text}");
    }
}

#[test]
fn a_month_beside_its_day_is_no_verb() {
    let is_ruled_out = |text, original| fact_cost(text, original) > NEW_NATION - 1;
    assert!(is_ruled_out("from 10 [May] you can", "would"));
    assert!(is_ruled_out("on [May] 10", "might"));
    assert!(!is_ruled_out("on [Might] 10", "may"));
    assert!(!is_ruled_out("the 10 [may] come", "would"));
}

#[test]
fn units_are_of_the_system_of_the_text() {
    let is_ruled_out = |text, original| fact_cost(text, original) > NEW_NATION - 1;
    assert!(is_ruled_out("7 [kilos] in 5 litres", "pounds"));
    assert!(!is_ruled_out("7 [kilos] at once", "pounds"));
    assert!(!is_ruled_out("7 [kilos] in 5 litres, 2 gallons", "pounds"));
    assert!(!is_ruled_out("7 [kilos] in 5 litres", "kg"));
}

#[test]
fn two_that_are_told_apart_do_not_become_the_same() {
    // The cost of the edge from `second` to `original`, where `first` may become a bird.
    let cost = |text: &str, original: &str| {
        let mut tokens = Tokens::default();
        tokens.push_text(text, 0);
        let rows = format!("gander\tbird\t1\ngoose\t{original}\t1\n");
        let bytes = Lexicon::compile(&rows).expect("good rows");
        let lexicon = Lexicon::read(&bytes, Trust::Checked).expect("just compiled");
        let checker = Checker::new(&lexicon, &tokens);
        let mut lattice = Lattice::default();
        lattice.clear(0, 0);
        for _ in 0..tokens.len() {
            lattice.propose(&lexicon, &tokens, tokens.len());
        }
        let last = tokens.len() - 1;
        let before = lattice.edges(last)[1].dense;
        checker.charge_facts(last, &mut lattice);
        lattice.edges(last)[1].dense - before
    };
    assert_eq!(cost("the gander and the goose", "bird"), RULED_OUT);
    assert_eq!(cost("the gander or a goose", "bird"), RULED_OUT);
    assert_eq!(cost("the gander and the goose", "duck"), 0);
    assert_eq!(cost("the bird and the goose", "bird"), 0);
    assert_eq!(cost("the goose and the goose", "bird"), 0);
}

#[test]
fn surnames_follow_first_names() {
    assert_eq!(
        name_cost("By Helen [Rich] and", "wealthy", &["helen"]),
        TITLED
    );
    assert_eq!(name_cost("Helen [Rich] came", "wealthy", &[]), TITLED);
    assert_eq!(name_cost("Helen [rich] came", "wealthy", &[]), 0);
}
