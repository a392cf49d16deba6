//! The figures of `unspin-train evaluate`, held to sums made by hand and, where it is there, to the scorer in Python.

use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use unspin::lexicon::Lexicon;
use unspin::store::file::Trust;
use unspin_train::evaluate::{
    Alignment, Cause, Figures, Hunk, Line, Reach, Set, Stretch, align, clean_documents, coverage,
    edited, mistakes, reach, read, read_facts, score_clean, score_pairs, spun_text, stretches,
    words,
};
use unspin_train::pairs::{Document, Pair};

fn pair(spun: &str, original: &str) -> Pair {
    Pair {
        spun: spun.into(),
        original: original.into(),
    }
}

fn object(figures: &Figures) -> Value {
    Value::Object(figures.clone())
}

#[test]
fn pairs_by_hand() {
    let first = vec![
        pair("The White Home mentioned it.", "The White House said it."),
        pair("A  worth of\tten.", "A worth of ten."),
    ];
    let second = vec![pair(
        "He left by way of the door.",
        "He left through the door.",
    )];
    assert_eq!(
        spun_text(&first),
        "The White Home mentioned it.\nA worth of ten.\n"
    );
    // One of two neighbouring words is restored, which is another hunk than the right one; a right word is harmed; all
    // of the last line is restored.
    let outputs = [
        "The White House mentioned it.\nA price of ten.\n".to_owned(),
        "He left through the door.\n".to_owned(),
    ];
    let sums = score_pairs(&[first, second], &outputs).expect("as many lines");
    assert_eq!(
        (sums.before, sums.after, sums.original),
        (2 + 3, 1 + 1, 6 + 5 + 6)
    );
    assert_eq!(
        (sums.damages, sums.changes, sums.agreed),
        (1 + 1, 1 + 1 + 1, 1)
    );
    assert_eq!((sums.right, sums.harmed), (4 + 5 + 5, 1));
    let figures = json!({
        "documents": 2, "damaged_lines": 2, "wer_before": 0.2941, "wer_after": 0.1176, "restored": 0.6,
        "precision": 0.3333, "recall": 0.5, "f05": 0.3571, "line_exact": 0.5, "damage": 71.43,
    });
    assert_eq!(object(&sums.figures()), figures);
}

#[test]
fn undamaged_pairs_have_nothing_to_restore() {
    let sums = score_pairs(
        &[vec![pair("as it was", "as it was")]],
        &["as it was\n".to_owned()],
    )
    .expect("one line");
    let figures = sums.figures();
    assert_eq!(
        (
            &figures["restored"],
            &figures["precision"],
            &figures["line_exact"]
        ),
        (&json!(null), &json!(1.0), &json!(0.0))
    );
}

#[test]
fn lost_lines_are_an_error() {
    let document = vec![pair("one", "one"), pair("two", "two")];
    let error = score_pairs(&[document], &["one two\n".to_owned()]).expect_err("a line less");
    assert_eq!(
        error.to_string(),
        "2 lines in, 1 out; the restorer must keep line ends"
    );
}

#[test]
fn clean_by_hand() {
    let documents = clean_documents("One two.\nThree\n\n \n\nFour five six seven.\n");
    assert_eq!(documents, ["One two.\nThree", "Four five six seven."]);
    let same = score_clean(
        &documents,
        &[
            "One two.\nThree\n".to_owned(),
            "Four five six seven.\n".to_owned(),
        ],
    )
    .expect("as many lines");
    assert_eq!(
        (same.words, same.touched, same.false_edits),
        (3 + 1 + 5, 0, 0)
    );
    // White space alone counts once; two words with an unchanged one between them count twice.
    let outputs = [
        "One  two.\nThree\n".to_owned(),
        "4 five 6 seven.\n".to_owned(),
    ];
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
        assert_eq!(
            found.iter().map(|word| word.text).collect::<Vec<_>>(),
            expected,
            "{text:?}"
        );
    }
    assert_eq!(
        words("“é")
            .iter()
            .map(|word| (word.start, word.end))
            .collect::<Vec<_>>(),
        [(0, 3), (3, 5)]
    );
}

