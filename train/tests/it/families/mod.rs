//! Families of spinners: learned from pairs, undone, and told apart from each other and from honest text.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::support::Sandbox;
use unspin::document::Format;
use unspin::lexicon::tsv::Row;
use unspin::restore::Restorer;
use unspin_train::lexicon::{Limits, learn};
use unspin_train::pairs::{Document, Pair};
use unspin_train::spin::{LexiconSpinner, Quotes, Random, Spin, Style};

fn fixture(name: &str) -> String {
    fs::read_to_string(crate::support::root().join("fixtures").join(name))
        .expect("the fixture is there")
}

/// The honest texts of `fixtures/`, a paragraph a line.
fn texts() -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for folder in ["clean", "articles"] {
        let path = crate::support::root().join("fixtures").join(folder);
        let files = fs::read_dir(path)
            .expect("the folder is there")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .into_string()
                    .expect("UTF-8")
            });
        names.extend(
            files
                .filter(|name| !name.contains(".spun."))
                .map(|name| format!("{folder}/{name}")),
        );
    }
    names.sort();
    names.iter().map(|name| fixture(name)).collect()
}

/// Words by how often they stand in `texts`.
fn counted(texts: &[String]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for word in texts
        .iter()
        .flat_map(|text| text.split_whitespace())
        .filter(|word| word.chars().all(|c| c.is_ascii_lowercase()))
    {
        *counts.entry(word.to_owned()).or_default() += 1;
    }
    counts
}

/// A table that nobody has: of the words that `texts` have five times or more, `share` become rare words or two, by `seed`.
fn invented(texts: &[String], share: f64, seed: u64) -> Vec<Row> {
    let counts = counted(texts);
    let rare: Vec<&String> = counts
        .iter()
        .filter(|(word, count)| **count == 1 && word.len() > 4)
        .map(|(word, _)| word)
        .collect();
    let mut random = Random::new(seed);
    let mut taken = BTreeSet::new();
    let mut draw = |random: &mut Random| loop {
        let word = rare[usize::try_from(random.next_u64() % rare.len() as u64).expect("small")];
        if taken.insert(word.clone()) {
            return word.clone();
        }
    };
    let mut rows = Vec::new();
    for (word, _) in counts.iter().filter(|(_, count)| **count >= 5) {
        if random.unit() < share {
            let spun = if random.unit() < 0.3 {
                format!("{} {}", draw(&mut random), draw(&mut random))
            } else {
                draw(&mut random)
            };
            rows.push(Row {
                spun,
                original: word.clone(),
                count: 1000,
            });
        }
    }
    rows
}

fn spun(rows: &[Row], texts: &[String], seed: u64) -> Vec<String> {
    let (spinner, mut random) = (LexiconSpinner::new(rows), Random::new(seed));
    texts
        .iter()
        .map(|text| {
            spinner
                .spin(
                    text,
                    Style {
                        density: 1.0,
                        quotes: Quotes::Spun,
                    },
                    &mut random,
                )
                .text
        })
        .collect()
}

fn documents(spun: &[String], originals: &[String]) -> Vec<Document> {
    let document = |(spun, original): (&String, &String)| -> Document {
        spun.lines()
            .zip(original.lines())
            .map(|(spun, original)| Pair {
                spun: spun.into(),
                original: original.into(),
            })
            .collect()
    };
    spun.iter().zip(originals).map(document).collect()
}

fn learned(documents: &[Document]) -> Vec<Row> {
    learn(
        documents,
        Limits {
            min_count: 1,
            min_documents: 1,
            min_number_count: 4,
            min_share: 0.002,
        },
        &|_| (),
    )
    .rows
}

fn with_family(restorer: Restorer, name: &str, rows: &[Row]) -> Restorer {
    let text: String = rows
        .iter()
        .map(|row| {
            format!(
                "{}	{}	{}
",
                row.spun, row.original, row.count
            )
        })
        .collect();
    restorer.with_family(name, &text).expect("good rows")
}

