//! Inputs and standard streams: files, folders, pipes and compressed data.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};

use unspin::document::chunk;

use crate::support::*;

#[test]
fn clean_text_is_copied() {
    let sandbox = Sandbox::new();
    let table = [
        (&[][..], CLEAN),
        (&["-"], CLEAN),
        (&["--explain"], CLEAN),
        (&["--explain", "--color", "always"], CLEAN),
        (&["--min-margin", "2.5"], CLEAN),
        (&["--diff"], ""),
        (&["--diff", "--color=always"], ""),
        (&["--edits"], ""),
        (&["--check"], ""),
    ];
    for (arguments, stdout) in table {
        assert_eq!(sandbox.stdout(arguments, CLEAN, 0), stdout, "{arguments:?}");
    }
}

#[test]
fn empty_input_gives_empty_output() {
    let sandbox = Sandbox::new().with("empty.txt", "");
    for arguments in [
        &[][..],
        &["empty.txt"],
        &["--diff"],
        &["--edits"],
        &["--check"],
        &["--explain"],
        &["--assume-spun"],
        &["-w", "empty.txt"],
    ] {
        assert_eq!(sandbox.stdout(arguments, "", 0), "", "{arguments:?}");
    }
}

#[test]
fn bytes_that_are_not_utf8_are_copied() {
    let input = b"\xff It rained \xc3( all day.\r\n\r\x80";
    let output = Sandbox::new().run(&[], input);
    assert_eq!(
        (output.status.code(), &*output.stdout),
        (Some(0), &input[..])
    );
}

/// Spun text and a NUL byte, in the first chunk of a long text or in a later one.
fn binary(length: usize) -> Vec<u8> {
    let text = format!("{SPUN}\n\n").repeat(length.div_ceil(SPUN.len()));
    [text.as_bytes(), b"\0", SPUN.as_bytes()].concat()
}

#[test]
fn input_that_is_not_text_is_left_unchanged_in_every_mode() {
    let message = "unspin: a.bin: is not text (it contains NUL bytes); left unchanged\n";
    for length in [1, 3 * chunk::LENGTH] {
        let source = binary(length);
        let sandbox = Sandbox::new().with("a.bin", &source);
        let modes = [
            "--explain",
            "--diff",
            "--edits",
            "--score",
            "--check",
            "-w",
            "-oout",
        ];
        for mode in modes.iter().copied().chain(["--jobs=1"]) {
            let output = sandbox.run(&["--assume-spun", mode, "a.bin"], "");
            assert_eq!(output.status.code(), Some(2), "{mode}");
            assert_eq!(text(&output.stderr), message, "{mode}");
            let is_copied = ["--explain", "--jobs=1"].contains(&mode);
            let expected = if is_copied { &source[..] } else { b"" };
            assert!(output.stdout == expected, "{mode}");
        }
        assert!(sandbox.bytes("a.bin") == source);
        assert!(sandbox.bytes("out/a.bin") == source);
    }
}

#[test]
fn other_input_that_is_not_text_is_left_unchanged() {
    let table = [
        (
            format!("%PDF-1.4\n{SPUN}").into_bytes(),
            "it is a PDF document",
        ),
        (
            b"\xe9\xe8 a \xe7\n".repeat(99),
            "it is mostly not UTF-8; name its encoding with --encoding",
        ),
        (binary(1), "it contains NUL bytes"),
    ];
    for (source, reason) in table {
        for format in ["text", "markdown", "html"] {
            let output = Sandbox::new().run(&["--assume-spun", "--format", format], &source);
            let message = format!("unspin: <stdin>: is not text ({reason}); left unchanged\n");
            assert_eq!(text(&output.stderr), message);
            assert_eq!(output.status.code(), Some(2), "{reason}");
            assert!(output.stdout == source, "{reason}");
        }
    }
}

#[test]
fn a_stream_that_stops_being_text_is_copied_from_there_on() {
    let source = binary(3 * chunk::LENGTH);
    let output = Sandbox::new().run(&[], &source);
    assert_eq!(
        text(&output.stderr),
        "unspin: <stdin>: is not text (it contains NUL bytes); left unchanged\n"
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout != source && output.stdout.ends_with(&binary(1)));
}

