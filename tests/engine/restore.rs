//! Spun text is restored: whole articles, names and inflected forms, and misspelt spun phrases.

use std::collections::BTreeMap;
use unspin::{Edit, Format, GateMode, Kind, Options, Restorer};

use super::support::{fixture, fixtures};

fn assume_spun() -> Restorer {
    Restorer::new(Options::new().gate(GateMode::AssumeSpun))
}

/// The number of words by which two texts differ as bags of words.
fn distance(a: &str, b: &str) -> u32 {
    let mut counts: BTreeMap<&str, i32> = BTreeMap::new();
    for word in a.split_whitespace() {
        *counts.entry(word).or_default() += 1;
    }
    for word in b.split_whitespace() {
        *counts.entry(word).or_default() -= 1;
    }
    counts.values().map(|count| count.unsigned_abs()).sum()
}

#[test]
fn distances_are_those_of_bags_of_words() {
    assert_eq!(distance("a b c", "c a b"), 0);
    assert_eq!(distance("a b b", "b c"), 3);
}

#[test]
fn articles_lose_at_least_seven_tenths_of_their_damage() {
    let restorer = Restorer::default();
    for name in ["budget", "council", "court", "football", "medicine", "town"] {
        let spun = fixture(&format!("articles/{name}.spun.txt"));
        let original = fixture(&format!("articles/{name}.orig.txt"));
        let restored = restorer.restore(&spun).text();
        let before = distance(&spun, &original);
        let after = distance(&restored, &original);
        assert!(
            10 * after <= 3 * before,
            "{name}: {after} of {before} words still differ\n{restored}"
        );
        assert_eq!(restored.lines().count(), original.lines().count(), "{name}");
    }
}

/// Dividers, drawings and rows of emoji have no words, so they do not show that a text is clean.
#[test]
fn signs_between_paragraphs_change_hardly_any_edit() {
    let restorer = Restorer::default();
    let spun = fixture("articles/town.spun.txt");
    let edits = |text: &str| {
        let restored = restorer.restore(text);
        let edits = restored.edits().iter();
        edits
            .map(|edit| edit.original().to_owned())
            .collect::<Vec<_>>()
    };
    let without = edits(&spun.replace('\n', "\n\n"));
    assert!(without.len() > 50, "{without:?}");
    for sign in ["=", "* ", "[ ] ", "\u{28ff}", "\u{1f7e6}"] {
        let row = sign.repeat(70) + "\n";
        let with = edits(&spun.replace('\n', &format!("\n\n{}\n", row.repeat(20))));
        let same = with.iter().filter(|edit| without.contains(edit)).count();
        assert!(10 * same >= 9 * without.len(), "{sign}: {with:?}");
    }
}

#[test]
fn doubtful_lines_stay_beside_text_that_is_not_spun() {
    let spun = fixture("articles/town.spun.txt");
    let paragraphs: Vec<&str> = spun.lines().collect();
    let clean = "The bench stood for years under the apple tree in the yard behind our house, and nobody thought \
        much about it until the back legs gave way. My father looked at the wood, said that most of it was \
        still good, and took it into the garage. It was there for the whole winter. In March he brought it \
        out again with two new legs and a coat of green paint.";
    for line in [
        "- Colours: green, grey, rust",
        "Guaranteed for 5 years. Free delivery on all orders.",
        "Additional legs on request",
    ] {
        let (before, after) = paragraphs.split_at(2);
        let text = [before, &[clean, line], after].concat().join("\n\n");
        let restored = Restorer::default().restore(&text).text();
        let kept = format!("{clean}\n\n{line}\n\n");
        assert!(restored.contains(&kept), "{restored}");
        assert!(restored.contains("The city council"), "{restored}");
    }
}

#[test]
fn lines_of_code_in_spun_text_are_not_changed() {
    let spun = fixture("articles/town.spun.txt");
    let code = [
        "SELECT invoice FROM individuals WHERE worth > 5 ORDER BY quantity;",
        "$ begin invoice --listing\n$ home assist",
        "2024-01-05 12:00:01 INFO invoice: begin listing amongst individuals",
        "def begin(invoice):\n    worth += quantity\n    return massive",
    ];
    let with_code = format!("{spun}\n{}\n\n{spun}", code.join("\n\n"));
    let restored = Restorer::default().restore(&with_code).text();
    for code in code {
        assert!(restored.contains(code), "{code}\n{restored}");
    }
    let plain = format!("{spun}\n\n{spun}");
    let plain = Restorer::default().restore(&plain).into_edits().len();
    let edits = Restorer::default().restore(&with_code).into_edits().len();
    assert!(edits + 3 > plain, "{edits} {plain}");
}

