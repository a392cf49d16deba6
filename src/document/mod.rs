//! Which bytes of a source are prose. It owns the formats; what is done with the prose is the restorer's.

pub mod chunk;
pub mod decoded;
#[cfg(feature = "formats")]
pub mod html;
#[cfg(feature = "formats")]
pub mod json;
#[cfg(feature = "formats")]
pub mod markdown;
pub mod plain;
pub mod switch;

use crate::edit::Edit;
use decoded::Decoded;
use std::ops::Range;

pub use json::{Field, RecordError};

/// How the prose is written in a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// Plain text: all of it is prose.
    #[default]
    Text,
    /// Markdown: what is read is prose, but no code.
    Markdown,
    /// HTML: its text nodes are, but no code.
    Html,
    /// JSON lines: the strings of some fields are.
    JsonLines,
}

/// A document that was read: its text, and where each piece of it is in the source.
#[derive(Clone, Debug, Default)]
pub struct Document {
    decoded: Decoded,
    format: Format,
    attributes: html::Attributes,
}

impl Document {
    /// Reads `source`.
    pub fn read(&mut self, source: &[u8], format: Format) {
        self.format = format;
        match format {
            Format::Markdown => markdown::decode(source, &mut self.decoded),
            Format::Html => self.attributes = html::decode(source, &mut self.decoded),
            Format::Text | Format::JsonLines => {
                self.decoded.clear();
                self.decoded.copy_bytes(source, 0);
            }
        }
    }

    /// Reads a line of JSON lines, and returns whether there is a record.
    ///
    /// # Errors
    /// What is wrong with the line.
    pub fn read_record(&mut self, line: &[u8], fields: &[Field]) -> Result<bool, RecordError> {
        self.format = Format::JsonLines;
        json::decode(line, fields, &mut self.decoded)?;
        Ok(!line.trim_ascii().is_empty())
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.decoded.text()
    }

    /// Edits of the text as edits of the source.
    pub fn edits_in_source(&self, edits: &[Edit], source: &[u8]) -> Vec<Edit> {
        let in_ascii = source.is_ascii();
        match self.format {
            Format::Html => html::to_source(&self.decoded, edits, source, &self.attributes),
            Format::JsonLines => self
                .decoded
                .to_source(edits, &|text| json::encode(text, in_ascii)),
            Format::Text | Format::Markdown => self.decoded.to_source(edits, &str::to_owned),
        }
    }

    /// Edits of the source, where they are in the text.
    pub fn edits_in_text<'e>(&self, edits: &'e [Edit]) -> Vec<(Range<usize>, &'e Edit)> {
        self.decoded.in_text(edits)
    }
}
