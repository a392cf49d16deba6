//! What many edits of a document share. A long page has hundreds of thousands of edits, but only some
//! thousand different originals and rules.

use super::{Edit, Reason};
use std::collections::HashSet;
use std::hash::Hash;
use std::sync::Arc;

/// The originals and rules of edits, each once.
#[derive(Debug, Default)]
pub struct Pool {
    originals: HashSet<Arc<str>>,
    reasons: HashSet<Arc<Reason>>,
}

impl Pool {
    /// Lets `edits` share what is equal in them and in all edits before.
    pub fn share(&mut self, edits: &mut [Edit]) {
        for edit in edits {
            share(&mut self.originals, &mut edit.original);
            share(&mut self.reasons, &mut edit.evidence.reason);
        }
    }
}

fn share<T: ?Sized + Eq + Hash>(pool: &mut HashSet<Arc<T>>, value: &mut Arc<T>) {
    match pool.get(value) {
        Some(equal) => *value = Arc::clone(equal),
        None => {
            pool.insert(Arc::clone(value));
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
        ];
        let before = edits.clone();
        Pool::default().share(&mut edits);
        assert_eq!(edits, before);
        assert!(Arc::ptr_eq(&edits[0].original, &edits[1].original));
        let reason = |edit: &Edit| Arc::clone(&edit.evidence.reason);
        assert!(Arc::ptr_eq(&reason(&edits[0]), &reason(&edits[2])));
        assert!(!Arc::ptr_eq(&reason(&edits[0]), &reason(&edits[1])));
    }
}
