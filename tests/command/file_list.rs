//! `--files-from`: lists of paths.

use crate::support::*;

fn sandbox() -> Sandbox {
    Sandbox::new()
        .with("a.txt", "Snow.\n")
        .with("b c.txt", "Rain.\n")
        .with("folder/d.txt", "Wind.\n")
        .with("lines", "b c.txt\r\n\n  \nfolder\n")
        .with("nuls", "b c.txt\0folder/d.txt\0")
        .with("empty", "\n")
}

#[test]
fn listed_paths_come_after_those_of_the_command_line() {
    let sandbox = sandbox();
    for list in ["lines", "nuls"] {
        let arguments = ["--files-from", list, "a.txt"];
        assert_eq!(sandbox.stdout(&arguments, "", 0), "Snow.\nRain.\nWind.\n");
        let input = sandbox.bytes(list);
        let piped = sandbox.stdout(&["--files-from=-", "a.txt"], input, 0);
        assert_eq!(piped, "Snow.\nRain.\nWind.\n");
    }
    assert_eq!(
        sandbox.stdout(&["--files-from=lines"], "Hail.\n", 0),
        "Rain.\nWind.\n"
    );
}

#[test]
fn an_empty_list_is_no_standard_input() {
    let sandbox = sandbox();
    for mode in ["--check", "--diff", "--stats"] {
        let arguments = ["--files-from=empty", mode];
        assert_eq!(sandbox.stdout(&arguments, SPUN, 0), "", "{mode}");
    }
    // A text may come from standard input if the list does not.
    let arguments = ["--files-from=empty", "-"];
    assert_eq!(sandbox.stdout(&arguments, "Hail.\n", 0), "Hail.\n");
}

#[test]
fn what_cannot_be_read_is_reported() {
    let sandbox = sandbox();
    let missing = "unspin: none: no such file; check the path\n";
    let listed = sandbox.run(&["--files-from=-", "a.txt"], "none\nb c.txt\n");
    assert_eq!(listed.status.code(), Some(2));
    assert_eq!(text(&listed.stdout), "Snow.\nRain.\n");
    assert_eq!(text(&listed.stderr), missing);
    let list = sandbox.run(&["--files-from=none", "a.txt"], "");
    assert_eq!((list.status.code(), list.stdout.len()), (Some(2), 0));
    assert_eq!(text(&list.stderr), missing);
}

#[test]
fn standard_input_is_not_the_list_and_a_text() {
    let sandbox = sandbox();
    for (paths, list) in [(&["-"][..], "a.txt\n"), (&[], "a.txt\n-\n")] {
        let arguments = [&["--files-from=-"], paths].concat();
        let output = sandbox.run(&arguments, list);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
        let messages = text(&output.stderr);
        let start = "unspin: --files-from: standard input is the list of files";
        assert!(messages.starts_with(start), "{messages}");
        assert_eq!(messages.lines().count(), 1, "{messages}");
    }
}
