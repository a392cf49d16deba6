//! Construction of a static map.

use super::{HEADER, Layout, MAX_CELL_BITS, Widths, cell_bytes};
use crate::store::hash;

/// Attempts to find a seed. One fails rarely, unless two keys are equal.
const ATTEMPTS: u64 = 100;

/// Builds the map of `entries`, which are pairs of a key and its value. The keys must differ.
///
/// # Panics
/// If two keys are equal, a value needs more than `widths.value` bits, or a cell more than [`MAX_CELL_BITS`].
pub fn build(entries: &[(u64, u32)], widths: Widths) -> Vec<u8> {
    assert!(
        widths.cell() <= MAX_CELL_BITS,
        "cell of {} bits",
        widths.cell()
    );
    assert!(
        entries.iter().all(|&(_, value)| value >> widths.value == 0),
        "value too wide"
    );
    let (segment_bits, segments) = size(entries.len());
    for attempt in 1..=ATTEMPTS {
        let layout = Layout {
            seed: hash::mix(attempt),
            segment_bits,
            segments,
        };
        if let Some(order) = peel(entries, layout) {
            let cells = assign(entries, &order, layout, widths);
            return write(layout, widths, &cells);
        }
    }
    panic!("no seed places the keys: two of them are equal");
}

/// Bits of a segment and number of segments for so many keys, by the formulas of Graf and Lemire for three cells per key.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "small positive numbers"
)]
fn size(keys: usize) -> (u32, u32) {
    let keys = keys.max(2) as f64;
    let segment_bits = ((keys.ln() / 3.33_f64.ln() + 2.25).floor() as u32).min(13);
    let factor = (0.875 + 0.25 * 1_000_000_f64.ln() / keys.ln()).max(1.125);
    let cells = (keys * factor) as usize;
    let segments = cells.div_ceil(1 << segment_bits).max(3);
    (
        segment_bits,
        u32::try_from(segments).expect("fewer than 2^32 segments"),
    )
}

/// An entry, and the cell that is set last so that the entry's value comes out right.
type Peeled = (usize, usize);

/// Orders the entries so that each has a cell that no later entry uses: repeatedly takes an entry that is alone in a cell.
/// Returns `None` if some entries never are.
fn peel(entries: &[(u64, u32)], layout: Layout) -> Option<Vec<Peeled>> {
    let mut load = vec![0_u32; layout.cells()];
    // The exclusive or of the entries in a cell: the entry itself once it is alone.
    let mut members = vec![0_usize; layout.cells()];
    let cells_of = |entry: usize| layout.place(entries[entry].0).cells;
    for entry in 0..entries.len() {
        for cell in cells_of(entry) {
            load[cell] += 1;
            members[cell] ^= entry;
        }
    }
    let mut alone: Vec<usize> = (0..layout.cells())
        .filter(|&cell| load[cell] == 1)
        .collect();
    let mut order = Vec::with_capacity(entries.len());
    while let Some(cell) = alone.pop() {
        if load[cell] != 1 {
            continue;
        }
        let entry = members[cell];
        order.push((entry, cell));
        for other in cells_of(entry) {
            load[other] -= 1;
            members[other] ^= entry;
            if load[other] == 1 {
                alone.push(other);
            }
        }
    }
    (order.len() == entries.len()).then_some(order)
}

/// Sets the cells, going back through the order of [`peel`].
fn assign(entries: &[(u64, u32)], order: &[Peeled], layout: Layout, widths: Widths) -> Vec<u32> {
    let mut cells = vec![0_u32; layout.cells()];
    for &(entry, own) in order.iter().rev() {
        let (key, value) = entries[entry];
        let place = layout.place(key);
        let fingerprint = place.fingerprint & widths.fingerprint_mask();
        let others = place
            .cells
            .iter()
            .filter(|&&cell| cell != own)
            .fold(0, |x, &cell| x ^ cells[cell]);
        cells[own] = others ^ (fingerprint << widths.value | value);
    }
    cells
}

fn write(layout: Layout, widths: Widths, cells: &[u32]) -> Vec<u8> {
    let size = HEADER + cell_bytes(cells.len(), widths);
    let mut out = Vec::with_capacity(size);
    out.extend(layout.seed.to_le_bytes());
    for word in [
        layout.segment_bits,
        layout.segments,
        widths.fingerprint,
        widths.value,
        0,
        0,
    ] {
        out.extend(word.to_le_bytes());
    }
    out.resize(size, 0);
    let body = &mut out[HEADER..];
    for (index, &cell) in cells.iter().enumerate() {
        let bit = index * widths.cell() as usize;
        let shifted = u64::from(cell) << (bit & 7);
        for (byte, part) in body[bit >> 3..].iter_mut().zip(shifted.to_le_bytes()) {
            *byte |= part;
        }
    }
    out
}
