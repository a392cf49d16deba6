//! Prose of a page that is not its text.

use super::references::{Context, Part, parts};
use super::tokens::Attribute;
use std::ops::Range;

/// Where the prose of a page is that is not text: values of attributes and strings of JSON-LD, in
/// order and disjoint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes(pub(super) Vec<(Range<usize>, Context)>);

impl Attributes {
    /// Where `values` and the CDATA sections `raw` are. Both are sorted.
    pub(super) fn of(values: &[Value], raw: Vec<Range<usize>>) -> Self {
        let place = |value: &Value| Some((value.range(), value.context()?));
        let values = values.iter().filter_map(place);
        let raw = raw.into_iter().map(|range| (range, Context::Raw));
        let mut all: Vec<_> = values.chain(raw).collect();
        all.sort_by_key(|(range, _)| range.start);
        Self(all)
    }

    pub(super) fn context(&self, at: usize) -> Context {
        let next = self.0.partition_point(|(value, _)| value.end <= at);
        match self.0.get(next) {
            Some((value, context)) if value.start <= at => *context,
            _ => Context::Text,
        }
    }
}

/// Prose that is not text of the page.
pub enum Value {
    /// The value of an attribute; never empty.
    Attribute(Vec<Part>),
    /// The inside of a string of JSON.
    Json(Range<usize>),
    /// The text of an element of SVG; never empty. Attributes of elements inside it may be in between.
    Drawn(Vec<Part>),
}

impl Value {
    pub fn range(&self) -> Range<usize> {
        match self {
            Self::Attribute(parts) | Self::Drawn(parts) => {
                parts[0].range.start..parts[parts.len() - 1].range.end
            }
            Self::Json(range) => range.clone(),
        }
    }

    /// How wordings are written there, if not as between tags.
    fn context(&self) -> Option<Context> {
        match self {
            Self::Attribute(_) => Some(Context::Value),
            Self::Json(_) => Some(Context::Json),
            Self::Drawn(_) => None,
        }
    }
}

/// The value of an attribute in parts, if it is in quotation marks and not empty: others are not
/// sentences.
pub fn quoted(flat: &[u8], attribute: &Attribute) -> Option<Vec<Part>> {
    let quote = flat.get(attribute.start.checked_sub(1)?)?;
    if !b"\"'".contains(quote) || attribute.value.is_empty() {
        return None;
    }
    let value = &flat[attribute.start..];
    let len = value.iter().position(|byte| byte == quote)?;
    parts(
        flat,
        attribute.start..attribute.start + len,
        &attribute.value,
    )
}
