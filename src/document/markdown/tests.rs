use super::*;

fn text(page: impl AsRef<[u8]>) -> String {
    let mut decoded = Decoded::default();
    decode(page.as_ref(), &mut decoded);
    decoded
        .text()
        .split("\n\n")
        .filter(|block| !block.trim().is_empty())
        .collect::<Vec<_>>()
        .join("|")
}

#[test]
fn only_what_a_reader_sees_is_prose() {
    let table = [
        (
            "---\ntitle: no\n---\n# A head {#no}\n\nSome *text* with `no` code.\n",
            "A head|Some text with \u{fffc} code.",
        ),
        (
            "```rust\nno\n```\n\n    no\n\nyes\n\n<div>\nno\n</div>\n\na <b>c</b>",
            "yes|a c",
        ),
        (
            "[a](no \"no\") ![b](no) <http://no.no> [c][no] [no] [no][]\n\n[no]: no \"no\"\n",
            "a b \u{fffc} c \u{fffc} \u{fffc}",
        ),
        ("a ![b c.png](d) e ![f g](h)", "a \u{fffc} e f g"),
        (
            "> one\n> two\n\n- three\n- [ ] four\n\n| a | b |\n|---|---|\n| c | d |\n",
            "one two|three|four|a|b|c|d",
        ),
        (
            "R&amp;D \\*x\\* $a^2$ and 5$ [^1]\n\n[^1]: note",
            "R&D *x* \u{fffc} and 5$ |note",
        ),
        ("+++\nno = 1\n+++\none  \r\ntwo\r\nthree", "one\ntwo three"),
        (
            "# So\n\nHe said *no* to [her](x.html).",
            "So|He said no to her.",
        ),
    ];
    for (page, expected) in table {
        assert_eq!(text(page), expected, "{page}");
    }
}

#[test]
fn amounts_of_money_are_no_formulas() {
    let table = [
        ("US$5 or *so* and US$7", "US$5 or so and US$7"),
        ("$5-$7, $a$ or $2x$", "$5-$7, \u{fffc} or \u{fffc}"),
        ("US$5 million and CA$ so", "US$5 million and CA$ so"),
    ];
    for (page, expected) in table {
        assert_eq!(text(page), expected, "{page}");
    }
}

#[test]
fn code_in_tags_and_note_numbers_are_left_out() {
    let table = [
        ("a <code>no *no*</code> b", "a \u{fffc} b"),
        ("a <kbd>no\n\nb", "a \u{fffc}|b"),
        ("said<sup>1</sup> so", "said so"),
        ("10<sup>6</sup> m<sup>2</sup>", "106 m2"),
        ("said^12^ so, 10^6^ m^2^ ^", "said so, 10^6^ m^2^ ^"),
    ];
    for (page, expected) in table {
        assert_eq!(text(page), expected, "{page}");
    }
}

#[test]
fn tabs_and_admonitions_have_text() {
    let page = "=== \"a\"\n\n    b\n\n        code\n\n???+ note\n\n    c";
    assert_eq!(text(page), "\"a\"|b|+ note|c");
}

#[test]
fn what_programs_read_is_off() {
    let table = [
        ("!!! note \"So\"\n    it", vec!["note"]),
        ("!!! note", vec!["!!! note"]),
        ("::: a.b\n    c: d", vec!["::: a", "c: d"]),
        ("---\na: b\n---\n\nc\n\n---\nd: e\n---\n", vec!["d: e"]),
        ("::: tip So", vec!["::: tip"]),
        (
            "tags:: a, b\nc:: d\n\n- e f\n  id:: g\n- h:: it was so and it was so again\n\na::b, c:: d",
            vec!["tags:: a, b c:: d", "id:: g", "h::"],
        ),
        (":::warning[So]\nit\n:::", vec![":::warning", ":::"]),
        ("[a](#b-c)\n\n# b *c*\n\n# c", vec!["b c"]),
        ("[a](#b-c-1)\n\n# b `c`\n\n# d {#b-c}", vec!["b \u{fffc}"]),
        ("<a href=\"#b\">a</a>\n\nb\n===", vec!["b"]),
        ("a \\(b c\\) d", vec!["(b c)"]),
        ("import a from 'b'\n\nc", vec!["import a from 'b'"]),
        (
            ":::{figure} a.png\n:name: b\n:class: c\nd: e\n:x: f\n:::",
            vec![":::", ":name: b :class: c", ":::"],
        ),
        ("# So [b]\n\n[c][b] [d][e] [b] #f [g]", vec!["[b]", "[b]"]),
        ("Wow!!! note", vec![]),
    ];
    for (page, expected) in table {
        assert_eq!(off(page), expected, "{page}");
    }
}

