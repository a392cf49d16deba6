//! A fault in one document: the rescorer here panics on a text with the word "Zanzibar". Whatever
//! the mode and the number of threads, that document has to be left unchanged and reported, and all
//! others have to be restored.

use std::fs;
use std::path::Path;

use clap::Parser;

use super::*;
use crate::document::chunk;
use crate::restore::{Piece, Rescorer};

struct Faulty;

impl Rescorer for Faulty {
    fn costs(&self, passage: &[Piece]) -> Option<Vec<Vec<f32>>> {
        let is_faulty = |piece: &Piece| match piece {
            Piece::Text(text) => text.contains("Zanzibar"),
            Piece::Wordings(_) => false,
        };
        assert!(!passage.iter().any(is_faulty), "a fault on purpose");
        None
    }
}

const SPUN: &str = "The White Home mentioned that the invoice will help individuals within the nation. Officers \
                    additionally mentioned that greater than 200 individuals have been harm within the storm.\n";
const FAULTY: &str =
    "The White Home mentioned that the Zanzibar invoice will help individuals within the nation.\n";

/// What a run left behind.
#[derive(Debug, PartialEq, Eq)]
struct Ran {
    status: Status,
    out: String,
    messages: String,
}

/// Runs in `folder` with a rescorer that panics. `@` in an argument stands for the folder, and is
/// put for it in the output.
fn ran(folder: &Path, arguments: &[&str], input: impl Read + Send + 'static) -> Ran {
    let root = format!("{}/", folder.to_str().expect("UTF-8"));
    let arguments = arguments
        .iter()
        .map(|argument| argument.replace('@', &root));
    let args = Args::parse_from([String::from("unspin")].into_iter().chain(arguments));
    let mut shared = shared(args, OutputStyle::PLAIN).unwrap_or_else(|message| panic!("{message}"));
    shared.restorer = shared.restorer.with_rescorer(Arc::new(Faulty));
    let mut out = Vec::new();
    let mut messages = Vec::new();
    let streams = Streams {
        input: Box::new(input),
        out: &mut out,
        messages: &mut messages,
    };
    let status = run_with(shared, OutputStyle::PLAIN, streams);
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8").replace(&root, "@");
    Ran {
        status,
        out: text(out),
        messages: text(messages),
    }
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("temporary folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("file");
    }
    folder
}

fn read(folder: &tempfile::TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).expect("a text file")
}

/// The one message about a fault, which differs only in what was left unchanged.
fn assert_fault(messages: &str, what: &str) {
    let start =
        format!("unspin: {what} left unchanged because of a bug in unspin (src/cli/run/faulty.rs:");
    assert!(
        messages.starts_with(&start)
            && messages.ends_with("); please report it with this input\n")
            && messages.lines().count() == 1,
        "{messages}"
    );
}

const JOBS: [&str; 2] = ["-j1", "-j4"];

/// For each mode that prints something: the mode, and what it prints about the faulty document.
const MODES: [(&str, &str); 6] = [
    ("--color=never", FAULTY),
    ("--explain", FAULTY),
    ("--diff", ""),
    ("--edits", ""),
    ("--score", ""),
    ("--check", ""),
];

#[test]
fn a_faulty_file_is_left_unchanged_in_every_mode() {
    let folder = folder(&[("a.txt", SPUN), ("b.txt", FAULTY), ("c.txt", SPUN)]);
    for (mode, printed) in MODES {
        let run = |arguments: &[&str]| {
            let arguments = [&["--assume-spun", "--quiet", mode], arguments].concat();
            ran(folder.path(), &arguments, io::empty())
        };
        let one = |name: &str| run(&[name]);
        let first = one("@a.txt");
        let last = one("@c.txt");
        assert!(first.messages.is_empty() && first.out.len() > 10 && first.out != SPUN);
        for jobs in JOBS {
            let all = run(&[jobs, "@a.txt", "@b.txt", "@c.txt"]);
            assert_eq!(
                all.out,
                [&*first.out, printed, &last.out].concat(),
                "{mode} {jobs}"
            );
            assert_eq!(all.status, Status::Failed, "{mode} {jobs}");
            assert_fault(&all.messages, "@b.txt:");
        }
    }
}

