//! Recognises what is no text: by the first bytes of its format, or by bytes that no text has.

use super::{NOT_UTF8, is_mostly_invalid, lines};
use memchr::memmem;

/// Bytes at the start of a PDF document in which its header may be.
const PDF_HEADER: usize = 1024;

/// Why a source that starts with `bytes` is not text.
pub fn binary(bytes: &[u8], is_all: bool) -> Option<&'static str> {
    let signatures: [(&[u8], &str); 10] = [
        (b"\xfd7zXZ\0", "it is compressed with xz; decompress it"),
        (b"]\0\0", "it is compressed with LZMA; decompress it"),
        (b"\x04\"M\x18", "it is compressed with lz4; decompress it"),
        (b"7z\xbc\xaf\x27\x1c", "it is an archive of 7-Zip"),
        (b"%!PS", "it is a PostScript document"),
        (b"\x04%!PS", "it is a PostScript document"),
        (b"\x1b%-12345X", "it is a print job"),
        (b"{\\rtf", "it is an RTF document"),
        (b"%FDF-", "it is the data of a PDF form"),
        (b"!<arch>\n", "it is an archive of ar"),
    ];
    let start = bytes.trim_ascii_start();
    let signature = signatures
        .iter()
        .find(|(signature, _)| start.starts_with(signature));
    let found = signature.map(|&(_, reason)| reason);
    let has_nul = || bytes.contains(&0).then_some("it contains NUL bytes");
    let is_invalid = || (is_all || bytes.len() >= NOT_UTF8) && is_mostly_invalid(bytes);
    found
        .or_else(|| is_pdf(bytes).then_some("it is a PDF document"))
        .or_else(|| is_bzip2(bytes).then_some("it is compressed with bzip2; decompress it"))
        .or_else(|| is_pickle(bytes).then_some("it is a Python pickle"))
        .or_else(|| is_counted(start).then_some("it is data that counts its own bytes"))
        .or_else(has_nul)
        .or_else(|| has_codes(bytes).then_some("it has control characters and is not UTF-8"))
        .or_else(|| {
            is_invalid().then_some("it is mostly not UTF-8; name its encoding with --encoding")
        })
}

/// Whether `bytes` are the start of a PDF document. Readers accept its header after other bytes, where
/// its first object has to show that this is no text about PDF.
pub fn is_pdf(bytes: &[u8]) -> bool {
    let window = &bytes[..bytes.len().min(PDF_HEADER)];
    match memmem::find(window, b"%PDF-") {
        Some(0) => true,
        Some(at) => {
            let rest = &bytes[at + 5..];
            rest.first().is_some_and(u8::is_ascii_digit) && memmem::find(rest, b" 0 obj").is_some()
        }
        None => false,
    }
}

/// Bytes at the start of a text that show whether it is in UTF-16 or UTF-32.
pub const WIDE: usize = 256;
/// Characters that are needed to see it.
const LEAST_WIDE: usize = 4;
/// Bytes at the start of data in which its codes are.
const CODES: usize = 256;

/// Whether there are control characters that no text has, and bytes that are not UTF-8, as in
/// MessagePack, CBOR and Avro. One of the two may be a slip.
fn has_codes(bytes: &[u8]) -> bool {
    let window = &bytes[..bytes.len().min(CODES)];
    let is_code = |byte: &u8| *byte < b' ' && !b"\x07\x08\t\n\x0b\x0c\r\x1a\x1b".contains(byte);
    let is_wrong = |error: std::str::Utf8Error| error.error_len().is_some();
    str::from_utf8(window).err().is_some_and(is_wrong) && window.iter().any(is_code)
}

