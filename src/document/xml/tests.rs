use super::*;
use crate::document::{Document, Format};

fn text(source: &str) -> String {
    let mut decoded = Decoded::default();
    decode(source.as_bytes(), &mut decoded, &mut Layers::default());
    let blocks = decoded.text().split("\n\n").map(str::trim);
    let blocks: Vec<&str> = blocks.filter(|block| !block.is_empty()).collect();
    blocks.join("|")
}

#[test]
fn text_with_several_words_is_prose() {
    let table = [
        (
            "<?xml version='1.0'?><rss a='one two three'><title>One two three</title>\n<link>https://a.b/c</link>\
             <category>one two</category><description>It &amp; she &#x2019;t sat.\n</description></rss>",
            "One two three|It & she ’t sat.",
        ),
        // Elements in a sentence, and elements that are blocks.
        (
            "<p>One <x>two</x> three<sec><t>It sat here.</t><t>She sat there.</t></sec></p>",
            "One two three|It sat here.|She sat there.",
        ),
        (
            "<p>One two <code>no no no</code> three</p>",
            "One two \u{fffc} three",
        ),
        (
            "<a><b xml:lang='de'>One two three</b><c translate='no'>one two three</c></a>",
            "",
        ),
        (
            "<dict><key>One two three</key><string>It sat here.</string></dict>",
            "It sat here.",
        ),
        (
            "<a>It <b xml:lang='de'>x</b> sat down there.</a>",
            "It \u{fffc} sat down there.",
        ),
        (
            "<a>One two three\n\n  four five six</a>",
            "One two three|four five six",
        ),
        ("<a>One two &own; three</a>", "One two \u{fffc} three"),
        (
            "<svg><title>One</title><text>two <tspan>three</tspan></text><style>a b c</style></svg>",
            "One|two three",
        ),
        (
            "<a xmlns:its='i'><b its:translate='no'>one two three</b><c translatable='false'>one two three</c></a>",
            "",
        ),
        (
            "<p>See now <monospace>a b</monospace>, <seg type='code'>c d</seg> and <seg type='b'>so</seg>.\
             <ab type='codeblock x'>one two three</ab></p>",
            "See now \u{fffc}, \u{fffc} and so.\u{fffc}",
        ),
        (
            "<a><code_block>one two three</code_block><literal_block>one two <i>b</i> three</literal_block></a>",
            "",
        ),
        (
            "<para>Use <command>one two</command> in <filename>a b</filename> now.</para>",
            "Use \u{fffc} in \u{fffc} now.",
        ),
        (
            "<p>It snowed<sup>1</sup> and rained<xref rid='a'>2</xref> here.</p>",
            "It snowed and rained here.",
        ),
        // The root of subtitles, not code.
        (
            "<tt><p>One two three</p><tt>no no no</tt></tt>",
            "One two three",
        ),
        // What comes after an error is left alone.
        ("<a><b>one two three</b><c one two three", "one two three"),
        ("\u{feff}<a>one two three</a>", "one two three"),
    ];
    for (source, expected) in table {
        assert_eq!(text(source), expected, "{source}");
    }
}

#[test]
fn html_inside_is_read_as_html() {
    let table = [
        (
            "<d>&lt;p class=\"one two three\"&gt;One &lt;b&gt;two&lt;/b&gt; &amp;amp; three&lt;/p&gt;</d>",
            "One two & three",
        ),
        (
            "<d><![CDATA[<p id=\"a b c\">One two three.<p>Four five six.]]></d>",
            "One two three.|Four five six.",
        ),
        ("<d>One two three &lt; four</d>", "One two three < four"),
    ];
    for (source, expected) in table {
        assert_eq!(text(source), expected, "{source}");
    }
}

#[test]
fn xhtml_is_read_by_the_rules_of_xml() {
    let page = "<html><head><title/></head><body><p><iframe/><code/>one <img alt='t&amp;t'/></p>\
        <svg><title/><text>two</text></svg></body></html>";
    assert_eq!(text(page), "\u{fffc}one|\u{fffc}|t&t|two");
    let data = "<html><body><p><![CDATA[one two]]></p><script type='application/ld+json'>\n//<![CDATA[\n\
        {\"headline\": \"three\"}\n//]]>\n</script></body></html>";
    assert_eq!(text(data), "one two|three");
    assert_eq!(spelt(data, "one", "it").as_deref(), Some("it"));
    assert_eq!(spelt(data, "one", "R&D"), None);
    // It is not XML, so it is HTML.
    assert_eq!(text("<html><p>one<p>two < three"), "one|two < three");
}

