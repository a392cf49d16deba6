//! Which parts of structured data hold text, as the settings name them.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use unspin::{Column, Field, FieldFormat, Options};

/// The fields of JSON, the columns of tables, and the name of the format of the text in them.
pub type Parts = (Vec<String>, Vec<ColumnName>, String);

/// A column as Python names it.
#[derive(FromPyObject)]
pub enum ColumnName {
    /// By its number, from 1.
    Number(usize),
    /// By its name in the header.
    Name(String),
}

/// `options` with the text in these `parts`.
///
/// # Errors
/// `ValueError` for what is no field or no format.
pub fn select(options: Options, (fields, columns, format): Parts) -> PyResult<Options> {
    let columns = columns.into_iter().map(|column| match column {
        ColumnName::Number(number) => Column::Number(number),
        ColumnName::Name(name) => Column::Name(name),
    });
    Ok(options
        .fields(parse_fields(&fields)?)
        .columns(columns)
        .field_format(field_format(&format)?))
}

fn parse_fields(fields: &[String]) -> PyResult<Vec<Field>> {
    let parse = |field: &String| {
        Field::parse(field)
            .map_err(|error| PyValueError::new_err(format!("field is {field:?}; {error}")))
    };
    fields.iter().map(parse).collect()
}

/// The format of fields and cells with this name. The names are those of the command's
/// `--field-format`.
fn field_format(name: &str) -> PyResult<FieldFormat> {
    match name {
        "auto" => Ok(FieldFormat::Auto),
        "text" => Ok(FieldFormat::Text),
        "html" => Ok(FieldFormat::Html),
        "markdown" => Ok(FieldFormat::Markdown),
        _ => Err(PyValueError::new_err(format!(
            "field_format is '{name}'; give one of auto, text, html, markdown"
        ))),
    }
}
