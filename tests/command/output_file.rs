//! The output must not be a file that is read, and no file may get two outputs.
#![cfg(unix)]

use std::fs::File;
use std::process::Stdio;

use crate::support::*;

/// Status and messages of a run that adds its output to the file `name` of the sandbox.
fn appending(sandbox: &Sandbox, arguments: &[&str], name: &str) -> (Option<i32>, String) {
    let file = File::options()
        .append(true)
        .create(true)
        .open(sandbox.path(name))
        .expect("the output");
    let mut command = sandbox.command(arguments);
    let run = command.stdin(Stdio::null()).stdout(file).output();
    let output = run.expect("the command runs");
    (output.status.code(), text(&output.stderr))
}

#[test]
fn an_input_that_is_the_output_is_refused() {
    let sandbox = Sandbox::new().with("a.txt", SPUN).with("b.txt", SPUN);
    for arguments in [
        &["a.txt"][..],
        &["--edits", "a.txt"],
        &["--score", "./a.txt"],
    ] {
        let (status, messages) = appending(&sandbox, arguments, "a.txt");
        let problem = "a.txt: is also the output; write the output to another file\n";
        assert_eq!(
            (status, messages.ends_with(problem)),
            (Some(2), true),
            "{messages}"
        );
        assert_eq!(sandbox.text("a.txt"), SPUN);
    }
    // What is written in place does not go there.
    assert_eq!(appending(&sandbox, &["-w", "b.txt"], "b.txt").0, Some(0));
    assert_ne!(sandbox.text("b.txt"), SPUN);
}

#[test]
fn a_folder_may_have_the_output() {
    let sandbox = Sandbox::new().with("d/a.txt", SPUN);
    let restored = sandbox.stdout(&["d"], "", 0);
    let ran = appending(&sandbox, &["d"], "d/b.txt");
    assert_eq!(ran, (Some(0), String::new()));
    assert_eq!(sandbox.text("d/b.txt"), restored);
}

#[test]
fn report_and_edits_need_two_files() {
    let sandbox = Sandbox::new().with("a.txt", SPUN);
    let arguments = ["-w", "--report=x", "--edits-to=x", "a.txt"];
    let (status, messages) = sandbox.failure(&arguments, "");
    let problem = "unspin: x: is also the file of --report; name another file after --edits-to\n";
    assert_eq!((status, &messages[..]), (Some(2), problem));
    assert_eq!(sandbox.text("a.txt"), SPUN);
}

#[test]
fn standard_output_is_no_other_output() {
    let sandbox = Sandbox::new().with("a.txt", SPUN);
    for option in ["--report", "--edits-to"] {
        let (status, messages) = appending(&sandbox, &[option, "y", "a.txt"], "y");
        let problem =
            format!("unspin: y: is also standard output; name another file after {option}\n");
        assert_eq!((status, messages), (Some(2), problem));
        assert_eq!(sandbox.text("y"), "");
    }
}

#[test]
fn an_output_folder_below_a_file_is_reported_once() {
    let sandbox = Sandbox::new().with("a.txt", SPUN).with("b.txt", SPUN);
    let (status, messages) = sandbox.failure(&["-o", "b.txt/out", "a.txt", "b.txt"], "");
    let problem = "unspin: b.txt/out: is no folder and cannot be made (not a directory); \
                   name another one after --output\n";
    assert_eq!((status, &*messages), (Some(2), problem));
}

#[test]
fn a_link_that_leads_nowhere_is_named_so() {
    let sandbox = Sandbox::new();
    std::os::unix::fs::symlink("none", sandbox.path("a.txt")).expect("a link");
    let (status, messages) = sandbox.failure(&["a.txt"], "");
    let problem = "unspin: a.txt: is a link that leads nowhere; correct it or leave it out\n";
    assert_eq!((status, &*messages), (Some(2), problem));
}

#[test]
fn a_report_does_not_wait_for_a_pipe() {
    let sandbox = Sandbox::new().with("a.txt", SPUN);
    for option in ["--report=/dev/stdout", "--edits-to=/dev/stdout"] {
        let (status, messages) = sandbox.failure(&["-w", option, "a.txt"], "");
        let is_told = messages.contains("/dev/stdout: cannot be written (");
        assert_eq!((status, is_told), (Some(2), true), "{messages}");
    }
}

#[test]
fn the_output_folder_is_not_standard_output() {
    let sandbox = Sandbox::new().with("a.txt", SPUN);
    let (status, messages) = sandbox.failure(&["-o", "-", "a.txt"], "");
    assert_eq!(
        (status, messages.contains("is standard output")),
        (Some(2), true),
        "{messages}"
    );
    assert!(!sandbox.path("-").exists());
}
