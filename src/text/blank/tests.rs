use super::*;

#[test]
fn parameters_are_small_words_behind_a_colon() {
    let table = [
        (":town, b", 5),
        (":old_town", 9),
        (":Town", 0),
        (":town:", 0),
        (":5", 0),
        (": town", 0),
    ];
    for (text, len) in table {
        assert_eq!(parameter_len(text.as_bytes()), len, "{text}");
    }
}

#[test]
fn blanks_are_capitals_or_fields_between_brackets() {
    let table = [
        ("[TOWN] b", 6),
        ("[OLD TOWN]", 10),
        ("[OLD_TOWN]", 10),
        ("[Old Street Name]", 17),
        ("[Old Street]", 0),
        ("[town]", 0),
        ("[TOWN](b)", 0),
        ("[TOWN]: b", 0),
        ("[A]", 0),
        ("[5]", 0),
        ("[TOWN", 0),
        ("[]", 0),
    ];
    for (text, len) in table {
        assert_eq!(blank_len(text.as_bytes()), len, "{text}");
    }
}
