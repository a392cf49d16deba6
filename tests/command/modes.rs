//! The output modes: edits, scores, checks, diffs, explanations, files in place; and the figures at
//! the end.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::support::*;

#[test]
fn edits_applied_to_the_input_give_the_output() {
    let sandbox = Sandbox::new().with("spun.txt", SPUN);
    let edits = json_lines(&sandbox.stdout(&["--edits", "spun.txt"], "", 0));
    assert!(edits.len() > 10, "{edits:?}");
    assert_eq!(apply(SPUN, &edits), sandbox.stdout(&["spun.txt"], "", 0));
    for edit in &edits {
        assert_eq!(edit["path"], "spun.txt");
        let kind = edit["kind"].as_str().expect("a text");
        assert!(["exact", "fuzzy", "article"].contains(&kind), "{edit}");
        assert!(edit["margin"].is_f64(), "{edit}");
        let confidence = edit["confidence"].as_f64().expect("a number");
        assert!(confidence > 0.0 && confidence <= 1.0, "{edit}");
    }
}

#[test]
fn check_counts_edits_and_ends_with_status_1() {
    let sandbox = Sandbox::new()
        .with("clean.txt", CLEAN)
        .with("spun.txt", SPUN);
    let edits = sandbox.stdout(&["--edits", "spun.txt"], "", 0);
    let count = edits.lines().count();
    assert_eq!(
        sandbox.stdout(&["--check", "clean.txt", "spun.txt"], "", 1),
        format!("spun.txt: {count} edits\n")
    );
    assert_eq!(
        sandbox.stdout(&["--check"], SPUN, 1),
        format!("<stdin>: {count} edits\n")
    );
}

#[test]
fn check_shows_the_first_edits() {
    let sandbox = Sandbox::new()
        .with("a.txt", "Snow.\n\nIt’s cold, he mentioned.\n")
        .with("b.txt", SPUN.repeat(2));
    let run = |arguments: &[&str]| {
        let arguments = [arguments, &["--check", "--assume-spun", "a.txt", "b.txt"]].concat();
        let output = sandbox.run(&arguments, "");
        assert_eq!(output.status.code(), Some(1));
        (text(&output.stdout), text(&output.stderr))
    };
    let (list, shown) = run(&[]);
    let shown: Vec<&str> = shown.lines().collect();
    assert_eq!(shown.len(), 21, "{shown:?}");
    assert_eq!(shown[0], "a.txt:3:15: mentioned -> said");
    assert!(shown[1].starts_with("b.txt:1:"), "{}", shown[1]);
    let edits = sandbox.stdout(&["--edits", "--assume-spun", "a.txt", "b.txt"], "", 0);
    let more = edits.lines().count() - 20;
    let last = format!("unspin: edits not shown: {more} more; --edits lists all");
    assert_eq!(shown[20], last);
    assert_eq!(run(&["-q"]), (list, String::new()));
}

/// Long inputs are read in parts, but counted from their start.
#[test]
fn check_counts_the_lines_of_long_inputs_from_their_start() {
    let plain = CLEAN.repeat(1000);
    let row = format!("n,\"{}\"\n", CLEAN.trim());
    for (name, start) in [
        ("a.txt", format!("{plain}\n")),
        ("b.csv", format!("id,text\n{}n,", row.repeat(1000))),
    ] {
        let source = format!("{start}\"{}\"\n", SPUN.replace('\n', " "));
        let sandbox = Sandbox::new().with(name, &source);
        let arguments = ["--edits", name];
        let edits = json_lines(&sandbox.stdout(&arguments, "", 0));
        let (_, shown) = sandbox.failure(&["--check", name], "");
        for (edit, shown) in edits.iter().zip(shown.lines()).take(20) {
            let place = format!("{name}:{}:{}: ", edit["line"], edit["column"]);
            assert!(shown.starts_with(&place), "{edit} {shown}");
        }
        assert!(shown.contains(&format!("{name}:{}:", start.matches('\n').count() + 1)));
    }
}