#[test]
fn ties_go_to_replacements() {
    let hunk = |left, right| Hunk { left, right };
    // Deleting a and inserting c costs 2 as well, and would leave b alone.
    assert_eq!(
        align(&["a", "b"], &["b", "c"]),
        Alignment {
            hunks: vec![hunk(0..2, 0..2)],
            distance: 2
        }
    );
    // From the end backwards the equal word that comes first is taken.
    assert_eq!(
        align(&["x", "a", "a", "y"], &["x", "a", "y"]),
        Alignment {
            hunks: vec![hunk(2..3, 2..2)],
            distance: 1
        }
    );
    assert_eq!(
        align(&["a", "b", "c"], &["q", "b", "r", "s"]),
        Alignment {
            hunks: vec![hunk(0..1, 0..1), hunk(2..3, 2..4)],
            distance: 3
        }
    );
    assert_eq!(align::<u8>(&[], &[]), Alignment::default());
}

#[test]
fn edits_are_characters_of_the_spun_line() {
    let document = edited(
        "Ä mentioned folks\nsecond\n",
        "# comment\n1\t2\t11\tmentioned\tsaid\n1\t12\t17\tfolks\tpeople\n",
    )
    .expect("fits");
    assert_eq!(
        document,
        [
            pair("Ä mentioned folks", "Ä said people"),
            pair("second", "second")
        ]
    );
    assert_eq!(
        edited("one", "1\t0\t3\ttwo\tx"),
        Err("line 1 does not have \"two\" at 0".into())
    );
    assert_eq!(
        edited("one", "2\t0\t3\tone\tx"),
        Err("line 2 does not have \"one\" at 0".into())
    );
    assert_eq!(
        edited("one", "1 0 3 one x"),
        Err("\"1 0 3 one x\" is no edit".into())
    );
}

#[test]
fn documents_are_gathered_by_name() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let rows = [("a", "1"), ("b", "2"), ("a", "3"), ("", "4")]
        .map(|(doc, text)| json!({ "doc": doc, "spun": text, "orig": text }).to_string());
    fs::write(folder.path().join("toy.jsonl"), rows.join("\n\n")).expect("written");
    let documents = vec![
        vec![pair("1", "1"), pair("3", "3")],
        vec![pair("2", "2")],
        vec![pair("4", "4")],
    ];
    assert_eq!(
        read(&folder.path().join("toy.jsonl")).expect("readable"),
        [Set::Pairs {
            name: "toy".into(),
            documents
        }]
    );
}

#[test]
fn the_oracle_takes_the_best_path() {
    let bytes = Lexicon::compile("a lot of\tmany\t3\na lot of\tplenty of\t3\nhome\thouse\t3\n")
        .expect("good rows");
    let lexicon = Lexicon::read(&bytes, Trust::Checked).expect("just compiled");
    let table = [
        ("a lot of home", "many house", (4, 0), None),
        ("a lot of home", "many home", (3, 0), None),
        ("So a lot of home!", "So few house!", (4, 1), Some(2..7)),
        ("a home", "a house in it", (3, 2), Some(7..13)),
        ("A Home", "a home", (0, 0), None),
    ];
    for (spun, original, (before, after), missing) in table {
        assert_eq!(
            reach(&lexicon, spun, original),
            Reach {
                before,
                after,
                missing: missing.into_iter().collect()
            },
            "{spun:?}"
        );
    }
}

