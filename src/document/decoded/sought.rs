//! From places in the source to those in the text.

use super::{Decoded, Piece, Spelling};
use crate::edit::Edit;
use std::ops::Range;

impl Decoded {
    /// Finds `edits` of these ranges of the source, which are sorted, in the text. Edits of bytes that
    /// are not in the text are left out.
    pub fn in_text<'e>(
        &self,
        edits: impl Iterator<Item = (Range<usize>, &'e Edit)>,
    ) -> Vec<(Range<usize>, &'e Edit)> {
        let pieces = self.by_source();
        let mut placed: Vec<_> = edits
            .filter_map(|(range, edit)| Some((text_place(&pieces, range)?, edit)))
            .collect();
        placed.sort_by_key(|(range, _)| range.start);
        placed
    }

    /// Finds the ranges `spans` of the source, which are sorted, in the text.
    pub fn spans_in_text(&self, spans: &[Range<usize>]) -> Vec<Range<usize>> {
        let pieces = self.by_source();
        let mut placed: Vec<_> = spans
            .iter()
            .filter_map(|span| text_place(&pieces, span.clone()))
            .collect();
        placed.sort_by_key(|range| range.start);
        placed
    }

    /// The pieces that the source has, in its order.
    fn by_source(&self) -> Vec<&Piece> {
        let mut pieces: Vec<&Piece> = self
            .pieces
            .iter()
            .filter(|piece| piece.spelling != Spelling::Absent)
            .collect();
        pieces.sort_by_key(|piece| piece.source.start);
        pieces
    }
}

/// The part of the text that the bytes `source` mean, given the pieces in the order of the source.
fn text_place(pieces: &[&Piece], source: Range<usize>) -> Option<Range<usize>> {
    let first = pieces.partition_point(|piece| piece.source.end <= source.start);
    let last = pieces.partition_point(|piece| piece.source.end < source.end);
    let start = pieces.get(first)?.text_at(source.start)?;
    let end = pieces.get(last)?.text_at(source.end)?;
    (start <= end).then_some(start..end)
}
