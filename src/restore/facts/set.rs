//! Sets of facts.

/// Index of a fact in the lists.
pub(super) type FactId = u8;

/// A set of facts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct FactSet([u64; 4]);

impl FactSet {
    pub(super) fn insert(&mut self, id: FactId) {
        self.0[usize::from(id / 64)] |= 1 << (id % 64);
    }

    pub(super) fn contains(&self, id: FactId) -> bool {
        self.0[usize::from(id / 64)] & (1 << (id % 64)) != 0
    }

    /// Whether both sets have a fact in common.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.0
            .iter()
            .zip(&other.0)
            .any(|(one, other)| one & other != 0)
    }

    /// The facts that `other` does not have.
    pub(super) fn without(&self, other: &Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at] & !other.0[at]))
    }
}
