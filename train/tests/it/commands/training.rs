//! The commands that train on spun text: `context`, `gate`, `doubts` and `examples`.

use super::{ORIGINALS, stdout, train};
use crate::support::{Sandbox, text};
use std::fs;
use unspin::models::context::ContextModel;
use unspin::models::gate::Gate;
use unspin::store::file::Trust;

const TABLE: &str = "mentioned\tsaid\t9\nsaid\tsaid\t1\nspoke\tsaid\t3\nbrand new\tnew\t9\n\
                     city\ttown\t9\ncash\tmoney\t5\nhouse\tmoney\t4\n";

const NET: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../dictionaries/news-spinner.net"
);
const CONTEXT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../dictionaries/en.ctx");

/// 60 documents of six paragraphs.
fn sandbox() -> Sandbox {
    let document = ORIGINALS.join("\n") + "\n\n";
    Sandbox::new()
        .with("text.txt", document.repeat(60))
        .with("table.tsv", TABLE)
}

fn run(sandbox: &Sandbox, command: &str, out: &str, options: &[&str]) {
    let arguments = [command, "--lexicon", "table.tsv", "--out", out, "text.txt"];
    stdout(sandbox, &[&arguments, options].concat());
}

/// Runs a command twice and returns the file that it writes, which must be the same.
fn twice(command: &str, options: &[&str]) -> Vec<u8> {
    let sandbox = sandbox();
    let file = |out: &str| {
        run(&sandbox, command, out, options);
        fs::read(sandbox.path(out)).expect("written")
    };
    let first = file("first");
    assert!(first == file("second"), "{command} is not deterministic");
    first
}

#[test]
fn context_models_are_valid_and_reproducible() {
    let options = ["--table-bits", "16", "--features", "100", "--net", NET];
    let bytes = twice("context", &options);
    assert!(ContextModel::read(&bytes, Trust::Checked).is_ok());
}

#[test]
fn a_file_that_is_no_network_is_named() {
    let sandbox = sandbox();
    let arguments = [
        "context",
        "--lexicon",
        "table.tsv",
        "--out",
        "out",
        "--net",
        "text.txt",
        "text.txt",
    ];
    let output = train(&sandbox, &arguments);
    assert!(!output.status.success());
    let message = text(&output.stderr);
    assert!(message.contains("text.txt: "), "{message}");
}

#[test]
fn gates_are_valid_and_reproducible() {
    let bytes = twice("gate", &["--lexicon", "table.tsv", "--features", "100"]);
    assert!(Gate::read(&bytes, Trust::Checked).is_ok());
}

#[test]
fn a_gate_needs_the_lexicon_of_each_family() {
    let sandbox = sandbox();
    let arguments = ["gate", "--lexicon", "table.tsv", "--out", "out", "text.txt"];
    let output = train(&sandbox, &arguments);
    assert!(!output.status.success());
    let message = text(&output.stderr);
    assert!(
        message.contains("--lexicon must be given 2 times"),
        "{message}"
    );
}

#[test]
fn doubts_are_highest_where_the_spinner_leaves_a_choice() {
    let bytes = twice("doubts", &["--net", NET, "--context", CONTEXT]);
    let text = String::from_utf8(bytes).expect("UTF-8");
    let doubt = |word: &str| -> f32 {
        let hash = format!("{:016x}\t", unspin::text::token::word_hash(word));
        let line = text.lines().find_map(|line| line.strip_prefix(&hash));
        line.expect("the word occurs").parse().expect("a number")
    };
    assert!(doubt("money") > doubt("ferry"), "{text}");
}

#[test]
fn examples_have_as_many_items_as_their_lengths_say() {
    let sandbox = sandbox();
    run(&sandbox, "examples", "out", &[]);
    let read = |name: &str| fs::read(sandbox.path("out").join(name)).expect("written");
    let lengths: Vec<u32> = read("lengths")
        .chunks_exact(4)
        .map(|four| u32::from_le_bytes(four.try_into().expect("four bytes")))
        .collect();
    assert_eq!(lengths.len(), 2 * 60);
    let sum = |lengths: &[u32]| lengths.iter().sum::<u32>() as usize;
    let tokens = sum(&lengths.iter().copied().step_by(2).collect::<Vec<_>>());
    let positions = sum(&lengths
        .iter()
        .copied()
        .skip(1)
        .step_by(2)
        .collect::<Vec<_>>());
    assert!(positions > 0);
    assert_eq!(read("shapes").len(), tokens);
    assert_eq!(read("words").len(), 2 * tokens);
    assert_eq!(read("endings").len(), 2 * tokens);
    assert_eq!(read("places").len(), 4 * positions);
    let counts = read("counts");
    assert_eq!(counts.len(), 2 * positions);
    let edges: usize = counts
        .iter()
        .step_by(2)
        .map(|&count| usize::from(count))
        .sum();
    assert_eq!(read("wordings").len(), 2 * edges);
    assert_eq!(read("channel").len(), 2 * edges);
    for position in counts.chunks_exact(2) {
        assert!(position[0] > 1 && position[1] < position[0], "{position:?}");
    }
}
