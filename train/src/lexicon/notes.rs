//! Notes for a person who checks the lexicon: which pairs were dropped, and which are doubtful.

use super::count::{PairCount, Pairs};
use std::collections::HashMap;
use unspin::lexicon::tsv::Row;

/// Why a pair is not in the lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It occurs too few times.
    Rare,
    /// It occurs in too few documents.
    FewDocuments,
    /// It contains a curly apostrophe. Spinners neither recognise nor write those.
    CurlyApostrophe,
    /// It is a sequence of commoner pairs.
    Composed,
    /// Its spun phrase almost always stands for something else.
    Unlikely,
    /// It contains digits, which are often aligned by chance, and is rare.
    Number,
    /// It is a pair that occurs far more often, beside words that are no pair by themselves.
    Explained,
}

impl Reason {
    /// All reasons.
    pub const ALL: [Self; 7] = [
        Self::Rare,
        Self::FewDocuments,
        Self::CurlyApostrophe,
        Self::Composed,
        Self::Unlikely,
        Self::Number,
        Self::Explained,
    ];

    /// The reason in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rare => "too rare",
            Self::FewDocuments => "in too few documents",
            Self::CurlyApostrophe => "curly apostrophe",
            Self::Composed => "made up of commoner pairs",
            Self::Unlikely => "rare meaning of the spun phrase",
            Self::Number => "rare and with digits",
            Self::Explained => "a far commoner pair beside other words",
        }
    }
}

/// A pair that was dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// Why.
    pub reason: Reason,
    /// The pair and its count.
    pub row: Row,
}

/// What a person may want to check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// Pairs that are not in the lexicon.
    pub dropped: Vec<Dropped>,
    /// Doubtful pairs that are in the lexicon, the rarest first. They always occurred next to
    /// another substitution, so they depend on how the alignment divided the two.
    pub unsure: Vec<Row>,
}

impl Notes {
    /// Removes the pairs for which `is_dropped` holds from `pairs` and notes them.
    pub(super) fn drop_where(
        &mut self,
        pairs: &mut Pairs,
        reason: Reason,
        is_dropped: impl Fn(&(Vec<u32>, Vec<u32>), &PairCount) -> bool,
    ) {
        pairs.retain(|key, pair| {
            let dropped = is_dropped(key, pair);
            if dropped {
                self.dropped.push(Dropped {
                    reason,
                    row: pair.row(),
                });
            }
            !dropped
        });
    }

    /// Notes rows that the caller drops.
    pub(super) fn drop_rows<'r>(
        &mut self,
        rows: impl IntoIterator<Item = &'r Row>,
        reason: Reason,
    ) {
        self.dropped.extend(rows.into_iter().map(|row| Dropped {
            reason,
            row: row.clone(),
        }));
    }

    /// Notes which of `rows` never occurred between unchanged words.
    pub(super) fn add_unsure(&mut self, rows: &[Row], pairs: &Pairs) {
        let mut alone: HashMap<(String, String), u32> = HashMap::new();
        for pair in pairs.values() {
            let Row { spun, original, .. } = pair.row();
            *alone.entry((spun, original)).or_default() += pair.alone;
        }
        let never = |row: &&Row| {
            !row.is_kept() && alone.get(&(row.spun.clone(), row.original.clone())) == Some(&0)
        };
        self.unsure.extend(rows.iter().filter(never).cloned());
        self.unsure.sort_by_key(|row| row.count);
    }
}
