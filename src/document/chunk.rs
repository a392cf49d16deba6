//! Chunks: a huge document is judged and restored in parts, so that memory does not grow with it.
//! This module says where to cut.
//!
//! Each chunk is a document of its own to the engine, with its own verdict, density and counts: a
//! huge file is often many texts of which some are spun, and no chunk is shorter than half of
//! [`LENGTH`], which is some hundred times as many words as a verdict needs. Only the
//! [switch](super::switch) is carried from one chunk to the next.

use super::switch;
use std::ops::Range;

/// Most bytes of a chunk, except the last.
pub const LENGTH: usize = 128 << 10;
/// Length from which a document is cut. What is left after a cut is never shorter than half a
/// chunk.
pub const LIMIT: usize = LENGTH + LENGTH / 2;

/// The end of the first chunk of `text`. It depends only on the first [`LENGTH`] bytes and on
/// whether there are [`LIMIT`], so it does not matter how much more of a stream has been read.
///
/// The cut is in the second half, after the last blank line, or else after the last line end,
/// sentence end or white space, or else between two characters.
///
/// ```
/// use unspin::document::chunk::{LENGTH, first};
/// let text = "It rained.\n".repeat(LENGTH);
/// assert_eq!(first(b"It rained."), 10);
/// assert_eq!(first(text.as_bytes()), LENGTH / 11 * 11);
/// ```
pub fn first(text: &[u8]) -> usize {
    if text.len() < LIMIT {
        return text.len();
    }
    let half = LENGTH / 2;
    let after =
        |is_end: &dyn Fn(&[u8]) -> bool| (half..LENGTH).rev().find(|&at| is_end(&text[..at]));
    let cut = after(&|text| text.ends_with(b"\n\n") || text.ends_with(b"\n\r\n"))
        .or_else(|| after(&|text| text.ends_with(b"\n")))
        .or_else(|| after(&|text| [b". ", b"! ", b"? "].iter().any(|end| text.ends_with(*end))))
        .or_else(|| after(&|text| text.last().is_some_and(u8::is_ascii_whitespace)));
    before_comment(text, cut.unwrap_or_else(|| between_characters(text)))
}

/// The chunks of `text`, in order and without gaps. An empty text has one empty chunk.
pub fn all(text: &[u8]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let end = start + first(&text[start..]);
        next = (end < text.len()).then_some(end);
        Some(start..end)
    })
}

/// The last boundary of a character within [`LENGTH`]; any position if there is no UTF-8.
fn between_characters(text: &[u8]) -> usize {
    (LENGTH - 3..=LENGTH)
        .rev()
        .find(|&at| text[at] & 0xc0 != 0x80)
        .unwrap_or(LENGTH)
}

/// Moves `cut` in front of a comment that may be a switch.
fn before_comment(text: &[u8], cut: usize) -> usize {
    let from = cut - switch::LONGEST;
    let open = (from..cut)
        .rev()
        .find(|&at| text[at..].starts_with(b"<!--"));
    open.filter(|&at| !text[at..cut].windows(3).any(|three| three == b"-->"))
        .unwrap_or(cut)
}

#[cfg(test)]
mod tests;
