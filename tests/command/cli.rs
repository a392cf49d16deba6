//! The command as a user meets it: arguments, standard input, standard output, messages and exit status.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::*;

#[test]
fn clean_text_is_copied_in_every_mode() {
    let sandbox = Sandbox::new();
    let table = [
        (&[][..], CLEAN),
        (&["-"], CLEAN),
        (&["--explain"], CLEAN),
        (&["--explain", "--color", "always"], CLEAN),
        (&["--min-margin", "2.5"], CLEAN),
        (&["--diff"], ""),
        (&["--diff", "--color=always"], ""),
        (&["--edits"], ""),
        (&["--check"], ""),
    ];
    for (arguments, stdout) in table {
        assert_eq!(sandbox.stdout(arguments, CLEAN, 0), stdout, "{arguments:?}");
    }
}

#[test]
fn empty_input_gives_empty_output() {
    let sandbox = Sandbox::new().with("empty.txt", "");
    for arguments in [
        &[][..],
        &["empty.txt"],
        &["--diff"],
        &["--edits"],
        &["--check"],
        &["--explain"],
        &["--assume-spun"],
    ] {
        assert_eq!(sandbox.stdout(arguments, "", 0), "", "{arguments:?}");
    }
    assert_eq!(sandbox.stdout(&["-w", "empty.txt"], "", 0), "");
}

#[test]
fn bytes_that_are_not_utf8_are_copied() {
    let input = b"\xff\xfe It rained \xc3( all day.\r\n\0\r\x80";
    let output = Sandbox::new().run(&[], input);
    assert_eq!(
        (output.status.code(), &*output.stdout),
        (Some(0), &input[..])
    );
}

#[test]
fn files_and_standard_input_come_in_order() {
    let sandbox = Sandbox::new()
        .with("a.txt", "First.\n")
        .with("b.txt", "Third.\n");
    assert_eq!(
        sandbox.stdout(&["a.txt", "-", "b.txt"], "Second.\n", 0),
        "First.\nSecond.\nThird.\n"
    );
}

#[test]
fn missing_file_fails_and_the_others_are_done() {
    let sandbox = Sandbox::new()
        .with("a.txt", "First.\n")
        .with("b.txt", "Third.\n");
    let output = sandbox.run(&["a.txt", "missing.txt", "b.txt"], "");
    assert_eq!(
        (output.status.code(), &*text(&output.stdout)),
        (Some(2), "First.\nThird.\n")
    );
    assert_eq!(
        text(&output.stderr),
        "unspin: missing.txt: no such file; check the path\n"
    );
}

