//! JSON-LD in a page: its strings that are prose. Search engines and extractors read the article
//! there a second time.

use crate::document::json::strict;
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::ops::Range;

/// Keys whose values are prose in every object.
const PROSE: [&str; 15] = [
    "headline",
    "alternativeHeadline",
    "description",
    "disambiguatingDescription",
    "articleBody",
    "abstract",
    "text",
    "caption",
    "reviewBody",
    "transcript",
    "backstory",
    "recipeInstructions",
    "responsibilities",
    "qualifications",
    "jobBenefits",
];
/// Keys whose values are prose in what somebody wrote: the name of a person is not.
const NAMES: [&str; 2] = ["name", "alternateName"];
/// Ends of the types of what somebody wrote.
const WRITTEN: [&str; 10] = [
    "Article",
    "Posting",
    "Page",
    "Report",
    "Question",
    "Work",
    "HowTo",
    "HowToStep",
    "Chapter",
    "VideoObject",
];
/// Most levels of objects and arrays inside each other that are read. Each level is parsed again.
const DEEPEST: usize = 16;

/// The insides of the strings of the document `json` that are prose, as bytes of it. Empty if it is not
/// JSON.
pub fn strings(json: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let strict = strict(json);
    let json = &*strict;
    if let Ok(value) = serde_json::from_str::<&RawValue>(unwrapped(json)) {
        push(json, value.get(), false, DEEPEST, &mut found);
    }
    found.sort_by_key(|range| range.start);
    found
}

/// The document without the marks of a comment or of CDATA around it, which older pages have, and without
/// what else does not count at its end.
fn unwrapped(json: &str) -> &str {
    const OPEN: [&str; 6] = [
        "<!--",
        "//<![CDATA[",
        "// <![CDATA[",
        "/*<![CDATA[*/",
        "<![CDATA[",
        "*/",
    ];
    const CLOSE: [&str; 9] = [
        "//-->", "-->", "//]]>", "// ]]>", "/*]]>*/", "]]>", "//", "/*", ";",
    ];
    let json = json.trim();
    let inside = OPEN.iter().find_map(|open| json.strip_prefix(open));
    let json = inside.unwrap_or(json).trim();
    let inside = CLOSE.iter().find_map(|close| json.strip_suffix(close));
    inside.unwrap_or(json).trim()
}

/// Adds the strings in `value`, and `value` itself if it `is_prose`.
fn push(json: &str, value: &str, is_prose: bool, levels: usize, found: &mut Vec<Range<usize>>) {
    let Some(levels) = levels.checked_sub(1) else {
        return;
    };
    match value.as_bytes().first() {
        Some(b'"') if is_prose && value.len() > 2 => {
            let start = value.as_ptr().addr() - json.as_ptr().addr();
            found.push(start + 1..start + value.len() - 1);
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(value).unwrap_or_default();
            for item in items {
                push(json, item.get(), is_prose, levels, found);
            }
        }
        Some(b'{') => {
            let members: HashMap<String, &RawValue> =
                serde_json::from_str(value).unwrap_or_default();
            let is_written = members
                .get("@type")
                .is_some_and(|kind| is_written(kind.get()));
            for (key, value) in &members {
                let is_name = is_written && NAMES.contains(&&key[..]);
                // A string may name its language: `{"@language": "en", "@value": "It rained."}`.
                let is_value = is_prose && key == "@value";
                let is_prose = is_name || is_value || PROSE.contains(&&key[..]);
                push(json, value.get(), is_prose, levels, found);
            }
        }
        _ => {}
    }
}

/// Whether a type, or one of several, is that of something written.
fn is_written(kind: &str) -> bool {
    let mut kinds = kind.split('"').filter(|kind| kind.len() > 1);
    kinds.any(|kind| WRITTEN.iter().any(|end| kind.ends_with(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(json: &str) -> Vec<&str> {
        let ranges = strings(json).into_iter();
        ranges.map(|range| &json[range]).collect()
    }

    #[test]
    fn what_somebody_wrote_is_prose() {
        let json = r#"
            {"@type": "NewsArticle", "headline": "a", "articleBody": ["b", "c\n"], "url": "no",
             "name": "d", "description": {"@value": "g"}, "size": {"@value": "no"}, "author": {"@type": "Person", "name": "no"},
             "@graph": [{"@type": ["WebPage", "x"], "name": "e", "text": "", "image": {"caption": "f"}}]}"#;
        assert_eq!(found(json), ["a", "b", "c\\n", "d", "g", "e", "f"]);
    }

    #[test]
    fn marks_around_a_document_do_not_matter() {
        for (open, close) in [
            ("<!--", "-->"),
            ("<!--", "//-->"),
            ("//<![CDATA[", "//]]>"),
            ("/*<![CDATA[*/", "/*]]>*/"),
            ("<![CDATA[", "]]>"),
            // Inside of a section that is already open.
            ("", "//"),
            ("", ";"),
        ] {
            let json = format!("\n{open}\n{{\"headline\": \"a\"}}\n{close}\n");
            assert_eq!(found(&json), ["a"], "{open}");
        }
    }

    #[test]
    fn numbers_of_other_tools_do_not_matter() {
        assert_eq!(found(r#"{"size": NaN, "headline": "a NaN"}"#), ["a NaN"]);
    }

    #[test]
    fn other_documents_have_no_prose() {
        let deep = format!("{}\"a\"{}", "[".repeat(200), "]".repeat(200));
        for json in ["", "{", "\"headline\"", "{\"headline\": 1}", "{} {}", &deep] {
            assert!(strings(json).is_empty(), "{json}");
        }
    }
}
