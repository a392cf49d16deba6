//! Bytes in every format; the first byte says which. The edits are sorted, disjoint and on character
//! boundaries, and a record stays a record.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::cell::RefCell;
use std::sync::LazyLock;
use unspin::{Format, GateMode, Options, Restorer, Worker};

static RESTORER: LazyLock<Restorer> =
    LazyLock::new(|| Restorer::new(Options::new().gate(GateMode::AssumeSpun)));

thread_local! {
    static WORKER: RefCell<Worker<'static>> = RefCell::new(RESTORER.worker());
}

const FORMATS: [Format; 4] = [
    Format::Text,
    Format::Markdown,
    Format::Html,
    Format::JsonLines,
];

fuzz_target!(|input: &[u8]| {
    let Some((&first, source)) = input.split_first() else {
        return;
    };
    let format = FORMATS[usize::from(first) % FORMATS.len()];
    WORKER.with_borrow_mut(|worker| {
        let restored = worker.restore(source, format);
        let mut end = 0;
        for edit in restored.edits() {
            let range = edit.range();
            assert!(
                end <= range.start && range.start <= range.end && range.end <= source.len(),
                "{edit:?}"
            );
            end = range.end;
            str::from_utf8(&source[range]).expect("whole characters");
        }
        if format == Format::JsonLines {
            let bytes = restored.bytes();
            let again = worker.restore(&bytes, format);
            assert_eq!(again.documents(), restored.documents());
        }
    });
});
