use super::*;

fn text(page: &str) -> String {
    let mut decoded = Decoded::default();
    decode(page.as_bytes(), &mut decoded);
    decoded
        .text()
        .split("\n\n")
        .filter(|block| !block.trim().is_empty())
        .collect::<Vec<_>>()
        .join("|")
}

#[test]
fn only_text_nodes_are_prose() {
    let table = [
        (
            "<!DOCTYPE html><title>A &lt;title&gt;</title><p class='no'>one<!-- no --> two</p>",
            "A <title>|one two",
        ),
        (
            "<p>a <code>x <code>y</code> z</code> b<pre>no</pre>c<script>if (a<b) '<p>'</script>d",
            "a \u{fffc} b|c|d",
        ),
        (
            "<style>no</style><textarea>no</textarea><noscript><p>so</noscript><svg><text>no</text></svg>yes<svg/>",
            "so|\u{fffc}yes\u{fffc}|no",
        ),
        (
            "<listing>no</listing><i18n>{\"a\": \"no\"}</i18n><p>a<template>no</template></p>",
            "a",
        ),
        // A component of Vue.
        (
            "<script>no</script><template><p a=\"b > c\">{{ d }} e<template>f</template></p></template>",
            "{{ d }} e|f",
        ),
        (
            "<ul><li>one<li>t<b>w</b>o</ul>line<br>line",
            "one|two|line\nline",
        ),
    ];
    for (page, expected) in table {
        assert_eq!(text(page), expected, "{page}");
    }
}

#[test]
fn attributes_with_prose_follow_the_text() {
    let table = [
        (
            "<P TITLE = 'a \"b\" &amp; c' class='no'>x<img alt=\"d\n e\" title=\"f\">y</p>",
            "xy|a \"b\" & c|d e|f",
        ),
        (
            "<p title=no>x<p title>y<p title=''>z<p title='a' title='no'>",
            "x|y|z|a",
        ),
        (
            "<link title='no'><pre title='no'><b title='no'></b></pre><svg><image title='no'/></svg><code alt='no'></code>x",
            "\u{fffc}\u{fffc}x",
        ),
        (
            "<textarea placeholder='a'>no</textarea><iframe title='b'></iframe><svg aria-label='c'></svg>\
             <div translate=no><textarea placeholder='no'></textarea></div>",
            "\u{fffc}|a|b|c",
        ),
        (
            "<input type=Submit value='a'><input type=hidden value='no'><input value='no'>\
             <option label='b' value='no'><p label='no' value='no' aria-valuetext='c'>",
            "a|b|c",
        ),
        (
            "<th abbr='a'>x<td abbr='no'><meta property='article:description' content='b'>",
            "x|a|b",
        ),
        ("<img alt='R&amp;D &copy; b &#x2019;'>", "R&D © b ’"),
        // Without a semicolon, a reference means something else than in text.
        ("<img alt='a &notit; b'>", ""),
        (
            "<!-- unspin: off --><p title='no'><!-- unspin: on --><p title='a",
            "",
        ),
    ];
    for (page, expected) in table {
        assert_eq!(text(page), expected, "{page}");
    }
}

#[test]
fn references_and_white_space_are_read_as_they_are_shown() {
    assert_eq!(
        text("a\r\n  b&nbsp;c &amp d &#x2019;&#8217; &notit; &nope; & &; &# &&amp;"),
        "a b\u{a0}c & d ’’ ¬it; &nope; & &; &# &&"
    );
}

#[test]
fn broken_pages_are_read_to_the_end() {
    let table = [
        ("a < b </ c> d <", "a < b  d <"),
        ("<p a='x>y", ""),
        ("<b>one</i> two</b></p>three", "one two|three"),
        ("<![CDATA[no]]>a &amp", "a &"),
    ];
    for (page, expected) in table {
        assert_eq!(text(page), expected, "{page}");
    }
}

