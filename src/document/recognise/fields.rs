//! Recognises what starts with header fields or a signature: mail, mailboxes, web archives, answers
//! of servers, subtitles.

use super::{Kind, Look, lines};

/// Names of fields that mails have.
const KNOWN: [&str; 20] = [
    "bcc",
    "cc",
    "content-transfer-encoding",
    "content-type",
    "date",
    "delivered-to",
    "dkim-signature",
    "from",
    "in-reply-to",
    "list-id",
    "list-unsubscribe",
    "message-id",
    "mime-version",
    "received",
    "references",
    "reply-to",
    "return-path",
    "sender",
    "subject",
    "to",
];
/// Names of fields that only mails have.
const OF_MAIL_ONLY: [&str; 7] = [
    "delivered-to",
    "dkim-signature",
    "in-reply-to",
    "message-id",
    "mime-version",
    "received",
    "return-path",
];

pub fn look(bytes: &[u8], is_all: bool) -> Look {
    let signatures: [(&[u8], Kind, &str); 9] = [
        (b"WARC/", Kind::Warc, "it starts with WARC/"),
        (
            b"HTTP/",
            Kind::Other,
            "it is an HTTP response with its headers",
        ),
        (b"WEBVTT", Kind::Subtitles, "it starts with WEBVTT"),
        (
            b"filedesc://",
            Kind::Other,
            "it is a web archive in the old ARC format",
        ),
        (
            b"[Script Info]",
            Kind::Other,
            "it has subtitles in the format of SubStation Alpha",
        ),
        (b"BEGIN:VCALENDAR", Kind::Other, "it is a calendar"),
        (b"BEGIN:VCARD", Kind::Other, "it has the cards of contacts"),
        (b"=ybegin", Kind::Other, "it is encoded with yEnc"),
        (b"msgid", Kind::Other, "it is a catalogue of messages"),
    ];
    for (signature, kind, reason) in signatures {
        if let Some(rest) = bytes.strip_prefix(signature) {
            let is_version = rest.first().is_some_and(u8::is_ascii_digit);
            let is_end = rest.first().is_none_or(u8::is_ascii_whitespace);
            return match kind {
                _ if rest.is_empty() && !is_all => Look::Maybe,
                _ if signature.ends_with(b"//") || is_end => Look::Is(kind, reason),
                _ if signature.ends_with(b"/") && is_version => Look::Is(kind, reason),
                _ => Look::No,
            };
        }
        if signature.starts_with(bytes) && !is_all {
            return Look::Maybe;
        }
    }
    [patch, subtitles, mail]
        .into_iter()
        .map(|test| test(bytes, is_all))
        .find(|found| *found != Look::No)
        .unwrap_or(Look::No)
}

/// A patch. It no longer fits its file if a word of it is changed.
fn patch(bytes: &[u8], is_all: bool) -> Look {
    const PATCH: Look = Look::Is(Kind::Other, "it is a patch");
    // `None` if more of the line is needed.
    let begins = |line: &[u8], mark: &[u8]| match line.starts_with(mark) {
        false if mark.starts_with(line) => None,
        found => Some(found),
    };
    let mut starts = lines(bytes);
    let first = starts.next().unwrap_or_default();
    match begins(first, b"diff --git ") {
        Some(true) => return PATCH,
        Some(false) => {}
        None => return maybe(is_all),
    }
    let rest = starts.chain(std::iter::repeat(&b""[..]));
    let marks: [&[u8]; 3] = [b"--- ", b"+++ ", b"@@ -"];
    for (line, mark) in std::iter::once(first).chain(rest).zip(marks) {
        match begins(line, mark) {
            Some(true) => {}
            Some(false) => return Look::No,
            None => return maybe(is_all),
        }
    }
    PATCH
}

/// SRT: a number, and on the next line two times with an arrow.
fn subtitles(bytes: &[u8], is_all: bool) -> Look {
    let mut lines = lines(bytes).skip_while(|line| line.trim_ascii().is_empty());
    let Some(number) = lines.next() else {
        return maybe(is_all);
    };
    if !number.trim_ascii().iter().all(u8::is_ascii_digit) {
        return Look::No;
    }
    let Some(times) = lines.next() else {
        return maybe(is_all);
    };
    if times.ends_with(b"\n") || is_all {
        let times = String::from_utf8_lossy(times);
        let is_time = |text: &str| {
            let marks = text.bytes().filter(|byte| b":,.".contains(byte)).count();
            let is_in = |byte: u8| byte.is_ascii_digit() || b":,.".contains(&byte);
            marks >= 2 && text.bytes().all(is_in)
        };
        let mut words = times.split_ascii_whitespace();
        let is_from = words.next().is_some_and(is_time);
        if is_from && words.next() == Some("-->") && words.next().is_some_and(is_time) {
            return Look::Is(
                Kind::Subtitles,
                "it starts with a number and the times of a cue",
            );
        }
        return Look::No;
    }
    Look::Maybe
}

fn maybe(is_all: bool) -> Look {
    if is_all { Look::No } else { Look::Maybe }
}

/// A mail, or a mailbox if a line with `From` and the date of arrival stands first.
fn mail(bytes: &[u8], is_all: bool) -> Look {
    let Some(from) = bytes.strip_prefix(b"From ") else {
        return header(
            bytes,
            is_all,
            Kind::Mail,
            "it starts with the headers of a mail",
        );
    };
    let line = lines(from).next().unwrap_or_default();
    if !line.ends_with(b"\n") {
        return maybe(is_all);
    }
    let line = String::from_utf8_lossy(line);
    let has_time = line.split_ascii_whitespace().any(|word| {
        let parts: Vec<&str> = word.split(':').collect();
        let is_number = |part: &&str| part.len() == 2 && part.parse::<u8>().is_ok();
        parts.len() >= 2 && parts.iter().all(is_number)
    });
    if !has_time {
        return Look::No;
    }
    let rest = &from[line.len().min(from.len())..];
    header(
        rest,
        is_all,
        Kind::Mailbox,
        "it starts with the From line of a mailbox",
    )
}

/// The lines up to the first blank one are fields, at least three of them known, and not only
/// such as a memo may have.
fn header(bytes: &[u8], is_all: bool, kind: Kind, reason: &'static str) -> Look {
    let mut known = 0;
    let mut is_mail = kind == Kind::Mailbox;
    for (number, line) in lines(bytes).enumerate() {
        let is_complete = line.ends_with(b"\n");
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            if number == 0 {
                return Look::No;
            }
            continue;
        }
        let name = line.split(|&byte| byte == b':').next().unwrap_or_default();
        let is_name = name
            .iter()
            .all(|&byte| byte.is_ascii_graphic() && byte != b'<')
            && !name.is_empty()
            && name.len() < 80;
        if !is_name || (name.len() == line.len() && is_complete) {
            return Look::No;
        }
        if name.len() == line.len() {
            // The rest of the name is not there yet.
            return maybe(is_all);
        }
        let name = String::from_utf8_lossy(name).to_ascii_lowercase();
        known += usize::from(KNOWN.contains(&&*name));
        is_mail |= OF_MAIL_ONLY.contains(&&*name) || (name == "from" && line.contains(&b'@'));
        if known >= 3 && is_mail {
            return Look::Is(kind, reason);
        }
        // The first field of a mail is known, or begins like those of one server or another.
        if number == 0 && is_complete && !KNOWN.contains(&&*name) && !is_of_server(&name) {
            return Look::No;
        }
    }
    maybe(is_all)
}

fn is_of_server(name: &str) -> bool {
    name.starts_with("x-") || name.starts_with("arc-") || name == "authentication-results"
}
