//! What can be wrong with a record or a table, and with the path of a field.

use super::Field;
use crate::document::csv::{Column, NoColumn};
use std::error::Error;
use std::fmt;

/// Why the prose of a record, a JSON document or a table cannot be read.
///
/// ```
/// use unspin::document::{Document, Selection};
/// let error = Document::default().read_record(b"{}", &Selection::default()).unwrap_err();
/// assert_eq!(error.to_string(), "no field \"text\"");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecordError {
    /// The line has bytes that are not UTF-8.
    NotUtf8,
    /// The line is not JSON.
    NotJson {
        /// What the parser did not expect.
        problem: String,
        /// The column where it found it, counted in bytes from 1.
        column: usize,
    },
    /// The record has none of the fields.
    NoField {
        /// The fields that were looked for.
        fields: Vec<Field>,
    },
    /// The header of the table has no such column.
    NoColumn {
        /// The column.
        column: Column,
    },
    /// The value of a field is neither a string nor null.
    NoString {
        /// The field.
        field: Field,
    },
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8 => f.write_str("not UTF-8"),
            Self::NotJson { problem, column } => {
                write!(f, "not JSON ({problem} at column {column})")
            }
            Self::NoField { fields } => {
                let names: Vec<String> = fields.iter().map(quoted).collect();
                write!(f, "no field {}", names.join(" or "))
            }
            Self::NoColumn { column } => write!(f, "no column {:?}", column.to_string()),
            Self::NoString { field } => write!(f, "no string in field {}", quoted(field)),
        }
    }
}

impl Error for RecordError {}

impl From<NoColumn> for RecordError {
    fn from(NoColumn(column): NoColumn) -> Self {
        Self::NoColumn { column }
    }
}

fn quoted(field: &Field) -> String {
    format!("{:?}", field.to_string())
}

/// A JSON pointer with a `~` that is neither `~0` nor `~1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldError;

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("write ~ as ~0 and / as ~1 in a JSON pointer")
    }
}

impl Error for FieldError {}
