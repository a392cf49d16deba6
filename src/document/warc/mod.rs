//! Web archives (WARC, ISO 28500, and WET): records, each with a header and a block. Which of them
//! have text, and what changes in their headers when it is edited.

mod chunked;
mod digest;
mod header;
#[cfg(test)]
mod tests;

pub use self::chunked::Chunks;
pub use self::header::Header;

use super::Format;
use super::recognise::{Kind, START, recognise};
use std::ops::Range;

/// What every record starts with.
const SIGNATURE: &[u8] = b"WARC/";
/// Longest header that is read.
pub const LONGEST_HEADER: usize = 1 << 20;

/// The fields of the header with a digest.
const DIGESTS: [&str; 2] = ["warc-block-digest", "warc-payload-digest"];

/// A record. Ranges are bytes of the archive from its start.
#[derive(Clone, Debug)]
pub struct Record<'r> {
    bytes: &'r [u8],
    header: Header,
    block: Range<usize>,
}

/// The text of a record.
#[derive(Clone, Debug)]
pub struct Content {
    /// Where it is in the record.
    pub body: Range<usize>,
    /// How it is written.
    pub format: Format,
    http: Option<Header>,
    /// The body comes in chunks, see [`Chunks`].
    pub is_chunked: bool,
    /// How the body, or the data of its chunks, is compressed.
    pub coding: Option<Coding>,
}

/// A compression of HTTP (RFC 9110).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// In gzip format.
    Gzip,
    /// In zlib format.
    Deflate,
    /// As bare Deflate data, which some servers send under the same name.
    BareDeflate,
}

impl Coding {
    /// That of `data` with this value of `Content-Encoding`; `None` if it is not known. Some archives hold
    /// the decoded page with the header that it was sent with.
    fn of(value: Option<&str>, data: &[u8]) -> Option<Option<Self>> {
        let is_zlib =
            |&start: &[u8; 2]| start[0] & 0x0f == 8 && u16::from_be_bytes(start).is_multiple_of(31);
        match value {
            None | Some("identity") => Some(None),
            Some("gzip" | "x-gzip") => Some(data.starts_with(&[0x1f, 0x8b]).then_some(Self::Gzip)),
            Some("deflate") if data.first_chunk().is_some_and(is_zlib) => Some(Some(Self::Deflate)),
            Some("deflate") => Some(str::from_utf8(data).is_err().then_some(Self::BareDeflate)),
            Some(_) => None,
        }
    }
}

impl<'r> Record<'r> {
    /// The record that `bytes` start with; `None` if there is none, or if it is not complete.
    pub fn first(bytes: &'r [u8]) -> Option<Self> {
        let header = Self::header(bytes)?;
        let start = header.end();
        let end = start.checked_add(header.number(bytes, "content-length")?)?;
        bytes.get(start..end)?;
        Some(Self {
            bytes,
            block: start..end,
            header,
        })
    }

    /// The header of the record that `bytes` start with.
    pub fn header(bytes: &[u8]) -> Option<Header> {
        let window = &bytes[..bytes.len().min(LONGEST_HEADER)];
        Header::read(window).filter(|_| bytes.starts_with(SIGNATURE))
    }

    /// Bytes of the record, with the blank lines at its end.
    pub fn end(&self) -> usize {
        let end = self.block.end;
        let is_end = |byte: &&u8| b"\r\n".contains(byte);
        end + self.bytes[end..].iter().take(4).take_while(is_end).count()
    }