#[test]
fn failure_beats_found_in_the_status() {
    let sandbox = Sandbox::new().with("spun.txt", SPUN);
    assert_eq!(
        sandbox
            .run(&["--check", "spun.txt", "missing.txt"], "")
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn usage_errors_end_with_2() {
    let table = [
        &["--nonsense"][..],
        &["--diff", "--edits"],
        &["-w", "--check", "a.txt"],
        &["--min-margin", "much"],
        &["--min-margin=-1"],
        &["--color", "mauve"],
        &["--glob", "a["],
        &["--format", "pdf"],
        &["--gate", "shut"],
        &["--gate=off", "--assume-spun"],
        &["--precision", "exact"],
        &["--precision=eager", "--min-margin=1"],
        &["--progress", "maybe"],
    ];
    for arguments in table {
        let output = Sandbox::new().run(arguments, "");
        assert_eq!(
            (output.status.code(), output.stdout.len()),
            (Some(2), 0),
            "{arguments:?}"
        );
    }
}

#[test]
fn help_is_grouped_and_says_units_and_defaults() {
    let sandbox = Sandbox::new();
    let (short, long) = (
        sandbox.stdout(&["-h"], "", 0),
        sandbox.stdout(&["--help"], "", 0),
    );
    for heading in [
        "Usage: unspin [OPTIONS] [PATH]...",
        "Output modes (at most one):",
        "Restoring:",
        "NATS",
        "[default: auto]",
    ] {
        assert!(
            short.contains(heading) && long.contains(heading),
            "{heading}"
        );
    }
    assert!(long.contains("Exit status:") && !short.contains("Exit status:"));
    assert!(
        short.lines().all(|line| !line.starts_with(&" ".repeat(15))),
        "one line for each option:\n{short}"
    );
    assert_eq!(
        sandbox.stdout(&["--version"], "", 0),
        format!("unspin {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn closed_pipe_is_quiet() {
    let sandbox = Sandbox::new().with("long.txt", CLEAN.repeat(500));
    let mut child = sandbox
        .command(&["long.txt"])
        .spawn()
        .expect("the program starts");
    let mut some = [0; 10];
    child
        .stdout
        .take()
        .expect("piped")
        .read_exact(&mut some)
        .expect("some output");
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(
        (output.status.code(), &*text(&output.stderr)),
        (Some(0), "")
    );
}

#[cfg(target_os = "linux")]
#[test]
fn full_device_is_an_error() {
    let sandbox = Sandbox::new().with("a.txt", CLEAN);
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("Linux has one");
    let output = sandbox
        .command(&["a.txt"])
        .stdout(full)
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("unspin: <stdout>: cannot be written ("));
}

#[cfg(target_os = "linux")]
#[test]
fn paths_need_not_be_utf8() {
    use std::os::unix::ffi::OsStrExt;
    let sandbox = Sandbox::new();
    let name = Path::new(std::ffi::OsStr::from_bytes(b"\xff.txt"));
    fs::write(sandbox.folder.path().join(name), SPUN).expect("a file in the folder");
    let output = sandbox
        .command(&["--edits", "--assume-spun"])
        .arg(name)
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(0));
    assert!(
        edits(&text(&output.stdout))
            .iter()
            .all(|edit| edit["path"] == "\u{fffd}.txt")
    );
}

#[test]
fn standard_input_is_not_written_in_place() {
    let output = Sandbox::new().run(&["-w"], SPUN);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    assert_eq!(
        text(&output.stderr),
        "unspin: <stdin>: has no place to write to; name files after --write, or leave it out\n"
    );
}

#[test]
fn clean_file_is_not_touched_by_write() {
    let sandbox = Sandbox::new().with("clean.txt", CLEAN);
    let modified = |sandbox: &Sandbox| {
        fs::metadata(sandbox.path("clean.txt"))
            .expect("metadata")
            .modified()
            .expect("time")
    };
    let before = modified(&sandbox);
    assert_eq!(sandbox.stdout(&["-w", "clean.txt"], "", 0), "");
    assert_eq!(
        (modified(&sandbox), &*sandbox.text("clean.txt")),
        (before, CLEAN)
    );
}

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

#[test]
fn edits_made_to_the_input_give_the_output() {
    let sandbox = Sandbox::new().with("spun.txt", SPUN);
    let edits = edits(&sandbox.stdout(&["--edits", "spun.txt"], "", 0));
    assert!(edits.len() > 10, "{edits:?}");
    assert_eq!(apply(SPUN, &edits), sandbox.stdout(&["spun.txt"], "", 0));
    for edit in &edits {
        assert_eq!(edit["path"], "spun.txt");
        assert!(
            ["exact", "fuzzy", "article"]
                .iter()
                .any(|kind| edit["kind"] == *kind)
                && edit["margin"].is_f64(),
            "{edit}"
        );
        assert!(
            edit["confidence"]
                .as_f64()
                .is_some_and(|confidence| confidence > 0.0 && confidence <= 1.0),
            "{edit}"
        );
    }
}

#[test]
fn rules_are_pairs_of_the_lexicon() {
    let rules = |text: &str| -> Vec<(String, String)> {
        let edits = edits(&Sandbox::new().stdout(&["--edits", "--assume-spun"], text, 0));
        let of =
            |edit: &serde_json::Value, field: &str| edit[field].as_str().expect("text").to_owned();
        edits
            .iter()
            .map(|edit| (of(edit, "kind"), of(edit, "rule")))
            .collect()
    };
    let has = |rules: &[(String, String)], kind: &str, rule: &str| {
        rules.iter().any(|(k, r)| k == kind && r == rule)
    };
    let exact = rules("The WHITE HOME mentioned on Tuesday that the invoice would go.");
    assert!(has(&exact, "exact", "invoice -> bill"), "{exact:?}");
    let fuzzy = rules("She mentoned on Tuesday that the satelite tv for pc would go up.");
    assert!(
        has(&fuzzy, "fuzzy", "mentioned -> said")
            && has(&fuzzy, "fuzzy", "satellite tv for pc -> satellite"),
        "{fuzzy:?}"
    );
}

#[test]
fn larger_margin_makes_fewer_edits() {
    let sandbox = Sandbox::new();
    let count = |margin: &str| {
        sandbox
            .stdout(&["--edits", "--min-margin", margin], SPUN, 0)
            .lines()
            .count()
    };
    let (few, many) = (count("5"), count("0"));
    assert!(0 < few && few < many, "{few} < {many}");
    assert_eq!(count("1000"), 0);
}

#[test]
fn check_counts_edits_and_ends_with_1() {
    let sandbox = Sandbox::new()
        .with("clean.txt", CLEAN)
        .with("spun.txt", SPUN);
    let count = sandbox
        .stdout(&["--edits", "spun.txt"], "", 0)
        .lines()
        .count();
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
fn patch_with_the_diff_gives_the_output() {
    let sandbox = Sandbox::new().with("a spun.txt", SPUN.trim_end());
    let restored = sandbox.stdout(&["a spun.txt"], "", 0);
    let diff = sandbox.stdout(&["--diff", "a spun.txt"], "", 0);
    assert!(
        diff.starts_with(
            "--- a spun.txt\tspun\n+++ a spun.txt\trestored\n@@ -1,3 +1,3 @@\n-The White Home"
        ),
        "{diff}"
    );
    let mut patch = Command::new("patch");
    patch
        .arg("-p0")
        .current_dir(&sandbox.folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null());
    // Not every machine has patch; the layout above is asserted all the same.
    let Ok(mut patch) = patch.spawn() else { return };
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
fn write_restores_in_place_and_a_second_time_changes_nothing() {
    let sandbox = Sandbox::new()
        .with("spun.txt", SPUN)
        .with("clean.txt", CLEAN);
    let restored = sandbox.stdout(&["spun.txt"], "", 0);
    for _ in 0..2 {
        assert_eq!(
            sandbox.stdout(&["--write", "clean.txt", "spun.txt"], "", 0),
            ""
        );
        assert_eq!(
            (sandbox.text("spun.txt"), sandbox.text("clean.txt")),
            (restored.clone(), CLEAN.into())
        );
    }
    assert_ne!(restored, SPUN);
    assert_eq!(
        fs::read_dir(&sandbox.folder).expect("folder").count(),
        2,
        "no temporary file is left"
    );
}

#[cfg(unix)]
#[test]
fn write_keeps_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new().with("spun.txt", SPUN);
    fs::set_permissions(sandbox.path("spun.txt"), fs::Permissions::from_mode(0o640))
        .expect("chmod");
    sandbox.stdout(&["-w", "spun.txt"], "", 0);
    assert_ne!(sandbox.text("spun.txt"), SPUN);
    assert_eq!(
        fs::metadata(sandbox.path("spun.txt"))
            .expect("metadata")
            .permissions()
            .mode()
            & 0o7777,
        0o640
    );
}

#[test]
fn explain_marks_and_gives_reasons() {
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
    assert_eq!(
        colored
            .replace("\x1b[31m", "")
            .replace("\x1b[32m", "")
            .replace("\x1b[0m", ""),
        plain
    );
    assert_ne!(colored, plain);
}

#[test]
fn headline_is_restored_only_when_told() {
    let sandbox = Sandbox::new();
    let headline = "Senate passes invoice\n";
    assert_eq!(sandbox.stdout(&[], headline, 0), headline);
    assert_ne!(sandbox.stdout(&["--assume-spun"], headline, 0), headline);
}

#[test]
fn json_lines_are_documents_whose_field_is_restored() {
    let input = format!("{}\r\n\n{}\n{}", record(SPUN), record(CLEAN), record(SPUN));
    let sandbox = Sandbox::new().with("a.jsonl", &input).with("b.txt", &input);
    let restored = Sandbox::new().stdout(&[], SPUN, 0);
    let output = sandbox.stdout(&["a.jsonl"], "", 0);
    let (before, after): (Vec<&str>, Vec<&str>) =
        (input.split('\n').collect(), output.split('\n').collect());
    assert_eq!(
        (field(after[0]), field(after[3]), &after[1..3]),
        (restored.clone(), restored, &before[1..3])
    );
    for (before, after) in [(before[0], after[0]), (before[3], after[3])] {
        let around = |line: &str| {
            (
                line.split_once("text\" : \"").expect("text").0.to_owned(),
                line.split_once("\",\"text2").expect("text2").1.to_owned(),
            )
        };
        assert_eq!(around(before), around(after));
    }
    for arguments in [&["--format", "jsonl", "b.txt"][..], &["--format=jsonl"]] {
        assert_eq!(
            sandbox.stdout(arguments, &input, 0),
            output,
            "{arguments:?}"
        );
    }
    assert_replays(&sandbox, "a.jsonl", &[]);
}

#[test]
fn edits_and_checks_of_json_lines_count_over_all_lines() {
    let sandbox = Sandbox::new().with("a.ndjson", format!("{}\n{}\n", record(SPUN), record(SPUN)));
    let edits = edits(&sandbox.stdout(&["--edits", "a.ndjson"], "", 0));
    let of = |number: u64| edits.iter().filter(|edit| edit["record"] == number).count();
    assert!(
        of(1) > 10 && of(1) == of(2) && edits.len() == 2 * of(1),
        "{edits:?}"
    );
    assert_eq!(
        sandbox.stdout(&["--check", "a.ndjson"], "", 1),
        format!("a.ndjson: {} edits\n", edits.len())
    );
    let diff = sandbox.stdout(&["--diff", "a.ndjson"], "", 0);
    assert!(
        diff.starts_with("--- a.ndjson\tspun\n+++ a.ndjson\trestored\n@@ -1,2 +1,2 @@\n-{"),
        "{diff}"
    );
    let restored = sandbox.stdout(&["a.ndjson"], "", 0);
    sandbox.stdout(&["-w", "a.ndjson"], "", 0);
    assert_eq!(sandbox.text("a.ndjson"), restored);
}

#[test]
fn fields_are_named_or_pointed_at() {
    let line = format!(
        "{}\n",
        serde_json::json!({"body": SPUN, "more": {"a/b": [SPUN]}, "text": SPUN})
    );
    let sandbox = Sandbox::new().with("a.jsonl", &line);
    let restored = Sandbox::new().stdout(&[], SPUN, 0);
    let output = sandbox.stdout(
        &["--field", "body", "--field", "/more/a~1b/0", "a.jsonl"],
        "",
        0,
    );
    let value: serde_json::Value = serde_json::from_str(&output).expect("JSON");
    assert_eq!(
        [&value["body"], &value["more"]["a/b"][0], &value["text"]],
        [&*restored, &restored, SPUN]
    );
    assert_eq!(
        sandbox
            .run(&["--field", "/a~b", "a.jsonl"], "")
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn bad_lines_are_copied_told_and_counted() {
    let input = format!("{{\"text\": 1}}\n{}\n{{\"text\": \"a\n[]\n", record(CLEAN));
    let sandbox = Sandbox::new().with("bad.jsonl", &input);
    let told = "unspin: bad.jsonl:1: has no string in field \"text\"; name another one with --field\n\
                unspin: bad.jsonl:3: is not JSON (EOF while parsing a string at column 11); mend it or leave it out\n\
                unspin: bad.jsonl:4: has no field \"text\"; name the right one with --field\n\
                unspin: bad.jsonl: 3 bad lines were left unchanged";
    let endings = [
        (
            &["bad.jsonl"][..],
            2,
            "; mend the input, or accept this with --skip-bad\n",
        ),
        (&["--skip-bad", "bad.jsonl"], 0, "\n"),
    ];
    for (arguments, status, ending) in endings {
        let output = sandbox.run(arguments, "");
        assert_eq!(
            (
                output.status.code(),
                text(&output.stdout),
                text(&output.stderr)
            ),
            (Some(status), input.clone(), format!("{told}{ending}"))
        );
    }
    assert_eq!(
        sandbox.run(&["--format", "jsonl"], b"\xff\n").stdout,
        b"\xff\n"
    );
}

#[test]
fn packed_inputs_are_read_and_the_output_is_plain() {
    let lines = format!("{}\n{}\n", record(SPUN), record(CLEAN));
    let sandbox = Sandbox::new()
        .with("a.txt.gz", gzip(SPUN))
        .with("b.jsonl.zst", zstd(&lines))
        .with("c", gzip(SPUN))
        .with("d.jsonl", &lines);
    let (restored, restored_lines) = (
        sandbox.stdout(&[], SPUN, 0),
        sandbox.stdout(&["d.jsonl"], "", 0),
    );
    assert_eq!(
        sandbox.stdout(&["a.txt.gz", "b.jsonl.zst", "c"], "", 0),
        [&*restored, &restored_lines, &restored].concat()
    );
    assert_eq!(sandbox.stdout(&[], zstd(SPUN), 0), restored);
    let edits = edits(&sandbox.stdout(&["--edits", "a.txt.gz"], "", 0));
    assert_eq!(apply(SPUN, &edits), restored, "bytes of the unpacked text");
}

#[test]
fn cut_packed_input_is_told() {
    let packed = gzip(&format!("{}\n", record(CLEAN)));
    let sandbox = Sandbox::new()
        .with("a.jsonl.gz", &packed[..packed.len() - 9])
        .with("b.txt", CLEAN);
    let output = sandbox.run(&["a.jsonl.gz", "b.txt"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stdout).ends_with(CLEAN));
    assert_eq!(
        text(&output.stderr),
        "unspin: a.jsonl.gz: ends in the middle of its compressed data; fetch it again\n"
    );
}

#[test]
fn only_the_prose_of_pages_is_restored() {
    let restored = Sandbox::new().stdout(&[], SPUN, 0);
    let table = [
        ("a.html", "html", html as fn(&str) -> String),
        ("a.HTM", "html", html),
        ("a.md", "markdown", markdown),
        ("a.markdown", "markdown", markdown),
    ];
    for (name, format, page) in table {
        let sandbox = Sandbox::new()
            .with(name, page(SPUN))
            .with("clean", page(CLEAN));
        assert_eq!(sandbox.stdout(&[name], "", 0), page(&restored), "{name}");
        assert_replays(&sandbox, name, &[]);
        assert_eq!(
            sandbox.stdout(&["--format", format], page(SPUN), 0),
            page(&restored),
            "{format}"
        );
        assert_eq!(
            sandbox.stdout(&["--format", format, "clean"], "", 0),
            page(CLEAN),
            "{format}"
        );
    }
}

#[test]
fn wordings_over_tags_are_restored_where_the_tags_can_stay() {
    let sandbox = Sandbox::new();
    let table = [
        (
            "html",
            "<p>The White <b>Home</b> &#109;entioned it.",
            "<p>The White <b>House</b> said it.",
        ),
        (
            "markdown",
            "The White **Home** *mentioned* it.",
            "The White **House** *said* it.",
        ),
    ];
    for (format, spun, restored) in table {
        assert_eq!(
            sandbox.stdout(&["--assume-spun", "--format", format], spun, 0),
            restored
        );
    }
}

#[test]
fn attributes_that_are_read_are_restored() {
    let sandbox = Sandbox::new().with("own.tsv", "frobbed\tisn't\n");
    let spun = "<title>The White Home mentioned on Tuesday</title><p title='The White Home frobbed &quot;Ann&quot;'>He mentioned <img alt=\"within the White Home\">nothing.";
    let restored = spun
        .replace("Home", "House")
        .replace("mentioned", "said")
        .replace("within the", "in the")
        .replace("frobbed", "isn&#39;t");
    assert_eq!(
        sandbox.stdout(
            &["--gate=off", "--format=html", "--lexicon=own.tsv"],
            spun,
            0
        ),
        restored
    );
}

#[test]
fn other_formats_take_any_bytes() {
    let sandbox = Sandbox::new();
    let bytes = b"\xff<p>\xc3 a\x00 &#0; &#xd800; &#99999999;<![CDATA[ <? <!-- --!> </p a=b> \x1a **\xfe `\n---\n[x]: \n\x80";
    for format in ["html", "markdown", "jsonl", "text"] {
        let output = sandbox.run(&["--format", format, "--skip-bad", "--assume-spun"], bytes);
        assert_eq!(
            (output.status.code(), &*output.stdout),
            (Some(0), &bytes[..]),
            "{format}"
        );
    }
}

#[test]
fn folders_stand_for_the_prose_in_them() {
    let sandbox = Sandbox::new()
        .with("z.txt", SPUN)
        .with("code.rs", SPUN)
        .with(".hidden.txt", SPUN)
        .with("no.md", SPUN)
        .with(".gitignore", "no.md\n");
    fs::create_dir(sandbox.path("b")).expect("folder");
    let sandbox = sandbox
        .with("b/a.jsonl.gz", gzip(&record(SPUN)))
        .with("b/a.html", html(SPUN));
    let restored = sandbox.stdout(&[], SPUN, 0);
    let lines = sandbox.stdout(&["--format=jsonl"], record(SPUN), 0);
    assert_eq!(
        sandbox.stdout(&["."], "", 0),
        [&*html(&restored), &lines, &restored].concat()
    );
    let checked = sandbox.stdout(
        &["--check", "b", "--glob", "*.rs", "--glob", "?.txt", "."],
        "",
        1,
    );
    let names: Vec<&str> = checked
        .lines()
        .map(|line| line.split(": ").next().expect("a name"))
        .collect();
    assert_eq!(names, ["./code.rs", "./z.txt"]);
    sandbox.stdout(&["-w", "--glob", "*.{txt,html}", "."], "", 0);
    assert_eq!(
        [sandbox.text("z.txt"), sandbox.text("b/a.html")],
        [restored.clone(), html(&restored)]
    );
    assert_eq!(
        [
            sandbox.text("code.rs"),
            sandbox.text(".hidden.txt"),
            sandbox.text("no.md")
        ],
        [SPUN; 3]
    );
}

#[test]
fn folder_without_prose_is_told() {
    let output = Sandbox::new().with("code.rs", SPUN).run(&["."], "");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0));
    assert_eq!(
        text(&output.stderr),
        "unspin: .: has no file to restore; name files, or choose them with --glob\n"
    );
}

#[test]
fn scores_of_every_document() {
    let sandbox = Sandbox::new().with("a.txt", SPUN).with(
        "b.jsonl",
        format!("{}\n[]\n{}\n", record(CLEAN), record(SPUN)),
    );
    let scores = edits(&sandbox.stdout(&["--score", "--skip-bad", "a.txt", "b.jsonl"], "", 0));
    let of = |score: &serde_json::Value| {
        (
            score["path"].as_str().expect("text").to_owned(),
            score["record"].as_u64(),
            score["spun"].as_bool(),
        )
    };
    let expected = [
        ("a.txt".into(), None, Some(true)),
        ("b.jsonl".into(), Some(1), Some(false)),
        ("b.jsonl".into(), Some(3), Some(true)),
    ];
    assert_eq!(scores.iter().map(of).collect::<Vec<_>>(), expected);
    for (spun, clean) in [(&scores[0], &scores[1]), (&scores[2], &scores[1])] {
        assert!(
            spun["score"].as_f64() > Some(0.9) && clean["score"].as_f64() < Some(0.5),
            "{scores:?}"
        );
        assert!(
            spun["density"].as_f64() > Some(0.1)
                && number(spun, "edits") > 10
                && number(clean, "edits") == 0,
            "{scores:?}"
        );
    }
}

#[test]
fn annotated_records_say_what_they_look_like() {
    let (input, restored) = (
        format!("{}\n\n[]\n{}\n", record(SPUN), record(CLEAN)),
        Sandbox::new().stdout(&[], SPUN, 0),
    );
    let sandbox = Sandbox::new().with("a.jsonl", &input).with("b.txt", SPUN);
    let plain = sandbox.stdout(&["--skip-bad", "a.jsonl"], "", 0);
    let output = sandbox.stdout(&["--skip-bad", "--annotate", "a.jsonl"], "", 0);
    let scores = edits(&sandbox.stdout(&["--skip-bad", "--score", "a.jsonl"], "", 0));
    for (((line, before), after), score) in plain
        .lines()
        .zip(input.lines())
        .zip(output.lines())
        .zip([Some(0), None, None, Some(2)])
    {
        let Some(score) = score.map(|index: usize| &scores[index]) else {
            assert_eq!((before, after), (line, line));
            continue;
        };
        let (same, added) = after.split_once(",\"unspin\":").expect("annotated");
        assert_eq!(format!("{same}}}"), line);
        let added: serde_json::Value =
            serde_json::from_str(added.strip_suffix('}').expect("object")).expect("JSON");
        assert_eq!(
            added,
            serde_json::json!({"score": score["score"], "density": score["density"], "edits": score["edits"]})
        );
    }
    assert_eq!(field(output.lines().next().expect("a line")), restored);
    // A second time, the member is there already.
    assert_eq!(
        sandbox.stdout(&["--skip-bad", "--annotate", "-w", "a.jsonl"], "", 0),
        ""
    );
    assert_eq!(sandbox.text("a.jsonl"), output);
    assert_eq!(
        sandbox
            .stdout(&["--skip-bad", "--annotate", "--format=jsonl"], &output, 0)
            .matches("unspin")
            .count(),
        2
    );
    let refused = sandbox.run(&["--annotate", "b.txt"], "");
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0));
    assert!(
        text(&refused.stderr).starts_with("unspin: b.txt: is not taken for JSON lines"),
        "{}",
        text(&refused.stderr)
    );
    assert_eq!(
        sandbox
            .run(&["--annotate", "--diff", "a.jsonl"], "")
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn gate_off_is_assume_spun() {
    let (sandbox, headline) = (Sandbox::new(), "Senate passes invoice\n");
    let restored = sandbox.stdout(&["--assume-spun"], headline, 0);
    assert_eq!(sandbox.stdout(&["--gate", "off"], headline, 0), restored);
    assert_eq!(sandbox.stdout(&["--gate", "auto"], headline, 0), headline);
}

#[test]
fn precision_names_margins() {
    let sandbox = Sandbox::new();
    for (name, nats) in [("cautious", "2"), ("balanced", "0.4"), ("eager", "0")] {
        let named = sandbox.stdout(&["--edits", "--precision", name], SPUN, 0);
        assert_eq!(
            named,
            sandbox.stdout(&["--edits", "--min-margin", nats], SPUN, 0),
            "{name}"
        );
    }
    assert_eq!(
        sandbox.stdout(&["--precision=balanced"], SPUN, 0),
        sandbox.stdout(&[], SPUN, 0)
    );
}

#[test]
fn stats_add_up() {
    let lines = format!("{}\n[]\n{}\n", record(SPUN), record(CLEAN));
    let sandbox = Sandbox::new().with("a.txt", SPUN).with("b.jsonl", &lines);
    let edits = edits(&sandbox.stdout(&["--edits", "--skip-bad", "a.txt", "b.jsonl"], "", 0));
    let output = sandbox.run(&["--stats", "a.txt", "missing", "b.jsonl"], "");
    assert_eq!(
        (output.status.code(), output.stdout.len() > lines.len()),
        (Some(2), true)
    );
    let messages = text(&output.stderr);
    let figure = |name: &str| {
        let line = messages
            .lines()
            .find_map(|line| line.trim_start().strip_prefix(name))
            .expect(name);
        line.trim().parse::<usize>().expect("a number")
    };
    let of_kind = |kind: &str| edits.iter().filter(|edit| edit["kind"] == kind).count();
    let expected = [
        3,
        2,
        edits.len(),
        of_kind("exact"),
        of_kind("fuzzy"),
        of_kind("article"),
        1,
        2,
        SPUN.len() + lines.len(),
    ];
    let names = [
        "documents",
        "taken for spun",
        "edits",
        "exact",
        "fuzzy",
        "article",
        "bad lines",
        "failures",
        "bytes",
    ];
    assert_eq!(names.map(figure), expected, "{messages}");
    assert!(
        messages
            .lines()
            .last()
            .expect("a line")
            .starts_with("seconds "),
        "{messages}"
    );
}

#[test]
fn no_bar_goes_into_a_pipe() {
    let sandbox = Sandbox::new().with("a.txt", SPUN.repeat(50));
    for when in ["auto", "always", "never"] {
        assert_eq!(
            text(&sandbox.run(&["--progress", when, "a.txt"], "").stderr),
            "",
            "{when}"
        );
    }
}

#[test]
fn man_page_and_completions_have_every_flag() {
    let sandbox = Sandbox::new().with("unspin.toml", "this is no TOML, and does not matter here");
    let flags = [
        "assume-spun",
        "min-margin",
        "skip-bad",
        "report",
        "no-config",
        "generate",
    ];
    for (what, start) in [
        ("man", ".ie"),
        ("bash", "_unspin()"),
        ("zsh", "#compdef unspin"),
        ("fish", "complete -c unspin"),
    ] {
        let generated = sandbox.stdout(&["--generate", what], "", 0);
        assert!(generated.contains(start), "{what}");
        for flag in flags {
            assert!(
                generated.replace("\\-", "-").contains(flag),
                "{what} {flag}"
            );
        }
    }
    assert_eq!(
        sandbox
            .run(&["--no-config", "--generate", "powershell"], "")
            .status
            .code(),
        Some(2)
    );
}

/// Every flag is documented: in the README with its own row, and in both helps.
#[test]
fn readme_and_help_have_every_flag() {
    let sandbox = Sandbox::new();
    let (short, long) = (
        sandbox.stdout(&["-h"], "", 0),
        sandbox.stdout(&["--help"], "", 0),
    );
    let readme =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).expect("README");
    let flags: Vec<&str> = short
        .split_whitespace()
        .filter(|word| word.starts_with("--"))
        .map(|word| word.trim_end_matches([',', ';', '.']))
        .collect();
    assert!(flags.len() > 25, "{flags:?}");
    for flag in flags {
        assert!(long.contains(flag), "{flag}");
        assert!(
            readme
                .lines()
                .any(|line| line.starts_with("| `") && line.contains(&format!("`{flag}"))),
            "{flag} has no row in the README"
        );
    }
}
