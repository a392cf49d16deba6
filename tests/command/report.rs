//! The page that `--report` writes. How it looks and behaves in a browser is tested by `tests/browser.sh`.

use std::fs;

use crate::support::*;

#[test]
fn report_shows_every_document_and_edit() {
    let lines = format!("{}\n[]\n{}\n", record(SPUN), record(CLEAN));
    let sandbox = Sandbox::new()
        .with("a.txt", SPUN)
        .with("b.html", html(SPUN))
        .with("c.md", markdown(SPUN))
        .with("d.jsonl", &lines);
    let files = ["--skip-bad", "a.txt", "b.html", "c.md", "d.jsonl"];
    let plain = sandbox.run(&files, "");
    let output = sandbox.run(&[&["--report", "r.html"], &files[..]].concat(), "");
    assert_eq!(
        (output.status, &output.stdout, &output.stderr),
        (plain.status, &plain.stdout, &plain.stderr),
        "it comes on top"
    );
    let page = sandbox.text("r.html");
    let edits = sandbox
        .stdout(&[&["--edits"], &files[..]].concat(), "", 0)
        .lines()
        .count();
    assert_eq!(page.matches("class=\"edit\"").count(), edits);
    assert!(page.contains(&format!(
        "<li><b>5</b>documents</li><li><b>4</b>spun</li><li><b>{edits}</b>edits</li>"
    )));
    assert_eq!(
        (
            page.matches("<details").count(),
            page.matches("<details open>").count()
        ),
        (5, 4)
    );
    for name in [
        "a.txt <",
        "b.html <",
        "c.md <",
        "d.jsonl:1 <",
        "d.jsonl:3 <",
    ] {
        assert!(page.contains(&format!("<summary>{name}")), "{name}");
    }
    assert!(
        page.contains("<del>mentioned</del><ins>said</ins>")
            && page.contains("<td>mentioned</td><td>said</td>")
    );
    // Self-contained, and nothing of the documents is markup.
    assert!(
        !page.contains("http") && !page.contains(" src=") && page.matches("<script").count() == 1
    );
    for jobs in ["1", "3"] {
        sandbox.run(
            &[
                &["-j", jobs, "--report", "again.html", "--check"],
                &files[..],
            ]
            .concat(),
            "",
        );
        assert_eq!(sandbox.text("again.html"), page);
    }
}

#[test]
fn bytes_that_are_not_utf8_do_not_move_the_edits() {
    let sandbox = Sandbox::new().with("a.txt", [b"\xff\xfe ", SPUN.as_bytes()].concat());
    sandbox.run(&["--check", "--report=r.html", "a.txt"], "");
    assert!(
        sandbox
            .text("r.html")
            .contains("<del>mentioned</del><ins>said</ins>")
    );
}

#[test]
fn report_that_cannot_be_written_is_told() {
    let sandbox = Sandbox::new().with("a.txt", SPUN);
    fs::create_dir(sandbox.path("folder")).expect("folder");
    for path in ["folder", "none/r.html"] {
        let output = sandbox.run(&["-w", "--report", path, "a.txt"], "");
        assert_eq!(output.status.code(), Some(2));
        let message = text(&output.stderr);
        assert!(
            message.starts_with(&format!("unspin: {path}: cannot be written ("))
                && message.ends_with("name another file after --report\n"),
            "{message}"
        );
        assert_eq!(sandbox.text("a.txt"), SPUN, "nothing was done");
    }
}
