use super::*;

fn texts(json: &str) -> Vec<&str> {
    let mut found: Vec<usize> = counted(json).into_iter().collect();
    found.sort_unstable();
    let end = |start: usize| start + 1 + json[start + 1..].find('"').expect("a mark");
    found.into_iter().map(|at| &json[at + 1..end(at)]).collect()
}

#[test]
fn texts_with_spans_of_words_are_found() {
    for json in [
        r#"[{"text": "It rained here.", "ents": [{"start": 3, "end": 9}], "b": "Somewhere it was."}]"#,
        r#"{"c": "It rained here.", "qas": [{"q": "Did it rain here?",
            "answers": [{"text": "rained", "answer_start": 3}]}]}"#,
        r#"{"a": "It rained here.", "x": {"y": [{"offset": 10, "length": 4}]}}"#,
        r#"{"a": "It rained here.", "x": {"text": ["rained"], "answer_start": [3]}}"#,
        r#"{"a": "It rained here.", "x": [{"BeginOffset": 3, "EndOffset": 9}]}"#,
        r#"{"a": "It rained here.", "label": [[3, 9, "V"]]}"#,
        r#"{"a": "It rained here.", "urls": [{"indices": ["10", "14"]}]}"#,
        r#"["It rained here.", {"entities": [[3, 9, "V"]]}]"#,
        r#"{"a": "It rained here.", "spans": "[{\"start\": 3, \"end\": 9}]"}"#,
        r#"{"x": {"start": 3, "end": 9, "text": "rained"}, "data": {"a": "It rained here."}}"#,
        // The times of the record beside the places.
        r#"{"a": "It rained here.", "start": 1, "end": 2, "x": [{"byteStart": 3, "byteEnd": 9}, {"start": 1, "end": 2}]}"#,
    ] {
        assert_eq!(texts(json), ["It rained here."], "{json}");
    }
}

#[test]
fn places_are_counted_in_characters_units_or_bytes() {
    for (start, end) in [(5, 11), (6, 12), (8, 14)] {
        let json =
            format!(r#"{{"a": "😀 It rained here.", "x": [{{"start": {start}, "end": {end}}}]}}"#);
        assert_eq!(texts(&json), ["😀 It rained here."], "{json}");
    }
}

#[test]
fn times_and_other_numbers_count_no_characters() {
    for json in [
        r#"{"text": "It rained here.", "segments": [{"start": 0, "end": 4, "text": "It rained"}]}"#,
        r#"{"text": "It rained here.", "segments": [{"start": 0.0, "end": 2.0}]}"#,
        r#"{"text": "It rained here.", "start": 0, "end": 2}"#,
        r#"{"text": "It rained here.", "page": {"offset": 50, "length": 10}}"#,
        r#"{"text": "It rained here.", "a": [{"start": 3, "text": "Snow"}]}"#,
        r#"{"text": "It rained here.", "size": [3, 9], "box": [3, 9, 1, 1], "span": [1, 2]}"#,
        r#"{"x": {"start": 3, "end": 9}, "data": {"a": "It rained here."}}"#,
    ] {
        assert!(counted(json).is_empty(), "{json}");
    }
}

#[test]
fn values_may_be_inside_any_number_of_others() {
    let open = r#"{"text": "It rained here.", "start": ["#;
    let json = open.repeat(5000) + &"]}".repeat(5000);
    assert!(counted(&json).is_empty());
}
