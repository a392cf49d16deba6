//! Reading sets of texts.

use super::pair;
use serde_json::json;
use std::fs;
use unspin_train::evaluate::{Set, edited, read};

#[test]
fn edits_are_positions_of_characters() {
    let document = edited(
        "Ä mentioned folks\nsecond\n",
        "# comment\n1\t2\t11\tmentioned\tsaid\n1\t12\t17\tfolks\tpeople\n",
    );
    let expected = vec![
        pair("Ä mentioned folks", "Ä said people"),
        pair("second", "second"),
    ];
    assert_eq!(document, Ok(expected));
}

#[test]
fn wrong_edits_are_named() {
    let error = |edits: &str| edited("one", edits).expect_err("a wrong edit");
    assert_eq!(
        error("1\t0\t3\ttwo\tx"),
        "line 1 does not contain \"two\" at character 0"
    );
    assert_eq!(
        error("2\t0\t3\tone\tx"),
        "line 2 does not contain \"one\" at character 0"
    );
    assert_eq!(error("1 0 3 one x"), "\"1 0 3 one x\" is not an edit");
}

#[test]
fn lines_of_one_document_need_not_be_consecutive() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let rows = [("a", "1"), ("b", "2"), ("a", "3"), ("", "4")]
        .map(|(doc, text)| json!({ "doc": doc, "spun": text, "orig": text }).to_string());
    fs::write(folder.path().join("toy.jsonl"), rows.join("\n\n")).expect("written");
    let documents = vec![
        vec![pair("1", "1"), pair("3", "3")],
        vec![pair("2", "2")],
        vec![pair("4", "4")],
    ];
    assert_eq!(
        read(&folder.path().join("toy.jsonl")).expect("readable"),
        [Set::Pairs {
            name: "toy".into(),
            documents
        }]
    );
}
