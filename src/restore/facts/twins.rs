//! Two that are told apart: the hen and the rooster are not the chicken and the chicken.

use super::Checker;
use super::words::DETERMINERS;
use crate::lattice::{Lattice, Wording};
use crate::lexicon::Original;
use std::ops::Range;

/// Words that join the two.
const JOINTS: [&str; 2] = ["and", "or"];

impl Checker<'_, '_> {
    /// The wordings of the first of two, where the second one begins with token `at`.
    pub(super) fn twins(&self, at: usize, lattice: &Lattice) -> Vec<Original> {
        let is_second =
            DETERMINERS.contains(&self.before(at, 1)) && JOINTS.contains(&self.before(at, 2));
        let Some(first) = at.checked_sub(3).filter(|_| is_second) else {
            return Vec::new();
        };
        let edges = lattice.edges(first).iter();
        let single = edges.filter(|edge| edge.to == at - 2);
        let wordings = single.filter_map(|edge| match edge.wording {
            Wording::Original(original) => Some(original),
            Wording::Keep => None,
        });
        wordings.collect()
    }

    /// Whether `spun` would become the same as the first of two, given the wordings of that one. What the text
    /// says twice, it may say twice.
    pub(super) fn is_twin(
        &self,
        spun: &Range<usize>,
        original: Original,
        twins: &[Original],
    ) -> bool {
        let first = || self.before(spun.start, 3);
        twins.contains(&original) && first() != self.tokens.norm_span(spun.start, spun.end)
    }
}
