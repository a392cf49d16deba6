//! The wordings that an edit lists: none of them is cheaper than the chosen one.

use crate::support::fixtures;
use proptest::prelude::*;
use unspin::{Format, GateMode, Options, Restorer};

/// Words of the spun articles in any order. So there are more close decisions than in a text that makes
/// sense.
fn shuffled() -> impl Strategy<Value = String> {
    let articles = fixtures("articles", ".spun.txt");
    let words: Vec<String> = articles
        .iter()
        .flat_map(|(_, text)| text.split_whitespace().map(str::to_owned))
        .collect();
    prop::collection::vec(prop::sample::select(words), 50..300).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_alternative_is_cheaper_than_the_chosen_wording(text in shuffled()) {
        let options = Options::new().gate(GateMode::AssumeSpun).explain(true);
        let restored = Restorer::new(options).worker().restore(text.as_bytes(), Format::Text);
        for edit in restored.edits() {
            let costs = edit.choices().iter().map(unspin::Choice::cost);
            let least = costs.min_by(f64::total_cmp);
            prop_assert!(least.is_none_or(|least| least == 0.0), "{:?}", edit);
        }
    }
}
