//! Plain text: everything that is UTF-8 is prose.

use std::ops::Range;

/// The runs of valid UTF-8 in `source`, in order.
///
/// ```
/// assert_eq!(unspin::document::plain::prose(b"a\xffbc"), [0..1, 2..4]);
/// ```
pub fn prose(source: &[u8]) -> Vec<Range<usize>> {
    // Most texts are a single run, and checking this is much faster than cutting.
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
