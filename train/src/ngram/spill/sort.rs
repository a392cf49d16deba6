//! Sorting with limited memory (external merge sort).

use super::{Column, Memory, Numbers};
use bytemuck::Pod;
use rayon::slice::ParallelSliceMut;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::io;

/// When there are this many runs, they are merged into one.
const MAX_RUNS: usize = 32;

/// Sorts more items than fit into memory. Whenever its buffer is full, it is sorted and written to
/// disk as a run; in the end the runs are merged.
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
    capacity: usize,
    buffer: Vec<T>,
    runs: Vec<Column<T>>,
}

impl<T: Pod + Ord + Send> Sorter<T> {
    /// A sorter that uses at most a quarter of `memory`.
    pub fn new(memory: Memory) -> Self {
        Self {
            capacity: memory.capacity::<T>(),
            buffer: Vec::new(),
            runs: Vec::new(),
        }
    }

    /// Adds an item.
    ///
    /// # Errors
    /// If the disk is full.
    pub fn push(&mut self, item: T) -> io::Result<()> {
        if self.buffer.len() == self.capacity {
            self.write_run()?;
        }
        self.buffer.push(item);
        Ok(())
    }

    fn write_run(&mut self) -> io::Result<()> {
        self.buffer.par_sort_unstable();
        self.runs.push(Column::write(self.buffer.drain(..))?);
        if self.runs.len() == MAX_RUNS {
            let merged = Column::write(Merge::new(&self.runs)?)?;
            self.runs = vec![merged];
        }
        Ok(())
    }

    /// All items in order.
    ///
    /// # Errors
    /// If the disk is full.
    pub fn finish(mut self) -> io::Result<Sorted<T>> {
        if self.runs.is_empty() {
            self.buffer.par_sort_unstable();
            return Ok(Sorted::InMemory(self.buffer.into_iter()));
        }
        self.write_run()?;
        Ok(Sorted::Merged(Merge::new(&self.runs)?, self.runs))
    }

    /// Items in memory.
    #[cfg(test)]
    pub(super) fn buffered(&self) -> usize {
        self.buffer.len()
    }

    /// Runs on disk.
    #[cfg(test)]
    pub(super) fn runs(&self) -> usize {
        self.runs.len()
    }
}

/// Iterates over sorted items.
#[derive(Debug)]
pub enum Sorted<T> {
    /// All items fitted into memory.
    InMemory(std::vec::IntoIter<T>),
    /// The items are merged from these runs.
    Merged(Merge<T>, Vec<Column<T>>),
}

impl<T: Pod + Ord> Iterator for Sorted<T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        match self {
            Self::InMemory(items) => items.next(),
            Self::Merged(merge, _) => merge.next(),
        }
    }
}

/// Merges sorted runs.
#[derive(Debug)]
pub struct Merge<T> {
    runs: Vec<Numbers<T>>,
    /// The next item of each run that is not finished, and the index of the run.
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
            None => drop(PeekMut::pop(least)),
        }
        Some(item)
    }
}
