//! What holds for pages, Markdown and records, however broken or hostile: edits are sorted,
//! disjoint and in the text, and tags and fields stay as they are.

use html5gum::{DefaultEmitter, Token, Tokenizer};
use proptest::prelude::*;
use std::fs;
use std::sync::LazyLock;
use std::thread;
use unspin::document::{Document, Format, Selection};
use unspin::edit::{Edit, apply};
use unspin::restore::{GateMode, Options, Restorer};

const PIECES: [&str; 43] = [
    "The White Home mentioned ",
    "within the ",
    "greater than 12 months ",
    "mentio<b>ned</b> ",
    "in keeping with ",
    "Home&nbsp;mentioned ",
    "an ",
    "authorities ",
    "&mentioned; ",
    "&#109;entioned ",
    "&amp",
    "&",
    "<",
    ">",
    "</",
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<script>",
    "</script>",
    "<a title='",
    "<img alt=\"",
    "won't ",
    "\">",
    "'",
    "\"",
    "<!--",
    "-->",
    "\r\n",
    "\n\n",
    "`",
    "**",
    "_",
    "[",
    "](",
    ")",
    "|",
    "\\",
];

/// Pages, mostly broken.
fn pieces() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60);
    pieces.prop_map(|pieces| pieces.concat())
}

static RESTORER: LazyLock<Restorer> =
    LazyLock::new(|| Restorer::new(Options::new().gate(GateMode::AssumeSpun)));

fn edits(source: &[u8], format: Format) -> Vec<Edit> {
    RESTORER.worker().restore(source, format).into_edits()
}

fn assert_sound(source: &[u8], edits: &[Edit]) {
    let mut end = 0;
    for edit in edits {
        let range = edit.range();
        assert!(end <= range.start && !range.is_empty(), "{edits:?}");
        end = range.end;
        let spun = source.get(range).expect("a range of the source");
        assert!(str::from_utf8(spun).is_ok(), "{edit:?}");
    }
}

/// The tokens of a page without text, and without the values of attributes with prose.
fn tags(page: &[u8]) -> Vec<Token> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let tokens = Tokenizer::new_with_emitter(page, emitter)
        .map(|token| token.unwrap_or_else(|never| match never {}));
    let without_prose = |mut token: Token| {
        if let Token::StartTag(tag) = &mut token {
            for name in [&b"alt"[..], b"title"] {
                if let Some(value) = tag.attributes.get_mut(name) {
                    value.value = Default::default();
                }
            }
        }
        token
    };
    tokens
        .filter(|token| !matches!(token, Token::String(_) | Token::Error(_)))
        .map(without_prose)
        .collect()
}

/// Phrases of two and more words from the built-in lexicon.
static PHRASES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/dictionaries/news-spinner.tsv");
    let lexicon = fs::read_to_string(path).expect("the lexicon");
    let spun = lexicon.lines().filter_map(|line| line.split('\t').next());
    spun.filter(|phrase| phrase.contains(' '))
        .map(str::to_owned)
        .collect()
});

/// Phrases of the lexicon with white space and two pieces of markup between any two words.
fn marked_up(markup: &'static [&str]) -> impl Strategy<Value = String> {
    let mark = || prop_oneof![2 => Just(""), 1 => prop::sample::select(markup)];
    let phrases = prop::collection::vec(prop::sample::select(&PHRASES[..]), 1..12);
    let marks = prop::collection::vec((mark(), mark()), 100);
    (phrases, marks).prop_map(|(phrases, marks)| {
        let text = phrases.join(" ");
        let words = text.split(' ').zip(marks.into_iter().cycle());
        words
            .map(|(word, (before, after))| format!("{before}{word}{after} "))
            .collect()
    })
}

