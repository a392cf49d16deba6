use super::*;
use proptest::prelude::*;

fn kind(source: &str) -> Kind {
    recognise(None, source.as_bytes()).kind
}

#[test]
fn names_are_read_in_any_case_and_without_what_is_added() {
    let table = [
        ("a.md", Some(Kind::Markdown)),
        ("b/A.NDJSON.GZ", Some(Kind::JsonLines)),
        ("a.htm.zst", Some(Kind::Html)),
        ("index.html?p=12", Some(Kind::Html)),
        ("index.html?p=1.5", Some(Kind::Html)),
        ("index.html@p=a.txt", Some(Kind::Html)),
        ("index.html.2", Some(Kind::Html)),
        ("INDEX.HTM", Some(Kind::Html)),
        ("Home.vue", Some(Kind::Html)),
        ("a.warc.gz", Some(Kind::Warc)),
        ("a#b.srt", Some(Kind::Subtitles)),
        ("a.txt", Some(Kind::Text)),
        ("page.php", None),
        ("a.org", None),
        (".jsonl", None),
        (".gz", None),
        ("gz", None),
        ("a.5", None),
        ("", None),
    ];
    for (name, expected) in table {
        assert_eq!(by_name(name), expected, "{name}");
    }
}

#[test]
fn markup_is_recognised_by_its_first_tag() {
    let table = [
        ("<!DOCTYPE html>\n<p>a", Kind::Html),
        ("\u{feff}\n <!-- a --> <HTML lang=en>", Kind::Html),
        ("<head><title>a", Kind::Html),
        ("<?php a(); ?>\n<!doctype html>", Kind::Html),
        ("{% extends 'a' %}\n<div>a</div>", Kind::Html),
        ("<p>It rained.", Kind::Html),
        ("<b>It</b> rained.", Kind::Html),
        (
            "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\">",
            Kind::Html,
        ),
        (
            "<?xml version='1.0'?><!DOCTYPE html PUBLIC 'a'>",
            Kind::Xhtml,
        ),
        ("<?xml version='1.0'?>\n<html xmlns='a'>", Kind::Xhtml),
        (
            "<?xml version='1.0'?><?xml-stylesheet a?><rss version='2.0'>",
            Kind::Feed,
        ),
        ("<feed xmlns='http://www.w3.org/2005/Atom'>", Kind::Feed),
        ("<svg viewBox='0 0 1 1'></svg>", Kind::Svg),
        ("<?xml version='1.0'?><a>", Kind::Xml),
        ("<a:b xmlns:a='c'>", Kind::Xml),
        ("<note><to>a</to></note>\n", Kind::Xml),
        ("<add>\n<doc><field>a</field></doc>\n", Kind::Xml),
        ("<h1 align=center>a</h1>\n\n## b\n", Kind::Markdown),
    ];
    for (source, expected) in table {
        assert_eq!(kind(source), expected, "{source}");
    }
}

