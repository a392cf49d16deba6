use std::ffi::OsStr;

use super::super::Place;
use super::super::testing::{replacing, utf8, written};
use super::*;
use crate::restore::Verdict;

#[test]
fn edits_are_json_lines_with_byte_offsets() {
    let source = "“Sure,” she mentioned; 12 months \"on\".\n";
    let expected = concat!(
        r#"{"path":"a.txt","start":16,"end":25,"line":1,"column":13,"spun":"mentioned","original":"said","rule":"a -> b","kind":"exact","margin":4.007,"confidence":0.910}"#,
        "\n",
        r#"{"path":"a.txt","start":27,"end":41,"line":1,"column":24,"spun":"12 months \"on\"","original":"a year\ton","rule":"a -> b","kind":"exact","margin":4.007,"confidence":0.910}"#,
        "\n"
    );
    let got = utf8(written(
        source.as_bytes(),
        &[("mentioned", "said"), ("12 months \"on\"", "a year\ton")],
        edits,
    ));
    assert_eq!(got, expected);
    for line in got.lines() {
        let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert_eq!(value["margin"], 4.007);
    }
}

#[test]
fn edits_of_a_json_line_have_its_number_and_offsets_in_the_input() {
    let edits = replacing(b"a b", &[("b", "c")]);
    let place = Place {
        record: Some(2),
        start: Position {
            byte: 100,
            line: 3,
            column: 1,
        },
    };
    let document = View {
        name: OsStr::new("a"),
        place,
        source: b"a b",
        edits: &edits,
        verdict: &Verdict::default(),
        encoded: None,
    };
    let mut out = Vec::new();
    super::edits(&mut out, &document).expect("a vector accepts all bytes");
    assert!(utf8(out).starts_with(
        r#"{"path":"a","record":2,"start":102,"end":103,"line":3,"column":3,"spun":"b","#
    ));
}

#[test]
fn scores_are_probabilities_and_verdicts_are_named() {
    let spun = Verdict {
        log_odds: 0,
        words: 70,
        density: Some(0.5),
        spun: true,
        spans: vec![0..1, 2..3],
        families: vec!["news-spinner".into(), "science".into()],
        ..Verdict::default()
    };
    let clean = |log_odds| Verdict {
        log_odds,
        ..Verdict::default()
    };
    let table = [
        (
            spun,
            r#""score":0.500000,"verdict":"spun","spun":true,"log_odds":0.000,"words":70,"family":"news-spinner+science","density":0.500,"spans":[[0,1],[2,3]],"odd":[],"edits":1}"#,
        ),
        // No English words.
        (
            clean(-2000),
            r#""score":0.000000,"verdict":"clean","spun":false,"log_odds":-2.000,"words":0,"family":null,"density":null,"spans":[],"odd":[],"edits":1}"#,
        ),
        (
            clean(Cost::MAX),
            r#""score":0.000000,"verdict":"clean","spun":false,"log_odds":2147483.647,"words":0,"family":null,"density":null,"spans":[],"odd":[],"edits":1}"#,
        ),
    ];
    for (verdict, expected) in table {
        let got = written(b"a b", &[("a", "c")], |out, document| {
            let verdict = &verdict;
            score(
                out,
                &View {
                    verdict,
                    ..*document
                },
            )
        });
        assert_eq!(utf8(got), format!("{{\"path\":\"a.txt\",{expected}\n"));
    }
}