/// The text of `page` that is switched off.
fn off(page: &str) -> Vec<String> {
    let mut decoded = Decoded::default();
    decode(page.as_bytes(), &mut decoded);
    let text = |range: &Range<usize>| decoded.text()[range.clone()].to_owned();
    decoded.off().iter().map(text).collect()
}

#[test]
fn only_comments_of_the_page_are_switches() {
    let open = "<!-- unspin: off -->";
    let close = "<!-- unspin: on -->";
    let table = [
        (format!("a{open}b<b>c{close}d{open}e"), vec!["bc", "e"]),
        (format!("<pre>{open}</pre>a"), vec!["a"]),
        (
            format!("<p>{open}a &amp;\n b</p>{close}c"),
            vec!["a & b\n\n"],
        ),
        ("a<!--\r\nunspin:\r\noff\r\n-->b".to_owned(), vec!["b"]),
        ("&lt;!-- unspin: off --&gt;a".to_owned(), vec![]),
        ("&lt;!-- unspin: off -->a".to_owned(), vec![]),
        (format!("<b title='{open}' id='{open}'>a"), vec![]),
        (format!("<script>'{open}'</script>a"), vec![]),
        (format!("<textarea>{open}</textarea>a"), vec![]),
        (
            "<!unspin: off>a</unspin: off>b</ unspin: off>".to_owned(),
            vec![],
        ),
    ];
    for (page, expected) in table {
        assert_eq!(off(&page), expected, "{page}");
    }
}

/// `count` attributes in every kind of spelling.
fn attributes(count: usize) -> String {
    let spellings = [
        " a=\"x\"",
        " b='x'",
        " c=x",
        " d",
        "\te\n=\n\"\"",
        " f=\"&amp;\"",
    ];
    spellings.iter().copied().cycle().take(count).collect()
}

#[test]
fn tags_may_have_any_number_of_attributes() {
    for count in [0, 1, 63, 64, 65, 1000] {
        for spelt in [attributes(count), " a=\"x\"".repeat(count)] {
            let page =
                format!("<p{spelt} title=\"one\">two</p{spelt} title=\"no\">three<i{spelt}/>four");
            assert_eq!(text(&page), "two|threefour|one", "{count}");
        }
    }
}

#[test]
fn only_the_first_attribute_of_a_name_counts() {
    assert_eq!(
        text("<p title title='no'>a<p alt=\"b\" ALT='no'>c"),
        "a|c|b"
    );
}

#[test]
fn attributes_are_found_in_the_page() {
    let mut decoded = Decoded::default();
    let page = "<p alt=\"b c\" title = 'd'>a";
    let attributes = decode(page.as_bytes(), &mut decoded);
    assert_eq!(
        attributes,
        Attributes(vec![
            (8..11, references::Context::Value),
            (22..23, references::Context::Value)
        ])
    );
    assert_eq!(&page[8..11], "b c");
}

#[test]
fn text_in_another_language_is_left_out() {
    let table = [
        ("<p>a<p lang=de>b<p>c", "a|\u{fffc}|c"),
        (
            "<html lang=\"de-AT\"><p>a <q lang='EN-gb'>b</q> c",
            "\u{fffc}b\u{fffc}",
        ),
        ("<html lang=en-US><p xml:lang=fr>a</p>b", "\u{fffc}|b"),
        ("<p lang=en xml:lang=fr>a", "a"),
        // These name no language.
        ("<p lang='{{ page.lang }}'>a<p lang='<%= l %>'>b", "a|b"),
        (
            "<p lang=und>a<p lang=mul>b<p lang=zxx>c<p lang=x>d",
            "a|b|c|d",
        ),
        ("<div lang=de>a<p lang=''>b</p></div>c", "\u{fffc}|b|c"),
        (
            "<p lang=en_US>a<p lang=english>b<p lang=enm>c",
            "a|b|\u{fffc}",
        ),
        (
            "<p lang=de title='a'>b<img lang=de alt='c'><img alt='d'></p><img alt='e'>f",
            "\u{fffc}|f|e",
        ),
        // Only the text inside is marked.
        ("<br lang=de>a<img lang=de>b", "\nab"),
    ];
    for (page, expected) in table {
        assert_eq!(text(page), expected, "{page}");
    }
}

