//! Edits as other programs show them next to the text: annotations of GitHub Actions, and results in
//! SARIF 2.1.0.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::View;
use super::locations::wording;
use crate::cli::position::Position;
use crate::edit::Edit;

/// The only rule: a spinner has replaced a wording.
const RULE: &str = "spun-wording";

/// An edit and where it is.
struct Found<'d> {
    edit: &'d Edit,
    start: Position,
    end: Position,
    /// `"spun" may stand for "original"`.
    message: String,
}

/// The edits of a document that restore something.
fn found<'d>(document: &'d View<'_>) -> impl Iterator<Item = Found<'d>> {
    let mut positions = document.positions();
    let restores = |edit: &&Edit| edit.kind().restores();
    document.edits.iter().filter(restores).map(move |edit| {
        let spun = wording(&document.spun(edit));
        let original = wording(edit.original());
        Found {
            edit,
            start: positions.of(edit.start),
            end: positions.of(edit.end),
            message: format!("\"{spun}\" may stand for \"{original}\""),
        }
    })
}

/// Writes each edit as a command that lets GitHub Actions show a warning.
///
/// # Errors
/// Those of `out`.
pub fn github(out: &mut dyn Write, document: &View<'_>) -> io::Result<()> {
    let file = escaped(&document.name.to_string_lossy(), "%\r\n:,");
    for Found {
        start,
        end,
        message,
        ..
    } in found(document)
    {
        let message = escaped(&message, "%\r\n");
        let place = format!("file={file},line={},endLine={}", start.line, end.line);
        // Columns are not allowed across lines.
        let columns = if start.line == end.line {
            format!(",col={},endColumn={}", start.column, end.column)
        } else {
            String::new()
        };
        writeln!(out, "::warning title=unspin,{place}{columns}::{message}")?;
    }
    Ok(())
}

/// `text` with each of the ASCII characters `special` as its number.
fn escaped(text: &str, special: &str) -> String {
    let mut escaped = String::new();
    for char in text.chars() {
        if special.contains(char) {
            escaped.push_str(&format!("%{:02X}", u32::from(char)));
        } else {
            escaped.push(char);
        }
    }
    escaped
}

/// Appends each edit as a result in SARIF. There is a comma between two results.
///
/// # Errors
/// None that a vector can have.
pub fn sarif_results(out: &mut Vec<u8>, document: &View<'_>) -> io::Result<()> {
    let uri = uri(document.name);
    // Where an edit needs another one that restores nothing, as in web archives, it cannot be applied
    // alone.
    let can_be_applied = document.edits.iter().all(|edit| edit.kind().restores());
    for found in found(document) {
        if !out.is_empty() {
            out.extend_from_slice(SARIF_BETWEEN);
        }
        serde_json::to_writer(&mut *out, &result(document, &found, &uri, can_be_applied))?;
    }
    Ok(())
}

fn result(document: &View<'_>, found: &Found<'_>, uri: &str, can_be_applied: bool) -> Value {
    let Found {
        edit,
        start,
        end,
        message,
    } = found;
    let bytes = document.bytes(edit.range());
    let region = json!({
        "startLine": start.line, "startColumn": start.column,
        "endLine": end.line, "endColumn": end.column,
        "byteOffset": bytes.start, "byteLength": bytes.len(),
    });
    let file = json!({"uri": uri});
    let mut result = json!({
        "ruleId": RULE,
        "level": "warning",
        "message": {"text": message},
        "locations": [{"physicalLocation": {"artifactLocation": file, "region": region}}],
        "properties": {
            "rule": edit.rule(),
            "kind": edit.kind().name(),
            "margin": edit.margin(),
            "confidence": (edit.confidence() * 1000.0).round() / 1000.0,
        },
    });
    if can_be_applied {
        let replacement = json!({
            "deletedRegion": region, "insertedContent": {"text": edit.original()},
        });
        result["fixes"] = json!([{
            "artifactChanges": [{"artifactLocation": file, "replacements": [replacement]}],
        }]);
    }
    result
}

/// A path as a reference in a URI.
fn uri(name: &OsStr) -> String {
    let path = name.as_encoded_bytes();
    let start = match (Path::new(name).is_absolute(), path.starts_with(b"/")) {
        (false, _) => "",
        (true, true) => "file://",
        (true, false) => "file:///",
    };
    let mut uri = start.to_owned();
    for &byte in path {
        if cfg!(windows) && byte == b'\\' {
            uri.push('/');
        } else if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

/// What is between two results.
pub const SARIF_BETWEEN: &[u8] = b",\n";

/// What precedes the results.
pub fn sarif_head() -> String {
    let driver = json!({
        "name": "unspin",
        "version": env!("CARGO_PKG_VERSION"),
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": [{
            "id": RULE,
            "shortDescription": {"text": "A synonym spinner may have replaced the original wording."},
        }],
    });
    let schema = "https://json.schemastore.org/sarif-2.1.0.json";
    format!(
        "{{\"$schema\":\"{schema}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{driver}}},\
         \"columnKind\":\"unicodeCodePoints\",\"results\":[\n"
    )
}

/// What follows the results of a run in which everything was done, or not.
pub fn sarif_tail(is_done: bool) -> String {
    format!("\n],\"invocations\":[{{\"executionSuccessful\":{is_done}}}]}}]}}\n")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{utf8, written};
    use super::*;

    #[test]
    fn an_annotation_is_on_one_line() {
        let edits = [("100%: mentioned", "said"), ("within\nthe", "in the")];
        let got = utf8(written(
            "é 100%: mentioned within\nthe".as_bytes(),
            &edits,
            github,
        ));
        let expected = "\
::warning title=unspin,file=a.txt,line=1,endLine=1,col=3,endColumn=18::\"100%25: mentioned\" may stand for \"said\"
::warning title=unspin,file=a.txt,line=1,endLine=2::\"within the\" may stand for \"in the\"
";
        assert_eq!(got, expected);
        assert_eq!(escaped("a,b:c%\n", "%\r\n:,"), "a%2Cb%3Ac%25%0A");
    }

    #[test]
    fn paths_become_uris() {
        for (path, expected) in [
            ("a/b c.txt", "a/b%20c.txt"),
            ("<stdin>", "%3Cstdin%3E"),
            ("c:é", "c%3A%C3%A9"),
        ] {
            assert_eq!(uri(OsStr::new(path)), expected);
        }
        if cfg!(unix) {
            assert_eq!(uri(OsStr::new("/a#b")), "file:///a%23b");
        }
    }
}
