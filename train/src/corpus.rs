//! Reads plain text, document by document: files with a paragraph on each line and a blank line
//! between documents, or JSON lines with a document on each line. Files may be compressed.

use flate2::bufread::MultiGzDecoder;
use liblzma::bufread::XzDecoder;
use serde_json::Value;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use unspin::text::token::Tokens;

/// The field of JSON lines that contains the text, unless another is named.
pub const FIELD: &str = "text";

/// Bytes that are read at once.
const BLOCK: usize = 1 << 20;

/// Opens a file for reading. It is decompressed if it begins like a gzip, xz or Zstandard file.
///
/// # Errors
/// If the file cannot be opened; this message, and those of errors while it is read, name it.
pub fn open(path: &Path) -> io::Result<Box<dyn BufRead + Send>> {
    let name = path.display().to_string();
    let file = File::open(path).map_err(|error| named(&name, &error))?;
    let file = BufReader::with_capacity(BLOCK, file);
    let plain = decompressed(file).map_err(|error| named(&name, &error))?;
    Ok(Box::new(BufReader::with_capacity(
        BLOCK,
        Named { name, plain },
    )))
}

fn decompressed(mut file: impl BufRead + Send + 'static) -> io::Result<Box<dyn Read + Send>> {
    Ok(match file.fill_buf()? {
        [0x1f, 0x8b, ..] => Box::new(MultiGzDecoder::new(file)),
        [0xfd, b'7', b'z', b'X', b'Z', ..] => Box::new(XzDecoder::new_multi_decoder(file)),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Box::new(zstd::Decoder::with_buffer(file)?),
        _ => Box::new(file),
    })
}

/// A file whose errors have its name.
struct Named {
    name: String,
    plain: Box<dyn Read + Send>,
}

impl Read for Named {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.plain.read(buffer);
        read.map_err(|error| named(&self.name, &error))
    }
}

fn named(name: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{name}: {error}"))
}

/// How a file is divided into documents.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    /// By blank lines.
    Paragraphs,
    /// By line ends. Each line is a JSON object whose field with this name is the document.
    JsonLines(String),
}

/// Iterates over the documents of a file. A document consists of paragraphs, separated by line
/// ends. Bytes that are not UTF-8 become U+FFFD.
pub struct Documents {
    lines: Box<dyn BufRead + Send>,
    /// What errors call the file.
    name: String,
    form: Form,
    /// Number of JSON lines read so far.
    line: usize,
}

impl Documents {
    /// Opens a file. It contains JSON lines with the field [`FIELD`] if its name ends in `.jsonl` or
    /// `.ndjson`, possibly followed by `.gz`, `.xz` or `.zst`.
    ///
    /// # Errors
    /// If the file cannot be opened.
    pub fn open(path: &Path) -> io::Result<Self> {
        Self::open_field(path, FIELD)
    }

    /// Like [`Documents::open`], but with the text in another `field`.
    ///
    /// # Errors
    /// If the file cannot be opened.
    pub fn open_field(path: &Path, field: &str) -> io::Result<Self> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = [".gz", ".xz", ".zst"]
            .iter()
            .find_map(|suffix| name.strip_suffix(suffix))
            .unwrap_or(&name);
        let form = if name.ends_with(".jsonl") || name.ends_with(".ndjson") {
            Form::JsonLines(field.to_owned())
        } else {
            Form::Paragraphs
        };
        Ok(Self {
            lines: open(path)?,
            name: path.display().to_string(),
            form,
            line: 0,
        })
    }

    /// The documents of plain text that is read from `lines`.
    pub fn from_reader(lines: impl BufRead + Send + 'static) -> Self {
        Self {
            lines: Box::new(lines),
            name: String::new(),
            form: Form::Paragraphs,
            line: 0,
        }
    }

    /// The text of the next JSON line that is not blank.
    fn next_json(&mut self, field: &str) -> io::Result<Option<String>> {
        loop {
            let mut line = Vec::new();
            if self.lines.read_until(b'\n', &mut line)? == 0 {
                return Ok(None);
            }
            self.line += 1;
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let text = text_in(&line, field).map_err(|problem| {
                let message = format!("{}:{}: {problem}", self.name, self.line);
                io::Error::new(io::ErrorKind::InvalidData, message)
            });
            return text.map(Some);
        }
    }

    /// The next paragraphs up to a blank line.
    fn next_paragraphs(&mut self) -> io::Result<Option<String>> {
        let mut document = Vec::new();
        loop {
            let start = document.len();
            let read = self.lines.read_until(b'\n', &mut document)?;
            let is_blank = document[start..].iter().all(u8::is_ascii_whitespace);
            if is_blank {
                document.truncate(start);
            }
            if read == 0 || (is_blank && start > 0) {
                break;
            }
        }
        Ok((!document.is_empty()).then(|| String::from_utf8_lossy(&document).into_owned()))
    }
}

