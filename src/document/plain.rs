//! Plain text: everything that is UTF-8 is prose.

use std::ops::Range;

/// The runs of valid UTF-8 in `source`, in order: bytes between them are copied through untouched.
///
/// ```
/// assert_eq!(unspin::document::plain::prose(b"a\xffbc"), [0..1, 2..4]);
/// ```
pub fn prose(source: &[u8]) -> Vec<Range<usize>> {
    // Most text is one run, which is told in a fraction of the time.
    if !source.is_empty() && str::from_utf8(source).is_ok() {
        return std::iter::once(0..source.len()).collect();
    }
    let mut at = 0;
    let run = |chunk: std::str::Utf8Chunk<'_>| {
        let start = at;
        at += chunk.valid().len() + chunk.invalid().len();
        (!chunk.valid().is_empty()).then(|| start..start + chunk.valid().len())
    };
    source.utf8_chunks().filter_map(run).collect()
}
