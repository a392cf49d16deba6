//! Pieces of a text that are not words of English: addresses, handles, hashtags, and code.

use std::ops::Range;

/// The byte ranges of `text` that no edit may touch: addresses, handles, hashtags and code, with the
/// punctuation next to them.
pub fn untouchable(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.split_whitespace()
        .filter(|piece| !is_word(piece))
        .map(without_comment)
        .filter(|piece| is_address(piece) || is_code(piece))
        .map(move |piece| {
            let start = piece.as_ptr().addr() - text.as_ptr().addr();
            start..start + piece.len()
        })
}

/// A piece without the end of a comment before it and the start of one behind it.
fn without_comment(piece: &str) -> &str {
    let after = piece.rfind("-->").map_or(piece, |at| &piece[at + 3..]);
    after.find("<!--").map_or(after, |at| &after[..at])
}

/// Whether a piece is a word, with one mark of punctuation behind it at most. Most pieces are, so this
/// must be quick.
fn is_word(piece: &str) -> bool {
    let bytes = piece.as_bytes();
    let word = match bytes {
        [word @ .., b'.' | b',' | b';' | b':' | b'!' | b'?'] => word,
        _ => bytes,
    };
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
    word.iter().all(is_letter)
}

fn is_address(piece: &str) -> bool {
    let bare = piece.trim_start_matches(['(', '[', '"', '“', '<', '\'']);
    let has_prefix = ["http://", "https://", "www.", "@", "#", "xref:"]
        .iter()
        .any(|prefix| bare.len() > prefix.len() && bare.starts_with(prefix));
    let is_mail = bare
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.starts_with(char::is_alphanumeric));
    // The target of a link, or the name of a heading in Textile.
    let has_target = || {
        let target = bare.split_once('#');
        target.is_some_and(|(before, name)| {
            name.starts_with(char::is_alphabetic) && !before.ends_with('&')
        })
    };
    // The end of a link in Markdown.
    has_prefix || is_mail || bare.contains("://") || bare.contains("](") || has_target()
}

/// Whether a piece looks like an option, a path, an identifier, a host name, a tag, a format string or
/// a template marker.
pub(super) fn is_code(piece: &str) -> bool {
    let outer = |char: char| "()[]\"'“”‘’«».,;:!?…".contains(char);
    let bare = piece.trim_matches(outer);
    // `==word==` is highlighted.
    let bare = bare.strip_prefix("==").unwrap_or(bare);
    let bare = bare.strip_suffix("==").unwrap_or(bare);
    let bytes = bare.as_bytes();
    let is_option = bytes.first() == Some(&b'-');
    let has_code_mark = bytes.iter().any(|byte| b"_\\{}<>=|`/~^".contains(byte));
    let is_sigil = |two: &[u8]| {
        (two[0] == b'%' && two[1].is_ascii_alphabetic())
            || (two[0] == b'$' && two[1].is_ascii_uppercase())
    };
    let has_sigil = bytes.windows(2).any(is_sigil);
    let is_call = piece.contains("()") || piece.contains("::");
    let has_letters = bytes.iter().any(u8::is_ascii_alphabetic);
    has_letters
        && (is_option
            || has_code_mark
            || has_sigil
            || is_call
            || is_compound_name(bare)
            || is_dotted_name(bare))
}

/// `put-bucket-name-here` or `home-cli`, but not `state-of-the-art`.
fn is_compound_name(piece: &str) -> bool {
    let links = |part: &str| LINKS.contains(&part);
    let is_program = |(_, end): (&str, &str)| PROGRAMS.contains(&end);
    piece.rsplit_once('-').is_some_and(is_program)
        || (piece.matches('-').count() > 2 && !piece.split('-').any(links))
}

/// `example.org`, but neither `a.m` nor `eleven.eight`, which a spinner makes of a number.
fn is_dotted_name(piece: &str) -> bool {
    let is_name = |part: &str| {
        part.len() > 1
            && part.starts_with(|char: char| char.is_ascii_alphabetic())
            && !NUMBERS.contains(&part)
    };
    let mut parts = piece.split('.');
    let first = parts.next().unwrap_or_default();
    let starts_small = |part: &str| part.starts_with(|char: char| char.is_ascii_lowercase());
    is_name(first)
        && parts.clone().count() > 0
        && parts.all(|part| is_name(part) && starts_small(part))
}

/// Words that link the parts of long English compounds.
pub(super) const LINKS: [&str; 15] = [
    "a", "and", "as", "at", "by", "for", "in", "of", "off", "on", "or", "the", "to", "with", "you",
];

/// Last parts of the names of programs.
const PROGRAMS: [&str; 7] = ["api", "cli", "cmd", "ctl", "db", "js", "sdk"];

/// The numbers from zero in words, with which spinners replace the digits of decimal numbers.
pub(crate) const NUMBERS: [&str; 21] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

#[cfg(test)]
mod tests;
