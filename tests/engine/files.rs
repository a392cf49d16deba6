//! Corrupt data files are rejected with an error and never cause a panic.

use unspin::lexicon::Lexicon;
use unspin::models::context::{self, ContextModel};
use unspin::models::gate::{self, Gate};
use unspin::models::net::{self, Net};
use unspin::models::ngram::NgramModel;
use unspin::store::file::{self, Trust};

const LM: &[u8] = include_bytes!("../../dictionaries/en.lm");
const CONTEXT: &[u8] = include_bytes!("../../dictionaries/en.ctx");
const GATE: &[u8] = include_bytes!("../../dictionaries/en.gate");
const NET: &[u8] = include_bytes!("../../dictionaries/news-spinner.net");
const NET_OF_ARTICLES: &[u8] = include_bytes!("../../dictionaries/article-rewriter.net");

/// Truncations and flipped bits at the first and last 300 bytes and at 20 places in between.
fn damaged(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    let places = (0..bytes.len())
        .filter(|&at| at < 300 || at + 300 > bytes.len() || at % (bytes.len() / 20) == 0);
    places.flat_map(|at| {
        let mut flipped = bytes.to_vec();
        flipped[at] ^= 1;
        [bytes[..at].to_vec(), flipped]
    })
}

#[test]
fn corrupt_lexicons_are_rejected() {
    let bytes = Lexicon::compile("white home\twhite house\t3\nmentioned\tsaid\t9\nsaid\tsaid\t1\n")
        .expect("good rows");
    assert!(Lexicon::read(&bytes, Trust::Checked).is_ok());
    assert!(damaged(&bytes).all(|bytes| Lexicon::read(&bytes, Trust::Checked).is_err()));
}

#[test]
fn corrupt_gates_are_rejected() {
    assert!(Gate::read(GATE, Trust::Checked).is_ok());
    assert!(damaged(GATE).all(|bytes| Gate::read(&bytes, Trust::Checked).is_err()));
}

#[test]
fn corrupt_networks_are_rejected() {
    assert!(Net::read(NET, Trust::Checked).is_ok());
    assert!(damaged(NET).all(|bytes| Net::read(&bytes, Trust::Checked).is_err()));
}

#[test]
fn models_are_valid_and_not_mistaken_for_each_other() {
    assert!(NgramModel::read(LM, Trust::Checked).is_ok());
    assert!(ContextModel::read(CONTEXT, Trust::Checked).is_ok());
    assert!(Net::read(NET_OF_ARTICLES, Trust::Checked).is_ok());
    let error = NgramModel::read(CONTEXT, Trust::Checked).expect_err("not an n-gram model");
    assert_eq!(
        error.to_string(),
        "model file: expected it to begin with \"unspin model 1\", got \"unspin context 1\"; rebuild it with this version of \
         unspin-train"
    );
}

#[test]
fn messages_name_the_place_and_the_remedy() {
    let whole = Lexicon::compile("white home\twhite house\t3\n").expect("good rows");
    let message = |bytes: &[u8]| match Lexicon::read(bytes, Trust::Checked) {
        Ok(_) => panic!("a corrupt lexicon was accepted"),
        Err(error) => error.to_string(),
    };
    let flipped = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        message(&bytes)
    };
    assert_eq!(
        flipped(0),
        "lexicon file: expected it to begin with \"unspin lexicon 3\", got \"tnspin lexicon 3\"; rebuild it with this version \
         of unspin-train"
    );
    assert_eq!(
        flipped(40),
        "lexicon file: the table of sections at byte 40 is corrupt; copy or rebuild it"
    );
    assert_eq!(
        flipped(whole.len() - 1),
        "lexicon file: the content (its checksum differs) at byte 32 is corrupt; copy or rebuild it"
    );
    assert_eq!(
        message(&whole[..whole.len() - 1]),
        format!(
            "lexicon file: expected {} bytes, got {}; copy or rebuild it",
            whole.len(),
            whole.len() - 1
        )
    );
}

/// Drops the first byte of a section and corrects the checksum.
fn cut<const N: usize>(kind: &'static str, version: u32, bytes: &[u8], section: usize) -> Vec<u8> {
    let mut sections: [&[u8]; N] = file::read(bytes, kind, version, Trust::Checked).expect("whole");
    sections[section] = &sections[section][1..];
    file::write(kind, version, &sections)
}

#[test]
fn messages_name_the_corrupt_section() {
    let of_gate = |section| {
        Gate::read(
            &cut::<3>(gate::WHAT, gate::VERSION, GATE, section),
            Trust::Checked,
        )
        .err()
    };
    let of_context = |section| {
        let bytes = cut::<3>(context::WHAT, context::VERSION, CONTEXT, section);
        ContextModel::read(&bytes, Trust::Checked).err()
    };
    let of_net = |section| {
        Net::read(
            &cut::<10>(net::WHAT, net::VERSION, NET, section),
            Trust::Checked,
        )
        .err()
    };
    for (error, part) in [
        (of_gate(0), "table of weights"),
        (of_gate(2), "biases"),
        (of_context(1), "table of weights"),
        (of_context(2), "list of common words"),
        (of_net(0), "plan"),
        (of_net(2), "map of rows"),
        (of_net(5), "rows"),
        (of_net(7), "biases"),
        (of_net(9), "layers"),
    ] {
        let message = error.expect("corrupt").to_string();
        assert!(
            message.contains(&format!("the {part} at byte ")),
            "{part}: {message}"
        );
    }
}

/// The fuzzer found that counts of the same pair could wrap around, so that a frequent pair became a rare one. The counts
/// of `white home` stay at 2^32 - 1 instead, which leaves it the whole probability of the original, nearly.
#[test]
fn sums_of_counts_saturate() {
    let rows = "white home\twhite house\t4294967295\nwhite home\twhite house\t5\nwhitish home\twhite house\t1000\n";
    let bytes = Lexicon::compile(rows).expect("good rows");
    let lexicon = Lexicon::read(&bytes, Trust::Checked).expect("just compiled");
    let cost = |phrase: &str| {
        let entry = lexicon.get(phrase).expect("known");
        entry.candidates().next().expect("a candidate").channel
    };
    // -ln((2^32 - 1) / 2^32) and -ln(1000 / 2^32), in thousandths.
    assert_eq!([cost("white home"), cost("whitish home")], [0, 15_273]);
}
