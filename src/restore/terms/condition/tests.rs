use super::*;

#[test]
fn an_expression_is_a_phrase_with_conditions() {
    let of = |text| conditions(text).expect("an expression");
    let phrase = |text: &str| text.to_owned();
    assert_eq!(
        of("Profound learning"),
        (phrase("profound learning"), vec![])
    );
    for text in [
        r#""arbitrary woodland" AND "data" AND NOT forestry near/3 "tree" NEAR oak"#,
        "arbitrary woodland  AND “data” NOT “forestry” NEAR/3 tree NEAR oak",
    ] {
        assert_eq!(
            of(text),
            (
                phrase("arbitrary woodland"),
                vec![
                    Condition::And(phrase("data")),
                    Condition::Not(phrase("forestry")),
                    Condition::Near(phrase("tree"), 3),
                    Condition::Near(phrase("oak"), 10),
                ]
            )
        );
    }
}

#[test]
fn what_is_not_understood_is_an_error() {
    for (text, problem) in [
        ("", "has no phrase at its start; write one"),
        ("NOT a", "has no phrase at its start"),
        ("AND \"a\"", "has no phrase at its start"),
        ("a AND", "has no phrase after AND"),
        ("a AND AND b", "has no phrase after AND"),
        ("a AND NOT", "has no phrase after AND"),
        ("a NEAR/2 NOT b", "has no phrase after NEAR/2"),
        ("a OR b", "\"OR\" is not AND, NOT, NEAR or NEAR/5; use"),
        ("\"a\" XOR \"b\"", "\"XOR\" is not AND"),
        ("\"a\" and \"b\"", "\"and\" is not AND"),
        ("\"a\" NEAR/x \"b\"", "\"NEAR/x\" is not AND"),
        ("a NEAR/ b", "\"NEAR/\" is not AND"),
        ("\"a\" \"b c\"", "\"b c\" is not AND"),
        ("\"a\" AND \"b", "has a quotation mark that is not closed"),
        ("(\"a\" AND b)", "\"(\\\"a\\\"\" has a quotation mark"),
        ("a AND \"\"", "\"\" has no words"),
    ] {
        let found = conditions(text).expect_err(text);
        assert!(found.starts_with(problem), "{text}: {found}");
    }
}
