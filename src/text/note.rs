//! Marks of notes after words.

/// Units, which a number in `sup` makes square or cubic.
const UNITS: [&str; 12] = [
    "cm", "dm", "ft", "in", "km", "mi", "mm", "nm", "sec", "yd", "hr", "min",
];

/// Whether `value`, the text of a `sup`, is the mark of a note to the word at the end of `text`, or several: `1`, `a,b`.
pub fn is_note(text: &str, value: &[u8]) -> bool {
    let word = text
        .rsplit(|char: char| !char.is_alphabetic())
        .next()
        .unwrap_or_default();
    let ends_phrase = text.ends_with(['.', ',', ';', ':', '!', '?', ')', '"', '”', '’']);
    let is_word = word.chars().nth(1).is_some() && !UNITS.contains(&word);
    let is_mark = |char: char| char.is_ascii_digit() || " []()*,;–-†‡§¶‖\u{a0}".contains(char);
    let Ok(value) = str::from_utf8(value) else {
        return false;
    };
    let mut letters = value.split(is_mark).filter(|part| !part.is_empty());
    (is_word || ends_phrase)
        && !value.starts_with(['-', '–'])
        && letters.all(|part| part.len() == 1 && part.as_bytes()[0].is_ascii_lowercase())
}

#[cfg(test)]
mod tests;