#[test]
fn files_of_a_folder_that_are_not_text_are_skipped_or_copied() {
    for length in [1, 3 * chunk::LENGTH] {
        let source = binary(length);
        let sandbox = Sandbox::new()
            .with("in/a.txt", &source)
            .with("in/b.txt", SPUN);
        assert_eq!(
            sandbox.stdout(&["in"], "", 0),
            sandbox.stdout(&["in/b.txt"], "", 0)
        );
        sandbox.stdout(&["-w", "in"], "", 0);
        assert!(sandbox.bytes("in/a.txt") == source);
        assert!(sandbox.text("in/b.txt") != SPUN);
        sandbox.stdout(&["-oout", "in"], "", 0);
        assert!(sandbox.bytes("out/a.txt") == source);
        sandbox.stdout(&["-ospun", "--keep=spun", "in"], "", 0);
        assert!(!sandbox.path("spun/a.txt").exists());
    }
}

#[test]
fn files_and_standard_input_are_read_in_order() {
    let sandbox = Sandbox::new()
        .with("a.txt", "First.\n")
        .with("b.txt", "Third.\n");
    assert_eq!(
        sandbox.stdout(&["a.txt", "-", "b.txt"], "Second.\n", 0),
        "First.\nSecond.\nThird.\n"
    );
}

#[test]
fn a_missing_file_is_reported_and_the_others_are_restored() {
    let sandbox = Sandbox::new()
        .with("a.txt", "First.\n")
        .with("b.txt", "Third.\n");
    let output = sandbox.run(&["a.txt", "missing.txt", "b.txt"], "");
    assert_eq!(
        (output.status.code(), &*text(&output.stdout)),
        (Some(2), "First.\nThird.\n")
    );
    assert_eq!(
        text(&output.stderr),
        "unspin: missing.txt: no such file; check the path\n"
    );
}

#[test]
fn quiet_leaves_only_errors() {
    let sandbox = Sandbox::new()
        .with("a.jsonl", "[]\n")
        .with("b.txt", CLEAN)
        .with("unspin.toml", "verbose = true\n");
    let arguments = ["-q", "--skip-bad", "a.jsonl", "b.txt"];
    assert_eq!(sandbox.failure(&arguments, ""), (Some(0), String::new()));
    let (status, messages) = sandbox.failure(&["--quiet", "a.jsonl", "missing"], "");
    let expected = "unspin: a.jsonl: 1 bad line was left unchanged; correct the input, or accept this with --skip-bad\n\
                    unspin: missing: no such file; check the path\n";
    assert_eq!((status, &*messages), (Some(2), expected));
    assert_eq!(sandbox.failure(&["-q", "-v", "b.txt"], "").0, Some(2));
}

#[test]
fn a_failure_counts_more_than_a_file_that_would_change() {
    let sandbox = Sandbox::new().with("spun.txt", SPUN);
    let (status, _) = sandbox.failure(&["--check", "spun.txt", "missing.txt"], "");
    assert_eq!(status, Some(2));
}

#[test]
fn a_closed_pipe_is_not_reported() {
    let sandbox = Sandbox::new().with("long.txt", CLEAN.repeat(500));
    let mut child = sandbox
        .command(&["long.txt"])
        .spawn()
        .expect("the program starts");
    let mut some = [0; 10];
    child
        .stdout
        .take()
        .expect("piped")
        .read_exact(&mut some)
        .expect("some output");
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(
        (output.status.code(), &*text(&output.stderr)),
        (Some(0), "")
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_an_error() {
    let sandbox = Sandbox::new().with("a.txt", CLEAN);
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("Linux has one");
    let output = sandbox
        .command(&["a.txt"])
        .stdout(full)
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("unspin: <stdout>: cannot be written ("));
}

#[cfg(target_os = "linux")]
#[test]
fn paths_need_not_be_utf8() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let sandbox = Sandbox::new();
    let name = OsStr::from_bytes(b"\xff.txt");
    fs::write(sandbox.folder.path().join(name), SPUN).expect("a file in the folder");
    let output = sandbox
        .command(&["--edits", "--assume-spun"])
        .arg(name)
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(0));
    let edits = json_lines(&text(&output.stdout));
    assert!(!edits.is_empty());
    assert!(edits.iter().all(|edit| edit["path"] == "\u{fffd}.txt"));
}

#[test]
fn standard_input_cannot_be_restored_in_place() {
    let output = Sandbox::new().run(&["-w"], SPUN);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    assert_eq!(
        text(&output.stderr),
        "unspin: <stdin>: cannot be restored in place; name files, or leave out --write and --interactive\n"
    );
}

#[test]
fn a_pipe_gets_no_progress_bar() {
    let sandbox = Sandbox::new().with("a.txt", SPUN);
    for when in ["auto", "always", "never"] {
        let (_, messages) = sandbox.failure(&["--progress", when, "a.txt"], "");
        assert_eq!(messages, "", "{when}");
    }
}

