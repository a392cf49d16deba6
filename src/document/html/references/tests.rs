use super::*;

#[test]
fn wordings_are_escaped_where_the_page_needs_it() {
    let table = [
        ("R&D’s", Context::Text, Characters::Ascii, "R&amp;D&#8217;s"),
        ("R&D’s", Context::Text, Characters::Any, "R&amp;D’s"),
        ("\"<'>", Context::Text, Characters::Any, "\"&lt;'&gt;"),
        (
            "\"<'>",
            Context::Value,
            Characters::Any,
            "&quot;&lt;&#39;&gt;",
        ),
        (
            "\"</’",
            Context::Json,
            Characters::Ascii,
            "\\\"\\u003c/\\u2019",
        ),
    ];
    for (wording, context, characters, expected) in table {
        assert_eq!(escape(wording, context, characters), expected);
    }
}

#[test]
fn no_wording_continues_markup() {
    for before in ["a <", "a </", "a <!", "a &", "a &#6", "a &am"] {
        assert!(opens_markup(before.as_bytes()), "{before}");
    }
    for before in ["", "a", "a & ", "a &amp;", "a > ", "<p>"] {
        assert!(!opens_markup(before.as_bytes()), "{before}");
    }
    // So long a run that its start is not looked for.
    assert!(opens_markup(&[b'/'; LOOK_BACK]));
    assert!(!opens_markup(&[b'/'; LOOK_BACK - 1]));
}

#[test]
fn parts_mean_the_value_or_nothing() {
    let page = b"a &amp;  b";
    let ranges = |value: &[u8]| -> Option<Vec<Range<usize>>> {
        let parts = parts(page, 0..page.len(), value)?;
        Some(parts.into_iter().map(|part| part.range).collect())
    };
    assert_eq!(ranges(b"a &  b"), Some(vec![0..2, 2..7, 7..9, 9..10]));
    assert_eq!(ranges(b"a &  "), None);
    assert_eq!(ranges(b"a &  b "), None);
    assert!(parts(page, 5..11, b"").is_none());
    let lengths = |page: &[u8]| -> Option<Vec<usize>> {
        let parts = parts(page, 0..page.len(), page)?;
        Some(parts.into_iter().map(|part| part.range.len()).collect())
    };
    assert_eq!(lengths(b" a b  c\nd  "), Some(vec![4, 2, 1, 1, 1, 2]));
    assert_eq!(lengths(b"a \tb "), Some(vec![1, 2, 2]));
}
