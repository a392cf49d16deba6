//! HTML and Markdown: only their prose is restored.

use crate::support::*;

#[test]
fn only_the_prose_of_html_and_markdown_is_restored() {
    let restored = Sandbox::new().stdout(&[], SPUN, 0);
    let table = [
        ("a.html", "html", html as fn(&str) -> String),
        ("a.HTM", "html", html),
        ("a.md", "markdown", markdown),
        ("a.markdown", "markdown", markdown),
    ];
    for (name, format, page) in table {
        let sandbox = Sandbox::new()
            .with(name, page(SPUN))
            .with("clean", page(CLEAN));
        let expected = page(&restored);
        assert_eq!(sandbox.stdout(&[name], "", 0), expected, "{name}");
        assert_edits_give_output(&sandbox, name, &[]);
        let piped = sandbox.stdout(&["--format", format], page(SPUN), 0);
        assert_eq!(piped, expected, "{format}");
        let clean = sandbox.stdout(&["--format", format, "clean"], "", 0);
        assert_eq!(clean, page(CLEAN), "{format}");
    }
}

#[test]
fn phrases_with_tags_are_restored_if_the_tags_can_stay() {
    let sandbox = Sandbox::new();
    let table = [
        (
            "html",
            "<p>The White <b>Home</b> &#109;entioned it.",
            "<p>The White <b>House</b> said it.",
        ),
        (
            "markdown",
            "The White **Home** *mentioned* it.",
            "The White **House** *said* it.",
        ),
    ];
    for (format, spun, restored) in table {
        let arguments = ["--assume-spun", "--format", format];
        assert_eq!(sandbox.stdout(&arguments, spun, 0), restored);
    }
}

#[test]
fn titles_and_alt_texts_are_restored() {
    let sandbox = Sandbox::new().with("own.tsv", "frobbed\tisn't\n");
    let spun = "<title>The White Home mentioned on Tuesday</title>\
                <p title='The White Home frobbed &quot;Ann&quot;'>He mentioned <img alt=\"within the White Home\">nothing.";
    let restored = spun
        .replace("Home", "House")
        .replace("mentioned", "said")
        .replace("within the", "in the")
        .replace("frobbed", "isn&#39;t");
    let arguments = ["--gate=off", "--format=html", "--lexicon=own.tsv"];
    assert_eq!(sandbox.stdout(&arguments, spun, 0), restored);
}

#[test]
fn every_format_accepts_any_bytes() {
    let sandbox = Sandbox::new();
    let bytes = b"\xff<p>\xc3 a &#0; &#xd800; &#99999999;<![CDATA[ <? <!-- --!> </p a=b> \x1a **\xfe `\n---\n[x]: \n\x80";
    for format in [
        "html",
        "markdown",
        "jsonl",
        "text",
        "json",
        "csv",
        "tsv",
        "xml",
        "warc",
        "mail",
        "subtitles",
    ] {
        for bytes in [&bytes[..], b"", b"\r\n"] {
            let arguments = ["--format", format, "--skip-bad", "--assume-spun"];
            let output = sandbox.run(&arguments, bytes);
            // What is no archive is reported.
            let status = if format == "warc" && !bytes.is_empty() {
                2
            } else {
                0
            };
            assert_eq!(
                (output.status.code(), &*output.stdout),
                (Some(status), bytes),
                "{format}"
            );
        }
    }
}

#[test]
fn an_archive_that_is_cut_off_is_reported() {
    let sandbox = Sandbox::new();
    let whole = repository_file("fixtures/crawl.warc");
    let last = whole.rfind("WARC/1.0").expect("a record");
    let records = whole.matches("WARC/1.0").count();
    let cut = &whole[..(last + whole.len()) / 2];
    let output = sandbox.run(&["--format=warc"], cut);
    let message = format!("ends inside record {records}, which was left unchanged");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains(&message), "{message}");
    assert!(output.stdout.ends_with(&cut.as_bytes()[last..]));
}

const SENTENCE: &str = "The White Home mentioned that individuals misplaced their houses";
const RESTORED: &str = "The White House said that people lost their homes";

#[test]
fn only_the_bodies_of_mail_are_restored() {
    let headers = "From: a@example.org\r\nSubject: White Home mentioned\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\n";
    let mail = format!(
        "{headers}{}=\r\n.\r\n",
        SENTENCE.replace("viduals", "vid=\r\nuals")
    );
    let expected = format!(
        "{headers}{}=\r\n.\r\n",
        RESTORED.replace("people", "people=\r\n")
    );
    let arguments = ["--assume-spun", "--format", "mail"];
    assert_eq!(Sandbox::new().stdout(&arguments, mail, 0), expected);
}

#[test]
fn mail_in_base64_is_restored_in_lines_of_the_same_length() {
    let mail = |text: &str| {
        let base64 = data_encoding::BASE64.encode(text.as_bytes());
        let lines: Vec<&str> = base64
            .as_bytes()
            .chunks(40)
            .map(|line| str::from_utf8(line).expect("ASCII"))
            .collect();
        format!(
            "From: a@example.org\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n",
            lines.join("\r\n")
        )
    };
    let text = |sentence: &str| format!("Dear readers,\r\n\r\n{sentence}.\r\n");
    let sandbox = Sandbox::new().with("a.eml", mail(&text(SENTENCE)));
    let restored = sandbox.stdout(&["--assume-spun", "a.eml"], "", 0);
    assert_eq!(restored, mail(&text(RESTORED)));
    assert_edits_give_output(&sandbox, "a.eml", &["--assume-spun"]);
}

#[test]
fn subtitles_keep_their_lines() {
    let cue = "1\n00:00:01,000 --> 00:00:02,000\n<i>";
    let subtitles = format!("{cue}{}</i>\n", SENTENCE.replace("viduals ", "vid-\nuals "));
    let expected = format!("{cue}{}</i>\n", RESTORED.replace("people ", "people\n"));
    let arguments = ["--assume-spun", "--format", "subtitles"];
    assert_eq!(Sandbox::new().stdout(&arguments, subtitles, 0), expected);
}

#[test]
fn lines_are_kept_if_wanted() {
    let text = SENTENCE.replace("viduals ", "vid-\nuals ");
    let sandbox = Sandbox::new();
    let kept = sandbox.stdout(&["--assume-spun", "--keep-lines"], &text, 0);
    assert_eq!(kept, RESTORED.replace("people ", "people\n"));
    assert_eq!(sandbox.stdout(&["--assume-spun"], &text, 0), RESTORED);
}

#[test]
fn words_are_read_without_what_nobody_sees() {
    let text = SENTENCE
        .replace("viduals", "vid\u{200b}u\u{ad}als")
        .replace("White Home", "White\u{202f}Home");
    let expected = RESTORED.replace("White House", "White\u{202f}House");
    assert_eq!(Sandbox::new().stdout(&["--assume-spun"], text, 0), expected);
}
