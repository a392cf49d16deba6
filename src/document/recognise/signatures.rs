//! Recognises what starts with a signature: web archives, answers of servers, calendars, signed text, scripts,
//! data that counts its own bytes.

use super::{Kind, Look};

/// What may stand behind a signature.
#[derive(Clone, Copy)]
enum Next {
    Any,
    /// A space, the end of a line, or the end of all.
    Space,
    Digit,
}

const COUNTED: &str = "it is data that counts its own bytes";
const SCRIPT: &str = "it names the program that runs it";
const GUARDED: &str = "it is JSON with a guard in front";

/// The signatures. No two begin alike, so that the first one that fits decides.
const SIGNATURES: [(&[u8], Next, Kind, &str); 30] = [
    (b"WARC/", Next::Digit, Kind::Warc, "it starts with WARC/"),
    (
        b"HTTP/",
        Next::Digit,
        Kind::Other,
        "it is an HTTP response with its headers",
    ),
    (
        b"WEBVTT",
        Next::Space,
        Kind::Subtitles,
        "it starts with WEBVTT",
    ),
    (
        b"filedesc://",
        Next::Any,
        Kind::Other,
        "it is a web archive in the old ARC format",
    ),
    (
        b"[Script Info]",
        Next::Space,
        Kind::Other,
        "it has subtitles in the format of SubStation Alpha",
    ),
    (
        b"BEGIN:VCALENDAR",
        Next::Space,
        Kind::Other,
        "it is a calendar",
    ),
    (
        b"BEGIN:VCARD",
        Next::Space,
        Kind::Other,
        "it has the cards of contacts",
    ),
    (
        b"=ybegin",
        Next::Space,
        Kind::Other,
        "it is encoded with yEnc",
    ),
    (
        b"msgid",
        Next::Space,
        Kind::Other,
        "it is a catalogue of messages",
    ),
    (
        b"-----BEGIN PGP SIGNED MESSAGE-----",
        Next::Space,
        Kind::Other,
        "it is signed, and its signature would not fit",
    ),
    (
        b"SVN-fs-dump-format-version:",
        Next::Space,
        Kind::Other,
        COUNTED,
    ),
    (b"blob\nmark :", Next::Digit, Kind::Other, COUNTED),
    (b"blob\ndata ", Next::Digit, Kind::Other, COUNTED),
    (b"commit refs/", Next::Any, Kind::Other, COUNTED),
    (b"reset refs/", Next::Any, Kind::Other, COUNTED),
    (b"feature done\n", Next::Any, Kind::Other, COUNTED),
    (
        b"Windows Registry Editor Version ",
        Next::Digit,
        Kind::Other,
        "it is an export of a registry",
    ),
    (
        b"REGEDIT4",
        Next::Space,
        Kind::Other,
        "it is an export of a registry",
    ),
    (
        b"@prefix ",
        Next::Any,
        Kind::Other,
        "it is data in the format Turtle",
    ),
    (b"#!/", Next::Any, Kind::Other, SCRIPT),
    (b"#! /", Next::Any, Kind::Other, SCRIPT),
    (
        b"# This is a shell archive",
        Next::Any,
        Kind::Other,
        COUNTED,
    ),
    (b")]}'", Next::Any, Kind::Other, GUARDED),
    (b"for(;;);", Next::Any, Kind::Other, GUARDED),
    (b"for (;;);", Next::Any, Kind::Other, GUARDED),
    (b"while(1);", Next::Any, Kind::Other, GUARDED),
    (
        b"\x1e{",
        Next::Any,
        Kind::Other,
        "it is a sequence of JSON values with separators",
    ),
    (
        b"\x1e[",
        Next::Any,
        Kind::Other,
        "it is a sequence of JSON values with separators",
    ),
    (
        b"data: {\"",
        Next::Any,
        Kind::Other,
        "it is a stream of events",
    ),
    (
        b"data:{\"",
        Next::Any,
        Kind::Other,
        "it is a stream of events",
    ),
];

pub fn look(bytes: &[u8], is_all: bool) -> Look {
    let mut may_be = false;
    for (signature, next, kind, reason) in SIGNATURES {
        let Some(rest) = bytes.strip_prefix(signature) else {
            may_be |= signature.starts_with(bytes);
            continue;
        };
        return match (next, rest.first()) {
            (Next::Any, _) => Look::Is(kind, reason),
            (_, None) if !is_all => Look::Maybe,
            (Next::Digit, Some(byte)) if byte.is_ascii_digit() => Look::Is(kind, reason),
            (Next::Space, byte) if byte.is_none_or(u8::is_ascii_whitespace) => {
                Look::Is(kind, reason)
            }
            _ => Look::No,
        };
    }
    if may_be && !is_all {
        Look::Maybe
    } else {
        Look::No
    }
}