#[test]
fn data_is_recognised_by_its_structure() {
    let table = [
        ("{}", Kind::Json),
        (" [1, {\"a\": \"b\\\"\"}]\n", Kind::Json),
        ("{\"a\": NaN}\n", Kind::Json),
        ("{\"a\": 1}\n{\"a\": 2}\n", Kind::JsonLines),
        ("{\"a\": NaN}\n\n{\"a\": -Infinity", Kind::JsonLines),
        ("[1, \"a\"]\n[2]\n", Kind::JsonLines),
        ("{\"a\": 1}{\"a\": 2}", Kind::Json),
        ("{\n\"a\": 1\n}\n{\n\"a\": 2\n}", Kind::Json),
        ("{\"a\": // no comment in JSON\n1}", Kind::Json),
        ("{\n\"title\": \"a\"\n}\n\nIt rained.\n", Kind::Markdown),
        (
            "---\ntitle: It rained\ntags:\n- a\n---\n\nIt.\n",
            Kind::Markdown,
        ),
        ("\n+++\ntitle = 'a'\n+++\nIt.", Kind::Markdown),
        ("---\ntitle: a\n---\nRain: it fell.\nIt.\n", Kind::Markdown),
        ("---\nTitle: a\ntext: >\n  It rained.\n", Kind::Other),
        ("---\nkind: a\n---\nkind: b\nspec:\n  c: d\n", Kind::Other),
        ("kind: a\n# b\nspec:\n  text: It rained.\n", Kind::Other),
        ("- name: a\n  tasks:\n  - b\n", Kind::Other),
        ("show({\"a\": 1});", Kind::Other),
        ("window.a = {\"b\": [1, {\"c\":", Kind::Other),
        ("var a = [{}];\n", Kind::Other),
        ("{'rain': 'It rained.'}\n", Kind::Other),
        ("[{'rain': 1}, {'rain': 2}]\n", Kind::Other),
        ("{\n  // it\n  rain: \"It rained.\",\n}\n", Kind::Other),
        ("id,text\n1,a\n2,\"b, c\n d\"\n", Kind::Csv),
        ("id,Full text,url\r\n1,It rained.,a\r\n", Kind::Csv),
        ("id,text\n1,\"It rained, again.\"\n", Kind::Csv),
        ("id\ttext\n1\tIt rained, again.\n2\t\n", Kind::Tsv),
        ("id,text\r1,a\r2,\"b, c\"\r", Kind::Csv),
        (
            "id, text, url\n1, \"It rained, again.\", a\n2, It froze., b\n",
            Kind::Csv,
        ),
        (
            "id,text,url\n1,It rained.,a\n2,It froze.,b\n3,It\n",
            Kind::Csv,
        ),
        (
            "\ttext\turl\n0\tIt rained.\ta\n1\tIt froze.\tb\n",
            Kind::Tsv,
        ),
        ("id\u{1}text\n1\u{1}It rained.\n", Kind::Other),
    ];
    for (source, expected) in table {
        assert_eq!(kind(source), expected, "{source}");
    }
}

#[test]
fn notes_name_their_separator() {
    assert_eq!(kind("#separator:Tab\nIt rained\ta\n"), Kind::Tsv);
    assert_eq!(kind("#separator:;\r\nIt rained;a\r\n"), Kind::Csv);
    assert_eq!(kind("#separator:rain\n"), Kind::Text);
    assert_eq!(recognise_start(None, b"#separator:t", false), None);
}

