//! A text that spans may point to.

use super::spans::Span;
use crate::document::layers::is_prose;
use std::collections::HashMap;
use std::ops::Range;

/// One span of so many may be in the middle of a word. Times in seconds look like places, too.
const EACH: usize = 10;

/// A text of an object or array around the value that is read.
pub struct Text {
    /// The address of its quotation mark.
    pub at: usize,
    chars: Vec<char>,
    /// Where its characters start, as programs count that do not count characters: in UTF-16, in bytes. In
    /// ASCII, these are the same.
    places: Vec<Vec<usize>>,
    /// It is not around the value, but in an object beside it.
    is_far: bool,
    /// For each key of spans, how many there are, and how many of them start and end with a word of the text.
    spans: HashMap<String, (usize, usize)>,
}

impl Text {
    /// The text that the value `raw` is, if it is prose.
    pub fn read(raw: &str, is_far: bool) -> Option<Self> {
        let text = Some(raw).filter(|raw| raw.starts_with('"'))?;
        let text = serde_json::from_str::<String>(text).ok()?;
        if !is_prose(&text) {
            return None;
        }
        let places = |len: fn(char) -> usize| {
            let mut places = vec![0];
            for char in text.chars() {
                places.push(places[places.len() - 1] + len(char));
            }
            places
        };
        let units = [char::len_utf16, char::len_utf8];
        let units = units.into_iter().filter(|_| !text.is_ascii());
        Some(Self {
            at: raw.as_ptr().addr(),
            chars: text.chars().collect(),
            places: units.map(places).collect(),
            is_far,
            spans: HashMap::new(),
        })
    }

    /// Counts `span`, and whether it fits.
    pub fn compare(&mut self, span: &Span<'_>) {
        let mut ranges = self.ranges(span.start, span.end.unwrap_or(span.start));
        let is_name = |start: usize, end: Option<usize>| {
            let names = span.names.iter();
            let mut names =
                names.filter_map(|name| serde_json::from_str::<String>(name.get()).ok());
            names.any(|name| has(&self.chars, start, end, &name))
        };
        let is_fitting = ranges.any(|range| match span.end {
            None => is_name(range.start, None),
            Some(_) if self.is_far => is_name(range.start, Some(range.end)),
            Some(_) => is_of_words(&self.chars, range),
        });
        drop(ranges);
        let (mut spans, mut fitting) = self.spans.get(span.key).copied().unwrap_or_default();
        spans += 1;
        fitting += usize::from(is_fitting);
        match self.spans.get_mut(span.key) {
            Some(counts) => *counts = (spans, fitting),
            None => drop(self.spans.insert(span.key.to_owned(), (spans, fitting))),
        }
    }

    /// Whether the spans of a key point to its words.
    pub fn is_counted(&self) -> bool {
        let mut counts = self.spans.values();
        counts.any(|(spans, fitting)| EACH * (spans - fitting) <= *spans)
    }

    /// The characters from `start` to `end`, if these are counted in characters, in UTF-16 or in bytes.
    fn ranges(&self, start: usize, end: usize) -> impl Iterator<Item = Range<usize>> {
        let others = self.places.iter().filter_map(move |places| {
            let at = |place: usize| places.binary_search(&place).ok();
            Some(at(start)?..at(end)?)
        });
        std::iter::once(start..end).chain(others)
    }
}

/// Whether these characters are whole words.
fn is_of_words(chars: &[char], range: Range<usize>) -> bool {
    let is_word = |at: usize| chars.get(at).is_some_and(|char| char.is_alphanumeric());
    let is_inside = |at: usize| at > 0 && is_word(at - 1) && is_word(at);
    let Some(span) = chars.get(range.clone()) else {
        return false;
    };
    let ends = [span.first(), span.last()];
    let is_blank = |end: Option<&char>| end.is_none_or(|char| char.is_whitespace());
    !ends.into_iter().any(is_blank) && !is_inside(range.start) && !is_inside(range.end)
}

/// Whether `chars` has the text `name` from `start` to `end`, if there is one.
fn has(chars: &[char], start: usize, end: Option<usize>, name: &str) -> bool {
    let len = name.chars().count();
    let span = chars.get(start..).and_then(|rest| rest.get(..len));
    let is_end = |end: usize| end.checked_sub(start) == Some(len);
    len > 0
        && end.is_none_or(is_end)
        && span.is_some_and(|span| name.chars().eq(span.iter().copied()))
}
