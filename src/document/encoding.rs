//! Encodings other than UTF-8: a layer around a document. The source is decoded to text in UTF-8,
//! which is read in its format; the edits of that text go back to the bytes of the source, and their
//! wordings are written in its encoding.

use super::Format;
use crate::edit::{Edit, apply, pieces};
use std::fmt;
use std::ops::Range;

/// Bytes at the start of a page or of XML in which the encoding is declared.
const DECLARED: usize = 1 << 11;

/// An encoding other than UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

/// A name that no encoding has which can be read here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownEncoding {
    /// The web knows the encoding, but the meaning of its bytes changes within a text.
    is_changing: bool,
}

impl fmt::Display for UnknownEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_changing {
            "cannot be read, because its bytes change their meaning within a text; \
             convert the input to UTF-8"
        } else {
            "give the name of an encoding, such as windows-1252, shift_jis or utf-16le"
        })
    }
}

impl std::error::Error for UnknownEncoding {}

impl Encoding {
    /// The encoding that the web calls `name`, in any letter case; `None` for UTF-8. Other programs
    /// put other signs between its parts: `latin-1`, `euc_jp`.
    ///
    /// ```
    /// use unspin::document::encoding::Encoding;
    /// let latin = Encoding::of_name("Latin1").unwrap();
    /// assert_eq!(latin.map(|encoding| encoding.to_string()).as_deref(), Some("windows-1252"));
    /// assert_eq!(Encoding::of_name("utf8"), Ok(None));
    /// assert!(Encoding::of_name("latin-99").is_err());
    /// ```
    ///
    /// # Errors
    /// If there is none of that name, or its bytes mean something else after a change of mode.
    pub fn of_name(name: &str) -> Result<Option<Self>, UnknownEncoding> {
        let found = spellings(name)
            .iter()
            .find_map(|name| encoding_rs::Encoding::for_label(name.as_bytes()))
            .ok_or(UnknownEncoding { is_changing: false })?;
        let is_refused = found == encoding_rs::ISO_2022_JP || found == encoding_rs::REPLACEMENT;
        if is_refused {
            return Err(UnknownEncoding { is_changing: true });
        }
        Ok((found != encoding_rs::UTF_8).then_some(Self(found)))
    }

    /// The encoding of `source`, which is in `format`; `None` for UTF-8.
    ///
    /// A byte order mark decides, then the encoding that was `given`. What is UTF-8 is not looked at
    /// any further; otherwise, a page or XML may declare its encoding. Mails and archives say it for
    /// each of their parts.
    pub fn of(source: &[u8], format: Format, given: Option<Self>) -> Option<Self> {
        if format == Format::Warc {
            return None;
        }
        marked_or(source, given).or_else(|| match format {
            Format::Html | Format::Xml if str::from_utf8(source).is_err() => declared(source),
            _ => None,
        })
    }

    /// Whether each byte of ASCII means itself.
    pub fn has_ascii(self) -> bool {
        self.0.is_ascii_compatible()
    }

    /// The character that `byte` means; `None` if it has no meaning of its own.
    pub fn char_of(self, byte: u8) -> Option<char> {
        if byte.is_ascii() {
            return self.has_ascii().then_some(char::from(byte));
        }
        let byte = [byte];
        let text = self
            .0
            .decode_without_bom_handling_and_without_replacement(&byte);
        text.filter(|_| self.0.is_single_byte())?.chars().next()
    }

    /// Decodes `bytes`. Also returns whether all of them can be decoded.
    pub fn decode(self, bytes: &[u8]) -> (String, bool) {
        let (text, has_errors) = self.0.decode_without_bom_handling(bytes);
        (text.into_owned(), !has_errors)
    }

    /// Encodes `text`; `None` if it has characters that cannot be expressed.
    pub fn encode(self, text: &str) -> Option<Vec<u8>> {
        if self.0 == encoding_rs::UTF_16LE {
            return Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
        }
        if self.0 == encoding_rs::UTF_16BE {
            return Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
        }
        let (bytes, _, has_errors) = self.0.encode(text);
        (!has_errors).then(|| bytes.into_owned())
    }

    /// Applies `edits`, whose wordings can be expressed in the encoding, to `source`.
    pub fn apply(self, source: &[u8], edits: &[Edit]) -> Vec<u8> {
        if self.has_ascii() && edits.iter().all(|edit| edit.original().is_ascii()) {
            return apply(source, edits);
        }
        let mut out = Vec::with_capacity(source.len() + source.len() / 16);
        for (kept, edit) in pieces(source, edits) {
            out.extend_from_slice(kept);
            out.extend(
                edit.and_then(|edit| self.encode(edit.original()))
                    .into_iter()
                    .flatten(),
            );
        }
        out
    }
}

