//! Texts whose characters other values of the same document count, as data for machine learning does: answers
//! by where they start, names by where they start and end. An edit would move what they point to.

use crate::document::layers::is_prose;
use memchr::memmem;
use serde_json::value::RawValue;
use std::collections::{HashMap, HashSet};

/// Keys with the place of a first character, and those with a last one, a length, or the same characters.
const SPANS: [(&str, &str, Second); 7] = [
    ("start", "end", Second::End),
    ("begin", "end", Second::End),
    ("start_char", "end_char", Second::End),
    ("start_offset", "end_offset", Second::End),
    ("offset", "length", Second::Length),
    ("start", "text", Second::Text),
    ("answer_start", "text", Second::Text),
];
/// Beginnings and ends of the first of them, one of which such a document has.
const MARKS: [&str; 4] = ["start\"", "\"begin\"", "\"start_", "\"offset\""];
/// One span of so many may be in the middle of a word. Times in seconds look like places, too.
const EACH: usize = 10;
/// Most objects and arrays inside each other that are looked at.
const DEEPEST: usize = 32;
/// Most texts of an object that are compared with the spans inside it.
const TEXTS: usize = 4;

/// What the second key of a span means.
#[derive(Clone, Copy, Debug)]
enum Second {
    End,
    Length,
    Text,
}

/// Where the texts of `json` start, with their quotation marks, whose characters other values count.
pub fn counted(json: &str) -> HashSet<usize> {
    let mut reader = Reader::default();
    let is_marked = |mark: &&str| memmem::find(json.as_bytes(), mark.as_bytes()).is_some();
    if MARKS.iter().any(is_marked) {
        let values = serde_json::Deserializer::from_str(json).into_iter::<&RawValue>();
        for value in values.flatten() {
            reader.read(value, 0);
        }
    }
    let start = |text: &str| text.as_ptr().addr() - json.as_ptr().addr();
    reader.counted.into_iter().map(start).collect()
}

/// A text of an object around the value that is read.
struct Text<'j> {
    raw: &'j str,
    chars: Vec<char>,
    spans: usize,
    /// How many of the spans start and end with a word of it.
    fitting: usize,
}

#[derive(Default)]
struct Reader<'j> {
    around: Vec<Text<'j>>,
    counted: Vec<&'j str>,
}

impl<'j> Reader<'j> {
    fn read(&mut self, value: &'j RawValue, depth: usize) {
        let json = value.get();
        if depth == DEEPEST {
            return;
        }
        if json.starts_with('[')
            && let Ok(elements) = serde_json::from_str::<Vec<&RawValue>>(json)
        {
            for element in elements {
                self.read(element, depth + 1);
            }
        }
        if !json.starts_with('{') {
            return;
        }
        let Ok(members) = serde_json::from_str::<HashMap<String, &RawValue>>(json) else {
            return;
        };
        self.count(&members);
        let outer = self.around.len();
        let texts = members.values().filter_map(|value| text(value.get()));
        self.around.extend(texts.take(TEXTS));
        for value in members.values() {
            self.read(value, depth + 1);
        }
        for text in self.around.drain(outer..) {
            if text.spans > 0 && EACH * (text.spans - text.fitting) <= text.spans {
                self.counted.push(text.raw);
            }
        }
    }

    /// Compares the span that an object may be with the texts around it.
    fn count(&mut self, members: &HashMap<String, &RawValue>) {
        let number = |key: &str| members.get(key)?.get().parse::<usize>().ok();
        for (first, second, kind) in SPANS {
            let (Some(start), Some(value)) = (number(first), members.get(second)) else {
                continue;
            };
            let end = match kind {
                Second::End => number(second),
                Second::Length => number(second).and_then(|len| start.checked_add(len)),
                Second::Text => None,
            };
            let same = serde_json::from_str::<String>(value.get()).ok();
            for text in &mut self.around {
                let is_fitting = match (end, &same) {
                    (Some(end), _) => is_of_words(&text.chars, start, end),
                    (None, Some(same)) => has(&text.chars, start, same),
                    (None, None) => continue,
                };
                text.spans += 1;
                text.fitting += usize::from(is_fitting);
            }
            return;
        }
    }
}

/// The text that `raw` is, if it is prose.
fn text(raw: &str) -> Option<Text<'_>> {
    let text = Some(raw).filter(|raw| raw.starts_with('"'))?;
    let text = serde_json::from_str::<String>(text).ok()?;
    is_prose(&text).then(|| Text {
        raw,
        chars: text.chars().collect(),
        spans: 0,
        fitting: 0,
    })
}

/// Whether these characters are whole words.
fn is_of_words(chars: &[char], start: usize, end: usize) -> bool {
    let is_word = |at: usize| chars.get(at).is_some_and(|char| char.is_alphanumeric());
    let is_inside = |at: usize| at > 0 && is_word(at - 1) && is_word(at);
    let Some(span) = chars.get(start..end) else {
        return false;
    };
    let ends = [span.first(), span.last()];
    let is_blank = |end: Option<&char>| end.is_none_or(|char| char.is_whitespace());
    !ends.into_iter().any(is_blank) && !is_inside(start) && !is_inside(end)
}

/// Whether `chars` has the text `same` from `start` on.
fn has(chars: &[char], start: usize, same: &str) -> bool {
    let rest = chars.get(start..).unwrap_or_default();
    !same.is_empty()
        && rest.len() >= same.chars().count()
        && same.chars().zip(rest).all(|(one, other)| one == *other)
}

#[cfg(test)]
mod tests {
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
        ] {
            assert_eq!(texts(json), ["It rained here."], "{json}");
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
}
