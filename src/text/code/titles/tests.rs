use super::super::code;

fn found(text: &str) -> Vec<&str> {
    code(text).into_iter().map(|range| &text[range]).collect()
}

#[test]
fn titles_stay_if_they_are_named() {
    let text = "A massive home\n==============\n\nSee `a massive\nhome`_ and `firm <a>`_.\n\nA firm\n------\n";
    assert_eq!(found(text), ["A massive home", "a massive\nhome"]);
}