#[test]
fn fields_and_signatures_are_recognised() {
    let table = [
        (
            "From: A <a@b.example>\nTo: c@d.example\nSubject: It\n\nIt rained.",
            Kind::Mail,
        ),
        (
            "Received: from a\n\tby b\nX-A: 1\nDate: 2\nFrom: 3\n\n",
            Kind::Mail,
        ),
        (
            "From a@b.example Mon Jan  1 10:00:00 2024\nDate: 1\nFrom: 2\nTo: 3\n\n",
            Kind::Mailbox,
        ),
        ("WARC/1.0\r\nWARC-Type: warcinfo\r\n", Kind::Warc),
        ("From: a@b.example\nSubject: It\n\nIt.", Kind::Mail),
        ("\n\r\nTo: a\nFrom: c@d.example\r\n\r\nIt.", Kind::Mail),
        (
            "Path: a.example!b\nNewsgroups: a.b\nSubject: It\n\nIt.",
            Kind::Mail,
        ),
        (
            "From a@b.example Mon Jan  1 10:00:00 2024\nSubject: It\n\nIt.",
            Kind::Mailbox,
        ),
        ("HTTP/1.1 200 OK\r\n\r\n<p>", Kind::Other),
        ("30\nFrom: a@b.example\nSubject: It\n\nIt.", Kind::Other),
        ("6:It was,4:wet.,", Kind::Other),
        ("*2\r\n$3\r\nSET\r\n$4\r\nrain\r\n", Kind::Other),
        ("blob\nmark :1\ndata 7\nIt was.\n", Kind::Other),
        ("#!/bin/sh\necho 'It rained.'\n", Kind::Other),
        ("#! /usr/bin/env rain\nIt rained.\n", Kind::Other),
        ("# This is a shell archive.\n", Kind::Other),
        ("#! It rained.\n", Kind::Text),
        ("SVN-fs-dump-format-version: 2\n\n", Kind::Other),
        ("-----BEGIN PGP SIGNED MESSAGE-----\n\nIt.\n", Kind::Other),
        ("Windows Registry Editor Version 5.00\r\n", Kind::Other),
        ("@prefix rain: <http://a.example/> .\n", Kind::Other),
        (")]}'\n[{\"a\": 1}]", Kind::Other),
        ("\u{1e}{\"a\": 1}\n", Kind::Other),
        ("data: {\"a\": \"It rained.\"}\n\n", Kind::Other),
        (
            "--rain\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nIt.\r\n",
            Kind::Other,
        ),
        (".\\\" made by hand\n.TH RAIN 1\n", Kind::Other),
        ("'\\\" t\n.Dd May 1, 2026\n", Kind::Other),
        ("\n.TH \"RAIN\" 1\n.SH NAME\n", Kind::Other),
        (".so man1/rain.1\n", Kind::Other),
        (".so files hold code.\n", Kind::Text),
        ("'\"It rained,' he said\" she said.\n", Kind::Text),
        ("diff --git a/b b/b\n", Kind::Other),
        ("--- a\n+++ b\n@@ -1 +1 @@\n", Kind::Other),
        ("--- a\n+++ b\nIt rained.\n", Kind::Text),
        ("a:1:{s:4:\"home\";i:1;}", Kind::Binary),
        ("O:4:\"Post\":0:{}", Kind::Binary),
        ("d4:home7:It was.e", Kind::Binary),
        ("a: it rained", Kind::Text),
        ("BEGIN:VCARD\r\nFN:A\r\n", Kind::Other),
        ("=ybegin line=128 size=1\n", Kind::Other),
        ("msgid \"\"\nmsgstr \"\"\n", Kind::Other),
        ("%FDF-1.2\n1 0 obj", Kind::Binary),
        ("id;text\n1;a\n2;b\n", Kind::Csv),
        (
            "It rained; it was wet;\nso it was; and so on.\n",
            Kind::Text,
        ),
        (
            "1\n00:00:01,000 --> 00:00:02,500\nIt rained.\n",
            Kind::Subtitles,
        ),
        ("\u{feff}WEBVTT - a\n\n", Kind::Subtitles),
        ("%PDF-1.4\n", Kind::Binary),
        ("junk\n%PDF-1.4\n1 0 obj\n<< >>", Kind::Binary),
        ("It starts with %PDF-1.4 and has objects.\n", Kind::Text),
        ("(dp0\nVIt rained.\np1\ns.", Kind::Binary),
        ("VIt rained.\np0\n.", Kind::Binary),
        ("ccopy_reg\n_reconstructor\np0\n(", Kind::Binary),
        ("(dp. 1)\nIt rained.\n", Kind::Text),
        ("BZh31AY&SYabc", Kind::Binary),
        ("\n{\\rtf1 It rained.}", Kind::Binary),
        ("!<arch>\na.txt/  0", Kind::Binary),
        ("a\0b", Kind::Binary),
        ("{\\rtf1 It rained.}", Kind::Binary),
    ];
    for (source, expected) in table {
        assert_eq!(kind(source), expected, "{source}");
    }
}

