//! `--interactive`: a person is asked about each edit.

use std::fs;

use crate::support::*;
use crate::terminal::{END, Terminal};

const TEXT: &str = "He mentioned the invoice.\n\nThe White Home mentioned it.\n";
const OPTIONS: [&str; 2] = ["-i", "--assume-spun"];

fn start(sandbox: &Sandbox, names: &[&str]) -> Terminal {
    Terminal::start(sandbox, &[&OPTIONS, names].concat())
}

/// Answers each question with a line, and returns what was printed, up to the end.
fn answer(sandbox: &Sandbox, names: &[&str], answers: &[&str]) -> String {
    let mut terminal = start(sandbox, names);
    let mut printed = String::new();
    for answer in answers {
        printed += &terminal.expect("]? ");
        terminal.type_keys(&format!("{answer}\n"));
    }
    let (status, rest) = terminal.end();
    printed += &rest;
    assert_eq!(status, Some(0), "{printed}");
    printed
}

#[test]
fn each_edit_is_shown_and_made_if_it_is_wanted() {
    let sandbox = Sandbox::new().with("a.txt", TEXT);
    let printed = answer(&sandbox, &["a.txt"], &["y", "n", "maybe", "YES", "n"]);
    assert_eq!(
        sandbox.text("a.txt"),
        "He said the invoice.\n\nThe White House mentioned it.\n"
    );
    for part in [
        "a.txt:1:4: edit 1 of 4\n  He [-mentioned-]{+said+} the invoice.\nMake this edit [y,n,",
        "a.txt:1:18: edit 2 of 4\n  He said the [-invoice-]{+bill+}.\n",
        "a.txt:3:11: edit 3 of 4\n  The White [-Home-]{+House+} mentioned it.\n",
        "maybe\ny  make this edit\n",
    ] {
        assert!(printed.contains(part), "{part} {printed}");
    }
}

#[test]
fn all_later_edits_of_the_file_are_made_without_a_question() {
    let sandbox = Sandbox::new().with("a.txt", TEXT).with("b.txt", TEXT);
    answer(
        &sandbox,
        &["a.txt", "b.txt"],
        &["n", "a", "n", "n", "n", "n"],
    );
    let restored = "He mentioned the bill.\n\nThe White House said it.\n";
    assert_eq!(sandbox.text("a.txt"), restored);
    assert_eq!(sandbox.text("b.txt"), TEXT);
}

#[test]
fn quitting_keeps_what_was_chosen_before() {
    for quit in ["q\n", END] {
        let sandbox = Sandbox::new().with("a.txt", TEXT).with("b.txt", TEXT);
        let mut terminal = start(&sandbox, &["a.txt", "b.txt"]);
        terminal.expect("]? ");
        terminal.type_keys("y\n");
        terminal.expect("]? ");
        terminal.type_keys(quit);
        let (status, rest) = terminal.end();
        assert!(!rest.contains("b.txt"), "{rest}");
        assert_eq!(status, Some(0));
        let restored = "He said the invoice.\n\nThe White Home mentioned it.\n";
        assert_eq!(sandbox.text("a.txt"), restored);
        assert_eq!(sandbox.text("b.txt"), TEXT);
    }
}

#[test]
fn another_wording_can_be_chosen_or_written() {
    let own = "xgizmo\tmachine\t20\nxgizmo\tdevice\t20\n";
    let sandbox = Sandbox::new()
        .with("own.tsv", own)
        .with("a.txt", "The Xgizmo is old. The xgizmo is new.\n");
    let mut terminal = start(&sandbox, &["--lexicon=own.tsv", "a.txt"]);
    let shown = terminal.expect("[y,n,o,a,q,?]? ");
    // None, a number that is not in the list, words that might be markup, then the first one.
    terminal.type_keys("o\n\n");
    terminal.expect("1  ");
    let other = terminal.expect("\n").trim().to_owned();
    terminal.type_keys("o\n7\no\n<b>\no\n1\n");
    terminal.expect("Use only letters from a to z, digits, spaces, ' and -.\n");
    terminal.expect(&format!("  The {other} is old. The [-xgizmo-]{{+"));
    terminal.type_keys("o\nwashing-machine\n");
    assert_eq!(terminal.end().0, Some(0));
    assert!(["Machine", "Device"].contains(&&*other), "{other}");
    assert!(!shown.contains(&other), "{shown}");
    let restored = format!("The {other} is old. The washing-machine is new.\n");
    assert_eq!(sandbox.text("a.txt"), restored);
}

