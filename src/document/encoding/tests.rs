use super::*;
use crate::edit::{Evidence, Kind};
use proptest::prelude::*;

fn named(name: &str) -> Encoding {
    Encoding::of_name(name).expect("a name").expect("not UTF-8")
}

fn edit(range: Range<usize>, original: &str) -> Edit {
    Edit::new(range, original, Evidence::new(Kind::Exact, "a -> b", 0, 0))
}

#[test]
fn ranges_are_found_in_the_source() {
    // In the text, é has 2 bytes and ’ has 3; in windows-1252, each has 1.
    let latin = Transcoded::new(b"caf\xe9 it\x92s on", named("latin1"));
    assert_eq!(latin.text(), "café it’s on");
    assert_eq!(latin.source_range(0..5), Some(0..4));
    assert_eq!(latin.source_range(6..12), Some(5..9));
    assert_eq!(latin.source_range(13..15), Some(10..12));
    // In UTF-16, the clef has 4 bytes, as in UTF-8; all others have 2.
    let source = "\u{feff}é 𝄞 on".encode_utf16().flat_map(u16::to_be_bytes);
    let source: Vec<u8> = source.collect();
    let wide = Transcoded::new(&source, of_mark(&source).expect("a mark"));
    assert_eq!(wide.text(), "\u{feff}é 𝄞 on");
    assert_eq!(wide.source_range(3..5), Some(2..4));
    assert_eq!(wide.source_range(6..10), Some(6..10));
    assert_eq!(wide.source_range(11..13), Some(12..16));
    // In Shift JIS, a kana has 2 bytes, of which the second may be one of ASCII.
    let kana = Transcoded::new(b"\x83\x41 on", named("shift_jis"));
    assert_eq!(
        (kana.text(), kana.source_range(4..6)),
        ("ア on", Some(3..5))
    );
}

#[test]
fn names_are_known_as_other_programs_spell_them() {
    let names = [
        ("latin-1", "windows-1252"),
        ("Latin_1", "windows-1252"),
        ("iso8859_15", "iso-8859-15"),
        ("euc_jp", "euc-jp"),
    ];
    for (name, same) in names {
        assert_eq!(named(name), named(same), "{name}");
    }
    assert_eq!(Encoding::of_name("utf_8"), Ok(None));
    for name in ["", "-", "_", "utf-99", "latin-"] {
        assert!(Encoding::of_name(name).is_err(), "{name}");
    }
}

#[test]
fn bytes_without_meaning_are_kept() {
    let source = b"on \x81\x20 it \xff";
    let text = Transcoded::new(source, named("shift_jis"));
    assert_eq!(text.text(), "on \u{fffd}  it \u{fffd}");
    assert_eq!(text.source_range(0..2), Some(0..2));
    assert_eq!(text.source_range(0..9), None);
    assert_eq!(text.source_range(8..10), Some(6..8));
    let odd = Transcoded::new(b"a\0\0\xd8b\0c", named("utf-16le"));
    assert_eq!(odd.text(), "a\u{fffd}b\u{fffd}");
    assert_eq!(odd.source_range(4..5), Some(4..6));
}

#[test]
fn edits_that_cannot_be_written_are_left_out() {
    let source = b"caf\xe9 in a house";
    let latin = Transcoded::new(source, named("windows-1252"));
    let edits = vec![edit(0..5, "cafés"), edit(6..8, "日"), edit(11..16, "naïve")];
    let edits = latin.edits_in_source(edits);
    let ranges: Vec<_> = edits.iter().map(Edit::range).collect();
    assert_eq!(ranges, [0..4, 10..15]);
    let restored = latin.encoding().apply(source, &edits);
    assert_eq!(restored, b"caf\xe9s in a na\xefve");
}

#[test]
fn the_mark_decides_then_the_user_then_the_page() {
    let latin = Some(named("latin1"));
    let greek = Some(named("iso-8859-7"));
    let of = |source: &[u8], format| Encoding::of(source, format, None);
    let page = b"<meta http-equiv=a content='text/html; charset=ISO-8859-7'>\xe1";
    assert_eq!(of(page, Format::Html), greek);
    assert_eq!(Encoding::of(page, Format::Html, latin), latin);
    assert_eq!(of(page, Format::Text), None);
    assert_eq!(of(b"<meta charset=iso-8859-7>a", Format::Html), None);
    let commented = b"<!-- <meta charset=shift_jis> --><meta charset=iso-8859-7>\xe1";
    assert_eq!(of(commented, Format::Html), greek);
    assert_eq!(of(b"<!-- <meta charset=shift_jis>\xe1", Format::Html), None);
    assert_eq!(of(b"<p>charset=iso-8859-7>\xe1", Format::Html), None);
    assert_eq!(of(b"<meta charset=\"utf-16\">\xe1", Format::Html), None);
    let xml = b"<?xml version='1.0' encoding=\"ISO-8859-7\"?><a>\xe1";
    assert_eq!(of(xml, Format::Xml), greek);
    assert_eq!(
        of(b"<?xml version='1.0'?><a encoding='x'>\xe1", Format::Xml),
        None
    );
    let wide = Encoding::of(b"\xff\xfea\0", Format::Text, latin);
    assert_eq!(wide, Some(named("utf-16le")));
    assert_eq!(of(b"\xff\xfe\0\0a\0\0\0", Format::Text), None);
    assert_eq!(of(b"\xef\xbb\xbfa", Format::Text), None);
    assert_eq!(Encoding::of(b"\xef\xbb\xbfa", Format::Text, latin), None);
    let wide = of(b"<\0?\0x\0", Format::Xml);
    assert_eq!(wide, Some(named("utf-16le")));
}

proptest! {
    /// Every character that can be decoded is found again in the source, and encoded to the same
    /// bytes.
    #[test]
    fn characters_are_found_in_any_source(
        source in prop::collection::vec(any::<u8>(), 0..64),
        name in prop::sample::select(vec![
            "windows-1252", "shift_jis", "gb18030", "euc-kr", "big5", "euc-jp", "utf-16le",
            "utf-16be", "koi8-u",
        ]),
    ) {
        let encoding = named(name);
        let decoded = Transcoded::new(&source, encoding);
        let mut end = 0;
        for (at, char) in decoded.text().char_indices() {
            let Some(range) = decoded.source_range(at..at + char.len_utf8()) else {
                prop_assert_eq!(char, char::REPLACEMENT_CHARACTER);
                continue;
            };
            prop_assert!(range.start >= end && range.end > range.start);
            end = range.end;
            prop_assert_eq!(encoding.decode(&source[range]).0, char.to_string());
        }
    }
}
