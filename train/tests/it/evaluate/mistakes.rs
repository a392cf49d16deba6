//! The oracle, the causes of mistakes, passages, and the coverage of substitutions.

use super::{object, pair};
use serde_json::json;
use std::fs;
use unspin::lexicon::Lexicon;
use unspin::store::file::Trust;
use unspin_train::evaluate::{
    Cause, Line, Passage, Reach, coverage, mistakes, passages, reach, read_facts,
};

/// Substitutions as `read_facts` reads them: three of family A, one of family B.
pub const FACTS: &str = "\
# comment
A\thome\thouse\t5\t2
A\tthe home\tthe house\t2\t1
A\tfolks\tpeople\t3\t1
B\tfolks\tpeoples\t9\t1
";

#[test]
fn the_oracle_takes_the_best_path() {
    let rows = "a lot of\tmany\t3\na lot of\tplenty of\t3\nhome\thouse\t3\n";
    let bytes = Lexicon::compile(rows).expect("valid rows");
    let lexicon = Lexicon::read(&bytes, Trust::Checked).expect("just compiled");
    let table = [
        ("a lot of home", "many house", (4, 0), None),
        ("a lot of home", "many home", (3, 0), None),
        ("So a lot of home!", "So few house!", (4, 1), Some(2..7)),
        ("a home", "a house in it", (3, 2), Some(7..13)),
        ("A Home", "a home", (0, 0), None),
    ];
    for (spun, original, (before, after), missing) in table {
        assert_eq!(
            reach(&lexicon, spun, original),
            Reach {
                before,
                after,
                missing: missing.into_iter().collect()
            },
            "{spun:?}"
        );
    }
}

/// Cause, spun words, words of the output, words of the original.
type Found = (Cause, &'static str, &'static str, &'static str);

#[test]
fn every_mistake_has_a_cause() {
    use Cause::{LetterCase, NotEdited, WrongCandidate, WronglyEdited};
    let table: [(&str, &str, &str, &[Found]); 9] = [
        ("a b c", "a x c", "a x c", &[]),
        ("a b c", "a x c", "a b c", &[(WronglyEdited, "b", "x", "b")]),
        ("a b c", "a b c", "a x c", &[(NotEdited, "b", "b", "x")]),
        (
            "a b c",
            "a y c",
            "a x c",
            &[(WrongCandidate, "b", "y", "x")],
        ),
        ("a b c", "a X c", "a x c", &[(LetterCase, "b", "X", "x")]),
        ("a c", "a b c", "a c", &[(WronglyEdited, "", "b", "")]),
        (
            "a b c d",
            "a b y d",
            "a x c d",
            &[(NotEdited, "b", "b", "x"), (WronglyEdited, "c", "y", "c")],
        ),
        (
            "a b c d e",
            "a y d f",
            "a x z d e",
            &[
                (WrongCandidate, "b c", "y", "x z"),
                (WronglyEdited, "e", "f", "e"),
            ],
        ),
        ("a b", "a b c", "a d", &[(WrongCandidate, "b", "b c", "d")]),
    ];
    for (spun, output, original, expected) in table {
        let found = mistakes(&Line::new(spun, output, original), &[]);
        let found: Vec<_> = found
            .iter()
            .map(|m| (m.cause, &*m.spun, &*m.output, &*m.original))
            .collect();
        assert_eq!(found, expected, "{spun:?} {output:?} {original:?}");
    }
}

#[test]
fn a_word_that_the_lexicon_cannot_produce_has_no_candidate() {
    // The x is between bytes 1 and 4. A gap after the c is another place.
    let line = Line::new("a b c", "a b c", "a x c");
    let cause = |missing| mistakes(&line, &[missing])[0].cause;
    assert_eq!(cause(1..4), Cause::NoCandidate);
    assert_eq!(cause(5..9), Cause::NotEdited);
}

#[test]
fn passages_cross_line_ends() {
    let document = vec![
        pair("a b  c d e.", "a b c d e."),
        pair("f g", "x g"),
        pair("h", "h"),
    ];
    let passage = |text: &str, damaged| Passage {
        text: text.into(),
        damaged,
    };
    assert_eq!(
        passages(&document, 4),
        [passage("a b c d\n", false), passage("e.\nf g\n", true)]
    );
    assert_eq!(passages(&document, 10), []);
}

#[test]
fn substitutions_can_be_undone_directly_or_word_by_word() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let path = folder.path().join("facts.tsv");
    fs::write(&path, FACTS).expect("written");
    let bytes = Lexicon::compile("home\thouse\t3\nfolks\tfamily\t3\n").expect("valid rows");
    let lexicon = Lexicon::read(&bytes, Trust::Checked).expect("just compiled");
    let coverage = coverage(&lexicon, &read_facts(&path).expect("valid rows"));
    assert_eq!(
        (coverage.all, coverage.direct, coverage.reached),
        (5 + 2 + 3, 5, 5 + 2)
    );
    let missing: Vec<_> = coverage
        .missing
        .iter()
        .map(|fact| (&*fact.spun, fact.times))
        .collect();
    assert_eq!(missing, [("folks", 3)]);
    assert_eq!(
        object(&coverage.figures()),
        json!({ "occurrences": 10, "direct": 0.5, "reached": 0.7, "missing": 1 })
    );
}
