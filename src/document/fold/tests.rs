use super::*;
use crate::edit::{Evidence, Kind, apply};
use proptest::prelude::*;

const WORDS: [&str; 9] = [
    "individuals",
    "said",
    "well",
    "known",
    "pre",
    "and",
    "post",
    "off",
    "saidoff",
];

fn folded(text: &str) -> Folded {
    let whole = 0..text.len();
    Folded::of(text.as_bytes(), std::slice::from_ref(&whole), &[], |word| {
        WORDS.contains(&word)
    })
}

#[test]
fn what_nobody_sees_is_left_out() {
    let table = [
        ("in\u{ad}di\u{ad}viduals", "individuals"),
        ("a\u{200b}b\u{2060}\u{feff}c", "abc"),
        ("\u{feff}The\u{200b} end\u{200b}.", "The end."),
        ("a\u{2066}b\u{2069}c\u{34f}d\u{fe0f}e", "abcde"),
        ("a\u{e0061}b\u{e0101}\u{180e}c\u{202e}d", "abcd"),
        ("a \u{200b}b\u{200b}\n\u{200b}c", "a b\nc"),
        ("to\u{202f}us,\u{202f}\u{200b}so", "to us, so"),
        ("o\u{fb03}ce \u{fb01}nal \u{fb06}", "office final st"),
        ("fi\u{ad}\u{fb01}\u{ad}x", "fifix"),
    ];
    for (text, expected) in table {
        assert!(is_needed(text.as_bytes()), "{text:?}");
        assert_eq!(folded(text).text(), expected, "{text:?}");
    }
}

#[test]
fn other_scripts_and_emoji_keep_their_joiners() {
    for text in [
        "می\u{200c}خواهم",
        "👩\u{200d}🚀",
        "a👩\u{200d}b",
        "1\u{fe0f}\u{20e3} ❤\u{fe0f}a",
        "क\u{94d}\u{200d}ष",
    ] {
        assert_eq!(folded(text).text(), text);
    }
}

#[test]
fn a_broken_word_is_one_word_if_it_is_known() {
    let table = [
        ("individ-\nuals", "individuals", vec![]),
        ("Individ-  \r\n\tuals.", "Individuals.", vec![]),
        ("individ- uals", "individuals", vec![]),
        ("INDIVID-\nUALS", "INDIVIDUALS", vec![]),
        ("individ-\u{c}\nuals", "individuals", vec![]),
        ("individ\u{2010} uals xy\u{ad} z", "individuals xyz", vec![]),
        ("individ\u{ad}\nuals", "individuals", vec![]),
        ("xy\u{ad}\nz", "xyz", vec![]),
        ("xy¬\r\nz", "xyz", vec![]),
        ("indi\u{ad}vid-\nuals", "individuals", vec![]),
        ("in-\ndivid-\nuals", "individuals", vec![]),
        ("> individ-\n> uals", "> individuals", vec![]),
        (">> individ-\n>> uals", ">> individuals", vec![]),
        ("> individ-\nuals > a", "> individuals > a", vec![]),
        ("individ-\n> uals", "individ-\n> uals", vec![]),
        ("o\u{fb00}-\nx", "off-\nx", vec![0..6]),
        ("well-\nknown", "well-\nknown", vec![]),
        ("a gov-\nment.", "a gov-\nment.", vec![2..11]),
        ("pre- and post-", "pre- and post-", vec![]),
        // Across pages, and two words that may be one.
        ("said- off", "said- off", vec![0..9]),
        (
            "individ-\n\nuals -\nx",
            "individ-\n\nuals -\nx",
            vec![0..14],
        ),
        ("well- known", "well- known", vec![]),
        ("individ-\nUals", "individ-\nUals", vec![]),
    ];
    for (text, expected, off) in table {
        let folded = folded(text);
        assert_eq!(folded.text(), expected, "{text:?}");
        assert_eq!(folded.off(), off, "{text:?}");
    }
}

#[test]
fn most_texts_have_nothing_to_fold() {
    let long = "ab “c” ".repeat(1000);
    for text in ["", "a", "a-", "a b-c — “d” ’tis é 10-\n", &long] {
        assert!(!is_needed(text.as_bytes()), "{text:?}");
    }
    for at in 0..3000 {
        let text = "a".repeat(at) + "\u{ad}" + &"a".repeat(3000 - at);
        assert!(is_needed(text.as_bytes()), "{at}");
    }
}

#[test]
fn parts_keep_their_places() {
    let text = "\u{feff}a\u{ad}b \u{fb03} c";
    let whole = 0..text.len();
    let folded = Folded::of(text.as_bytes(), &[whole], &[7..12], |_| false);
    assert_eq!(folded.text(), "ab ffi c");
    assert_eq!(folded.prose(), [0..8]);
    // The ligature and the spaces around it.
    assert_eq!(folded.off(), [2..7]);
    assert_eq!(folded.source_spans(0..2), [3..7]);
    assert_eq!(folded.source_spans(3..6), [8..11]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn only_texts_that_need_it_are_changed(text in "[a-c \n.,é“”—-]{0,40}[a\u{ad}\u{200b}\u{fb01}\u{202f}-]{0,2}[ \na-b]{0,5}") {
        if !is_needed(text.as_bytes()) {
            let folded = folded(&text);
            prop_assert_eq!(folded.text(), &text);
        }
    }

    #[test]
    fn words_can_be_replaced(text in "[a-c \n.é“\u{ad}\u{200b}\u{feff}\u{fb01}\u{202f}-]{0,60}") {
        let before = folded(&text);
        let words = before.text().split_whitespace().enumerate();
        let edits: Vec<Edit> = words
            .clone()
            .map(|(index, word)| {
                let start = word.as_ptr().addr() - before.text().as_ptr().addr();
                let evidence = Evidence::new(Kind::Exact, "", 0, 0);
                Edit::new(start..start + word.len(), format!("x{index}"), evidence)
            })
            .collect();
        let edits = before.edits_in_source(edits);
        let result = String::from_utf8(apply(text.as_bytes(), &edits)).expect("UTF-8");
        let expected: Vec<String> = words.map(|(index, _)| format!("x{index}")).collect();
        let result = folded(&result);
        let found: Vec<&str> = result.text().split_whitespace().collect();
        prop_assert_eq!(found, expected, "{:?}", edits);
    }
}
