//! What each text of an Arrow array looks like, as columns.

use arrow_array::{Array, ArrayRef, BooleanArray, Float64Array, Int64Array, StructArray};
use arrow_schema::Field;
use std::sync::Arc;
use unspin::{Restored, Verdict};

/// What a text looks like, and how many edits were made.
pub struct Annotation {
    verdict: Verdict,
    edits: i64,
}

impl Annotation {
    /// The annotation of a restored text.
    pub fn new(restored: &Restored<'_>) -> Self {
        let restoring = restored
            .edits()
            .iter()
            .filter(|edit| edit.kind().restores());
        Self {
            verdict: restored.verdict().clone(),
            edits: i64::try_from(restoring.count()).expect("fewer edits than bytes"),
        }
    }
}

/// A struct array of `text` and what is known about each text. Nulls have no annotation.
pub fn with_columns(text: ArrayRef, annotations: &[Option<Annotation>]) -> StructArray {
    let all = || annotations.iter().map(Option::as_ref);
    let verdicts = || all().map(|one| one.map(|one| &one.verdict));
    let score: Float64Array = verdicts().map(|one| one.map(Verdict::score)).collect();
    let density: Float64Array = verdicts().map(|one| one?.density()).collect();
    let edits: Int64Array = all().map(|one| one.map(|one| one.edits)).collect();
    let spun: BooleanArray = verdicts().map(|one| one.map(Verdict::is_spun)).collect();
    let columns: [(&str, ArrayRef); 5] = [
        ("text", text),
        ("score", Arc::new(score)),
        ("density", Arc::new(density)),
        ("edits", Arc::new(edits)),
        ("spun", Arc::new(spun)),
    ];
    let with_field = |(name, column): (&str, ArrayRef)| {
        let field = Field::new(name, column.data_type().clone(), true);
        (Arc::new(field), column)
    };
    StructArray::from(columns.map(with_field).to_vec())
}
