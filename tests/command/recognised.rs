//! Formats and encodings that nobody names.

use crate::support::*;

/// A page in which every word outside the text would be restored.
fn page(text: &str) -> String {
    format!("<!doctype html><body class=\"home individuals\"><p>{text}</p></body>")
}

/// A line of JSON with a key that would be restored as text.
fn json(text: &str) -> String {
    let text = text.replace('\n', "\\n");
    format!("{{\"mentioned\": 1, \"text\": \"{text}\"}}\n")
}

/// The spun text in ASCII.
fn ascii() -> String {
    SPUN.replace(['\u{2019}', '\u{201c}', '\u{201d}'], "'")
}

fn wide(text: &str) -> Vec<u8> {
    let text = format!("\u{feff}{text}");
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn standard_input_is_recognised() {
    let sandbox = Sandbox::new();
    let restored = sandbox.stdout(&[], SPUN, 0);
    let table = |text: &str| format!("home,individuals,url\r\n1,\"{text}\",mentioned\r\n");
    let feed = |text: &str| format!("<rss home=\"individuals\"><d>{text}</d></rss>");
    for (source, expected) in [
        (page(SPUN), page(&restored)),
        (json(SPUN).repeat(2), json(&restored).repeat(2)),
        (table(SPUN.trim_end()), table(restored.trim_end())),
        (feed(SPUN), feed(&restored)),
    ] {
        assert_eq!(sandbox.stdout(&["--assume-spun"], &source, 0), expected);
        let packed = sandbox.stdout(&["--assume-spun"], gzip(&source), 0);
        assert_eq!(packed, expected);
    }
}

#[test]
fn files_are_recognised_by_name_and_content() {
    let sandbox = Sandbox::new()
        .with("page.php", page(SPUN))
        .with("index.html?p=1.txt", format!("<p>{SPUN}</p>"))
        .with("A.TXT", page(SPUN));
    let restored = sandbox.stdout(&[], SPUN, 0);
    for name in ["page.php", "A.TXT"] {
        assert_eq!(sandbox.stdout(&[name], "", 0), page(&restored));
    }
    let expected = format!("<p>{restored}</p>");
    assert_eq!(sandbox.stdout(&["index.html?p=1.txt"], "", 0), expected);
    let checked = sandbox.stdout(&["--check", "."], "", 1);
    assert_eq!(checked.lines().count(), 2, "{checked}");
}

#[test]
fn the_name_of_standard_input_counts() {
    let sandbox = Sandbox::new();
    let arguments = ["--stdin-filename=a/b.html", "-v", "--check"];
    let output = sandbox.run(&arguments, SPUN);
    assert!(text(&output.stdout).starts_with("a/b.html: "));
    let messages = text(&output.stderr);
    let first = messages.lines().next();
    assert_eq!(
        first,
        Some("unspin: a/b.html: is read as HTML (by its name)")
    );
    let output = sandbox.run(&["-v", "--format=text", "--check"], page(SPUN));
    let messages = text(&output.stderr);
    let first = messages.lines().next();
    let expected = "unspin: <stdin>: is read as text (as --format says)";
    assert_eq!(first, Some(expected));
}

#[test]
fn what_cannot_be_restored_is_left_unchanged() {
    let answer = format!("HTTP/1.1 200 OK\r\nServer: home\r\n\r\n{SPUN}");
    let sandbox = Sandbox::new().with("d/a", &answer);
    let message = "(it is an HTTP response with its headers), which cannot be restored; \
                   left unchanged\n";
    for arguments in [
        &[][..],
        &["--glob=a", "d"],
        &["-w", "d/a"],
        &["--jobs=1", "d/a"],
    ] {
        let output = sandbox.run(arguments, &answer);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).ends_with(message), "{arguments:?}");
        let is_in_place = arguments.contains(&"-w");
        assert_eq!(text(&output.stdout).is_empty(), is_in_place);
        assert!(is_in_place || text(&output.stdout) == answer);
        assert_eq!(sandbox.text("d/a"), answer);
    }
}