#[test]
fn mistakes_have_causes() {
    use Cause::{LetterCase, NoCandidate, NotTouched, WrongCandidate, WronglyTouched};
    type Found = (Cause, &'static str, &'static str, &'static str);
    let table: [(&str, &str, &str, &[Found]); 9] = [
        ("a b c", "a x c", "a x c", &[]),
        (
            "a b c",
            "a x c",
            "a b c",
            &[(WronglyTouched, "b", "x", "b")],
        ),
        ("a b c", "a b c", "a x c", &[(NotTouched, "b", "b", "x")]),
        (
            "a b c",
            "a y c",
            "a x c",
            &[(WrongCandidate, "b", "y", "x")],
        ),
        ("a b c", "a X c", "a x c", &[(LetterCase, "b", "X", "x")]),
        ("a c", "a b c", "a c", &[(WronglyTouched, "", "b", "")]),
        (
            "a b c d",
            "a b y d",
            "a x c d",
            &[(NotTouched, "b", "b", "x"), (WronglyTouched, "c", "y", "c")],
        ),
        (
            "a b c d e",
            "a y d f",
            "a x z d e",
            &[
                (WrongCandidate, "b c", "y", "x z"),
                (WronglyTouched, "e", "f", "e"),
            ],
        ),
        ("a b", "a b c", "a d", &[(WrongCandidate, "b", "b c", "d")]),
    ];
    for (spun, output, original, expected) in table {
        let found = mistakes(&Line::new(spun, output, original), &[]);
        let found: Vec<_> = found
            .iter()
            .map(|m| (m.cause, &*m.spun, &*m.output, &*m.original))
            .collect();
        assert_eq!(found, expected, "{spun:?} {output:?} {original:?}");
    }
    // The lexicon cannot yield the x, which stands between the bytes 1 and 4; what follows the c is another matter.
    let line = Line::new("a b c", "a b c", "a x c");
    let cause = |missing| mistakes(&line, &[missing])[0].cause;
    assert_eq!((cause(1..4), cause(5..9)), (NoCandidate, NotTouched));
}

#[test]
fn stretches_go_over_line_ends() {
    let document = vec![
        pair("a b  c d e.", "a b c d e."),
        pair("f g", "x g"),
        pair("h", "h"),
    ];
    let stretch = |text: &str, damaged| Stretch {
        text: text.into(),
        damaged,
    };
    assert_eq!(
        stretches(&document, 4),
        [stretch("a b c d\n", false), stretch("e.\nf g\n", true)]
    );
    assert_eq!(stretches(&document, 10), []);
}

const FACTS: &str = "# comment\nA\thome\thouse\t5\t2\nA\tthe home\tthe house\t2\t1\nA\tfolks\tpeople\t3\t1\nB\tfolks\tpeoples\t9\t1\n";

#[test]
fn facts_are_known_directly_or_in_part() {
    let folder = tempfile::tempdir().expect("temporary folder");
    fs::write(folder.path().join("facts.tsv"), FACTS).expect("written");
    let bytes = Lexicon::compile("home\thouse\t3\nfolks\tfamily\t3\n").expect("good rows");
    let lexicon = Lexicon::read(&bytes, Trust::Checked).expect("just compiled");
    let coverage = coverage(
        &lexicon,
        &read_facts(&folder.path().join("facts.tsv")).expect("good rows"),
    );
    assert_eq!(
        (coverage.all, coverage.direct, coverage.reached),
        (5 + 2 + 3, 5, 5 + 2)
    );
    assert_eq!(
        coverage
            .missing
            .iter()
            .map(|fact| (&*fact.spun, fact.times))
            .collect::<Vec<_>>(),
        [("folks", 3)]
    );
    assert_eq!(
        object(&coverage.figures()),
        json!({ "occurrences": 10, "direct": 0.5, "reached": 0.7, "missing": 1 })
    );
}

#[test]
fn broken_floors_fail() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let run = |floors: &str| {
        fs::write(folder.path().join("facts.tsv"), FACTS).expect("written");
        fs::write(folder.path().join("floors.tsv"), floors).expect("written");
        let arguments = [
            "evaluate",
            "--json",
            "--facts",
            "facts.tsv",
            "--floors",
            "floors.tsv",
        ];
        let output = Command::new(env!("CARGO_BIN_EXE_unspin-train"))
            .args(arguments)
            .current_dir(&folder)
            .output()
            .expect("the program starts");
        let messages = String::from_utf8(output.stderr).expect("UTF-8");
        let floors = messages
            .lines()
            .filter_map(|line| line.strip_prefix("unspin-train: "))
            .map(str::to_owned)
            .collect::<Vec<_>>();
        (output.status.code(), floors)
    };
    assert_eq!(
        run("# set\tfigure\tlimit\nfacts\toccurrences\t10\nfacts\tmissing\t99\n"),
        (Some(0), vec![])
    );
    let broken = [
        "facts: occurrences is 10, at least 11 is wanted",
        "facts: no figure restored",
        "news: not evaluated, but restored has a floor",
    ];
    assert_eq!(
        run("facts\toccurrences\t11\nfacts\trestored\t0\nnews\trestored\t0\n"),
        (Some(1), broken.map(str::to_owned).to_vec())
    );
    let (status, messages) = run("facts occurrences 11\n");
    assert_eq!(
        (status, messages),
        (
            Some(2),
            vec!["floors.tsv:1: write set<TAB>figure<TAB>limit".to_owned()]
        )
    );
}

