//! Any bytes in every format; the first byte selects the format, unless `FUZZ_FORMAT` has the number of
//! one. The edits are sorted, disjoint and on character boundaries, tags stay tags, and records stay
//! records.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::cell::RefCell;
use std::sync::LazyLock;
use unspin::{Format, GateMode, Options, Restored, Restorer, Worker};

static RESTORER: LazyLock<Restorer> =
    LazyLock::new(|| Restorer::new(Options::new().gate(GateMode::AssumeSpun)));

/// The only format to be tested.
static ONLY: LazyLock<Option<usize>> = LazyLock::new(|| {
    let number = std::env::var("FUZZ_FORMAT")
        .ok()
        .filter(|number| !number.is_empty())?;
    Some(number.parse().expect("FUZZ_FORMAT is a number"))
});

thread_local! {
    static WORKER: RefCell<Worker<'static>> = RefCell::new(RESTORER.worker());
}

fuzz_target!(|input: &[u8]| {
    let Some((&first, source)) = input.split_first() else {
        return;
    };
    let number = ONLY.unwrap_or(usize::from(first));
    let format = Format::ALL[number % Format::ALL.len()];
    WORKER.with_borrow_mut(|worker| {
        let restored = worker.restore(source, format);
        check_edits(source, &restored);
        let bytes = restored.bytes();
        match format {
            Format::Html | Format::Xml => {
                assert_eq!(brackets(&bytes), brackets(source), "{restored:?}")
            }
            // The records or the document stay what they are.
            Format::JsonLines | Format::Json | Format::Warc => {
                let again = worker.restore(&bytes, format);
                assert_eq!(again.documents(), restored.documents());
                assert_eq!(again.bad_records(), restored.bad_records());
            }
            Format::Subtitles => assert_eq!(lines(&bytes), lines(source), "{restored:?}"),
            _ => {}
        }
    });
});

fn check_edits(source: &[u8], restored: &Restored<'_>) {
    let mut end = 0;
    for edit in restored.edits() {
        let range = edit.range();
        assert!(end <= range.start && range.start <= range.end, "{edit:?}");
        end = range.end;
        str::from_utf8(&source[range]).expect("whole characters");
    }
}

/// The number of lines.
fn lines(text: &[u8]) -> usize {
    text.iter().filter(|&&byte| byte == b'\n').count()
}

/// The angle brackets of a page. No edit adds or removes one.
fn brackets(page: &[u8]) -> Vec<u8> {
    let is_bracket = |byte: &u8| matches!(byte, b'<' | b'>');
    page.iter().copied().filter(is_bracket).collect()
}
