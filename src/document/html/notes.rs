//! Numbers of notes after words.

/// Units, which a number in `sup` makes square or cubic.
const UNITS: [&str; 12] = [
    "cm", "dm", "ft", "in", "km", "mi", "mm", "nm", "sec", "yd", "hr", "min",
];

/// Whether `value`, the text of a `sup`, is the number of a note to the word at the end of `text`.
pub fn is_note(text: &str, value: &[u8]) -> bool {
    let word = text
        .rsplit(|char: char| !char.is_alphabetic())
        .next()
        .unwrap_or_default();
    let ends_phrase = text.ends_with(['.', ',', ';', ':', '!', '?', ')', '"', '”', '’']);
    let is_word = word.chars().nth(1).is_some() && !UNITS.contains(&word);
    let is_mark = |char: char| char.is_ascii_digit() || " []()*,;–-†‡§¶\u{a0}".contains(char);
    let Ok(value) = str::from_utf8(value) else {
        return false;
    };
    let is_letter = value.len() == 1 && value.bytes().all(|byte| byte.is_ascii_lowercase());
    (is_word || ends_phrase) && (is_letter || value.chars().all(is_mark))
}
