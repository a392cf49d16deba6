//! Which bytes of a source are prose. It owns the formats; what is done with the prose is the restorer's.

use std::ops::Range;

/// The runs of valid UTF-8 in `source`, in order: bytes between them are copied through untouched.
///
/// ```
/// let runs: Vec<_> = unspin::document::plain(b"a\xffb").collect();
/// assert_eq!(runs, [(0, "a"), (2, "b")]);
/// ```
pub fn plain(source: &[u8]) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    source.utf8_chunks().filter_map(move |chunk| {
        let start = at;
        at += chunk.valid().len() + chunk.invalid().len();
        (!chunk.valid().is_empty()).then_some((start, chunk.valid()))
    })
}

/// What a phrase may not touch: addresses, handles and tags.
pub fn untouchable(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.split_whitespace().filter(|piece| is_address(piece)).map(move |piece| {
        let start = piece.as_ptr().addr() - text.as_ptr().addr();
        start..start + piece.len()
    })
}

fn is_address(piece: &str) -> bool {
    let bare = piece.trim_start_matches(['(', '[', '"', '“', '<', '\'']);
    let starts = ["http://", "https://", "www.", "@", "#"].iter().any(|start| bare.len() > start.len() && bare.starts_with(start));
    let mail = bare.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    starts || mail || bare.contains("://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_handles_and_tags() {
        let text = "See (https://a.b/c) or x@y.org, @home #home 50/50 a.b";
        let found: Vec<&str> = untouchable(text).map(|range| &text[range]).collect();
        assert_eq!(found, ["(https://a.b/c)", "x@y.org,", "@home", "#home"]);
    }
}
