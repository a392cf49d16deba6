use super::*;

/// The tokens of `text` that are marked.
fn marked(text: &str) -> String {
    let mut tokens = Tokens::default();
    tokens.push_text(text, 0);
    let mut fixed = vec![false; tokens.len()];
    mark(&tokens, &mut fixed);
    let is_fixed = |at: &usize| fixed[*at];
    let marked = (0..tokens.len()).filter(is_fixed);
    marked
        .map(|at| tokens.norm_of(at))
        .collect::<Vec<_>>()
        .join(" ")
}

fn assert_marked(table: &[(&str, &str)]) {
    for &(text, expected) in table {
        assert_eq!(marked(text), expected, "{text}");
    }
}

#[test]
fn numbers_in_names_are_labels() {
    assert_marked(&[
        ("see chapter 5 and vol. 7", "5 7"),
        ("It left from Track 5, and from Dock 7 it sailed", "5 7"),
        ("in Oslo 5 ships sank", ""),
        ("Ships 5 and 7 sank", ""),
        ("the type 4d5e and B7", "4 d5"),
        ("It rained.5 It did, 7 days", "5"),
    ]);
}

#[test]
fn units_and_letters_stay_with_their_numbers() {
    assert_marked(&[
        ("a 3rd of 5p and 7km", "5 p 7 km"),
        ("class 3A asked", "3 a"),
        ("a 5percent share and 7p.c of it", "5 7"),
    ]);
}

#[test]
fn numbers_of_places_in_books_are_labels() {
    assert_marked(&[
        ("as in Ruth 3:7 it says: 5 came", "3 : 7"),
        ("It rained [plate 5] and [5 days later]", "plate 5"),
        ("5 | A head\nA head | 7\n\none | 3 | two", "5 7"),
        ("it was\n12\nagain", "12"),
    ]);
}

#[test]
fn numbers_in_front_of_a_line_are_labels() {
    assert_marked(&[
        ("4: it rained\n7 – it did\n9 — it did", "4 7 9"),
        ("4:It rained\n5:30 it did", "4 5 : 30"),
        ("Round 4: it rained\nthere are 4: it rained", "round 4"),
        ("3 It rained\n4 it did\n7 came", "3 4"),
        ("3 came\n5 left\n4 stayed", ""),
        ("It rained for 4 days: it did", ""),
    ]);
}

#[test]
fn addresses_stay() {
    assert_marked(&[
        (
            "at 5 Mill Lane and 7 Old Mill Lane",
            "5 mill lane 7 old mill lane",
        ),
        ("the 5 Lane sisters of 7 mill lane", ""),
    ]);
}

#[test]
fn a_capital_within_a_sentence_is_a_name() {
    assert_marked(&[
        ("then Driver A asked", "a"),
        ("said Mr. A, who left", "a"),
        ("It Was A Long Day", ""),
        ("They left. A day later", ""),
        ("A long day", ""),
    ]);
}
