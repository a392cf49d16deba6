//! Data that may be larger than memory: columns of numbers on disk, and sorting by runs that are
//! written to disk and merged. Results never depend on how much memory is allowed.

mod column;
mod join;
mod sort;

pub use column::{Column, Numbers, Writer};
pub use join::{gathered, joined};
pub use sort::{Merge, Sorted, Sorter};

use bytemuck::Pod;
use std::io;

/// Bytes that are read or written at once.
const BLOCK: usize = 1 << 16;

/// How much memory may be used for sorting.
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    bytes: usize,
}

impl Memory {
    /// A limit in bytes.
    pub fn of(bytes: usize) -> Self {
        Self { bytes }
    }

    /// How many numbers a quarter of the memory can hold. At most three sorters, or one sorter and
    /// one column, are in use at the same time.
    fn capacity<T>(self) -> usize {
        (self.bytes / 4 / size_of::<T>()).max(1)
    }

    /// All numbers of a column, or `None` if they do not fit.
    ///
    /// # Errors
    /// If the column cannot be read.
    fn load<T: Pod>(self, column: &Column<T>) -> io::Result<Option<Vec<T>>> {
        if column.len() <= self.capacity::<T>() {
            Ok(Some(column.iter()?.collect()))
        } else {
            Ok(None)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spin::Random;

    /// 1,500 numbers below 700.
    fn numbers() -> Vec<u32> {
        let mut random = Random::new(3);
        (0..1500)
            .map(|_| u32::try_from(random.below(700)).expect("small"))
            .collect()
    }

    /// 16 bytes give a run for each number, merged again and again; 4,000 bytes a few runs; 1 MiB
    /// none.
    fn memories() -> [Memory; 3] {
        [16, 4000, 1 << 20].map(Memory::of)
    }

    #[test]
    fn sorting_does_not_depend_on_memory() {
        let numbers = numbers();
        let mut sorted = numbers.clone();
        sorted.sort_unstable();
        for memory in memories() {
            let mut sorter = Sorter::new(memory);
            for &number in &numbers {
                sorter.push(number).expect("written");
            }
            assert!(sorter.buffered() <= memory.capacity::<u32>());
            assert_eq!(sorter.runs() == 0, memory.bytes == 1 << 20);
            assert!(sorter.finish().expect("written").eq(sorted.iter().copied()));
        }
    }

    #[test]
    fn joining_and_gathering_do_not_depend_on_memory() {
        let numbers = numbers();
        let values: Vec<f32> = (0_u16..700).map(|value| f32::from(value) / 7.0).collect();
        let mut counts = vec![0; 701];
        for &number in &numbers {
            counts[number as usize] += 1;
        }
        let places = Column::write(numbers.clone()).expect("written");
        let column = Column::write(values.clone()).expect("written");
        for memory in memories() {
            let joined = joined(&places, &column, memory).expect("written");
            let expected = numbers.iter().map(|&place| values[place as usize]);
            assert!(joined.iter().expect("readable").eq(expected));
            let sent = numbers.iter().map(|&place| (place, 1));
            let gathered = gathered(sent, 701, 0, u32::saturating_add, memory).expect("written");
            assert!(gathered.iter().expect("readable").eq(counts.clone()));
        }
    }

    #[test]
    fn a_column_is_read_as_it_was_written() {
        let column = Column::write(0..100_000_u32).expect("written");
        assert_eq!((column.len(), column.is_empty()), (100_000, false));
        for _ in 0..2 {
            assert!(column.iter().expect("readable").eq(0..100_000));
        }
        let empty = Column::<u128>::default();
        assert_eq!(empty.iter().expect("readable").next(), None);
    }
}