#[test]
fn protected_text_is_left_out() {
    let table = [
        ("a <b translate=no>b</b> c", "a \u{fffc} c"),
        (
            "a <b class='x notranslate'>b <i>c</i></b> d",
            "a \u{fffc} d",
        ),
        (
            "<div translate=NO>a<p translate=yes>b<p translate>c<p translate=x>d</div>",
            "\u{fffc}|b|c|\u{fffc}",
        ),
        ("a<b class='notranslate-x' translate=x>b</b>", "ab"),
        ("<p translate=no>a<b lang=en>b", "\u{fffc}"),
        (
            "<p translate=no><!-- no -->a<code>b</code></p>",
            "\u{fffc}\u{fffc}",
        ),
    ];
    for (page, expected) in table {
        assert_eq!(text(page), expected, "{page}");
    }
}

#[test]
fn marks_end_where_their_element_ends() {
    let table = [
        // A missing end tag: the outer element, a block or the next item ends the inner one.
        ("<div><b lang=de>a</div>b", "\u{fffc}|b"),
        ("<p>a <b lang=de>b</p><p>c", "a \u{fffc}|c"),
        ("<p lang=de>a<div>b</div>", "\u{fffc}|b"),
        (
            "<ul><li lang=de>a<ul><li>b</ul>c<li>d</ul>e",
            "\u{fffc}|\u{fffc}|\u{fffc}|d|e",
        ),
        ("<dl><dt lang=de>a<dd>b<dt>c", "\u{fffc}|b|c"),
        (
            "<table><tr><td lang=de>a<td>b<tr><th lang=de>c<tr><td>d",
            "\u{fffc}|b|\u{fffc}|d",
        ),
        // A start tag of the same name is inside, and needs an end tag of its own.
        (
            "<div lang=de>a<div>b</div>c</div>d",
            "\u{fffc}|\u{fffc}|\u{fffc}|d",
        ),
        // A wrong end tag ends nothing.
        ("<div lang=de>a</b></p>b</div>c", "\u{fffc}|\u{fffc}|c"),
        ("<div lang=de>a", "\u{fffc}"),
    ];
    for (page, expected) in table {
        assert_eq!(text(page), expected, "{page}");
    }
}

#[test]
fn marks_are_found_below_any_number_of_elements() {
    let deep = format!("{}a{}b", "<b>".repeat(600), "</b>".repeat(600));
    assert_eq!(text(&format!("<i lang=de>{deep}</i>c")), "\u{fffc}c");
    assert_eq!(text(&format!("{deep}<i lang=de>c</i>d")), "ab\u{fffc}d");
}

