//! Corpora: plain or xz-compressed text, one paragraph a line, a blank line between documents. It owns reading and cutting
//! into documents, not what is learnt from them.

use crate::token::Tokens;
use liblzma::read::XzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

/// A reader of the lines of a file, unpacked where its name ends in `.xz`.
///
/// # Errors
/// When the file cannot be opened; the message names it.
pub fn open(path: &Path) -> io::Result<Box<dyn BufRead + Send>> {
    let file = File::open(path).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
    let packed = path.extension().is_some_and(|extension| extension == "xz");
    Ok(if packed { Box::new(BufReader::with_capacity(1 << 20, XzDecoder::new_multi_decoder(file))) } else { Box::new(BufReader::with_capacity(1 << 20, file)) })
}

/// The documents of one file, in order: paragraphs separated by line ends.
///
/// Bytes that are no UTF-8 become U+FFFD.
pub struct Documents {
    lines: Box<dyn BufRead + Send>,
}

impl Documents {
    /// Opens `path`; a name that ends in `.xz` is decompressed.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { lines: open(path)? })
    }

    /// The documents of text that is already in memory or comes from elsewhere.
    pub fn from_reader(lines: impl BufRead + Send + 'static) -> Self {
        Self { lines: Box::new(lines) }
    }

    fn next_document(&mut self) -> io::Result<Option<String>> {
        let mut document = Vec::new();
        loop {
            let from = document.len();
            let read = self.lines.read_until(b'\n', &mut document)?;
            let blank = document[from..].iter().all(u8::is_ascii_whitespace);
            if blank {
                document.truncate(from);
            }
            if read == 0 || (blank && from > 0) {
                break;
            }
        }
        Ok((!document.is_empty()).then(|| String::from_utf8_lossy(&document).into_owned()))
    }
}

impl Iterator for Documents {
    type Item = io::Result<String>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_document().transpose()
    }
}

/// Replaces `tokens` by those of `document`; every paragraph begins with a [`crate::token::Gap::Break`].
pub fn tokenize(document: &str, tokens: &mut Tokens) {
    tokens.clear();
    let mut at = 0;
    for line in document.split_inclusive('\n') {
        tokens.push_text(line, at);
        at += line.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_cut_documents() {
        let text = "\n\none\ntwo\n \n\nthree";
        let all: Vec<String> = Documents::from_reader(text.as_bytes()).map(|d| d.expect("readable")).collect();
        assert_eq!(all, ["one\ntwo\n", "three"]);
    }

    #[test]
    fn paragraphs_break() {
        let mut tokens = Tokens::default();
        tokenize("one\ntwo three\n", &mut tokens);
        let gaps: Vec<_> = tokens.as_slice().iter().map(|t| (t.start, t.gap)).collect();
        use crate::token::Gap::{Break, Space};
        assert_eq!(gaps, [(0, Break), (4, Break), (8, Space)]);
    }
}
