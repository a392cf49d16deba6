use super::super::message::unreadable;
use super::*;

/// Returns one byte per read, as a slow pipe may.
pub(super) struct Slow<'b>(pub &'b [u8]);

impl Read for Slow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let len = buffer.len().min(1);
        self.0.read(&mut buffer[..len])
    }
}

fn read(bytes: &[u8]) -> (Packing, Result<String, String>) {
    let mut source = Source::new(Slow(bytes), 200).expect("a slice can be read");
    let mut text = String::new();
    let read = source.reader.read_to_string(&mut text);
    (
        source.packing,
        read.map(|_| text).map_err(|error| unreadable(&error)),
    )
}

pub(super) fn gzip(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    flate2::bufread::GzEncoder::new(text.as_bytes(), flate2::Compression::fast())
        .read_to_end(&mut bytes)
        .expect("gzip");
    bytes
}

fn zstd(text: &str) -> Vec<u8> {
    zstd::encode_all(text.as_bytes(), 1).expect("zstd")
}

#[test]
fn all_gzip_members_and_zstd_frames_are_read() {
    assert_eq!(
        read(&[gzip("one "), gzip("two")].concat()),
        (Packing::Gzip, Ok("one two".into()))
    );
    assert_eq!(
        read(&[zstd("one "), zstd("two")].concat()),
        (Packing::Zstd, Ok("one two".into()))
    );
}

#[test]
fn short_inputs_are_plain() {
    for text in ["", "a", "abc", "abcdef", "(", "\u{1f}"] {
        assert_eq!(read(text.as_bytes()), (Packing::Plain, Ok(text.into())));
    }
    assert_eq!(read(&[0x1f, 0x8b]).0, Packing::Plain);
}

/// What can be read of `bytes`, and what cannot.
fn read_damaged(bytes: &[u8]) -> (String, Option<Unreadable>) {
    let mut source = Source::new(bytes, 200).expect("a slice can be read");
    let mut text = Vec::new();
    source
        .reader
        .read_to_end(&mut text)
        .expect("damage is no error");
    (
        String::from_utf8_lossy(&text).into(),
        source.notes.tail.get(),
    )
}

#[test]
fn what_precedes_damage_is_read() {
    let one = gzip("one ");
    let len = one.len() as u64;
    for bytes in [&one, &zstd("one ")] {
        let cut = &bytes[..bytes.len() - 1];
        let (text, problem) = read_damaged(&[bytes, cut].concat());
        let len = bytes.len() + cut.len();
        assert_eq!(problem, Some(Unreadable::CutOff(len as u64)));
        assert!(text.starts_with("one one"), "{text}");
    }
    // The checksum is in the 8 bytes before the last 4.
    let mut wrong = one.clone();
    wrong[one.len() - 8] ^= 1;
    let expected = ("one ".to_owned(), Some(Unreadable::Damaged(0, len)));
    assert_eq!(read_damaged(&wrong), expected);
}

#[test]
fn hardly_anything_before_damage_is_lost() {
    let text: String = (0..60_000_u64)
        .map(|n| format!("{} ", n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40))
        .collect();
    for packed in [gzip(&text), zstd(&text)] {
        let middle = packed.len() / 2;
        let (read, problem) = read_damaged(&packed[..middle]);
        assert_eq!(problem, Some(Unreadable::CutOff(middle as u64)));
        assert!(text.starts_with(&read) && !read.is_empty());
    }
    let mut packed = gzip(&text);
    let middle = packed.len() / 2;
    packed[middle..middle + 64].fill(0xff);
    let (read, problem) = read_damaged(&packed);
    // The checksum shows the damage at the latest.
    let is_found = |from, to| from == 0 && to >= middle as u64 && to <= packed.len() as u64;
    assert!(
        matches!(problem, Some(Unreadable::Damaged(from, to)) if is_found(from, to)),
        "{problem:?}"
    );
    let same = read
        .bytes()
        .zip(text.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    assert!(same > text.len() * 2 / 5, "{same} of {}", text.len());
}

/// Gives lines one by one and fails the test if it is asked for more than it has, as a live
/// pipe would then wait.
struct Live<'b>(std::slice::Iter<'b, &'b [u8]>);

impl Read for Live<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let line = self.0.next().expect("the reader would wait here");
        buffer[..line.len()].copy_from_slice(line);
        Ok(line.len())
    }
}

#[test]
fn a_short_first_line_does_not_wait_for_more() {
    for line in [&b"\n"[..], b"1\n", b"{}\n", b"(\n", b"{} \n"] {
        let lines = [line];
        let live = Live(lines.iter());
        let mut batches = LineBatches::new(Source::new(live, 200).expect("bytes").reader);
        assert_eq!(batches.read().expect("a line"), line);
    }
}
