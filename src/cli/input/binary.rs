//! Recognises input that is not text. An edit would damage such a file: its parts have fixed sizes,
//! or are found by their offsets.

use std::fmt;
use std::io::{self, BufRead};
use std::path::Path;

use super::Source;
use crate::document::recognise::{is_mostly_invalid, is_pdf, wide};

/// Why an input is not text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotText {
    /// It contains a NUL byte.
    Nul,
    /// It has NUL bytes because it is in an encoding that has to be named, or changed.
    Encoded(&'static str),
    /// It is a PDF document, which may have no NUL byte.
    Pdf,
    /// More than a quarter of its first bytes are not UTF-8.
    NotUtf8,
}

impl fmt::Display for NotText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = match self {
            Self::Encoded(reason) => return write!(f, "is not UTF-8 ({reason}); left unchanged"),
            Self::Nul => "it contains NUL bytes",
            Self::Pdf => "it is a PDF document",
            Self::NotUtf8 => "it is mostly not UTF-8; name its encoding with --encoding",
        };
        write!(f, "is not text ({reason}); left unchanged")
    }
}

impl NotText {
    /// Why an input that starts with `bytes` is not text; `None` if it may be text.
    pub fn start(bytes: &[u8]) -> Option<Self> {
        if is_pdf(bytes) {
            Some(Self::Pdf)
        } else if bytes.contains(&0) {
            Some(wide(bytes).map_or(Self::Nul, Self::Encoded))
        } else {
            is_mostly_invalid(bytes).then_some(Self::NotUtf8)
        }
    }

    /// The same for `bytes` at the offset `at` of an input.
    pub fn at(at: usize, bytes: &[u8]) -> Option<Self> {
        match at {
            0 => Self::start(bytes),
            _ => bytes.contains(&0).then_some(Self::Nul),
        }
    }

    /// Whether a folder may have such files beside its texts.
    pub fn is_usual(self) -> bool {
        !matches!(self, Self::Encoded(_))
    }

    /// Reads the file `path` to its end and says why it is not text.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn file(path: &Path, max_expansion: u64) -> io::Result<Option<Self>> {
        let mut reader = Source::open(path, max_expansion)?.reader;
        let mut at = 0;
        loop {
            let bytes = reader.fill_buf()?;
            let len = bytes.len();
            let found = Self::at(at, bytes);
            if len == 0 || found.is_some() {
                return Ok(found);
            }
            reader.consume(len);
            at += len;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn text_may_have_some_bytes_that_are_not_utf8() {
        for text in [
            &b""[..],
            b"It rained.",
            b"caf\xe9 cr\xe8me",
            b"\xef\xbb\xbfIt",
            b"a PDF: %PDF-",
        ] {
            assert_eq!(NotText::start(text), None, "{text:?}");
        }
        // One byte in four is not enough, two are too many.
        assert_eq!(NotText::start(b"a\xe9bc"), None);
        assert_eq!(NotText::start(b"a\xe9\xe9c"), Some(NotText::NotUtf8));
    }

    #[test]
    fn other_input_is_recognised() {
        let table = [
            (&b"It\0"[..], NotText::Nul),
            (b"\xff\xfe\0\0I\0\0\0", NotText::Nul),
            (b"%PDF-1.4\n", NotText::Pdf),
            (b"junk\n%PDF-1.4\n1 0 obj\n", NotText::Pdf),
        ];
        for (bytes, expected) in table {
            assert_eq!(NotText::start(bytes), Some(expected), "{bytes:?}");
        }
        assert!(matches!(
            NotText::start(b"I\0t\0 \0i\0s\0"),
            Some(NotText::Encoded(_))
        ));
        assert_eq!(NotText::at(1, b"%PDF-1.4\xff\xfe"), None);
        assert_eq!(NotText::at(1, b"It\0"), Some(NotText::Nul));
    }

    #[test]
    fn a_file_is_checked_to_its_end() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("a");
        let mut bytes = b"It rained.\n".repeat(1 << 15);
        fs::write(&path, &bytes).expect("file");
        assert_eq!(NotText::file(&path, 200).expect("a file"), None);
        bytes.push(0);
        fs::write(&path, &bytes).expect("file");
        assert_eq!(
            NotText::file(&path, 200).expect("a file"),
            Some(NotText::Nul)
        );
    }
}
