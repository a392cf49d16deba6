//! What users can say about words: phrases that are never changed, lexicon entries, families of
//! spinners, and comments that switch restoring off.

use crate::support::*;

const SENTENCE: &str =
    "The White Home mentioned on Tuesday that the invoice will help individuals.\n";
const RESTORED: &str = "The White House said on Tuesday that the bill will help people.\n";

fn restored(sandbox: &Sandbox, arguments: &[&str], input: &str) -> String {
    sandbox.stdout(&[&["--gate=off"], arguments].concat(), input, 0)
}

#[test]
fn allowed_phrases_are_not_changed() {
    let sandbox = Sandbox::new()
        .with("one", "# names\r\nwhite home\r\n")
        .with("two", "Individuals\n\nnever there\n");
    assert_eq!(restored(&sandbox, &[], SENTENCE), RESTORED);
    let one = RESTORED.replace("House", "Home");
    assert_eq!(restored(&sandbox, &["--allow", "one"], SENTENCE), one);
    let both = one.replace("people", "individuals");
    let arguments = ["--allow", "one", "--allow=two"];
    assert_eq!(restored(&sandbox, &arguments, SENTENCE), both);
}

#[test]
fn the_users_entries_override_the_built_in_ones() {
    let own = "# comment\nwhite home\tBlue House\t20\ninvoice\taccount\n";
    let sandbox = Sandbox::new()
        .with("own.tsv", own)
        .with("more.tsv", "frobbed\ttested\n");
    let expected = RESTORED.replace("White", "Blue").replace("bill", "account");
    let one = ["--lexicon", "own.tsv"];
    assert_eq!(restored(&sandbox, &one, SENTENCE), expected);
    let both = ["--lexicon", "own.tsv", "--lexicon=more.tsv"];
    assert_eq!(
        restored(&sandbox, &both, "The engineers frobbed the invoice.\n"),
        "The engineers tested the account.\n"
    );
    let edits = restored(&sandbox, &["--lexicon", "own.tsv", "--edits"], SENTENCE);
    let first = &json_lines(&edits)[0];
    assert_eq!(first["rule"], "white home -> Blue House");
    assert_eq!(first["original"], "Blue House");
    let margin = ["--lexicon=own.tsv", "--min-margin=1000"];
    assert_eq!(restored(&sandbox, &margin, SENTENCE), SENTENCE);
}

#[test]
fn a_mistake_in_a_lexicon_ends_the_run_before_anything_is_written() {
    let table = [
        ("a\tb\n\nx", ":3: no original"),
        ("a\tb\tc", ":1: \"c\" is not a count"),
        ("a\tb\t0", ":1: 0 is not a count from 1 to 1000000"),
        (
            "a\tb\t4000000000",
            ":1: 4000000000 is not a count from 1 to 1000000",
        ),
        ("a\tb c d e f g h i", ":1: a phrase has more than 7 words"),
    ];
    for option in ["--lexicon", "--family", "--thesaurus"] {
        for (own, problem) in table {
            if option != "--lexicon" && own.ends_with("\t0") {
                // Lexicons of families may have entries that were never seen.
                continue;
            }
            let sandbox = Sandbox::new().with("own.tsv", own).with("a.txt", SPUN);
            let (status, message) = sandbox.failure(&["-w", option, "own.tsv", "a.txt"], "");
            assert_eq!(status, Some(2), "{option}");
            let problem = problem.replace(
                "from 1",
                if option == "--lexicon" {
                    "from 1"
                } else {
                    "from 0"
                },
            );
            let remedy = "write spun<TAB>original<TAB>count, or '# ' before a comment";
            assert_eq!(
                message,
                format!("unspin: own.tsv{problem}; {remedy}\n"),
                "{option}"
            );
            assert_eq!(sandbox.text("a.txt"), SPUN);
        }
    }
}

#[test]
fn an_unreadable_file_of_words_ends_the_run() {
    for option in ["--lexicon", "--allow", "--family", "--thesaurus"] {
        let sandbox = Sandbox::new().with("own", b"\xff");
        for (file, message) in [
            ("own", "unspin: own: is not UTF-8; convert it to UTF-8\n"),
            ("none", "unspin: none: no such file; check the path\n"),
        ] {
            let output = sandbox.run(&[option, file], SPUN);
            assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
            assert_eq!(text(&output.stderr), message, "{option}");
        }
    }
}

#[test]
fn two_families_need_two_names() {
    let sandbox = Sandbox::new()
        .with("news-spinner.tsv", "frobbed\ttested\n")
        .with("mine.tsv", "frobbed\ttested\n");
    for families in [
        &["--family=news-spinner.tsv"][..],
        &["--family=mine.tsv", "--family=mine.tsv"],
    ] {
        let (status, message) = sandbox.failure(families, SPUN);
        assert_eq!(status, Some(2));
        assert!(
            message.contains(": there is already a family named \""),
            "{message}"
        );
        assert!(message.ends_with("\"; rename the file\n"), "{message}");
    }
}

const OFF: &str = "<!-- unspin: off -->";
const ON: &str = "<!--unspin:on-->";

#[test]
fn comments_switch_restoring_off_and_on() {
    let sandbox = Sandbox::new();
    let page =
        |[one, two, three]: [&str; 3]| format!("{one}\n\n{OFF}\n\n{two}\n\n{ON}\n\n{three}\n");
    let html = |[one, two, three]: [&str; 3]| {
        format!("<p>{one}{OFF}<p>{two} <b>{two}</b> &amp; so{ON}<p>{three}")
    };
    let line = |texts: [&str; 3]| format!("{}\n", serde_json::json!({ "text": page(texts) }));
    let spun = [SENTENCE.trim_end(); 3];
    let good = RESTORED.trim_end();
    let restored_outside = [good, spun[1], good];
    for (format, spun, expected) in [
        ("text", page(spun), page(restored_outside)),
        ("markdown", page(spun), page(restored_outside)),
        ("html", html(spun), html(restored_outside)),
        ("jsonl", line(spun), line(restored_outside)),
    ] {
        let got = restored(&sandbox, &["--format", format], &spun);
        assert_eq!(got, expected, "{format}");
    }
}

#[test]
fn without_a_second_comment_restoring_stays_off() {
    let document = |first: &str| format!("{first}\n{OFF}\n{SENTENCE}{SENTENCE}");
    let got = restored(&Sandbox::new(), &[], &document(SENTENCE));
    assert_eq!(got, document(RESTORED));
}

#[test]
fn comments_inside_a_sentence() {
    let sandbox = Sandbox::new();
    let spun = format!(
        "The White Home {OFF}mentioned{ON} on Tuesday that the invoice will help individuals.\n"
    );
    let expected = spun
        .replace("Home", "House")
        .replace("invoice", "bill")
        .replace("individuals", "people");
    for format in ["text", "markdown", "html"] {
        let got = restored(&sandbox, &["--format", format], &spun);
        assert_eq!(got, expected, "{format}");
    }
}
