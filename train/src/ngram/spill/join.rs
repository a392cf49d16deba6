//! Moving values between columns by position, with limited memory.

use super::{Column, Memory, Sorter, Writer};
use std::io;

/// For each of `places` positions, combines by `add` the values that were sent to it, starting with
/// `initial`.
///
/// # Errors
/// If the disk is full.
pub fn gathered(
    sent: impl Iterator<Item = (u32, u32)>,
    places: usize,
    initial: u32,
    add: impl Fn(u32, u32) -> u32,
    memory: Memory,
) -> io::Result<Column<u32>> {
    if places <= memory.capacity::<u32>() {
        let mut sums = vec![initial; places];
        for (place, value) in sent {
            let sum = &mut sums[place as usize];
            *sum = add(*sum, value);
        }
        return Column::write(sums);
    }
    let mut sorter = Sorter::new(memory);
    for (place, value) in sent {
        sorter.push([place, value])?;
    }
    let mut sorted = sorter.finish()?.peekable();
    let mut sums = Writer::default();
    for place in 0..places {
        let mut sum = initial;
        while let Some([_, value]) = sorted.next_if(|item| item[0] as usize == place) {
            sum = add(sum, value);
        }
        sums.push(sum)?;
    }
    sums.finish()
}

/// For each of `places`, the value at that position of `values`.
///
/// # Errors
/// If the disk is full.
pub fn joined(
    places: &Column<u32>,
    values: &Column<f32>,
    memory: Memory,
) -> io::Result<Column<f32>> {
    if let Some(values) = memory.load(values)? {
        return Column::write(places.iter()?.map(|place| values[place as usize]));
    }
    // Sort the requests by place, answer them in that order, and sort the answers by request.
    let mut requests = Sorter::new(memory);
    for (request, place) in (0_u32..).zip(places.iter()?) {
        requests.push([place, request])?;
    }
    let mut requests = requests.finish()?.peekable();
    let mut answers = Sorter::new(memory);
    for (place, value) in values.iter()?.enumerate() {
        while let Some([_, request]) = requests.next_if(|item| item[0] as usize == place) {
            answers.push([request, value.to_bits()])?;
        }
    }
    drop(requests);
    Column::write(answers.finish()?.map(|[_, bits]| f32::from_bits(bits)))
}