#[test]
fn quotations_that_the_spinner_left_alone_are_not_changed() {
    let spun = fixture("articles/court.spun.txt");
    let restored = Restorer::default().restore(&spun).into_edits();
    let is_quoted = |at: usize| spun[..at].matches(['“', '”']).count() % 2 == 1;
    let quoted: Vec<&Edit> = restored
        .iter()
        .filter(|edit| is_quoted(edit.range().start))
        .collect();
    assert_eq!(quoted, Vec::<&Edit>::new());
    assert!(restored.len() > 20);
}

#[test]
fn names_and_inflected_forms() {
    let restorer = assume_spun();
    for (spun, original) in [
        (
            "The White Home mentioned Thursday that the Individuals Energy Occasion will vote on Friday.",
            "The White House said Thursday that the People Power Party will vote on Friday.",
        ),
        (
            "Russian Overseas Minister Sergei Orlov mentioned on Monday.",
            "Russian Foreign Minister Sergei Orlov said on Monday.",
        ),
        ("However they didn’t say why.", "But they didn’t say why."),
    ] {
        assert_eq!(restorer.restore(spun).text(), original);
    }
}

#[test]
fn restoring_twice_is_the_same_as_restoring_once() {
    let restorer = Restorer::default();
    for name in ["budget", "court", "town"] {
        let spun = fixture(&format!("articles/{name}.spun.txt"));
        let once = restorer.restore(&spun).text();
        assert_eq!(restorer.restore(&once).text(), once, "{name}");
    }
}

/// The paragraphs of the fixtures in a folder.
fn paragraphs(folder: &str, end: &str) -> Vec<String> {
    let texts = fixtures(folder, end).into_iter();
    let of_text = |text: String| text.split("\n\n").map(str::to_owned).collect::<Vec<_>>();
    let all = texts.flat_map(|(_, text)| of_text(text));
    all.filter(|paragraph| !paragraph.trim().is_empty())
        .collect()
}

/// The longer sentences of the fixtures in a folder, each on one line.
fn sentences(folder: &str, end: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    for paragraph in paragraphs(folder, end) {
        let line = paragraph.replace('\n', " ");
        for part in line.split_inclusive(['.', '?', '!']) {
            if part.split_whitespace().count() > 8 {
                sentences.push(part.trim().to_owned());
            }
        }
    }
    sentences
}

/// Blocks of which one in `every` is spun.
fn mixture(spun: &[String], clean: &[String], every: usize, blocks: usize) -> String {
    let block = |number: usize| {
        if number.is_multiple_of(every) {
            spun[number / every % spun.len()].as_str()
        } else {
            &clean[number % clean.len()]
        }
    };
    let blocks: Vec<&str> = (0..blocks).map(block).collect();
    blocks.join("\n\n")
}

/// A second run must not find blocks that the first one has missed: not where the same words are spun again
/// and again, nor where only the first of several spun blocks looks spun by its words.
#[test]
fn a_mixture_of_spun_and_clean_blocks_is_restored_in_one_run() {
    let restorer = Restorer::default();
    let article = paragraphs("articles", ".spun.txt");
    let clean = paragraphs("clean", ".txt");
    let spun_sentences = sentences("articles", ".spun.txt");
    let clean_sentences = sentences("clean", ".txt");
    let mut mixtures = vec![mixture(&article[..1], &clean, 2, 20)];
    for every in [3, 5, 8] {
        for start in [0, 30] {
            let spun = &spun_sentences[start..start + 8];
            mixtures.push(mixture(spun, &clean_sentences, every, 40 * every));
        }
    }
    // Of these, a second run would find more if the first one did not read its own result.
    for (start, every, count) in [(11, 12, 16), (33, 16, 32)] {
        let spun = &spun_sentences[start..start + count];
        mixtures.push(mixture(spun, &clean_sentences, every, every * count));
    }
    for text in mixtures {
        let restored = restorer.restore(&text);
        assert!(!restored.edits().is_empty());
        let once = restored.text();
        let again: Vec<_> = restorer
            .restore(&once)
            .edits()
            .iter()
            .map(|edit| edit.rule().to_owned())
            .collect();
        assert!(again.is_empty(), "{again:?} in {text}");
    }
}

