//! Character references: what the bytes of a text or value mean, and how a wording is written among
//! them.

use super::super::{Characters, json};
use super::tokens::{self, Token};
use std::ops::Range;

/// A character reference, a run of white space or a run of words.
pub struct Part {
    /// Bytes of the page.
    pub range: Range<usize>,
    /// What the reference means, if it is one.
    pub reference: Option<Vec<u8>>,
}

/// Cuts the bytes `range` of `page` into parts, if they mean `value`.
///
/// The tokenizer says both. Checking one against the other makes sure that no edit depends on wrong
/// positions.
pub fn parts(page: &[u8], range: Range<usize>, value: &[u8]) -> Option<Vec<Part>> {
    page.get(range.clone())?;
    let mut parts = Vec::new();
    let mut meant = value;
    let mut at = range.start;
    while at < range.end {
        let rest = &page[at..range.end];
        let (len, reference) = match reference_len(rest) {
            0 => (run_len(rest), None),
            len => (len, Some(meaning(&rest[..len]))),
        };
        meant = meant.strip_prefix(reference.as_deref().unwrap_or(&rest[..len]))?;
        parts.push(Part {
            range: at..at + len,
            reference,
        });
        at += len;
    }
    meant.is_empty().then_some(parts)
}

/// What the bytes `raw` of a text or value mean.
pub fn value_of(raw: &[u8]) -> Vec<u8> {
    let mut value = Vec::with_capacity(raw.len());
    let mut at = 0;
    while at < raw.len() {
        let len = reference_len(&raw[at..]);
        if len > 0 {
            value.extend(meaning(&raw[at..at + len]));
            at += len;
        } else {
            let end = at + run_len(&raw[at..]);
            value.extend_from_slice(&raw[at..end]);
            at = end;
        }
    }
    value
}

/// Length of what looks like a character reference at the start of `rest`; 0 for none.
fn reference_len(rest: &[u8]) -> usize {
    let Some(name) = rest.strip_prefix(b"&") else {
        return 0;
    };
    let hash = usize::from(name.first() == Some(&b'#'));
    let len = hash
        + name[hash..]
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count();
    if len == hash {
        0
    } else {
        1 + len + usize::from(name.get(len) == Some(&b';'))
    }
}

/// What a character reference means.
pub fn meaning(reference: &[u8]) -> Vec<u8> {
    let mut meaning = Vec::new();
    tokens::read(reference, &[], |token| {
        if let Token::Text(text, _) = token {
            meaning.extend_from_slice(text);
        }
    });
    meaning
}

/// Length of the run of white space, or of words with single spaces, at the start of `rest`, which is not
/// empty. Single spaces are read as they are, so they need no part of their own.
fn run_len(rest: &[u8]) -> usize {
    let is_space = |at: usize| rest.get(at).is_some_and(u8::is_ascii_whitespace);
    if is_space(0) && (rest[0] != b' ' || is_space(1)) {
        return rest
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count();
    }
    let is_end = |at: usize| match rest[at] {
        b'&' => true,
        b' ' => is_space(at + 1),
        byte => byte.is_ascii_whitespace(),
    };
    (1..rest.len()).find(|&at| is_end(at)).unwrap_or(rest.len())
}

/// Where a wording is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// Between tags.
    Text,
    /// Inside a quoted value.
    Value,
    /// Inside a string of JSON in a script.
    Json,
    /// Inside a CDATA section.
    Raw,
}

/// `wording` as a page with these `characters` writes it in `context`.
pub fn escape(wording: &str, context: Context, characters: Characters) -> String {
    if context == Context::Json {
        // No end tag of the script.
        return json::encode(wording, characters).replace('<', "\\u003c");
    }
    let escaped = |char: char| match char {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' if context == Context::Value => "&quot;".to_owned(),
        '\'' if context == Context::Value => "&#39;".to_owned(),
        _ if characters == Characters::Ascii && !char.is_ascii() => {
            format!("&#{};", u32::from(char))
        }
        _ => char.to_string(),
    };
    wording.chars().map(escaped).collect()
}

/// How far back [`opens_markup`] looks. The longest name of a character has 32 letters.
const LOOK_BACK: usize = 64;

/// Whether letters right after `before` might continue a tag or a character reference that starts
/// with a stray `<` or `&`.
pub fn opens_markup(before: &[u8]) -> bool {
    let inside = |byte: u8| byte.is_ascii_alphanumeric() || b"#/!?".contains(&byte);
    let recent = &before[before.len().saturating_sub(LOOK_BACK)..];
    match recent.iter().rev().find(|&&byte| !inside(byte)) {
        Some(byte) => b"<&".contains(byte),
        None => recent.len() == LOOK_BACK,
    }
}

#[cfg(test)]
mod tests;
