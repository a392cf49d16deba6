//! `--output`: restored files in another folder.

use std::fs;
use std::path::Path;

use crate::support::*;

/// The number of files in `folder` and its subfolders, with hidden ones.
fn count_files(folder: &Path) -> usize {
    fs::read_dir(folder)
        .expect("folder")
        .map(|entry| {
            let path = entry.expect("entry").path();
            if path.is_dir() { count_files(&path) } else { 1 }
        })
        .sum()
}

#[test]
fn output_keeps_the_subfolders() {
    let sandbox = tree();
    assert_eq!(sandbox.stdout(&["-o", "out/new", "in"], "", 0), "");
    for name in TREE {
        let restored = sandbox.stdout(&[&format!("in/{name}")], "", 0);
        let copy = sandbox.path(&format!("out/new/{name}"));
        assert_eq!(unpacked(&copy), restored, "{name}");
    }
    assert_eq!(count_files(&sandbox.path("out")), TREE.len());
    assert_eq!(sandbox.text("in/a.txt"), SPUN, "the input is not changed");
}

#[test]
fn the_output_folder_may_be_inside_the_input_folder() {
    let sandbox = tree();
    // The second time, the output folder already exists.
    for _ in 0..2 {
        let arguments = ["-o", "zoo", "--glob=?.txt", "."];
        assert_eq!(sandbox.stdout(&arguments, "", 0), "");
        assert!(sandbox.path("zoo/in/a.txt").exists());
        assert!(!sandbox.path("zoo/zoo").exists());
    }
}

#[test]
fn nothing_is_overwritten_by_mistake() {
    let sandbox = tree().with("a.txt", CLEAN);
    let table = [
        (
            &["-o", ".", "a.txt"][..],
            "unspin: a.txt: would overwrite itself; name another folder after --output, or use --write\n",
        ),
        (
            &["-o", "out", "a.txt", "in/a.txt"],
            "unspin: in/a.txt: would overwrite the restored text of another file; restore one of the two into another --output folder\n",
        ),
        (
            &["-o", "out"],
            "unspin: <stdin>: has no file name to use in the output folder; name files, or leave out --output\n",
        ),
        (
            &["-o", "out", "missing.txt"],
            "unspin: missing.txt: no such file; check the path\n",
        ),
    ];
    for (arguments, message) in table {
        let failure = sandbox.failure(arguments, SPUN);
        assert_eq!(failure, (Some(2), message.to_owned()), "{arguments:?}");
    }
    assert_eq!(sandbox.text("a.txt"), CLEAN);
    assert_eq!(sandbox.text("out/a.txt"), CLEAN);
}

#[test]
fn each_file_that_cannot_be_written_is_reported() {
    let sandbox = tree();
    for name in TREE {
        fs::create_dir_all(sandbox.path(&format!("out/{name}"))).expect("a folder in the way");
    }
    let (status, messages) = sandbox.failure(&["-o", "out", "in"], "");
    assert_eq!(status, Some(2));
    assert_eq!(messages.lines().count(), TREE.len(), "{messages}");
}

#[test]
fn no_file_of_the_run_is_written_over_another() {
    let sandbox = Sandbox::new().with("a.txt", SPUN).with("b.txt", SPUN);
    sandbox.stdout(&["-o", "out", "a.txt"], "", 0);
    for option in ["--report", "--edits-to"] {
        let output = sandbox.run(&["-o", "out", option, "out/b.txt", "a.txt", "b.txt"], "");
        let message = "unspin: b.txt: would be overwritten by the report or the list of edits; \
                       name another file after --report or --edits-to\n";
        assert_eq!(text(&output.stderr), message);
        assert_eq!(output.status.code(), Some(2));
        std::fs::remove_file(sandbox.path("out/b.txt")).expect("the other file");
    }
    let output = sandbox.run(&["-o", "a.txt", "b.txt"], "");
    assert!(text(&output.stderr).contains("is a file; name a folder"));
    let output = sandbox.run(&["--report", "r", "--edits-to", "./r", "b.txt"], "");
    assert!(text(&output.stderr).starts_with("unspin: ./r: is also the file of --report;"));
}

#[cfg(unix)]
#[test]
fn pipes_are_not_replaced_and_not_waited_for() {
    let sandbox = Sandbox::new();
    let made = std::process::Command::new("mkfifo")
        .arg(sandbox.path("p"))
        .status();
    assert!(made.expect("mkfifo").success());
    for mode in ["-w", "-oout"] {
        let output = sandbox.run(&[mode, "p"], "");
        assert_eq!(output.status.code(), Some(2));
        assert!(
            text(&output.stderr).contains("not a regular file"),
            "{mode}"
        );
    }
}
