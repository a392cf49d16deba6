//! `--rescore`: an external program that decides doubtful places. The programs here are shell
//! scripts that know no English.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::support::*;

/// A script that answers each question with costs of 0, except `first` for the first wording of
/// each place.
fn script(first: &str) -> String {
    let zeros = r#"s/"([^"\\]|\\.)*"/0/g; s/^\[0,/[/; s/\],0,\[/],[/g; s/,0\]$/]/"#;
    format!(
        "while IFS= read -r line; do printf '%s\\n' \"$line\" | sed -E '{zeros}; s/\\[0/[{first}/g'; done"
    )
}

/// A sandbox with the program `model`, which runs `script`.
fn sandbox(script: &str) -> Sandbox {
    let sandbox = Sandbox::new().with("model", format!("#!/bin/sh\n{script}\n"));
    let executable = fs::Permissions::from_mode(0o755);
    fs::set_permissions(sandbox.path("model"), executable).expect("a program");
    sandbox
}

fn restored_with(first: &str, text: &str) -> String {
    sandbox(&script(first)).stdout(&["--rescore", "./model"], text, 0)
}

#[test]
fn the_answers_decide() {
    let plain = Sandbox::new().stdout(&[], SPUN, 0);
    assert_eq!(restored_with("0", SPUN), plain);
    let other = restored_with("400", SPUN);
    assert_ne!(other, plain);
    assert_eq!(other.lines().count(), plain.lines().count());
    assert_eq!(restored_with("400", CLEAN), CLEAN);
}

#[test]
fn a_bare_name_is_found_in_the_working_folder_too() {
    let expected = restored_with("400", SPUN);
    let sandbox = sandbox(&script("400"));
    assert_eq!(sandbox.stdout(&["--rescore", "model"], SPUN, 0), expected);
}

#[test]
fn a_program_in_path_is_preferred_to_one_in_the_working_folder() {
    let expected = restored_with("400", SPUN);
    let here = sandbox("exit 1").with("a.txt", SPUN);
    let in_path = sandbox(&script("400"));
    let folder = in_path.folder.path().display();
    let path = format!("{folder}:{}", std::env::var("PATH").expect("a search path"));
    let mut command = here.command(&["--rescore", "model", "a.txt"]);
    let output = command
        .env("PATH", path)
        .output()
        .expect("the program runs");
    assert_eq!(text(&output.stderr), "");
    assert_eq!(text(&output.stdout), expected);
}

#[test]
fn the_output_does_not_depend_on_the_number_of_threads() {
    let lines = format!("{}\n", record(SPUN)).repeat(10);
    let run = |jobs: &str| {
        let arguments = ["--format=jsonl", jobs, "--rescore=./model"];
        sandbox(&script("400")).stdout(&arguments, &lines, 0)
    };
    assert_eq!(run("-j1"), run("-j4"));
}

#[test]
fn a_failure_is_reported_once_and_nothing_is_lost() {
    let plain = Sandbox::new().stdout(&[], SPUN, 0);
    let table = [
        ("read -r line", "ended without an answer"),
        (
            "while read -r line; do echo '[]'; done",
            "did not answer with a list of numbers for each list of wordings",
        ),
    ];
    for (script, problem) in table {
        let sandbox = sandbox(script).with("a.txt", SPUN).with("b.txt", SPUN);
        let output = sandbox.run(&["-j1", "--rescore", "./model", "a.txt", "b.txt"], "");
        assert_eq!(output.status.code(), Some(2), "{script}");
        assert_eq!(text(&output.stdout), plain.repeat(2), "{script}");
        let message =
            format!("unspin: ./model: {problem}; the remaining texts were restored without it\n");
        assert_eq!(text(&output.stderr), message);
    }
}

#[test]
fn without_its_program_the_run_does_not_start() {
    let sandbox = Sandbox::new().with("model", "").with("a.txt", SPUN);
    // The file `model` is not executable.
    for model in ["./nowhere", "./model", "nowhere", "model"] {
        let (status, messages) = sandbox.failure(&["-w", "--rescore", model, "a.txt"], "");
        assert_eq!(status, Some(2), "{model}");
        assert_eq!(sandbox.text("a.txt"), SPUN, "{model}");
        let start = format!("unspin: {model}: cannot be started (");
        assert!(
            messages.starts_with(&start) && messages.lines().count() == 1,
            "{messages}"
        );
    }
}

#[test]
fn the_program_cannot_be_set_in_the_configuration_file() {
    let sandbox = sandbox(&script("400")).with("unspin.toml", "rescore = \"./model\"\n");
    assert_eq!(sandbox.failure(&[], SPUN).0, Some(2));
}

#[test]
fn a_file_that_is_changed_meanwhile_is_left_alone() {
    for (name, spun) in [
        ("a.txt", SPUN.to_owned()),
        ("a.html", html(SPUN)),
        ("a.jsonl", record(SPUN) + "\n"),
    ] {
        // The program plays the other one, too.
        let saving = format!("do echo saved >> {name}; printf");
        let script = script("0").replace("do printf", &saving);
        let sandbox = sandbox(&script).with(name, &spun);
        let (status, messages) = sandbox.failure(&["-w", "--rescore=./model", "-j1", name], "");
        let problem = "was changed by another program; left unchanged; run unspin again";
        assert_eq!(
            (status, messages),
            (Some(2), format!("unspin: {name}: {problem}\n"))
        );
        assert!(sandbox.text(name).starts_with(&(spun + "saved\n")));
    }
}
