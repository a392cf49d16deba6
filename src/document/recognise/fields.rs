//! Recognises what starts with header fields or with lines of a certain form: mail, mailboxes,
//! subtitles, forms, data that counts its bytes.

use super::{Kind, Look, changes, entries, lines, signatures, statements};

/// Names of fields that mails have.
const KNOWN: [&str; 22] = [
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
    "newsgroups",
    "path",
    "received",
    "references",
    "reply-to",
    "return-path",
    "sender",
    "subject",
    "to",
];
/// Names of fields that only mails have.
const OF_MAIL_ONLY: [&str; 8] = [
    "delivered-to",
    "dkim-signature",
    "in-reply-to",
    "message-id",
    "mime-version",
    "newsgroups",
    "received",
    "return-path",
];

pub fn look(bytes: &[u8], is_all: bool) -> Look {
    [
        signatures::look,
        counted,
        form,
        changes::look,
        entries::look,
        requests,
        statements::look,
        subtitles,
        mail,
    ]
    .into_iter()
    .map(|test| test(bytes, is_all))
    .find(|found| *found != Look::No)
    .unwrap_or(Look::No)
}

/// Whether `bytes` show for certain that they are no text to read. An answer of a server or a script may be an
/// example.
pub fn is_certain(bytes: &[u8]) -> bool {
    !bytes.starts_with(b"HTTP/")
        && !bytes.starts_with(b"#!")
        && matches!(look(bytes, true), Look::Is(..))
}

/// The requests of troff, in which manual pages are written. The first line that is not blank has one, or a comment.
fn requests(bytes: &[u8], is_all: bool) -> Look {
    const MARKS: [&[u8]; 6] = [b".\\\"", b"'\\\"", b".TH ", b".Dd ", b".de ", b".so man"];
    let text = bytes.trim_ascii_start();
    let found = MARKS.map(|mark| begins(text, mark));
    if found.contains(&Some(true)) {
        Look::Is(Kind::Other, "it is the source of a manual page")
    } else if found.contains(&None) {
        Look::until(is_all)
    } else {
        Look::No
    }
}

/// Whether a line begins with a mark; `None` if more of it is needed.
pub fn begins(line: &[u8], mark: &[u8]) -> Option<bool> {
    match line.starts_with(mark) {
        false if mark.starts_with(line) => None,
        found => Some(found),
    }
}

/// What a program sends to a server when a form is filled in: between lines that no part has.
fn form(bytes: &[u8], is_all: bool) -> Look {
    let mut starts = lines(bytes);
    let first = starts.next().unwrap_or_default();
    if begins(first, b"--") == Some(false) || (first.contains(&b' ') && first.ends_with(b"\n")) {
        return Look::No;
    }
    match begins(
        starts.next().unwrap_or_default(),
        b"Content-Disposition: form-data;",
    ) {
        Some(true) => Look::Is(Kind::Other, "it has the fields of a form"),
        Some(false) => Look::No,
        None => Look::until(is_all),
    }
}

/// Texts with their numbers of bytes in front: netstrings (`4:home,`), commands of Redis (`*1`, `$4`, `home`).
fn counted(bytes: &[u8], is_all: bool) -> Look {
    const COUNTED: Look = Look::Is(Kind::Other, "it is data that counts its own bytes");
    let number = |bytes: &[u8]| {
        let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit());
        let text = str::from_utf8(&bytes[..digits.count()]).unwrap_or_default();
        (text.len(), text.parse::<usize>().ok())
    };
    if let Some(rest) = bytes.strip_prefix(b"*") {
        let rest = &rest[number(rest).0..];
        return match (rest.len() + 1 < bytes.len(), begins(rest, b"\r\n$")) {
            (true, Some(true)) => COUNTED,
            (true, None) | (false, None) => Look::until(is_all),
            _ => Look::No,
        };
    }
    let (digits, Some(count)) = number(bytes) else {
        return Look::No;
    };
    match &bytes[digits..] {
        [] | [b':'] => Look::until(is_all),
        // The first line of a file of Apple Mail is the number of bytes of the mail below.
        [b' ' | b'\n', ..] => {
            let first = lines(bytes).next().unwrap_or_default();
            match header(&bytes[first.len()..], is_all, &MAIL) {
                _ if first.trim_ascii().len() > digits => Look::No,
                Look::Is(..) => COUNTED,
                found => found,
            }
        }
        // In prose, it is a time or a list.
        [b':', first, ..] if !first.is_ascii_whitespace() => {
            match bytes.get(count.saturating_add(digits + 1)) {
                Some(b',') => COUNTED,
                Some(_) => Look::No,
                None => Look::until(is_all),
            }
        }
        _ => Look::No,
    }
}

