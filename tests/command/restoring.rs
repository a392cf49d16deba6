//! What is restored, and the options that decide it: margins, precision and the gate.

use crate::support::*;

#[test]
fn spun_text_is_restored() {
    let restored = Sandbox::new().stdout(&[], SPUN, 0);
    for original in [
        "The White House said Thursday",
        "according to",
        "people",
        "country",
        "in the storm",
        "before the",
    ] {
        assert!(
            restored.contains(original),
            "{original:?} is not in:\n{restored}"
        );
    }
    for spun in ["mentioned", "White Home", "in keeping with", "earlier than"] {
        assert!(
            !restored.contains(spun),
            "{spun:?} is still in:\n{restored}"
        );
    }
}

/// The kind and rule of each edit.
fn rules(text: &str) -> Vec<(String, String)> {
    let edits = Sandbox::new().stdout(&["--edits", "--assume-spun"], text, 0);
    json_lines(&edits)
        .iter()
        .map(|edit| {
            let field = |name: &str| edit[name].as_str().expect("a text").to_owned();
            (field("kind"), field("rule"))
        })
        .collect()
}

#[test]
fn rules_are_entries_of_the_lexicon() {
    let assert_rule = |text: &str, kind: &str, rule: &str| {
        let rules = rules(text);
        let expected = (kind.to_owned(), rule.to_owned());
        assert!(rules.contains(&expected), "{rule} is not in {rules:?}");
    };
    let exact = "The WHITE HOME mentioned on Tuesday that the invoice would go.";
    assert_rule(exact, "exact", "invoice -> bill");
    let misspelt = "She mentoned on Tuesday that the satelite tv for pc would go up.";
    assert_rule(misspelt, "fuzzy", "mentioned -> said");
    assert_rule(misspelt, "fuzzy", "satellite tv for pc -> satellite");
}

#[test]
fn a_larger_margin_gives_fewer_edits() {
    let sandbox = Sandbox::new();
    let count = |margin: &str| {
        let edits = sandbox.stdout(&["--edits", "--min-margin", margin], SPUN, 0);
        edits.lines().count()
    };
    let few = count("5");
    let many = count("0");
    assert!(0 < few && few < many, "{few} < {many}");
    assert_eq!(count("1000"), 0);
}

#[test]
fn precision_sets_the_margin() {
    let sandbox = Sandbox::new();
    let edits = |arguments: &[&str]| sandbox.stdout(&[&["--edits"], arguments].concat(), SPUN, 0);
    for (name, nats) in [("cautious", "2"), ("balanced", "0.4"), ("eager", "0")] {
        let named = edits(&["--precision", name]);
        assert_eq!(named, edits(&["--min-margin", nats]), "{name}");
    }
    assert_eq!(edits(&["--precision=balanced"]), edits(&[]));
}

#[test]
fn a_headline_is_only_restored_if_the_gate_is_off() {
    let sandbox = Sandbox::new();
    let headline = "Senate passes invoice\n";
    let restored = sandbox.stdout(&["--assume-spun"], headline, 0);
    assert_ne!(restored, headline);
    assert_eq!(sandbox.stdout(&["--gate", "off"], headline, 0), restored);
    assert_eq!(sandbox.stdout(&["--gate", "auto"], headline, 0), headline);
    assert_eq!(sandbox.stdout(&[], headline, 0), headline);
}
