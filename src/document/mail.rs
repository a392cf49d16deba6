//! Mail (RFC 5322 with MIME) and mailboxes (mbox): the bodies in plain text and HTML are prose. They
//! stay in their transfer encoding; headers, attachments, signatures and bodies in base64 are not
//! touched.

use super::decoded::Decoded;
use super::{Characters, html};
use crate::edit::Edit;
use mail_parser::{Encoding, MessageParser, MessagePart, MimeHeaders, PartType};
use std::ops::Range;

/// The bodies of a mail that are prose, in order.
#[derive(Clone, Debug, Default)]
pub struct Bodies(Vec<Body>);

#[derive(Clone, Debug)]
struct Body {
    source: Range<usize>,
    is_quoted: bool,
    /// Whether the part may have characters beyond ASCII, and they are in UTF-8.
    characters: Characters,
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
        self.0.clear();
    }

    /// `edits` of the mail `source`, which keep the soft line breaks that they replace, so that no line
    /// gets too long.
    pub fn with_breaks(&self, mut edits: Vec<Edit>, source: &[u8]) -> Vec<Edit> {
        for edit in &mut edits {
            let Some(body) = self.at(edit.start).filter(|body| body.is_quoted) else {
                continue;
            };
            let spun = &source[edit.start..edit.end.min(body.source.end)];
            for at in (0..spun.len()).filter(|&at| spun[at] == b'=') {
                let soft = &spun[at..at + soft_break_len(&spun[at..])];
                edit.original += str::from_utf8(soft).unwrap_or_default();
            }
        }
        edits
    }

    /// The body that has byte `at` of the mail.
    fn at(&self, at: usize) -> Option<&Body> {
        let next = self.0.partition_point(|body| body.source.end <= at);
        self.0.get(next).filter(|body| body.source.start <= at)
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
        let is_writable = body.characters == Characters::Any || text.is_ascii();
        is_writable.then(|| if body.is_quoted { quoted(&text) } else { text })
    }
}

/// Reads the prose of the mail or mailbox `source` into `decoded`.
pub fn decode(source: &[u8], decoded: &mut Decoded) -> Bodies {
    decoded.clear();
    let mut bodies = Vec::new();
    for mail in mails(source) {
        let Some(message) = MessageParser::default().parse(&source[mail.clone()]) else {
            continue;
        };
        for part in &message.parts {
            let body = body(source, part, mail.start, decoded);
            bodies.extend(body);
        }
    }
    Bodies(bodies)
}

/// The mails of a mailbox, without the lines between them; the whole source if it is a single mail.
fn mails(source: &[u8]) -> Vec<Range<usize>> {
    const LINE: &[u8] = b"From ";
    if !source.starts_with(LINE) {
        return std::iter::once(0..source.len()).collect();
    }
    let mut starts = vec![];
    let mut at = 0;
    let mut is_after_blank = true;
    for line in source.split_inclusive(|&byte| byte == b'\n') {
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

/// Appends the text of a part of the mail that starts at byte `start`, if it is prose.
fn body(
    source: &[u8],
    part: &MessagePart<'_>,
    start: usize,
    decoded: &mut Decoded,
) -> Option<Body> {
    let is_html = match part.body {
        PartType::Text(_) => false,
        PartType::Html(_) => true,
        _ => return None,
    };
    let kind = part.content_type();
    let is_plain = kind.is_none_or(|kind| {
        kind.subtype()
            .is_none_or(|name| name.eq_ignore_ascii_case("plain"))
    });
    let is_attached = part
        .content_disposition()
        .is_some_and(|disposition| disposition.ctype().eq_ignore_ascii_case("attachment"));
    if is_attached || !(is_html || is_plain) || part.encoding == Encoding::Base64 {
        return None;
    }
    let from = start + usize::try_from(part.offset_body).ok()?;
    let to = start + usize::try_from(part.offset_end).ok()?;
    let bytes = source.get(from..to)?;
    let charset = kind.and_then(|kind| kind.attribute("charset"));
    let is_utf8 = charset.is_some_and(|name| {
        name.eq_ignore_ascii_case("utf-8") || name.eq_ignore_ascii_case("utf8")
    });
    let is_quoted = part.encoding == Encoding::QuotedPrintable;
    let characters = if is_utf8 && (is_quoted || !bytes.is_ascii()) {
        Characters::Any
    } else {
        Characters::Ascii
    };
    let mut text = Decoded::default();
    if is_quoted {
        unquote(bytes, from, &mut text);
    } else {
        text.copy_bytes(bytes, from);
    }
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
        decoded.append(&text);
    }
    Some(Body {
        source: from..to,
        is_quoted,
        characters,
        html,
    })
}

/// Appends what `bytes`, which are at `start` of the source, mean in quoted-printable.
fn unquote(bytes: &[u8], start: usize, text: &mut Decoded) {
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let plain = rest.iter().position(|&byte| byte == b'=');
        let plain = plain.unwrap_or(rest.len());
        let soft = soft_break_len(&rest[plain..]);
        if plain > 0 {
            // The character in front of a soft line break is read with it, so that words stay whole.
            let joined = usize::from(soft > 0 && rest[plain - 1].is_ascii());
            text.copy_bytes(&rest[..plain - joined], start + at);
            if joined > 0 {
                let last = char::from(rest[plain - 1]);
                let place = start + at + plain - 1..start + at + plain + soft;
                text.decode(last.encode_utf8(&mut [0; 4]), place);
            }
            at += plain + joined * soft;
            continue;
        }
        if soft > 0 {
            at += soft;
            continue;
        }
        let (char, len) = escaped(rest);
        match char {
            Some(char) => {
                // A soft line break behind it is read with it, too.
                let len = len + soft_break_len(&rest[len..]);
                let place = start + at..start + at + len;
                text.decode(char.encode_utf8(&mut [0; 4]), place);
                at += len;
            }
            None => {
                text.separate("\u{fffd}");
                at += len;
            }
        }
    }
}

