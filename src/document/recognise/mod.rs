//! Recognises how a source is written: by its name, then by its first bytes.
//!
//! A kind of structured data is only seen where it cannot be prose. What is seen in doubt is plain
//! text, of which everything is restored, so the tests are strict: a table needs a header and the
//! same number of cells in each row, a mail needs several well-known header fields.

mod binary;
mod changes;
mod data;
mod entries;
mod fields;
mod json;
mod markup;
mod names;
mod signatures;
mod statements;
#[cfg(test)]
mod tests;
mod yaml;

pub use self::binary::{is_pdf, wide};

use self::binary::{WIDE, binary, may_go_on};
use super::{Format, encoding};
use std::fmt;

/// Bytes at the start of a source that are looked at, at most.
pub const START: usize = 1 << 16;

/// How a source is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Plain text, or nothing else that is known here.
    Text,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
    /// HTML by the rules of XML.
    Xhtml,
    /// XML of any other kind.
    Xml,
    /// RSS or Atom.
    Feed,
    /// Images in SVG.
    Svg,
    /// A JSON document, or several.
    Json,
    /// JSON lines.
    JsonLines,
    /// Comma-separated values.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// A mail.
    Mail,
    /// A mailbox (mbox).
    Mailbox,
    /// A web archive (WARC, WET).
    Warc,
    /// Subtitles (SRT, WebVTT).
    Subtitles,
    /// No text.
    Binary,
    /// Text in an encoding that is not recognised.
    Encoded,
    /// Text of a kind that is structured, but has no [`Format`].
    Other,
}

impl Kind {
    /// The format that reads this kind; `None` if it has to stay as it is.
    pub fn format(self) -> Option<Format> {
        match self {
            Self::Text => Some(Format::Text),
            Self::Markdown => Some(Format::Markdown),
            Self::Html => Some(Format::Html),
            Self::Xhtml | Self::Xml | Self::Feed | Self::Svg => Some(Format::Xml),
            Self::Json => Some(Format::Json),
            Self::JsonLines => Some(Format::JsonLines),
            Self::Csv => Some(Format::Csv),
            Self::Tsv => Some(Format::Tsv),
            Self::Warc => Some(Format::Warc),
            Self::Mail | Self::Mailbox => Some(Format::Mail),
            Self::Subtitles => Some(Format::Subtitles),
            Self::Binary | Self::Encoded | Self::Other => None,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "plain text",
            Self::Markdown => "Markdown",
            Self::Html => "HTML",
            Self::Xhtml => "XHTML",
            Self::Xml => "XML",
            Self::Feed => "a feed",
            Self::Svg => "SVG",
            Self::Json => "JSON",
            Self::JsonLines => "JSON lines",
            Self::Csv => "comma-separated values",
            Self::Tsv => "tab-separated values",
            Self::Mail => "a mail",
            Self::Mailbox => "a mailbox",
            Self::Warc => "a web archive",
            Self::Subtitles => "subtitles",
            Self::Binary => "binary data",
            Self::Encoded => "text in another encoding",
            Self::Other => "data or code",
        })
    }
}

/// How a source is written, and what shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recognised {
    /// How it is written.
    pub kind: Kind,
    /// What shows it, as a clause such as `it starts with <html>`.
    pub reason: &'static str,
}

impl Recognised {
    /// Whether the name shows the kind, and not the content.
    pub fn is_by_name(self) -> bool {
        self.reason == NAMED
    }

    const fn new(kind: Kind, reason: &'static str) -> Self {
        Self { kind, reason }
    }
}

/// Recognises a source by its `name` and by its `start`, which is all of it or its first [`START`]
/// bytes.
///
/// ```
/// use unspin::document::recognise::{Kind, recognise};
/// assert_eq!(recognise(Some("INDEX.HTM"), b"It rained.").kind, Kind::Html);
/// assert_eq!(recognise(Some("page.php"), b"<!DOCTYPE html><p>It rained.").kind, Kind::Html);
/// assert_eq!(recognise(None, b"It rained.").kind, Kind::Text);
/// ```
pub fn recognise(name: Option<&str>, start: &[u8]) -> Recognised {
    recognise_start(name, start, true).unwrap_or(TEXT)
}

