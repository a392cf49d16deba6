//! Any bytes under any name: what is recognised does not depend on how much is read at once, and what is
//! in another encoding comes back in it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unspin::document::encoding::{Encoding, Transcoded};
use unspin::document::recognise::{Kind, recognise, recognise_start};

fuzz_target!(|input: &[u8]| {
    let Some((&len, rest)) = input.split_first() else {
        return;
    };
    let (name, source) = rest.split_at(rest.len().min(usize::from(len)));
    let name = str::from_utf8(name).ok();
    let found = recognise(name, source);
    // The first answer stays right when more is read, unless that is no text.
    let is_text =
        str::from_utf8(source).is_ok() && !matches!(found.kind, Kind::Binary | Kind::Encoded);
    let early = (2..source.len()).find_map(|len| recognise_start(name, &source[..len], false));
    if let Some(early) = early.filter(|_| is_text) {
        assert_eq!(early, found, "{name:?}");
    }
    let Some(format) = found.kind.format() else {
        return;
    };
    if let Some(encoding) = Encoding::of(source, format, None) {
        let transcoded = Transcoded::new(source, encoding);
        assert!(transcoded.edits_in_source(Vec::new()).is_empty());
        assert_eq!(encoding.apply(source, &[]), source);
    }
});