#[test]
fn compressed_inputs_are_read_and_the_output_is_plain() {
    let lines = format!("{}\n{}\n", record(SPUN), record(CLEAN));
    let sandbox = Sandbox::new()
        .with("a.txt.gz", gzip(SPUN))
        .with("b.jsonl.zst", zstd(&lines))
        .with("c", gzip(SPUN))
        .with("d.jsonl", &lines);
    let restored = sandbox.stdout(&[], SPUN, 0);
    let restored_lines = sandbox.stdout(&["d.jsonl"], "", 0);
    assert_eq!(
        sandbox.stdout(&["a.txt.gz", "b.jsonl.zst", "c"], "", 0),
        [&*restored, &restored_lines, &restored].concat()
    );
    assert_eq!(sandbox.stdout(&[], zstd(SPUN), 0), restored);
    let edits = json_lines(&sandbox.stdout(&["--edits", "a.txt.gz"], "", 0));
    let applied = apply(SPUN, &edits);
    assert_eq!(applied, restored, "offsets are in the decompressed text");
}

#[test]
fn a_cut_off_compressed_file_is_reported() {
    let packed = gzip(&format!("{}\n", record(CLEAN)));
    let sandbox = Sandbox::new()
        .with("a.jsonl.gz", &packed[..packed.len() - 8])
        .with("b.txt", CLEAN);
    let output = sandbox.run(&["a.jsonl.gz", "b.txt"], "");
    assert_eq!(output.status.code(), Some(2));
    let read = format!("{}\n{CLEAN}", record(CLEAN));
    assert_eq!(text(&output.stdout), read);
    let messages = text(&output.stderr);
    let expected = format!(
        "unspin: a.jsonl.gz: ends in the middle of its compressed data, at byte {}; \
         only what could be decompressed was read; download it again\n",
        packed.len() - 8
    );
    assert_eq!(messages, expected);
}

#[test]
fn the_prose_in_folders_is_restored() {
    let sandbox = Sandbox::new()
        .with("z.txt", SPUN)
        .with("notes.org", SPUN)
        .with(".hidden.txt", SPUN)
        .with("no.md", SPUN)
        .with(".ignore", "no.md\n")
        .with("b/a.jsonl.gz", gzip(&record(SPUN)))
        .with("b/a.html", html(SPUN));
    let restored = sandbox.stdout(&[], SPUN, 0);
    let lines = sandbox.stdout(&["--format=jsonl"], record(SPUN), 0);
    assert_eq!(
        sandbox.stdout(&["."], "", 0),
        [&*html(&restored), &lines, &restored].concat()
    );
    let arguments = ["--check", "b", "--glob", "*.org", "--glob", "?.txt", "."];
    let checked = sandbox.stdout(&arguments, "", 1);
    let names: Vec<&str> = checked
        .lines()
        .map(|line| line.split(": ").next().expect("a name"))
        .collect();
    assert_eq!(names, ["./notes.org", "./z.txt"]);
    sandbox.stdout(&["-w", "--glob", "*.{txt,html}", "."], "", 0);
    assert_eq!(sandbox.text("z.txt"), restored);
    assert_eq!(sandbox.text("b/a.html"), html(&restored));
    for name in ["notes.org", ".hidden.txt", "no.md"] {
        assert_eq!(sandbox.text(name), SPUN, "{name}");
    }
}

#[test]
fn a_folder_without_prose_is_reported() {
    let output = Sandbox::new().with("code.rs", SPUN).run(&["."], "");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    assert_eq!(
        text(&output.stderr),
        "unspin: .: has no files to restore, apart from any that are hidden or ignored; name files, or choose others with --glob\n"
    );
}

/// Each line comes out before the next one is written, however short it is.
#[test]
fn lines_of_a_slow_pipe_are_restored_at_once() {
    for jobs in ["1", "4"] {
        let sandbox = Sandbox::new();
        let mut child = sandbox
            .command(&["--format=jsonl", "--skip-bad", "-j", jobs])
            .spawn()
            .expect("the program starts");
        let mut input = child.stdin.take().expect("piped");
        let mut output = BufReader::new(child.stdout.take().expect("piped"));
        for line in ["{}\n", "\n", "{\"text\": \"Rain on day 1.\"}\n", "[]\n"] {
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
fn a_closed_output_ends_the_program_while_its_input_stays_open() {
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
