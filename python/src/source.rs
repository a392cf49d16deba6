//! Python strings as the bytes that the engine reads, and back. A string with lone surrogates has no
//! UTF-8 form; they are passed as bytes that are not valid UTF-8, which the engine keeps.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyBytes, PyString};
use unspin::Format;

/// How Python encodes and decodes lone surrogates.
const CODEC: (&str, &str) = ("utf-8", "surrogatepass");

/// The bytes of a Python string. They can be read without the interpreter lock.
pub enum Source {
    /// The string itself, not copied.
    Text(PyBackedStr),
    /// A string with lone surrogates, encoded.
    Bytes(PyBackedBytes),
}

impl Source {
    /// Reads a `str`.
    ///
    /// # Errors
    /// `TypeError` if `value` is not a `str`.
    pub fn read(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let string = value.cast::<PyString>()?;
        match PyBackedStr::try_from(string.clone()) {
            Ok(text) => Ok(Self::Text(text)),
            Err(_) => Ok(Self::Bytes(
                string.call_method1("encode", CODEC)?.extract()?,
            )),
        }
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}

/// The Python string for `bytes`.
///
/// # Errors
/// If Python runs out of memory.
pub fn string<'py>(py: Python<'py>, bytes: &[u8]) -> PyResult<Bound<'py, PyAny>> {
    match str::from_utf8(bytes) {
        Ok(text) => Ok(PyString::new(py, text).into_any()),
        Err(_) => PyBytes::new(py, bytes).call_method1("decode", CODEC),
    }
}

/// The length in characters of the Python string for `bytes`. A lone surrogate is one character.
pub fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}

/// The format with this name. The names are those of the command's `--format`.
///
/// # Errors
/// `ValueError` for any other name.
pub fn format(name: &str) -> PyResult<Format> {
    match name {
        "text" => Ok(Format::Text),
        "markdown" => Ok(Format::Markdown),
        "html" => Ok(Format::Html),
        "jsonl" => Ok(Format::JsonLines),
        "json" => Ok(Format::Json),
        "csv" => Ok(Format::Csv),
        "tsv" => Ok(Format::Tsv),
        "xml" => Ok(Format::Xml),
        "warc" => Ok(Format::Warc),
        "mail" => Ok(Format::Mail),
        "subtitles" => Ok(Format::Subtitles),
        _ => Err(PyValueError::new_err(format!(
            "format is '{name}'; give one of text, markdown, html, jsonl, json, csv, tsv, xml, warc, mail, \
             subtitles"
        ))),
    }
}