#[test]
fn patch_applies_the_diff() {
    let sandbox = Sandbox::new().with("a spun.txt", SPUN.trim_end());
    let restored = sandbox.stdout(&["a spun.txt"], "", 0);
    let diff = sandbox.stdout(&["--diff", "a spun.txt"], "", 0);
    let start = "--- a spun.txt\tspun\n+++ a spun.txt\trestored\n@@ -1,3 +1,3 @@\n-The White Home";
    assert!(diff.starts_with(start), "{diff}");
    let patch = Command::new("patch")
        .arg("-p0")
        .current_dir(&sandbox.folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn();
    // Some machines have no `patch`.
    let Ok(mut patch) = patch else { return };
    patch
        .stdin
        .take()
        .expect("piped")
        .write_all(diff.as_bytes())
        .expect("patch reads");
    assert!(patch.wait().expect("patch ends").success());
    assert_eq!(sandbox.text("a spun.txt"), restored);
}

#[test]
fn write_does_not_touch_a_clean_file() {
    let sandbox = Sandbox::new().with("clean.txt", CLEAN);
    let modified = || {
        let metadata = fs::metadata(sandbox.path("clean.txt")).expect("metadata");
        metadata.modified().expect("a time")
    };
    let before = modified();
    assert_eq!(sandbox.stdout(&["-w", "clean.txt"], "", 0), "");
    assert_eq!(modified(), before);
    assert_eq!(sandbox.text("clean.txt"), CLEAN);
}

#[test]
fn write_restores_in_place_and_changes_nothing_when_repeated() {
    let sandbox = Sandbox::new()
        .with("spun.txt", SPUN)
        .with("clean.txt", CLEAN);
    let restored = sandbox.stdout(&["spun.txt"], "", 0);
    assert_ne!(restored, SPUN);
    for _ in 0..2 {
        let arguments = ["--write", "clean.txt", "spun.txt"];
        assert_eq!(sandbox.stdout(&arguments, "", 0), "");
        assert_eq!(sandbox.text("spun.txt"), restored);
        assert_eq!(sandbox.text("clean.txt"), CLEAN);
    }
    let files = fs::read_dir(&sandbox.folder).expect("folder");
    assert_eq!(files.count(), 2, "no temporary file is left");
}

#[cfg(unix)]
#[test]
fn write_keeps_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new().with("spun.txt", SPUN);
    let path = sandbox.path("spun.txt");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("chmod");
    sandbox.stdout(&["-w", "spun.txt"], "", 0);
    assert_ne!(sandbox.text("spun.txt"), SPUN);
    let mode = fs::metadata(&path).expect("metadata").permissions().mode();
    assert_eq!(mode & 0o7777, 0o640);
}

#[test]
fn explain_marks_edits_and_gives_reasons() {
    let sandbox = Sandbox::new();
    let plain = sandbox.stdout(&["--explain"], SPUN, 0);
    assert!(
        plain.contains("[-mentioned-]{+said+}")
            || plain.contains("[-Home mentioned-]{+House said+}"),
        "{plain}"
    );
    assert!(
        plain.contains("\n  | \"") && plain.contains("; weighed \""),
        "{plain}"
    );
    assert!(!plain.contains('\x1b'));
    let colored = sandbox.stdout(&["--explain", "--color=always"], SPUN, 0);
    assert_ne!(colored, plain);
    let uncolored = ["\x1b[31m", "\x1b[32m", "\x1b[0m"]
        .iter()
        .fold(colored, |text, code| text.replace(code, ""));
    assert_eq!(uncolored, plain);
}

#[test]
fn score_has_one_line_per_document() {
    let lines = format!("{}\n[]\n\n \t\n{}\n", record(CLEAN), record(SPUN));
    let sandbox = Sandbox::new().with("a.txt", SPUN).with("b.jsonl", lines);
    let arguments = ["--score", "--skip-bad", "a.txt", "b.jsonl"];
    let scores = json_lines(&sandbox.stdout(&arguments, "", 0));
    let documents: Vec<_> = scores
        .iter()
        .map(|score| (score["path"].as_str(), score["record"].as_u64()))
        .collect();
    // Bad and blank lines are not documents.
    let expected = [
        (Some("a.txt"), None),
        (Some("b.jsonl"), Some(1)),
        (Some("b.jsonl"), Some(5)),
    ];
    assert_eq!(documents, expected);
    for spun in [&scores[0], &scores[2]] {
        assert_eq!(spun["verdict"], "spun");
        assert_eq!(spun["family"], "news-spinner");
        assert!(spun["score"].as_f64() > Some(0.9), "{spun}");
        assert!(spun["density"].as_f64() > Some(0.1), "{spun}");
        assert!(number(spun, "edits") > 10, "{spun}");
    }
    assert_clean(&scores[1]);
}

/// A clean document has no density, and a score that does not look spun.
fn assert_clean(score: &Value) {
    assert_eq!(score["verdict"], "clean", "{score}");
    assert_eq!(score["density"], Value::Null, "{score}");
    assert_eq!(score["spans"], json!([]), "{score}");
    assert!(score["score"].as_f64() < Some(0.5), "{score}");
    assert_eq!(number(score, "edits"), 0, "{score}");
}

