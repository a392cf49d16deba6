//! Pages made of random pieces, most of them broken: edits stay in order and in the text, and the tags stay as they are.

use html5gum::{DefaultEmitter, Token, Tokenizer};
use proptest::prelude::*;
use unspin::document::json::Field;
use unspin::document::{Document, Format};
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

fn restorer() -> Restorer {
    Restorer::new(Options::new().gate(GateMode::AssumeSpun))
}

fn edits(source: &[u8], format: Format) -> Vec<Edit> {
    restorer().worker().restore(source, format).into_edits()
}

fn assert_sound(source: &[u8], edits: &[Edit]) {
    assert!(
        edits.windows(2).all(|two| two[0].end <= two[1].start),
        "{edits:?}"
    );
    assert!(
        edits
            .iter()
            .all(|edit| edit.start < edit.end
                && str::from_utf8(&source[edit.start..edit.end]).is_ok()),
        "{edits:?}"
    );
}

/// Everything but the text, and what is text in attributes.
fn tags(page: &[u8]) -> Vec<Token> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let tokens = Tokenizer::new_with_emitter(page, emitter)
        .map(|token| token.unwrap_or_else(|never| match never {}));
    let without_prose = |mut token: Token| {
        if let Token::StartTag(tag) = &mut token {
            tag.attributes
                .iter_mut()
                .filter(|(name, _)| [&b"alt"[..], b"title"].contains(&&name[..]))
                .for_each(|(_, value)| value.value = Default::default());
        }
        token
    };
    tokens
        .filter(|token| !matches!(token, Token::String(_) | Token::Error(_)))
        .map(without_prose)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn pages_keep_their_tags(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60)) {
        let page = pieces.concat();
        let found = edits(page.as_bytes(), Format::Html);
        assert_sound(page.as_bytes(), &found);
        assert_eq!(tags(&apply(page.as_bytes(), &found)), tags(page.as_bytes()), "{page}");
        assert_sound(page.as_bytes(), &edits(page.as_bytes(), Format::Markdown));
    }

    #[test]
    fn records_keep_their_other_fields(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60)) {
        let text = pieces.concat();
        let line = serde_json::json!({"a": text, "text": text, "b": 1}).to_string();
        let mut document = Document::default();
        document.read_record(line.as_bytes(), &[Field::from_keys(["text"])]).expect("a record");
        assert_eq!(document.text(), text);
        let found = edits(line.as_bytes(), Format::JsonLines);
        assert_sound(line.as_bytes(), &found);
        let restored: serde_json::Value = serde_json::from_slice(&apply(line.as_bytes(), &found)).expect("JSON");
        let plain = apply(text.as_bytes(), &edits(text.as_bytes(), Format::Text));
        assert_eq!(restored, serde_json::json!({"a": text, "text": String::from_utf8(plain).expect("UTF-8"), "b": 1}));
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut document = Document::default();
        for format in [Format::Text, Format::Html, Format::Markdown, Format::JsonLines] {
            document.read(&bytes, format);
            let ends = document.prose().last().map_or(0, |range| range.end);
            assert!(ends <= document.text().len());
        }
    }
}