/// SRT: a number, and on the next line two times with an arrow.
fn subtitles(bytes: &[u8], is_all: bool) -> Look {
    let mut lines = lines(bytes).skip_while(|line| line.trim_ascii().is_empty());
    let Some(number) = lines.next() else {
        return Look::until(is_all);
    };
    if !number.trim_ascii().iter().all(u8::is_ascii_digit) {
        return Look::No;
    }
    let Some(times) = lines.next() else {
        return Look::until(is_all);
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

/// A mail, or a mailbox if a line with `From` and the date of arrival stands first. Blank lines may stand
/// before them.
fn mail(bytes: &[u8], is_all: bool) -> Look {
    let blank = lines(bytes).take_while(|line| *line == b"\n" || *line == b"\r\n");
    let bytes = &bytes[blank.map(<[u8]>::len).sum()..];
    if bytes.is_empty() || bytes == b"\r" {
        return Look::until(is_all);
    }
    let Some(from) = bytes.strip_prefix(b"From ") else {
        return header(bytes, is_all, &MAIL);
    };
    let line = lines(from).next().unwrap_or_default();
    if !line.ends_with(b"\n") {
        return Look::until(is_all);
    }
    let rest = &from[line.len()..];
    let line = String::from_utf8_lossy(line);
    let has_time = line.split_ascii_whitespace().any(|word| {
        let parts: Vec<&str> = word.split(':').collect();
        let is_number = |part: &&str| part.len() == 2 && part.parse::<u8>().is_ok();
        parts.len() >= 2 && parts.iter().all(is_number)
    });
    let sender = line.split_ascii_whitespace().next().unwrap_or_default();
    match has_time {
        true if sender.contains('@') => header(rest, is_all, &FROM_ADDRESS),
        true => header(rest, is_all, &MAILBOX),
        false => Look::No,
    }
}

/// What a header has to have.
struct Header {
    kind: Kind,
    reason: &'static str,
    /// Least number of known fields.
    known: usize,
    /// What stands before it shows already that it is of a mail.
    is_mail: bool,
}

const MAIL: Header = Header {
    kind: Kind::Mail,
    reason: "it starts with the headers of a mail",
    known: 3,
    is_mail: false,
};
const MAILBOX: Header = Header {
    kind: Kind::Mailbox,
    reason: "it starts with the From line of a mailbox",
    known: 3,
    is_mail: true,
};
const FROM_ADDRESS: Header = Header {
    known: 1,
    ..MAILBOX
};

/// Least number of known fields before a blank line.
const KNOWN_BEFORE_BLANK: usize = 2;

/// The lines up to the first blank one are fields, several of them known, and not only such as a memo may
/// have.
fn header(bytes: &[u8], is_all: bool, wanted: &Header) -> Look {
    let mut known = 0;
    let mut is_mail = wanted.is_mail;
    let found = Look::Is(wanted.kind, wanted.reason);
    for (number, line) in lines(bytes).enumerate() {
        let is_complete = line.ends_with(b"\n");
        if number > 0 && is_complete && line.trim_ascii().is_empty() {
            let is_header = is_mail && known >= KNOWN_BEFORE_BLANK;
            return if is_header { found } else { Look::No };
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            if number == 0 {
                return Look::No;
            }
            continue;
        }
        if number > 0 && line == b"\r" {
            return Look::until(is_all);
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
            return Look::until(is_all);
        }
        let name = String::from_utf8_lossy(name).to_ascii_lowercase();
        known += usize::from(KNOWN.contains(&&*name));
        is_mail |= OF_MAIL_ONLY.contains(&&*name) || (name == "from" && line.contains(&b'@'));
        if known >= wanted.known && is_mail {
            return found;
        }
        // The first field of a mail is known, or begins like those of one server or another.
        if number == 0 && is_complete && !KNOWN.contains(&&*name) && !is_of_server(&name) {
            return Look::No;
        }
    }
    Look::until(is_all)
}

fn is_of_server(name: &str) -> bool {
    name.starts_with("x-") || name.starts_with("arc-") || name == "authentication-results"
}
