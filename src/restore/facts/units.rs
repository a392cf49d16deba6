//! Systems of units: in a text with kilometres and litres, kilos are no pounds.

use super::{Checker, FactSet, SENSES, Sense};
use crate::lexicon::Original;
use crate::text::token::word_hash;
use std::sync::LazyLock;

static METRIC: LazyLock<FactSet> = LazyLock::new(|| {
    facts([
        "km",
        "meter",
        "centimeter",
        "kilo",
        "gram",
        "liter",
        "hectare",
    ])
});
static IMPERIAL: LazyLock<FactSet> =
    LazyLock::new(|| facts(["inch", "yard", "mile", "pounds", "ounce", "gallon", "acre"]));

fn facts(words: [&str; 7]) -> FactSet {
    let mut facts = FactSet::default();
    for word in words {
        if let Some(&Sense::Fact { id, .. }) = SENSES.get(&word_hash(word)) {
            facts.insert(id);
        }
    }
    facts
}

impl Checker<'_, '_> {
    /// Whether `original` has a unit of the other system than the text, which has units besides those that are
    /// `stated` by what would be replaced.
    pub(super) fn is_other_system(&self, stated: &FactSet, original: Original) -> bool {
        let is_new = |word| match SENSES.get(&word) {
            Some(&Sense::Fact {
                id,
                introduces: true,
                ..
            }) => IMPERIAL.contains(id) && !stated.contains(id),
            _ => false,
        };
        self.lexicon.words_of(original).any(is_new)
            && stated.meets(&METRIC)
            && self.document.without(stated).meets(&METRIC)
            && !self.document.meets(&IMPERIAL)
    }
}
