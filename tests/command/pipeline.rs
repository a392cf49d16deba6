//! The command in a pipeline: several threads, slow and closed pipes, packed files, files that are written.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

use crate::support::*;

/// Files of every format in a folder `in`, and some that are left alone.
fn tree() -> Sandbox {
    let sandbox = Sandbox::new();
    fs::create_dir_all(sandbox.path("in/b/c")).expect("folders");
    let lines: String = [SPUN, CLEAN, SPUN]
        .iter()
        .map(|text| record(text) + "\n")
        .collect();
    let sandbox = sandbox
        .with("in/a.txt", SPUN)
        .with("in/clean.txt", CLEAN)
        .with("in/b/page.html", html(SPUN))
        .with("in/b/post.md", markdown(SPUN));
    let sandbox = sandbox
        .with("in/b/lines.jsonl", &lines)
        .with("in/b/c/lines.jsonl.gz", gzip(&lines))
        .with("in/b/c/text.txt.zst", zstd(SPUN));
    sandbox
        .with("in/code.rs", SPUN)
        .with("in/.hidden.txt", SPUN)
}

/// The prose of `tree`, by the names in `in`, in order.
const TREE: [&str; 7] = [
    "a.txt",
    "b/c/lines.jsonl.gz",
    "b/c/text.txt.zst",
    "b/lines.jsonl",
    "b/page.html",
    "b/post.md",
    "clean.txt",
];

fn unpacked(path: &Path) -> String {
    let bytes = fs::read(path).expect("a file");
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("gz") => {
            let mut plain = Vec::new();
            flate2::bufread::MultiGzDecoder::new(&bytes[..])
                .read_to_end(&mut plain)
                .expect("gzip");
            text(&plain)
        }
        Some("zst") => text(&zstd::decode_all(&bytes[..]).expect("zstd")),
        _ => text(&bytes),
    }
}

#[test]
fn every_number_of_jobs_gives_the_same_bytes() {
    let sandbox = tree();
    for mode in [
        &[][..],
        &["--edits"],
        &["--score"],
        &["--diff"],
        &["--explain"],
        &["--check"],
    ] {
        let run = |jobs: &str| {
            sandbox.run(
                &[mode, &["-j", jobs, "in", "missing", "in/b/lines.jsonl"]].concat(),
                "",
            )
        };
        let one = run("1");
        for jobs in ["2", "7"] {
            let many = run(jobs);
            assert_eq!(
                (text(&many.stdout), text(&many.stderr), many.status),
                (text(&one.stdout), text(&one.stderr), one.status),
                "{mode:?}"
            );
        }
        assert!(!one.stdout.is_empty(), "{mode:?}");
    }
    for jobs in ["0", "1025", "many"] {
        assert_eq!(
            sandbox.run(&["-j", jobs], "").status.code(),
            Some(2),
            "{jobs}"
        );
    }
}

/// Without the marks and the reasons of `--explain`.
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
fn every_format_goes_through_every_mode() {
    let sandbox = tree();
    for name in TREE {
        let path = format!("in/{name}");
        let source = unpacked(&sandbox.path(&path));
        let run = |mode: &str, status: i32| sandbox.stdout(&[mode, &path], "", status);
        let restored = sandbox.stdout(&[&path], "", 0);
        let edits = edits(&run("--edits", 0));
        assert_eq!(
            apply(&source, &edits),
            restored,
            "{name}: the edits are all that changes"
        );
        assert_eq!(edits.is_empty(), name == "clean.txt", "{name}");
        let checked = if edits.is_empty() {
            String::new()
        } else {
            format!("{path}: {} edits\n", edits.len())
        };
        assert_eq!(run("--check", i32::from(!edits.is_empty())), checked);
        let scored = crate::support::edits(&run("--score", 0))
            .iter()
            .map(|score| number(score, "edits"))
            .sum::<usize>();
        assert_eq!(scored, edits.len(), "{name}");
        let diff = run("--diff", 0);
        let lines = |sign: &str, head: &str| {
            diff.lines()
                .filter(|line| line.starts_with(sign) && !line.starts_with(head))
                .count()
        };
        assert_eq!(
            (lines("-", "---") > 0, lines("-", "---")),
            (!edits.is_empty(), lines("+", "+++")),
            "{name}"
        );
        // A document may end without a line feed, and reasons stand on lines of their own.
        assert_eq!(
            unmarked(&run("--explain", 0)).trim_end(),
            restored.trim_end(),
            "{name}"
        );
        sandbox.stdout(&["-o", "out", &path], "", 0);
        let file_name = Path::new(name).file_name().expect("a name");
        assert_eq!(
            unpacked(&sandbox.path("out").join(file_name)),
            restored,
            "{name}"
        );
        fs::remove_dir_all(sandbox.path("out")).expect("folder");
        sandbox.stdout(&["-w", &path], "", 0);
        assert_eq!(unpacked(&sandbox.path(&path)), restored, "{name}");
    }
}

