//! Which bytes of a source are prose. It owns the formats; what is done with the prose is the restorer's.

pub mod address;
pub mod decoded;
#[cfg(feature = "cli")]
pub mod jsonl;
pub mod plain;

/// How the prose is written in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text: all of it is prose.
    Text,
    /// JSON lines: the strings of some fields are.
    Jsonl,
}