/// Whether strings have their lengths in front of them: data of PHP, `a:1:{s:4:"home";`, or of a torrent,
/// `d4:home`.
fn is_counted(start: &[u8]) -> bool {
    let number = |bytes: &[u8]| {
        bytes
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let php = [&b"a:"[..], b"O:", b"s:"].iter().any(|kind| {
        let rest = start.strip_prefix(*kind).unwrap_or_default();
        let rest = &rest[number(rest)..];
        let is_next = |mark: &&[u8]| rest.starts_with(mark);
        [&b":{s:"[..], b":{i:", b":{}", b":\""].iter().any(is_next)
    });
    let torrent = start.strip_prefix(b"d").is_some_and(|rest| {
        let digits = number(rest);
        digits > 0 && rest[digits..].starts_with(b":")
    });
    php || torrent
}

/// How the text in UTF-16 or UTF-32 that starts with `bytes` is written, if its byte order mark does not show
/// it: most of its first characters are ASCII, with NUL bytes beside them.
pub fn wide(bytes: &[u8]) -> Option<&'static str> {
    let start = &bytes[..bytes.len().min(WIDE)];
    let is_ascii = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~');
    let encodings = [
        (
            2,
            0,
            "it is in UTF-16 without a byte order mark; name its encoding with --encoding utf-16le",
        ),
        (
            2,
            1,
            "it is in UTF-16 without a byte order mark; name its encoding with --encoding utf-16be",
        ),
        (4, 0, "it is in UTF-32; convert it to UTF-8"),
        (4, 3, "it is in UTF-32; convert it to UTF-8"),
    ];
    let found = encodings.iter().find(|(width, place, _)| {
        let units = start.chunks_exact(*width);
        let all = units.len();
        let is_char = |unit: &&[u8]| {
            let mut bytes = unit.iter().enumerate();
            bytes.all(|(at, &byte)| {
                if at == *place {
                    is_ascii(byte)
                } else {
                    byte == 0
                }
            })
        };
        all >= LEAST_WIDE && 4 * units.filter(is_char).count() >= 3 * all
    });
    found.map(|&(_, _, reason)| reason)
}

fn is_bzip2(bytes: &[u8]) -> bool {
    let level = bytes.get(3).is_some_and(u8::is_ascii_digit);
    bytes.starts_with(b"BZh") && level && bytes[4..].starts_with(b"1AY&SY")
}

/// Whether `bytes` are the start of a pickle of protocol 0: one of its values is kept as `p0` or `p1` soon.
fn is_pickle(bytes: &[u8]) -> bool {
    // The last line may go on.
    let whole = lines(bytes).filter(|line| line.ends_with(b"\n"));
    let mut first = whole.take(4).map(<[u8]>::trim_ascii_end);
    let Some(line) = first.next() else {
        return false;
    };
    let is_container = [&b"(dp"[..], b"(lp"].iter().any(|mark| {
        let number = line.strip_prefix(*mark);
        number.is_some_and(|number| number == b"0" || number == b"1")
    });
    let is_value = line.first().is_some_and(|byte| b"(cVSILF".contains(byte));
    is_container || (is_value && first.any(|line| line == b"p0" || line == b"p1"))
}

/// Bytes of the longest signature of data that is no text, and some more.
const SIGNATURE: usize = 64;

/// Whether `bytes` are too few to show a signature: they are short and end within the first line.
pub fn may_go_on(bytes: &[u8]) -> bool {
    bytes.len() < SIGNATURE && !bytes.contains(&b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_wide_characters_is_seen_by_its_nul_bytes() {
        let wide = |text: &str, width: usize, place: usize| {
            let unit = |byte: u8| (0..width).map(move |at| if at == place { byte } else { 0 });
            super::wide(&text.bytes().flat_map(unit).collect::<Vec<_>>())
        };
        for (width, place, name) in [
            (2, 0, "utf-16le"),
            (2, 1, "utf-16be"),
            (4, 0, "UTF-32"),
            (4, 3, "UTF-32"),
        ] {
            let reason = wide("It rained.\r\n", width, place);
            assert!(
                reason.is_some_and(|reason| reason.contains(name)),
                "{name}: {reason:?}"
            );
            assert_eq!(wide("\u{1}\u{2}\u{3}\u{4}\u{5}It", width, place), None);
        }
        assert_eq!(super::wide(b"It\0"), None);
        assert_eq!(super::wide(b"It rained, and it\0"), None);
    }

    #[test]
    fn codes_and_wrong_bytes_together_are_no_text() {
        for bytes in [&b"\x81\xa4body\xda\x01\x20It was."[..], b"Obj\x01\x02\xffa"] {
            assert!(has_codes(bytes), "{bytes:?}");
        }
        for bytes in [
            &b"\x93It was.\x94"[..],
            b"It\x02 was.",
            b"\x1b[1m\xff",
            "a\x01\u{e9}".as_bytes(),
        ] {
            assert!(!has_codes(bytes), "{bytes:?}");
        }
        // The window ends inside of a character.
        assert!(!has_codes(&"\x01\u{e9}".repeat(200).as_bytes()[..599]));
    }
}