fn words_apart(a: &str, b: &str) -> usize {
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_lowercase)
            .collect::<Vec<_>>()
    };
    unspin_train::evaluate::align(&words(a), &words(b)).distance
}

#[test]
fn an_invented_family_is_learned_and_undone() {
    let texts = texts();
    let table = invented(&texts, 0.5, 1);
    let spun = spun(&table, &texts, 2);
    let rows = learned(&documents(&spun, &texts));
    // How often an entry was used: as often as its corruption stands in the spun text.
    let used = |row: &&Row| {
        spun.iter()
            .map(|text| text.to_lowercase().matches(&row.spun).count())
            .sum::<usize>()
            >= 5
    };
    let seen: Vec<&Row> = table.iter().filter(used).collect();
    let found = seen
        .iter()
        .filter(|entry| {
            rows.iter()
                .any(|row| row.spun == entry.spun && row.original == entry.original)
        })
        .count();
    eprintln!("{found} of {} entries recovered", seen.len());
    assert!(
        seen.len() >= 80 && found * 100 >= seen.len() * 95,
        "{found} of {}",
        seen.len()
    );

    let restorer = with_family(Restorer::default(), "invented", &rows);
    let mut worker = restorer.worker();
    let (mut before, mut after) = (0, 0);
    for (spun, original) in spun.iter().zip(&texts) {
        let found = worker.restore(spun.as_bytes(), Format::Text);
        assert_eq!(
            found.verdict().family().as_deref(),
            Some("invented"),
            "{spun}"
        );
        let restored = found.text();
        before += words_apart(spun, original);
        after += words_apart(&restored, original);
    }
    eprintln!("{after} of {before} words left");
    assert!(after * 5 <= before, "{after} of {before} words left");
}

/// Half of each document is from one hand, half from another.
#[test]
fn a_document_of_two_hands_is_undone_for_both() {
    let texts: Vec<String> = texts()
        .into_iter()
        .filter(|text| text.split_whitespace().count() >= 200)
        .collect();
    let table = invented(&texts, 0.5, 11);
    let halves = [spun(&built_in(), &texts, 12), spun(&table, &texts, 13)];
    let restorer = with_family(Restorer::default(), "invented", &table);
    let mut worker = restorer.worker();
    let (mut both, mut before, mut after) = (0, 0, 0);
    for number in 0..texts.len() {
        let other = (number + 1) % texts.len();
        let document = [&*halves[0][number], &*halves[1][other]].join("\n\n");
        let original = [&*texts[number], &*texts[other]].join("\n\n");
        let found = worker.restore(document.as_bytes(), Format::Text);
        both += usize::from(found.verdict().family().as_deref() == Some("en+invented"));
        let restored = found.text();
        before += words_apart(&document, &original);
        after += words_apart(&restored, &original);
    }
    eprintln!(
        "{both} of {} documents from both, {after} of {before} words left",
        texts.len()
    );
    assert!(
        texts.len() >= 15 && both * 100 >= texts.len() * 75,
        "{both} of {}",
        texts.len()
    );
    assert!(after * 5 <= before * 2, "{after} of {before} words left");
}

/// Two words side by side that are replaced together are learned one by one, though neither ever stands alone.
#[test]
fn neighbours_that_were_replaced_once_are_told_apart() {
    let pairs = [
        (
            "It was a fast demise for the plan.",
            "It was a quick death for the plan.",
        ),
        (
            "They ask for company accountability.",
            "They ask for corporate responsibility.",
        ),
    ];
    let document = |(spun, original): (&str, &str)| {
        vec![Pair {
            spun: spun.into(),
            original: original.into(),
        }]
    };
    let rows = learned(&pairs.map(document));
    let found: Vec<(&str, &str)> = rows
        .iter()
        .filter(|row| !row.is_kept())
        .map(|row| (&*row.spun, &*row.original))
        .collect();
    assert_eq!(
        found,
        [
            ("accountability", "responsibility"),
            ("company", "corporate"),
            ("demise", "death"),
            ("fast", "quick")
        ]
    );
}

