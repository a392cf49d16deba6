//! Damaged files are refused with an error, never with a panic.

use unspin::lexicon::Lexicon;
use unspin::models::context::{self, ContextModel};
use unspin::models::gate::{self, Gate};
use unspin::models::net::{self, Net};
use unspin::models::ngram::NgramModel;
use unspin::store::file;
use unspin::store::file::Trust;

/// Every cut and every flipped byte of the first and last kilobyte, and some in between.
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
fn lexicons_are_checked() {
    let bytes = Lexicon::compile("white home\twhite house\t3\nmentioned\tsaid\t9\nsaid\tsaid\t1\n")
        .expect("good rows");
    assert!(Lexicon::read(&bytes, Trust::Checked).is_ok());
    assert!(damaged(&bytes).all(|bytes| Lexicon::read(&bytes, Trust::Checked).is_err()));
}

#[test]
fn gates_are_checked() {
    let bytes = include_bytes!("../../dictionaries/en.gate");
    assert!(Gate::read(bytes, Trust::Checked).is_ok());
    assert!(damaged(bytes).all(|bytes| Gate::read(&bytes, Trust::Checked).is_err()));
}

#[test]
fn scorers_are_checked() {
    let bytes = include_bytes!("../../dictionaries/en.net");
    assert!(Net::read(bytes, Trust::Checked).is_ok());
    assert!(damaged(bytes).all(|bytes| Net::read(&bytes, Trust::Checked).is_err()));
}

#[test]
fn models_are_whole_and_not_taken_for_each_other() {
    let (model, context) = (
        include_bytes!("../../dictionaries/en.lm"),
        include_bytes!("../../dictionaries/en.ctx"),
    );
    assert!(NgramModel::read(model, Trust::Checked).is_ok());
    assert!(ContextModel::read(context, Trust::Checked).is_ok());
    let error =
        NgramModel::read(context, Trust::Checked).expect_err("a context model is no n-gram model");
    assert!(error.to_string().contains("unspin model"), "{error}");
}

/// Every message says what kind of file it is about, where in it, and what to do.
#[test]
fn messages_name_place_and_remedy() {
    let whole = Lexicon::compile("white home\twhite house\t3\n").expect("good rows");
    let message = |bytes: &[u8]| {
        Lexicon::read(bytes, Trust::Checked)
            .err()
            .expect("damaged")
            .to_string()
    };
    let flipped = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        message(&bytes)
    };
    let cut = format!(
        "announces {} bytes, it has {}",
        whole.len(),
        whole.len() - 1
    );
    for (message, place) in [
        (flipped(0), "begin with"),
        (flipped(40), "from byte 40 on"),
        (flipped(whole.len() - 1), "from byte 32 on"),
        (message(&whole[..whole.len() - 1]), &cut),
    ] {
        assert!(
            message.starts_with("lexicon file: ") && message.contains(place),
            "{message}"
        );
        assert!(
            message.contains("copy or make it again")
                || message.contains("make it with this version"),
            "{message}"
        );
    }
}

/// A file whose checksum is right although a section is not: the message names the section.
#[test]
fn messages_name_the_section() {
    fn cut<const N: usize>(
        kind: &'static str,
        version: u32,
        bytes: &[u8],
        section: usize,
    ) -> Vec<u8> {
        let mut sections: [&[u8]; N] =
            file::read(bytes, kind, version, Trust::Checked).expect("whole");
        sections[section] = &sections[section][1..];
        file::write(kind, version, &sections)
    }
    let gate = |section| {
        cut::<3>(
            gate::WHAT,
            gate::VERSION,
            include_bytes!("../../dictionaries/en.gate"),
            section,
        )
    };
    let context = |section| {
        cut::<3>(
            context::WHAT,
            context::VERSION,
            include_bytes!("../../dictionaries/en.ctx"),
            section,
        )
    };
    let scorer = |section| {
        cut::<10>(
            net::WHAT,
            net::VERSION,
            include_bytes!("../../dictionaries/en.net"),
            section,
        )
    };
    let of_gate = |section| Gate::read(&gate(section), Trust::Checked).err();
    let of_context = |section| ContextModel::read(&context(section), Trust::Checked).err();
    let of_scorer = |section| Net::read(&scorer(section), Trust::Checked).err();
    for (error, part) in [
        (of_gate(0), "table of weights"),
        (of_gate(2), "bias"),
        (of_context(1), "table of weights"),
        (of_context(2), "list of common words"),
        (of_scorer(0), "plan"),
        (of_scorer(2), "map of rows"),
        (of_scorer(5), "rows"),
        (of_scorer(7), "biases"),
        (of_scorer(9), "layers"),
    ] {
        let message = error.expect("damaged").to_string();
        assert!(
            message.contains(&format!("the {part}, from byte ")),
            "{part}: {message}"
        );
    }
}

/// Rows of one pair whose counts add up to more than a count can be: found by the fuzzer. Wrapped around, it would be a rare one.
#[test]
fn counts_add_up_to_no_more_than_a_count_can_be() {
    let rows = "white home\twhite house\t4294967295\nwhite home\twhite house\t5\nwhitish home\twhite house\t1000\n";
    let bytes = Lexicon::compile(rows).expect("good rows");
    let lexicon = Lexicon::read(&bytes, Trust::Checked).expect("just compiled");
    let cost = |phrase: &str| {
        lexicon
            .get(phrase)
            .and_then(|entry| entry.candidates().next())
            .expect("a candidate")
            .channel
    };
    assert!(
        cost("white home") < 100 && cost("whitish home") > 5000,
        "{} {}",
        cost("white home"),
        cost("whitish home")
    );
}
