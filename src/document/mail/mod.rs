//! Mail (RFC 5322 with MIME) and mailboxes (mbox): the bodies in plain text and HTML are prose. They
//! stay in their transfer encoding; headers, attachments and signatures are not touched.
//!
//! Bodies in base64 are decoded before anything else. Positions are those in the mail that has them
//! decoded, see [`Unpacked`].

mod base64;
mod length;
mod quoted;
#[cfg(test)]
mod tests;
mod unpacked;

pub use self::length::with_lengths;

use self::quoted::{quoted, soft_break_len, unquote};
use self::unpacked::Unpacked;
use super::decoded::Decoded;
use super::encoding::Encoding as Charset;
use super::{Characters, html, switch};
use crate::edit::Edit;
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use std::ops::Range;

/// The bodies of a mail that are prose, in order.
#[derive(Clone, Debug, Default)]
pub struct Bodies {
    bodies: Vec<Body>,
    unpacked: Unpacked,
}

#[derive(Clone, Debug)]
struct Body {
    place: Range<usize>,
    is_quoted: bool,
    /// Whether the part may have characters beyond ASCII, and they are in UTF-8.
    characters: Characters,
    /// The encoding, if it is another one that is not hidden by ASCII.
    charset: Option<Charset>,
    html: Option<Html>,
}

/// A page, once its transfer encoding is undone.
#[derive(Clone, Debug)]
struct Html {
    page: Decoded,
    attributes: html::Attributes,
}

impl Bodies {
    /// Forgets all.
    pub fn clear(&mut self) {
        self.bodies.clear();
        self.unpacked.clear();
    }

    /// The mail with its bodies in base64 decoded, if it has any.
    pub fn unpacked(&self) -> Option<(&[u8], &Unpacked)> {
        Some((self.unpacked.mail()?, &self.unpacked))
    }

    /// `edits` of `mail`, which keep the soft line breaks that they replace, so that no line gets too
    /// long.
    pub fn with_breaks(&self, mut edits: Vec<Edit>, mail: &[u8]) -> Vec<Edit> {
        for edit in &mut edits {
            let Some(body) = self.at(edit.start).filter(|body| body.is_quoted) else {
                continue;
            };
            let spun = &mail[edit.start..edit.end.min(body.place.end)];
            for at in (0..spun.len()).filter(|&at| spun[at] == b'=') {
                let soft = &spun[at..at + soft_break_len(&spun[at..])];
                let soft = str::from_utf8(soft).unwrap_or_default();
                edit.set_original(format!("{}{soft}", edit.original()));
            }
        }
        edits
    }

    /// The body that has byte `at` of the mail.
    fn at(&self, at: usize) -> Option<&Body> {
        let next = self.bodies.partition_point(|body| body.place.end <= at);
        self.bodies.get(next).filter(|body| body.place.start <= at)
    }

    /// `wording` as it is written at byte `at` of the mail; `None` if it cannot be written there.
    pub fn encode(&self, wording: &str, at: usize) -> Option<String> {
        let body = self.at(at)?;
        let text = match &body.html {
            Some(html) => {
                let at = html.page.text_around(at..at + 1).start;
                let before = &html.page.text().as_bytes()[..at];
                html::encode(wording, before, body.characters, &html.attributes)?
            }
            None => wording.to_owned(),
        };
        match body.charset.filter(|_| body.is_quoted) {
            Some(charset) => return charset.encode(&text).map(|bytes| quoted(&bytes)),
            None if body.characters == Characters::Any || text.is_ascii() => {}
            // Straight apostrophes are in every encoding.
            None => return Some(text.replace('’', "'")).filter(|text| text.is_ascii()),
        }
        Some(if body.is_quoted {
            quoted(text.as_bytes())
        } else {
            text
        })
    }
}

/// Reads the prose of the mail or mailbox `source` into `decoded`.
pub fn decode(source: &[u8], decoded: &mut Decoded) -> Bodies {
    decoded.clear();
    let mut all = Bodies::default();
    for mail in mails(source) {
        if may_be_nested(&source[mail.clone()]) > MOST_INNER {
            continue;
        }
        let Some(message) = MessageParser::default().parse(&source[mail.clone()]) else {
            continue;
        };
        if is_signed(&message) {
            continue;
        }
        // The parts of each mail that is inside the one before it.
        let mut parts = vec![message.parts.iter()];
        while let Some(inmost) = parts.last_mut() {
            match inmost.next() {
                Some(part) => match inner(part) {
                    Some(inner) if is_signed(inner) => {}
                    Some(inner) => parts.push(inner.parts.iter()),
                    None => {
                        let body = body(source, part, mail.start, &mut all.unpacked, decoded);
                        all.bodies.extend(body);
                    }
                },
                None => drop(parts.pop()),
            }
        }
    }
    all.unpacked.finish(source);
    all
}