/// How the web may spell the name of the encoding `name`, best first.
fn spellings(name: &str) -> [String; 3] {
    let hyphens = name.replace('_', "-");
    let joined = hyphens.replace('-', "");
    [name.to_owned(), hyphens, joined]
}

/// The encoding that the byte order mark of `source` shows, or else the one that was `given`; `None` for UTF-8.
pub fn marked_or(source: &[u8], given: Option<Encoding>) -> Option<Encoding> {
    let is_utf8 = source.starts_with("\u{feff}".as_bytes());
    of_mark(source).or(given.filter(|_| !is_utf8))
}

/// The encoding that the byte order mark of `source` shows, if it is one of UTF-16. The start of a
/// declaration of XML shows as much.
pub fn of_mark(source: &[u8]) -> Option<Encoding> {
    match source {
        // UTF-32.
        [0xff, 0xfe, 0, 0, ..] => None,
        [0xff, 0xfe, ..] | [b'<', 0, b'?', 0, ..] => Some(Encoding(encoding_rs::UTF_16LE)),
        [0xfe, 0xff, ..] | [0, b'<', 0, b'?', ..] => Some(Encoding(encoding_rs::UTF_16BE)),
        _ => None,
    }
}

/// The encoding that the start of a page or of XML declares, if that is not UTF-8. As the
/// declaration was read in ASCII, it cannot be UTF-16.
fn declared(source: &[u8]) -> Option<Encoding> {
    let start = source[..source.len().min(DECLARED)].to_ascii_lowercase();
    let find = |wanted: &[u8], from: usize| {
        let mut windows = start[from..].windows(wanted.len());
        windows
            .position(|window| window == wanted)
            .map(|at| from + at)
    };
    let by_xml = start
        .starts_with(b"<?xml")
        .then(|| find(b"encoding", 0).filter(|&at| Some(at) < find(b"?>", 0)))
        .flatten()
        .map(|at| at + b"encoding".len());
    let by_meta = || {
        let mut from = 0;
        loop {
            let meta = find(b"<meta", from)?;
            if let Some(comment) = find(b"<!--", from).filter(|&comment| comment < meta) {
                from = find(b"-->", comment)?;
                continue;
            }
            let end = find(b">", meta)?;
            if let Some(at) = find(b"charset", meta).filter(|&at| at < end) {
                return Some(at + b"charset".len());
            }
            from = end;
        }
    };
    let at = by_xml.or_else(by_meta)?;
    let rest = start[at..].trim_ascii_start().strip_prefix(b"=")?;
    let is_quote = |byte: &u8| b" \t\r\n\"'".contains(byte);
    let rest = &rest[rest.iter().take_while(|byte| is_quote(byte)).count()..];
    let is_in = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte);
    let len = rest.iter().take_while(|byte| is_in(byte)).count();
    let found = Encoding::of_name(str::from_utf8(&rest[..len]).ok()?).ok()??;
    found.has_ascii().then_some(found)
}

/// A source in another encoding, decoded.
#[derive(Clone, Debug)]
pub struct Transcoded {
    encoding: Encoding,
    text: String,
    runs: Vec<Run>,
}

/// Characters in a row that are equally long in the text, and equally long in the source. Runs have
/// no gaps between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// Where it starts in the text.
    text: usize,
    /// Where it starts in the source.
    source: usize,
    /// Bytes of a character in the text and in the source; `None` for bytes that cannot be decoded.
    widths: Option<(usize, usize)>,
}

