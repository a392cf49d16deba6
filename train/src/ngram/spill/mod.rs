//! More data than memory: columns of numbers on disk, and sorting by runs that are spilled and merged. It owns how much memory
//! both take; what the numbers mean is their reader's. What comes out never depends on the bound.

use bytemuck::Pod;
use rayon::slice::ParallelSliceMut;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::marker::PhantomData;
use tempfile::NamedTempFile;

/// Bytes that are read or written at once.
const BLOCK: usize = 1 << 16;
/// Most runs that are merged at once.
const FAN: usize = 32;

/// How much memory sorting may take.
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    bytes: usize,
}

impl Memory {
    /// A bound of so many bytes.
    pub fn of(bytes: usize) -> Self {
        Self { bytes }
    }

    /// How many numbers one of four parts may hold: at most three sorters, or a sorter and a whole column, are in use at once.
    fn holds<T>(self) -> usize {
        (self.bytes / 4 / size_of::<T>()).max(1)
    }

    /// A column as a whole, where the bound allows for it.
    ///
    /// # Errors
    /// When the column cannot be read.
    pub fn whole<T: Pod>(self, column: &Column<T>) -> io::Result<Option<Vec<T>>> {
        if column.len() <= self.holds::<T>() {
            Ok(Some(column.iter()?.collect()))
        } else {
            Ok(None)
        }
    }
}

/// Numbers in a temporary file, which goes with it.
#[derive(Debug)]
pub struct Column<T> {
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
    /// A column of `numbers`.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn write(numbers: impl IntoIterator<Item = T>) -> io::Result<Self> {
        let mut writer = Writer::default();
        numbers
            .into_iter()
            .try_for_each(|number| writer.push(number))?;
        writer.finish()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The numbers in order.
    ///
    /// # Errors
    /// When the file cannot be opened.
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

/// Writes a [`Column`].
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
    /// When the disk is full.
    pub fn push(&mut self, number: T) -> io::Result<()> {
        self.len += 1;
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(BufWriter::with_capacity(BLOCK, NamedTempFile::new()?)),
        };
        file.write_all(bytemuck::bytes_of(&number))
    }

    /// How many were written.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether none was written.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The column.
    ///
    /// # Errors
    /// When the disk is full.
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

/// The numbers of a [`Column`].
///
/// # Panics
/// When a temporary file that was there cannot be read any more.
#[derive(Debug)]
pub struct Numbers<T> {
    file: Option<File>,
    left: usize,
    block: Vec<T>,
    at: usize,
}

impl<T: Pod> Numbers<T> {
    fn fill(&mut self) -> io::Result<()> {
        let number = self.left.min(BLOCK / size_of::<T>());
        self.block.resize(number, T::zeroed());
        (self.at, self.left) = (0, self.left - number);
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
            self.fill()
                .expect("a temporary file that was just written can be read");
        }
        self.at += 1;
        Some(self.block[self.at - 1])
    }
}

/// Sorts more than fits: full buffers are sorted and spilled, and what was spilled is merged.
///
/// ```
/// use unspin_train::ngram::spill::{Memory, Sorter};
/// let mut sorter = Sorter::new(Memory::of(16));
/// for number in [3_u32, 1, 2] {
///     sorter.push(number).expect("room on the disk");
/// }
/// assert!(sorter.finish().expect("room on the disk").eq([1, 2, 3]));
/// ```
#[derive(Debug)]
pub struct Sorter<T> {
    most: usize,
    buffer: Vec<T>,
    runs: Vec<Column<T>>,
}

impl<T: Pod + Ord + Send> Sorter<T> {
    /// A sorter within `memory`.
    pub fn new(memory: Memory) -> Self {
        Self {
            most: memory.holds::<T>(),
            buffer: Vec::new(),
            runs: Vec::new(),
        }
    }

    /// Adds an item.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn push(&mut self, item: T) -> io::Result<()> {
        if self.buffer.len() == self.most {
            self.spill()?;
        }
        self.buffer.push(item);
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        self.buffer.par_sort_unstable();
        self.runs.push(Column::write(self.buffer.drain(..))?);
        if self.runs.len() == FAN {
            let merged = Column::write(Merge::new(&self.runs)?)?;
            self.runs = vec![merged];
        }
        Ok(())
    }

    /// All items in order.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn finish(mut self) -> io::Result<Sorted<T>> {
        if self.runs.is_empty() {
            self.buffer.par_sort_unstable();
            return Ok(Sorted::Whole(self.buffer.into_iter()));
        }
        self.spill()?;
        Ok(Sorted::Merged(Merge::new(&self.runs)?, self.runs))
    }
}

/// Sorted items.
#[derive(Debug)]
pub enum Sorted<T> {
    /// That fitted into memory.
    Whole(std::vec::IntoIter<T>),
    /// That are merged, with the files that they come from.
    Merged(Merge<T>, Vec<Column<T>>),
}

impl<T: Pod + Ord> Iterator for Sorted<T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        match self {
            Self::Whole(items) => items.next(),
            Self::Merged(merge, _) => merge.next(),
        }
    }
}

