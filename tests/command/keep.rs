//! `--keep`: printing or writing only documents that look spun, or only the others.

use std::fs;

use crate::support::*;

/// Spun and clean lines in turn, with a bad and a blank line between them.
fn lines() -> String {
    let (spun, clean) = (record(SPUN), record(CLEAN));
    format!("{spun}\n{clean}\n[]\n\n{clean}\n{spun}\n")
}

/// The lines of `text` with the numbers `wanted`, from 1.
fn chosen(text: &str, wanted: &[usize]) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    wanted.iter().map(|&number| lines[number - 1]).collect()
}

#[test]
fn lines_are_left_out_and_all_others_stay_as_they_are() {
    let sandbox = Sandbox::new().with("a.jsonl", lines().repeat(50));
    let options = ["--skip-bad", "-q", "a.jsonl"];
    let run = |more: &[&str]| sandbox.stdout(&[more, &options].concat(), "", 0);
    for mode in [&[][..], &["--annotate"], &["--explain"]] {
        let all = run(mode);
        let [spun, clean] =
            ["spun", "clean"].map(|which| run(&[mode, &["--keep", which, "-j4"]].concat()));
        if mode == ["--explain"] {
            // It has several lines per document.
            assert_eq!(spun.len() + clean.len(), all.len());
            assert!(spun.contains("[-mentioned-]") && !clean.contains("[-"));
            continue;
        }
        let numbers = |of_six: &[usize]| -> Vec<usize> {
            let lines = (0..50).flat_map(|turn| of_six.iter().map(move |line| 6 * turn + line));
            lines.collect()
        };
        assert_eq!(spun, chosen(&all, &numbers(&[1, 6])), "{mode:?}");
        assert_eq!(clean, chosen(&all, &numbers(&[2, 3, 4, 5])), "{mode:?}");
    }
    assert_eq!(run(&["--edits", "--keep=spun"]), run(&["--edits"]));
    assert_eq!(run(&["--edits", "--keep=clean"]), "");
    let scores = run(&["--score"]);
    let of_spun: String = scores
        .split_inclusive('\n')
        .filter(|line| line.contains("\"verdict\":\"spun\""))
        .collect();
    assert_eq!(run(&["--score", "--keep=spun"]), of_spun);
}

#[test]
fn bad_lines_are_reported_as_before() {
    let sandbox = Sandbox::new().with("a.jsonl", lines());
    for (which, done) in [("spun", "out"), ("clean", "unchanged")] {
        let (status, messages) = sandbox.failure(&["--keep", which, "a.jsonl"], "");
        assert_eq!(status, Some(2));
        let last = format!(
            "unspin: a.jsonl: 1 bad line was left {done}; correct the input, or accept this with --skip-bad\n"
        );
        assert!(messages.ends_with(&last), "{messages}");
    }
}