#[test]
fn a_faulty_file_of_any_format_does_not_keep_the_others_from_being_written() {
    let page = |text: &str| format!("<p class=\"mentioned\">{text}</p>\n");
    let list = |text: &str| format!("# Title\n\n- `mentioned` {text}");
    for jobs in JOBS {
        let html = page(FAULTY);
        let markdown = list(FAULTY);
        let folder = folder(&[
            ("1.txt", SPUN),
            ("2.html", &html),
            ("3.html", &page(SPUN)),
            ("4.md", &markdown),
            ("5.md", &list(SPUN)),
        ]);
        let files = ["@1.txt", "@2.html", "@3.html", "@4.md", "@5.md"];
        let run = |mode: &[&str]| {
            let arguments = [&["--assume-spun", jobs], mode, &files].concat();
            ran(folder.path(), &arguments, io::empty())
        };
        for ran in [run(&["-o", "@out"]), run(&["-w"])] {
            assert_eq!((ran.status, &*ran.out), (Status::Failed, ""), "{jobs}");
            let messages: Vec<&str> = ran.messages.split_inclusive('\n').collect();
            assert_eq!(messages.len(), 2, "{}", ran.messages);
            assert_fault(messages[0], "@2.html:");
            assert_fault(messages[1], "@4.md:");
        }
        for name in files.map(|name| &name[1..]) {
            let copy = read(&folder, &format!("out/{name}"));
            assert_eq!(read(&folder, name), copy, "{name}");
        }
        assert_eq!(
            [read(&folder, "2.html"), read(&folder, "4.md")],
            [html, markdown]
        );
        for name in ["1.txt", "3.html", "5.md"] {
            assert!(
                read(&folder, name).contains("The White House said"),
                "{name}"
            );
        }
    }
}

fn line(text: &str) -> String {
    format!("{}\n", serde_json::json!({ "text": text }))
}

/// The numbers of the lines that JSON output is about.
fn records(out: &str) -> Vec<u64> {
    let record = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
        value["record"].as_u64().expect("a number")
    };
    let mut records: Vec<u64> = out.lines().map(record).collect();
    records.dedup();
    records
}

#[test]
fn only_the_faulty_line_of_json_lines_is_left_unchanged() {
    let spun = line(SPUN);
    let faulty = line(FAULTY);
    let lines = [&*spun, &faulty, "\n", &spun].concat();
    let folder = folder(&[("a.jsonl", &lines), ("one.jsonl", &spun)]);
    for jobs in JOBS {
        let run = |mode: &str, name: &str| {
            let ran = ran(
                folder.path(),
                &["--assume-spun", "--quiet", jobs, mode, name],
                io::empty(),
            );
            if name == "@a.jsonl" {
                assert_eq!(ran.status, Status::Failed, "{mode} {jobs}");
                assert_fault(&ran.messages, "@a.jsonl:2:");
            }
            ran.out
        };
        for mode in ["--color=never", "--annotate", "--explain"] {
            let one = run(mode, "@one.jsonl");
            let expected = [&*one, &faulty, "\n", &one].concat();
            assert_eq!(run(mode, "@a.jsonl"), expected, "{mode}");
        }
        for mode in ["--edits", "--score"] {
            assert_eq!(records(&run(mode, "@a.jsonl")), [1, 4], "{mode}");
        }
        let edits = run("--edits", "@one.jsonl").lines().count();
        let checked = format!("@a.jsonl: {} edits\n", 2 * edits);
        assert_eq!(run("--check", "@a.jsonl"), checked);
        let diff = run("--diff", "@a.jsonl");
        assert_eq!(diff.matches("\n-{").count(), 2, "{diff}");
        assert!(diff.contains(&format!("\n {faulty} \n")), "{diff}");
    }
    assert_eq!(
        ran(
            folder.path(),
            &["--assume-spun", "-w", "@a.jsonl"],
            io::empty()
        )
        .status,
        Status::Failed
    );
    let restored = ran(folder.path(), &["--assume-spun", "@one.jsonl"], io::empty()).out;
    let expected = [&*restored, &faulty, "\n", &restored].concat();
    assert_eq!(read(&folder, "a.jsonl"), expected);
}

