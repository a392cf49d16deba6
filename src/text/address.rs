//! Words of prose that are none: addresses, handles and tags. It owns what they look like.

use std::ops::Range;

/// What a phrase may not touch: addresses, handles and tags.
pub fn untouchable(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.split_whitespace()
        .filter(|piece| is_address(piece))
        .map(move |piece| {
            let start = piece.as_ptr().addr() - text.as_ptr().addr();
            start..start + piece.len()
        })
}

fn is_address(piece: &str) -> bool {
    let bare = piece.trim_start_matches(['(', '[', '"', '“', '<', '\'']);
    let starts = ["http://", "https://", "www.", "@", "#"]
        .iter()
        .any(|start| bare.len() > start.len() && bare.starts_with(start));
    let mail = bare
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
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
