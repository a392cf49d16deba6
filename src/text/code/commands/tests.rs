use super::super::code;

#[test]
fn names_of_commands_are_found() {
    for (text, name) in [
        ("Then run home-tool send --all and wait.", "home-tool"),
        ("Then run home-tool --all.", "home-tool"),
        ("Use home-tool -a\nto send it.", "home-tool"),
        ("Use the\nfirm-db firm init --home /srv.", "firm-db"),
    ] {
        let found: Vec<&str> = code(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, [name], "{text}");
    }
}

#[test]
fn other_words_with_hyphens_are_prose() {
    for text in [
        "A long-term firm that mentioned the --home option.",
        "The long-term rule of --home is massive.",
        "Is it long-term? Use --home.",
        "It was long-term - and massive.",
        "It was long-term -- and massive.",
    ] {
        assert!(code(text).is_empty(), "{text}");
    }
}
