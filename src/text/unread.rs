//! Words with characters that are not known: bytes that are not UTF-8, U+FFFD, references to letters
//! (`Andr&eacute;`), letters of other scripts. What is next to such a character is a part of its word, and
//! no word of its own.

use std::ops::Range;

/// Ends of the names of references that mean letters, or what nobody sees.
const LETTERS: [&str; 17] = [
    "acute", "grave", "circ", "uml", "tilde", "cedil", "ring", "slash", "caron", "lig", "breve",
    "macr", "ogon", "eth", "horn", "shy", "zwnj",
];
/// Longest name of a reference to a letter, such as `#x1EF1` or `Scaron`.
const LONGEST_NAME: usize = 8;
/// What follows an apostrophe in a contraction.
const CLITICS: [&[u8]; 7] = [b"s", b"t", b"re", b"ve", b"ll", b"d", b"m"];

/// The byte ranges of the words of `source` that have characters which are not known, in order and
/// disjoint.
///
/// ```
/// use unspin::text::unread::words;
/// assert_eq!(words(b"to Andr\xe9s in Lima"), [3..9]);
/// assert_eq!(words("to Andr\u{fffd}a and Andr&eacute;a".as_bytes()), [3..11, 16..29]);
/// assert_eq!(words("the mayor\u{fffd}s &quot;no&quot; – “so”".as_bytes()), [0..0; 0]);
/// ```
pub fn words(source: &[u8]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut push = |at: usize, len: usize| {
        let last = found.last().map_or(0, |last| last.end);
        if at < last {
            return;
        }
        let before = source[last..at].iter().rev();
        let behind = source[at + len..].iter();
        let start = at - before.take_while(|byte| is_in_word(**byte)).count();
        let end = at + len + behind.take_while(|byte| is_in_word(**byte)).count();
        found.push(start..end);
    };
    let mut start = 0;
    for chunk in source.utf8_chunks() {
        let text = chunk.valid();
        let mut at = 0;
        let is_special = |byte: &u8| *byte == b'&' || !byte.is_ascii();
        while let Some(skipped) = text.as_bytes()[at..].iter().position(is_special) {
            at += skipped;
            let rest = &text[at..];
            match unknown_len(rest, &source[..start + at]) {
                0 => at += rest.chars().next().map_or(1, char::len_utf8),
                len => {
                    push(start + at, len);
                    at += len;
                }
            }
        }
        start += text.len();
        if chunk.invalid().first().is_some_and(|&byte| !is_mark(byte)) {
            push(start, chunk.invalid().len());
        }
        start += chunk.invalid().len();
    }
    found
}

/// Whether a byte may be inside of a word. Marks beyond ASCII count, because they do no harm here.
fn is_in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'\'' || !byte.is_ascii()
}

/// Whether a `byte` that is not UTF-8 is a mark or a space in windows-1252, as almost all of them are that
/// are no letters.
pub fn is_mark(byte: u8) -> bool {
    matches!(
        byte,
        0x82 | 0x84 | 0x85 | 0x8b | 0x91..=0x97 | 0x99 | 0x9b | 0xa0 | 0xab | 0xae | 0xb4 | 0xbb
    )
}

/// Length of the character at the start of `rest`, behind the bytes `before`, if it is not known; 0
/// otherwise.
fn unknown_len(rest: &str, before: &[u8]) -> usize {
    let Some(char) = rest.chars().next() else {
        return 0;
    };
    let len = char.len_utf8();
    let is_unknown = match char {
        '&' => return reference_len(rest),
        char::REPLACEMENT_CHARACTER => !is_apostrophe(&rest.as_bytes()[len..], before),
        '\u{80}'..='\u{9f}' => !u8::try_from(char).is_ok_and(is_mark),
        // Scripts without spaces between words.
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => true,
        '\u{2e80}'..='\u{fa6f}' => char.is_alphabetic(),
        _ => false,
    };
    if is_unknown { len } else { 0 }
}

/// Whether a lost character between `before` and `behind` was probably an apostrophe.
fn is_apostrophe(behind: &[u8], before: &[u8]) -> bool {
    let letters = behind.iter().take_while(|byte| is_in_word(**byte)).count();
    before.last().is_some_and(u8::is_ascii_alphabetic) && CLITICS.contains(&&behind[..letters])
}

/// Length of the reference to a letter at the start of `rest`; 0 for none.
fn reference_len(rest: &str) -> usize {
    let name = rest[1..].bytes().take(LONGEST_NAME + 1);
    let len = name
        .take_while(|&byte| byte.is_ascii_alphanumeric() || byte == b'#')
        .count();
    let name = &rest[1..=len];
    let number = name.strip_prefix('#').map(|digits| {
        let hex = digits.strip_prefix(['x', 'X']);
        u32::from_str_radix(hex.unwrap_or(digits), if hex.is_some() { 16 } else { 10 })
    });
    let is_letter = match number {
        Some(number) => number
            .ok()
            .and_then(char::from_u32)
            .is_some_and(|char| char.is_alphabetic() || char == '\u{ad}'),
        None => LETTERS.iter().any(|end| name.ends_with(end)),
    };
    if is_letter && rest[1 + len..].starts_with(';') {
        len + 2
    } else {
        0
    }
}

#[cfg(test)]
mod tests;
