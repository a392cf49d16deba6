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
        (
            "none/edits.jsonl",
            "cannot be written (its folder does not exist); ",
        ),
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

/// The edits that `--stats=json` counts, which is the last line of the messages.
fn counted(messages: &str) -> usize {
    number(
        json_lines(messages.lines().last().unwrap_or_default())
            .first()
            .expect("figures"),
        "edits",
    )
}

#[test]
fn edits_that_are_not_written_are_neither_listed_nor_counted() {
    let line = record(SPUN);
    let cut = |text: &str| gzip(text)[..gzip(text).len() - 20].to_vec();
    let sandbox = || {
        Sandbox::new()
            .with("a.txt", SPUN)
            .with("b.jsonl", &line)
            .with("c.txt", SPUN)
            .with("d.jsonl", &line)
            // These cannot be replaced.
            .with("out/a.txt/x", "")
            .with("out/b.jsonl/x", "")
            // These are left alone, as the rest would be lost.
            .with("e.txt.gz", cut(SPUN))
            .with("f.jsonl.gz", cut(&line))
    };
    for (mode, files, written) in [
        (
            &["-o", "out"][..],
            ["a.txt", "b.jsonl", "c.txt", "d.jsonl"],
            2,
        ),
        (&["-w"], ["e.txt.gz", "f.jsonl.gz", "c.txt", "d.jsonl"], 2),
    ] {
        for jobs in ["-j1", "-j4"] {
            for edits in ["edits", "-"] {
                let sandbox = sandbox();
                let more = [jobs, "--report=r.html", "--stats=json", "--edits-to", edits];
                let output = sandbox.run(&[mode, &more, &files].concat(), "");
                let messages = text(&output.stderr);
                assert_eq!(output.status.code(), Some(2), "{messages}");
                let listed = match edits {
                    "-" => text(&output.stdout),
                    file => sandbox.text(file),
                };
                let mut names: Vec<&str> = listed
                    .lines()
                    .filter_map(|line| line.split('"').nth(3))
                    .collect();
                assert_eq!(counted(&messages), names.len(), "{messages}");
                names.dedup();
                assert_eq!(names, files[files.len() - written..], "{messages}");
                let page = sandbox.text("r.html");
                let marked = page.matches("<del>").count();
                assert_eq!(marked, counted(&messages), "{messages}");
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn a_file_with_several_names_is_restored_once() {
    for jobs in ["-j1", "-j4"] {
        for (name, input) in [("a.txt", SPUN.to_owned()), ("a.jsonl", record(SPUN))] {
            let sandbox = Sandbox::new().with(name, &input);
            std::os::unix::fs::symlink(name, sandbox.path("link")).expect("a link");
            let once = sandbox.stdout(&["--edits", name], "", 0);
            let again = format!("./{name}");
            let arguments = [
                "-w",
                jobs,
                "--edits-to=-",
                "--stats=json",
                name,
                &again,
                "link",
                name,
            ];
            let output = sandbox.run(&arguments, "");
            let messages = text(&output.stderr);
            assert_eq!(messages.lines().count(), 1, "{messages}");
            assert_eq!(
                (text(&output.stdout), counted(&messages)),
                (once.clone(), once.lines().count())
            );
        }
    }
}