/// Parts of all formats.
const SYNTAX: [&str; 66] = [
    "The White Home mentioned ",
    "individuals ",
    "individ-\nuals",
    "individ=\nuals ",
    "men\u{ad}tioned",
    "White\u{202f}Home",
    "mentioned\u{200b}",
    "o\u{fb03}cers ",
    "12\nmonths ",
    "sixty five) ",
    "Content-Type: text/html; charset=utf-8\n",
    "Content-Type: multipart/mixed; boundary=x\n",
    "Content-Transfer-Encoding: quoted-printable\n",
    "Content-Transfer-Encoding: base64\n",
    "From a\n",
    "\n",
    "\r\n",
    "\n\n",
    "--x\n",
    "--x--",
    "=\n",
    "=C3=A9",
    "=C3",
    "=3D",
    " ",
    "1\n00:01.000 --> 00:02.000\n",
    "WEBVTT\n",
    "<i>",
    "</i>",
    "{\\an8}",
    "&amp;",
    "é",
    "&shy;",
    "<script type=application/ld+json>",
    "{\"headline\": \"",
    "\\u2019",
    "\"}",
    "</script>",
    "<noscript>",
    "</noscript>",
    "<sup>",
    "1",
    "</sup>",
    "<p title='",
    "'>",
    "<meta name=title content=\"",
    "\">",
    "---\n",
    "+++\n",
    "a: b\n",
    "{{ ",
    " }}",
    "$5 ",
    "\\(",
    "# ",
    "[a](#the-white-home) ",
    "<svg><text>",
    "</text></svg>",
    "<?xml version='1.0'?><html>",
    "<![CDATA[",
    "]]>",
    "{\"text\": \"",
    "\", \"b\": [\"",
    "\"]}\n",
    "\"",
    ",",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn pages_keep_their_tags(page in pieces()) {
        let found = edits(page.as_bytes(), Format::Html);
        assert_sound(page.as_bytes(), &found);
        assert_eq!(tags(&apply(page.as_bytes(), &found)), tags(page.as_bytes()), "{page}");
        assert_sound(page.as_bytes(), &edits(page.as_bytes(), Format::Markdown));
    }

    #[test]
    fn markup_may_be_between_any_two_words(
        page in marked_up(&["<b>", "</b>", "<i class='x'>", "</i>", "<wbr>", "<!-- x -->", "<br>"]),
        text in marked_up(&["*", "**", "_", "[", "](x)", "<b>", "</b>", "~~", "\n"]),
    ) {
        let found = edits(page.as_bytes(), Format::Html);
        assert_sound(page.as_bytes(), &found);
        assert_eq!(tags(&apply(page.as_bytes(), &found)), tags(page.as_bytes()), "{page}");
        assert_sound(text.as_bytes(), &edits(text.as_bytes(), Format::Markdown));
    }

    #[test]
    fn records_keep_their_other_fields(text in pieces()) {
        // With tags, it would be HTML.
        let text = text.replace('<', "");
        let line = serde_json::json!({"a": text, "text": text, "b": 1}).to_string();
        let mut document = Document::default();
        document.read_record(line.as_bytes(), &Selection::default()).expect("a record");
        assert_eq!(document.text(), text);
        let found = edits(line.as_bytes(), Format::JsonLines);
        assert_sound(line.as_bytes(), &found);
        let restored = apply(line.as_bytes(), &found);
        let restored: serde_json::Value = serde_json::from_slice(&restored).expect("JSON");
        let plain = RESTORER.worker().restore(text.as_bytes(), Format::Text).text();
        assert_eq!(restored, serde_json::json!({"a": text, "text": plain, "b": 1}));
    }

    #[test]
    fn any_mixture_of_syntax_has_sound_edits(
        parts in prop::collection::vec(prop::sample::select(&SYNTAX[..]), 0..40),
    ) {
        let source = parts.concat();
        let is_document = |format: &Format| *format != Format::JsonLines;
        for format in Format::ALL.into_iter().filter(is_document) {
            let found = edits(source.as_bytes(), format);
            assert_sound(source.as_bytes(), &found);
            let result = apply(source.as_bytes(), &found);
            match format {
                Format::Html => {
                    let brackets = |text: &[u8]| -> Vec<u8> {
                        text.iter().copied().filter(|byte| b"<>".contains(byte)).collect()
                    };
                    assert_eq!(brackets(&result), brackets(source.as_bytes()), "{source}");
                }
                Format::Subtitles => {
                    let lines = |text: &[u8]| text.iter().filter(|&&byte| byte == b'\n').count();
                    assert_eq!(lines(&result), lines(source.as_bytes()), "{source}");
                }
                _ => {}
            }
        }
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut document = Document::default();
        for format in Format::ALL {
            document.read(&bytes, format);
            let ends = document.prose().last().map_or(0, |range| range.end);
            assert!(ends <= document.text().len());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]

    /// In the standard mode, which judges the document first.
    #[test]
    fn what_is_restored_stays_so(some in prop::sample::subsequence(paragraphs(), 1..20)) {
        let restorer = Restorer::default();
        let mut worker = restorer.worker();
        let record = serde_json::json!({ "id": 1, "text": some.join("\n\n") }).to_string();
        let page: String = some.iter().map(|text| format!("<p>{text}</p>\n")).collect();
        for (source, format) in [(record, Format::JsonLines), (page, Format::Html)] {
            let once = worker.restore(source.as_bytes(), format).text();
            prop_assert_eq!(worker.restore(once.as_bytes(), format).into_edits(), []);
        }
    }
}

/// Paragraphs of spun articles, without characters that HTML escapes.
fn paragraphs() -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/articles/");
    let read = |name: &&str| fs::read_to_string(format!("{path}{name}.spun.txt"));
    let texts = ["town", "court", "budget"];
    let texts: Vec<String> = texts
        .iter()
        .map(|name| read(name).expect("a text"))
        .collect();
    let lines = texts.iter().flat_map(|text| text.lines());
    lines
        .filter(|line| !line.is_empty() && !line.contains(['&', '<', '>']))
        .map(str::to_owned)
        .collect()
}

