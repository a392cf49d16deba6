//! Spun text comes back in its original wording: whole articles and slips inside corruptions.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use unspin::Format;
use unspin::edit::{Edit, Kind, apply};
use unspin::restore::{GateMode, Options, Restorer};

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn assume_spun() -> Restorer {
    Restorer::new(Options::new().gate(GateMode::AssumeSpun))
}

fn restore(restorer: &Restorer, text: &str) -> String {
    let edits = restorer
        .worker()
        .restore(text.as_bytes(), Format::Text)
        .into_edits();
    String::from_utf8(apply(text.as_bytes(), &edits)).expect("edits keep UTF-8")
}

/// Words that two texts do not share, counted on both sides: a bag-of-words distance.
fn distance(a: &str, b: &str) -> i32 {
    let mut counts: BTreeMap<&str, i32> = BTreeMap::new();
    a.split_whitespace()
        .for_each(|word| *counts.entry(word).or_default() += 1);
    b.split_whitespace()
        .for_each(|word| *counts.entry(word).or_default() -= 1);
    counts.values().map(|count| count.abs()).sum()
}

#[test]
fn articles_lose_most_of_their_damage() {
    let restorer = Restorer::default();
    for name in ["budget", "council", "court", "football", "medicine", "town"] {
        let (spun, original) = (
            fixture(&format!("articles/{name}.spun.txt")),
            fixture(&format!("articles/{name}.orig.txt")),
        );
        let restored = restore(&restorer, &spun);
        let (before, after) = (distance(&spun, &original), distance(&restored, &original));
        assert!(
            10 * after <= 3 * before,
            "{name}: {after} of {before} words still differ\n{restored}"
        );
        assert_eq!(restored.lines().count(), original.lines().count(), "{name}");
    }
}

#[test]
fn quotations_that_were_left_alone_stay_as_they_are() {
    let spun = fixture("articles/court.spun.txt");
    let edits = Restorer::default()
        .worker()
        .restore(spun.as_bytes(), Format::Text)
        .into_edits();
    let inside = |at: usize| spun[..at].matches(['“', '”']).count() % 2 == 1;
    let touched: Vec<&Edit> = edits.iter().filter(|edit| inside(edit.start)).collect();
    assert_eq!(touched, Vec::<&Edit>::new());
    assert!(edits.len() > 20);
}

#[test]
fn names_and_forms() {
    let cases = [
        (
            "The White Home mentioned Thursday that the Individuals Energy Occasion will vote on Friday.",
            "The White House said Thursday that the People Power Party will vote on Friday.",
        ),
        (
            "Russian Overseas Minister Sergei Orlov mentioned on Monday.",
            "Russian Foreign Minister Sergei Orlov said on Monday.",
        ),
        ("However they didn’t say why.", "But they didn’t say why."),
    ];
    let restorer = assume_spun();
    for (spun, original) in cases {
        assert_eq!(restore(&restorer, spun), original);
    }
}

#[test]
fn restoring_twice_is_restoring_once() {
    let restorer = Restorer::default();
    for name in ["budget", "court", "town"] {
        let once = restore(&restorer, &fixture(&format!("articles/{name}.spun.txt")));
        assert_eq!(restore(&restorer, &once), once, "{name}");
    }
}

#[test]
fn nine_in_ten_slips_inside_corruptions_are_undone() {
    let restorer = assume_spun();
    let mut worker = restorer.worker();
    let (mut undone, mut all, mut missed) = (0, 0, Vec::new());
    for line in fixture("slips.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let [spun, _, slip, original] = line
            .split('\t')
            .collect::<Vec<_>>()
            .try_into()
            .expect("four fields");
        let start = spun
            .to_lowercase()
            .find(slip)
            .expect("the slip stands in its sentence");
        let right = |edit: &Edit| {
            edit.evidence.kind == Kind::Fuzzy
                && edit.start <= start
                && start < edit.end
                && edit.original.to_lowercase() == original.to_lowercase()
        };
        all += 1;
        if worker
            .restore(spun.as_bytes(), Format::Text)
            .into_edits()
            .iter()
            .any(right)
        {
            undone += 1;
        } else {
            missed.push(format!("{slip} -> {original}"));
        }
    }
    assert_eq!(all, 300);
    assert!(undone >= 270, "{undone} of {all}; missed: {missed:#?}");
}
