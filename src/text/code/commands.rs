//! Names of commands in sentences: words with hyphens before an option, as in `run home-tool send --all`.

use super::super::address::LINKS;
use memchr::memmem::find_iter;
use std::ops::Range;

/// Most words from the name of a command to its first option, with the name.
const WORDS: usize = 3;

/// The byte ranges of the names of commands in `text`.
pub fn commands(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    find_iter(text.as_bytes(), " -")
        .filter(|at| is_option(&text.as_bytes()[at + 2..]))
        .flat_map(|at| {
            let in_command = |byte: u8| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_./".contains(&byte)
            };
            let words = text[..at].rsplit([' ', '\n']).take(WORDS);
            let words = words.take_while(move |word| {
                !word.is_empty() && word.bytes().all(in_command) && !LINKS.contains(word)
            });
            words.filter(|word| word.contains('-'))
        })
        .map(|name| {
            let start = name.as_ptr().addr() - text.as_ptr().addr();
            start..start + name.len()
        })
}

/// Whether `rest`, which follows a hyphen, is that of `--all` or `-a`.
fn is_option(rest: &[u8]) -> bool {
    match rest {
        [b'-', first, ..] => first.is_ascii_lowercase(),
        [first, rest @ ..] => {
            first.is_ascii_alphabetic() && rest.first().is_none_or(u8::is_ascii_whitespace)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
