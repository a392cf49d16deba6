use super::*;

#[test]
fn metadata_is_found_at_the_top() {
    let table = [
        "---\ntitle: a\n---\n",
        "\u{feff}---\ntitle: a\n---\n",
        "\n\n---\r\n\r\ntitle: a\r\n\"b c\": >\r\n  d\r\n- e\r\n# f\r\n---\r\n",
        "---\n---\n",
        "---\na:\n...\n",
        "+++\ntitle = \"a\"\n+++\n",
        "\u{feff}\n+++\n\n[b]\n+++\n",
        "{\n\"title\": \"}\"\n}\n",
        "Title: a\nSave as: b\n c\nURL:\n\n",
        "% A title\n  of two lines\n%\n% 2020\n\n",
        "\u{feff}date: 2026-01-01\r\nTags: a, b\r\n\r\n",
    ];
    for front in table {
        assert_eq!(len(front), front.len(), "{front}");
        assert_eq!(len(&format!("{front}text\n---\n")), front.len(), "{front}");
    }
}

#[test]
fn slides_have_metadata_between_rules() {
    let text = "a\n\n---\nb: c\n---\n\n---\n\nd: e\n---\n\n---\nIt was: so\n---\n\n---\nf: g\n";
    assert_eq!(of_slides(text), [3..16]);
}

#[test]
fn rules_and_braces_are_text() {
    let table = [
        "",
        "---",
        "---\ntitle: a\n",
        "---\nIt rained.\n---\n",
        "---\nNote: it rained.\nIt was wet.\n---\n",
        "+++\nIt rained.\n+++\n",
        "{{ a }}\n",
        "{\"a\": 1} so\n",
        "a\n---\nb: c\n---\n",
        "Title: a\n\n",
        "Note: so\nTitle: a\n\n",
        "% of them\nrained\n",
        "Title: a\nIt rained.\n\n",
        "Title:a\nDate: b\n\n",
    ];
    for text in table {
        assert_eq!(len(text), 0, "{text}");
        assert_eq!(len(&format!("\u{feff}{text}")), 3, "{text}");
    }
}