#[test]
fn data_and_code_are_left_unchanged() {
    let yaml = format!(
        "name: home\nspec:\n  text: {}\n",
        SPUN.trim_end().replace('\n', " ")
    );
    let script = format!("mentioned({{\"within the\": \"{}\"}});\n", SPUN.trim_end());
    for (name, source) in [
        ("-", &yaml),
        ("-", &script),
        ("a.js", &script),
        ("a.py", &yaml),
    ] {
        let sandbox = Sandbox::new().with("a.js", &script).with("a.py", &yaml);
        let output = sandbox.run(&["--assume-spun", name], source);
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(text(&output.stdout), *source);
        assert!(text(&output.stderr).contains("is data or code"));
        // In a folder, they are not looked for.
        assert!(!text(&sandbox.run(&["."], "").stderr).contains("a.js"));
        let chosen = sandbox.run(&["--assume-spun", "--format=text", "a.js"], "");
        assert!(text(&chosen.stdout).contains("White House"));
    }
}

#[test]
fn options_have_to_fit_the_format() {
    let sandbox = Sandbox::new()
        .with("a.txt", SPUN)
        .with("d/a.txt", SPUN)
        .with("c/unspin.toml", "field = [\"text\"]\n");
    let output = sandbox.run(&["--field=body", "a.txt"], "");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    assert!(text(&output.stderr).contains("has no fields, because it is not JSON"));
    let output = sandbox.run(&["--column=2"], SPUN);
    assert!(text(&output.stderr).contains("has no columns, because it is not a table"));
    sandbox.stdout(&["--field=body", "--check", "d"], "", 1);
    sandbox.stdout(&["--config=c/unspin.toml", "--check", "a.txt"], "", 1);
    sandbox.stdout(&["--field=text"], record(SPUN), 0);
}

#[test]
fn other_encodings_are_kept() {
    let sandbox = Sandbox::new();
    let restored = sandbox.stdout(&[], SPUN, 0);
    let restored_ascii = sandbox.stdout(&["--assume-spun"], ascii(), 0);
    let latin = |text: &str| {
        let start = b"<meta charset=windows-1252><p>\x93caf\xe9\x94 ";
        [&start[..], text.as_bytes()].concat()
    };
    let cases = [
        ("a.txt", wide(SPUN), wide(&restored)),
        ("a.html", wide(&page(SPUN)), wide(&page(&restored))),
        ("a.jsonl", wide(&json(SPUN)), wide(&json(&restored))),
        ("b.html", latin(&ascii()), latin(&restored_ascii)),
    ];
    for (name, source, expected) in cases {
        let sandbox = Sandbox::new().with(name, &source);
        for arguments in [&["--assume-spun", name][..], &["--assume-spun", "-j1"]] {
            if arguments[1] == "-j1" && name == "a.jsonl" {
                // One line may be a JSON document as well.
                continue;
            }
            let output = sandbox.run(arguments, &source);
            assert!(output.stdout == expected, "{name} {}", text(&output.stderr));
        }
        let edits = json_lines(&sandbox.stdout(&["--assume-spun", "--edits", name], "", 0));
        let start = usize::try_from(edits[0]["start"].as_u64().expect("a number")).expect("fits");
        let spun = edits[0]["spun"].as_str().expect("text").as_bytes();
        assert_eq!(source[start], spun[0], "{name}");
        sandbox.stdout(&["--assume-spun", "-w", name], "", 0);
        assert!(sandbox.bytes(name) == expected, "{name}");
    }
}

#[test]
fn an_encoding_can_be_named() {
    let sandbox = Sandbox::new();
    let greek = [
        b"\xcc\xdd\xe1 \xec\xdd\xf1\xe1\n\n".repeat(9),
        ascii().into(),
    ]
    .concat();
    let output = sandbox.run(&["--assume-spun", "--encoding", "iso-8859-7"], &greek);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(output.stdout[..90], greek[..90]);
    let restored = text(&output.stdout[90..]);
    assert!(
        restored.contains("The White House said Thursday"),
        "{restored}"
    );
    let output = sandbox.run(&["--encoding", "greek-99"], "");
    assert_eq!(output.status.code(), Some(2));
    let output = sandbox.run(&["--annotate", "--format=jsonl"], wide(&record(SPUN)));
    assert!(text(&output.stderr).contains("cannot be annotated in UTF-16LE"));
}