/// Sentences whose words another real family replaces: that of the facts, whose nine pairs were read on real pages.
const TALK: [&str; 24] = [
    "You have to get up early if you have to come this way by bus.",
    "We have a big garden, and the children get most of the good apples.",
    "They do what they can, but they have no car and get no help from the town.",
    "It was a good year for labour, and the unions show that they can get what they want.",
    "I have a good friend who wants to come and stop with us for a week.",
    "Please do come in and have some tea before you get back to the boat.",
    "The figures show that big firms get better terms than small ones do.",
    "Nobody can stop the rain, but we do have a roof and a good stove.",
    "Cheap labour made the town rich; now the shops have to get by without it.",
    "When you get to the bridge, stop and have a look at the old mill.",
    "The doctors have a good name, and people come from far away to get their advice.",
    "Do not stop now, we have a long way to go and must get home by dark.",
    "My sisters have a big flat where we get together when the holidays come.",
    "The maps show a path, but you have to get across the stream to find it.",
    "A good teacher can get a class to do almost anything.",
    "They have no time to stop for lunch, so they get a sandwich on the train.",
    "Labour is dear here, and builders have to get their men from abroad.",
    "Some people get lost in the big woods every year and have to be found.",
    "If the goods come late again, we have to get them somewhere else.",
    "The old photographs show how big the harbour was and how good the boats were.",
    "You get what you pay for, and a good coat does not come cheap.",
    "We do have rooms, but guests have to come before ten to get a key.",
    "The big clock has to stop some day, and then we have to get it mended.",
    "Her books show what labour was like and how little people had to get by on.",
];

/// Texts of about a hundred words that nobody spun.
fn talk() -> Vec<String> {
    let mut random = Random::new(9);
    let mut draw =
        move || TALK[usize::try_from(random.next_u64() % TALK.len() as u64).expect("small")];
    (0..100)
        .map(|_| (0..7).map(|_| draw()).collect::<Vec<_>>().join(" "))
        .collect()
}

/// The texts of `fixtures/` in pieces of a hundred words.
fn pieces(texts: &[String]) -> Vec<String> {
    let cut = |text: &String| {
        text.split_whitespace()
            .collect::<Vec<_>>()
            .chunks_exact(100)
            .map(|words| words.join(" "))
            .collect::<Vec<_>>()
    };
    texts.iter().flat_map(cut).collect()
}

fn family_b() -> Vec<Row> {
    let pairs = [
        ("activity", "labour", 4),
        ("maintain", "have", 4),
        ("secure", "get", 4),
        ("adjacent", "come", 1),
        ("cease", "stop", 1),
        ("enact", "do", 1),
        ("enormous", "big", 1),
        ("excellent", "good", 1),
        ("note", "show", 1),
    ];
    pairs
        .map(|(spun, original, count)| Row {
            spun: spun.into(),
            original: original.into(),
            count,
        })
        .to_vec()
}

fn built_in() -> Vec<Row> {
    let read = |name: &str| {
        fs::read_to_string(crate::support::root().join("dictionaries").join(name))
            .expect("the lexicon is there")
    };
    ["en.tsv", "hand.tsv"]
        .iter()
        .flat_map(|name| unspin::lexicon::tsv::parse(&read(name)).expect("every row can be read"))
        .collect()
}

