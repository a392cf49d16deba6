//! The page of `--report`. `tests/browser.sh` tests how it looks and behaves in a browser.

use std::fs;

use crate::support::*;

const FILES: [&str; 5] = ["--skip-bad", "a.txt", "b.html", "c.md", "d.jsonl"];

/// A sandbox with `FILES`: five documents, of which one is clean, and a bad and a blank line.
fn sandbox() -> Sandbox {
    let lines = format!("{}\n[]\n{}\n\n", record(SPUN), record(CLEAN));
    Sandbox::new()
        .with("a.txt", SPUN)
        .with("b.html", html(SPUN))
        .with("c.md", markdown(SPUN))
        .with("d.jsonl", lines)
}

fn with_files<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [arguments, &FILES].concat()
}

#[test]
fn the_report_does_not_change_the_output() {
    let sandbox = sandbox();
    let plain = sandbox.run(&FILES, "");
    let output = sandbox.run(&with_files(&["--report", "r.html"]), "");
    assert_eq!(output.status, plain.status);
    assert_eq!(text(&output.stdout), text(&plain.stdout));
    assert_eq!(text(&output.stderr), text(&plain.stderr));
}

#[test]
fn every_document_and_edit_is_on_the_page() {
    let sandbox = sandbox();
    sandbox.run(&with_files(&["--report", "r.html"]), "");
    let page = sandbox.text("r.html");
    let edits = sandbox.stdout(&with_files(&["--edits"]), "", 0);
    let edits = edits.lines().count();
    assert_eq!(page.matches("class=\"edit\"").count(), edits);
    let figures =
        format!("<li><b>5</b>documents</li><li><b>4</b>spun</li><li><b>{edits}</b>edits</li>");
    assert!(page.contains(&figures), "{figures}");
    assert_eq!(page.matches("<details").count(), 5);
    assert_eq!(page.matches("<details open>").count(), 4);
    for name in ["a.txt", "b.html", "c.md", "d.jsonl:1", "d.jsonl:3"] {
        assert!(page.contains(&format!("<summary>{name} <")), "{name}");
    }
    assert!(page.contains("<del>mentioned</del><ins>said</ins>"));
    assert!(page.contains("<td>mentioned</td><td>said</td>"));
}

#[test]
fn the_page_needs_no_network_and_escapes_the_documents() {
    let sandbox = sandbox();
    sandbox.run(&with_files(&["--report", "r.html"]), "");
    let page = sandbox.text("r.html");
    assert!(!page.contains("http") && !page.contains(" src="));
    assert_eq!(page.matches("<script").count(), 1);
}

#[test]
fn the_page_does_not_depend_on_threads_or_the_output_mode() {
    let sandbox = sandbox();
    sandbox.run(&with_files(&["--report", "r.html"]), "");
    for jobs in ["-j1", "-j3"] {
        sandbox.run(
            &with_files(&[jobs, "--report", "again.html", "--check"]),
            "",
        );
        assert_eq!(sandbox.text("again.html"), sandbox.text("r.html"), "{jobs}");
    }
}

/// Each document takes some 20 kB on the page.
#[test]
fn many_documents_are_sampled() {
    let lines: String = (0..700)
        .map(|number| record(if number % 100 == 0 { CLEAN } else { SPUN }) + "\n")
        .collect();
    let sandbox = Sandbox::new().with("a.jsonl", lines);
    let page = |jobs: &str| {
        let arguments = ["--check", "-q", "--report=r.html", jobs, "a.jsonl"];
        let (status, messages) = sandbox.failure(&arguments, "");
        assert_eq!((status, messages), (Some(1), String::new()));
        sandbox.text("r.html")
    };
    let one = page("-j1");
    assert!(
        (9_000_000..10_000_000).contains(&one.len()),
        "{}",
        one.len()
    );
    let shown = one.matches("<details").count();
    assert!(one.contains("<b>700</b>documents</li><li><b>693</b>spun"));
    let note = format!(
        "<p>The page shows a sample of {shown} of 700 documents, so that it stays below 10 MB;"
    );
    assert!(one.contains(&note), "{shown}");
    // There are spun ones from the start to the end, and no clean one.
    assert_eq!(one.matches("<details open>").count(), shown);
    let mut numbers = one.split("<summary>a.jsonl:").skip(1).map(|rest| {
        let number = rest.split(' ').next().expect("a number");
        number.parse::<usize>().expect("a number")
    });
    assert!(numbers.next().expect("the first") < 50 && numbers.last().expect("the last") > 650);
    assert!(page("-j4") == one, "the page depends on threads");
}

#[test]
fn bytes_that_are_not_utf8_do_not_move_the_edits() {
    let sandbox = Sandbox::new().with("a.txt", [b"\xff\xf0 ", SPUN.as_bytes()].concat());
    sandbox.run(&["--check", "--report=r.html", "a.txt"], "");
    let page = sandbox.text("r.html");
    assert!(page.contains("<del>mentioned</del><ins>said</ins>"));
}

#[test]
fn without_its_report_the_run_does_not_start() {
    let sandbox = Sandbox::new().with("a.txt", SPUN);
    fs::create_dir(sandbox.path("folder")).expect("folder");
    for path in ["folder", "none/r.html"] {
        let (status, messages) = sandbox.failure(&["-w", "--report", path, "a.txt"], "");
        assert_eq!(status, Some(2));
        assert!(
            messages.starts_with(&format!("unspin: {path}: cannot be written ("))
                && messages.ends_with("); name another file after --report\n"),
            "{messages}"
        );
        assert_eq!(sandbox.text("a.txt"), SPUN);
    }
}
