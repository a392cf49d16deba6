//! Web and mail addresses, handles and hashtags: pieces of prose that are not words of English.

use std::ops::Range;

/// The byte ranges of `text` that no edit may touch: addresses, handles and hashtags, with the punctuation next to them.
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
    let has_prefix = ["http://", "https://", "www.", "@", "#"]
        .iter()
        .any(|prefix| bare.len() > prefix.len() && bare.starts_with(prefix));
    let is_mail = bare
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    has_prefix || is_mail || bare.contains("://")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        untouchable(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn addresses_handles_and_hashtags_are_found() {
        let text = "See (https://a.b/c) or x@y.org, @home #home “www.a.b” ftp://a";
        let pieces = [
            "(https://a.b/c)",
            "x@y.org,",
            "@home",
            "#home",
            "“www.a.b”",
            "ftp://a",
        ];
        assert_eq!(found(text), pieces);
    }

    #[test]
    fn lone_marks_and_other_words_are_not() {
        assert_eq!(found("50/50 a.b # 1 @ noon: x@y www. C# a:b"), [""; 0]);
        assert_eq!(found(""), [""; 0]);
    }

    #[test]
    fn ranges_are_bytes() {
        let ranges: Vec<_> = untouchable("“É” @é\n#x").collect();
        // Each quotation mark has three bytes, `É` and `é` two.
        assert_eq!(ranges, [9..12, 13..15]);
    }
}
