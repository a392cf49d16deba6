//! `unspin.toml`: where it is found, what overrides it, and what is reported about it.

use std::fs;

use serde_json::json;

use crate::support::*;

/// A sandbox with configuration files and a JSON line in which two fields are spun.
fn sandbox() -> Sandbox {
    let config = "edits = true\nfield = 'body'\nmin-margin = 2\nlexicon = 'own.tsv'\n";
    let line = json!({"text": SPUN, "body": SPUN});
    Sandbox::new()
        .with("unspin.toml", config)
        .with("own.tsv", "frobbed\ttested\n")
        .with("deep/other.toml", "score = true\n")
        .with("deep/down/in.jsonl", format!("{line}\n"))
}

/// Standard output of a run in a folder of the sandbox, on the JSON line.
fn run_in(sandbox: &Sandbox, folder: &str, arguments: &[&str]) -> String {
    let output = sandbox
        .command(arguments)
        .current_dir(sandbox.path(folder))
        .arg(sandbox.path("deep/down/in.jsonl"))
        .output()
        .expect("the program runs");
    assert_eq!(text(&output.stderr), "");
    text(&output.stdout)
}

#[test]
fn the_file_is_found_in_the_working_folder_and_above() {
    let sandbox = sandbox();
    let same = ["--no-config", "--edits", "--field=body", "--min-margin=2"];
    let expected = run_in(&sandbox, ".", &same);
    assert!(expected.contains("\"record\":1"), "{expected}");
    assert_eq!(run_in(&sandbox, ".", &[]), expected);
    // The path of the lexicon is still that next to the file.
    assert_eq!(run_in(&sandbox, "deep/down", &[]), expected);
}

#[test]
fn the_command_line_overrides_the_file() {
    let sandbox = sandbox();
    // Another mode, another margin and other fields.
    let options = [
        "--check",
        "--precision=eager",
        "--field=text",
        "--field=body",
    ];
    let run = |arguments: &[&str]| {
        let path = sandbox.path("deep/down/in.jsonl");
        let path = path.to_str().expect("UTF-8");
        sandbox.stdout(&[arguments, &options, &[path]].concat(), "", 1)
    };
    let checked = run(&[]);
    assert_eq!(checked.lines().count(), 1);
    assert_eq!(checked, run(&["--no-config"]));
}

#[test]
fn a_named_file_is_the_only_one() {
    let sandbox = sandbox();
    let scores = run_in(&sandbox, ".", &["--config", "deep/other.toml"]);
    assert!(scores.contains("\"log_odds\""), "{scores}");
    let both = ["--config=deep/other.toml", "--no-config"];
    assert_eq!(sandbox.failure(&both, "").0, Some(2));
}

#[test]
fn a_mistake_ends_the_run_before_anything_is_written() {
    let sandbox = Sandbox::new()
        .with("unspin.toml", "skip-bad = true\nminmargin = 2\n")
        .with("a.txt", SPUN);
    let folder = sandbox.folder.path().canonicalize().expect("folder");
    let message = format!(
        "unspin: {}:2: unknown key \"minmargin\"; did you mean \"min-margin\"?\n",
        folder.join("unspin.toml").display()
    );
    assert_eq!(sandbox.failure(&["-w", "a.txt"], ""), (Some(2), message));
    assert_eq!(sandbox.text("a.txt"), SPUN);
    let missing = "unspin: none.toml: no such file; check the path\n";
    assert_eq!(
        sandbox.failure(&["--config", "none.toml"], SPUN),
        (Some(2), missing.to_owned())
    );
    sandbox.stdout(&["--no-config", "-w", "a.txt"], "", 0);
    assert_ne!(sandbox.text("a.txt"), SPUN);
}

/// The values in the output of `--dump-config`, without where they come from.
fn values(dump: &str) -> Vec<&str> {
    dump.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split(" # ").next().expect("a value"))
        .collect()
}

#[test]
fn dump_shows_the_origin_of_each_value_and_can_be_used_as_a_file() {
    let config = "\nfield = ['a\"b', '/c']\nskip-bad = true\nedits = true\nprecision = 'eager'\n";
    let sandbox = Sandbox::new().with("my.toml", config).with("a.txt", SPUN);
    let options = ["--config=my.toml", "--gate", "off", "--diff", "-j3"];
    let dump = sandbox.stdout(&[&options[..], &["--dump-config", "a.txt"]].concat(), "", 0);
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
    assert_eq!(values(&again), values(&dump));
    let diff = sandbox.stdout(&[&options[..], &["a.txt"]].concat(), "", 0);
    let same = sandbox.stdout(&["--config=again.toml", "a.txt"], "", 0);
    assert_eq!(same, diff);
}

