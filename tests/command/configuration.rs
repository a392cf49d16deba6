//! `unspin.toml`: where it is found, what wins, what is told.

use std::fs;

use crate::support::*;

#[test]
fn file_is_found_upwards_and_arguments_win() {
    let sandbox = Sandbox::new()
        .with(
            "unspin.toml",
            "edits = true\nfield = 'body'\nmin-margin = 2\nlexicon = 'own.tsv'\n",
        )
        .with("own.tsv", "frobbed\ttested\n");
    fs::create_dir_all(sandbox.path("deep/down")).expect("folders");
    let line = format!("{}\n", serde_json::json!({"text": SPUN, "body": SPUN}));
    let run = |folder: &str, arguments: &[&str]| {
        let mut command = sandbox.command(arguments);
        command.current_dir(sandbox.path(folder));
        fs::write(sandbox.path("in.jsonl"), &line).expect("file");
        let output = command
            .arg(sandbox.path("in.jsonl"))
            .output()
            .expect("the program runs");
        (
            output.status.code(),
            text(&output.stdout),
            text(&output.stderr),
        )
    };
    let here = run(".", &[]);
    assert_eq!(run("deep/down", &[]), here);
    assert_eq!(
        run(
            ".",
            &["--no-config", "--edits", "--field=body", "--min-margin=2"]
        ),
        here
    );
    assert_eq!(run("deep", &["--no-config"]), run(".", &["--no-config"]));
    // One mode, one strictness and one list of fields: those of the command line.
    let (status, checked, _) = run(
        ".",
        &[
            "--check",
            "--precision=eager",
            "--field",
            "text",
            "--field=body",
        ],
    );
    assert_eq!((status, checked.lines().count()), (Some(1), 1));
    assert_eq!(
        run(
            ".",
            &[
                "--no-config",
                "--check",
                "--precision=eager",
                "--field",
                "text",
                "--field=body"
            ]
        )
        .1,
        checked
    );
    // A file that is named is the only one.
    fs::write(sandbox.path("deep/other.toml"), "score = true\n").expect("file");
    assert!(
        run(".", &["--config", "deep/other.toml"])
            .1
            .contains("\"log_odds\"")
    );
    assert_eq!(
        sandbox
            .run(&["--config=deep/other.toml", "--no-config"], "")
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn mistakes_end_the_run_before_it_begins() {
    let sandbox = Sandbox::new()
        .with("unspin.toml", "skip-bad = true\nminmargin = 2\n")
        .with("a.txt", SPUN);
    let output = sandbox.run(&["-w", "a.txt"], "");
    let place = sandbox
        .folder
        .path()
        .canonicalize()
        .expect("folder")
        .join("unspin.toml");
    let message = format!(
        "unspin: {}:2: unknown key \"minmargin\"; the keys are the long names of the options, see unspin --help\n",
        place.display()
    );
    assert_eq!(
        (
            output.status.code(),
            text(&output.stderr),
            sandbox.text("a.txt")
        ),
        (Some(2), message, SPUN.to_owned())
    );
    let output = sandbox.run(&["--config", "none.toml"], SPUN);
    assert_eq!(
        (output.status.code(), &*text(&output.stderr)),
        (Some(2), "unspin: none.toml: no such file; check the path\n")
    );
    assert_eq!(
        sandbox
            .run(&["--no-config", "-w", "a.txt"], "")
            .status
            .code(),
        Some(0)
    );
}

#[test]
fn dump_says_where_each_value_comes_from_and_can_be_used_again() {
    let sandbox = Sandbox::new()
        .with(
            "my.toml",
            "\nfield = ['a\"b', '/c']\nskip-bad = true\nedits = true\nprecision = 'eager'\n",
        )
        .with("a.txt", SPUN);
    let dump = sandbox.stdout(
        &[
            "--config=my.toml",
            "--dump-config",
            "--gate",
            "off",
            "--diff",
            "-j3",
            "a.txt",
        ],
        "",
        0,
    );
    for line in [
        "format = \"auto\" # default",
        "field = ['a\"b', \"/c\"] # my.toml:2",
        "skip-bad = true # my.toml:3",
        "diff = true # command line",
        "edits = false # default",
        "# write = false # default",
        "gate = \"off\" # command line",
        "precision = \"eager\" # my.toml:5",
        "# min-margin = 0 # set by precision",
        "jobs = 3 # command line",
        "allow = [] # default",
    ] {
        assert!(dump.lines().any(|dumped| dumped == line), "{line}\n{dump}");
    }
    let sandbox = sandbox.with("again.toml", &dump);
    let again = sandbox.stdout(&["--config=again.toml", "--dump-config"], "", 0);
    let values = |dump: &str| -> Vec<String> {
        dump.lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split(" # ").next().expect("a value").to_owned())
            .collect()
    };
    assert_eq!(values(&again), values(&dump));
    let diff = sandbox.stdout(
        &["--gate=off", "--diff", "--precision=eager", "a.txt"],
        "",
        0,
    );
    assert_eq!(
        sandbox.stdout(&["--config=again.toml", "a.txt"], "", 0),
        diff
    );
}