/// Substitutions that two restorers can make alike: right and wrong ones, longer and shorter ones.
const TOY: [(&str, &str); 6] = [
    (" mentioned", " said"),
    (" the place ", " where "),
    (" of ", " of all "),
    (" folks", " people"),
    (" in ", " "),
    ("w3 w1", "w2"),
];

fn toy(text: &str) -> String {
    TOY.iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

fn sed() -> Vec<String> {
    let script: Vec<String> = TOY
        .iter()
        .map(|(from, to)| format!("s/{from}/{to}/g"))
        .collect();
    vec!["sed".to_owned(), script.join(";")]
}

fn shared() -> PathBuf {
    crate::support::root().join("../shared")
}

/// What the scorer in Python says, or nothing where it cannot run.
fn python(arguments: &[&str]) -> Option<Value> {
    let scorer = shared().join("bench/score.py");
    if !scorer.is_file() {
        return None;
    }
    let output = Command::new("python3")
        .arg(scorer)
        .args(arguments)
        .arg("--")
        .args(sed())
        .env("LC_ALL", "C")
        .output()
        .ok()?;
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).ok()
}

fn figures(set: &Set) -> Value {
    match set {
        Set::Pairs { documents, .. } => {
            let outputs: Vec<String> = documents
                .iter()
                .map(|document| toy(&spun_text(document)))
                .collect();
            object(
                &score_pairs(documents, &outputs)
                    .expect("toy keeps lines")
                    .figures(),
            )
        }
        Set::Clean { documents, .. } => {
            let outputs: Vec<String> = documents
                .iter()
                .map(|document| toy(document) + "\n")
                .collect();
            object(
                &score_clean(documents, &outputs)
                    .expect("toy keeps lines")
                    .figures(),
            )
        }
    }
}

/// Random sentences of few words: alignments full of ties.
fn random_documents() -> Vec<Document> {
    let mut state = 7_u64;
    let mut draw = move |bound: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % bound
    };
    let mut line = move || {
        (0..=draw(12))
            .map(|_| format!("w{}", draw(5)))
            .collect::<Vec<_>>()
            .join(" ")
    };
    (0..20)
        .map(|_| (0..20).map(|_| pair(&line(), &line())).collect())
        .collect()
}

#[test]
fn figures_are_those_of_the_python_scorer() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let random = folder.path().join("random.jsonl");
    let mut rows = String::new();
    for (number, document) in random_documents().iter().enumerate() {
        document.iter().for_each(|pair| {
            rows += &format!(
                "{}\n",
                json!({ "doc": format!("d{number}"), "spun": pair.spun, "orig": pair.original })
            )
        });
    }
    fs::write(&random, rows).expect("written");
    let text = |path: &Path| path.to_str().expect("a UTF-8 path").to_owned();
    let mut cases = vec![(random.clone(), vec!["pairs".to_owned(), text(&random)])];
    let (bench, seed) = (shared().join("bench"), shared().join("seed"));
    for name in ["news_dense", "news_mild", "news_quotes", "other_dense"] {
        let path = bench.join(name).with_extension("jsonl");
        cases.push((
            path.clone(),
            vec!["pairs".into(), text(&path), "--limit".into(), "20".into()],
        ));
    }
    cases.push((
        bench.join("clean.txt"),
        vec!["clean".into(), text(&bench.join("clean.txt"))],
    ));
    cases.push((
        seed.clone(),
        vec![
            "pairs".into(),
            "--spun".into(),
            text(&seed.join("spun.txt")),
            "--edits".into(),
            text(&seed.join("edits.tsv")),
        ],
    ));
    for (path, arguments) in &cases {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let Some(expected) = python(&arguments).filter(|_| path.exists()) else {
            return;
        };
        let mut sets = read(path).expect("readable");
        if let Set::Pairs { documents, .. } = &mut sets[0] {
            documents.truncate(20);
        }
        assert_eq!(figures(&sets[0]), expected, "{arguments:?}");
    }
}