/// The same for a source of which only `start` is read so far. `None` if more of it is needed, which
/// is never so if `start` is all of it, or has [`START`] bytes.
pub fn recognise_start(name: Option<&str>, start: &[u8], is_all: bool) -> Option<Recognised> {
    let is_all = is_all || start.len() >= START;
    let by_name = name.and_then(names::kind);
    if by_name == Some(Kind::Warc) {
        return Some(Recognised::new(Kind::Warc, NAMED));
    }
    let unicode = encoding::of_mark(start).map(|encoding| encoding.decode(start).0);
    let bytes = unicode.as_ref().map_or(start, |text| text.as_bytes());
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let first = &bytes[..bytes.len().min(WIDE)];
    if first.contains(&0) {
        if !is_all && first.len() < WIDE {
            return None;
        }
        if let Some(reason) = wide(first) {
            return Some(Recognised::new(Kind::Encoded, reason));
        }
    }
    if let Some(reason) = binary(bytes, is_all) {
        return Some(Recognised::new(Kind::Binary, reason));
    }
    if !is_all && may_go_on(bytes) {
        return None;
    }
    match by_name {
        Some(Kind::Text | Kind::Other) | None => {}
        Some(kind) => return Some(Recognised::new(kind, NAMED)),
    }
    let bytes = &bytes[..bytes.len().min(START)];
    let found = content(bytes, is_all)?;
    Some(match by_name {
        Some(Kind::Text) if !is_certain(found.kind, bytes) => Recognised::new(Kind::Text, NAMED),
        // Programs make pages, which may have their names. JSON lines have the extension of Julia, too.
        Some(Kind::Other) if !matches!(found.kind, Kind::Html | Kind::JsonLines) => {
            Recognised::new(Kind::Other, NAMED)
        }
        _ => found,
    })
}

/// The kind that the name of a file shows; `None` if it can be of any kind.
///
/// ```
/// use unspin::document::recognise::{Kind, by_name};
/// assert_eq!(by_name("b.JSONL.gz"), Some(Kind::JsonLines));
/// assert_eq!(by_name("index.html?p=12"), Some(Kind::Html));
/// assert_eq!(by_name("page.php"), None);
/// ```
pub fn by_name(name: &str) -> Option<Kind> {
    names::kind(name)
}

const NAMED: &str = "by its name";
const TEXT: Recognised = Recognised::new(Kind::Text, "no other format was recognised");

/// What a test sees in the first bytes of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// It is not of these kinds.
    No,
    /// It may be, which needs more bytes to decide.
    Maybe,
    /// It is.
    Is(Kind, &'static str),
}

impl Look {
    /// What is seen where the bytes read so far show nothing: it is not of these kinds if these are all.
    fn until(is_all: bool) -> Self {
        if is_all { Self::No } else { Self::Maybe }
    }
}

/// The kind that `bytes`, the start of a text, show. `None` if more are needed.
fn content(bytes: &[u8], is_all: bool) -> Option<Recognised> {
    let tests: [fn(&[u8], bool) -> Look; 7] = [
        fields::look,
        markup::look,
        json::look,
        yaml::front_matter,
        yaml::look,
        data::notes,
        data::table,
    ];
    let mut may_be_more = false;
    for test in tests {
        match test(bytes, is_all) {
            Look::No => {}
            Look::Maybe => may_be_more = true,
            Look::Is(kind, reason) => return Some(Recognised::new(kind, reason)),
        }
    }
    (is_all || !may_be_more).then_some(TEXT)
}

/// How many bytes at the start are checked for UTF-8.
const NOT_UTF8: usize = 1 << 13;

/// Whether more than a quarter of the first bytes of a source are not UTF-8.
pub fn is_mostly_invalid(bytes: &[u8]) -> bool {
    let bytes = &bytes[..bytes.len().min(NOT_UTF8)];
    // Most sources are UTF-8, and checking this is much faster than cutting.
    if str::from_utf8(bytes).is_ok() {
        return false;
    }
    let invalid: usize = bytes.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
    4 * invalid > bytes.len()
}

/// Whether text that starts with `bytes` is of this `kind` also in a file named `.txt`, which may start with
/// an example of it.
fn is_certain(kind: Kind, bytes: &[u8]) -> bool {
    match kind {
        Kind::Json | Kind::JsonLines => json::is_sound(bytes),
        Kind::Other => fields::is_certain(bytes),
        _ => kind.format().is_some(),
    }
}

/// The lines of `bytes` with their ends; the last one may be incomplete.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split_inclusive(|&byte| byte == b'\n')
}

/// Whether `bytes` has `wanted`, in any letter case.
fn has(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes
        .windows(wanted.len())
        .any(|window| window.eq_ignore_ascii_case(wanted))
}
