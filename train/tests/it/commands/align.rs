//! `unspin-train align`.

use super::{ORIGINALS, SPUNS, pairs, train};
use crate::support::{CLEAN, Sandbox, text};

/// A spun version with navigation, an advertisement, and two paragraphs in another order.
fn spun_version() -> String {
    [
        "Home",
        "Share this page with your friends on all the networks that you use",
        SPUNS[0],
        SPUNS[1],
        SPUNS[3],
        SPUNS[2],
        SPUNS[5],
        "Home",
    ]
    .join("\n")
}

/// An original version with another paragraph missing.
fn original_version() -> [&'static str; 8] {
    [
        "Home",
        ORIGINALS[0],
        "By our reporter",
        ORIGINALS[1],
        ORIGINALS[2],
        ORIGINALS[3],
        ORIGINALS[4],
        "Home",
    ]
}

#[test]
fn common_paragraphs_of_text_and_html_are_paired() {
    let paragraphs = original_version();
    let page = format!(
        "<title>x</title><nav>Home</nav><p>{}</p>",
        paragraphs.join("</p>\n<p>")
    );
    let sandbox = Sandbox::new()
        .with("spun.txt", spun_version())
        .with("original.txt", paragraphs.join("\n\n"))
        .with("page.html", page);
    let expected = [0, 1, 3, 2].map(|index| (SPUNS[index].to_owned(), ORIGINALS[index].to_owned()));
    for (file, summary) in [
        (
            "original.txt",
            "4 pairs from 8 spun and 8 original paragraphs\n",
        ),
        (
            "page.html",
            "4 pairs from 8 spun and 10 original paragraphs\n",
        ),
    ] {
        let output = train(&sandbox, &["align", "--doc", "ferry", "spun.txt", file]);
        let lines = text(&output.stdout);
        assert_eq!(pairs(&lines), expected, "{file}");
        for line in lines.lines() {
            assert!(line.starts_with("{\"doc\":\"ferry\","), "{line}");
        }
        let messages = text(&output.stderr);
        assert!(messages.starts_with(summary), "{file}: {messages}");
        assert!(messages.ends_with("; 1 pair has moved\n"), "{messages}");
    }
}

#[test]
fn versions_of_different_articles_are_rejected() {
    let sandbox = Sandbox::new()
        .with("spun.txt", spun_version())
        .with("other.txt", CLEAN);
    let output = train(&sandbox, &["align", "spun.txt", "other.txt"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stdout), "");
    assert_eq!(
        text(&output.stderr),
        "unspin-train: spun.txt and other.txt do not look like versions of one article: only 0 % of \
         the words are in paragraphs of both; check the files\n"
    );
}