/// The text in a field of a JSON line, or what is wrong with the line.
fn text_in(line: &[u8], field: &str) -> Result<String, String> {
    let value: Value = serde_json::from_slice(line)
        .map_err(|error| format!("is not JSON ({error}); correct it or leave it out"))?;
    let text = value.get(field).and_then(Value::as_str);
    let text = text.map(str::to_owned);
    text.ok_or_else(|| format!("has no text in the field {field:?}; name the right field"))
}

impl Iterator for Documents {
    type Item = io::Result<String>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.form.clone() {
            Form::Paragraphs => self.next_paragraphs().transpose(),
            Form::JsonLines(field) => self.next_json(&field).transpose(),
        }
    }
}

/// Replaces `tokens` with those of `document`. Every paragraph begins with a
/// [`unspin::text::token::Gap::Break`].
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
    fn blank_lines_separate_documents() {
        let text = "\n\none\ntwo\n \n\nthree";
        let all: Vec<String> = Documents::from_reader(text.as_bytes())
            .map(|document| document.expect("readable"))
            .collect();
        assert_eq!(all, ["one\ntwo\n", "three"]);
    }

    /// The documents of a file with this name and content.
    fn documents(name: &str, bytes: &[u8]) -> Vec<Result<String, String>> {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        Documents::open(&path)
            .expect("the file exists")
            .map(|document| document.map_err(|error| message(&folder, &error)))
            .collect()
    }

    fn message(folder: &tempfile::TempDir, error: &io::Error) -> String {
        let folder = format!("{}/", folder.path().display());
        error.to_string().replace(&folder, "")
    }

    fn read_all(mut reader: impl Read) -> Vec<u8> {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).expect("in memory");
        bytes
    }

    #[test]
    fn compressed_files_are_decompressed() {
        let text = b"one\ntwo\n\nthree\n";
        let gzip = flate2::bufread::GzEncoder::new(&text[..], flate2::Compression::fast());
        let xz = liblzma::bufread::XzEncoder::new(&text[..], 1);
        let zstd = zstd::encode_all(&text[..], 1).expect("in memory");
        let expected = [Ok("one\ntwo\n".to_owned()), Ok("three\n".to_owned())];
        assert_eq!(documents("a.txt", text), expected);
        assert_eq!(documents("a.txt.gz", &read_all(gzip)), expected);
        assert_eq!(documents("a.xz", &read_all(xz)), expected);
        assert_eq!(documents("a.zst", &zstd), expected);
    }

    #[test]
    fn json_lines_have_a_document_on_each_line() {
        let lines = b"{\"text\":\"one\\ntwo\"}\n\n{\"body\":\"three\"}\nfour\n";
        let problems = [
            "a.jsonl:3: has no text in the field \"text\"; name the right field",
            "a.jsonl:4: is not JSON (expected ident at line 1 column 2); correct it or leave it out",
        ];
        let problems = problems.map(|problem| Err(problem.to_owned()));
        let expected = [&[Ok("one\ntwo".to_owned())], &problems[..]].concat();
        assert_eq!(documents("a.jsonl", lines), expected);
    }

    #[test]
    fn damage_is_named_with_the_file() {
        let gzip = flate2::bufread::GzEncoder::new(&b"one"[..], flate2::Compression::fast());
        let cut = &read_all(gzip)[..12];
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("a.gz");
        std::fs::write(&path, cut).expect("written");
        let error = Documents::open(&path).expect("the file exists").next();
        let error = error.expect("not at its end").expect_err("it is cut");
        assert!(message(&folder, &error).starts_with("a.gz: "), "{error}");
    }

    #[test]
    fn paragraphs_begin_with_a_break() {
        let mut tokens = Tokens::default();
        tokenize("one\ntwo three\n", &mut tokens);
        let gaps: Vec<_> = tokens.as_slice().iter().map(|t| (t.start, t.gap)).collect();
        use unspin::text::token::Gap::{Break, Space};
        assert_eq!(gaps, [(0, Break), (4, Break), (8, Space)]);
    }
}
