use super::*;

#[test]
fn attributes_have_values_in_quotation_marks() {
    let text =
        "p class=\"a b\" :x='c' d=\"It was so, and it was so once again.\" e = \"f\" =\"g\" h=\"i";
    let found: Vec<&str> = attributes(text)
        .into_iter()
        .map(|range| &text[range])
        .collect();
    assert_eq!(found, ["class=\"a b\"", ":x='c'", "d=\""]);
}

#[test]
fn tags_have_names_and_attributes() {
    for (text, len) in [
        ("<p id=a b>c", 10),
        ("<p>", 0),
        ("<p id=a", 0),
        ("<a b> =", 0),
        ("<a b={c > d}>", 0),
        ("<5 a=b>", 0),
        ("<", 0),
    ] {
        assert_eq!(tag_len(text.as_bytes()), len, "{text}");
    }
    for (text, len) in [
        ("[font=A b] c", 10),
        ("[map-1 id=\"a b\" c] d", 18),
        ("[a = b]", 0),
        ("[a b]", 0),
        ("[A b=c]", 0),
        ("[a b=c", 0),
        ("[a=b", 0),
        ("[a]", 0),
        ("[=a]", 0),
        ("[", 0),
    ] {
        assert_eq!(bracket_len(text.as_bytes()), len, "{text}");
    }
}

#[test]
fn links_end_before_a_caption() {
    let prose = "It was so, and it was so once again.";
    for (text, len) in [
        ("[[home]] a".to_owned(), 8),
        ("[[a [b] c]]".to_owned(), 11),
        ("[[File:a b.jpg|thumb|home]]".to_owned(), 27),
        (format!("[[File:a b.jpg|thumb|{prose}]]"), 21),
        (format!("[[File:a b.jpg|{}]]", prose.repeat(20)), 15),
        (format!("[[{prose}]]"), 40),
        ("[[a\n\nb]]".to_owned(), 0),
        ("[[a".to_owned(), 0),
    ] {
        assert_eq!(link_len(text.as_bytes()), len, "{text}");
    }
}

#[test]
fn macros_name_keys_and_menus() {
    for (text, len) in [
        ("kbd:[Home] a", 7),
        ("menu:File[Home > Print] a", 19),
        ("link:home[a]", 0),
        ("kbd:[a", 0),
        ("kbd: [a]", 0),
        ("footnote:[It was so, and it was so once again.]", 0),
    ] {
        let (before, rest) = text.split_at(text.find(':').expect("a colon"));
        assert_eq!(macro_len(before.as_bytes(), rest.as_bytes()), len, "{text}");
    }
}

#[test]
fn cases_of_messages_have_keys() {
    for (text, len) in [
        ("{n, plural, =0 {a} b", 16),
        ("{n,plural,offset:1 one{a}", 23),
        ("} many {a}", 8),
        ("} many of them {a}", 0),
        ("}", 0),
        ("{a, b, c {", 0),
    ] {
        assert_eq!(case_len(text.as_bytes()), len, "{text}");
    }
}
