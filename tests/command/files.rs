//! Files of every format: what the output modes print about them, and files that are written in
//! place.

use std::path::Path;

use crate::support::*;

/// The output of `--explain` without its marks and reasons.
fn unmarked(explained: &str) -> String {
    let mut text = String::new();
    let mut rest = explained;
    while let Some((before, marked)) = rest.split_once("[-") {
        let (_, marked) = marked.split_once("-]{+").expect("the new wording");
        let (original, after) = marked.split_once("+}").expect("its end");
        text.extend([before, original]);
        rest = after;
    }
    text.push_str(rest);
    text.split_inclusive('\n')
        .filter(|line| !line.starts_with("  | "))
        .collect()
}

#[test]
fn all_modes_agree_about_files_of_every_format() {
    let sandbox = tree();
    for name in TREE {
        let path = format!("in/{name}");
        let run = |mode: &str| sandbox.stdout(&[mode, &path], "", 0);
        let source = unpacked(&sandbox.path(&path));
        let restored = run("--color=never");
        let edits = json_lines(&run("--edits"));
        let is_clean = name == "clean.txt";
        assert_eq!(edits.is_empty(), is_clean, "{name}");
        assert_eq!(apply(&source, &edits), restored, "{name}");
        let checked = sandbox.stdout(&["--check", &path], "", i32::from(!is_clean));
        let count = edits.len();
        let expected = format!("{path}: {count} edits\n");
        assert_eq!(checked, if is_clean { "" } else { &expected });
        let scores = json_lines(&run("--score"));
        let scored: usize = scores.iter().map(|score| number(score, "edits")).sum();
        assert_eq!(scored, count, "{name}");
        assert_diff(&run("--diff"), is_clean);
        // A document may end without a line feed, but reasons start on a new line.
        let explained = unmarked(&run("--explain"));
        assert_eq!(explained.trim_end(), restored.trim_end(), "{name}");
        sandbox.stdout(&["-o", "out", &path], "", 0);
        let file_name = Path::new(name).file_name().expect("a name");
        let copy = sandbox.path("out").join(file_name);
        assert_eq!(unpacked(&copy), restored, "{name}");
        std::fs::remove_dir_all(sandbox.path("out")).expect("folder");
        sandbox.stdout(&["-w", &path], "", 0);
        assert_eq!(unpacked(&sandbox.path(&path)), restored, "{name}");
    }
}

/// A diff has as many new lines as old ones, because these documents keep their lines; a clean file
/// has none.
fn assert_diff(diff: &str, is_clean: bool) {
    let count = |sign: char, head: &str| {
        diff.lines()
            .filter(|line| line.starts_with(sign) && !line.starts_with(head))
            .count()
    };
    let removed = count('-', "---");
    assert_eq!(removed == 0, is_clean, "{diff}");
    assert_eq!(count('+', "+++"), removed, "{diff}");
}

#[test]
fn files_in_place_stay_compressed() {
    let clean = gzip(&(record(CLEAN) + "\n"));
    let sandbox = tree().with("in/clean.jsonl.gz", &clean);
    let restored = TREE.map(|name| sandbox.stdout(&[&format!("in/{name}")], "", 0));
    for _ in 0..2 {
        assert_eq!(sandbox.stdout(&["-w", "in"], "", 0), "");
        for (name, restored) in TREE.iter().zip(&restored) {
            let path = sandbox.path(&format!("in/{name}"));
            assert_eq!(unpacked(&path), *restored, "{name}");
        }
    }
    let unchanged = sandbox.bytes("in/clean.jsonl.gz");
    assert_eq!(unchanged, clean, "without edits, the file is not rewritten");
    for name in ["in/code.rs", "in/.hidden.txt"] {
        assert_eq!(sandbox.text(name), SPUN, "{name}");
    }
}

#[test]
fn a_cut_off_compressed_file_is_left_unchanged() {
    let packed = gzip(&(record(SPUN) + "\n").repeat(2));
    let cut = &packed[..packed.len() - 8];
    let sandbox = Sandbox::new().with("a.jsonl.gz", cut).with("b.txt.gz", cut);
    let found = format!(
        "ends in the middle of its compressed data, at byte {}",
        cut.len()
    );
    for (mode, done) in [
        (&["-w"][..], "left unchanged"),
        (&["-o", "out"], "only what could be decompressed was read"),
    ] {
        let arguments = [mode, &["a.jsonl.gz", "b.txt.gz"]].concat();
        let problem = format!("{found}; {done}; download it again");
        let messages = format!("unspin: a.jsonl.gz: {problem}\nunspin: b.txt.gz: {problem}\n");
        let failure = sandbox.failure(&arguments, "");
        assert_eq!(failure, (Some(2), messages));
    }
    for name in ["a.jsonl.gz", "b.txt.gz"] {
        assert_eq!(sandbox.bytes(name), cut, "{name}");
    }
    let whole = Sandbox::new().stdout(&["--format=jsonl"], &packed, 0);
    assert_eq!(sandbox.stdout(&["out/a.jsonl.gz"], "", 0), whole);
}

#[test]
fn what_is_excluded_is_skipped_in_folders() {
    let sandbox = Sandbox::new()
        .with("site/a.txt", SPUN)
        .with("site/a.min.html", html(SPUN))
        .with("site/drafts/b.txt", SPUN)
        .with("site/old/drafts/c.txt", SPUN)
        .with("site/.hidden.txt", SPUN);
    let names = |arguments: &[&str]| -> Vec<String> {
        let arguments = [&["--check", "-q"], arguments].concat();
        let list = sandbox.stdout(&arguments, "", 1);
        let name = |line: &str| line.split(": ").next().expect("a name").to_owned();
        list.lines().map(name).collect()
    };
    let some = ["--exclude=drafts", "--exclude", "*.min.html", "site"];
    assert_eq!(names(&some), ["site/a.txt"]);
    // A pattern with a slash counts from the working folder, also for absolute paths.
    let all = sandbox.path("site");
    let all = all.to_str().expect("UTF-8");
    for folder in ["site", "./site", all] {
        let left = names(&["--exclude=site/drafts/", "--glob=?.txt", folder]);
        let expected = ["a.txt", "old/drafts/c.txt"].map(|name| format!("{folder}/{name}"));
        assert_eq!(left, expected);
    }
    // A file that is named is restored.
    let named = ["--exclude=*.txt", "site/a.txt"];
    assert_eq!(names(&named), ["site/a.txt"]);
}