#[test]
fn verbose_names_the_file_in_use() {
    let sandbox = Sandbox::new()
        .with("unspin.toml", "verbose = true\n")
        .with("other.toml", "")
        .with("a.txt", CLEAN);
    let folder = sandbox.folder.path().canonicalize().expect("folder");
    let read = "unspin: a.txt: is read as plain text";
    let used = |path: &str| format!("unspin: {path}: is used as the configuration file\n{read}");
    let found = used(&folder.join("unspin.toml").display().to_string());
    for (arguments, start) in [
        (&["a.txt"][..], &*found),
        (
            &["-v", "--config=other.toml", "a.txt"],
            &*used("other.toml"),
        ),
        (&["-v", "--no-config", "a.txt"], read),
    ] {
        let (status, messages) = sandbox.failure(arguments, "");
        assert_eq!(status, Some(0), "{messages}");
        assert!(messages.starts_with(start), "{messages}");
    }
}

#[test]
fn an_option_with_an_optional_value_is_on_off_or_has_the_value() {
    for (value, expected) in [
        ("false", ""),
        ("true", "documents  "),
        ("'json'", "{\"documents\""),
    ] {
        let config = format!("stats = {value}\n");
        let sandbox = Sandbox::new().with("unspin.toml", config);
        let (status, messages) = sandbox.failure(&[], CLEAN);
        assert_eq!(status, Some(0), "{messages}");
        assert!(messages.starts_with(expected), "{messages}");
        assert_eq!(messages.is_empty(), expected.is_empty(), "{messages}");
    }
}

#[test]
fn the_file_may_lie_in_a_folder_that_is_not_the_working_folder() {
    let sandbox = Sandbox::new()
        .with("etc/unspin.toml", "allow = ['names']\n")
        .with("etc/names", "white home\n");
    fs::create_dir(sandbox.path("work")).expect("folder");
    let mut command = sandbox.command(&["--assume-spun", "--config=../etc/unspin.toml", "a.txt"]);
    fs::write(sandbox.path("work/a.txt"), "The White Home mentioned it.\n").expect("file");
    let output = command
        .current_dir(sandbox.path("work"))
        .output()
        .expect("the program runs");
    assert_eq!(text(&output.stdout), "The White Home said it.\n");
}

#[test]
fn each_dump_can_be_used_as_a_file() {
    for options in [
        &["--min-margin=1.5"][..],
        &["--precision=eager"],
        &["--assume-spun"],
        &["--gate=off", "--assume-spun"],
        &["--keep=spun", "--stats"],
        &["--terms", "--terms-list=list.csv"],
        &["--terms-list=list.csv", "--terms"],
        &["--check=json", "--exclude=a", "--exclude=!b", "-j1"],
    ] {
        let sandbox = Sandbox::new().with("list.csv", "phrase,expected\ntired router,modem\n");
        let dump = sandbox.stdout(&[options, &["--dump-config"]].concat(), "", 0);
        let sandbox = sandbox.with("again.toml", &dump);
        let config = "--config=again.toml";
        let again = sandbox.stdout(&[config, "--dump-config"], "", 0);
        assert_eq!(values(&again), values(&dump), "{options:?}");
        let status = i32::from(options.contains(&"--check=json"));
        let given = sandbox.stdout(options, SPUN, status);
        let read = sandbox.stdout(&[config], SPUN, status);
        assert_eq!(given, read, "{options:?}");
    }
}

#[test]
fn the_command_line_overrides_what_it_excludes() {
    for (config, argument, is_kept) in [
        ("keep = 'clean'", "--assume-spun", true),
        ("keep = 'clean'", "--gate=off", true),
        ("keep = 'clean'", "--gate=auto", false),
        ("assume-spun = true", "--keep=clean", false),
        ("gate = 'off'", "--keep=clean", false),
    ] {
        let sandbox = Sandbox::new().with("unspin.toml", config);
        let printed = sandbox.stdout(&[argument], SPUN, 0);
        assert_eq!(!printed.is_empty(), is_kept, "{config} {argument}");
    }
}

#[test]
fn a_list_of_phrases_waits_for_its_mode() {
    let sandbox = Sandbox::new()
        .with("etc/unspin.toml", "terms-list = 'list.csv'\n")
        .with("etc/list.csv", "phrase,expected\ntired router,modem\n");
    let config = "--config=etc/unspin.toml";
    let input = "It has a tired router.\n";
    assert_eq!(sandbox.stdout(&[config], input, 0), input);
    let found = sandbox.stdout(&[config, "--terms"], input, 0);
    assert!(found.contains("\"tired router\""), "{found}");
    // The mode may also be in the file.
    let sandbox = sandbox.with("unspin.toml", "terms = true\n");
    let found = sandbox.stdout(&["--terms-list=etc/list.csv"], input, 0);
    assert!(found.contains("\"tired router\""), "{found}");
}
