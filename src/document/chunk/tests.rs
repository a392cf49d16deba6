use super::*;

/// `text` repeated to more than a chunk, with `end` once in the second half; and the position
/// after `end`.
fn with(text: &str, end: &str) -> (Vec<u8>, usize) {
    let mut all = text.repeat(2 * LIMIT / text.len()).into_bytes();
    let at = LENGTH - LENGTH / 4 - (LENGTH - LENGTH / 4) % text.len();
    all.splice(at..at, end.bytes());
    (all, at + end.len())
}

#[test]
fn cuts_are_at_the_best_place() {
    let table = [
        ("He sat.\n", "\n"),
        ("He sat.\r\n", "\r\n"),
        ("He sat. ", "\n"),
        ("he sat ", "? "),
        ("sat", " "),
    ];
    for (text, end) in table {
        let (text, cut) = with(text, end);
        assert_eq!(first(&text), cut, "{end:?}");
    }
}

#[test]
fn characters_and_comments_are_not_cut() {
    for text in ["é", "日", "😀", "a\u{301}"] {
        let text = text.repeat(LIMIT);
        assert!(all(text.as_bytes()).all(|range| text.is_char_boundary(range.start)));
    }
    let (text, cut) = with("sat", "<!-- unspin:\n\noff -->");
    assert_eq!(first(&text), cut - "<!-- unspin:\n\noff -->".len());
    let (text, cut) = with("sat", "<!-- unspin: off -->\n");
    assert_eq!(first(&text), cut);
}

#[test]
fn chunks_are_complete_and_neither_long_nor_short() {
    for len in [0, 1, LIMIT - 1, LIMIT, LIMIT + 1, 3 * LIMIT] {
        for text in [vec![b'a'; len], vec![0x80; len], vec![b'\n'; len]] {
            let parts: Vec<_> = all(&text).collect();
            assert_eq!(parts.iter().map(Range::len).sum::<usize>(), len);
            assert!(
                parts.len() == 1
                    || parts
                        .iter()
                        .all(|part| (LENGTH / 2..LIMIT).contains(&part.len())),
                "{parts:?}"
            );
        }
    }
}

#[test]
fn more_of_a_stream_moves_no_cut() {
    let text = "He sat on a bench, and it rained.\n\n".repeat(LIMIT / 10);
    let whole = first(text.as_bytes());
    assert!(
        (LIMIT..text.len())
            .step_by(9999)
            .all(|len| first(&text.as_bytes()[..len]) == whole)
    );
}