impl Transcoded {
    /// Decodes `source`. For each sequence of bytes that has no meaning, the text has U+FFFD.
    pub fn new(source: &[u8], encoding: Encoding) -> Self {
        let mut transcoded = Self {
            encoding,
            text: String::with_capacity(source.len()),
            runs: Vec::new(),
        };
        if encoding.has_ascii() {
            transcoded.read_bytes(source);
        } else {
            transcoded.read_units(source, encoding.0 == encoding_rs::UTF_16BE);
        }
        transcoded
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The encoding of the source.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Reads UTF-16.
    fn read_units(&mut self, source: &[u8], is_big_endian: bool) {
        let unit = |pair: &[u8]| match (pair, is_big_endian) {
            (&[high, low], true) | (&[low, high], false) => u16::from_be_bytes([high, low]),
            // Half a unit at the end has no meaning, as half of a surrogate pair.
            _ => 0xd800,
        };
        let mut at = 0;
        for char in char::decode_utf16(source.chunks(2).map(unit)) {
            let len = char.as_ref().map_or(2, |char| 2 * char.len_utf16());
            self.push(char.ok(), at, len);
            at += len;
        }
    }

    /// Reads an encoding that has ASCII.
    fn read_bytes(&mut self, source: &[u8]) {
        let mut at = 0;
        while at < source.len() {
            let ascii = encoding_rs::Encoding::ascii_valid_up_to(&source[at..]);
            if ascii > 0 {
                self.push_run(at, Some((1, 1)));
                let text = str::from_utf8(&source[at..at + ascii]);
                self.text.push_str(text.expect("ASCII is UTF-8"));
                at += ascii;
            } else {
                let (char, len) = self.first_char(&source[at..]);
                self.push(char, at, len);
                at += len;
            }
        }
    }

    /// The character at the start of `source`, and how many bytes it takes.
    fn first_char(&self, source: &[u8]) -> (Option<char>, usize) {
        let mut decoder = self.encoding.0.new_decoder_without_bom_handling();
        let mut buffer = [0; 16];
        for len in 1..=source.len() {
            let byte = &source[len - 1..len];
            let (result, _, written) =
                decoder.decode_to_utf8_without_replacement(byte, &mut buffer, false);
            if let encoding_rs::DecoderResult::Malformed(bad, _) = result {
                return (None, usize::from(bad).max(1));
            }
            let text = str::from_utf8(&buffer[..written]).unwrap_or_default();
            let mut chars = text.chars();
            match (chars.next(), chars.next()) {
                (Some(char), None) => return (Some(char), len),
                // Two characters cannot be told apart.
                (Some(_), Some(_)) => return (None, len),
                (None, _) => {}
            }
        }
        (None, source.len())
    }

    /// Appends a character, or U+FFFD, for the `len` bytes at `source`.
    fn push(&mut self, char: Option<char>, source: usize, len: usize) {
        self.push_run(source, char.map(|char| (char.len_utf8(), len)));
        self.text.push(char.unwrap_or(char::REPLACEMENT_CHARACTER));
    }

    /// Starts a run at the end of the text, unless it continues the last one.
    fn push_run(&mut self, source: usize, widths: Option<(usize, usize)>) {
        let continues = |last: &Run| widths.is_some() && last.widths == widths;
        if !self.runs.last().is_some_and(continues) {
            self.runs.push(Run {
                text: self.text.len(),
                source,
                widths,
            });
        }
    }

    /// The bytes of the source that the part `range` of the text was decoded from; `None` if some of
    /// them have no meaning.
    pub fn source_range(&self, range: Range<usize>) -> Option<Range<usize>> {
        if range.is_empty() {
            let at = self.place(self.run(range.start)?, range.start)?;
            return Some(at..at);
        }
        let first = self.run(range.start)?;
        let last = self.run(range.end - 1)?;
        let is_known = self.runs[first..=last]
            .iter()
            .all(|run| run.widths.is_some());
        let start = self.place(first, range.start)?;
        is_known.then_some(start..self.place(last, range.end)?)
    }

    /// The number of the run that has the byte `at` of the text.
    fn run(&self, at: usize) -> Option<usize> {
        self.runs
            .partition_point(|run| run.text <= at)
            .checked_sub(1)
    }

    /// Where the position `at` of the text is, counted from the start of a run.
    fn place(&self, run: usize, at: usize) -> Option<usize> {
        let run = self.runs.get(run)?;
        let (text, source) = run.widths?;
        Some(run.source + (at - run.text) / text * source)
    }

    /// Those of `edits` of the text that can be made in the source.
    pub fn possible(&self, mut edits: Vec<Edit>) -> Vec<Edit> {
        edits.retain(|edit| {
            self.source_range(edit.range()).is_some()
                && self.encoding.encode(edit.original()).is_some()
        });
        edits
    }

    /// The same edits of the source. Those that cannot be made are left out.
    pub fn edits_in_source(&self, edits: Vec<Edit>) -> Vec<Edit> {
        let edits = self.possible(edits).into_iter();
        let moved = |edit: Edit| {
            let range = self.source_range(edit.range())?;
            Some(edit.at(range))
        };
        edits.filter_map(moved).collect()
    }

    /// The bytes of the source in which the part `range` of the text is.
    pub(crate) fn source_span(&self, range: Range<usize>) -> Range<usize> {
        let place = |at: usize| {
            let run = self.run(at)?;
            self.place(run, at).or_else(|| Some(self.runs[run].source))
        };
        place(range.start).unwrap_or(0)..place(range.end).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests;