/// Sorted runs as one.
#[derive(Debug)]
pub struct Merge<T> {
    runs: Vec<Numbers<T>>,
    next: BinaryHeap<Reverse<(T, usize)>>,
}

impl<T: Pod + Ord> Merge<T> {
    fn new(runs: &[Column<T>]) -> io::Result<Self> {
        let mut runs = runs
            .iter()
            .map(Column::iter)
            .collect::<io::Result<Vec<_>>>()?;
        let next = runs
            .iter_mut()
            .enumerate()
            .filter_map(|(run, numbers)| Some(Reverse((numbers.next()?, run))))
            .collect();
        Ok(Self { runs, next })
    }
}

impl<T: Pod + Ord> Iterator for Merge<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        let mut least = self.next.peek_mut()?;
        let Reverse((item, run)) = *least;
        match self.runs[run].next() {
            Some(following) => least.0.0 = following,
            None => drop(std::collections::binary_heap::PeekMut::pop(least)),
        }
        Some(item)
    }
}

/// For each of so many places, the sum by `add` of the values that were sent to it, `none` where there are none.
///
/// # Errors
/// When the disk is full.
pub fn gathered(
    sent: impl Iterator<Item = (u32, u32)>,
    places: usize,
    none: u32,
    add: impl Fn(u32, u32) -> u32,
    memory: Memory,
) -> io::Result<Column<u32>> {
    if places <= memory.holds::<u32>() {
        let mut sums = vec![none; places];
        sent.for_each(|(place, value)| sums[place as usize] = add(sums[place as usize], value));
        return Column::write(sums);
    }
    let mut sorter = Sorter::new(memory);
    for (place, value) in sent {
        sorter.push([place, value])?;
    }
    let mut sorted = sorter.finish()?.peekable();
    let mut sums = Writer::default();
    for place in 0..places {
        let mut sum = none;
        while let Some([_, value]) = sorted.next_if(|item| item[0] as usize == place) {
            sum = add(sum, value);
        }
        sums.push(sum)?;
    }
    sums.finish()
}

/// For each of `places`, the value that stands there.
///
/// # Errors
/// When the disk is full.
pub fn joined(
    places: &Column<u32>,
    values: &Column<f32>,
    memory: Memory,
) -> io::Result<Column<f32>> {
    if let Some(values) = memory.whole(values)? {
        return Column::write(places.iter()?.map(|place| values[place as usize]));
    }
    let mut wanted = Sorter::new(memory);
    for (asks, place) in (0_u32..).zip(places.iter()?) {
        wanted.push([place, asks])?;
    }
    let (mut wanted, mut found) = (wanted.finish()?.peekable(), Sorter::new(memory));
    for (place, value) in values.iter()?.enumerate() {
        while let Some([_, asks]) = wanted.next_if(|item| item[0] as usize == place) {
            found.push([asks, value.to_bits()])?;
        }
    }
    drop(wanted);
    Column::write(found.finish()?.map(|[_, bits]| f32::from_bits(bits)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spin::Random;

    #[test]
    fn sorting_and_joining_do_not_depend_on_the_memory() {
        let mut random = Random::new(3);
        let numbers: Vec<u32> = (0..5000)
            .map(|_| u32::try_from(random.next_u64() % 700).expect("small"))
            .collect();
        let mut sorted = numbers.clone();
        sorted.sort_unstable();
        let values: Vec<f32> = (0_u16..700).map(|value| f32::from(value) / 7.0).collect();
        let (places, column) = (
            Column::write(numbers.clone()).expect("written"),
            Column::write(values.clone()).expect("written"),
        );
        // 16 bytes: a run for each number, merged again and again; 4,000 bytes: a few runs; 1 MB: none.
        for memory in [16, 4000, 1 << 20].map(Memory::of) {
            let mut sorter = Sorter::new(memory);
            numbers
                .iter()
                .try_for_each(|&number| sorter.push(number))
                .expect("written");
            assert!(sorter.buffer.capacity() <= 2 * memory.holds::<u32>().max(4));
            assert!(sorter.runs.is_empty() == (memory.bytes == 1 << 20) && sorter.runs.len() < FAN);
            assert!(sorter.finish().expect("written").eq(sorted.iter().copied()));
            let joined = joined(&places, &column, memory).expect("written");
            assert!(
                joined
                    .iter()
                    .expect("there")
                    .eq(numbers.iter().map(|&place| values[place as usize]))
            );
            let sent = numbers.iter().map(|&place| (place, 1));
            let gathered = gathered(sent, 701, 0, u32::saturating_add, memory).expect("written");
            let times = |place: u32| {
                u32::try_from(numbers.iter().filter(|&&number| number == place).count())
                    .expect("small")
            };
            assert!(gathered.iter().expect("there").eq((0..701).map(times)));
        }
    }

    #[test]
    fn a_column_is_read_as_it_was_written() {
        let column = Column::write(0..100_000_u32).expect("written");
        assert_eq!((column.len(), column.is_empty()), (100_000, false));
        assert!(
            column.iter().expect("there").eq(0..100_000)
                && column.iter().expect("there").eq(0..100_000)
        );
        assert_eq!(
            Column::<u128>::default().iter().expect("there").next(),
            None
        );
    }
}