#[test]
fn batches_of_lines_make_no_difference() {
    let lines: String = (0..3000)
        .map(|number| format!("{{\"n\":{number},\"text\":\"It rained on day {number}.\"}}\n"))
        .collect();
    let lines = lines.replace("\"n\":7,", "\"n\":,");
    let one = Sandbox::new().run(&["--format=jsonl", "--skip-bad", "-j1"], &lines);
    let many = Sandbox::new().run(&["--format=jsonl", "--skip-bad", "-j4"], &lines);
    assert_eq!((&one.stdout, &one.stderr), (&many.stdout, &many.stderr));
    assert_eq!(text(&one.stdout), lines);
    assert!(
        text(&one.stderr).starts_with("unspin: <stdin>:8: is not JSON"),
        "{}",
        text(&one.stderr)
    );
}

#[test]
fn lines_of_a_slow_pipe_come_out_at_once() {
    for jobs in ["1", "4"] {
        let sandbox = Sandbox::new();
        let mut child = sandbox
            .command(&["--format=jsonl", "-j", jobs])
            .spawn()
            .expect("the program starts");
        let (mut input, mut output) = (
            child.stdin.take().expect("piped"),
            BufReader::new(child.stdout.take().expect("piped")),
        );
        for number in 0..3 {
            let line = format!("{{\"text\": \"Rain on day {number}.\"}}\n");
            input.write_all(line.as_bytes()).expect("the program reads");
            let mut got = String::new();
            output.read_line(&mut got).expect("the program writes");
            assert_eq!(got, line);
        }
        drop(input);
        assert!(child.wait().expect("the program ends").success());
    }
}

#[test]
fn program_ends_with_its_output_although_input_goes_on() {
    let sandbox = Sandbox::new();
    let mut child = sandbox
        .command(&["--format=jsonl"])
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("piped");
    drop(child.stdout.take());
    input
        .write_all(b"{\"text\": \"Rain.\"}\n")
        .expect("the program reads");
    assert_eq!(child.wait().expect("the program ends").code(), Some(0));
    drop(input);
}

#[test]
fn output_mirrors_the_tree() {
    let sandbox = tree();
    let modified = fs::metadata(sandbox.path("in/a.txt"))
        .expect("metadata")
        .modified()
        .expect("time");
    assert_eq!(sandbox.stdout(&["-o", "out/new", "in"], "", 0), "");
    for name in TREE {
        let expected = sandbox.stdout(&[&format!("in/{name}")], "", 0);
        assert_eq!(
            unpacked(&sandbox.path(&format!("out/new/{name}"))),
            expected,
            "{name}"
        );
    }
    let mut count = 0;
    ignore_hidden(&sandbox.path("out"), &mut count);
    assert_eq!(count, TREE.len());
    assert_eq!(
        fs::metadata(sandbox.path("in/a.txt"))
            .expect("metadata")
            .modified()
            .expect("time"),
        modified
    );
    // Into a folder that is walked, too: at first, and once more.
    for _ in 0..2 {
        assert_eq!(
            sandbox.stdout(&["-o", "zoo", "--glob=?.txt", "."], "", 0),
            ""
        );
        assert!(sandbox.path("zoo/in/a.txt").exists() && !sandbox.path("zoo/zoo").exists());
    }
}

