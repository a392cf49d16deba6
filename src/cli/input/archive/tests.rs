use super::super::tests::{Slow, gzip};
use super::super::{Packing, Source};
use proptest::prelude::*;

use super::*;

fn record(kind: &str, media: &str, block: &str) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    )
}

fn parts(packing: Packing, packed: &[u8]) -> (Vec<ArchivePart>, Option<u64>) {
    let source = Source::new(packed, 200).expect("memory");
    assert_eq!(source.packing, packing);
    let mut records = Records::new(source.reader, source.notes);
    let mut parts = Vec::new();
    while let Some(part) = records.read().expect("sound data") {
        parts.push(part);
    }
    (parts, records.broken_at())
}

#[test]
fn records_and_members_are_found() {
    let text = record("conversion", "text/plain", "It rained.\r\nIt rained.");
    let long = record("response", "image/png", &"x".repeat(3 << 20));
    let info = record("warcinfo", "application/warc-fields", "");
    let (found, broken) = parts(
        Packing::Plain,
        format!("{info}{text}{long}{text}").as_bytes(),
    );
    assert_eq!(broken, None);
    let bytes: Vec<u8> = found.iter().flat_map(|part| part.bytes.clone()).collect();
    assert_eq!(bytes, format!("{info}{text}{long}{text}").into_bytes());
    let records: Vec<_> = found.iter().filter(|part| part.is_record).collect();
    assert_eq!(records.len(), 2);
    assert!(
        records
            .iter()
            .all(|part| part.bytes == text.as_bytes() && !part.ends_member)
    );

    // Two records in the second member, and none in the last.
    let packed = [gzip(&info), gzip(&format!("{text}{text}")), gzip(&text)].concat();
    let (found, _) = parts(Packing::Gzip, &packed);
    let ends: Vec<bool> = found.iter().map(|part| part.ends_member).collect();
    assert_eq!(ends, [true, false, true, true]);
}

#[test]
fn blank_lines_between_records_do_not_matter() {
    let text = record("conversion", "text/plain", "a");
    let archive = format!("{text}\r\n\r\n\n{text}\n");
    let (found, broken) = parts(Packing::Plain, archive.as_bytes());
    assert_eq!(broken, None);
    assert_eq!(found.iter().filter(|part| part.is_record).count(), 2);
    let bytes: Vec<u8> = found.iter().flat_map(|part| part.bytes.clone()).collect();
    assert_eq!(bytes, archive.into_bytes());
}

/// The records that may have text, and the gaps between them.
fn salvaged(packed: &[u8]) -> (Vec<Vec<u8>>, Vec<Gap>, Option<Unreadable>) {
    let source = Source::new(Slow(packed), 200).expect("memory");
    let tail = source.notes.tail.clone();
    let mut records = Records::new(source.reader, source.notes);
    let (mut found, mut gaps) = (Vec::new(), Vec::new());
    loop {
        gaps.extend(records.take_gap().map(|(gap, _)| gap));
        match records.read().expect("sound data") {
            Some(part) => found.extend(part.is_record.then_some(part.bytes)),
            None => return (found, gaps, tail.get()),
        }
    }
}

fn texts() -> [String; 4] {
    let text = |n: u8| format!("{n} ").repeat(500);
    [0, 1, 2, 3].map(|n| record("conversion", "text/plain", &text(n)))
}

proptest! {
    #[test]
    fn a_damaged_member_takes_no_other_with_it(
        at in any::<prop::sample::Index>(), bits in 1_u8.., is_cut: bool, which in 1..3_usize,
    ) {
        let texts = texts();
        let mut members = texts.each_ref().map(|text| gzip(text));
        let at = at.index(members[which].len());
        members[which][at] ^= bits;
        if is_cut {
            members[which].truncate(at + 1);
        }
        let packed = members.concat();
        let (mut found, gaps, tail) = salvaged(&packed);
        // What is wrong in the header of a member may mean nothing.
        found.retain(|text| *text != texts[which].as_bytes());
        let others = texts.iter().filter(|text| **text != texts[which]);
        let others: Vec<_> = others.map(|text| text.clone().into_bytes()).collect();
        prop_assert_eq!(found, others);
        prop_assert_eq!(tail, None);
        if let [gap] = &gaps[..] {
            let start = usize::try_from(gap.start).expect("it is short");
            let end = start + gap.bytes.len();
            prop_assert_eq!(&packed[start..end], &gap.bytes);
            prop_assert_eq!(end, members[..=which].concat().len());
        }
    }
}

#[test]
fn a_damaged_frame_takes_no_other_with_it() {
    let texts = texts();
    let mut frames = texts
        .each_ref()
        .map(|text| zstd::encode_all(text.as_bytes(), 1).expect("memory"));
    frames[0].truncate(40);
    let (found, gaps, tail) = salvaged(&frames.concat());
    let expected = [1, 2, 3].map(|n| texts[n].clone().into_bytes());
    assert_eq!((found, tail), (expected.to_vec(), None));
    assert_eq!(gaps[0].bytes, frames[0]);
}

#[test]
fn what_is_no_record_is_copied() {
    let text = record("conversion", "text/plain", "a");
    for rest in ["no record", "WARC/1.0\r\nContent-Length: x\r\n\r\na"] {
        let (found, broken) = parts(Packing::Plain, format!("{text}{rest}").as_bytes());
        assert_eq!(broken, Some(text.len() as u64 + rest.len() as u64));
        let bytes: Vec<u8> = found.iter().flat_map(|part| part.bytes.clone()).collect();
        assert_eq!(bytes, format!("{text}{rest}").into_bytes());
    }
    let cut = &text[..text.len() - 5];
    let (found, _) = parts(Packing::Plain, cut.as_bytes());
    assert_eq!((found.len(), found[0].is_record), (1, false));
}

#[test]
fn an_archive_may_end_anywhere() {
    let text = record("conversion", "text/plain", "It rained.");
    let image = record("response", "image/png", "0123456789");
    let archive = format!("{image}{text}{image}");
    for end in 0..archive.len() {
        let (found, _) = parts(Packing::Plain, &archive.as_bytes()[..end]);
        let bytes: Vec<u8> = found.iter().flat_map(|part| part.bytes.clone()).collect();
        assert_eq!(bytes, archive.as_bytes()[..end]);
    }
    let endless = "WARC/1.0\r\nContent-Length: 18446744073709551615\r\n\r\nIt rained.";
    let (found, _) = parts(Packing::Plain, endless.as_bytes());
    assert_eq!(found[0].bytes, endless.as_bytes());
}
