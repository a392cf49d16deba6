//! What holds for any plain text: edits are sorted, disjoint and on character boundaries, nothing
//! around them changes, and a restored text is not edited again.

use proptest::prelude::*;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use unspin::Format;
use unspin::edit::{Edit, apply};
use unspin::lexicon::{Entry, Lexicon, MAX_PHRASE};
use unspin::restore::{GateMode, Options, Piece, Rescorer, Restorer, Worker};
use unspin::store::hash;
use unspin::text::token::Tokens;

fn assume_spun() -> Restorer {
    Restorer::new(Options::new().gate(GateMode::AssumeSpun))
}

/// The edits of plain text.
fn edits(worker: &mut Worker<'_>, source: &[u8]) -> Vec<Edit> {
    worker.restore(source, Format::Text).into_edits()
}

/// A rescorer whose costs are arbitrary: a hash of this number and the wording, up to 16 nats.
struct Arbitrary(u64);

impl Rescorer for Arbitrary {
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

/// Text of spun and other words, marks, line ends and typing errors.
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

/// The paragraphs of the spun articles.
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

    /// In the standard mode only. With `AssumeSpun`, a restored text is taken for thinly spun, and a
    /// few words in a thousand may then be decided differently.
    #[test]
    fn a_restored_text_is_not_edited_again(some in prop::sample::subsequence(paragraphs(), 1..30)) {
        let restorer = Restorer::default();
        let mut worker = restorer.worker();
        let once = worker.restore(some.join("\n\n").as_bytes(), Format::Text).text();
        prop_assert_eq!(edits(&mut worker, once.as_bytes()), []);
    }

    /// Pages that are written with `&nbsp;` have no others.
    #[test]
    fn a_space_may_be_any_of_unicode(
        some in prop::sample::subsequence(paragraphs(), 1..12),
        spaces in prop::collection::vec(prop::sample::select(vec!['\u{a0}', '\u{2009}', '\u{202f}', '\u{3000}', ' ']), 1..4),
    ) {
        let text = some.join("\n\n");
        let mut at = 0;
        let other: String = text.chars().map(|char| if char == ' ' {
            at += 1;
            spaces[at % spaces.len()]
        } else {
            char
        }).collect();
        let restorer = Restorer::default();
        let restored = |text: &str| restorer.restore(text).text().replace(char::is_whitespace, " ");
        prop_assert_eq!(restored(&other), restored(&text));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(source in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&source, &edits(&mut assume_spun().worker(), &source));
    }

    #[test]
    fn any_words(text in words()) {
        check(text.as_bytes(), &edits(&mut assume_spun().worker(), text.as_bytes()));
    }

    #[test]
    fn any_words_and_any_rescorer(text in words(), seed in any::<u64>()) {
        let restorer = assume_spun().with_rescorer(Arc::new(Arbitrary(seed)));
        check(text.as_bytes(), &edits(&mut restorer.worker(), text.as_bytes()));
    }

    /// The lexicon has its phrases twice: in a table for whole texts, and in an fst for single ones.
    #[test]
    fn both_structures_of_the_lexicon_find_the_same(text in words()) {
        let lexicon = Lexicon::news_spinner();
        let mut tokens = Tokens::default();
        tokens.push_text(&text, 0);
        let all = |entry: Entry<'_>| entry.candidates().collect::<Vec<_>>();
        for from in 0..tokens.len() {
            let mut found = Vec::new();
            lexicon.matches(&tokens, from, tokens.len(), |to, entry| found.push((to, all(entry))));
            let longest = tokens.len().min(from + MAX_PHRASE);
            let is_curly = |&at: &usize| tokens.as_slice()[at].curly;
            let straight = (from..longest).find(is_curly).unwrap_or(longest);
            let alone = (from + 1..=straight)
                .filter_map(|to| Some((to, all(lexicon.get(tokens.norm_span(from, to))?))));
            prop_assert_eq!(found, alone.collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_used_worker_gives_the_same_as_a_new_one(first in words(), second in words()) {
        let restorer = assume_spun();
        let mut used = restorer.worker();
        edits(&mut used, first.as_bytes());
        let again = edits(&mut used, second.as_bytes());
        prop_assert_eq!(again, edits(&mut restorer.worker(), second.as_bytes()));
    }
}