/// Whether a part of a `mail` is signed. The signature would not fit any more.
fn is_signed(mail: &Message<'_>) -> bool {
    mail.parts.iter().any(|part| {
        let kind = part.content_type();
        let subtype = kind.and_then(|kind| kind.subtype()).unwrap_or_default();
        subtype.eq_ignore_ascii_case("signed")
    })
}

/// How the line before each mail of a mailbox begins.
const LINE: &[u8] = b"From ";

/// Whether a `wording` after the bytes `before` could be taken for the line before another mail.
pub fn starts_mail(wording: &str, before: &[u8]) -> bool {
    let is_at_start = before.last().is_none_or(|&byte| byte == b'\n');
    is_at_start && [wording.as_bytes(), b" "].concat().starts_with(LINE)
}

/// The mails of a mailbox, without the lines between them; the whole source if it is a single mail. Blank
/// lines before it do not belong to it.
fn mails(source: &[u8]) -> Vec<Range<usize>> {
    let is_end = |byte: &u8| b"\r\n".contains(byte);
    let first = source.iter().position(|byte| !is_end(byte)).unwrap_or(0);
    if !source[first..].starts_with(LINE) {
        return std::iter::once(first..source.len()).collect();
    }
    let mut starts = vec![];
    let mut at = first;
    let mut is_after_blank = true;
    for line in source[first..].split_inclusive(|&byte| byte == b'\n') {
        if is_after_blank && line.starts_with(LINE) {
            starts.push((at, at + line.len()));
        }
        is_after_blank = line.trim_ascii().is_empty();
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|(end, _)| *end);
    let ends = ends.chain([source.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|((_, start), end)| *start..end)
        .collect()
}

/// How the bytes of a body are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Transfer {
    AsTheyAre,
    Quoted,
    Base64,
}

/// The transfer encoding of a `part`; `None` if the part is damaged.
fn transfer(part: &MessagePart<'_>) -> Option<Transfer> {
    let name = part.content_transfer_encoding().unwrap_or_default();
    match part.encoding {
        Encoding::QuotedPrintable => Some(Transfer::Quoted),
        Encoding::Base64 => Some(Transfer::Base64),
        Encoding::None if name.eq_ignore_ascii_case("base64") => None,
        Encoding::None => Some(Transfer::AsTheyAre),
    }
}

/// Most mails inside a mail that is read. The parser's memory for nested ones is freed recursively, which
/// takes stack.
const MOST_INNER: usize = 300;

/// How many mails may be inside of a `mail`, one in another.
fn may_be_nested(mail: &[u8]) -> usize {
    let types: [&[u8]; 2] = [b"message/", b"/digest"];
    let count = |name: &[u8]| {
        let places = mail.windows(name.len());
        places
            .filter(|place| place.eq_ignore_ascii_case(name))
            .count()
    };
    types.into_iter().map(count).sum()
}

/// The mail that is a `part` of another: a forwarded one, which may be attached. Its places are those of the
/// other mail, because it has no transfer encoding.
fn inner<'p, 'm>(part: &'p MessagePart<'m>) -> Option<&'p Message<'m>> {
    match &part.body {
        PartType::Message(mail) if part.encoding == Encoding::None => Some(mail),
        _ => None,
    }
}

/// Whether a `part` is a file that is sent with the mail.
fn is_attached(part: &MessagePart<'_>) -> bool {
    part.content_disposition()
        .is_some_and(|disposition| disposition.ctype().eq_ignore_ascii_case("attachment"))
}

