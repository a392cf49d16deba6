use super::*;

fn row(spun: &str, original: &str, count: u32) -> Row {
    Row {
        spun: spun.to_owned(),
        original: original.to_owned(),
        count,
    }
}

#[test]
fn rows_have_two_or_three_fields() {
    let text = "# comment\n#\n White  Home\tWhite House \t3\r\n \n#x\ty\n";
    assert_eq!(
        parse(text),
        Ok(vec![
            row("white  home", "White House", 3),
            row("#x", "y", 1)
        ])
    );
}

#[test]
fn errors_have_the_line_and_the_problem() {
    for (text, line, problem) in [
        ("a\tb\n\nx", 3, "no original"),
        ("# \n\tb", 2, "no spun phrase"),
        ("a\tb\tc", 1, "\"c\" is not a count"),
        ("a\tb\t-1", 1, "\"-1\" is not a count"),
        ("a\tb\t4294967296", 1, "\"4294967296\" is not a count"),
        ("a\tb\t1\td", 1, "more than three fields"),
    ] {
        assert_eq!(parse(text), Err((line, problem.to_owned())), "{text:?}");
    }
}

#[test]
fn an_equals_sign_repeats_the_phrase() {
    let text = "White House\t=\t3\nwhite home\t = \n";
    let rows = [
        row("white house", "White House", 3),
        row("white home", "white home", 1),
    ];
    assert_eq!(parse(text), Ok(rows.to_vec()));
    let lines = rows.each_ref().map(Row::to_string);
    assert_eq!(lines, ["white house\tWhite House\t3", "white home\t=\t1"]);
    assert_eq!(parse(&lines.join("\n")), Ok(rows.to_vec()));
}

#[test]
fn a_row_that_keeps_the_phrase_ignores_letter_case() {
    assert!(row("white house", "White House", 1).is_kept());
    assert!(!row("white home", "White House", 1).is_kept());
}
