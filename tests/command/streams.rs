//! Properties that hold for any input: its chunks, the number of threads, the order of files and
//! compression make no difference. The command runs inside the test, so that thousands of inputs
//! take seconds.

use std::fs;
use std::io::{self, Read};

use clap::Parser;
use proptest::prelude::*;
use serde_json::Value;
use unspin::Restorer;
use unspin::cli::{Args, OutputStyle, Status, Streams, run};
use unspin::document::chunk;

use crate::support::*;

/// Gives its bytes in chunks of these sizes, over and over.
struct Chunks {
    bytes: io::Cursor<Vec<u8>>,
    sizes: Vec<usize>,
    next: usize,
}

impl Read for Chunks {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let len = buffer.len().min(self.sizes[self.next % self.sizes.len()]);
        self.next += 1;
        self.bytes.read(&mut buffer[..len])
    }
}

/// Standard output, standard error and status of a run.
#[derive(Debug, PartialEq)]
struct Ran {
    out: Vec<u8>,
    messages: String,
    status: Status,
}

/// Runs the command on an `input` that comes in chunks of these `sizes`.
fn ran(arguments: &[&str], input: &[u8], sizes: &[usize]) -> Ran {
    let mut out = Vec::new();
    let mut messages = Vec::new();
    let input = Chunks {
        bytes: io::Cursor::new(input.to_vec()),
        sizes: sizes.to_vec(),
        next: 0,
    };
    let streams = Streams {
        input: Box::new(input),
        out: &mut out,
        messages: &mut messages,
    };
    let args = Args::parse_from([&["unspin"], arguments].concat());
    let status = run(args, OutputStyle::PLAIN, streams);
    Ran {
        messages: text(&messages),
        out,
        status,
    }
}

const WHOLE: &[usize] = &[usize::MAX];
const FORMATS: [&str; 4] = [
    "--format=text",
    "--format=markdown",
    "--format=html",
    "--format=jsonl",
];

