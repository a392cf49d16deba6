//! The surface of a restored wording: letter case, quote style and spacing taken from the text around it. It owns no
//! choice of words.

use crate::text::token::{Gap, Shape, Token};

/// Where a wording is put.
#[derive(Clone, Copy, Debug)]
pub struct Place<'t> {
    /// The tokens that are replaced.
    pub spun: &'t [Token],
    /// The token before and the token after them.
    pub around: [Option<&'t Token>; 2],
    /// Whether the document writes apostrophes as `’`.
    pub apostrophe: Apostrophe,
}

/// How a document writes apostrophes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Apostrophe {
    /// `'`
    #[default]
    Straight,
    /// `’`
    Curly,
}

/// Words that stay small in a title.
const SMALL: [&str; 14] = [
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to",
];

/// `wording`, given in the letter case that it has inside a sentence, as it is written at `place`.
///
/// Case is transferred word by word. A wording of another length has its first word capitalised like the first spun
/// word, the others only where a later spun word is capitalised.
pub fn dress(wording: &str, place: Place<'_>) -> String {
    let cased: Vec<Shape> = place
        .spun
        .iter()
        .map(|token| token.shape)
        .filter(|&shape| shape != Shape::Uncased)
        .collect();
    let text = if is_capitals(&cased, place) {
        wording.to_uppercase()
    } else {
        transfer(wording, &cased, place)
    };
    match place.apostrophe {
        Apostrophe::Curly => text.replace('\'', "’"),
        Apostrophe::Straight => text,
    }
}

/// Whether the phrase stands in a run of capitals; a lone abbreviation does not make one.
fn is_capitals(cased: &[Shape], place: Place<'_>) -> bool {
    let upper = |shape: Shape| shape == Shape::Upper;
    let all = !cased.is_empty() && cased.iter().all(|&shape| upper(shape));
    let beside = place
        .around
        .iter()
        .flatten()
        .any(|token| upper(token.shape));
    all && (cased.len() > 1 || beside)
}

fn transfer(wording: &str, cased: &[Shape], place: Place<'_>) -> String {
    let words = wording
        .split(' ')
        .filter(|word| word.chars().any(char::is_alphabetic))
        .count();
    let title = match cased {
        [] => false,
        [_, later @ ..] if !later.is_empty() => later.iter().any(|&shape| shape != Shape::Lower),
        _ => place
            .around
            .iter()
            .all(|token| token.is_some_and(|token| token.shape == Shape::Initial)),
    };
    let mut index = 0;
    let mut out = String::with_capacity(wording.len());
    for word in wording.split_inclusive(' ') {
        let is_word = word.chars().any(char::is_alphabetic);
        let wanted = match cased.get(index) {
            Some(&shape) if words == cased.len() || index == 0 => shape != Shape::Lower,
            _ => title && !SMALL.contains(&word.trim_end()),
        };
        push_word(&mut out, word, is_word && !cased.is_empty() && wanted);
        index += usize::from(is_word);
    }
    out
}

fn push_word(out: &mut String, word: &str, capital: bool) {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if capital => {
            out.extend(first.to_uppercase());
            out.push_str(letters.as_str());
        }
        _ => out.push_str(word),
    }
}

/// The bytes that are replaced, and what is put before the wording, so that clitics hang on the word before them
/// (`it is` / `it’s`) and words do not.
pub fn spacing(wording: &str, place: Place<'_>) -> (usize, &'static str) {
    let (first, start) = (&place.spun[0], place.spun[0].start);
    let clitic = wording.starts_with('\'') && wording.len() > 1;
    match (place.around[0], first.gap) {
        (Some(before), Gap::Space) if clitic => (before.end, ""),
        (Some(_), Gap::Joined) if !clitic && first.clitic => (start, " "),
        _ => (start, ""),
    }
}