/// Our own articles and honest texts, as files that both programs read.
fn own_sets(folder: &Path) -> [PathBuf; 2] {
    let fixtures = crate::support::root().join("fixtures");
    let text =
        |name: String| fs::read_to_string(fixtures.join(name)).expect("the fixture is there");
    let mut lines = String::new();
    for name in ["budget", "council", "court", "football", "medicine", "town"] {
        let (spun, original) = (
            text(format!("articles/{name}.spun.txt")),
            text(format!("articles/{name}.orig.txt")),
        );
        spun.lines()
            .zip(original.lines())
            .for_each(|(spun, original)| {
                lines += &format!(
                    "{}\n",
                    json!({ "doc": name, "spun": spun, "orig": original })
                )
            });
    }
    let one = |name: &str| {
        text(format!("clean/{name}.txt"))
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(|line| line.to_owned() + "\n")
            .collect::<String>()
    };
    let sets = [folder.join("articles.jsonl"), folder.join("clean.txt")];
    fs::write(&sets[0], lines).expect("written");
    fs::write(&sets[1], ["manual", "recipe", "legal"].map(one).join("\n")).expect("written");
    sets
}

/// What `unspin-train evaluate` prints is what the scorer says of `unspin`, and more.
#[test]
fn the_printed_figures_are_those_of_the_python_scorer() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let [articles, clean] = own_sets(folder.path());
    let output = Command::new(env!("CARGO_BIN_EXE_unspin-train"))
        .args(["evaluate", "--json"])
        .args([&articles, &clean])
        .output()
        .expect("the program starts");
    let printed: Vec<Value> = output
        .stdout
        .split(|&byte| byte == b'\n')
        .filter_map(|line| serde_json::from_slice(line).ok())
        .collect();
    assert_eq!(
        printed
            .iter()
            .map(|report| &report["set"])
            .collect::<Vec<_>>(),
        ["articles", "clean"]
    );
    let named = [
        "oracle",
        "no_candidate",
        "not_touched",
        "wrong_candidate",
        "wrongly_touched",
        "letter_case",
    ];
    assert!(
        named
            .iter()
            .all(|name| printed[0]["figures"][name].is_number()),
        "{}",
        printed[0]
    );
    let scorer = shared().join("bench/score.py");
    for (mode, path, report) in [
        ("pairs", &articles, &printed[0]),
        ("clean", &clean, &printed[1]),
    ] {
        let scored = Command::new("python3")
            .arg(&scorer)
            .arg(mode)
            .arg(path)
            .args(["--", crate::support::program().to_str().expect("UTF-8")])
            .output();
        let Some(expected) = scored
            .ok()
            .filter(|_| scorer.is_file())
            .map(|output| output.stdout)
        else {
            return;
        };
        let expected: Value = serde_json::from_slice(&expected).expect("JSON");
        for (name, figure) in expected.as_object().expect("figures by name") {
            assert_eq!(&report["figures"][name], figure, "{mode}: {name}");
        }
    }
}

/// Figures of a program that does not answer would be those of no program.
#[cfg(unix)]
#[test]
fn a_program_that_fails_is_an_error() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let [articles, clean] = own_sets(folder.path());
    let evaluate = |program: &str| {
        Command::new(env!("CARGO_BIN_EXE_unspin-train"))
            .args(["evaluate", "--rescore", program])
            .args([&articles, &clean])
            .output()
    };
    for (program, problem) in [
        ("./nowhere", "./nowhere: cannot be started ("),
        ("true", "true: "),
    ] {
        let output = evaluate(program).expect("the program starts");
        let message = String::from_utf8(output.stderr).expect("UTF-8");
        assert!(
            !output.status.success() && output.stdout.is_empty() && message.contains(problem),
            "{program}: {message}"
        );
    }
}
