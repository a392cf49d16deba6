//! What holds for any input however it comes: in chunks of any size, with any number of threads, in any order of files, packed
//! or not. The command runs inside the test, so that thousands of inputs take seconds.

use std::fs;
use std::io::{self, Read};
use std::ops::Range;

use crate::support::*;
use clap::Parser;
use proptest::prelude::*;
use unspin::Format;
use unspin::cli::looks::Looks;
use unspin::cli::{Args, Status, Streams, run};
use unspin::document::chunk;
use unspin::edit;
use unspin::restore::{GateMode, Options, Restorer};

/// Gives its bytes in chunks of these sizes, again and again.
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

type Ran = (Vec<u8>, String, Status);

fn ran(arguments: &[&str], input: &[u8], sizes: &[usize]) -> Ran {
    let args = Args::parse_from([&["unspin"], arguments].concat());
    let (mut out, mut messages) = (Vec::new(), Vec::new());
    let bytes = io::Cursor::new(input.to_vec());
    let input = Box::new(Chunks {
        bytes,
        sizes: sizes.to_vec(),
        next: 0,
    });
    let status = run(
        args,
        Looks::PLAIN,
        Streams {
            input,
            out: &mut out,
            messages: &mut messages,
        },
    );
    (out, text(&messages), status)
}

const WHOLE: &[usize] = &[usize::MAX];
const FORMATS: [&str; 4] = [
    "--format=text",
    "--format=markdown",
    "--format=html",
    "--format=jsonl",
];

/// Bytes of every kind: text that is restored, the marks of every format, and what is no text at all.
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

/// Made to `source`, from the last to the first.
fn made(source: &[u8], edits: &[serde_json::Value]) -> Vec<u8> {
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
    fn chunks_and_jobs_make_no_difference(source in sources(), format in 0..FORMATS.len(), sizes in prop::collection::vec(1..50_usize, 1..4), jobs in 1..5_u8) {
        let arguments = |jobs| ["--assume-spun", FORMATS[format], jobs];
        let jobs = format!("-j{jobs}");
        prop_assert_eq!(ran(&arguments("-j1"), &source, WHOLE), ran(&arguments(&jobs), &source, &sizes));
    }

    #[test]
    fn the_edits_are_all_that_changes(source in sources(), format in 0..FORMATS.len()) {
        let run = |mode: &[&str]| ran(&[&["--assume-spun", "-j1", FORMATS[format]], mode].concat(), &source, WHOLE);
        let (restored, ..) = run(&[]);
        prop_assert_eq!(made(&source, &edits(&text(&run(&["--edits"]).0))), restored);
    }

    #[test]
    fn packing_makes_no_difference(source in sources(), format in 0..FORMATS.len()) {
        let plain = ran(&["--assume-spun", FORMATS[format]], &source, WHOLE);
        let packed = zstd::encode_all(&source[..], 1).expect("zstd");
        prop_assert_eq!(plain, ran(&["--assume-spun", FORMATS[format]], &packed, &[1, 7]));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_files_is_the_order_of_their_texts(sources in prop::collection::vec(sources(), 3), jobs in 1..5_u8) {
        let sandbox = Sandbox::new();
        let names = ["a.txt", "b.md", "c.html"].map(|name| sandbox.path(name).into_os_string().into_string().expect("UTF-8"));
        names.iter().zip(&sources).for_each(|(name, source)| fs::write(name, source).expect("file"));
        let jobs = format!("-j{jobs}");
        let run = |names: &[&str]| ran(&[&["--assume-spun", &jobs], names].concat(), b"", WHOLE).0;
        let each = names.each_ref().map(|name| run(&[name]));
        for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
            let expected = order.map(|at: usize| each[at].clone()).concat();
            prop_assert_eq!(run(&order.map(|at| names[at].as_str())), expected);
        }
    }
}

/// A document of several stretches: the second one is spun, and a comment in the first switches restoring off until the third.
fn huge() -> Vec<u8> {
    let fill = |text: &str, bytes: usize| text.repeat(bytes / text.len());
    let clean = |bytes| fill(&format!("{CLEAN}\n"), bytes);
    let spun = |bytes| fill(&format!("{SPUN}\n"), bytes);
    let (off, on) = ("<!-- unspin: off -->", "<!-- unspin: on -->");
    [
        clean(chunk::LENGTH / 2),
        off.into(),
        clean(chunk::LENGTH / 2),
        spun(20_000),
        on.into(),
        spun(60_000),
        clean(2 * chunk::LENGTH),
    ]
    .concat()
    .into()
}

#[test]
fn a_huge_document_is_the_same_however_it_comes() {
    let source = huge();
    let parts: Vec<Range<usize>> = chunk::all(&source).collect();
    assert!(parts.len() > 2, "{parts:?}");
    let restorer = Restorer::new(Options::new().gate(GateMode::Auto));
    let edits = restorer
        .worker()
        .restore(&source, Format::Text)
        .into_edits();
    let switched_on = source
        .windows(19)
        .position(|window| window == b"<!-- unspin: on -->")
        .expect("the comment");
    assert!(
        edits.len() > 100 && edits[0].range().start > switched_on,
        "{} edits",
        edits.len()
    );
    let expected = edit::apply(&source, &edits);
    for (jobs, sizes) in [
        ("-j1", &[usize::MAX][..]),
        ("-j2", &[4096]),
        ("-j3", &[1, 70_000, 13]),
    ] {
        let (out, messages, status) = ran(&[jobs], &source, sizes);
        assert!(out == expected, "{jobs} {sizes:?}");
        assert_eq!((messages, status), (String::new(), Status::Done));
    }
    let sandbox = Sandbox::new()
        .with("a.txt", &source)
        .with("a.txt.zst", zstd::encode_all(&source[..], 1).expect("zstd"));
    for name in ["a.txt", "a.txt.zst"] {
        assert!(sandbox.run(&["-j2", name], "").stdout == expected, "{name}");
    }
    let counted = sandbox.run(&["--check", "--stats", "a.txt"], "");
    assert_eq!(
        text(&counted.stdout),
        format!("a.txt: {} edits\n", edits.len())
    );
    let stats: Vec<String> = text(&counted.stderr)
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(stats[..2], ["documents 1", "taken for spun 1"]);
    sandbox.stdout(&["-w", "a.txt"], "", 0);
    assert!(fs::read(sandbox.path("a.txt")).expect("file") == expected);
}

#[test]
fn a_huge_document_looks_like_its_most_spun_stretch() {
    let score = |source: &[u8]| text(&ran(&["--score"], source, WHOLE).0);
    let line = score(&huge());
    assert!(
        line.contains("\"spun\":true") && line.lines().count() == 1,
        "{line}"
    );
}