fn ignore_hidden(folder: &Path, count: &mut usize) {
    for entry in fs::read_dir(folder).expect("folder") {
        let path = entry.expect("entry").path();
        if path.is_dir() {
            ignore_hidden(&path, count)
        } else {
            *count += 1
        }
    }
}

#[test]
fn output_goes_nowhere_it_would_harm() {
    let sandbox = tree().with("a.txt", CLEAN).with("file", "");
    let table = [
        (
            &["-o", ".", "a.txt"][..],
            "unspin: a.txt: would be written over itself; name another folder after --output, or use --write\n",
        ),
        (
            &["-o", "out", "a.txt", "in/a.txt"],
            "unspin: in/a.txt: would be written over another file's text; restore one of the two into another --output folder\n",
        ),
        (
            &["-o", "out"],
            "unspin: <stdin>: has no name to write to; name files beside --output, or leave it out\n",
        ),
        (
            &["-o", "out", "missing.txt"],
            "unspin: missing.txt: no such file; check the path\n",
        ),
    ];
    for (arguments, message) in table {
        let output = sandbox.run(arguments, SPUN);
        assert_eq!(
            (output.status.code(), &*text(&output.stderr)),
            (Some(2), message),
            "{arguments:?}"
        );
    }
    assert_eq!(
        [sandbox.text("a.txt"), sandbox.text("out/a.txt")],
        [CLEAN; 2]
    );
    let output = sandbox.run(&["-o", "file", "in"], "");
    assert_eq!(
        (output.status.code(), text(&output.stderr).lines().count()),
        (Some(2), TREE.len()),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn write_packs_again() {
    let sandbox = tree();
    let expected: Vec<String> = TREE
        .iter()
        .map(|name| sandbox.stdout(&[&format!("in/{name}")], "", 0))
        .collect();
    let clean = gzip(&(record(CLEAN) + "\n"));
    let sandbox = sandbox.with("in/clean.jsonl.gz", &clean);
    for _ in 0..2 {
        assert_eq!(sandbox.stdout(&["-w", "in"], "", 0), "");
        let written: Vec<String> = TREE
            .iter()
            .map(|name| unpacked(&sandbox.path(&format!("in/{name}"))))
            .collect();
        assert_eq!(written, expected);
    }
    assert_eq!(
        fs::read(sandbox.path("in/clean.jsonl.gz")).expect("file"),
        clean,
        "no edit, no new file"
    );
    assert_eq!(
        [sandbox.text("in/code.rs"), sandbox.text("in/.hidden.txt")],
        [SPUN; 2]
    );
}

#[test]
fn cut_packed_file_is_left_as_it_was() {
    let packed = gzip(&(record(SPUN) + "\n").repeat(2));
    let cut = &packed[..packed.len() - 9];
    let sandbox = Sandbox::new().with("a.jsonl.gz", cut).with("b.txt.gz", cut);
    for arguments in [&["-w"][..], &["-o", "out"]] {
        let output = sandbox.run(&[arguments, &["a.jsonl.gz", "b.txt.gz"]].concat(), "");
        let message = "ends in the middle of its compressed data; fetch it again";
        assert_eq!(
            (output.status.code(), text(&output.stderr)),
            (
                Some(2),
                format!("unspin: a.jsonl.gz: {message}\nunspin: b.txt.gz: {message}\n")
            )
        );
    }
    assert_eq!(
        ["a.jsonl.gz", "b.txt.gz"].map(|name| fs::read(sandbox.path(name)).expect("file")),
        [cut, cut]
    );
    assert!(
        fs::read_dir(sandbox.path("out"))
            .expect("folder")
            .next()
            .is_none(),
        "nothing half done"
    );
}
