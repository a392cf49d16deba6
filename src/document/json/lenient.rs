//! What other tools write and strict parsers of JSON refuse: `NaN`, `Infinity` and half surrogate
//! pairs.

use super::escape_len;
use std::borrow::Cow;

/// `json` as a strict parser accepts it, with every byte at its place: numbers stand for `NaN` and
/// `Infinity`, U+FFFD for half of a surrogate pair.
///
/// Python and others write them, so crawls have them.
pub fn strict(json: &str) -> Cow<'_, str> {
    let mut strict = Cow::Borrowed(json);
    let mut in_string = false;
    let mut at = 0;
    while at < json.len() {
        let rest = &json.as_bytes()[at..];
        let mut len = 1;
        match rest[0] {
            b'"' => in_string = !in_string,
            b'\\' if in_string => {
                len = escape_len(&json[at..]);
                if len == 6 && rest[2].eq_ignore_ascii_case(&b'd') && rest[3] > b'7' {
                    replace(&mut strict, at, "\\ufffd");
                }
            }
            b'N' | b'I' if !in_string => {
                for (name, number) in [("NaN", "111"), ("Infinity", "11111111")] {
                    if rest.starts_with(name.as_bytes()) && is_alone(json, at, name.len()) {
                        replace(&mut strict, at, number);
                    }
                }
            }
            _ => {}
        }
        at += len;
    }
    strict
}

/// Whether no letter or digit is next to the `len` bytes at `at`.
fn is_alone(json: &str, at: usize, len: usize) -> bool {
    let is_part = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = json.as_bytes();
    !is_part(at.checked_sub(1).and_then(|before| bytes.get(before)))
        && !is_part(bytes.get(at + len))
}

fn replace(strict: &mut Cow<'_, str>, at: usize, with: &str) {
    strict.to_mut().replace_range(at..at + with.len(), with);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_parsers_refuse_is_replaced_byte_for_byte() {
        let table = [
            (r#"{"a":NaN,"b":-Infinity}"#, r#"{"a":111,"b":-11111111}"#),
            (r#"["NaN \" NaN", NaN]"#, r#"["NaN \" NaN", 111]"#),
            (
                r#"["\ud83d","\uD83D\uDE00","\ude00x"]"#,
                r#"["\ufffd","\uD83D\uDE00","\ufffdx"]"#,
            ),
            (r#"["\\ud83d", "\ud7ff"]"#, r#"["\\ud83d", "\ud7ff"]"#),
            ("1NaN NaNs", "1NaN NaNs"),
            ("[\"\\", "[\"\\"),
            ("[\"\\é", "[\"\\é"),
        ];
        for (json, expected) in table {
            assert_eq!(strict(json), expected, "{json}");
        }
    }
}
