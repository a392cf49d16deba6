//! Compares the matrix products of the neural network, as WebAssembly computes them, with their
//! definition. `web/test` runs this module in a browser, where the tests of the library cannot run.

use unspin::models::net::kernel::{Inputs, Matrix};
use unspin::store::hash;

const SIZES: [(usize, usize, usize); 5] = [
    (8, 16, 1),
    (48, 32, 7),
    (128, 64, 4),
    (384, 128, 16),
    (256, 16, 3),
];

/// Number of wrong sums, over several sizes. Half of the factors are extreme values.
#[unsafe(no_mangle)]
pub extern "C" fn wrong_sums() -> usize {
    SIZES
        .into_iter()
        .map(|(inputs, outputs, tokens)| wrong(inputs, outputs, tokens))
        .sum()
}

fn wrong(length: usize, outputs: usize, tokens: usize) -> usize {
    let weights: Vec<u8> = (0..length * outputs)
        .map(|i| some(i, 128, 127, 256))
        .collect();
    let bytes: Vec<u8> = (0..length * tokens)
        .map(|i| some(i + 9999, 0, 127, 128))
        .collect();
    let matrix = Matrix::new(&weights, length, outputs).expect("whole");
    let mut sums = vec![0; tokens * outputs];
    matrix.times(Inputs::of(&bytes, length), tokens, &mut sums);
    let right = |token: usize, output: usize| {
        (0..length)
            .map(|k| i32::from(bytes[token * length + k]) * i32::from(matrix.at(k, output)))
            .sum::<i32>()
    };
    (0..tokens * outputs)
        .filter(|&i| sums[i] != right(i / outputs, i % outputs))
        .count()
}

fn some(seed: usize, low: u8, high: u8, range: u64) -> u8 {
    match hash::mix(seed as u64 + 1) % 4 {
        0 => low,
        1 => high,
        other => (hash::mix(other + seed as u64) % range).to_le_bytes()[0],
    }
}
