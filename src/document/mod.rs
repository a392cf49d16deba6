//! Which bytes of a source are prose. It owns the formats; what is done with the prose is the restorer's.

pub mod chunk;
pub mod decoded;
#[cfg(feature = "cli")]
pub mod html;
#[cfg(feature = "cli")]
pub mod json;
#[cfg(feature = "cli")]
pub mod markdown;
pub mod plain;
pub mod switch;

/// How the prose is written in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text: all of it is prose.
    Text,
    /// Markdown: what is read is prose, but no code.
    Markdown,
    /// HTML: its text nodes are, but no code.
    Html,
    /// JSON lines: the strings of some fields are.
    Jsonl,
}
