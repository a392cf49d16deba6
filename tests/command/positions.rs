//! Where edits are: lines and columns of the input, whatever its format and size.

use serde_json::Value;

use crate::support::*;

/// The edits of `name`, after a check that their lines and columns are right.
fn edits(sandbox: &Sandbox, name: &str, source: &str) -> Vec<Value> {
    let arguments = ["--edits", "--assume-spun", name];
    let edits = json_lines(&sandbox.stdout(&arguments, "", 0));
    assert!(!edits.is_empty(), "{name}");
    apply(source, &edits);
    edits
}

#[test]
fn lines_and_columns_are_those_of_the_input() {
    let text = "Snow.\r\n\r\n“Née,” he mentioned, “the White Home.”\n";
    let lines = format!("{}\n\n{}\n", record(CLEAN), record(SPUN));
    let sandbox = Sandbox::new()
        .with("a.txt", text)
        .with("a.txt.gz", gzip(text))
        .with("b.html", html(text))
        .with("c.jsonl", &lines)
        .with("marked.txt", "\u{feff}He mentioned it.\n");
    for name in ["a.txt", "a.txt.gz"] {
        let first = &edits(&sandbox, name, text)[0];
        assert_eq!((number(first, "line"), number(first, "column")), (3, 11));
    }
    edits(&sandbox, "b.html", &html(text));
    for edit in edits(&sandbox, "c.jsonl", &lines) {
        assert_eq!(edit["line"], edit["record"]);
    }
    // A byte order mark is no character.
    let arguments = ["--edits", "--assume-spun", "marked.txt"];
    let marked = sandbox.stdout(&arguments, "", 0);
    assert_eq!(number(&json_lines(&marked)[0], "column"), 4);
    // It counts more than an option.
    let arguments = [&["--encoding=latin1"], &arguments[..]].concat();
    assert_eq!(sandbox.stdout(&arguments, "", 0), marked);
}

#[test]
fn text_in_another_encoding_has_the_columns_of_its_characters() {
    let text = "\u{feff}É: he mentioned it.\n";
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let sandbox = Sandbox::new().with("wide.txt", &wide);
    let arguments = ["--edits", "--assume-spun", "wide.txt"];
    let edits = json_lines(&sandbox.stdout(&arguments, "", 0));
    let [edit] = &edits[..] else {
        panic!("one edit: {edits:?}")
    };
    assert_eq!((number(edit, "line"), number(edit, "column")), (1, 7));
    assert_eq!(number(edit, "start"), 2 * 7);
    let (_, stats) = sandbox.failure(&["--stats=json", "wide.txt"], "");
    assert_eq!(number(&json_lines(&stats)[0], "bytes"), wide.len());
}
