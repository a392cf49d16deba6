//! What users say about words: lists of their own, and comments inside a document.

use crate::support::*;

const SENTENCE: &str =
    "The White Home mentioned on Tuesday that the invoice will help individuals.\n";
const RESTORED: &str = "The White House said on Tuesday that the bill will help people.\n";

fn restored(sandbox: &Sandbox, arguments: &[&str], input: &str) -> String {
    sandbox.stdout(&[&["--gate=off"], arguments].concat(), input, 0)
}

#[test]
fn allowed_phrases_are_not_touched() {
    let sandbox = Sandbox::new()
        .with("one", "# names\r\nwhite home\r\n")
        .with("two", "Individuals\n\nnever there\n");
    assert_eq!(restored(&sandbox, &[], SENTENCE), RESTORED);
    assert_eq!(
        restored(&sandbox, &["--allow", "one"], SENTENCE),
        RESTORED.replace("House", "Home")
    );
    assert_eq!(
        restored(&sandbox, &["--allow", "one", "--allow=two"], SENTENCE),
        RESTORED
            .replace("House", "Home")
            .replace("people", "individuals")
    );
}

#[test]
fn own_pairs_go_first() {
    let sandbox = Sandbox::new()
        .with(
            "own.tsv",
            "# comment\nwhite home\tBlue House\t20\ninvoice\taccount\n",
        )
        .with("more.tsv", "frobbed\ttested\n");
    let own = restored(&sandbox, &["--lexicon", "own.tsv"], SENTENCE);
    assert_eq!(
        own,
        RESTORED.replace("White", "Blue").replace("bill", "account")
    );
    let engineers = "The engineers frobbed the invoice.\n";
    assert_eq!(
        restored(
            &sandbox,
            &["--lexicon", "own.tsv", "--lexicon=more.tsv"],
            engineers
        ),
        "The engineers tested the account.\n"
    );
    let edits = json_lines(&restored(
        &sandbox,
        &["--lexicon", "own.tsv", "--edits"],
        SENTENCE,
    ));
    assert_eq!(
        [&edits[0]["rule"], &edits[0]["original"]],
        ["white home -> Blue House", "Blue House"]
    );
    assert_eq!(
        restored(
            &sandbox,
            &["--lexicon=own.tsv", "--min-margin=1000"],
            SENTENCE
        ),
        SENTENCE
    );
}

#[test]
fn mistakes_in_own_files_end_the_run_before_it_begins() {
    let table = [
        (
            "a\tb\n\nx",
            ":3: no original; write spun<TAB>original<TAB>count, or '# ' before a comment",
        ),
        (
            "a\tb\tc",
            ":1: \"c\" is not a count; write spun<TAB>original<TAB>count, or '# ' before a comment",
        ),
        (
            "a\tb\t0",
            ":1: 0 is not a count from 1 to 1000000; write spun<TAB>original<TAB>count, or '# ' before a comment",
        ),
        (
            "a\tb\t4000000000",
            ":1: 4000000000 is not a count from 1 to 1000000; write spun<TAB>original<TAB>count, or '# ' before a comment",
        ),
        (
            "a\tb c d e f g h i",
            ":1: a phrase has more than 7 words; write spun<TAB>original<TAB>count, or '# ' before a comment",
        ),
    ];
    for (own, message) in table {
        let sandbox = Sandbox::new().with("own.tsv", own).with("a.txt", SPUN);
        let output = sandbox.run(&["-w", "--lexicon", "own.tsv", "a.txt"], "");
        assert_eq!(
            (output.status.code(), text(&output.stderr)),
            (Some(2), format!("unspin: own.tsv{message}\n"))
        );
        assert_eq!(sandbox.text("a.txt"), SPUN);
    }
    for option in ["--lexicon", "--allow"] {
        let sandbox = Sandbox::new().with("own", b"\xff");
        for (file, message) in [
            ("own", "unspin: own: is not UTF-8; convert it\n"),
            ("none", "unspin: none: no such file; check the path\n"),
        ] {
            let output = sandbox.run(&[option, file], SPUN);
            assert_eq!(
                (
                    output.status.code(),
                    output.stdout.len(),
                    &*text(&output.stderr)
                ),
                (Some(2), 0, message)
            );
        }
    }
}

const OFF: &str = "<!-- unspin: off -->";
const ON: &str = "<!--unspin:on-->";

#[test]
fn comments_switch_restoring_off_and_on() {
    let sandbox = Sandbox::new();
    let page =
        |[one, two, three]: [&str; 3]| format!("{one}\n\n{OFF}\n\n{two}\n\n{ON}\n\n{three}\n");
    let [spun, good] = [SENTENCE.trim_end(), RESTORED.trim_end()];
    for format in ["text", "markdown"] {
        assert_eq!(
            restored(&sandbox, &["--format", format], &page([spun; 3])),
            page([good, spun, good]),
            "{format}"
        );
    }
    let html = |[one, two, three]: [&str; 3]| {
        format!("<p>{one}{OFF}<p>{two} <b>{two}</b> &amp; so{ON}<p>{three}")
    };
    assert_eq!(
        restored(&sandbox, &["--format=html"], &html([spun; 3])),
        html([good, spun, good])
    );
    let line = |text: &str| format!("{}\n", serde_json::json!({ "text": text }));
    assert_eq!(
        restored(&sandbox, &["--format=jsonl"], &line(&page([spun; 3]))),
        line(&page([good, spun, good]))
    );
    // To the end, where nothing switches it on.
    let end = |first: &str| format!("{first}\n{OFF}\n{SENTENCE}{SENTENCE}");
    assert_eq!(restored(&sandbox, &[], &end(spun)), end(good));
}

#[test]
fn comments_inside_a_sentence() {
    let sandbox = Sandbox::new();
    for format in ["text", "markdown", "html"] {
        let input = format!(
            "The White Home {OFF}mentioned{ON} on Tuesday that the invoice will help individuals.\n"
        );
        let expected = input
            .replace("Home", "House")
            .replace("invoice", "bill")
            .replace("individuals", "people");
        assert_eq!(
            restored(&sandbox, &["--format", format], &input),
            expected,
            "{format}"
        );
    }
}