#[test]
fn a_file_that_somebody_else_changes_is_not_overwritten() {
    let sandbox = Sandbox::new().with("a.txt", TEXT);
    let mut terminal = start(&sandbox, &["a.txt"]);
    terminal.expect("]? ");
    fs::write(sandbox.path("a.txt"), "Another text.\n").expect("a file");
    terminal.type_keys("a\n");
    let (status, rest) = terminal.end();
    assert_eq!(status, Some(2));
    let message =
        "unspin: a.txt: was changed by another program; left unchanged; run unspin again\n";
    assert!(rest.ends_with(message), "{rest}");
    assert_eq!(sandbox.text("a.txt"), "Another text.\n");
}

#[test]
fn answers_may_come_from_a_pipe_for_any_format() {
    let lines = format!("{}\n{}\n", record(SPUN), record(CLEAN));
    let sandbox = Sandbox::new()
        .with("a.html", html(SPUN))
        .with("b.jsonl", &lines)
        .with("c.txt.gz", gzip(SPUN))
        .with("d.csv", format!("id,text\n1,\"{}\"\n", SPUN.trim()))
        .with("e.md", markdown(SPUN));
    let names = ["a.html", "b.jsonl", "c.txt.gz", "d.csv", "e.md"];
    let restored = names.map(|name| sandbox.stdout(&[name], "", 0));
    sandbox.stdout(&[&["-i"], &names[..]].concat(), "", 0);
    assert_eq!(sandbox.text("b.jsonl"), lines);
    let yes = "y\n".repeat(1000);
    let output = sandbox.run(&[&["-i", "--stats=json"], &names[..]].concat(), &yes);
    assert_eq!(output.status.code(), Some(0));
    for (name, restored) in names.iter().zip(restored) {
        assert_eq!(unpacked(&sandbox.path(name)), restored, "{name}");
    }
    let made = number(&json_lines(&text(&output.stderr))[0], "edits");
    let questions = text(&output.stdout).matches("]? ").count();
    assert!(made >= questions && questions > 150, "{made} {questions}");
}

#[test]
fn own_words_may_have_the_letters_of_the_text() {
    for (start, expected) in [("Le café.\n\n", "Café"), ("Le cafe.\n\n", "Home")] {
        let text = format!("{start}The White Home.\n");
        let sandbox = Sandbox::new().with("a.txt", &text);
        let answers = "o\nCafé\nq\n";
        sandbox.stdout(&["-i", "--assume-spun", "a.txt"], answers, 0);
        assert_eq!(sandbox.text("a.txt"), text.replace("Home", expected));
    }
}

#[test]
fn what_cannot_be_asked_about_is_refused() {
    let wide: Vec<u8> = format!("\u{feff}{SPUN}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let sandbox = Sandbox::new().with("a.txt", &wide).with("list", "a.txt\n");
    let encoded = "unspin: a.txt: cannot be restored edit by edit, as it is encoded or has checksums; \
                   restore it with --write\n";
    for (arguments, message) in [
        (&["a.txt"][..], encoded),
        (
            &["-"],
            "unspin: <stdin>: cannot be restored in place; name files, or leave out --write and --interactive\n",
        ),
        (
            &["--files-from=-"],
            "unspin: --files-from: standard input is the list of files and cannot have the answers, too; read the list from a file\n",
        ),
    ] {
        let arguments = [&["-i"], arguments].concat();
        assert_eq!(
            sandbox.failure(&arguments, "y\n"),
            (Some(2), message.to_owned())
        );
    }
    for option in [
        "--report=r.html",
        "--edits-to=e",
        "--annotate",
        "--keep=spun",
        "-w",
    ] {
        let (status, messages) = sandbox.failure(&["-i", option, "a.txt"], "y\n");
        assert_eq!(status, Some(2));
        assert!(messages.contains("cannot be used with"), "{messages}");
    }
    assert_eq!(sandbox.bytes("a.txt"), wide);
}
