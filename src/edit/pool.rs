//! What many edits of a document share. A long page has hundreds of thousands of edits, but only some
//! thousand different originals and rules.

use super::{Change, Edit};
use std::collections::HashSet;
use std::sync::Arc;

/// The originals and rules of edits, each once.
#[derive(Debug, Default)]
pub struct Pool(HashSet<Arc<Change>>);

impl Pool {
    /// Lets `edits` share what is equal in them and in all edits before.
    pub fn share(&mut self, edits: &mut [Edit]) {
        for edit in edits {
            match self.0.get(&edit.change) {
                Some(equal) => edit.change = Arc::clone(equal),
                None => {
                    self.0.insert(Arc::clone(&edit.change));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Evidence, Kind};
    use super::*;

    #[test]
    fn equal_originals_and_rules_are_stored_once() {
        let edit = |original, rule| {
            let evidence = Evidence::new(Kind::Exact, rule, 0, 0);
            Edit::new(0..1, original, evidence)
        };
        let mut edits = [
            edit("said", "told -> said"),
            edit("said", "noted -> said"),
            edit("Said", "told -> said"),
            edit("said", "told -> said"),
        ];
        let before = edits.clone();
        Pool::default().share(&mut edits);
        assert_eq!(edits, before);
        let is_shared = |index: usize| Arc::ptr_eq(&edits[0].change, &edits[index].change);
        assert_eq!([1, 2, 3].map(is_shared), [false, false, true]);
    }

    #[test]
    fn an_edit_is_small() {
        assert!(size_of::<Edit>() <= 32);
    }
}
