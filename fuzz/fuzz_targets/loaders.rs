//! Files of models and lexicons: arbitrary bytes, and arbitrary sections with a correct header. They are
//! either rejected or can be used without a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use unspin::lexicon::{Lexicon, compile};
use unspin::models::context::{self, ContextModel};
use unspin::models::gate::{self, Gate};
use unspin::models::net::{self, Net};
use unspin::models::ngram::{self, NgramModel};
use unspin::store::file::{self, Trust};
use unspin::text::token::Tokens;

/// A lexicon whose transducers are used with other tables.
static LEXICON: LazyLock<Vec<u8>> = LazyLock::new(|| {
    Lexicon::compile("white home\tWhite House\t3\nhome\thouse\nmentioned\tsaid\n")
        .expect("good rows")
});

fn read_all(bytes: &[u8]) {
    if let Ok(lexicon) = Lexicon::read(bytes, Trust::Checked) {
        use_lexicon(&lexicon);
    }
    let _ = Gate::read(bytes, Trust::Checked).map(|gate| format!("{gate:?}").len());
    let _ = Net::read(bytes, Trust::Checked);
    let _ = ContextModel::read(bytes, Trust::Checked);
    if let Ok(model) = NgramModel::read(bytes, Trust::Checked) {
        let (cost, state) = model.score(model.start(), 7);
        let _ = cost.wrapping_add(model.score(state, 8).0);
    }
}

fn use_lexicon(lexicon: &Lexicon<'_>) {
    let read = |entry: unspin::lexicon::Entry<'_>| {
        for candidate in entry.candidates() {
            let words = lexicon.words_of(candidate.original).count();
            assert!(words > 0 && !lexicon.surface(candidate.original).is_empty());
            let _ = lexicon.keys_of(candidate.original);
        }
    };
    lexicon.for_each(|_, entry| read(entry));
    let mut tokens = Tokens::default();
    tokens.push_text("the white home mentioned", 0);
    for at in 0..tokens.len() {
        lexicon.matches(&tokens, at, tokens.len(), |_, entry| read(entry));
    }
}

/// `count` sections. The first bytes are their lengths, in units of four bytes.
fn sections(bytes: &[u8], count: usize) -> Vec<&[u8]> {
    let (lengths, mut rest) = bytes.split_at(count.min(bytes.len()));
    let mut sections: Vec<&[u8]> = Vec::new();
    for &length in lengths {
        let (section, behind) = rest.split_at(rest.len().min(4 * usize::from(length)));
        sections.push(section);
        rest = behind;
    }
    sections.resize(count, rest);
    sections
}

/// A lexicon with valid transducers and with other tables from `bytes`. Tables of length 0 are replaced by
/// valid ones.
fn lexicon(bytes: &[u8]) -> Vec<u8> {
    let mut all: [&[u8]; 8] =
        file::read(&LEXICON, compile::WHAT, compile::VERSION, Trust::Embedded).expect("valid");
    for (section, own) in all[2..7].iter_mut().zip(sections(bytes, 5)) {
        if !own.is_empty() {
            *section = own;
        }
    }
    file::write(compile::WHAT, compile::VERSION, &all)
}

fuzz_target!(|bytes: &[u8]| {
    read_all(bytes);
    read_all(&lexicon(bytes));
    for (kind, version, count) in [
        (gate::WHAT, gate::VERSION, 3),
        (net::WHAT, net::VERSION, 10),
        (context::WHAT, context::VERSION, 3),
        (ngram::KIND, ngram::VERSION, 4),
    ] {
        read_all(&file::write(kind, version, &sections(bytes, count)));
    }
});
