use super::*;
use proptest::prelude::*;

fn check(text: &str) {
    let expected: Vec<_> = text.split_word_bound_indices().collect();
    let found: Vec<_> = pieces(text).map(|piece| (piece.at, piece.text)).collect();
    assert_eq!(found, expected, "{text:?}");
    for Piece { text, kind, .. } in pieces(text) {
        let is_right = match kind {
            Kind::Letters => text.bytes().all(|byte| byte.is_ascii_alphabetic()),
            Kind::Spaces => text.bytes().all(|byte| byte == b' '),
            Kind::Mark => {
                text.len() == 1
                    && text != "'"
                    && text.bytes().all(|byte| byte.is_ascii_punctuation())
            }
            Kind::Other => true,
        };
        assert!(is_right, "{text:?}: {kind:?}");
    }
}

#[test]
fn short_texts_of_all_classes_are_split_as_by_the_crate() {
    // A character of each class, then: combining mark, joiner, emoji, flag, Hebrew, Katakana, wide space, accented letter.
    let all = [
        "a", "1", "_", ":", ",", ".", "'", "\"", " ", "\r", "\n", "-", "\u{301}", "\u{200d}", "😀",
        "🇫", "א", "カ", "\u{2003}", "é",
    ];
    let mut texts = vec![String::new()];
    for _ in 0..4 {
        texts = texts
            .iter()
            .flat_map(|text| all.iter().map(move |piece| format!("{text}{piece}")))
            .collect();
        for text in &texts {
            check(text);
        }
    }
}

#[test]
fn letters_are_counted_at_every_place() {
    for byte in 0..=255_u8 {
        for at in 0..20 {
            let mut text = [b'z'; 20];
            text[at] = byte;
            let expected = text.iter().take_while(|byte| byte.is_ascii_alphabetic());
            assert_eq!(letters(&text), expected.count(), "{byte} at {at}");
        }
    }
}

#[test]
fn every_ascii_character_is_split_as_by_the_crate() {
    for byte in 0..128_u8 {
        let byte = char::from(byte);
        for side in ["a", "1", "_", " ", "\u{301}", ""] {
            check(&format!("{side}{byte}{side}"));
        }
        check(&format!("a{byte}1"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_split_as_by_the_crate(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn marks_and_letters_are_split_as_by_the_crate(text in "[a-b0-1_.,:;'\" \r\n\u{301}\u{ad}\u{200d}\u{1f1eb}\u{5d0}é’-]{0,40}") {
        check(&text);
    }
}