const SPUN: &str = "The White Home mentioned on Tuesday that the invoice would assist individuals.";

/// Restores a page on a thread with the usual stack.
fn on_usual_stack(page: &str) -> String {
    let restore = || {
        let restored = RESTORER.worker().restore(page.as_bytes(), Format::Html);
        assert_sound(page.as_bytes(), restored.edits());
        restored.text()
    };
    thread::scope(|scope| {
        thread::Builder::new()
            .stack_size(2 << 20)
            .spawn_scoped(scope, restore)
            .expect("a thread")
            .join()
            .expect("no panic")
    })
}

/// Restores a page with `attributes` in a start tag and an end tag.
fn restore_with(attributes: &str) {
    let page = format!("<p>{SPUN}</p{attributes}><p{attributes}>{SPUN}</p><br{attributes}/>");
    let restored = on_usual_stack(&page);
    assert_eq!(restored.matches("The White House said").count(), 2);
    assert!(restored.matches(attributes).count() >= 3);
}

#[test]
fn any_element_may_be_opened_thousands_of_times() {
    let names = "a b button details div font form frameset h1 iframe li math noembed noframes \
        noscript p plaintext pre q ruby script select style svg table td template textarea title xmp x-y";
    for name in names.split_whitespace() {
        let page = format!("<p>{SPUN}</p>{}", format!("<{name}>").repeat(20_000));
        let restored = on_usual_stack(&page);
        assert!(restored.starts_with("<p>The White House said"), "{name}");
    }
}

#[test]
fn tags_may_have_a_hundred_thousand_attributes() {
    for attribute in [
        " a=\"x\"",
        " a='x'",
        " a=x",
        " a",
        " a=\"\"",
        " a=\"&amp;\"",
        "/",
    ] {
        restore_with(&attribute.repeat(100_000));
    }
    let names: String = (0..100_000).map(|name| format!(" a{name}=\"x\"")).collect();
    restore_with(&names);
}

/// If the time for a tag were quadratic, this would take hours.
#[test]
fn a_tag_may_have_five_megabytes() {
    restore_with(&" a=\"x\"".repeat(5_000_000 / 6));
    restore_with(&format!(" a=\"{}\"", "x".repeat(5_000_000)));
}

/// If the time for a line or a tag were that of all open ones, this would take an hour.
#[test]
fn hundreds_of_thousands_may_be_open() {
    for (format, open, rest) in [
        (Format::Markdown, "- ", "a\n"),
        (Format::Markdown, "> ", "a\n"),
        (Format::Markdown, "1. ", "a\n"),
        (Format::Xml, "<p>", "</a>"),
        (Format::Html, "<p>", "</a>"),
        (Format::Html, "<x-y>", "</a>"),
        (Format::Html, "<svg>", "</a>"),
    ] {
        let text = open.repeat(500_000) + &rest.repeat(500_000);
        let restored = RESTORER.worker().restore(text.as_bytes(), format);
        assert!(restored.edits().is_empty(), "{open}");
    }
}

const ATTRIBUTES: [&str; 9] = [
    " a=\"x\"",
    " b='x'",
    " c=x",
    " d",
    "\n",
    "/",
    " e = \"\"",
    " f=\"&lt;\"",
    " g=\">\"",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]

    #[test]
    fn tags_may_have_any_attributes(
        attributes in prop::collection::vec(prop::sample::select(&ATTRIBUTES[..]), 1..3000),
    ) {
        restore_with(&attributes.concat());
    }
}
