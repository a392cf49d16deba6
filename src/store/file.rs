//! The container format of every binary data file: a magic line with kind and version, a checksum, and numbered sections.
//!
//! Layout, with little-endian integers: the magic line padded with NUL to 32 bytes, a u64 checksum of everything after it,
//! the u64 number of sections, the u64 length of each section, then the sections themselves.

use crate::store::error::Error;
use crate::store::hash;

const MAGIC: usize = 32;
const HEADER: usize = MAGIC + 16;

/// How much of a file is verified when it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Bytes that are part of the program or were just written by it: only the header is checked, to start fast.
    Embedded,
    /// Bytes from anywhere else: the checksum is verified, and readers also check the indices of their tables.
    Checked,
}

fn magic(what: &str, version: u32) -> [u8; MAGIC] {
    let mut line = [0; MAGIC];
    let text = format!("unspin {what} {version}\n");
    line[..text.len()].copy_from_slice(text.as_bytes());
    line
}

/// Returns the bytes of a file of kind `what` with the given `sections`.
pub fn write(what: &str, version: u32, sections: &[&[u8]]) -> Vec<u8> {
    let mut body = Vec::new();
    body.extend((sections.len() as u64).to_le_bytes());
    for section in sections {
        body.extend((section.len() as u64).to_le_bytes());
    }
    for section in sections {
        body.extend(*section);
    }
    let mut out = magic(what, version).to_vec();
    out.extend(hash::bytes(&body).to_le_bytes());
    out.extend(body);
    out
}

/// Returns the `N` sections of a file of kind `what`.
///
/// # Errors
/// [`Error::Format`] for another kind or version, [`Error::Truncated`] for a wrong length, [`Error::Damaged`] for a wrong
/// checksum or number of sections.
pub fn read<'a, const N: usize>(
    bytes: &'a [u8],
    what: &'static str,
    version: u32,
    trust: Trust,
) -> Result<[&'a [u8]; N], Error> {
    let wanted = magic(what, version);
    if bytes.len() < HEADER || bytes[..MAGIC] != wanted {
        let shown = |line: &[u8]| {
            String::from_utf8_lossy(line)
                .trim_end_matches(['\0', '\n'])
                .to_owned()
        };
        return Err(Error::Format {
            what,
            expected: shown(&wanted),
            got: shown(&bytes[..bytes.len().min(MAGIC)]),
        });
    }
    let number = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight bytes"));
    if number(MAGIC + 8) != N as u64 || bytes.len() < HEADER + 8 * N {
        return Err(Error::Damaged {
            what,
            part: "table of sections",
            at: MAGIC + 8,
        });
    }
    let lengths: [usize; N] =
        std::array::from_fn(|i| usize::try_from(number(HEADER + 8 * i)).unwrap_or(usize::MAX));
    let needed = lengths
        .iter()
        .fold(HEADER + 8 * N, |sum, &length| sum.saturating_add(length));
    if needed != bytes.len() {
        return Err(Error::Truncated {
            what,
            needed,
            got: bytes.len(),
        });
    }
    if trust == Trust::Checked && hash::bytes(&bytes[MAGIC + 8..]) != number(MAGIC) {
        return Err(Error::Damaged {
            what,
            part: "content (its checksum differs)",
            at: MAGIC,
        });
    }
    let mut rest = &bytes[HEADER + 8 * N..];
    Ok(lengths.map(|length| {
        let (section, after) = rest.split_at(length);
        rest = after;
        section
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_read_as_written() {
        let bytes = write("model", 3, &[b"ab", b"", b"cde"]);
        let [a, b, c] = read(&bytes, "model", 3, Trust::Checked).expect("whole");
        assert_eq!((a, b, c), (&b"ab"[..], &b""[..], &b"cde"[..]));
    }

    #[test]
    fn every_truncation_and_every_flipped_byte_is_rejected() {
        let bytes = write("model", 3, &[b"ab", b"cde"]);
        for end in 0..bytes.len() {
            assert!(
                read::<2>(&bytes[..end], "model", 3, Trust::Checked).is_err(),
                "cut at {end}"
            );
        }
        for at in 0..bytes.len() {
            let mut copy = bytes.clone();
            copy[at] ^= 0x40;
            assert!(
                read::<2>(&copy, "model", 3, Trust::Checked).is_err(),
                "flipped bit in byte {at}"
            );
        }
        assert!(read::<2>(&bytes, "gate", 3, Trust::Checked).is_err());
        assert!(read::<2>(&bytes, "model", 4, Trust::Checked).is_err());
    }
}
