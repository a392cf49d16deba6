//! Quoted-printable (RFC 2045): bytes as `=` and two digits, and line ends that do not count.

use crate::document::decoded::Decoded;
use crate::document::encoding::Encoding;
use crate::text::unread;

/// Appends what `bytes`, which are at `start` of the source, mean in quoted-printable: UTF-8, or
/// text in `charset`.
pub fn unquote(bytes: &[u8], start: usize, charset: Option<Encoding>, text: &mut Decoded) {
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
        let (char, len) = match charset {
            Some(charset) => {
                let byte = escaped_byte(rest);
                let char = byte.and_then(|byte| charset.char_of(byte));
                (char, if byte.is_some() { 3 } else { 1 })
            }
            None => escaped(rest),
        };
        match char {
            Some(char) => {
                // A soft line break behind it is read with it, too.
                let len = len + soft_break_len(&rest[len..]);
                let place = start + at..start + at + len;
                text.decode(char.encode_utf8(&mut [0; 4]), place);
                at += len;
            }
            None => {
                let byte = escaped_byte(rest);
                let is_mark = charset.is_none() && byte.is_none_or(unread::is_mark);
                text.separate(if is_mark { "\u{1a}" } else { "\u{fffd}" });
                at += len;
            }
        }
    }
}

/// Length of the soft line break at the start of `rest`.
pub fn soft_break_len(rest: &[u8]) -> usize {
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

/// The character that the escapes at the start of `rest` mean, and their length; at least 1. A soft line
/// break may be inside.
fn escaped(rest: &[u8]) -> (Option<char>, usize) {
    let Some(first) = escaped_byte(rest) else {
        return (None, 1);
    };
    let count = match first {
        0..0x80 => 1,
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    };
    let mut bytes = vec![first];
    let mut len = 3;
    while bytes.len() < count {
        let soft = soft_break_len(&rest[len..]);
        let Some(byte) = escaped_byte(&rest[len + soft..]) else {
            return (None, 3);
        };
        bytes.push(byte);
        len += soft + 3;
    }
    let text = str::from_utf8(&bytes).ok();
    match text.and_then(|text| text.chars().next()) {
        Some(char) => (Some(char), len),
        None => (None, 3),
    }
}

/// The byte that the escape at the start of `rest` means.
fn escaped_byte(rest: &[u8]) -> Option<u8> {
    let escape = rest.get(..3).filter(|escape| escape[0] == b'=')?;
    u8::from_str_radix(str::from_utf8(&escape[1..]).ok()?, 16).ok()
}

/// `bytes` in quoted-printable, as a part of a line.
pub fn quoted(bytes: &[u8]) -> String {
    let escape = |&byte: &u8| match byte {
        b'=' | 0x80.. => format!("={byte:02X}"),
        _ => char::from(byte).to_string(),
    };
    bytes.iter().map(escape).collect()
}