/// Bytes of every kind: text that is restored, the markup of every format, and bytes that are not
/// text.
fn sources() -> impl Strategy<Value = Vec<u8>> {
    let pieces: Vec<&[u8]> = vec![
        SPUN.as_bytes(),
        b"The White Home mentioned ",
        b"within the ",
        b"12 months ",
        b"<p>",
        b"</b>",
        b"<b",
        b" title=\"mentioned\">",
        b"<!-- unspin: off -->",
        b"<!-- unspin: on -->",
        b"<!--",
        b"-->",
        b"<script>",
        b"&amp;",
        b"&#0;",
        b"\n",
        b"\n\n",
        b"\r\n",
        b"```\n",
        b"`",
        b"# ",
        b"[a](b)",
        b"$",
        b"---\n",
        b"{\"text\": \"mentioned\"}\n",
        b"{\"text\": \"",
        b"\\u2019",
        b"\\ud83d",
        b"\"}",
        b"\xff",
        b"\x00",
        b"\xe2\x80",
        "\u{301}\u{200d}\u{202e}😀".as_bytes(),
        "’s “".as_bytes(),
        "שלום ".as_bytes(),
    ];
    let piece = prop_oneof![4 => prop::sample::select(pieces).prop_map(<[u8]>::to_vec), 1 => prop::collection::vec(any::<u8>(), 0..8)];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// Applies edits to bytes, from the last to the first.
fn applied(source: &[u8], edits: &[Value]) -> Vec<u8> {
    let mut text = source.to_vec();
    for edit in edits.iter().rev() {
        let original = edit["original"].as_str().expect("text");
        text.splice(number(edit, "start")..number(edit, "end"), original.bytes());
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn chunks_and_threads_make_no_difference(
        source in sources(),
        format in 0..FORMATS.len(),
        sizes in prop::collection::vec(1..50_usize, 1..4),
        jobs in 1..5_u8,
    ) {
        let format = FORMATS[format];
        let jobs = format!("-j{jobs}");
        let whole = ran(&["--assume-spun", format, "-j1"], &source, WHOLE);
        prop_assert_eq!(whole, ran(&["--assume-spun", format, &jobs], &source, &sizes));
    }

    #[test]
    fn the_edits_are_all_that_changes(source in sources(), format in 0..FORMATS.len()) {
        let run = |mode: &str| ran(&["--assume-spun", "-j1", FORMATS[format], mode], &source, WHOLE).out;
        let edits = json_lines(&text(&run("--edits")));
        prop_assert_eq!(applied(&source, &edits), run("--color=never"));
    }

    #[test]
    fn compression_makes_no_difference(source in sources(), format in 0..FORMATS.len()) {
        let arguments = ["--assume-spun", FORMATS[format]];
        let plain = ran(&arguments, &source, WHOLE);
        let packed = zstd::encode_all(&source[..], 1).expect("zstd");
        prop_assert_eq!(plain, ran(&arguments, &packed, &[1, 7]));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn texts_come_in_the_order_of_the_files(sources in prop::collection::vec(sources(), 3), jobs in 1..5_u8) {
        let sandbox = Sandbox::new();
        let mut names = Vec::new();
        for (name, source) in ["a.txt", "b.md", "c.html"].iter().zip(&sources) {
            let path = sandbox.path(name);
            fs::write(&path, source).expect("file");
            names.push(path.to_str().expect("UTF-8").to_owned());
        }
        let jobs = format!("-j{jobs}");
        let run = |names: &[&str]| ran(&[&["--assume-spun", &jobs], names].concat(), b"", WHOLE).out;
        let alone: Vec<Vec<u8>> = names.iter().map(|name| run(&[name])).collect();
        for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
            let expected = order.map(|at: usize| &*alone[at]).concat();
            prop_assert_eq!(run(&order.map(|at| &*names[at])), expected);
        }
    }
}

/// Text that fills chunks and is quickly restored.
fn filler(bytes: usize) -> String {
    let line = format!("{}\n\n", "7".repeat(78));
    line.repeat(bytes / line.len())
}

/// A document of several chunks: the second one is spun, and a comment in the first switches
/// restoring off until shortly after the start of the spun text.
fn long_document() -> String {
    [
        CLEAN,
        "<!-- unspin: off -->",
        &filler(chunk::LENGTH),
        &SPUN.repeat(6),
        "<!-- unspin: on -->",
        &SPUN.repeat(12),
        &filler(2 * chunk::LENGTH),
        CLEAN,
    ]
    .concat()
}

/// The long document as the library restores it, and the number of edits.
fn restored_long_document(source: &str) -> (Vec<u8>, usize) {
    assert!(chunk::all(source.as_bytes()).count() > 2);
    let restorer = Restorer::default();
    let restored = restorer.restore(source);
    let edits = restored.edits();
    let switched_on = source.find("<!-- unspin: on -->").expect("the comment");
    assert!(edits.len() > 100, "{} edits", edits.len());
    assert!(edits[0].range().start > switched_on);
    (restored.bytes().into_owned(), edits.len())
}

#[test]
fn a_long_document_is_restored_alike_however_it_is_read() {
    let source = long_document();
    let (expected, _) = restored_long_document(&source);
    for (jobs, sizes) in [("-j1", WHOLE), ("-j2", &[4096]), ("-j3", &[1, 70_000, 13])] {
        let ran = ran(&[jobs], source.as_bytes(), sizes);
        assert!(ran.out == expected, "{jobs} {sizes:?}");
        assert_eq!((&*ran.messages, ran.status), ("", Status::Done));
    }
    let sandbox = Sandbox::new()
        .with("a.txt", &source)
        .with("a.txt.zst", zstd(&source));
    for name in ["a.txt", "a.txt.zst"] {
        assert!(sandbox.run(&["-j2", name], "").stdout == expected, "{name}");
    }
    sandbox.stdout(&["-w", "a.txt"], "", 0);
    assert!(sandbox.bytes("a.txt") == expected);
}

#[test]
fn a_long_document_is_one_document() {
    let source = long_document();
    let (_, edits) = restored_long_document(&source);
    let checked = ran(&["--check", "--stats", "-q"], source.as_bytes(), WHOLE);
    assert_eq!(text(&checked.out), format!("<stdin>: {edits} edits\n"));
    let stats: Vec<Vec<&str>> = checked
        .messages
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(stats[..2], [["documents", "1"], ["spun", "1"]]);
}

#[test]
fn a_long_document_has_the_score_of_its_most_spun_chunk() {
    let scores = ran(&["--score"], long_document().as_bytes(), WHOLE).out;
    let scores = json_lines(&text(&scores));
    assert_eq!(scores.len(), 1);
    assert_eq!(scores[0]["verdict"], "spun", "{scores:?}");
}
