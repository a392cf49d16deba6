//! The figures of `unspin-train evaluate`, held to sums made by hand and, where it is there, to the scorer in Python.

use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use unspin::train::evaluate::{Alignment, Figures, Hunk, Set, align, clean_documents, edited, read, score_clean, score_pairs, spun_text, words};
use unspin::train::pairs::{Document, Pair};

fn pair(spun: &str, original: &str) -> Pair {
    Pair { spun: spun.into(), original: original.into() }
}

fn object(figures: &Figures) -> Value {
    Value::Object(figures.clone())
}

#[test]
fn pairs_by_hand() {
    let first = vec![pair("The White Home mentioned it.", "The White House said it."), pair("A  worth of\tten.", "A worth of ten.")];
    let second = vec![pair("He left by way of the door.", "He left through the door.")];
    assert_eq!(spun_text(&first), "The White Home mentioned it.\nA worth of ten.\n");
    // One of two neighbouring words is restored, which is another hunk than the right one; a right word is harmed; all
    // of the last line is restored.
    let outputs = ["The White House mentioned it.\nA price of ten.\n".to_owned(), "He left through the door.\n".to_owned()];
    let sums = score_pairs(&[first, second], &outputs).expect("as many lines");
    assert_eq!((sums.before, sums.after, sums.original), (2 + 3, 1 + 1, 6 + 5 + 6));
    assert_eq!((sums.damages, sums.changes, sums.agreed), (1 + 1, 1 + 1 + 1, 1));
    assert_eq!((sums.right, sums.harmed), (4 + 5 + 5, 1));
    let figures = json!({
        "documents": 2, "damaged_lines": 2, "wer_before": 0.2941, "wer_after": 0.1176, "restored": 0.6,
        "precision": 0.3333, "recall": 0.5, "f05": 0.3571, "line_exact": 0.5, "damage": 71.43,
    });
    assert_eq!(object(&sums.figures()), figures);
}

#[test]
fn undamaged_pairs_have_nothing_to_restore() {
    let sums = score_pairs(&[vec![pair("as it was", "as it was")]], &["as it was\n".to_owned()]).expect("one line");
    let figures = sums.figures();
    assert_eq!((&figures["restored"], &figures["precision"], &figures["line_exact"]), (&json!(null), &json!(1.0), &json!(0.0)));
}

#[test]
fn lost_lines_are_an_error() {
    let document = vec![pair("one", "one"), pair("two", "two")];
    let error = score_pairs(&[document], &["one two\n".to_owned()]).expect_err("a line less");
    assert_eq!(error.to_string(), "2 lines in, 1 out; the restorer must keep line ends");
}

#[test]
fn clean_by_hand() {
    let documents = clean_documents("One two.\nThree\n\n \n\nFour five six seven.\n");
    assert_eq!(documents, ["One two.\nThree", "Four five six seven."]);
    let same = score_clean(&documents, &["One two.\nThree\n".to_owned(), "Four five six seven.\n".to_owned()]).expect("as many lines");
    assert_eq!((same.words, same.touched, same.false_edits), (3 + 1 + 5, 0, 0));
    // White space alone counts once; two words with an unchanged one between them count twice.
    let outputs = ["One  two.\nThree\n".to_owned(), "4 five 6 seven.\n".to_owned()];
    let changed = score_clean(&documents, &outputs).expect("as many lines");
    let figures = json!({ "documents": 2, "words": 9, "touched_documents": 2, "false_edits": 3, "false_edits_per_100k": 33333.33 });
    assert_eq!(object(&changed.figures()), figures);
}

#[test]
fn words_are_runs_and_marks() {
    let table: [(&str, &[&str]); 5] = [
        ("", &[]),
        (" \u{a0}\u{1c}\t", &[]),
        ("don’t – “a”", &["don", "'", "t", "-", "\"", "a", "\""]),
        ("3.5% of x_1", &["3", ".", "5", "%", "of", "x_1"]),
        ("Žižek½a...", &["Žižek½a", ".", ".", "."]),
    ];
    for (text, expected) in table {
        let found = words(text);
        assert_eq!(found.iter().map(|word| word.text).collect::<Vec<_>>(), expected, "{text:?}");
    }
    assert_eq!(words("“é").iter().map(|word| (word.start, word.end)).collect::<Vec<_>>(), [(0, 3), (3, 5)]);
}

#[test]
fn ties_go_to_replacements() {
    let hunk = |left, right| Hunk { left, right };
    // Deleting a and inserting c costs 2 as well, and would leave b alone.
    assert_eq!(align(&["a", "b"], &["b", "c"]), Alignment { hunks: vec![hunk(0..2, 0..2)], distance: 2 });
    // From the end backwards the equal word that comes first is taken.
    assert_eq!(align(&["x", "a", "a", "y"], &["x", "a", "y"]), Alignment { hunks: vec![hunk(2..3, 2..2)], distance: 1 });
    assert_eq!(align(&["a", "b", "c"], &["q", "b", "r", "s"]), Alignment { hunks: vec![hunk(0..1, 0..1), hunk(2..3, 2..4)], distance: 3 });
    assert_eq!(align::<u8>(&[], &[]), Alignment::default());
}

