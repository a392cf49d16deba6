//! Which parts of structured data hold text.

use super::FieldFormat;
use super::csv::Column;
use super::json::Field;
use std::borrow::Cow;

/// Which parts of structured data hold text, and how it is written there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Selection {
    /// Fields of JSON. Without any, `text` in JSON lines, and in JSON all strings with several words.
    pub fields: Vec<Field>,
    /// Columns of tables. Without any, all cells with several words.
    pub columns: Vec<Column>,
    /// How the text is written in fields and cells.
    pub field_format: FieldFormat,
}

impl Selection {
    /// The text is in these fields of JSON.
    pub fn of_fields(fields: impl IntoIterator<Item = Field>) -> Self {
        Self {
            fields: fields.into_iter().collect(),
            ..Self::default()
        }
    }

    /// The fields of JSON lines.
    pub(super) fn fields_of_records(&self) -> Cow<'_, [Field]> {
        if self.fields.is_empty() {
            Cow::Owned(vec![Field::from_keys(["text"])])
        } else {
            Cow::Borrowed(&self.fields)
        }
    }
}
