//! What holds for any input: no panic, sorted and disjoint edits on character boundaries, untouched
//! bytes around them, and that what is restored stays so.

use proptest::prelude::*;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use unspin::Format;
use unspin::edit::{Edit, apply};
use unspin::lexicon::{Lexicon, MAX_PHRASE};
use unspin::restore::{GateMode, Options, Piece, Rescorer, Restorer};
use unspin::store::hash;
use unspin::text::token::Tokens;

fn assume_spun() -> Restorer {
    Restorer::new(Options::new().gate(GateMode::AssumeSpun))
}

/// Costs from nothing but a number, up to 16 nats.
struct Opinion(u64);

impl Rescorer for Opinion {
    fn costs(&self, passage: &[Piece]) -> Option<Vec<Vec<f32>>> {
        let cost = |wording: &String| {
            f32::from((hash::pair(self.0, hash::bytes(wording.as_bytes())) % 1600) as u16) / 100.0
        };
        Some(
            passage
                .iter()
                .filter_map(Piece::wordings)
                .map(|wordings| wordings.iter().map(cost).collect())
                .collect(),
        )
    }
}

/// Checks the invariants of `edits` on `source`.
fn check(source: &[u8], edits: &[Edit]) {
    let mut end = 0;
    for edit in edits {
        let range = edit.range();
        assert!(
            end <= range.start && range.start < range.end && range.end <= source.len(),
            "{edit:?} after byte {end}"
        );
        end = range.end;
        let spun = str::from_utf8(&source[range]).expect("an edit replaces whole characters");
        assert_ne!(spun, edit.original(), "an edit changes something");
    }
    let length = edits.iter().fold(source.len(), |length, edit| {
        length - edit.range().len() + edit.original().len()
    });
    assert_eq!(apply(source, edits).len(), length);
}

/// Text made of corruptions, honest words, marks, line ends and slips.
fn words() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "mentioned",
        "White",
        "Home",
        "within",
        "the",
        "in",
        "keeping",
        "with",
        "12",
        "months",
        "%",
        "50",
        "’s",
        "didn’t",
        "“",
        "”",
        "\"",
        "an",
        "a",
        "additionally",
        "Nineteen",
        "Ninties",
        "satelite",
        "tv",
        "for",
        "pc",
        ".",
        ",",
        "\n",
        "\n\n",
        "HOME",
        "https://a.b/home",
        "#home",
        "é",
        "日本",
        "U.S.",
    ]);
    let gaps = prop::sample::select(vec![" ", " ", " ", "", "-", "\u{a0}"]);
    prop::collection::vec((pieces, gaps), 0..80).prop_map(|all| {
        all.into_iter()
            .flat_map(|(piece, gap)| [piece, gap])
            .collect()
    })
}

/// The paragraphs of the spun fixtures.
fn paragraphs() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/articles");
    let files = fs::read_dir(folder)
        .expect("fixtures/articles is there")
        .map(|entry| entry.expect("readable").path());
    let spun = files.filter(|path| path.to_string_lossy().ends_with(".spun.txt"));
    spun.flat_map(|path| {
        fs::read_to_string(path)
            .expect("readable")
            .lines()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    })
    .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// With `AssumeSpun` it need not hold: a text that is restored is still taken for spun, but
    /// thinly, and a few words in a thousand may then be taken otherwise.
    #[test]
    fn what_is_restored_stays_so(some in prop::sample::subsequence(paragraphs(), 1..30)) {
        let restorer = Restorer::default();
        let mut worker = restorer.worker();
        let source = some.join("\n\n");
        let once = apply(source.as_bytes(), &worker.restore(source.as_bytes(), Format::Text).into_edits());
        prop_assert_eq!(worker.restore(&once, Format::Text).into_edits(), []);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(source in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&source, &assume_spun().worker().restore(&source, Format::Text).into_edits());
    }

    #[test]
    fn any_words(text in words()) {
        check(text.as_bytes(), &assume_spun().worker().restore(text.as_bytes(), Format::Text).into_edits());
    }

    #[test]
    fn any_words_and_any_opinion(text in words(), seed in any::<u64>()) {
        let restorer = assume_spun().with_rescorer(Arc::new(Opinion(seed)));
        check(text.as_bytes(), &restorer.worker().restore(text.as_bytes(), Format::Text).into_edits());
    }

    /// Two structures hold the phrases: the table for texts says what the fst says.
    #[test]
    fn phrases_are_found_in_texts_as_they_are_one_by_one(text in words()) {
        let (lexicon, mut tokens) = (Lexicon::embedded(), Tokens::default());
        tokens.push_text(&text, 0);
        for from in 0..tokens.len() {
            let mut found = Vec::new();
            lexicon.matches(&tokens, from, tokens.len(), |to, entry| found.push((to, entry.candidates().collect::<Vec<_>>())));
            let longest = tokens.len().min(from + MAX_PHRASE);
            let straight = (from..longest).find(|&at| tokens.as_slice()[at].curly).unwrap_or(longest);
            let alone = (from + 1..=straight).filter_map(|to| Some((to, lexicon.get(tokens.norm_span(from, to))?.candidates().collect::<Vec<_>>())));
            prop_assert_eq!(found, alone.collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_used_worker_gives_what_a_new_one_gives(first in words(), second in words()) {
        let restorer = assume_spun();
        let mut used = restorer.worker();
        used.restore(first.as_bytes(), Format::Text).into_edits();
        prop_assert_eq!(used.restore(second.as_bytes(), Format::Text).into_edits(), restorer.worker().restore(second.as_bytes(), Format::Text).into_edits());
    }
}