#[test]
fn edits_are_characters_of_the_spun_line() {
    let document = edited("Ä mentioned folks\nsecond\n", "# comment\n1\t2\t11\tmentioned\tsaid\n1\t12\t17\tfolks\tpeople\n").expect("fits");
    assert_eq!(document, [pair("Ä mentioned folks", "Ä said people"), pair("second", "second")]);
    assert_eq!(edited("one", "1\t0\t3\ttwo\tx"), Err("line 1 does not have \"two\" at 0".into()));
    assert_eq!(edited("one", "2\t0\t3\tone\tx"), Err("line 2 does not have \"one\" at 0".into()));
    assert_eq!(edited("one", "1 0 3 one x"), Err("\"1 0 3 one x\" is no edit".into()));
}

#[test]
fn documents_are_gathered_by_name() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let rows = [("a", "1"), ("b", "2"), ("a", "3"), ("", "4")].map(|(doc, text)| json!({ "doc": doc, "spun": text, "orig": text }).to_string());
    fs::write(folder.path().join("toy.jsonl"), rows.join("\n\n")).expect("written");
    let documents = vec![vec![pair("1", "1"), pair("3", "3")], vec![pair("2", "2")], vec![pair("4", "4")]];
    assert_eq!(read(&folder.path().join("toy.jsonl")).expect("readable"), [Set::Pairs { name: "toy".into(), documents }]);
}

/// Substitutions that two restorers can make alike: right and wrong ones, longer and shorter ones.
const TOY: [(&str, &str); 6] =
    [(" mentioned", " said"), (" the place ", " where "), (" of ", " of all "), (" folks", " people"), (" in ", " "), ("w3 w1", "w2")];

fn toy(text: &str) -> String {
    TOY.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

fn sed() -> Vec<String> {
    let script: Vec<String> = TOY.iter().map(|(from, to)| format!("s/{from}/{to}/g")).collect();
    vec!["sed".to_owned(), script.join(";")]
}

fn shared() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared")
}

/// What the scorer in Python says, or nothing where it cannot run.
fn python(arguments: &[&str]) -> Option<Value> {
    let scorer = shared().join("bench/score.py");
    if !scorer.is_file() {
        return None;
    }
    let output = Command::new("python3").arg(scorer).args(arguments).arg("--").args(sed()).env("LC_ALL", "C").output().ok()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).ok()
}

fn figures(set: &Set) -> Value {
    match set {
        Set::Pairs { documents, .. } => {
            let outputs: Vec<String> = documents.iter().map(|document| toy(&spun_text(document))).collect();
            object(&score_pairs(documents, &outputs).expect("toy keeps lines").figures())
        }
        Set::Clean { documents, .. } => {
            let outputs: Vec<String> = documents.iter().map(|document| toy(document) + "\n").collect();
            object(&score_clean(documents, &outputs).expect("toy keeps lines").figures())
        }
    }
}

/// Random sentences of few words: alignments full of ties.
fn random_documents() -> Vec<Document> {
    let mut state = 7_u64;
    let mut draw = move |bound: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % bound
    };
    let mut line = move || (0..=draw(12)).map(|_| format!("w{}", draw(5))).collect::<Vec<_>>().join(" ");
    (0..20).map(|_| (0..20).map(|_| pair(&line(), &line())).collect()).collect()
}

#[test]
fn figures_are_those_of_the_python_scorer() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let random = folder.path().join("random.jsonl");
    let mut rows = String::new();
    for (number, document) in random_documents().iter().enumerate() {
        document.iter().for_each(|pair| rows += &format!("{}\n", json!({ "doc": format!("d{number}"), "spun": pair.spun, "orig": pair.original })));
    }
    fs::write(&random, rows).expect("written");
    let text = |path: &Path| path.to_str().expect("a UTF-8 path").to_owned();
    let mut cases = vec![(random.clone(), vec!["pairs".to_owned(), text(&random)])];
    let (bench, seed) = (shared().join("bench"), shared().join("seed"));
    for name in ["news_dense", "news_mild", "news_quotes", "other_dense"] {
        let path = bench.join(name).with_extension("jsonl");
        cases.push((path.clone(), vec!["pairs".into(), text(&path), "--limit".into(), "20".into()]));
    }
    cases.push((bench.join("clean.txt"), vec!["clean".into(), text(&bench.join("clean.txt"))]));
    cases.push((seed.clone(), vec!["pairs".into(), "--spun".into(), text(&seed.join("spun.txt")), "--edits".into(), text(&seed.join("edits.tsv"))]));
    for (path, arguments) in &cases {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let Some(expected) = python(&arguments).filter(|_| path.exists()) else { return };
        let mut sets = read(path).expect("readable");
        if let Set::Pairs { documents, .. } = &mut sets[0] {
            documents.truncate(20);
        }
        assert_eq!(figures(&sets[0]), expected, "{arguments:?}");
    }
}
