//! Files of models and lexicons: bytes as they are, and as sections of a whole file. They load or are refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unspin::models::context::{self, ContextModel};
use unspin::store::file;
use unspin::store::file::Trust;
use unspin::models::gate::{self, Gate};
use unspin::lexicon::Lexicon;
use unspin::models::ngram::NgramModel;
use unspin::models::net::{self, Net};

fn read_all(bytes: &[u8]) {
    let _ = Lexicon::read(bytes, Trust::Checked);
    let _ = Gate::read(bytes, Trust::Checked).map(|gate| format!("{gate:?}").len());
    let _ = Net::read(bytes, Trust::Checked);
    let _ = ContextModel::read(bytes, Trust::Checked);
    if let Ok(model) = NgramModel::read(bytes, Trust::Checked) {
        let (cost, state) = model.score(model.start(), 7);
        let _ = cost.wrapping_add(model.score(state, 8).0);
    }
}

/// `count` sections, cut where the first bytes say.
fn sections(bytes: &[u8], count: usize) -> Vec<&[u8]> {
    let (lengths, mut rest) = bytes.split_at(count.min(bytes.len()));
    let mut sections: Vec<&[u8]> = Vec::new();
    for &length in lengths {
        let (now, later) = rest.split_at(rest.len().min(4 * usize::from(length)));
        sections.push(now);
        rest = later;
    }
    sections.resize(count, rest);
    sections
}

fuzz_target!(|bytes: &[u8]| {
    read_all(bytes);
    read_all(&file::write(
        gate::WHAT,
        gate::VERSION,
        &sections(bytes, 3),
    ));
    read_all(&file::write(
        net::WHAT,
        net::VERSION,
        &sections(bytes, 10),
    ));
    read_all(&file::write(
        context::WHAT,
        context::VERSION,
        &sections(bytes, 3),
    ));
    read_all(&file::write("model", 1, &sections(bytes, 4)));
});
