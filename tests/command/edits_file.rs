//! `--edits-to`: the edits in a file, next to the text.

use crate::support::*;

/// A folder with inputs of several formats and sizes.
fn sandbox() -> Sandbox {
    let lines = format!("{}\n[]\n{}\n", record(SPUN), record(CLEAN));
    let wide = "\u{feff}The White Home mentioned it.\n".encode_utf16();
    Sandbox::new()
        .with("in/a.txt", SPUN)
        .with("in/b.html", html(SPUN))
        .with("in/c.jsonl", lines)
        .with("in/d.txt", format!("{}\n{SPUN}", CLEAN.repeat(1000)))
        .with(
            "in/e.csv",
            format!("n,\"{}\"\n", SPUN.replace('\n', " ")).repeat(3),
        )
        .with("in/f.txt.gz", gzip(SPUN))
        .with(
            "in/g.txt",
            wide.flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
        )
}

#[test]
fn the_file_has_what_the_mode_prints() {
    let sandbox = sandbox();
    let options = ["--assume-spun", "--skip-bad", "in"];
    let run = |more: &[&str]| sandbox.stdout(&[more, &options].concat(), "", 0);
    let edits = run(&["--edits"]);
    let text = sandbox.run(&[&["-j1"], &options[..]].concat(), "").stdout;
    for jobs in ["-j1", "-j4"] {
        let arguments = [&["--edits-to=edits.jsonl", jobs], &options[..]].concat();
        assert_eq!(sandbox.run(&arguments, "").stdout, text);
        let written = sandbox.text("edits.jsonl");
        assert_eq!(places(&written), places(&edits), "{jobs}");
    }
    for mode in [&["-o", "out"][..], &["-w"]] {
        // The file of edits may also be in the folder: it is no input.
        let arguments = [mode, &["--edits-to=in/edits.jsonl"]].concat();
        assert_eq!(run(&arguments), "");
        assert_eq!(places(&sandbox.text("in/edits.jsonl")), places(&edits));
    }
}

/// Where edits are, and what they are.
fn places(edits: &str) -> Vec<String> {
    let members = [
        "path", "record", "start", "end", "line", "column", "spun", "original",
    ];
    let place = |edit: &serde_json::Value| {
        let values = members.map(|member| edit[member].to_string());
        values.join(" ")
    };
    let edits: Vec<String> = json_lines(edits).iter().map(place).collect();
    assert!(edits.len() > 50, "{edits:?}");
    edits
}

#[test]
fn standard_output_gets_the_edits_where_it_is_free() {
    let sandbox = Sandbox::new().with("a.txt", SPUN);
    let edits = sandbox.stdout(&["--edits", "a.txt"], "", 0);
    let arguments = ["-w", "--edits-to", "-", "a.txt"];
    assert_eq!(sandbox.stdout(&arguments, "", 0), edits);
    assert_ne!(sandbox.text("a.txt"), SPUN);
}

#[test]
fn standard_output_cannot_get_the_report_as_well() {
    let sandbox = Sandbox::new().with("a.txt", SPUN);
    let arguments = ["-w", "--report=-", "--edits-to=-", "a.txt"];
    let output = sandbox.run(&arguments, "");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    let messages = text(&output.stderr);
    let start = "unspin: -: is standard output, which gets the report; ";
    assert!(messages.starts_with(start), "{messages}");
    assert_eq!(sandbox.text("a.txt"), SPUN);
}

#[test]
fn no_other_file_is_replaced() {
    let sandbox = Sandbox::new()
        .with("a.txt", SPUN)
        .with("mine.txt", "My own text.\n");
    for (name, problem) in [
        ("a.txt", "is an input, which the edits would overwrite"),
        (
            "mine.txt",
            "was not written by --edits-to and would be overwritten",
        ),
        ("none/edits.jsonl", "cannot be written ("),
    ] {
        let output = sandbox.run(&["-w", "--edits-to", name, "a.txt"], "");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
        let messages = text(&output.stderr);
        let start = format!("unspin: {name}: {problem}");
        assert!(messages.starts_with(&start), "{messages}");
        assert_eq!(sandbox.text("a.txt"), SPUN);
    }
    assert_eq!(sandbox.text("mine.txt"), "My own text.\n");
    // Without edits, the file is empty, and may be replaced.
    for input in [CLEAN, SPUN, CLEAN] {
        sandbox.stdout(&["--edits-to=edits"], input, 0);
        let is_empty = sandbox.text("edits").is_empty();
        assert_eq!(is_empty, input == CLEAN);
    }
}
