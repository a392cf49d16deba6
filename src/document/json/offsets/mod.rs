//! Texts whose characters other values of the same document count, as data for machine learning does: answers
//! by where they start, names by where they start and end. An edit would move what they point to.

mod spans;
#[cfg(test)]
mod tests;
mod text;

use self::spans::{Span, has_spans};
use self::text::Text;
use super::whole::is_nested;
use serde_json::value::RawValue;
use std::collections::{HashMap, HashSet};

/// Most objects and arrays inside each other that are looked at.
const DEEPEST: usize = 32;
/// Most texts of an object that are compared with the spans inside it.
const TEXTS: usize = 4;

/// Where the texts of `json` start, with their quotation marks, whose characters other values count.
pub fn counted(json: &str) -> HashSet<usize> {
    let mut reader = Reader::default();
    if has_spans(json.as_bytes()) {
        let values = serde_json::Deserializer::from_str(json).into_iter::<&RawValue>();
        for value in values.flatten() {
            reader.read("", value, 0);
        }
    }
    let start = json.as_ptr().addr();
    let inside = start..start + json.len();
    let found = reader.counted.into_iter().filter(|at| inside.contains(at));
    found.map(|at| at - start).collect()
}

#[derive(Default)]
struct Reader {
    /// The texts of the objects and arrays around the value that is read.
    around: Vec<Text>,
    /// Where those start that spans count.
    counted: Vec<usize>,
}

impl Reader {
    /// Reads the `value` of a `key`, or an element of an array there.
    fn read(&mut self, key: &str, value: &RawValue, depth: usize) {
        let json = value.get();
        if depth == DEEPEST {
            return;
        }
        match json.as_bytes().first() {
            Some(b'{') => self.object(value, depth),
            Some(b'[') => {
                if let Ok(elements) = serde_json::from_str::<Vec<&RawValue>>(json) {
                    self.compare(&Span::of_array(key, &elements));
                    let is_mixed = elements.iter().any(|value| value.get().starts_with('{'));
                    let texts = elements.iter().filter(|_| is_mixed);
                    let outer = self.put(texts.map(|value| (*value, false)));
                    for element in elements {
                        self.read(key, element, depth + 1);
                    }
                    self.take(outer);
                }
            }
            // Spans may be written in a string.
            Some(b'"') if json[1..].starts_with(['[', '{']) => {
                let text = serde_json::from_str::<String>(json).unwrap_or_default();
                if is_nested(&text)
                    && let Ok(value) = serde_json::from_str(&text)
                {
                    self.read(key, value, depth + 1);
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, value: &RawValue, depth: usize) {
        let Some(members) = members(value) else {
            return;
        };
        self.compare(&Span::of_object(&members));
        let near = members.iter().map(|(_, value)| (*value, false));
        let beside = members.iter().filter_map(|(_, value)| self::members(value));
        let far = beside.flatten().map(|(_, value)| (value, true));
        let outer = self.put(near.chain(far));
        for (key, value) in &members {
            self.read(key, value, depth + 1);
        }
        self.take(outer);
    }

    /// Puts the texts among `values` around what is read next, with whether they are far from it. Returns how
    /// many were there before.
    fn put<'v>(&mut self, values: impl Iterator<Item = (&'v RawValue, bool)>) -> usize {
        let outer = self.around.len();
        let texts = values.filter_map(|(value, is_far)| Text::read(value.get(), is_far));
        self.around.extend(texts.take(TEXTS));
        outer
    }

    /// Takes the texts away behind the first `outer` ones.
    fn take(&mut self, outer: usize) {
        let texts = self.around.drain(outer..);
        let counted = texts.filter(Text::is_counted).map(|text| text.at);
        self.counted.extend(counted);
    }

    /// Compares spans with the texts around them.
    fn compare(&mut self, spans: &[Span<'_>]) {
        for span in spans {
            for text in &mut self.around {
                text.compare(span);
            }
        }
    }
}

/// The members of an object, in order.
fn members(value: &RawValue) -> Option<Vec<(String, &RawValue)>> {
    let json = value.get();
    let object = Some(json).filter(|json| json.starts_with('{'))?;
    let members = serde_json::from_str::<HashMap<String, &RawValue>>(object).ok()?;
    let mut members = Vec::from_iter(members);
    members.sort_by_key(|(_, value)| value.get().as_ptr().addr());
    Some(members)
}
