use super::super::code;

fn found(text: &str) -> Vec<&str> {
    code(text).into_iter().map(|range| &text[range]).collect()
}

#[test]
fn titles_stay_in_all_markup() {
    for (link, title) in [
        (
            "See `below <a massive home_>`_.",
            "A massive home\n==============",
        ),
        (
            "See :ref:`A massive home`.",
            "A massive home\n==============",
        ),
        (
            "See :ref:`the end <A massive home>`.",
            "A massive home\n--------------",
        ),
        ("* [[#A massive home]]", "== A massive home =="),
        ("* [[Firm#A_massive_home|the end]]", "==A massive home=="),
        ("{{Main|#A massive home}}", "=== A massive home ==="),
        ("See [[*A massive home][below]].", "** A massive home"),
        ("See <<A massive home>>.", "== A massive home"),
        ("See <<A massive home,below>>.", "= A massive home"),
        ("See <<_a_massive_home,below>>.", "= A massive home"),
        ("See xref:A massive home[].", "== A massive home"),
    ] {
        let text = format!("{title}\n\nIt rained.\n\n{link}\n");
        let found = found(&text);
        assert!(
            matches!(found[..], [first, last] if title.starts_with(first) && link.contains(last)),
            "{text}: {found:?}"
        );
    }
    let quoted = "A firm\n\n<<A massive home>>, <<it rained, they mentioned>>\n";
    assert_eq!(found(quoted), [""; 0]);
}

#[test]
fn titles_stay_if_they_are_named() {
    let text = "A massive home\n==============\n\nSee `a massive\nhome`_ and `firm <a>`_.\n\nA firm\n------\n";
    assert_eq!(found(text), ["A massive home", "a massive\nhome", "a"]);
}
