use super::*;
use crate::edit::{Evidence, apply};

fn result(source: &str, replacements: &[(&str, &str)]) -> String {
    let edits = replacements.iter().map(|&(spun, original)| {
        let start = source.find(spun).expect("spun wording");
        Edit::new(
            start..start + spun.len(),
            original,
            Evidence::new(Kind::Exact, spun, 0, 0),
        )
    });
    let kept = kept(edits.collect(), source.as_bytes());
    String::from_utf8(apply(source.as_bytes(), &kept)).expect("UTF-8")
}

#[test]
fn line_ends_stay_in_their_edits() {
    let table = [
        (
            "the White\nHome so",
            "White\nHome",
            "White House",
            "the White\nHouse so",
        ),
        ("a b\r\n  c d", "b\r\n  c", "x y z", "a x y\r\n  z d"),
        ("a\nb\nc", "a\nb\nc", "x y z w", "x\ny z\nw"),
        (
            "to indi-\nvids who",
            "indi-\nvids",
            "people",
            "to people\nwho",
        ),
        ("it men-\ntioned.", "men-\ntioned", "said", "it\nsaid."),
        (
            "it, (men-\ntioned).",
            "men-\ntioned",
            "said",
            "it, (men-\ntioned).",
        ),
        ("a b\nc\nd e", "b\nc\nd", "x y", "a b\nc\nd e"),
        ("so it", "so", "thus", "thus it"),
    ];
    for (source, spun, original, expected) in table {
        assert_eq!(result(source, &[(spun, original)]), expected);
    }
}

#[test]
fn neighbours_keep_their_bytes() {
    let source = "a b\nc d e";
    assert_eq!(result(source, &[("b\nc", "x"), ("d", "y")]), "a x\ny e");
    assert_eq!(result(source, &[("b\nc", "x"), (" d", "y")]), "a\nxy e");
    assert_eq!(
        result(source, &[("a ", "z"), ("b\nc", "x"), (" d", "y")]),
        "zb\ncy e"
    );
}

#[test]
fn only_the_ends_of_quoted_lines_stay() {
    let kept = |source: &str, spun: &str, original: &str| {
        let start = source.find(spun).expect("spun wording");
        let evidence = Evidence::new(Kind::Exact, spun, 0, 0);
        let edit = Edit::new(start..start + spun.len(), original, evidence);
        let kept = kept_if_quoted(vec![edit], source.as_bytes());
        String::from_utf8(apply(source.as_bytes(), &kept)).expect("UTF-8")
    };
    assert_eq!(kept("> a b\n> c d", "b\n> c", "x y"), "> a x\n> y d");
    assert_eq!(kept("> a b\n> c d", "b\n> c", "x"), "> a x\n> d");
    assert_eq!(kept("a b\nc d", "b\nc", "x"), "a x d");
}