#[test]
fn a_file_of_which_nothing_could_be_restored_is_not_rewritten() {
    let faulty = line(FAULTY);
    let folder = folder(&[("a.txt", FAULTY), ("b.jsonl", &faulty)]);
    let modified = |name: &str| {
        let metadata = fs::metadata(folder.path().join(name)).expect("metadata");
        metadata.modified().expect("a time")
    };
    let before = [modified("a.txt"), modified("b.jsonl")];
    for arguments in [
        &["-w", "@a.txt", "@b.jsonl"][..],
        &["-w", "--annotate", "@b.jsonl"],
    ] {
        let ran = ran(
            folder.path(),
            &[&["--assume-spun"], arguments].concat(),
            io::empty(),
        );
        assert_eq!(ran.status, Status::Failed);
    }
    assert_eq!([modified("a.txt"), modified("b.jsonl")], before);
}

/// Text that fills a chunk and is quickly restored.
fn filler(bytes: usize) -> String {
    let line = format!("{}\n\n", "7".repeat(78));
    line.repeat(bytes / line.len())
}

#[test]
fn only_the_faulty_chunk_of_a_long_text_is_left_unchanged() {
    let before = filler(chunk::LENGTH);
    let after = filler(2 * chunk::LENGTH);
    let long = [SPUN, &before, FAULTY, &after, SPUN].concat();
    let cut = chunk::first(long.as_bytes());
    let end = cut + chunk::first(&long.as_bytes()[cut..]);
    assert!(cut <= long.find(FAULTY).expect("it is there") && end < long.len() - SPUN.len());
    let alone = |text: &str| {
        let input = io::Cursor::new(text.to_owned());
        ran(Path::new("/"), &["--assume-spun"], input).out
    };
    let restored = [&alone(&long[..cut]), &long[cut..end], &alone(&long[end..])].concat();
    assert_eq!(restored.matches("The White House said").count(), 2);
    let what = |name: &str| format!("{name}: bytes {cut} to {end} were");
    for jobs in JOBS {
        let folder = folder(&[("a.txt", &long)]);
        let printed = ran(
            folder.path(),
            &["--assume-spun", jobs],
            io::Cursor::new(long.clone()),
        );
        assert!(printed.out == restored, "{jobs}");
        assert_fault(&printed.messages, &what("<stdin>"));
        let written = ran(
            folder.path(),
            &["--assume-spun", jobs, "-w", "@a.txt"],
            io::empty(),
        );
        assert!(read(&folder, "a.txt") == restored, "{jobs}");
        assert_fault(&written.messages, &what("@a.txt"));
        assert_eq!([printed.status, written.status], [Status::Failed; 2]);
    }
}

#[test]
fn report_and_figures_leave_a_faulty_document_out() {
    let folder = folder(&[("a.txt", SPUN), ("b.txt", FAULTY), ("c.txt", SPUN)]);
    let arguments = [
        "--assume-spun",
        "--check",
        "--stats",
        "--report=@r.html",
        "@",
    ];
    let ran = ran(folder.path(), &arguments, io::empty());
    let page = read(&folder, "r.html");
    assert_eq!(page.matches("<details").count(), 2);
    assert!(!page.contains("b.txt"));
    let figures: Vec<Vec<&str>> = ran
        .messages
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    let bytes = (2 * SPUN.len() + FAULTY.len()).to_string();
    for figure in [["documents", "2"], ["failures", "1"], ["bytes", &bytes]] {
        assert!(
            figures.iter().any(|line| line[..] == figure),
            "{figure:?}\n{}",
            ran.messages
        );
    }
}

/// Panics when it is read.
struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        panic!("a fault on purpose")
    }
}

#[test]
fn a_fault_while_reading_is_reported() {
    let folder = folder(&[("a.txt", SPUN)]);
    for jobs in JOBS {
        let ran = ran(
            folder.path(),
            &["--assume-spun", jobs, "@a.txt", "-"],
            Broken,
        );
        assert!(ran.out.contains("The White House said"), "{}", ran.out);
        assert_eq!(ran.status, Status::Failed);
        assert!(
            ran.messages.starts_with(
                "unspin: input: the remaining inputs were not read because of a bug in unspin (src/"
            ) && ran.messages.lines().count() == 1,
            "{}",
            ran.messages
        );
    }
}