/// Clean text around spun text.
fn mixed() -> [String; 3] {
    [CLEAN.repeat(2), SPUN.repeat(2), CLEAN.repeat(2)].map(|text| text.trim().to_owned())
}

#[test]
fn score_has_the_spun_parts() {
    let sandbox = Sandbox::new();
    let spans = |text: &str, format: &str| {
        let arguments = ["--score", "--format", format];
        json_lines(&sandbox.stdout(&arguments, text, 0))[0]["spans"].clone()
    };
    let spun = SPUN.trim_end();
    assert_eq!(spans(SPUN, "text"), json!([[0, spun.len()]]));
    let parts = mixed();
    let text = parts.join("\n\n");
    let start = parts[0].len() + 2;
    assert_eq!(
        spans(&text, "text"),
        json!([[start, start + parts[1].len()]])
    );

    let page = parts.map(|part| format!("<p>{part}</p>")).concat();
    let start = page.find("The White Home").expect("spun text");
    let end = start + page[start..].find("</p>").expect("its end");
    assert_eq!(spans(&page, "html"), json!([[start, end]]));

    // Offsets of a record are those of the input.
    let lines = format!("{}\n{}\n", record(CLEAN), record(spun));
    let scores = json_lines(&sandbox.stdout(&["--score", "--format=jsonl"], &lines, 0));
    let second = lines.find('\n').expect("two lines");
    let start = second + lines[second..].find("The White Home").expect("spun text");
    let end = lines.rfind("\",\"text2\"").expect("the next field");
    assert_eq!(scores[1]["spans"], json!([[start, end]]));
}

#[test]
fn clean_documents_have_no_density_however_short_they_are() {
    let sandbox = Sandbox::new();
    let score = |text: &str, format: &str| {
        let scores = json_lines(&sandbox.stdout(&["--score", "--format", format], text, 0));
        scores.into_iter().next().expect("a document")
    };
    for text in [CLEAN, "The cat slept.\n", "It rained all day on Monday.\n"] {
        assert_clean(&score(text, "text"));
    }
    for (empty, format) in [
        ("", "text"),
        (" \n\n", "text"),
        ("123 456\n", "text"),
        ("<p></p>", "html"),
        ("```\ncode\n```\n", "markdown"),
        ("{\"text\": \"\"}\n", "jsonl"),
    ] {
        let score = score(empty, format);
        assert_clean(&score);
        assert!(score["score"].as_f64() < Some(0.05), "{empty:?} {score}");
    }
}

#[test]
fn stats_add_up() {
    let lines = format!("{}\n[]\n{}\n\n", record(SPUN), record(CLEAN));
    let sandbox = Sandbox::new().with("a.txt", SPUN).with("b.jsonl", &lines);
    let arguments = ["--edits", "--skip-bad", "a.txt", "b.jsonl"];
    let edits = json_lines(&sandbox.stdout(&arguments, "", 0));
    let (status, messages) = sandbox.failure(&["--stats", "a.txt", "missing", "b.jsonl"], "");
    assert_eq!(status, Some(2));
    let figure = |name: &str| {
        let line = messages
            .lines()
            .find_map(|line| line.trim_start().strip_prefix(name));
        line.expect(name).trim().parse::<usize>().expect("a number")
    };
    let of_kind = |kind: &str| edits.iter().filter(|edit| edit["kind"] == kind).count();
    let expected = [
        ("documents", 3),
        ("spun", 2),
        ("edits", edits.len()),
        ("exact", of_kind("exact")),
        ("fuzzy", of_kind("fuzzy")),
        ("article", of_kind("article")),
        ("bad lines", 1),
        // The missing file and the bad line.
        ("failures", 2),
        ("bytes", SPUN.len() + lines.len()),
    ];
    for (name, count) in expected {
        assert_eq!(figure(name), count, "{name}\n{messages}");
    }
    let last = messages.lines().last().expect("a line");
    assert!(last.starts_with("seconds "), "{messages}");

    let arguments = ["--stats=json", "-q", "--skip-bad", "a.txt", "b.jsonl"];
    let (_, object) = sandbox.failure(&arguments, "");
    let object: Value = serde_json::from_str(&object).expect("JSON");
    for (name, count) in expected {
        let count = if name == "failures" { 0 } else { count };
        assert_eq!(number(&object, &name.replace(' ', "_")), count, "{object}");
    }
    assert!(object["seconds"].is_f64(), "{object}");
}
