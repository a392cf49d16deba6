//! The options `--family` and `--thesaurus` of the command `unspin`.

use super::{clean_texts, invented, lines, spun};
use crate::support::{Sandbox, json_lines, number, text};
use serde_json::{Value, json};

/// A folder with an invented table, a text that is spun with it, and a clean text.
fn sandbox() -> Sandbox {
    let texts = clean_texts();
    let table = invented(&texts, 0.5, 5);
    Sandbox::new()
        .with("mine.tsv", lines(&table))
        .with("a.txt", &spun(&table, &texts[..1], 1)[0])
        .with("clean.txt", &texts[0])
}

/// The scores of the spun and of the clean text.
fn scores(sandbox: &Sandbox, options: &[&str]) -> Vec<Value> {
    let arguments = [&["--score"], options, &["a.txt", "clean.txt"]].concat();
    json_lines(&sandbox.stdout(&arguments, "", 0))
}

#[test]
fn a_family_has_the_name_of_its_file() {
    let sandbox = sandbox();
    let scores = scores(&sandbox, &["--family", "mine.tsv"]);
    assert_eq!(scores[0]["family"], "mine");
    assert_eq!(scores[1]["family"], json!(null));
    let restored = sandbox.stdout(&["--family=mine.tsv", "a.txt"], "", 0);
    assert_ne!(restored, sandbox.text("a.txt"));
    let without_family = sandbox.stdout(&["a.txt"], "", 0);
    assert_eq!(without_family, sandbox.text("a.txt"));
}

/// Synonyms need a higher margin, so there are fewer edits.
#[test]
fn a_thesaurus_is_used_with_more_caution_than_a_family() {
    let sandbox = sandbox();
    let family = scores(&sandbox, &["--family", "mine.tsv"]);
    let thesaurus = scores(&sandbox, &["--thesaurus", "mine.tsv"]);
    assert_eq!(thesaurus[0]["family"], "thesaurus");
    assert_eq!(thesaurus[1]["family"], json!(null));
    let few = number(&thesaurus[0], "edits");
    let many = number(&family[0], "edits");
    assert!(0 < few && few <= many, "{few} of {many}");
    let both = ["--thesaurus", "mine.tsv", "--family", "mine.tsv"];
    assert_eq!(scores(&sandbox, &both)[0]["family"], "mine");
}

#[test]
fn a_family_with_the_name_of_another_is_rejected() {
    let sandbox = Sandbox::new().with("news-spinner.tsv", "a\tb\n");
    let output = sandbox.run(&["--family=news-spinner.tsv"], "");
    assert_eq!(output.status.code(), Some(2));
    let message = text(&output.stderr);
    assert!(
        message.starts_with("unspin: news-spinner.tsv: "),
        "{message}"
    );
    assert!(message.contains("\"news-spinner\""), "{message}");
}
