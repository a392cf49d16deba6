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
    /// The weights of a tile for part `part` of the inputs, which is `length` bytes long.
    pub(super) fn part(&self, tile: usize, part: usize, length: usize) -> &'a [[u8; STEP]] {
        let from = (tile * self.inputs + part * length) * TILE;
        self.weights[from..from + length * TILE].as_chunks().0
    }
}

impl<'i> Inputs<'i> {
    /// Part `part` of the tokens `rows`.
    pub(super) fn parts<const T: usize>(
        &self,
        rows: [usize; T],
        part: usize,
    ) -> [&'i [[u8; GROUP]]; T] {
        let mut parts = [&[][..]; T];
        for (slot, row) in parts.iter_mut().zip(rows) {
            *slot = self.part(row, part);
        }
        parts
    }
}
