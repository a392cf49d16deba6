use super::*;

fn read(json: &str, fields: &[&str]) -> Result<String, (usize, RecordError)> {
    let fields: Vec<Field> = fields
        .iter()
        .map(|field| Field::parse(field).expect("field"))
        .collect();
    let mut decoded = Decoded::default();
    let format = FieldFormat::Auto;
    decode(
        json.as_bytes(),
        &fields,
        format,
        &mut decoded,
        &mut Layers::default(),
    )?;
    Ok(decoded.text().trim_start().replace("\n\n", "|"))
}

#[test]
fn fields_are_found_by_pointer_and_by_name() {
    let json = r#"{"articles": [{"t": "a", "n": 1}, {"t": ["b", null, "c"], "x": {"t\u002f*": "d"}}],
        "t": "e", "*": "f"} ["g"]"#;
    for (fields, expected) in [
        (&["/articles/*/t"][..], "a|b|c"),
        (&["/articles/1/t/0"], "b"),
        (&["t"], "a|b|c|e"),
        (&["/t"], "e"),
        (&["*"], "f"),
        (&["/*"], "e|f|g"),
        (&["/articles/1/x/t~1*", "/0"], "d|g"),
    ] {
        assert_eq!(read(json, fields).as_deref(), Ok(expected), "{fields:?}");
    }
    assert_eq!(
        read(json, &["body"]).expect_err("no field").1.to_string(),
        "no field \"body\""
    );
}

#[test]
fn without_fields_strings_with_several_words_are_read() {
    let json = "\u{feff}[\"He sat here.\", {\"she sat\\\" there too\": \"one two\", \"class\": [\"a b c\"], \"news_keywords\": \"a b c\", \"k\": \"They \\\"sat\\\" there, too.\"}, NaN]";
    assert_eq!(
        read(json, &[]).as_deref(),
        Ok("He sat here.|They \"sat\" there, too.")
    );
    assert_eq!(read("", &[]).as_deref(), Ok(""));
}

#[test]
fn json_in_a_string_is_read_without_its_markup() {
    let json = r#"{"t": "He \"sat\" here.", "h": "<p>She sat there.", "n": ["They sat, too."]}"#;
    assert!(is_nested(json) && is_nested(" [\"a\"]\n"));
    assert!(
        !["[1]", "[sic]", "{\"a\": 1", "a {\"b\": 1}"]
            .into_iter()
            .any(is_nested)
    );
    let mut decoded = Decoded::default();
    decode_nested(json, &mut decoded);
    let blocks: Vec<_> = decoded
        .text()
        .split("\n\n")
        .filter(|block| !block.is_empty())
        .collect();
    assert_eq!(blocks, ["He \"sat\" here.", "They sat, too."]);
}

#[test]
fn code_in_notebooks_and_under_its_keys_is_left_out() {
    let json = r##"{"cells": [
        {"cell_type": "code", "outputs": [{"text": ["so it was"]}], "source": ["# it was so"]},
        {"cell_type": "markdown", "source": ["It was so.\n"], "css_class": "a b c"}
    ], "image-url": "it was so", "scripts": {"a": "it was so"}, "@id": "it was so",
    "m": [{"type": "pre", "text": "it was so"}, {"text": "it was so", "type": "raw"}]}"##;
    assert_eq!(read(json, &[]).as_deref(), Ok("It was so.\n"));
    let json = r#"{"t": "Math", "c": [{"t": "CodeBlock", "c": [["", [], []], "it was so"]}],
        "text": "It was so."} {"t": "Str", "c": "Was it so?"}"#;
    assert_eq!(read(json, &[]).as_deref(), Ok("It was so.|Was it so?"));
}

#[test]
fn html_in_strings_is_read_as_html() {
    let json = r#"["<p class=\"a b c\">It \u003cb>rained\u003c/b> &amp; rained.</p>"]"#;
    assert_eq!(read(json, &[]).as_deref(), Ok("It rained & rained.|"));
}

#[test]
fn what_is_not_json_is_an_error_with_its_line() {
    let error = |json| read(json, &[]).expect_err("an error");
    assert_eq!(error("{}\n{\"a\":\n  ]").0, 3);
    assert!(matches!(error("[1"), (1, RecordError::NotJson { .. })));
}