/// Whether a `part` is HTML; `None` if it is neither that nor plain text, or an attachment.
fn is_html(part: &MessagePart<'_>) -> Option<bool> {
    let subtype = part.content_type().and_then(|kind| kind.subtype());
    let is_of = |name: &str| subtype.is_some_and(|subtype| subtype.eq_ignore_ascii_case(name));
    let is_html = match part.body {
        PartType::Text(_) if is_of("x-amp-html") => true,
        PartType::Text(_) if is_of("plain") || subtype.is_none() => false,
        PartType::Html(_) => true,
        _ => return None,
    };
    (!is_attached(part)).then_some(is_html)
}

/// Appends the text of a part of the mail that starts at byte `start`, if it is prose.
fn body(
    source: &[u8],
    part: &MessagePart<'_>,
    start: usize,
    unpacked: &mut Unpacked,
    decoded: &mut Decoded,
) -> Option<Body> {
    let is_html = is_html(part)?;
    let transfer = transfer(part)?;
    let from = start + usize::try_from(part.offset_body).ok()?;
    let to = start + usize::try_from(part.offset_end).ok()?;
    let bytes = source.get(from..to)?;
    let first = unpacked.next_place(from)?;
    let charset = part
        .content_type()
        .and_then(|kind| kind.attribute("charset"));
    let is_utf8 = charset.is_some_and(|name| {
        name.eq_ignore_ascii_case("utf-8") || name.eq_ignore_ascii_case("utf8")
    });
    let characters = if is_utf8 && (transfer != Transfer::AsTheyAre || !bytes.is_ascii()) {
        Characters::Any
    } else {
        Characters::Ascii
    };
    let mut place = first..first + bytes.len();
    let bytes = if transfer == Transfer::Base64 {
        place = unpacked.decode(source, from..to)?;
        unpacked.bytes(place.clone())
    } else {
        bytes
    };
    let is_quoted = transfer == Transfer::Quoted;
    let (mut text, charset) = decoded_text(bytes, place.start, is_quoted, charset)?;
    decoded.separate("\n\n");
    let html = is_html.then(|| {
        let mut upper = Decoded::default();
        let attributes = html::decode(text.text().as_bytes(), &mut upper);
        decoded.append_through(&upper, &text);
        Html {
            page: text.clone(),
            attributes,
        }
    });
    if html.is_none() {
        let off = switch::ranges(text.text().as_bytes());
        text.switch_off(off);
        decoded.append(&text);
    }
    Some(Body {
        place,
        is_quoted,
        characters,
        charset,
        html,
    })
}

/// The text of the `bytes` of a part at `start`, which the mail says to be in `charset`, and its encoding if
/// that is neither UTF-8 nor hidden by ASCII. What is UTF-8 is read as such. `None` if the text cannot be
/// read.
fn decoded_text(
    bytes: &[u8],
    start: usize,
    is_quoted: bool,
    charset: Option<&str>,
) -> Option<(Decoded, Option<Charset>)> {
    let read = |charset: Option<Charset>| {
        let mut text = Decoded::default();
        match charset {
            _ if is_quoted => unquote(bytes, start, charset, &mut text),
            Some(charset) => copy_in(charset, bytes, start, &mut text),
            None => text.copy_bytes(bytes, start),
        }
        text
    };
    let text = read(None);
    let Some(name) = charset else {
        return Some((text, None));
    };
    let Ok(charset) = Charset::of_name(name) else {
        // These have other characters in bytes of ASCII.
        let name = name.to_ascii_lowercase();
        let is_switched = ["iso-2022", "utf-7", "hz-"].map(|start| name.starts_with(start));
        return (!is_switched.contains(&true)).then_some((text, None));
    };
    let has_other = text.text().contains(['\u{fffd}', '\u{1a}']);
    match charset.filter(|_| has_other) {
        None => Some((text, None)),
        Some(charset) if !charset.has_ascii() => None,
        charset => Some((read(charset), charset)),
    }
}

/// Appends the text of `bytes` at `start`, which are in `charset`. Characters of several bytes are not read.
fn copy_in(charset: Charset, bytes: &[u8], start: usize, text: &mut Decoded) {
    let mut at = start;
    for run in bytes.chunk_by(|one, next| one.is_ascii() && next.is_ascii()) {
        match charset.char_of(run[0]).filter(|_| !run[0].is_ascii()) {
            Some(char) => text.decode(char.encode_utf8(&mut [0; 4]), at..at + 1),
            None if run[0].is_ascii() => text.copy_bytes(run, at),
            None => text.separate("\u{fffd}"),
        }
        at += run.len();
    }
}
