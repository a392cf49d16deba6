use super::*;

#[test]
fn prefixes_of_phrases_are_found_and_nothing_else() {
    let bytes = build(
        [
            ("white", 0),
            ("white home", 4),
            ("within the white", 9),
            ("7", 12),
        ]
        .into_iter(),
    );
    let steps = Steps::read(&bytes).expect("just built");
    let step = |text: &str| {
        let mut tokens = Tokens::default();
        tokens.push_text(text, 0);
        steps
            .get((0..tokens.len()).fold(0, |words, at| with_token(words, &tokens, at)))
            .map(|step| (step.entry(), step.continues()))
    };
    assert_eq!(step("White"), Some((Some(0), true)));
    assert_eq!(step("white home"), Some((Some(4), false)));
    assert_eq!(step("within"), Some((None, true)));
    assert_eq!(step("within the"), Some((None, true)));
    assert_eq!(step("within the white"), Some((Some(9), false)));
    assert_eq!(
        (step("7"), step("700"), step("home"), step("white white")),
        (Some((Some(12), false)), None, None, None)
    );
}

#[test]
fn the_first_of_two_equal_phrases_is_found() {
    let bytes = build([("white home", 4), ("white home", 9)].into_iter());
    let key = longer(longer(0, hash::bytes(b"white")), hash::bytes(b"home"));
    assert_eq!(
        Steps::read(&bytes)
            .expect("just built")
            .get(key)
            .and_then(Step::entry),
        Some(4)
    );
}

#[test]
fn a_search_in_a_full_table_ends_and_a_truncated_one_is_rejected() {
    let full = vec![1; 4 * SLOT];
    assert_eq!(Steps::read(&full).expect("four slots").get(5), None);
    assert!(
        Steps::read(&full[1..]).is_none()
            && Steps::read(&[]).is_none()
            && Steps::read(&full[..3 * SLOT]).is_none()
    );
}