#[test]
fn svg_has_rules_of_its_own() {
    let table = [
        // A slash closes any element, and there is no raw text.
        ("a <svg><title/><path/></svg> b", "a \u{fffc} b"),
        (
            "<svg><style/><text/></svg>a<svg><script>no</script></svg>b",
            "\u{fffc}a\u{fffc}b",
        ),
        // The text does not interrupt the sentence, and is a block for each element.
        (
            "a <svg id='no'><title>one</title><g>no<text x='1'><tspan>two</tspan> three</text></g></svg> b",
            "a \u{fffc} b|one|two three",
        ),
        (
            "<svg><foreignObject><p>a</p></foreignObject></svg>b<math><mi>x</mi></math>",
            "\u{fffc}|a|b\u{fffc}",
        ),
        // Tags of HTML end it.
        ("<svg><path d='M0'><p>a<title>b</title>", "\u{fffc}|a|b"),
        ("<div><svg><g></div>a</g>", "\u{fffc}|a"),
        ("<svg><font color=red>a</font>b", "\u{fffc}ab"),
        ("<svg><font>no</font></svg>b", "\u{fffc}b"),
        (
            "<svg><g aria-label='a' title='no'><path aria-label='b'/></g></svg><math aria-label='no'/>",
            "\u{fffc}\u{fffc}|a|b",
        ),
        ("<p>a <math><mi>x<p>b <b>c</b></p>d", "a \u{fffc}|b c|d"),
        ("<math><mi><b>x</b></mi></math>a", "\u{fffc}a"),
        (
            "<p lang=de>a<svg><title>no</title></svg></p><!-- unspin: off --><svg><text>no</text></svg>",
            "\u{fffc}\u{fffc}|\u{fffc}",
        ),
    ];
    for (page, expected) in table {
        assert_eq!(text(page), expected, "{page}");
    }
}

#[test]
fn numbers_of_notes_are_left_out() {
    let table = [
        (
            "It snowed<a href='#n1'>1</a> and<a>[2]</a> so",
            "It snowed and so",
        ),
        ("snowed<span class=note>3</span>.<span>4</span>", "snowed."),
        ("snowed<sup>a,b</sup>, so<sup>[a][b]</sup>", "snowed, so"),
        ("in <a>5</a> of it<a>s</a>", "in 5 of its"),
        ("a<a>1</a>, H<span>2</span>", "a1, H2"),
    ];
    for (page, expected) in table {
        assert_eq!(text(page), expected, "{page}");
    }
}

#[test]
fn keys_that_were_not_closed_end_with_their_paragraph() {
    let table = [
        ("<p>a <kbd>no</p><p>b", "a \u{fffc}|b"),
        ("<p>a <var>no <b>no</b><p>b", "a \u{fffc}|b"),
        ("<p>a <samp>no<br>no</samp> b", "a \u{fffc} b"),
    ];
    for (page, expected) in table {
        assert_eq!(text(page), expected, "{page}");
    }
}

#[test]
fn code_that_was_not_closed_ends_with_what_is_around_it() {
    let table = [
        ("<div><pre>no</div><p>b", "b"),
        ("<div><section><pre>no</div><p>b", "b"),
        ("<ul><li><pre>no</li><li><listing>no</ul>b", "b"),
        ("<div>a <code>no</div>b", "a \u{fffc}|b"),
        ("<h2>a <tt>no</h2><p>b", "a \u{fffc}|b"),
        ("<table><tr><td><code>no</td><td>a</table>b", "\u{fffc}|a|b"),
        (
            "<table><tr><td><pre>no<td>a<tr><th><pre>no<tr><td>c</table>b",
            "a|c|b",
        ),
    ];
    for (page, expected) in table {
        assert_eq!(text(page), expected, "{page}");
    }
}

#[test]
fn code_does_not_end_with_what_is_inside_or_far_around_it() {
    let table = [
        ("<div><pre><div>no</div>no</pre>b</div>", "b"),
        ("<pre>no</div>no</li>no</pre>b", "b"),
        ("<p>a <code>no</p><p>no</code> b", "a \u{fffc} b"),
        ("<p>a <b><code>no</b>no</code> b", "a \u{fffc} b"),
        ("<p><pre>no</p>no</pre>b", "b"),
        ("<div><table><tr><td><pre>no</div>no</pre>b", "b"),
        (
            "<table><tr><td><pre>no<table><tr><td>no<td>no</table>no</pre>b",
            "b",
        ),
        ("<pre>no<tr><td>no</pre>b", "b"),
        ("<div><template>no</div>no</template>b", "b"),
        ("<code>no<code>no</code>no</code>b", "\u{fffc}b"),
    ];
    for (page, expected) in table {
        assert_eq!(text(page), expected, "{page}");
    }
}
