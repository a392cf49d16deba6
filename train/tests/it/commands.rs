//! The commands of `unspin-train` that need no text but one's own: `align`, `spin`, `lexicon` and `model`.

use crate::support::{CLEAN, Sandbox, text};
use serde_json::Value;
use std::process::{Command, Output};

fn train(sandbox: &Sandbox, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_unspin-train"))
        .args(arguments)
        .current_dir(sandbox.path(""))
        .output()
        .expect("the program starts")
}

fn stdout(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let output = train(sandbox, arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

fn pairs(lines: &str) -> Vec<(String, String)> {
    let field = |value: &Value, name: &str| value[name].as_str().expect("text").to_owned();
    lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .map(|value| (field(&value, "spun"), field(&value, "orig")))
        .collect()
}

const ORIGINALS: [&str; 6] = [
    "Harbour town opens a new ferry terminal after eight years of work",
    "The ferry terminal in Osterby was opened on Friday by mayor Ida Holm, who said the town had waited a long time for it.",
    "It cost 41 million crowns, twice as much as was planned in 2011, and most of the money came from the county.",
    "“I have taken this ferry every day for thirty years,” said Jonas Lie, a teacher. “Now I do not have to wait in the rain.”",
    "Fishermen fear that the new breakwater will change the currents and bring sand into the inner harbour.",
    "A second building with shops and a library is to follow next autumn, the council says.",
];

const SPUNS: [&str; 6] = [
    "Harbor city opens a brand new ferry terminal after eight years of labor",
    "The ferry terminal in Osterby was opened on Friday by mayor Ida Holm, who mentioned the city had waited a very long time for it.",
    "It price 41 million crowns, twice as a lot as was deliberate in 2011, and many of the cash got here from the county.",
    "“I've taken this ferry on daily basis for thirty years,” mentioned Jonas Lie, a instructor. “Now I shouldn't have to attend within the rain.”",
    "Fishermen concern that the brand new breakwater will change the currents and convey sand into the interior harbor.",
    "A second constructing with outlets and a library is to observe subsequent autumn, the council says.",
];

/// Boilerplate around, one paragraph missing on either side, one moved.
#[test]
fn versions_of_one_article_are_aligned() {
    let spun = [
        "Home",
        "Share this page with your friends on all the networks that you use",
        SPUNS[0],
        SPUNS[1],
        SPUNS[3],
        SPUNS[2],
        SPUNS[5],
        "Home",
    ]
    .join("\n");
    let original = [
        "Home",
        ORIGINALS[0],
        "By our reporter",
        ORIGINALS[1],
        ORIGINALS[2],
        ORIGINALS[3],
        ORIGINALS[4],
        "Home",
    ]
    .join("\n\n");
    let page = format!(
        "<title>x</title><nav>Home</nav><p>{}</p>",
        original.replace("\n\n", "</p>\n<p>")
    );
    let sandbox = Sandbox::new()
        .with("spun.txt", &spun)
        .with("original.txt", &original)
        .with("page.html", &page)
        .with("other.txt", CLEAN);
    let expected: Vec<(String, String)> = [0, 1, 3, 2]
        .map(|index| (SPUNS[index].to_owned(), ORIGINALS[index].to_owned()))
        .to_vec();
    for file in ["original.txt", "page.html"] {
        let output = train(&sandbox, &["align", "--doc", "ferry", "spun.txt", file]);
        assert_eq!(pairs(&text(&output.stdout)), expected, "{file}");
        assert!(text(&output.stdout).starts_with("{\"doc\":\"ferry\""));
        assert!(
            text(&output.stderr).starts_with("4 pairs, of 8 spun and "),
            "{}",
            text(&output.stderr)
        );
    }
    let refused = train(&sandbox, &["align", "spun.txt", "other.txt"]);
    let message = "unspin-train: spun.txt and other.txt: do not look like one article: 0 % of the words stand in paragraphs of both; check the files\n";
    assert_eq!(
        (
            refused.status.code(),
            &*text(&refused.stderr),
            &*text(&refused.stdout)
        ),
        (Some(2), message, "")
    );
}

#[test]
fn text_is_spun_by_rate_seed_and_quotes() {
    let original = "The big dog said no. “The big dog,” said the man.\nA big man.\n\nThe big end\n";
    let sandbox = Sandbox::new()
        .with("a.txt", original)
        .with("table.tsv", "enormous\tbig\t900\nmentioned\tsaid\t900\n");
    let spin = |more: &[&str]| {
        stdout(
            &sandbox,
            &[&["spin", "--lexicon", "table.tsv", "a.txt"], more].concat(),
        )
    };
    let all = "The enormous dog mentioned no. “The enormous dog,” mentioned the man.\nA enormous man.\n\nThe enormous end\n";
    assert_eq!(spin(&[]), all);
    assert_eq!(spin(&["--rate", "0"]), original);
    assert_eq!(
        spin(&["--quotes", "kept"]),
        all.replace("“The enormous dog,”", "“The big dog,”")
    );
    let seeds: Vec<String> = (0..20)
        .map(|seed: u32| spin(&["--rate", "0.5", "--seed", &seed.to_string()]))
        .collect();
    assert_eq!(
        seeds[3],
        spin(&["--rate", "0.5", "--seed", "3"]),
        "the same seed gives the same text"
    );
    assert!(
        seeds.iter().any(|text| text != &seeds[0])
            && seeds.iter().all(|text| text != original || text != all)
    );
    let lines = spin(&["--pairs"]);
    assert_eq!(
        pairs(&lines),
        all.replace("\n\n", "\n")
            .lines()
            .zip(original.replace("\n\n", "\n").lines())
            .map(|(a, b)| (a.into(), b.into()))
            .collect::<Vec<_>>()
    );
    assert_eq!(
        lines
            .lines()
            .filter(|line| line.starts_with("{\"doc\":\"1\""))
            .count(),
        2
    );
    assert_eq!(
        train(&sandbox, &["spin", "--rate", "1.5", "a.txt"])
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn what_shows_no_spinner_is_an_error() {
    let thin = r#"{"text": "The town", "density": 0.4, "replaced": [[4, 8, "city"]]}"#;
    let sandbox = Sandbox::new()
        .with("a.txt", ORIGINALS[1])
        .with("none.jsonl", "")
        .with("thin.jsonl", thin);
    let messages = [
        ("none.jsonl", "none.jsonl: contains no aligned documents"),
        (
            "thin.jsonl",
            "none of the aligned documents has a density of 0.9 or more; learn from more densely spun text",
        ),
    ];
    for (file, message) in messages {
        let output = train(&sandbox, &["spin", "--aligned", file, "a.txt"]);
        assert_eq!(text(&output.stderr), format!("unspin-train: {message}\n"));
        assert_ne!(output.status.code(), Some(0));
    }
}

#[test]
fn a_lexicon_comes_with_coverage_doubts_and_what_was_dropped() {
    let sandbox = Sandbox::new();
    let line = |doc: usize, spun: &str, original: &str| {
        format!(
            "{}\n",
            serde_json::json!({ "doc": doc, "spun": spun, "orig": original })
        )
    };
    let mut lines: String = (0..19)
        .map(|doc| {
            line(
                doc,
                "He mentioned it was an enormous dog.",
                "He said it was a big dog.",
            )
        })
        .collect();
    lines += &line(
        19,
        "He mentioned a tiny blah was there.",
        "He said a small dog was there.",
    );
    let sandbox = sandbox.with("pairs.jsonl", &lines);
    let output = train(
        &sandbox,
        &[
            "lexicon",
            "--out",
            "out.tsv",
            "--notes",
            "notes.tsv",
            "--min-count",
            "2",
            "pairs.jsonl",
        ],
    );
    let messages = text(&output.stderr);
    assert!(output.status.success(), "{messages}");
    let lexicon = sandbox.text("out.tsv");
    assert!(lexicon.contains("\nmentioned\tsaid\t20\n"), "{lexicon}");
    // Two documents of the twenty are held back: three differing words in one, three in the other, of which one is known.
    assert!(messages.contains("coverage: what nine tenths teach can undo 66.7 % of the 6 differing words of the tenth held back"), "{messages}");
    assert!(
        messages.contains("unsure: ") && messages.contains("dropped: "),
        "{messages}"
    );
    assert!(
        sandbox.text("notes.tsv").contains("too rare\t"),
        "{}",
        sandbox.text("notes.tsv")
    );
}

#[test]
fn a_model_is_the_same_in_any_memory_and_tells_its_perplexity() {
    let text: String = (0..40)
        .flat_map(|at| [ORIGINALS[at % 6], "\n", SPUNS[at % 5], "\n\n"])
        .collect();
    let sandbox = Sandbox::new().with("text.txt", &text);
    let model = |out: &str, more: &[&str]| {
        let output = train(
            &sandbox,
            &[
                &["model", "--budget", "20000", "--out", out, "text.txt"],
                more,
            ]
            .concat(),
        );
        assert!(
            output.status.success(),
            "{}",
            crate::support::text(&output.stderr)
        );
        (
            std::fs::read(sandbox.path(out)).expect("written"),
            sandbox.text(&format!("{out}.txt")),
        )
    };
    let (bytes, side_car) = model("a.lm", &[]);
    assert!(side_car.contains("\nheld out: nothing, as there are fewer than 1000 documents; lower --held-out for a perplexity\n"), "{side_car}");
    assert!(bytes.len() > 1000 && bytes.len() <= 20_000);
    assert!(
        model("b.lm", &["--memory", "2000"]).0 == bytes,
        "the memory does not matter"
    );
    let (_, side_car) = model("c.lm", &["--held-out", "10", "--memory", "2000"]);
    assert!(
        side_car.contains(" --held-out 10 ")
            && side_car.contains("\nheld out: every 10th document, "),
        "{side_car}"
    );
    assert!(
        side_car
            .lines()
            .any(|line| line.starts_with("perplexity: ")),
        "{side_car}"
    );
}
