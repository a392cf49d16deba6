use super::super::code;

fn found(text: &str) -> Vec<&str> {
    code(text).into_iter().map(|range| &text[range]).collect()
}

#[test]
fn code_between_marks_is_found() {
    let prose = "The firm mentioned that it was a massive home within the yr.";
    for (open, close) in [
        ("<code python>", "</code>"),
        ("<file>", "</file>"),
        ("<example>", "</example>"),
        ("{{code language=\"python\"}}", "{{/code}}"),
        ("{{{#!python", "}}}"),
        ("@example", "@end example"),
        ("@verbatim", "@end verbatim"),
        ("\\starttyping[option=C]", "\\stoptyping"),
        ("\\starthighlighting", "\\stophighlighting"),
        ("@", "@"),
        ("++++", "++++"),
        ("cat > home << 'END'", "END"),
        ("sed 's/^X//' <<\\END_OF_FILE", "END_OF_FILE"),
        ("----\nbegin(home):", "begin(home):\n----"),
    ] {
        let code = format!("{open}\n{prose}\n\n{prose}\n{close}");
        let text = format!("{prose}\n\n{code}\n\n{prose}");
        assert_eq!(found(&text), [&code], "{text}");
    }
    for (code, behind) in [
        (format!("bc. begin home\n{prose}"), "\n\n"),
        (format!("bc(python). begin home\n{prose}"), "\n\n"),
        (format!(">python\n    begin home\n\n    {prose}"), "\n<\n"),
    ] {
        assert_eq!(found(&format!("{code}{behind}{prose}")).join(""), code);
    }
    let quoted = format!("> def begin(home):\n>   \"\"\"{prose}\"\"\"");
    assert_eq!(found(&quoted).join("\n"), quoted);
    for text in [
        format!("<code>\n{prose}"),
        format!("<code>begin</code>: {prose}\n{prose}"),
        format!("<code>begin\nhome</code>: {prose}\n{prose} <code>a</code>"),
        format!("----\n{prose}\n----"),
        format!("bcc. {prose}"),
        format!(">so\n{prose}"),
    ] {
        assert!(
            !found(&text).iter().any(|code| code.contains("firm")),
            "{text}"
        );
    }
}
