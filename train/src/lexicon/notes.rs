//! What learning left out and what it doubts, for a person to look at. It owns the reasons, not the decisions.

use super::{PairCount, Pairs, known_case};
use std::collections::HashMap;
use unspin::lexicon::tsv::Row;

/// Why a pair is not in the lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It was seen too seldom.
    Seldom,
    /// It was seen in too few documents.
    FewDocuments,
    /// It has a curly apostrophe, which spinners neither know nor write.
    CurlyApostrophe,
    /// It is commoner pairs side by side.
    Composed,
    /// Its spun phrase almost always stands for something else.
    Unlikely,
    /// It has digits, which chance aligns often, and was seen too seldom for that.
    Number,
}

impl Reason {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Seldom,
        Self::FewDocuments,
        Self::CurlyApostrophe,
        Self::Composed,
        Self::Unlikely,
        Self::Number,
    ];

    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Seldom => "seen too seldom",
            Self::FewDocuments => "seen in too few documents",
            Self::CurlyApostrophe => "with a curly apostrophe",
            Self::Composed => "commoner pairs side by side",
            Self::Unlikely => "rare meaning of its spun phrase",
            Self::Number => "with digits and rare",
        }
    }
}

/// A pair that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// Why.
    pub reason: Reason,
    /// The pair with its count.
    pub row: Row,
}

/// What is left out and what is doubtful.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// What is left out.
    pub dropped: Vec<Dropped>,
    /// What is in it but doubtful, the rarest first: pairs that never stood alone, so that only the division of longer
    /// pieces speaks for them.
    pub unsure: Vec<Row>,
}

impl Notes {
    /// Takes the pairs that `is_dropped` out of `pairs`.
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
                    row: row(pair),
                });
            }
            !dropped
        });
    }

    /// Notes rows that are left out.
    pub(super) fn drop_rows<'r>(&mut self, rows: impl Iterator<Item = &'r Row>, reason: Reason) {
        self.dropped.extend(rows.map(|row| Dropped {
            reason,
            row: row.clone(),
        }));
    }

    /// Notes which `rows` never stood alone.
    pub(super) fn unsure_of(&mut self, rows: &[Row], pairs: &Pairs) {
        let mut alone: HashMap<(String, String), u32> = HashMap::new();
        for pair in pairs.values() {
            let Row { spun, original, .. } = row(pair);
            *alone.entry((spun, original)).or_default() += pair.alone;
        }
        let never = |row: &&Row| {
            !row.is_kept() && alone.get(&(row.spun.clone(), row.original.clone())) == Some(&0)
        };
        self.unsure.extend(rows.iter().filter(never).cloned());
        self.unsure.sort_by_key(|row| row.count);
    }
}

fn row(pair: &PairCount) -> Row {
    Row {
        spun: pair.spun.clone(),
        original: known_case(pair),
        count: pair.count,
    }
}
