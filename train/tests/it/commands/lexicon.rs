//! `unspin-train lexicon`.

use super::train;
use crate::support::{Sandbox, text};
use serde_json::json;

fn line(doc: usize, spun: &str, original: &str) -> String {
    json!({ "doc": doc, "spun": spun, "orig": original }).to_string() + "\n"
}

/// Learns a lexicon from `pairs`. Returns its rows, the notes, and the messages.
fn lexicon(pairs: &str, options: &[&str]) -> (Vec<String>, String, String) {
    let sandbox = Sandbox::new().with("pairs.jsonl", pairs);
    let arguments = [
        "lexicon",
        "--out",
        "out.tsv",
        "--notes",
        "notes.tsv",
        "pairs.jsonl",
    ];
    let output = train(&sandbox, &[&arguments, options].concat());
    let messages = text(&output.stderr);
    assert!(output.status.success(), "{messages}");
    let rows = sandbox.text("out.tsv");
    let rows = rows.lines().skip(1).map(str::to_owned).collect();
    (rows, sandbox.text("notes.tsv"), messages)
}

#[test]
fn a_lexicon_is_learned_and_its_coverage_is_measured() {
    // Nineteen equal documents, and a twentieth with other pairs.
    let mut pairs = String::new();
    for doc in 0..19 {
        let spun = "He mentioned it was an enormous dog.";
        pairs += &line(doc, spun, "He said it was a big dog.");
    }
    let spun = "He mentioned a tiny blah was there.";
    pairs += &line(19, spun, "He said a small dog was there.");
    let (rows, notes, messages) = lexicon(&pairs, &["--min-count", "2"]);
    assert_eq!(
        rows,
        [
            "a big\t=\t0",
            "an enormous\ta big\t19",
            "mentioned\tsaid\t20",
            "said\t=\t0"
        ]
    );
    assert_eq!(notes, "too rare\ttiny\tsmall\t1\ntoo rare\tblah\tdog\t1\n");
    // The tenth and the twentieth document are held out. Three words differ in each; all can be
    // undone except `tiny` and `blah`.
    assert_eq!(
        messages,
        "20 documents; learning needs about 60 bytes of memory for each word of both versions\n\
         coverage: a lexicon from nine tenths of the documents can undo 66.7 % of the 6 differing \
         words of the rest\n\
         0 pairs are doubtful: they never occur without another substitution next to them\n\
         2 pairs dropped: too rare\n  blah <- dog (1)\n  tiny <- small (1)\n\
         out.tsv: 2 pairs, 2 originals\n"
    );
}

#[test]
fn pairs_that_never_occur_alone_are_noted() {
    let spun = "It was a fast demise for the plan.";
    let pairs = line(0, spun, "It was a quick death for the plan.");
    let (rows, notes, messages) = lexicon(&pairs, &[]);
    assert_eq!(
        rows,
        [
            "death\t=\t0",
            "demise\tdeath\t1",
            "fast\tquick\t1",
            "quick\t=\t0"
        ]
    );
    assert_eq!(
        notes,
        "never alone\tdemise\tdeath\t1\nnever alone\tfast\tquick\t1\n"
    );
    let coverage = "coverage: not measured, because there are fewer than 10 documents\n";
    assert!(messages.contains(coverage), "{messages}");
    assert!(messages.contains("2 pairs are doubtful: "), "{messages}");
}

#[test]
fn mistakes_are_noticed_before_learning() {
    let sandbox = Sandbox::new()
        .with("a.jsonl", line(0, "It was fast.", "It was quick."))
        .with("none.jsonl", "\n")
        .with("cut.jsonl.gz", [0x1f, 0x8b, 8, 0]);
    for (arguments, message) in [
        (
            ["--out=o.tsv", "--min-share=7", "a.jsonl"],
            "expected a number from 0 to 1",
        ),
        (
            ["--out=no/o.tsv", "--no-coverage", "a.jsonl"],
            "unspin-train: no/o.tsv: its folder does not exist; create it first\n",
        ),
        (
            ["--out=o.tsv", "--no-coverage", "none.jsonl"],
            "unspin-train: none.jsonl: there are no pairs to learn from; name other files\n",
        ),
        (
            ["--out=o.tsv", "--no-coverage", "cut.jsonl.gz"],
            "unspin-train: cut.jsonl.gz: ",
        ),
    ] {
        let output = train(&sandbox, &[&["lexicon"], &arguments[..]].concat());
        let messages = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{messages}");
        assert!(messages.contains(message), "{messages}");
        assert!(!sandbox.path("o.tsv").exists());
    }
}

#[test]
fn one_is_singular() {
    let (_, _, messages) = lexicon(&line(0, "It was fast.", "It was quick."), &[]);
    assert!(messages.starts_with("1 document; "), "{messages}");
    assert!(
        messages.ends_with("out.tsv: 1 pair, 1 original\n"),
        "{messages}"
    );
}
