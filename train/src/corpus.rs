//! Corpora: text, one paragraph a line, a blank line between documents, or JSON lines, a document each; plain or packed. It
//! owns reading and cutting into documents, not what is learnt from them.

use flate2::bufread::MultiGzDecoder;
use liblzma::bufread::XzDecoder;
use serde_json::Value;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use unspin::text::token::Tokens;

/// The field of JSON lines that holds the text.
pub const FIELD: &str = "text";

/// Bytes that are read at once.
const CHUNK: usize = 1 << 20;

/// A reader of the lines of a file, unpacked where its first bytes are those of gzip, xz or Zstandard.
///
/// # Errors
/// When the file cannot be opened; the message names it.
pub fn open(path: &Path) -> io::Result<Box<dyn BufRead + Send>> {
    let named =
        |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    let file = File::open(path).map_err(named)?;
    unpacked(BufReader::with_capacity(CHUNK, file)).map_err(named)
}

fn unpacked(mut packed: impl BufRead + Send + 'static) -> io::Result<Box<dyn BufRead + Send>> {
    let plain: Box<dyn Read + Send> = match packed.fill_buf()? {
        [0x1f, 0x8b, ..] => Box::new(MultiGzDecoder::new(packed)),
        [0xfd, b'7', b'z', b'X', b'Z', ..] => Box::new(XzDecoder::new_multi_decoder(packed)),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Box::new(zstd::Decoder::with_buffer(packed)?),
        _ => return Ok(Box::new(packed)),
    };
    Ok(Box::new(BufReader::with_capacity(CHUNK, plain)))
}

/// How documents are told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    /// By blank lines.
    Paragraphs,
    /// Each is the text in this field of a line.
    JsonLines(String),
}

/// The documents of one file, in order: paragraphs separated by line ends.
///
/// Bytes that are no UTF-8 become U+FFFD.
pub struct Documents {
    lines: Box<dyn BufRead + Send>,
    form: Form,
    /// Lines of JSON read so far.
    read: usize,
}

impl Documents {
    /// Opens `path`. A name that ends in `.jsonl` or `.ndjson`, before any `.gz`, `.xz` or `.zst`, is that of JSON lines with
    /// the text in the field [`FIELD`].
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn open(path: &Path) -> io::Result<Self> {
        Self::open_field(path, FIELD)
    }

    /// The same with the text in another `field`.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn open_field(path: &Path, field: &str) -> io::Result<Self> {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let name = [".gz", ".xz", ".zst"]
            .iter()
            .find_map(|packed| name.strip_suffix(packed))
            .unwrap_or(&name);
        let is_json = name.ends_with(".jsonl") || name.ends_with(".ndjson");
        let form = if is_json {
            Form::JsonLines(field.to_owned())
        } else {
            Form::Paragraphs
        };
        Ok(Self {
            lines: open(path)?,
            form,
            read: 0,
        })
    }

    /// The documents of text that is already in memory or comes from elsewhere.
    pub fn from_reader(lines: impl BufRead + Send + 'static) -> Self {
        Self {
            lines: Box::new(lines),
            form: Form::Paragraphs,
            read: 0,
        }
    }

    /// The text of the next line of JSON that has one.
    fn next_record(&mut self, field: &str) -> io::Result<Option<String>> {
        loop {
            let mut line = Vec::new();
            if self.lines.read_until(b'\n', &mut line)? == 0 {
                return Ok(None);
            }
            self.read += 1;
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let value: Option<Value> = serde_json::from_slice(&line).ok();
            let text = value.as_ref().and_then(|value| value.get(field)?.as_str());
            let missing = || {
                io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!(
                        "line {}: no text in the field {field:?}; name the right one",
                        self.read
                    ),
                )
            };
            return text.map(|text| Some(text.to_owned())).ok_or_else(missing);
        }
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
        match self.form.clone() {
            Form::Paragraphs => self.next_document().transpose(),
            Form::JsonLines(field) => self.next_record(&field).transpose(),
        }
    }
}

/// Replaces `tokens` by those of `document`; every paragraph begins with a [`unspin::text::token::Gap::Break`].
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
        let all: Vec<String> = Documents::from_reader(text.as_bytes())
            .map(|d| d.expect("readable"))
            .collect();
        assert_eq!(all, ["one\ntwo\n", "three"]);
    }

    #[test]
    fn packed_files_and_json_lines_are_read() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let documents = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).expect("written");
            Documents::open(&path)
                .expect("there")
                .map(|document| document.map_err(|error| error.to_string()))
                .collect::<Vec<_>>()
        };
        let text = b"one\ntwo\n\nthree\n";
        let expected = vec![Ok("one\ntwo\n".to_owned()), Ok("three\n".to_owned())];
        let gzip = {
            let mut out = Vec::new();
            flate2::bufread::GzEncoder::new(&text[..], flate2::Compression::fast())
                .read_to_end(&mut out)
                .expect("memory");
            out
        };
        let xz = {
            let mut out = Vec::new();
            liblzma::bufread::XzEncoder::new(&text[..], 1)
                .read_to_end(&mut out)
                .expect("memory");
            out
        };
        let zstd = zstd::encode_all(&text[..], 1).expect("memory");
        for (name, bytes) in [
            ("a.txt", &text[..]),
            ("a.txt.gz", &gzip),
            ("a.xz", &xz),
            ("a.zst", &zstd),
        ] {
            assert_eq!(documents(name, bytes), expected, "{name}");
        }
        let lines = b"{\"text\":\"one\\ntwo\"}\n\n{\"body\":\"three\"}\n";
        let bad = "line 3: no text in the field \"text\"; name the right one";
        assert_eq!(
            documents("a.jsonl", lines),
            vec![Ok("one\ntwo".to_owned()), Err(bad.to_owned())]
        );
    }

    #[test]
    fn paragraphs_break() {
        let mut tokens = Tokens::default();
        tokenize("one\ntwo three\n", &mut tokens);
        let gaps: Vec<_> = tokens.as_slice().iter().map(|t| (t.start, t.gap)).collect();
        use unspin::text::token::Gap::{Break, Space};
        assert_eq!(gaps, [(0, Break), (4, Break), (8, Space)]);
    }
}