#[test]
fn bytes_that_are_not_utf8_move_no_positions() {
    assert_eq!(text(b"a \xff\xfe *b\xc3*"), "a \u{fffd}\u{fffd} b\u{fffd}");
}

#[test]
fn links_name_headings_in_many_ways() {
    let table = [
        ("[x](#caf%C3%A9-au-lait)\n\n# Café au lait", "Café au lait"),
        ("[x](#user-content-so)\n\n# So", "So"),
        ("[x](a.md#so)\n\n# So", "So"),
        ("[x](https://a.b/c#so)\n\n# So", ""),
        ("[x]({{< relref \"#so\" >}})\n\n# So", "So"),
        ("[x]({{ page.url }}#so)\n\n# So", "So"),
        ("It is #so\n\n# So", ""),
    ];
    for (page, expected) in table {
        assert_eq!(off(page).concat(), expected, "{page}");
    }
}

/// The text of `page` that is switched off.
fn off(page: &str) -> Vec<String> {
    let mut decoded = Decoded::default();
    decode(page.as_bytes(), &mut decoded);
    let text = |range: &Range<usize>| decoded.text()[range.clone()].trim().to_owned();
    decoded.off().iter().map(text).collect()
}

#[test]
fn only_comments_of_the_page_are_switches() {
    let open = "<!-- unspin: off -->";
    let close = "<!-- unspin: on -->";
    let table = [
        (format!("a {open} b {close} c"), vec!["b"]),
        (format!("a\n\n{open}\n\nb\n\n{close}\n\nc"), vec!["b"]),
        (
            "a\n\n<!--\nunspin: off -->\n\nb\n\n<!-- unspin:\n\non\n-->\nc".to_owned(),
            vec!["b"],
        ),
        ("a <!--\nunspin:\noff --> b".to_owned(), vec!["b"]),
        (
            "> a\n>\n> <!--\n> unspin: off\n> -->\n>\n> b".to_owned(),
            vec!["b"],
        ),
        (format!("<div>{open}</div>\n\nb"), vec!["b"]),
        (
            "a\n\n{/* unspin: off */}\n\nb\n\n{/* unspin: on */}\n\nc".to_owned(),
            vec!["{/* unspin: off */}", "b", "{/* unspin: on */}"],
        ),
        (
            "a {/*unspin:off*/} b *c*".to_owned(),
            vec!["{/unspin:off/} b c"],
        ),
        ("a `{/* unspin: off */}` b".to_owned(), vec![]),
        ("a\n\n    {/* unspin: off */}\n\nb".to_owned(), vec![]),
        (
            "a \\<!-- unspin: off --> b".to_owned(),
            vec!["<!-- unspin: off -->"],
        ),
        ("a &lt;!-- unspin: off --&gt; b".to_owned(), vec![]),
        (format!("a `{open}` b"), vec![]),
        (format!("a\n\n```\n{open}\n```\n\nb"), vec![]),
        (format!("<div title='{open}'></div>\n\nb"), vec![]),
        (format!("a <i title='{open}'>b</i>"), vec![]),
    ];
    for (page, expected) in table {
        assert_eq!(off(&page), expected, "{page}");
    }
}

#[test]
fn html_in_a_paragraph_may_protect_its_text() {
    let table = [
        ("a <i lang=\"de\">b *c*</i> d", "a \u{fffc} d"),
        ("a <b translate=\"no\">b</b> c", "a \u{fffc} c"),
        ("a <b lang=\"de\">b\n\nc", "a \u{fffc}|c"),
        ("a <X lang=\"de\" />b", "a b"),
    ];
    for (page, expected) in table {
        assert_eq!(text(page), expected, "{page}");
    }
}

#[test]
fn attributes_of_a_paragraph_are_a_line_of_their_own() {
    assert_eq!(text("a\nb\n{: .c}\n\nd"), "a b\n{: .c}|d");
}
