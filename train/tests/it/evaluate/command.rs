//! The command `unspin-train evaluate`.

use super::mistakes::FACTS;
use super::python::scorer;
use crate::support::{self, Sandbox};
use serde_json::{Value, json};
use std::process::{Command, Output};

fn evaluate(sandbox: &Sandbox, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_unspin-train"))
        .arg("evaluate")
        .args(arguments)
        .current_dir(sandbox.path(""))
        .output()
        .expect("the program starts")
}

/// The exit status of an evaluation with these floors, and its messages about them.
fn with_floors(floors: &str) -> (Option<i32>, Vec<String>) {
    let sandbox = Sandbox::new()
        .with("facts.tsv", FACTS)
        .with("floors.tsv", floors);
    let arguments = ["--json", "--facts", "facts.tsv", "--floors", "floors.tsv"];
    let output = evaluate(&sandbox, &arguments);
    let messages = support::text(&output.stderr)
        .lines()
        .filter_map(|line| line.strip_prefix("unspin-train: "))
        .map(str::to_owned)
        .collect();
    (output.status.code(), messages)
}

#[test]
fn a_figure_beyond_its_limit_is_a_failure() {
    let kept = "# set\tfigure\tlimit\nfacts\toccurrences\t10\nfacts\tmissing\t99\n";
    assert_eq!(with_floors(kept), (Some(0), vec![]));
    let broken = "facts\toccurrences\t11\nfacts\trestored\t0\nnews\trestored\t0\n";
    let messages = [
        "facts: occurrences is 10, at least 11 is required",
        "facts: has no figure restored",
        "news: was not evaluated, but restored has a limit",
    ];
    assert_eq!(
        with_floors(broken),
        (Some(1), messages.map(str::to_owned).to_vec())
    );
    assert_eq!(
        with_floors("facts occurrences 11\n"),
        (
            Some(2),
            vec!["floors.tsv:1: expected set<TAB>figure<TAB>limit".to_owned()]
        )
    );
}

/// Texts of `fixtures/` as the sets `articles.jsonl` and `clean.txt`.
fn fixture_sets() -> Sandbox {
    let mut pairs = String::new();
    for name in ["budget", "council", "court", "football", "medicine", "town"] {
        let spun = support::fixture(&format!("articles/{name}.spun.txt"));
        let original = support::fixture(&format!("articles/{name}.orig.txt"));
        for (spun, original) in spun.lines().zip(original.lines()) {
            pairs += &json!({ "doc": name, "spun": spun, "orig": original }).to_string();
            pairs.push('\n');
        }
    }
    // Blank lines separate the documents of a set, so those within a text are removed.
    let clean = ["manual", "recipe", "legal"].map(|name| {
        let text = support::fixture(&format!("clean/{name}.txt"));
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        lines.map(|line| line.to_owned() + "\n").collect::<String>()
    });
    Sandbox::new()
        .with("articles.jsonl", pairs)
        .with("clean.txt", clean.join("\n"))
}

#[test]
fn printed_figures_are_those_of_the_python_scorer_and_more() {
    let sandbox = fixture_sets();
    let output = evaluate(&sandbox, &["--json", "articles.jsonl", "clean.txt"]);
    let printed: Vec<Value> = support::text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let sets: Vec<&Value> = printed.iter().map(|report| &report["set"]).collect();
    assert_eq!(sets, ["articles", "clean"]);
    let more = [
        "oracle",
        "no_candidate",
        "not_edited",
        "wrong_candidate",
        "wrongly_edited",
        "letter_case",
    ];
    for name in more {
        assert!(printed[0]["figures"][name].is_number(), "{name}");
    }
    let program = support::program();
    let program = program.to_str().expect("a UTF-8 path");
    for (mode, file, report) in [
        ("pairs", "articles.jsonl", &printed[0]),
        ("clean", "clean.txt", &printed[1]),
    ] {
        let path = sandbox.path(file);
        let path = path.to_str().expect("a UTF-8 path");
        let Some(expected) = scorer(&[mode, path], &[program]) else {
            return;
        };
        for (name, figure) in expected.as_object().expect("figures by name") {
            assert_eq!(&report["figures"][name], figure, "{mode}: {name}");
        }
    }
}

/// Otherwise the figures would be those without the program.
#[cfg(unix)]
#[test]
fn a_rescoring_program_that_fails_is_an_error() {
    let sandbox = fixture_sets();
    for (program, problem) in [
        ("./nowhere", "./nowhere: cannot be started ("),
        ("true", "true: "),
    ] {
        let output = evaluate(
            &sandbox,
            &["--rescore", program, "articles.jsonl", "clean.txt"],
        );
        let message = support::text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{program}: {message}");
        assert!(message.contains(problem), "{program}: {message}");
        assert_eq!(support::text(&output.stdout), "", "{program}");
    }
}

#[test]
fn a_set_without_text_has_no_figures() {
    for name in ["pairs.jsonl", "clean.txt"] {
        let sandbox = Sandbox::new().with(name, "\n");
        let output = evaluate(&sandbox, &["--json", name]);
        let messages = support::text(&output.stderr);
        let expected =
            format!("unspin-train: {name}: has no text to evaluate; name another file\n");
        assert_eq!((output.status.code(), messages), (Some(2), expected));
        assert!(output.stdout.is_empty());
    }
}