#[test]
fn prose_is_text() {
    let table = [
        "",
        "It rained.",
        "Note: it rained.\nTime: ten.\nPlace: here.\n\nIt stopped.",
        "From: the editor\nTo: all\nSubject: lunch\n\nIt rained.",
        "From the start it rained.\nTo: a\nDate: b\nSubject: c\n",
        "Subject to change: it rained.\nDate: b\nTo: c\n",
        "It rained, and rained, and rained.\nIt stopped, and started, and stopped.\n",
        "\tRain\n\tSun\n\tFog\n",
        "Rain,sun,fog\nIt rained, it froze, it blew.\nIt thawed.\n",
        "Rain, wind, snow\nSun, cloud, fog\nHail, frost, ice\n",
        "City | Rain | Sun\n--- | --- | ---\nYork | 1 | 2\n",
        "City    Rain\nYork    10\nBath    12\n",
        "\tIt rained.\n\tIt stopped.\n\tIt rained.\n",
        "\"Rain,\" she said.\n\"Sun,\" he said.\n\"Fog,\" they said.\n",
        "[1] A note on rain.\n[2] A note on sun.\n",
        "[Rain](a.html) fell.",
        "{curly} and [square]",
        "{rain: it rained}",
        "{'rain', he said}",
        "12:30,\nit rained, again.",
        "2:it was so, again.",
        "*2 rain",
        "data: it rained.",
        "--\nIt rained.",
        "blob\nit rained.",
        "From: a@b.example\n\nIt rained.",
        "1\nFrom: the editor\nTo: all\nSubject: lunch\n\nIt rained.",
        "<John> It rained.\n<Mary> It did.\n",
        "<3 rain. It is <b>wet</b>.",
        "< 5 mm of rain",
        "---\nIt rained. Then: sun.\n---\nIt rained again.\n",
        "---\n\n---\n",
        "1\n2\n3\n",
        "12:00 --> 13:00 lunch\n",
        "import os,sys\n\ndef f(a, b):\n    return a, b\n",
        "#include <stdio.h>\nint main(void) { return 0; }\n",
        "let a be {\"b\": 1};\n{\"c\": 2}\n",
        "fn main() {\n    let a: u8 = 1;\n    b(a, a);\n}\n",
        "Bring: tents\nRoute:\n  - over the hill\n",
        "kitchen: it rained in\nhall: it was dry\n",
        "note: it rained.\nlist:\n  - a\n\nIt stopped.\n",
        "show (it) \nf(x) = [1]\n",
        "msgids are names.",
        "# Rain\n\nIt *rained*.\n",
        "WARC files hold pages.",
        "HTTP is a protocol.",
        "WEBVTTs are subtitles.",
        "Dear Sir,\n\nit rained,\n\nyours,\n\nA\n",
        "Rain,Sun\n\nIt rained, and the sun shone.\n",
        "<span id=\"a\"></span>\n== Rain ==\n# It rained.\n",
        "Rain,Sun\nIt rained, and the sun shone.\nIt froze, and thawed.\n",
        "caf\u{e9} cr\u{e8}me",
    ];
    for source in table {
        assert_eq!(kind(source), Kind::Text, "{source}");
    }
}

#[test]
fn the_name_counts_more_than_the_content() {
    let table = [
        ("a.md", &b"<p>It rained.</p>"[..], Kind::Markdown),
        ("a.txt", b"<!doctype html><p>It rained.", Kind::Html),
        ("a.txt", b"It rained.", Kind::Text),
        ("a.txt", b"{\"a\": [1]}\n{}\n", Kind::JsonLines),
        ("a.txt", b"{\"a\": [1]} is JSON.\n", Kind::Text),
        ("a.txt", b"HTTP/1.1 200 OK\nis an answer.\n", Kind::Text),
        ("a.txt", b"#!/bin/sh\nis how it starts.\n", Kind::Text),
        ("a.run", b"#!/bin/sh\necho\n", Kind::Other),
        ("a.html", b"%PDF-1.4", Kind::Binary),
        ("a.warc", b"a\0b", Kind::Warc),
        ("a.json", b"{\"a\": 1}\n{\"a\": 2}\n", Kind::Json),
        ("page.php", b"<!doctype html><p>It rained.", Kind::Html),
        ("page.php", b"<?php echo 'It rained.';", Kind::Text),
        ("page.py", b"<!doctype html><p>It rained.", Kind::Html),
        ("a.YAML.gz", b"It rained.", Kind::Other),
        ("a.txt", b"kind: a\nspec:\n  b: c\n", Kind::Text),
        ("a.txt", b"blob\nmark :1\ndata 9\nIt rained", Kind::Other),
        ("a.txt", b"msgid \"\"\nmsgstr \"a\"\n", Kind::Other),
        ("a.txt", b".TH RAIN 1\n.SH NAME\n", Kind::Other),
        ("a.jl", b"{\"a\": 1}\n{\"a\": 2}\n", Kind::JsonLines),
        ("a.jl", b"rain = 1\n", Kind::Other),
    ];
    for (name, start, expected) in table {
        assert_eq!(recognise(Some(name), start).kind, expected, "{name}");
    }
}

