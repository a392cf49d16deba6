//! The output of `--edits` and `--score`.

use serde_json::Value;

use super::Sandbox;

/// The JSON value on each line.
pub fn json_lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// The number in a field of an object.
pub fn number(object: &Value, field: &str) -> usize {
    usize::try_from(object[field].as_u64().expect("a number")).expect("a small number")
}

/// Applies edits to `source` as the documentation of `--edits` says, from the last to the first.
/// Checks that their lines and columns are those of their bytes.
pub fn apply(source: &str, edits: &[Value]) -> String {
    let mut text = source.to_owned();
    for edit in edits.iter().rev() {
        let range = number(edit, "start")..number(edit, "end");
        assert_eq!(text[range.clone()], *edit["spun"].as_str().expect("text"));
        let before = &text[..range.start];
        let line = before.rsplit('\n').next().expect("a line");
        assert_eq!(number(edit, "line"), before.matches('\n').count() + 1);
        assert_eq!(number(edit, "column"), line.chars().count() + 1);
        text.replace_range(range, edit["original"].as_str().expect("text"));
    }
    text
}

/// Asserts that the edits of the file `name` turn it into its restored text.
pub fn assert_edits_give_output(sandbox: &Sandbox, name: &str, arguments: &[&str]) {
    let run = |mode: &[&str]| sandbox.stdout(&[mode, arguments, &[name]].concat(), "", 0);
    let edits = json_lines(&run(&["--edits"]));
    assert!(!edits.is_empty(), "{name}");
    assert_eq!(apply(&sandbox.text(name), &edits), run(&[]), "{name}");
}
