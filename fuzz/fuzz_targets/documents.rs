//! Bytes in every format: the first one says which. The edits are sorted, disjoint and on character boundaries.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::cell::RefCell;
use std::sync::LazyLock;
use unspin::document::decoded::Decoded;
use unspin::document::json;
use unspin::document::json::Field;
use unspin::document::{html, markdown};
use unspin::edit::{Edit, apply};
use unspin::restore::{GateMode, Options, Restorer, Worker};

static RESTORER: LazyLock<Restorer> = LazyLock::new(|| {
    Restorer::embedded(Options {
        gate: GateMode::AssumeSpun,
        ..Options::default()
    })
});

thread_local! {
    static BENCH: RefCell<(Worker<'static>, Decoded)> = RefCell::new((RESTORER.worker(), Decoded::default()));
}

fn edits(format: u8, source: &[u8], worker: &mut Worker<'_>, decoded: &mut Decoded) -> Vec<Edit> {
    match format % 4 {
        0 => worker.edits(source),
        1 => {
            markdown::decode(source, decoded);
            let edits = worker.edits(decoded.text().as_bytes());
            decoded.to_source(&edits, &str::to_owned)
        }
        2 => {
            let attributes = html::decode(source, decoded);
            let edits = worker.edits(decoded.text().as_bytes());
            html::to_source(decoded, &edits, source, &attributes)
        }
        _ => {
            if json::decode(source, &[Field::from_keys(["text"])], decoded).is_err() {
                return Vec::new();
            }
            let edits = worker.edits(decoded.text().as_bytes());
            decoded.to_source(&edits, &|text| json::encode(text, source.is_ascii()))
        }
    }
}

fuzz_target!(|input: &[u8]| {
    let Some((&format, source)) = input.split_first() else {
        return;
    };
    BENCH.with_borrow_mut(|(worker, decoded)| {
        let edits = edits(format, source, worker, decoded);
        let mut end = 0;
        for edit in &edits {
            assert!(
                end <= edit.start && edit.start <= edit.end && edit.end <= source.len(),
                "{edit:?}"
            );
            str::from_utf8(&source[edit.start..edit.end]).expect("whole characters");
            end = edit.end;
        }
        let restored = apply(source, &edits);
        // What is a record stays one.
        if format % 4 == 3 && !edits.is_empty() {
            assert!(json::decode(&restored, &[Field::from_keys(["text"])], decoded).is_ok());
        }
    });
});