#[test]
fn other_encodings_are_read() {
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    assert_eq!(recognise(None, &wide("\u{feff}<html>")).kind, Kind::Html);
    assert_eq!(
        recognise(None, &wide("\u{feff}It rained.")).kind,
        Kind::Text
    );
    assert_eq!(recognise(None, &wide("It rained.")).kind, Kind::Encoded);
    let marked = recognise(None, b"\xef\xbb\xbf{\"a\": 1}\n{\"a\": 2}\n");
    assert_eq!(marked.kind, Kind::JsonLines);
    // One byte in four is not enough, two are too many.
    assert_eq!(recognise(None, b"a\xe9bc").kind, Kind::Text);
    assert_eq!(recognise(None, b"a\xe9\xe9c").kind, Kind::Binary);
}

#[test]
fn a_pipe_is_read_only_as_far_as_needed() {
    let decided = |start: &str| recognise_start(None, start.as_bytes(), false);
    for start in [
        "It rained.\n",
        "Well, it rained.\n",
        "Note: it\n",
        "# A\n\n",
        "1. A\n",
        "- a\n",
        "12:30: It rained, and\n",
        "*It* rained.\n",
        "{curly}\n",
        "-- It rained.\n",
        "Hello, world\n",
        "Rain, wind, snow\nSun, cloud, fog\n",
    ] {
        assert_eq!(decided(start), Some(TEXT), "{start}");
    }
    for start in [
        "",
        "<",
        "{\"a\": 1}\n",
        "From: a\n",
        // The name of the third field may go on.
        "From: a@b\nTo: c\nSender",
        "WAR",
        "---\na: b\n",
        "a,b\n1,2\n",
        "1\n",
        // The messages of a program may follow.
        "# A\n",
        // A comment may follow.
        "{\n/",
        // It may be a pickle, or its number may go on.
        "(lp0",
    ] {
        assert_eq!(decided(start), None, "{start}");
    }
    let json = decided("{\"a\": 1}\n{").map(|found| found.kind);
    assert_eq!(json, Some(Kind::JsonLines));
    let page = decided("<!doctype html>\n").map(|found| found.kind);
    assert_eq!(page, Some(Kind::Html));
    let long = "<p>It rained. ".repeat(START / 14 + 1);
    assert_eq!(decided(&long).map(|found| found.kind), Some(Kind::Html));
}

proptest! {
    /// More bytes never change what was decided, and all of them always decide.
    #[test]
    fn decisions_are_final(
        parts in prop::collection::vec(prop::sample::select(vec![
            "<", "<p>", "</p>", "<html>", "<?xml ?>", "<!--", "-->", "{", "}", "[", "]", "\"a\"", ":",
            ",", "\n", "\t", " ", "1", "id", "---\n", "From: a@b\n", "Date: 1\n", "To: 2\n", "Sender", "WEBVTT",
            "00:00:01,000 --> 00:00:02,000\n", "It rained. ", "# ", "é", "\0", "\u{feff}", "a:", "(", "=", "- ",
            "var ", "msgid", "'a'", "12:", "$3", "*1\r\n", "blob\nmark :", "\u{1e}", "//", "/",
            "Content-Disposition: form-data; ", "# a\n", "msgid \"", "1c2", "< ", "T1", "|t|", "/*", "*/", "\";", "\r", "\r\n", "a,b\n", ", ", "data: {\"", "\x01", "#!", "# This is a shell",
        ]), 0..12),
        cut in any::<prop::sample::Index>(),
    ) {
        let source = parts.concat().into_bytes();
        let start = &source[..cut.index(source.len() + 1)];
        let whole = recognise_start(None, &source, true);
        prop_assert!(whole.is_some());
        let early = recognise_start(None, start, false);
        if early.is_some() && !source.contains(&0) {
            prop_assert_eq!(early.map(|found| found.kind), whole.map(|found| found.kind));
        }
    }
}
