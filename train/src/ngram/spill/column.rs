//! Numbers in a temporary file.

use super::BLOCK;
use bytemuck::Pod;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::marker::PhantomData;
use tempfile::NamedTempFile;

/// Numbers in a temporary file, which is deleted when the column is dropped.
#[derive(Debug)]
pub struct Column<T> {
    /// `None` if there are no numbers.
    file: Option<NamedTempFile>,
    len: usize,
    kind: PhantomData<T>,
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self {
            file: None,
            len: 0,
            kind: PhantomData,
        }
    }
}

impl<T: Pod> Column<T> {
    /// Writes `numbers` to a new column.
    ///
    /// # Errors
    /// If the disk is full.
    pub fn write(numbers: impl IntoIterator<Item = T>) -> io::Result<Self> {
        let mut writer = Writer::default();
        for number in numbers {
            writer.push(number)?;
        }
        writer.finish()
    }

    /// How many numbers there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no numbers.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The numbers in order.
    ///
    /// # Errors
    /// If the file cannot be opened.
    pub fn iter(&self) -> io::Result<Numbers<T>> {
        let file = self.file.as_ref().map(NamedTempFile::reopen).transpose()?;
        Ok(Numbers {
            file,
            left: self.len,
            block: Vec::new(),
            at: 0,
        })
    }
}

/// Writes a [`Column`], one number at a time.
#[derive(Debug)]
pub struct Writer<T> {
    file: Option<BufWriter<NamedTempFile>>,
    len: usize,
    kind: PhantomData<T>,
}

impl<T> Default for Writer<T> {
    fn default() -> Self {
        Self {
            file: None,
            len: 0,
            kind: PhantomData,
        }
    }
}

impl<T: Pod> Writer<T> {
    /// Appends a number.
    ///
    /// # Errors
    /// If the disk is full.
    pub fn push(&mut self, number: T) -> io::Result<()> {
        self.len += 1;
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(BufWriter::with_capacity(BLOCK, NamedTempFile::new()?)),
        };
        file.write_all(bytemuck::bytes_of(&number))
    }

    /// Appends copies of `number` until there are `len` numbers.
    ///
    /// # Errors
    /// If the disk is full.
    pub fn fill(&mut self, len: usize, number: T) -> io::Result<()> {
        while self.len < len {
            self.push(number)?;
        }
        Ok(())
    }

    /// How many numbers were written.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether no number was written.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The finished column.
    ///
    /// # Errors
    /// If the disk is full.
    pub fn finish(self) -> io::Result<Column<T>> {
        let file = self
            .file
            .map(|file| file.into_inner().map_err(io::IntoInnerError::into_error))
            .transpose()?;
        Ok(Column {
            file,
            len: self.len,
            kind: PhantomData,
        })
    }
}

/// Iterates over the numbers of a [`Column`].
///
/// # Panics
/// If a temporary file that could be opened can no longer be read.
#[derive(Debug)]
pub struct Numbers<T> {
    file: Option<File>,
    /// Numbers that are still in the file.
    left: usize,
    block: Vec<T>,
    /// Next number of the block.
    at: usize,
}

impl<T: Pod> Numbers<T> {
    fn read_block(&mut self) -> io::Result<()> {
        let len = self.left.min(BLOCK / size_of::<T>());
        self.block.resize(len, T::zeroed());
        self.at = 0;
        self.left -= len;
        self.file.as_mut().map_or(Ok(()), |file| {
            file.read_exact(bytemuck::cast_slice_mut(&mut self.block))
        })
    }
}

impl<T: Pod> Iterator for Numbers<T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        if self.at == self.block.len() {
            if self.left == 0 {
                return None;
            }
            self.read_block()
                .expect("a temporary file that was just written can be read");
        }
        self.at += 1;
        Some(self.block[self.at - 1])
    }
}