#[test]
fn what_follows_compressed_data_is_not_lost() {
    let padded = [gzip(SPUN), vec![0; 512]].concat();
    let tail = [gzip(SPUN), b"tail".to_vec()].concat();
    let sandbox = Sandbox::new()
        .with("padded.txt.gz", &padded)
        .with("tail.txt.gz", &tail);
    let restored = sandbox.stdout(&[], SPUN, 0);
    assert_eq!(sandbox.stdout(&["padded.txt.gz"], "", 0), restored);
    assert_eq!(sandbox.stdout(&[], &padded, 0), restored);
    for (arguments, input) in [(&["tail.txt.gz"][..], &[][..]), (&[], &tail)] {
        let output = sandbox.run(arguments, input);
        assert_eq!(text(&output.stdout), restored);
        assert!(text(&output.stderr).contains("has other data after its compressed data"));
        assert_eq!(output.status.code(), Some(2));
    }
    let output = sandbox.run(&["-w", "."], "");
    assert!(text(&output.stderr).contains("which would be lost; left unchanged"));
    assert_eq!(sandbox.bytes("tail.txt.gz"), tail);
    assert!(sandbox.bytes("padded.txt.gz") != padded);
}

#[test]
fn what_precedes_damage_is_restored() {
    let whole = gzip(SPUN);
    let mut checksum = whole.clone();
    checksum[whole.len() - 6] ^= 0xff;
    let restored = Sandbox::new().stdout(&[], SPUN, 0);
    for (packed, problem) in [
        (&checksum, "is damaged between bytes 0 and"),
        (&whole[..whole.len() - 3].to_vec(), "ends in the middle"),
    ] {
        let sandbox = Sandbox::new()
            .with("a.txt.gz", packed)
            .with("a.html.gz", packed);
        for (arguments, input) in [
            (&["a.txt.gz"][..], &[][..]),
            (&["a.html.gz"], &[]),
            (&[], packed),
        ] {
            let output = sandbox.run(arguments, input);
            assert_eq!(text(&output.stdout), restored);
            let messages = text(&output.stderr);
            assert!(messages.contains(problem), "{messages}");
            assert_eq!(
                (messages.lines().count(), output.status.code()),
                (1, Some(2))
            );
        }
        let output = sandbox.run(&["-w", "."], "");
        assert!(text(&output.stderr).contains("left unchanged; download it again"));
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(sandbox.bytes("a.txt.gz"), *packed);
        assert_eq!(sandbox.bytes("a.html.gz"), *packed);
    }
}

#[test]
fn a_report_replaces_only_reports() {
    let sandbox = Sandbox::new()
        .with("a.txt", SPUN)
        .with("b.html", "<p>It rained.");
    for arguments in [["--report=a.txt", "a.txt"], ["--report=b.html", "a.txt"]] {
        let output = sandbox.run(&["--check", arguments[0], arguments[1]], "");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    }
    assert_eq!(sandbox.text("a.txt"), SPUN);
    assert_eq!(sandbox.text("b.html"), "<p>It rained.");
    for _ in 0..2 {
        let checked = sandbox.stdout(&["--check", "--report=r.html", "."], "", 1);
        assert_eq!(checked.lines().count(), 1, "{checked}");
    }
    let page = sandbox.stdout(&["--check", "--report=-", "a.txt"], "", 1);
    assert!(
        page.starts_with("<!doctype html>") && page.contains("<del>") == page.contains("<ins>")
    );
    let output = sandbox.run(&["--report=-", "a.txt"], "");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
}

#[test]
fn messages_of_one_kind_are_counted() {
    let output = Sandbox::new().run(&["--format=jsonl"], "no\n".repeat(50));
    let messages = text(&output.stderr);
    // 20 bad lines, their sum, and how many were not shown.
    assert_eq!(messages.lines().count(), 22, "{messages}");
    assert!(messages.contains("50 bad lines") && messages.contains("30 more: is not JSON (…)"));
}

/// A folder may have files that are no text, but a text that is not restored has to be named.
#[test]
fn text_in_wide_characters_is_named_also_in_a_folder() {
    let wide: Vec<u8> = SPUN.bytes().flat_map(|byte| [byte, 0]).collect();
    let sandbox = Sandbox::new().with("d/a.txt", &wide).with("d/b.md", &wide);
    let output = sandbox.run(&["--check", "d"], "");
    let problem = "is not UTF-8 (it is in UTF-16 without a byte order mark; \
                   name its encoding with --encoding utf-16le); left unchanged\n";
    let expected = format!("unspin: d/a.txt: {problem}unspin: d/b.md: {problem}");
    assert_eq!(text(&output.stderr), expected);
    assert_eq!(output.status.code(), Some(2));
}
