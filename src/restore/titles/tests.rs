use super::*;
use crate::edit::{Evidence, Kind, apply};

/// The result of the replacement in `text` if it is kept.
fn result(text: &str, spun: &str, original: &str) -> String {
    let start = text.find(spun).expect("spun wording");
    let evidence = Evidence::new(Kind::Exact, spun, 0, 0);
    let edits = vec![Edit::new(start..start + spun.len(), original, evidence)];
    String::from_utf8(apply(text.as_bytes(), &fitting(edits, text.as_bytes()))).expect("UTF-8")
}

#[test]
fn titles_fit_the_line_below() {
    for (text, spun, original, fits) in [
        ("A massive home\n==============\n", "massive", "big", true),
        ("A big home\n==========\n", "big", "massive", false),
        ("A big home\n==============\n", "big", "massive", true),
        ("A massive home\n==========\n", "massive", "big", true),
        (
            ":toc:\n\nA massive home\n==============\n",
            "massive",
            "big",
            false,
        ),
        (
            "[[home]]\nA massive home\n==========\n",
            "massive",
            "big",
            true,
        ),
        ("[[home]]\nA big home\n----------\n", "big", "vast", true),
        ("A big home\n\nIt was so.\n", "big", "massive", true),
        ("A big home", "big", "massive", true),
    ] {
        let expected = if fits {
            text.replace(spun, original)
        } else {
            text.to_owned()
        };
        assert_eq!(result(text, spun, original), expected, "{text}");
    }
}
