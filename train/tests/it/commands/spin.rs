//! `unspin-train spin`.

use super::{ORIGINALS, pairs, stdout, train};
use crate::support::{Sandbox, text};

const TABLE: &str = "enormous\tbig\t900\nmentioned\tsaid\t900\n";
const ORIGINAL: &str = "\
The big dog said no. “The big dog,” said the man.
A big man.

The big end
";
/// [`ORIGINAL`] with all replacements that the table allows.
const SPUN: &str = "\
The enormous dog mentioned no. “The enormous dog,” mentioned the man.
A enormous man.

The enormous end
";
/// Replacements in [`SPUN`].
const REPLACEMENTS: usize = 6;

fn sandbox() -> Sandbox {
    Sandbox::new()
        .with("a.txt", ORIGINAL)
        .with("table.tsv", TABLE)
}

fn spin(sandbox: &Sandbox, options: &[&str]) -> String {
    let arguments = [&["spin", "--lexicon", "table.tsv", "a.txt"], options].concat();
    stdout(sandbox, &arguments)
}

#[test]
fn the_rate_is_the_share_of_replacements_and_the_seed_chooses_them() {
    let sandbox = sandbox();
    assert_eq!(spin(&sandbox, &[]), SPUN);
    assert_eq!(spin(&sandbox, &["--rate", "0"]), ORIGINAL);
    let half = |seed: usize| spin(&sandbox, &["--rate", "0.5", "--seed", &seed.to_string()]);
    let texts: Vec<String> = (0..20).map(half).collect();
    assert_eq!(texts[3], half(3), "the same seed gives the same text");
    assert!(texts.iter().any(|text| *text != texts[0]), "{}", texts[0]);
    let mut replaced = 0;
    for text in &texts {
        let undone = text.replace("enormous", "big").replace("mentioned", "said");
        assert_eq!(undone, ORIGINAL);
        replaced += text.matches("enormous").count() + text.matches("mentioned").count();
    }
    // 60 of 120 are expected, with a standard deviation of 5.5.
    let all = REPLACEMENTS * texts.len();
    assert!((40..=80).contains(&replaced), "{replaced} of {all}");
    let beyond = train(&sandbox, &["spin", "--rate", "1.5", "a.txt"]);
    assert_eq!(beyond.status.code(), Some(2));
}

#[test]
fn quotations_can_be_left_unchanged() {
    assert_eq!(
        spin(&sandbox(), &["--quotes", "kept"]),
        SPUN.replace("“The enormous dog,”", "“The big dog,”")
    );
}

#[test]
fn pairs_have_a_line_for_each_paragraph() {
    let lines = spin(&sandbox(), &["--pairs"]);
    let paragraphs = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    };
    let expected: Vec<_> = paragraphs(SPUN)
        .into_iter()
        .zip(paragraphs(ORIGINAL))
        .collect();
    assert_eq!(pairs(&lines), expected);
    let documents: Vec<&str> = lines.lines().map(|line| &line[..10]).collect();
    let [first, second] = ["{\"doc\":\"1\"", "{\"doc\":\"2\""];
    assert_eq!(documents, [first, first, second]);
}

#[test]
fn aligned_documents_must_be_spun_densely() {
    let thin = r#"{"text": "The town", "density": 0.4, "replaced": [[4, 8, "city"]]}"#;
    let sandbox = Sandbox::new()
        .with("a.txt", ORIGINALS[1])
        .with("none.jsonl", "")
        .with("thin.jsonl", thin);
    let messages = [
        (
            "none.jsonl",
            "none.jsonl: contains no aligned documents; write some with unspin-train lexicon --aligned",
        ),
        (
            "thin.jsonl",
            "none of the aligned documents has a density of 0.9 or more; learn from more densely spun \
             text",
        ),
    ];
    for (file, message) in messages {
        let output = train(&sandbox, &["spin", "--aligned", file, "a.txt"]);
        assert_eq!(text(&output.stderr), format!("unspin-train: {message}\n"));
        assert_eq!(output.status.code(), Some(2), "{file}");
    }
}
