use super::*;

#[test]
fn ranges_of_every_kind() {
    let off = "<!--unspin:off-->";
    let on = "<!-- unspin:  on\n-->";
    let table = [
        (format!("a{off}b"), Some((1, 19))),
        (format!("{off}a{off}b{on}c{on}d"), Some((0, 56))),
        (
            format!("{on}a<!-- unspin: maybe --><!-- {off}{on}"),
            Some((43, 85)),
        ),
        ("<!-- unspin: off".to_owned(), None),
        // 53 + 11 characters, the most that there may be, and one more.
        (
            format!("<!--{}unspin: off-->", " ".repeat(53)),
            Some((0, 71)),
        ),
        (format!("<!--{}unspin: off-->", " ".repeat(54)), None),
        ("<!-->-->".to_owned(), None),
    ];
    for (text, expected) in table {
        let found: Vec<_> = ranges(text.as_bytes())
            .into_iter()
            .map(|range| (range.start, range.end))
            .collect();
        assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{text}");
    }
}

#[test]
fn a_switch_applies_until_the_next_one() {
    let cases = [
        (Switch::Off, "a<!--unspin:on-->b", 0..17, Switch::On),
        (Switch::Off, "a", 0..1, Switch::Off),
        (Switch::On, "a<!--unspin:off-->", 1..18, Switch::Off),
    ];
    for (before, text, off, after) in cases {
        assert_eq!(
            ranges_after(before, text.as_bytes()),
            (Vec::from([off]), after),
            "{text}"
        );
    }
}