/// Captions, and lines of a PDF file, are often paragraphs of their own.
#[test]
fn prose_in_short_lines_is_restored() {
    let restorer = Restorer::default();
    let count = |text: &str| restorer.restore(text).edits().len();
    let article = paragraphs("articles", ".spun.txt").join(" ");
    let words: Vec<&str> = article.split_whitespace().take(300).collect();
    let all = count(&words.join(" "));
    let lines: Vec<String> = words.chunks(7).map(|line| line.join(" ")).collect();
    for text in [lines.join("\n\n"), format!("> {}", lines.join("\n> "))] {
        let found = count(&text);
        assert!(2 * found > all, "{found} of {all} in {text}");
    }
}

/// A heading is too short to be edited alone, and does not show that the headline below it is spun.
#[test]
fn a_short_heading_is_no_evidence_for_the_text_below() {
    let restorer = Restorer::default();
    for article in paragraphs("articles", ".orig.txt") {
        for heading in ["White Home", "== White Home ==", "Energy Occasion"] {
            let text = format!("{heading}\n\n{article}");
            assert_eq!(restorer.restore(&text).text(), text);
        }
    }
}

/// Tokens of code are no words of the text, so they do not make it longer than its evidence.
#[test]
fn code_between_spun_sentences_hides_nothing() {
    let spun = sentences("articles", ".spun.txt");
    let clean = sentences("clean", ".txt");
    let code = " { a(1); b[2] = 3; c.d(4, 5) + 6 * 7 - 8 / 9; }\n".repeat(2);
    let with_code = |texts: &[String]| -> Vec<String> {
        texts.iter().map(|text| format!("{text}{code}")).collect()
    };
    let text = mixture(&with_code(&spun), &with_code(&clean), 4, 80);
    assert!(Restorer::default().restore(&text).verdict().is_spun());
}

/// Words without context, as in a menu, are only restored where they look spun together, and the models are sure.
#[test]
fn short_blocks_need_more_evidence() {
    let restorer = Restorer::default();
    let article = fixture("articles/town.spun.txt");
    let menu = |entries: &str| {
        let restored = restorer
            .restore(&format!("{article}\n\n{entries}\n"))
            .text();
        restored[restored.rfind("\n\n").expect("a gap") + 2..]
            .trim_end()
            .to_owned()
    };
    for honest in ["The rest.", "Home\nNews\nSign in\nEvents"] {
        assert_eq!(menu(honest), honest);
    }
    let spun = "Enterprise\nSports activities\nWell being\nActual property";
    assert_eq!(menu(spun), "Business\nSports\nHealth\nReal estate");
}

/// Each line of `slips.tsv` has a spun sentence, the restored sentence, the misspelt word, and the original of the phrase
/// that the word belongs to.
#[test]
fn most_misspelt_phrases_are_restored() {
    let restorer = assume_spun();
    let mut worker = restorer.worker();
    let mut missed = Vec::new();
    let mut all = 0;
    let text = fixture("slips.tsv");
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [spun, _, slip, original] = fields[..] else {
            panic!("four fields: {line}");
        };
        let at = spun.to_lowercase().find(slip).expect("the misspelt word");
        let is_right = |edit: &Edit| {
            edit.kind() == Kind::Fuzzy
                && edit.range().contains(&at)
                && edit.original().to_lowercase() == original.to_lowercase()
        };
        let restored = worker.restore(spun.as_bytes(), Format::Text);
        if !restored.edits().iter().any(is_right) {
            missed.push(format!("{slip} -> {original}"));
        }
        all += 1;
    }
    assert_eq!(all, 300);
    // 85 %: what is doubtful is left alone, as real text has many words that no model knows.
    assert!(missed.len() <= 45, "{} missed: {missed:#?}", missed.len());
}
