//! Python strings as the bytes that the engine reads, and back. It owns strings that are no UTF-8: half of a surrogate pair
//! comes through as it was, as bytes that are no UTF-8 do in the filter.

use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyBytes, PyString};

/// How Python spells half a surrogate pair in bytes.
const CODEC: (&str, &str) = ("utf-8", "surrogatepass");

/// A string of Python's, to be read without the lock of the interpreter and, where it is UTF-8, without a copy.
pub enum Source {
    /// Text.
    Text(PyBackedStr),
    /// What has half a surrogate pair in it.
    Bytes(PyBackedBytes),
}

impl Source {
    /// Reads a `str`.
    ///
    /// # Errors
    /// Where `value` is no `str`.
    pub fn of(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let string = value.cast::<PyString>()?;
        match PyBackedStr::try_from(string.clone()) {
            Ok(text) => Ok(Self::Text(text)),
            Err(_) => Ok(Self::Bytes(
                string.call_method1("encode", CODEC)?.extract()?,
            )),
        }
    }

    /// The bytes of it.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}

/// The string that `bytes` spell.
///
/// # Errors
/// Where Python lacks memory.
pub fn string<'py>(py: Python<'py>, bytes: &[u8]) -> PyResult<Bound<'py, PyAny>> {
    match str::from_utf8(bytes) {
        Ok(text) => Ok(PyString::new(py, text).into_any()),
        Err(_) => PyBytes::new(py, bytes).call_method1("decode", CODEC),
    }
}

/// Characters in `bytes` as Python counts them; half a surrogate pair is one.
pub fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}
