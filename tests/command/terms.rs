//! Tortured phrases are listed, and nothing is edited.

use crate::support::*;

const PAPER: &str = "Profound learning needs colossal information.\n\n\
                     Others call it \u{201c}profound learning\u{201d}, too.\n";

#[test]
fn phrases_are_listed_with_their_places() {
    let sandbox = Sandbox::new().with("a.txt", PAPER);
    let expected = "\
        a.txt:1:1: \"Profound learning\" may stand for \"deep learning\" (2 times in this document)\n\
        a.txt:1:25: \"colossal information\" may stand for \"big data\" (1 time in this document)\n\
        a.txt:3:17: \"profound learning\" may stand for \"deep learning\" (2 times in this document, quoted here)\n";
    assert_eq!(sandbox.stdout(&["--terms", "a.txt"], "", 0), expected);
    assert_eq!(sandbox.stdout(&["--terms"], "It rained.\n", 0), "");
}

#[test]
fn one_phrase_is_enough_in_every_format() {
    let page = "<p>They call it <i>profound</i> learning.";
    let wide: Vec<u8> = format!("\u{feff}{page}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let line = "{\"id\":1,\"text\":\"They call it profound learning.\"}\n";
    let sandbox = Sandbox::new()
        .with("a.html", page)
        .with("b.html", &wide)
        .with("c.jsonl", format!("{{\"text\":\"It rained.\"}}\n{line}"));
    let found = |name| json_lines(&sandbox.stdout(&["--terms=json", name], "", 0));
    let values = found("a.html");
    assert_eq!(values.len(), 1);
    assert_eq!(
        &page[number(&values[0], "start")..number(&values[0], "end")],
        "profound</i> learning"
    );
    assert_eq!(values[0]["expected"], "deep learning");
    assert_eq!(values[0]["quoted"], false);
    assert_eq!(
        (number(&values[0], "line"), number(&values[0], "count")),
        (1, 1)
    );
    let start = number(&found("b.html")[0], "start");
    assert_eq!(wide[start], b'p');
    let values = found("c.jsonl");
    assert_eq!((values.len(), number(&values[0], "record")), (1, 2));
    let all = sandbox.text("c.jsonl");
    assert!(all[number(&values[0], "start")..].starts_with("profound learning"));
}

#[test]
fn own_lists_have_conditions() {
    let table = "Tortured phrase,Expected phrase\n\
                 \"\"\"wet forecast\"\" AND \"\"umbrella\"\" NOT \"\"desert\"\"\",rain forecast\n\
                 glad NEAR/2 tidings,good news\n";
    let sandbox = Sandbox::new()
        .with("own.csv", table)
        .with("own.json", "[[\"wet forecast\", \"rain forecast\"]]")
        .with("bad.csv", "phrase,expected\nwet forecast,\n");
    let arguments = ["--terms", "--terms-list=own.csv"];
    let phrases = |text: &str| sandbox.stdout(&arguments, text, 0).lines().count();
    assert_eq!(phrases("A wet forecast needs an umbrella."), 1);
    assert_eq!(phrases("A wet forecast."), 0);
    assert_eq!(phrases("A wet forecast, an umbrella, a desert."), 0);
    assert_eq!(phrases("The glad old tidings."), 1);
    assert_eq!(phrases("The glad and very old tidings."), 0);
    let json = ["--terms=json", "--terms-list=own.json"];
    let values = json_lines(&sandbox.stdout(&json, "A wet forecast.", 0));
    assert_eq!(values[0]["list"], "own");
    let (status, messages) = sandbox.failure(&["--terms", "--terms-list=bad.csv"], "");
    assert_eq!(status, Some(2));
    assert_eq!(
        messages,
        "unspin: bad.csv:2: needs a phrase and the expected term\n"
    );
    let sandbox = sandbox.with(
        "or.csv",
        "phrase,expected\n\"\"\"a b\"\" OR \"\"c\"\"\",d\n",
    );
    let (status, messages) = sandbox.failure(&["--terms", "--terms-list=or.csv"], "");
    let start = "unspin: or.csv:2: \"OR\" is not AND, NOT, NEAR or NEAR/5; ";
    assert_eq!(
        (status, messages.starts_with(start)),
        (Some(2), true),
        "{messages}"
    );
    assert_eq!(sandbox.failure(&["--terms-list=own.csv"], "").0, Some(2));
}

#[test]
fn the_report_lists_phrases() {
    let sandbox = Sandbox::new().with("a.txt", PAPER);
    sandbox.stdout(&["--terms", "--report=r.html", "a.txt"], "", 0);
    let page = sandbox.text("r.html");
    assert!(page.contains("may stand for") && !page.contains("<del>"));
}
