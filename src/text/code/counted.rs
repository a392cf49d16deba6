//! Strings with their numbers of bytes in front, as PHP writes them: `s:4:"home";`. They are in dumps of
//! databases, and in strings of JSON.

use memchr::memmem;
use std::ops::Range;

/// The strings of `text` whose numbers are right, in order and disjoint.
pub fn counted(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut next = 0;
    let mut strings = Vec::new();
    for colon in memmem::find_iter(bytes, b":\"") {
        let digits = bytes[..colon]
            .iter()
            .rev()
            .take_while(|byte| byte.is_ascii_digit());
        let start = colon - digits.count();
        let count = text[start..colon].parse::<usize>();
        let end = count.map_or(usize::MAX, |count| count.saturating_add(colon + 2));
        let is_string = bytes[..start].ends_with(b"s:")
            && start - 2 >= next
            && bytes.get(end..).is_some_and(|rest| rest.starts_with(b"\""));
        if is_string {
            strings.push(start - 2..end + 1);
            next = end + 1;
        }
    }
    strings
}
