use super::*;

/// Asserts what `holds` of the token at the mark in each text.
fn assert_at_marks(table: &[(&str, bool)], holds: impl Fn(&Agreement<'_>, usize) -> bool) {
    for &(text, expected) in table {
        let (before, after) = text.split_once("| ").expect("a mark");
        let mut tokens = Tokens::default();
        tokens.push_text(&format!("{before}{after}"), 0);
        let at = tokens
            .as_slice()
            .partition_point(|token| token.start < before.len());
        let agreement = Agreement {
            lexicon: &Lexicon::news_spinner(),
            ngrams: &NgramModel::embedded(),
            sentence: 0..tokens.len(),
            tokens: &tokens,
        };
        assert_eq!(holds(&agreement, at), expected, "{text}");
    }
}

#[test]
fn subjects_in_the_singular_are_recognised() {
    let table = [
        ("The clerk | had been there", true),
        ("The young clerk | had been there", true),
        ("They saw that she | had been there", true),
        ("They mentioned the clerk | had been there", true),
        ("The clerk, 61, | had been there", true),
        ("It rained, but the road | had been dry", true),
        ("The clerks | had been there", false),
        ("The young | had been there", false),
        ("The owners of the shop | had been there", false),
        ("Shops in the town, they say, | had been shut", false),
        ("They | had been there", false),
        ("Charles | had been there", true),
        ("Ruth and Charles | had been there", false),
        ("The owner of the shops | had been there", true),
        ("A clerk familiar with the plans | had been there", true),
        ("A handful of shops | had been shut", false),
        ("The clerk who runs the shops | had been there", true),
        ("A firm which makes windows | had been there", true),
        ("A report that houses nearby | had been shut", false),
        ("The clerks who run the shop | had been there", false),
        ("Every of the 4 clerks | had been there", true),
        ("They said one of the clerks | had been there", true),
        ("A minimum of 40 clerks | had been there", false),
        ("One of the clerks who | had been there", false),
        ("Every one of the clerks and owners | had been there", false),
        ("Ruth and the clerk | had been there", false),
    ];
    assert_at_marks(&table, |agreement, at| agreement.has_singular_subject(at));
}

#[test]
fn a_verb_follows_one_thing() {
    let table = [
        ("A bridge | costs too much", true),
        ("A brand new bridge | costs too much", true),
        ("It said that each visit | costs too much", true),
        ("The bridge | costs were high", false),
        ("They built a bridge | costs aside", false),
        ("A bridge | across the river", true),
        ("A bridge | cost too much", false),
    ];
    assert_at_marks(&table, |agreement, at| agreement.needs_verb(at));
}

#[test]
fn a_verb_stands_before_an_amount() {
    let table = [
        ("The bridge | costs 5 million", true),
        ("It is old, and the bridge | costs nothing", true),
        ("The bridge | costs were high", false),
        ("The bridge and the road | costs 5 million", false),
    ];
    assert_at_marks(&table, |agreement, at| agreement.has_amount(at));
}

#[test]
fn a_period_needs_an_article_after_a_verb() {
    let table = [
        ("It lasted | 12 months", true),
        ("It rained for | 12 months", true),
        ("It gave them | 12 months to pay", true),
        ("a baby aged | 12 months", true),
        ("| 12 months ago it rained", true),
        ("| 12 months after that it rained", false),
        ("It lasted a | 12 months", false),
        ("In the past | 12 months it rained", false),
        ("It seems that previously | 12 months had passed", false),
        ("In the last | 12 months it rained", false),
        ("the school | 12 months", false),
        ("before | 12 months's end", false),
    ];
    assert_at_marks(&table, |agreement, at| agreement.needs_article(at, at + 2));
}

#[test]
fn words_that_follow_a_pronoun_are_verbs() {
    let is_verb = |word| super::is_verb(&NgramModel::embedded(), word_hash(word));
    assert!(["costs", "says", "makes"].into_iter().all(is_verb));
    assert!(!["prices", "across", "streets"].into_iter().any(is_verb));
}