#[test]
fn documents_of_a_hundred_words_are_assigned_to_their_family() {
    let texts = texts();
    let invented = invented(&texts, 0.5, 5);
    let restorer = with_family(
        with_family(Restorer::default(), "b", &family_b()),
        "invented",
        &invented,
    );
    let (pieces, talk) = (pieces(&texts), talk());
    let all: [(Option<&str>, Vec<String>); 5] = [
        (None, pieces.clone()),
        (None, talk.clone()),
        (Some("en"), spun(&built_in(), &pieces, 1)),
        (Some("b"), spun(&family_b(), &talk, 2)),
        (Some("invented"), spun(&invented, &pieces, 3)),
    ];
    let (mut right, mut number) = (0, 0);
    for (family, documents) in &all {
        let (mut worker, before) = (restorer.worker(), right);
        for document in documents {
            let restored = worker.restore(document.as_bytes(), Format::Text);
            let found = restored.verdict().family();
            number += 1;
            right += usize::from(found.as_deref() == *family);
            if found.as_deref() != *family {
                eprintln!(
                    "{family:?} taken for {found:?} ({:?}): {document}",
                    restored.verdict()
                );
            }
            // The built-in gate has tests of its own.
            assert!(
                family.is_some() || matches!(found.as_deref(), None | Some("en")),
                "{document}"
            );
        }
        let own = right - before;
        assert!(
            own * 100 >= documents.len() * if family.is_some() { 99 } else { 97 },
            "{family:?}: {own} of {}",
            documents.len()
        );
    }
    eprintln!("{right} of {number} documents assigned to their family");
    assert!(
        number >= 400 && right * 100 >= number * 99,
        "{right} of {number}"
    );
}

#[test]
fn an_unknown_family_is_not_mistaken_for_a_known_one() {
    let texts = texts();
    let (known, unknown) = (invented(&texts, 0.5, 5), invented(&texts, 0.3, 77));
    let restorer = with_family(
        with_family(Restorer::default(), "b", &family_b()),
        "known",
        &known,
    );
    let mut worker = restorer.worker();
    for document in spun(&unknown, &pieces(&texts), 1) {
        let restored = worker.restore(document.as_bytes(), Format::Text);
        assert_eq!(restored.edits(), [], "{document}");
        assert_eq!(restored.verdict().family(), None);
    }
}

#[test]
fn a_family_is_named_with_a_file() {
    let texts = texts();
    let table = invented(&texts, 0.5, 5);
    let lines: String = table
        .iter()
        .map(|row| format!("{}\t{}\t{}\n", row.spun, row.original, row.count))
        .collect();
    let sandbox = Sandbox::new()
        .with("mine.tsv", &lines)
        .with("a.txt", &spun(&table, &texts[..1], 1)[0])
        .with("clean.txt", &texts[0])
        .with("en.tsv", "a\tb\n");
    let scored = sandbox.stdout(
        &["--score", "--family", "mine.tsv", "a.txt", "clean.txt"],
        "",
        0,
    );
    let scores = crate::support::json_lines(&scored);
    assert_eq!(
        [&scores[0]["family"], &scores[1]["family"]],
        [&serde_json::json!("mine"), &serde_json::Value::Null],
        "{scored}"
    );
    assert_ne!(
        sandbox.stdout(&["--family=mine.tsv", "a.txt"], "", 0),
        sandbox.text("a.txt")
    );
    assert_eq!(
        sandbox.stdout(&["a.txt"], "", 0),
        sandbox.text("a.txt"),
        "nothing is known of it without the file"
    );
    // As mere synonyms the same pairs are asked last, and need a higher margin.
    let thesaurus = crate::support::json_lines(&sandbox.stdout(
        &["--score", "--thesaurus", "mine.tsv", "a.txt", "clean.txt"],
        "",
        0,
    ));
    assert_eq!(
        [&thesaurus[0]["family"], &thesaurus[1]["family"]],
        [&serde_json::json!("thesaurus"), &serde_json::Value::Null]
    );
    let (few, many) = (
        crate::support::number(&thesaurus[0], "edits"),
        crate::support::number(&scores[0], "edits"),
    );
    assert!(0 < few && few <= many, "{few} of {many}");
    let both = crate::support::json_lines(&sandbox.stdout(
        &[
            "--score",
            "--thesaurus",
            "mine.tsv",
            "--family",
            "mine.tsv",
            "a.txt",
        ],
        "",
        0,
    ));
    assert_eq!(both[0]["family"], "mine");
    let refused = sandbox.run(&["--family=en.tsv"], "");
    assert_eq!(
        crate::support::text(&refused.stderr),
        "unspin: en.tsv: there is already a family named \"en\"; rename the file\n"
    );
}
