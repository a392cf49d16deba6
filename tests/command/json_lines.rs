//! JSON lines: which fields are restored, and what happens to bad and blank lines.

use serde_json::{Value, json};

use crate::support::*;

/// The line before and after the value of the field `text`, as `record` spells it.
fn around_text(line: &str) -> (&str, &str) {
    let (before, _) = line.split_once("text\" : \"").expect("the field text");
    let (_, after) = line.split_once("\",\"text2").expect("the field text2");
    (before, after)
}

#[test]
fn the_field_of_each_line_is_restored() {
    let input = format!("{}\r\n\n{}\n{}", record(SPUN), record(CLEAN), record(SPUN));
    let sandbox = Sandbox::new().with("a.jsonl", &input).with("b.txt", &input);
    let restored = Sandbox::new().stdout(&[], SPUN, 0);
    let output = sandbox.stdout(&["a.jsonl"], "", 0);
    let before: Vec<&str> = input.split('\n').collect();
    let after: Vec<&str> = output.split('\n').collect();
    for line in [0, 3] {
        assert_eq!(field(after[line]), restored);
        assert_eq!(around_text(after[line]), around_text(before[line]));
    }
    // The blank line and the clean one.
    assert_eq!(after[1..3], before[1..3]);
    for arguments in [&["--format", "jsonl", "b.txt"][..], &["--format=jsonl"]] {
        let piped = sandbox.stdout(arguments, &input, 0);
        assert_eq!(piped, output, "{arguments:?}");
    }
    assert_edits_give_output(&sandbox, "a.jsonl", &[]);
}

#[test]
fn edits_and_check_count_over_all_lines() {
    let lines = format!("{}\n{}\n", record(SPUN), record(SPUN));
    let sandbox = Sandbox::new().with("a.ndjson", lines);
    let edits = json_lines(&sandbox.stdout(&["--edits", "a.ndjson"], "", 0));
    let of = |number: u64| edits.iter().filter(|edit| edit["record"] == number).count();
    assert!(of(1) > 10, "{edits:?}");
    assert_eq!([of(2), edits.len()], [of(1), 2 * of(1)], "{edits:?}");
    let checked = sandbox.stdout(&["--check", "a.ndjson"], "", 1);
    assert_eq!(checked, format!("a.ndjson: {} edits\n", edits.len()));
    let diff = sandbox.stdout(&["--diff", "a.ndjson"], "", 0);
    let start = "--- a.ndjson\tspun\n+++ a.ndjson\trestored\n@@ -1,2 +1,2 @@\n-{";
    assert!(diff.starts_with(start), "{diff}");
    let restored = sandbox.stdout(&["a.ndjson"], "", 0);
    sandbox.stdout(&["-w", "a.ndjson"], "", 0);
    assert_eq!(sandbox.text("a.ndjson"), restored);
}

#[test]
fn fields_are_keys_or_json_pointers() {
    let line = json!({"body": SPUN, "more": {"a/b": [SPUN]}, "text": SPUN});
    let sandbox = Sandbox::new().with("a.jsonl", format!("{line}\n"));
    let restored = Sandbox::new().stdout(&[], SPUN, 0);
    let arguments = ["--field", "body", "--field", "/more/a~1b/0", "a.jsonl"];
    let output = sandbox.stdout(&arguments, "", 0);
    let value: Value = serde_json::from_str(&output).expect("JSON");
    let expected = json!({"body": restored, "more": {"a/b": [restored]}, "text": SPUN});
    assert_eq!(value, expected);
}

#[test]
fn bad_lines_are_copied_reported_and_counted() {
    let input = format!("{{\"text\": 1}}\n{}\n{{\"text\": \"a\n[]\n", record(CLEAN));
    let sandbox = Sandbox::new().with("bad.jsonl", &input);
    let messages = "unspin: bad.jsonl:1: has no string in field \"text\"; name another one with --field\n\
                    unspin: bad.jsonl:3: is not JSON (EOF while parsing a string at column 11); correct it or leave it out\n\
                    unspin: bad.jsonl:4: has no field \"text\"; name the right one with --field\n\
                    unspin: bad.jsonl: 3 bad lines were left unchanged";
    let refused = "; correct the input, or accept this with --skip-bad\n";
    for (arguments, status, ending) in [
        (&["bad.jsonl"][..], 2, refused),
        (&["--skip-bad", "bad.jsonl"], 0, "\n"),
    ] {
        let output = sandbox.run(arguments, "");
        assert_eq!(output.status.code(), Some(status));
        assert_eq!(text(&output.stdout), input);
        assert_eq!(text(&output.stderr), format!("{messages}{ending}"));
    }
    let not_utf8 = sandbox.run(&["--format", "jsonl"], b"\xff\n");
    assert_eq!(not_utf8.stdout, b"\xff\n");
}

#[test]
fn blank_lines_are_copied_but_are_not_documents() {
    let sandbox = Sandbox::new();
    let blank = "\n\u{feff}\r\n \t\n";
    let run = |mode: &str| sandbox.run(&["--format=jsonl", "--stats", mode], blank);
    for (mode, expected) in [
        ("--color=never", blank),
        ("--annotate", blank),
        ("--explain", blank),
        ("--score", ""),
        ("--edits", ""),
        ("--check", ""),
    ] {
        let output = run(mode);
        assert_eq!(text(&output.stdout), expected, "{mode}");
        let stats = text(&output.stderr);
        let documents = stats.lines().next().expect("a line");
        assert_eq!(documents.split_whitespace().last(), Some("0"), "{stats}");
    }
}

#[test]
fn annotate_adds_the_score_to_each_line() {
    let input = format!("{}\n\n[]\n{}\n", record(SPUN), record(CLEAN));
    let sandbox = Sandbox::new().with("a.jsonl", &input);
    let run = |mode: &[&str]| sandbox.stdout(&[&["--skip-bad", "a.jsonl"], mode].concat(), "", 0);
    let restored = run(&[]);
    let annotated = run(&["--annotate"]);
    let scores = json_lines(&run(&["--score"]));
    let restored: Vec<&str> = restored.lines().collect();
    let lines: Vec<&str> = annotated.lines().collect();
    for (line, score) in [(0, &scores[0]), (3, &scores[1])] {
        let (before, added) = lines[line].split_once(",\"unspin\":").expect("annotated");
        assert_eq!(format!("{before}}}"), restored[line]);
        let added = added.strip_suffix('}').expect("the end of the line");
        let added: Value = serde_json::from_str(added).expect("JSON");
        let expected =
            json!({"score": score["score"], "density": score["density"], "edits": score["edits"]});
        assert_eq!(added, expected);
    }
    // The blank line and the bad one.
    assert_eq!(lines[1..3], ["", "[]"]);
    assert_eq!(run(&["--annotate", "-w"]), "");
    assert_eq!(sandbox.text("a.jsonl"), annotated);
    let again = run(&["--annotate"]);
    assert_eq!(again.matches("unspin").count(), 2, "the member is replaced");
}

#[test]
fn only_json_lines_can_be_annotated() {
    let sandbox = Sandbox::new().with("b.txt", SPUN);
    let refused = sandbox.run(&["--annotate", "b.txt"], "");
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0));
    assert_eq!(
        text(&refused.stderr),
        "unspin: b.txt: cannot be annotated, because it is not JSON lines; if it is, say so with --format, otherwise leave out --annotate\n"
    );
}
