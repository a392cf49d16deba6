//! Arrow arrays of strings, read in place. It owns how restored texts become an array again: one in which nothing changed is
//! given back itself, and one of views goes on using the memory of all texts that did not change.

use std::sync::Arc;

use arrow_array::builder::{GenericStringBuilder, StringViewBuilder};
use arrow_array::{
    Array, ArrayRef, GenericStringArray, LargeStringArray, OffsetSizeTrait, StringArray,
    StringViewArray,
};
use arrow_data::{ArrayData, ByteView};
use arrow_schema::DataType;
use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::prelude::*;

/// Bytes of a text that stands inside its view.
const INLINE: u32 = 12;

/// An array of strings.
pub enum Texts {
    /// `string`: 32 bits for an offset.
    Small(StringArray),
    /// `large_string`: 64 bits for an offset.
    Large(LargeStringArray),
    /// `string_view`.
    View(StringViewArray),
}

impl Texts {
    /// Reads an array in place.
    ///
    /// # Errors
    /// `TypeError` where it has no strings.
    pub fn of(data: ArrayData) -> PyResult<Self> {
        match data.data_type() {
            DataType::Utf8 => Ok(Self::Small(data.into())),
            DataType::LargeUtf8 => Ok(Self::Large(data.into())),
            DataType::Utf8View => Ok(Self::View(data.into())),
            other => Err(PyTypeError::new_err(format!(
                "an array of strings is wanted, not of {other}; cast it to pyarrow.string()"
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

    /// The text at a place, unless it is null.
    pub fn get(&self, at: usize) -> Option<&str> {
        self.array().is_valid(at).then(|| match self {
            Self::Small(array) => array.value(at),
            Self::Large(array) => array.value(at),
            Self::View(array) => array.value(at),
        })
    }

    /// The same array with those texts in their places that changed.
    ///
    /// # Errors
    /// `OverflowError` where the type has no room for them.
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

fn copied<O: OffsetSizeTrait>(
    array: &GenericStringArray<O>,
    changed: &[Option<String>],
) -> PyResult<ArrayRef> {
    let text = |at: usize| {
        changed[at]
            .as_deref()
            .or_else(|| array.is_valid(at).then(|| array.value(at)))
    };
    let bytes = (0..array.len()).filter_map(text).map(str::len).sum();
    if O::from_usize(bytes).is_none() {
        return Err(PyOverflowError::new_err(format!(
            "{bytes} bytes are more than an array of type string holds; cast it to pyarrow.large_string()"
        )));
    }
    let mut builder = GenericStringBuilder::<O>::with_capacity(array.len(), bytes);
    (0..array.len()).for_each(|at| builder.append_option(text(at)));
    Ok(Arc::new(builder.finish()))
}

fn viewed(array: &StringViewArray, changed: &[Option<String>]) -> PyResult<ArrayRef> {
    let mut builder = StringViewBuilder::with_capacity(array.len());
    let blocks: Vec<u32> = array
        .data_buffers()
        .iter()
        .map(|block| builder.append_block(block.clone()))
        .collect();
    for (at, view) in array.views().iter().enumerate() {
        let ByteView {
            length,
            buffer_index,
            offset,
            ..
        } = ByteView::from(*view);
        match &changed[at] {
            Some(text) => builder.append_value(text),
            None if array.is_null(at) => builder.append_null(),
            None if length <= INLINE => builder.append_value(array.value(at)),
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
