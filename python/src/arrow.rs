//! Arrow arrays of strings, read in place, and restored texts as an array of the same type. If nothing
//! changes, the result shares the memory of the input. An array of views shares each unchanged text.

use arrow_array::builder::{GenericStringBuilder, StringViewBuilder};
use arrow_array::{
    Array, ArrayRef, GenericStringArray, LargeStringArray, OffsetSizeTrait, StringArray,
    StringViewArray,
};
use arrow_data::{ArrayData, ByteView};
use arrow_schema::DataType;
use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::prelude::*;
use std::sync::Arc;

/// The longest text, in bytes, that a view holds itself.
const INLINE: u32 = 12;

/// An array of strings.
pub enum Texts {
    /// `string`, with offsets of 32 bits.
    Small(StringArray),
    /// `large_string`, with offsets of 64 bits.
    Large(LargeStringArray),
    /// `string_view`.
    View(StringViewArray),
}

impl Texts {
    /// Reads an array in place.
    ///
    /// # Errors
    /// `TypeError` if it is not an array of strings.
    pub fn new(data: ArrayData) -> PyResult<Self> {
        match data.data_type() {
            DataType::Utf8 => Ok(Self::Small(data.into())),
            DataType::LargeUtf8 => Ok(Self::Large(data.into())),
            DataType::Utf8View => Ok(Self::View(data.into())),
            other => Err(PyTypeError::new_err(format!(
                "expected an array of strings, got {other}; cast it to pyarrow.string()"
            ))),
        }
    }

    /// The array itself.
    pub fn array(&self) -> &dyn Array {
        match self {
            Self::Small(array) => array,
            Self::Large(array) => array,
            Self::View(array) => array,
        }
    }

    /// The text at an index, unless it is null.
    pub fn get(&self, index: usize) -> Option<&str> {
        self.array().is_valid(index).then(|| match self {
            Self::Small(array) => array.value(index),
            Self::Large(array) => array.value(index),
            Self::View(array) => array.value(index),
        })
    }

    /// This array with each text that `changed` has replaced.
    ///
    /// # Errors
    /// `OverflowError` if the texts are too large for the type of the array.
    pub fn with(&self, changed: &[Option<String>]) -> PyResult<ArrayRef> {
        if changed.iter().all(Option::is_none) {
            return Ok(self.array().slice(0, self.array().len()));
        }
        match self {
            Self::Small(array) => copied(array, changed),
            Self::Large(array) => copied(array, changed),
            Self::View(array) => viewed(array, changed),
        }
    }
}

/// A new array with all texts.
fn copied<O: OffsetSizeTrait>(
    array: &GenericStringArray<O>,
    changed: &[Option<String>],
) -> PyResult<ArrayRef> {
    let text = |index: usize| {
        let unchanged = || array.is_valid(index).then(|| array.value(index));
        changed[index].as_deref().or_else(unchanged)
    };
    let bytes = (0..array.len()).filter_map(text).map(str::len).sum();
    if O::from_usize(bytes).is_none() {
        return Err(PyOverflowError::new_err(format!(
            "{bytes} bytes do not fit into an array of type string; cast it to pyarrow.large_string()"
        )));
    }
    let mut builder = GenericStringBuilder::<O>::with_capacity(array.len(), bytes);
    for index in 0..array.len() {
        builder.append_option(text(index));
    }
    Ok(Arc::new(builder.finish()))
}

/// A new array of views, which shares the unchanged texts.
fn viewed(array: &StringViewArray, changed: &[Option<String>]) -> PyResult<ArrayRef> {
    let mut builder = StringViewBuilder::with_capacity(array.len());
    let blocks: Vec<u32> = array
        .data_buffers()
        .iter()
        .map(|block| builder.append_block(block.clone()))
        .collect();
    for (index, view) in array.views().iter().enumerate() {
        let ByteView {
            length,
            buffer_index,
            offset,
            ..
        } = ByteView::from(*view);
        match &changed[index] {
            Some(text) => builder.append_value(text),
            None if array.is_null(index) => builder.append_null(),
            None if length <= INLINE => builder.append_value(array.value(index)),
            None => {
                let block = blocks[usize::try_from(buffer_index)?];
                builder
                    .try_append_view(block, offset, length)
                    .map_err(|error| PyOverflowError::new_err(error.to_string()))?;
            }
        }
    }
    Ok(Arc::new(builder.finish()))
}
