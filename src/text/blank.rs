//! Places that are filled in: parameters of statements and translations (`:home`), and the blanks of form letters
//! (`[NAME]`, `[Street Address]`).

use super::marker::{LONGEST, is_name};

/// Last words of a blank of a form letter: `[Street Address]`.
const BLANKS: [&str; 9] = [
    "Address", "Code", "Company", "Date", "Email", "Name", "Number", "Phone", "Title",
];

/// Length of the name of a parameter, as in statements and translations of programs: `:home`.
pub(super) fn parameter_len(rest: &[u8]) -> usize {
    let name = &rest[1..];
    let len = name
        .iter()
        .take(LONGEST)
        .take_while(|&&byte| is_name(byte))
        .count();
    let is_small = name[..len].iter().all(|byte| !byte.is_ascii_uppercase());
    let ends = name.get(len) != Some(&b':');
    if len > 1 && is_small && ends && name[0].is_ascii_lowercase() {
        len + 1
    } else {
        0
    }
}

/// Length of a blank of a form letter: `[STREET]`, `[Street Address]`. A link is none.
pub(super) fn blank_len(rest: &[u8]) -> usize {
    let len = rest.iter().take(LONGEST).position(|&byte| byte == b']');
    let Some((len, name)) = len.and_then(|len| Some((len, str::from_utf8(&rest[1..len]).ok()?)))
    else {
        return 0;
    };
    let is_upper =
        |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_blank = name.split([' ', '_']).all(is_upper)
        || name
            .rsplit(' ')
            .next()
            .is_some_and(|last| BLANKS.contains(&last));
    let is_link = matches!(rest.get(len + 1), Some(b'(' | b'[' | b':'));
    if is_blank && !is_link { len + 1 } else { 0 }
}

#[cfg(test)]
mod tests;