/// Length of the soft line break at the start of `rest`.
fn soft_break_len(rest: &[u8]) -> usize {
    let Some(inside) = rest.strip_prefix(b"=") else {
        return 0;
    };
    let space = inside
        .iter()
        .take_while(|byte| b" \t".contains(byte))
        .count();
    match &inside[space..] {
        [b'\r', b'\n', ..] => space + 3,
        [b'\n', ..] => space + 2,
        _ => 0,
    }
}

/// The character that the escapes at the start of `rest` mean, and their length; at least 1.
fn escaped(rest: &[u8]) -> (Option<char>, usize) {
    let byte = |at: usize| -> Option<u8> {
        let escape = rest.get(at..at + 3).filter(|escape| escape[0] == b'=')?;
        u8::from_str_radix(str::from_utf8(&escape[1..]).ok()?, 16).ok()
    };
    let Some(first) = byte(0) else {
        return (None, 1);
    };
    let count = match first {
        0..0x80 => 1,
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    };
    let bytes: Option<Vec<u8>> = (0..count).map(|index| byte(3 * index)).collect();
    let char = bytes.and_then(|bytes| str::from_utf8(&bytes).ok()?.chars().next());
    let len = if char.is_some() { 3 * count } else { 3 };
    (char, len)
}

/// `text` in quoted-printable, as a part of a line.
fn quoted(text: &str) -> String {
    let escape = |byte: u8| match byte {
        b'=' | 0x80.. => format!("={byte:02X}"),
        _ => char::from(byte).to_string(),
    };
    text.bytes().map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Evidence, Kind};

    fn read(mail: &str) -> (String, Bodies) {
        let mut decoded = Decoded::default();
        let bodies = decode(mail.as_bytes(), &mut decoded);
        (decoded.text().trim().to_owned(), bodies)
    }

    #[test]
    fn bodies_are_prose() {
        let mail = "From: a\r\nSubject: no\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\nno\r\n\
            --x\r\n\r\none\r\n\
            --x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
            <p class=3D\"no\">t=C3=A9 w=\r\no &amp; R<=\r\nb>x</b>\r\n\
            --x\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nbm8=\r\n\
            --x\r\nContent-Type: text/csv\r\n\r\nno\r\n\
            --x\r\nContent-Disposition: attachment\r\n\r\nno\r\n--x--\r\n";
        assert_eq!(read(mail).0, "one\n\n\n\nté wo & Rx");
    }

    #[test]
    fn soft_line_breaks_stay() {
        let mail = "Content-Transfer-Encoding: quoted-printable\n\na indi=\nvids =\r\nb";
        let (_, bodies) = read(mail);
        let evidence = Evidence::new(Kind::Exact, "", 0, 0);
        let edits = vec![
            Edit::new(47..57, "people", evidence.clone()),
            Edit::new(mail.len() - 1..mail.len(), "c", evidence),
        ];
        let edits = bodies.with_breaks(edits, mail.as_bytes());
        assert!(mail[47..].starts_with("indi=\nvids"));
        assert_eq!(edits[0].original(), "people=\n");
        assert_eq!(edits[1].original(), "c");
    }

    #[test]
    fn a_mailbox_has_several_mails() {
        let mailbox = "From a@b\nSubject: no\n\none\n\nFrom c@d\nSubject: no\n\ntwo\n";
        assert_eq!(read(mailbox).0, "one\n\n\n\ntwo");
    }

    #[test]
    fn wordings_are_written_as_the_part_is() {
        let mail = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nab";
        let (_, bodies) = read(mail);
        let at = mail.len() - 1;
        assert_eq!(bodies.encode("a=é", at).as_deref(), Some("a=3D=C3=A9"));
        assert_eq!(bodies.encode("a", 3), None);
        let mail = "Subject: a\n\nab";
        let (_, bodies) = read(mail);
        assert_eq!(bodies.encode("it", 13).as_deref(), Some("it"));
        assert_eq!(bodies.encode("it’s", 13), None);
        let mail = "Content-Type: text/html\n\n<p title='ab'>ab";
        let (_, bodies) = read(mail);
        assert_eq!(
            bodies.encode("'é", mail.len() - 1).as_deref(),
            Some("'&#233;")
        );
        assert_eq!(
            bodies.encode("'é", mail.len() - 5).as_deref(),
            Some("&#39;&#233;")
        );
    }
}
