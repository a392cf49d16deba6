use super::super::{Document, Selection};
use super::*;
use crate::edit::{Evidence, Kind, apply};

#[test]
fn edits_keep_the_structure_of_markdown_in_strings() {
    let record = r#"{"text": "\u0074en. so\n\n**ten**. so"}"#;
    let selection = Selection {
        field_format: FieldFormat::Markdown,
        ..Selection::default()
    };
    let mut document = Document::default();
    let read = document.read_record(record.as_bytes(), &selection);
    read.expect("a record");
    let text = document.text();
    let edit = |(start, spun): (usize, &str), original| {
        let evidence = Evidence::new(Kind::Exact, original, 0, 0);
        Edit::new(start..start + spun.len(), original, evidence)
    };
    let edits = text.match_indices("ten").map(|place| edit(place, "10"));
    let more = text.match_indices("so").map(|place| edit(place, "\"it\""));
    let mut edits: Vec<Edit> = edits.chain(more).collect();
    edits.sort_by_key(|edit| edit.start);
    let edits = document.edits_in_source(edits, record.as_bytes());
    // Only the first number would begin a list.
    assert_eq!(
        String::from_utf8_lossy(&apply(record.as_bytes(), &edits)),
        r#"{"text": "\u0074en. \"it\"\n\n**10**. \"it\""}"#
    );
}

#[test]
fn html_is_recognised_by_its_tags() {
    for text in [
        "<p>a",
        "a<br/>b",
        "a <b>b</b>",
        "<a href='x'>b</a>",
        "<DIV\nid=a>",
        "<p>a ``` b</p>",
    ] {
        assert!(is_html(text), "{text}");
    }
    for text in [
        "",
        "a < b",
        "<pa>",
        "a <b>",
        "</>",
        "a <b>b</b>\n\nc",
        "a <b>b</b>\r\n\r\nc",
        "<p>a</p>\n\n```rust\nb\n```",
        "<!-- a -->",
    ] {
        assert!(!is_html(text), "{text}");
    }
}

#[test]
fn prose_has_several_words() {
    for text in [
        "He sat down.",
        "“No,” she said",
        "x = 1; it is so",
        "<b>It</b> is so",
        "It is so.Pdf is not.",
        "['it was so', 'too']",
        "[it was so]",
    ] {
        assert!(is_prose(text), "{text}");
    }
    for text in [
        "",
        "White Home",
        "https://a.b/c d e",
        "2024-01-01 12:00 a.m. UTC",
        "a_b c=d e",
        "s:9:\"It is so.\";",
        "so it is (2).PDF",
        "['it', \"was so\", 'too']",
    ] {
        assert!(!is_prose(text), "{text}");
    }
}
