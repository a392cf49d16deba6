use super::*;

fn split(text: &str) -> Vec<String> {
    let mut tokens = Tokens::default();
    tokens.push_text(text, 0);
    sentences(&tokens)
        .map(|range| tokens.norm_span(range.start, range.end).to_owned())
        .collect()
}

#[test]
fn full_stops_and_other_marks_end_sentences() {
    assert_eq!(
        split("He left. Why? No! So… 12 came. then she sat."),
        [
            "he left .",
            "why ?",
            "no !",
            "so …",
            "12 came . then she sat ."
        ]
    );
}

#[test]
fn abbreviations_and_initials_do_not_end_sentences() {
    assert_eq!(
        split("The U.S. Senate met J. Smith and Dr. Hill. It sat."),
        ["the u.s . senate met j . smith and dr . hill .", "it sat ."]
    );
    assert_eq!(split("Plan a. It sat."), ["plan a .", "it sat ."]);
}

#[test]
fn closing_quotes_and_brackets_belong_to_the_sentence() {
    assert_eq!(
        split("“He left.” She (too.) Sat."),
        ["\" he left . \"", "she ( too . )", "sat ."]
    );
    assert_eq!(split("He left. “Why?”"), ["he left .", "\" why ? \""]);
}

#[test]
fn a_line_in_lower_case_continues_the_sentence() {
    assert_eq!(split("not too\nlong ago"), ["not too long ago"]);
    assert_eq!(split("A Headline\nThe text"), ["a headline", "the text"]);
    assert_eq!(split("it sat.\nno more"), ["it sat .", "no more"]);
}

#[test]
fn a_blank_line_ends_the_sentence() {
    assert_eq!(split("not too\n\nlong ago"), ["not too", "long ago"]);
}

#[test]
fn long_sentences_are_split_at_the_limit() {
    let mut tokens = Tokens::default();
    tokens.push_text(&"a ".repeat(2 * MAX_TOKENS + 1), 0);
    let ranges: Vec<_> = sentences(&tokens).collect();
    assert_eq!(ranges, [0..512, 512..1024, 1024..1025]);
}

#[test]
fn no_tokens_have_no_sentences() {
    assert_eq!(split(" \n"), [""; 0]);
}