#[test]
fn a_file_is_printed_as_a_whole_or_not_at_all() {
    // The long ones would be read in parts without the option.
    let long = CLEAN.repeat(1000);
    let table = format!("id,text\n1,\"{}\"\n", SPUN.trim());
    let wide: Vec<u8> = format!("\u{feff}{SPUN}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let sandbox = Sandbox::new()
        .with("a.txt", SPUN)
        .with("b.txt", CLEAN)
        .with("c.html", html(SPUN))
        .with("d.txt", format!("{long}\n{SPUN}"))
        .with("e.txt", &long)
        .with("f.csv", table)
        .with("g.txt.gz", gzip(SPUN))
        .with("h.bin", b"\0\x01")
        .with("i.txt", wide);
    let bytes = |name: &str, more: &[&str]| {
        let output = sandbox.run(&[more, &["-q", name]].concat(), "");
        output.stdout
    };
    for (name, kept) in [
        ("a.txt", "spun"),
        ("b.txt", "clean"),
        ("c.html", "spun"),
        ("d.txt", "spun"),
        ("e.txt", "clean"),
        ("f.csv", "spun"),
        ("g.txt.gz", "spun"),
        ("h.bin", "clean"),
        ("i.txt", "spun"),
    ] {
        for which in ["spun", "clean"] {
            let expected = if which == kept {
                bytes(name, &[])
            } else {
                Vec::new()
            };
            assert_eq!(bytes(name, &["--keep", which]), expected, "{name} {which}");
        }
    }
    let printed = sandbox.stdout(&["--keep=clean"], SPUN, 0);
    assert_eq!(printed, "");
}

#[test]
fn a_folder_gets_only_files_of_which_something_is_kept() {
    let sandbox = Sandbox::new()
        .with("in/a.txt", SPUN)
        .with("in/b.txt", CLEAN)
        .with("in/c.jsonl", format!("{}\n", record(CLEAN)))
        .with("in/d.jsonl", lines())
        .with("in/e/f.jsonl.gz", gzip(&lines()));
    let options = ["--skip-bad", "-q", "in"];
    sandbox.stdout(&[&["-o", "all"], &options[..]].concat(), "", 0);
    for (which, names, numbers) in [
        ("spun", &["a.txt", "d.jsonl", "e"][..], &[1, 6][..]),
        (
            "clean",
            &["b.txt", "c.jsonl", "d.jsonl", "e"],
            &[2, 3, 4, 5],
        ),
    ] {
        let out = ["-o", which, "--keep", which];
        sandbox.stdout(&[&out, &options[..]].concat(), "", 0);
        let entries = fs::read_dir(sandbox.path(which)).expect("a folder");
        let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("entry").file_name();
        let mut written: Vec<_> = entries.map(name).collect();
        written.sort();
        assert_eq!(written, names);
        let kept = chosen(&sandbox.text("all/d.jsonl"), numbers);
        assert_eq!(sandbox.text(&format!("{which}/d.jsonl")), kept);
        let packed = sandbox.path(&format!("{which}/e/f.jsonl.gz"));
        assert_eq!(unpacked(&packed), kept);
    }
}

#[test]
fn pages_of_web_archives_are_left_out_with_their_members() {
    let page = |text: &str| {
        let length = text.len();
        format!(
            "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\n{text}\r\n\r\n"
        )
    };
    let (spun, clean) = (page(SPUN), page(CLEAN));
    let archive = [&spun, &clean, &spun].map(|page| gzip(page)).concat();
    let sandbox = Sandbox::new().with("a.warc.gz", archive);
    sandbox.stdout(&["-oout", "--keep=clean", "a.warc.gz"], "", 0);
    let written = sandbox.path("out/a.warc.gz");
    assert_eq!(unpacked(&written), clean);
    // One member, not two empty ones around it.
    let kept = sandbox.bytes("out/a.warc.gz");
    let members = kept.windows(3).filter(|bytes| *bytes == [0x1f, 0x8b, 8]);
    assert_eq!(members.count(), 1);
    sandbox.stdout(&["-oout", "--keep=spun", "a.warc.gz"], "", 0);
    let restored = sandbox.stdout(&["--keep=spun", "a.warc.gz"], "", 0);
    assert_eq!(unpacked(&written), restored);
    assert!(restored.matches("WARC/1.0").count() == 2 && restored.contains("The White House said"));
}

#[test]
fn figures_edits_and_report_are_those_of_what_is_kept() {
    let sandbox = Sandbox::new().with("a.jsonl", lines()).with("b.txt", CLEAN);
    let run = |which: &str| {
        let keep = format!("--keep={which}");
        let also = ["--edits-to=edits", "--report=r.html", "--stats=json", "-q"];
        let arguments = [&[&*keep, "--skip-bad"], &also[..], &["a.jsonl", "b.txt"]].concat();
        let (status, stats) = sandbox.failure(&arguments, "");
        assert_eq!(status, Some(0));
        let stats = json_lines(&stats).remove(0);
        let counts = ["documents", "spun", "edits"].map(|name| number(&stats, name));
        let sections = sandbox.text("r.html").matches("<details").count();
        (counts, sandbox.text("edits").lines().count(), sections)
    };
    let ([documents, spun, edits], listed, sections) = run("spun");
    assert_eq!((documents, spun, sections), (5, 2, 2));
    assert!(edits > 20 && listed == edits);
    assert_eq!(run("clean"), ([5, 2, 0], 0, 3));
}

#[test]
fn where_nothing_can_be_left_out_the_option_is_refused() {
    let sandbox = Sandbox::new().with("a.txt", SPUN);
    let modes = [
        "-w",
        "--diff",
        "--check",
        "--terms",
        "--assume-spun",
        "--gate=off",
    ];
    for mode in modes {
        let (status, messages) = sandbox.failure(&["--keep=spun", mode, "a.txt"], "");
        assert_eq!(status, Some(2), "{mode}");
        assert!(
            messages.contains("cannot be used with"),
            "{mode}: {messages}"
        );
        assert_eq!(sandbox.text("a.txt"), SPUN);
    }
    let wide = format!("\u{feff}{}\n", record(SPUN));
    let wide = wide.encode_utf16();
    let wide: Vec<u8> = wide.flat_map(u16::to_le_bytes).collect();
    let output = sandbox.run(&["--keep=spun", "--format=jsonl"], wide);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    assert_eq!(
        text(&output.stderr),
        "unspin: <stdin>: has lines that cannot be kept or left out one by one in UTF-16LE; convert it to UTF-8\n"
    );
}