    /// The bytes of its text.
    pub fn body(&self, content: &Content) -> &'r [u8] {
        &self.bytes[content.body.clone()]
    }

    /// The text of the record, if it has any that can be edited.
    pub fn content(&self) -> Option<Content> {
        if !may_have_text(&self.header, self.bytes) {
            return None;
        }
        let value = |name| self.header.value(self.bytes, name);
        let block = &self.bytes[self.block.clone()];
        let content = match media_type(value("content-type")?) {
            kind if kind == "application/http" => self.response()?,
            kind => Content {
                body: self.block.clone(),
                format: format_of(&kind)?,
                http: None,
                is_chunked: false,
                coding: None,
            },
        };
        // UTF-16 and what only claims to be text.
        (content.coding.is_some() || !block.contains(&0)).then_some(content)
    }

    fn response(&self) -> Option<Content> {
        let block = &self.bytes[self.block.clone()];
        let http = Header::read(block)?.moved(self.block.start);
        let body = http.end()..self.block.end;
        let value = |name| http.value(self.bytes, name).map(media_type);
        let bytes = &self.bytes[body.clone()];
        let is_encoded = value("transfer-encoding").is_some_and(|value| value != "identity");
        let chunks = Chunks::read(bytes).filter(|_| is_encoded);
        let data = chunks.as_ref().map_or(bytes, |chunks| &chunks.data);
        let coding = Coding::of(value("content-encoding").as_deref(), data)?;
        let is_chunked = chunks.is_some();
        let format = match value("content-type").filter(|media| !media.is_empty()) {
            Some(media) => format_of(&media)?,
            None => self.unnamed(data, coding)?,
        };
        Some(Content {
            format,
            body,
            http: Some(http),
            is_chunked,
            coding,
        })
    }

    /// The format of `data` without a media type: the one that the crawler has found, or what the data
    /// shows.
    fn unnamed(&self, data: &[u8], coding: Option<Coding>) -> Option<Format> {
        let found = self
            .header
            .value(self.bytes, "warc-identified-payload-type");
        if let Some(media) = found.map(media_type) {
            return format_of(&media);
        }
        let kind = recognise(None, data.get(..START).unwrap_or(data)).kind;
        let is_markup = matches!(kind, Kind::Html | Kind::Xhtml | Kind::Feed | Kind::Xml);
        kind.format().filter(|_| is_markup && coding.is_none())
    }

    /// The first digest in the header that cannot be computed again.
    pub fn unknown_digest(&self) -> Option<String> {
        let values = DIGESTS.map(|name| self.header.value(self.bytes, name));
        let mut digests = values.into_iter().flatten().map(String::from_utf8_lossy);
        let is_unknown = |value: &str| digest::renewed(value, &[b""], &[b""]).is_none();
        let digest = digests.find(|value| is_unknown(value))?;
        Some(digest.into_owned())
    }

    /// The record with the body `new`, and with headers that suit it. `None` if one of them cannot be
    /// computed.
    pub fn with_body(&self, content: &Content, new: &[u8]) -> Option<Vec<u8>> {
        let mut record = Vec::new();
        let mut copied = 0;
        for (place, value) in self.changes(content, new)? {
            record.extend_from_slice(&self.bytes[copied..place.start]);
            record.extend_from_slice(value.as_bytes());
            copied = place.end;
        }
        record.extend_from_slice(&self.bytes[copied..content.body.start]);
        record.extend_from_slice(new);
        record.extend_from_slice(&self.bytes[content.body.end..]);
        Some(record)
    }

    /// The values in the headers that change if the body is replaced with `new`, in order, and what
    /// they become. `None` if one of them cannot be computed.
    pub fn changes(&self, content: &Content, new: &[u8]) -> Option<Vec<(Range<usize>, String)>> {
        let body = &content.body;
        let before = &self.bytes[self.block.start..body.start];
        let mut changes = Vec::new();
        let mut http = before.to_owned();
        if let Some(header) = &content.http
            && let Some(place) = header.place("content-length")
        {
            let length = new.len().to_string();
            let inside = place.start - self.block.start..place.end - self.block.start;
            http.splice(inside, length.bytes());
            changes.push((place, length));
        }
        let block = [&http, new].concat();
        let old_block = &self.bytes[self.block.clone()];
        let old = &self.bytes[body.clone()];
        let length = block.len().to_string();
        changes.push((self.header.place("content-length")?, length));
        let mut digest = |name, old: &[&[u8]], new: &[&[u8]]| {
            let Some(place) = self.header.place(name) else {
                return Some(());
            };
            let value = str::from_utf8(&self.bytes[place.clone()]).ok()?;
            changes.push((place, digest::renewed(value, old, new)?));
            Some(())
        };
        digest("warc-block-digest", &[old_block], &[&block])?;
        let whole = |bytes| {
            Chunks::read(bytes)
                .map(|chunks| chunks.data)
                .unwrap_or_default()
        };
        if content.is_chunked {
            let (old_data, new_data) = (whole(old), whole(new));
            digest("warc-payload-digest", &[old, &old_data], &[new, &new_data])?;
        } else {
            digest("warc-payload-digest", &[old], &[new])?;
        }
        changes.retain(|(place, value)| &self.bytes[place.clone()] != value.as_bytes());
        changes.sort_by_key(|(place, _)| place.start);
        Some(changes)
    }
}

/// Whether the record with this `header`, which `bytes` start with, is of a kind that may have text.
pub fn may_have_text(header: &Header, bytes: &[u8]) -> bool {
    let value = |name| header.value(bytes, name).map(media_type);
    let kind = value("warc-type");
    let is_known = ["response", "resource", "conversion"]
        .map(Some)
        .contains(&kind.as_deref());
    let media = value("content-type").unwrap_or_default();
    is_known
        && (media == "application/http" || format_of(&media).is_some())
        // A part of a larger record.
        && value("warc-segment-number").is_none()
}

/// The media type in a header value, without parameters and in lower case.
fn media_type(value: &[u8]) -> String {
    let value = String::from_utf8_lossy(value).to_ascii_lowercase();
    value
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned()
}

/// The format of a body, by its media type; `None` if it is not restored.
fn format_of(media: &str) -> Option<Format> {
    Some(match media {
        "text/plain" => Format::Text,
        "text/html" => Format::Html,
        "text/markdown" => Format::Markdown,
        "text/vtt" => Format::Subtitles,
        "text/csv" => Format::Csv,
        "text/tab-separated-values" => Format::Tsv,
        "text/xml" | "application/xml" => Format::Xml,
        "application/json" => Format::Json,
        "application/x-ndjson" => Format::JsonLines,
        _ if media.ends_with("+xml") => Format::Xml,
        _ if media.ends_with("+json") => Format::Json,
        _ => return None,
    })
}
