//! What no edit may change in a source.

use super::sources::Source;
use crate::document::Format;

/// What must stay: tags, the marks of Markdown, or all but two fields of a record. Between the
/// parts, whether there is a word.
pub fn skeleton(source: &Source, text: &str) -> Vec<String> {
    match source.format {
        Format::Html => of_html(text),
        Format::Markdown => {
            let prose = |char: char| is_word(char) || "’'&;\n ".contains(char);
            let marks = text.split(prose).filter(|mark| !mark.is_empty());
            marks.map(str::to_owned).collect()
        }
        Format::Csv => {
            let mut reader = ::csv::Reader::from_reader(text.as_bytes());
            let rows = reader.records().map(|row| row.expect("a table"));
            rows.map(|row| format!("{} {}", &row[0], row.len()))
                .collect()
        }
        Format::Xml => of_xml(text),
        Format::Subtitles => {
            let prose = |char: char| is_word(char) || "’' ".contains(char);
            let marks = |line: &str| {
                if line.contains("-->") {
                    line.to_owned()
                } else {
                    line.split(prose).collect()
                }
            };
            text.split('\n').map(marks).collect()
        }
        Format::Mail => {
            let headers = text.split("\r\n\r\n").next();
            vec![headers.unwrap_or_default().to_owned()]
        }
        _ => of_json(text),
    }
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric()
}

fn of_html(text: &str) -> Vec<String> {
    // A new word is in front of all breaks in the old one.
    let breaks = text.matches("<wbr>").count().to_string();
    text.replace("<wbr>", "")
        .split_inclusive('>')
        .flat_map(|piece| {
            let (text, tag) = piece.split_once('<').unwrap_or((piece, ""));
            [text.contains(is_word).to_string(), tag.to_owned()]
        })
        .chain([breaks])
        .collect()
}

fn of_xml(text: &str) -> Vec<String> {
    let xml = roxmltree::Document::parse(text).expect("XML");
    let elements = xml.descendants().filter(roxmltree::Node::is_element);
    let shown = |node: roxmltree::Node<'_, '_>| {
        let page = of_html(node.text().unwrap_or_default());
        format!("{:?} {:?} {page:?}", node.tag_name(), node.attributes())
    };
    elements.map(shown).collect()
}

fn of_json(text: &str) -> Vec<String> {
    let mut value: serde_json::Value = serde_json::from_str(text).expect("JSON");
    for field in ["/text", "/body", "/0/text"] {
        if let Some(prose) = value.pointer_mut(field) {
            *prose = serde_json::Value::Null;
        }
    }
    vec![value.to_string()]
}
