use super::*;

fn read(line: &[u8], fields: &[Field], decoded: &mut Decoded) -> Result<(), RecordError> {
    let selection = Selection::of_fields(fields.to_vec());
    decode(line, &selection, decoded, &mut Layers::default())
}

fn text(line: &str, fields: &[&str]) -> Result<String, RecordError> {
    let fields: Vec<Field> = fields
        .iter()
        .map(|field| Field::parse(field).expect("field"))
        .collect();
    let mut decoded = Decoded::default();
    read(line.as_bytes(), &fields, &mut decoded).map(|()| decoded.text().to_owned())
}

#[test]
fn fields_are_read_in_the_order_of_the_line() {
    let line = r#" {"n": 1e400, "body" : "b", "a": [{"x/y": "in\n"}], "text": "t", "text": "last", "none": null} "#;
    for (fields, expected) in [
        (&["text"][..], "last"),
        (&["text", "body"], "b\n\nlast"),
        (&["/a/0/x~1y", "body"], "b\n\nin\n"),
        (&["none"], ""),
    ] {
        assert_eq!(text(line, fields).as_deref(), Ok(expected), "{fields:?}");
    }
}

#[test]
fn escapes_of_every_kind() {
    let line = r#"{"text": "\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00-\ud83d-\ude00-\ud83dé"}"#;
    assert_eq!(
        text(line, &["text"]).as_deref(),
        Ok("\"\\/\u{8}\u{c}\n\r\té😀-\u{fffd}-\u{fffd}-\u{fffd}é")
    );
}

#[test]
fn blank_lines_and_byte_order_marks_are_accepted() {
    for (line, expected) in [
        ("", ""),
        ("\r\n", ""),
        ("\u{feff}", ""),
        ("\u{feff}{\"text\":\"a\"}\r\n", "a"),
    ] {
        assert_eq!(text(line, &["text"]).as_deref(), Ok(expected), "{line:?}");
    }
}

#[test]
fn members_are_added_or_replaced() {
    let table = [
        ("{}", "{\"k\":0}"),
        ("\u{feff}{ }\r\n", "\u{feff}{\"k\":0 }\r\n"),
        (
            r#"{"a": {"k": 1}, "b": "}" }"#,
            r#"{"a": {"k": 1}, "b": "}","k":0 }"#,
        ),
        (r#"{"k": 1, "k" : {"k": 2} }"#, r#"{"k": 1, "k" : 0 }"#),
        ("[1]", "[1]"),
        ("", ""),
        ("{\"a\": 1", "{\"a\": 1"),
    ];
    for (line, expected) in table {
        assert_eq!(
            String::from_utf8(with_member(line.as_bytes(), "k", "0")).as_deref(),
            Ok(expected),
            "{line}"
        );
    }
    assert_eq!(with_member(b"{\xff}", "k", "0"), b"{\xff}");
}

#[test]
fn bad_lines_are_typed_errors() {
    let fields = || ["text", "/a/b"].map(|field| Field::parse(field).expect("field"));
    let missing = || RecordError::NoField {
        fields: fields().into(),
    };
    let table = [
        (
            r#"{"text": "a"#,
            RecordError::NotJson {
                problem: "EOF while parsing a string".to_owned(),
                column: 11,
            },
        ),
        (
            r#"{"text": 1}"#,
            RecordError::NoString {
                field: Field::from_keys(["text"]),
            },
        ),
        (r#"{"body": ""}"#, missing()),
        ("[]", missing()),
    ];
    for (line, error) in table {
        assert_eq!(text(line, &["text", "/a/b"]), Err(error), "{line}");
    }
    assert_eq!(
        read(b"{\"text\": \"\xff\"}", &fields(), &mut Decoded::default()),
        Err(RecordError::NotUtf8)
    );
}

#[test]
fn errors_name_the_fields_as_the_caller_wrote_them() {
    let fields = ["text", "/a/b~1c"].map(|field| Field::parse(field).expect("field"));
    let error = read(b"{}", &fields, &mut Decoded::default()).expect_err("no field");
    assert_eq!(error.to_string(), r#"no field "text" or "/a/b~1c""#);
    let error = read(br#"{"a":{"b/c":[1]}}"#, &fields, &mut Decoded::default());
    assert_eq!(
        error.expect_err("no string").to_string(),
        r#"no string in field "/a/b~1c""#
    );
}

#[test]
fn pointers_are_read_as_the_standard_says() {
    assert_eq!(
        Field::parse("/a~1b/~01/0"),
        Ok(Field::from_keys(["a/b", "~1", "0"]))
    );
    assert_eq!(Field::parse("a~2"), Ok(Field::from_keys(["a~2"])));
    assert_eq!(Field::parse("/a~2"), Err(FieldError));
}

#[test]
fn wordings_are_escaped_where_json_or_an_ascii_record_needs_it() {
    assert_eq!(
        encode("“a\"😀", Characters::Ascii),
        r#"\u201ca\"\ud83d\ude00"#
    );
    assert_eq!(encode("“a\"", Characters::Any), r#"“a\""#);
}

#[test]
fn a_value_that_another_field_leads_into_needs_no_string() {
    let line = r#"{"a": ["b", {"c": "d"}, "e", {"g": 1}], "f": {"c": 1}}"#;
    assert_eq!(text(line, &["a", "/a/*/c"]).as_deref(), Ok("b\n\nd\n\ne"));
    assert!(text(line, &["a"]).is_err());
    assert!(text(line, &["f", "/a/*/c"]).is_err());
}

#[test]
fn texts_whose_characters_are_counted_are_read_only_if_asked_for() {
    let line = r#"{"text": "It rained here.", "spans": [{"start": 3, "end": 9}]}"#;
    assert_eq!(text(line, &[]).as_deref(), Ok(""));
    assert_eq!(text(line, &["text"]).as_deref(), Ok("It rained here."));
}