#[test]
fn code_of_other_vocabularies_is_left_out() {
    let page = "<d><p>one <ph>two</ph> three</p><source>four <ph>a b c</ph> five six</source>\
        <tex-math>a b c</tex-math><synopsis>a b c</synopsis><news:keywords>a b c</news:keywords></d>";
    assert_eq!(text(page), "one two three|four \u{fffc} five six");
}

/// `wording` as it is written in the place of the first `spot` of `source`.
fn spelt(source: &str, spot: &str, wording: &str) -> Option<String> {
    let mut document = Document::default();
    document.read(source.as_bytes(), Format::Xml);
    let start = document.text().find(spot)?;
    let place = document.source_range(start..start + spot.len())?;
    document.spell(wording, source.as_bytes(), place.start)
}

#[test]
fn wordings_are_escaped_once_for_each_layer() {
    let table = [
        ("<d>one two spot</d>", "R&D’s", Some("R&amp;D&#8217;s")),
        ("<d>one two spot é</d>", "R&D’s", Some("R&amp;D’s")),
        ("<d>&lt;p&gt;one two spot</d>", "R&D", Some("R&amp;amp;D")),
        (
            "<d><![CDATA[<p>one two spot]]></d>",
            "R&D’s",
            Some("R&amp;D&#8217;s"),
        ),
        ("<d><![CDATA[one two spot]]></d>", "R&D", Some("R&D")),
        ("<d><![CDATA[one two spot]]></d>", "a’s", None),
        ("<d><![CDATA[one two spot]]></d>", "a]]>", None),
        // It would become a tag.
        ("<d>&lt;p&gt;one two &lt;spot</d>", "b", None),
    ];
    for (source, wording, expected) in table {
        assert_eq!(
            spelt(source, "spot", wording).as_deref(),
            expected,
            "{source}"
        );
    }
}

#[test]
fn descriptions_in_metadata_are_prose() {
    let book = "<a><id>one two three</id><metadata>one two three</metadata><metadata>\
        <dc:description>It sat here.</dc:description><dc:rights>one two three</dc:rights></metadata></a>";
    assert_eq!(text(book), "It sat here.");
    let kept = book.replace("<a>", "<a translate='no'>");
    assert_eq!(text(&kept), "");
}

#[test]
fn a_language_of_a_feed_or_a_record_counts() {
    let off = |source: &str| {
        let mut decoded = Decoded::default();
        decode(source.as_bytes(), &mut decoded, &mut Layers::default());
        let off: Vec<&str> = decoded
            .off()
            .iter()
            .map(|off| decoded.text()[off.clone()].trim())
            .collect();
        off.join("|")
    };
    let (sat, ran) = ("<title>It sat here.</title>", "<a>It ran there.</a>");
    for (source, expected) in [
        (
            format!("<rss><channel>{sat}<language>nl</language></channel>{ran}</rss>"),
            "It sat here.",
        ),
        (
            format!("<a><b>{sat}</b><b>{ran}<dc:language>de-AT</dc:language></b></a>"),
            "It ran there.",
        ),
        (
            format!("<b>{ran}<dc:language>de</dc:language><dc:language>en</dc:language></b>"),
            "",
        ),
        (
            format!("<rss><channel>{sat}<language>en-us</language></channel></rss>"),
            "",
        ),
        (format!("<film>{sat}<language>fr</language></film>"), ""),
    ] {
        assert_eq!(off(&source), expected, "{source}");
    }
}

#[test]
fn only_descriptions_of_metadata_are_prose() {
    let source = "<metadata><a>one two three</a><dc:dc><dc:title xml:lang='en'>one two three</dc:title>\
        <dc:description>It sat here.</dc:description>\
        <dc:description xml:lang='de'>one two three</dc:description></dc:dc></metadata>";
    assert_eq!(text(source), "It sat here.");
}
