//! The options themselves: help, usage errors, the manual page.

use std::fs;

use crate::support::*;

#[test]
fn wrong_options_end_with_status_2() {
    let table = [
        &["--nonsense"][..],
        &["--diff", "--edits"],
        &["-w", "--check", "a.txt"],
        &["--min-margin", "much"],
        &["--min-margin=-1"],
        &["--color", "mauve"],
        &["--glob", "a["],
        &["--exclude", "a["],
        &["--exclude", ""],
        &["--exclude", "!"],
        &["-o", "", "a.txt"],
        &["--encoding", "iso-2022-jp"],
        &["--terms-list", "a"],
        &["--format", "pdf"],
        &["--gate", "shut"],
        &["--gate=auto", "--assume-spun"],
        &["--format=text", "--format=html"],
        &["--precision", "exact"],
        &["--stats=xml"],
        &["--check=xml"],
        &["--keep=both"],
        &["--precision=eager", "--min-margin=1"],
        &["--progress", "maybe"],
        &["--field", "/a~b"],
        &["--annotate", "--diff"],
        &["--edits-to=a", "--check"],
        &["--edits-to=-"],
        &["--jobs", "1025"],
        &["--max-expansion", "0"],
        &["--max-expansion", "1000001"],
        &["--generate", "tcsh"],
    ];
    for arguments in table {
        let output = Sandbox::new().run(arguments, "");
        assert_eq!(
            (output.status.code(), output.stdout.len()),
            (Some(2), 0),
            "{arguments:?}"
        );
    }
}

#[test]
fn numbers_are_refused_in_plain_words() {
    for (option, value, range) in [
        ("--jobs", "x", "whole number from 0 to 1024"),
        ("--jobs", "-1", "whole number from 0 to 1024"),
        ("--max-expansion", "1.5", "whole number from 1 to 1000000"),
        ("--min-margin", "-1", "number of nats from 0 to 1000"),
    ] {
        let output = Sandbox::new().run(&[option, value], "");
        let problem = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{problem}");
        assert!(problem.contains(&format!("': give a {range}")), "{problem}");
    }
}

#[test]
fn help_has_groups_units_and_defaults() {
    let sandbox = Sandbox::new();
    let short = sandbox.stdout(&["-h"], "", 0);
    let long = sandbox.stdout(&["--help"], "", 0);
    for heading in [
        "Usage: unspin [OPTIONS] [PATH]...",
        "Output modes (at most one):",
        "Restoring:",
        "NATS",
        "[default: auto]",
    ] {
        assert!(
            short.contains(heading) && long.contains(heading),
            "{heading}"
        );
    }
    assert!(long.contains("Exit status:") && !short.contains("Exit status:"));
    assert!(
        short.lines().all(|line| !line.starts_with(&" ".repeat(15))),
        "one line for each option:\n{short}"
    );
}

#[test]
fn every_option_is_in_both_helps() {
    let sandbox = Sandbox::new();
    let short = sandbox.stdout(&["-h"], "", 0);
    let long = sandbox.stdout(&["--help"], "", 0);
    let options: Vec<&str> = short
        .lines()
        .filter_map(|line| line.split_whitespace().find(|word| word.starts_with("--")))
        .collect();
    assert!(options.len() > 25, "{options:?}");
    for option in options {
        assert!(long.contains(option), "{option}");
    }
}

#[test]
fn manual_page_and_completions_have_every_option() {
    let sandbox = Sandbox::new().with("unspin.toml", "not TOML, but nothing is restored here");
    for (what, start) in [
        ("man", ".ie"),
        ("bash", "_unspin()"),
        ("zsh", "#compdef unspin"),
        ("fish", "complete -c unspin"),
        ("powershell", "Register-ArgumentCompleter"),
    ] {
        let generated = sandbox.stdout(&["--generate", what], "", 0);
        assert!(generated.contains(start), "{what}");
        let generated = generated.replace("\\-", "-");
        for option in [
            "assume-spun",
            "min-margin",
            "skip-bad",
            "report",
            "no-config",
            "generate",
        ] {
            assert!(generated.contains(option), "{what} {option}");
        }
    }
}

#[test]
fn the_manual_page_has_more_than_the_options() {
    let sandbox = Sandbox::new();
    let page = sandbox.stdout(&["--generate", "man"], "", 0);
    let headings: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix(".SH "))
        .collect();
    assert_eq!(headings[..3], ["NAME", "SYNOPSIS", "DESCRIPTION"]);
    let end = [
        "\"EXIT STATUS\"",
        "ENVIRONMENT",
        "FILES",
        "EXAMPLES",
        "VERSION",
    ];
    assert_eq!(headings[headings.len() - 5..], end);
    for entry in [
        "\\fBNO_COLOR\\fR",
        "\\fBunspin.toml\\fR",
        "\\fBunspin \\-w articles\\fR",
    ] {
        assert!(page.contains(entry), "{entry}");
    }
    // Every example is also in `--help`.
    let help = sandbox.stdout(&["--help"], "", 0);
    assert!(help.contains("\n  unspin -w articles  "), "{help}");
}

/// The command that `--help` shows for the manual page works on an account that has no folder for
/// manual pages yet.
#[cfg(unix)]
#[test]
fn the_example_for_the_manual_page_works_on_a_new_account() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("home")).expect("folder");
    let help = sandbox.stdout(&["--help"], "", 0);
    let words: Vec<&str> = help.split_whitespace().collect();
    let help = words.join(" ");
    let (_, example) = help
        .split_once("For example: ")
        .expect("an example in the help of --generate");
    let end = example.find("unspin.1").expect("the file") + "unspin.1".len();
    let folder = program().parent().expect("a folder").to_owned();
    let status = std::process::Command::new("sh")
        .args(["-c", &example[..end]])
        .env("HOME", sandbox.path("home"))
        .env("PATH", format!("{}:/usr/bin:/bin", folder.display()))
        .status()
        .expect("a shell");
    assert!(status.success(), "{}", &example[..end]);
    assert!(
        sandbox
            .text("home/.local/share/man/man1/unspin.1")
            .contains("unspin")
    );
}

#[test]
fn options_that_say_the_same_go_together() {
    let sandbox = Sandbox::new();
    let spun = sandbox.stdout(&["--assume-spun"], SPUN, 0);
    for arguments in [
        &["--gate=off", "--assume-spun"][..],
        &[
            "--assume-spun",
            "--assume-spun",
            "--format=text",
            "--format",
            "text",
        ],
        &["--assume-spun", "--precision=balanced", "--min-margin=0.4"],
        &["--assume-spun", "-j", "0"],
    ] {
        assert_eq!(sandbox.stdout(arguments, SPUN, 0), spun, "{arguments:?}");
    }
    let sandbox = sandbox.with("unspin.toml", "assume-spun = true\n");
    assert_eq!(sandbox.stdout(&[], SPUN, 0), spun);
    // The command line still decides.
    let headline = "The White Home mentioned it.\n";
    assert_ne!(sandbox.stdout(&[], headline, 0), headline);
    assert_eq!(sandbox.stdout(&["--gate=auto"], headline, 0), headline);
}
