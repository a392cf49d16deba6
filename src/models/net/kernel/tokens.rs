//! How the kernels for registers of 128 bits or more read the inputs of several tokens at a time.

use super::matrix::{GROUP, Inputs, Matrix, STEP, TILE};

/// The next `T` tokens. At the end the last one is repeated, which avoids a second loop for the rest.
pub(super) fn rows<const T: usize>(first: usize, tokens: usize) -> [usize; T] {
    let mut rows = [first; T];
    for (ahead, row) in rows.iter_mut().enumerate() {
        *row = (first + ahead).min(tokens - 1);
    }
    rows
}

impl<'a> Matrix<'a> {
    /// The weights of a tile.
    pub(super) fn tile(&self, tile: usize) -> &'a [[u8; STEP]] {
        let length = self.inputs * TILE;
        self.weights[tile * length..][..length].as_chunks().0
    }
}

impl<'i> Inputs<'i> {
    /// The inputs of the tokens `rows`.
    pub(super) fn of_rows<const T: usize>(&self, rows: [usize; T]) -> [&'i [[u8; GROUP]]; T] {
        let mut inputs = [&[][..]; T];
        for (slot, row) in inputs.iter_mut().zip(rows) {
            *slot = self.token(row);
        }
        inputs
    }
}
