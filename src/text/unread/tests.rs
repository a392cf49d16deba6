use super::*;

fn found(source: &[u8]) -> Vec<String> {
    let text = |range| String::from_utf8_lossy(&source[range]).into_owned();
    words(source).into_iter().map(text).collect()
}

#[test]
fn letters_beside_unknown_bytes_are_one_word() {
    assert_eq!(found(b"G\xf6ran asked"), ["G\u{fffd}ran"]);
    assert_eq!(found(b"p\xe2t\xe9 a"), ["p\u{fffd}t\u{fffd}"]);
    // An apostrophe in Shift_JIS, whose second byte is a letter.
    assert_eq!(found(b"can\x81ft"), ["can\u{fffd}ft"]);
    // Marks of windows-1252.
    assert!(found(b"\x93The town\x92s\x94 end\x97so\x85").is_empty());
    assert!(found("town\u{92}s".as_bytes()).is_empty());
    assert_eq!(found("G\u{9a}a".as_bytes()), ["G\u{9a}a"]);
}

#[test]
fn letters_beside_references_and_other_scripts_are_one_word() {
    assert_eq!(found(b"a G&ouml;ran b"), ["G&ouml;ran"]);
    assert_eq!(
        found(b"&#201;lan, fa&#xE7;ade"),
        ["&#201;lan", "fa&#xE7;ade"]
    );
    assert!(found(b"R&D; a&nbsp;b &amp; &#8217;s &#x; & &;").is_empty());
    assert_eq!(found("见a home".as_bytes()), ["见a"]);
    assert!(found("déjà vu — “a”…".as_bytes()).is_empty());
}
