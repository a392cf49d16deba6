//! The commands of `unspin-train` that make data, on texts that were written for these tests.

mod align;
mod groups;
mod lexicon;
mod model;
mod spin;
mod training;

use crate::support::{Sandbox, text};
use serde_json::Value;
use std::process::{Command, Output};

/// Paragraphs of a news article.
const ORIGINALS: [&str; 6] = [
    "Harbour town opens a new ferry terminal after eight years of work",
    "The ferry terminal in Osterby was opened on Friday by mayor Ida Holm, who said the town had \
     waited a long time for it.",
    "It cost 41 million crowns, twice as much as was planned in 2011, and most of the money came \
     from the county.",
    "“I have taken this ferry every day for thirty years,” said Jonas Lie, a teacher. “Now I do not \
     have to wait in the rain.”",
    "Fishermen fear that the new breakwater will change the currents and bring sand into the inner \
     harbour.",
    "A second building with shops and a library is to follow next autumn, the council says.",
];

/// The same paragraphs, spun.
const SPUNS: [&str; 6] = [
    "Harbor city opens a brand new ferry terminal after eight years of labor",
    "The ferry terminal in Osterby was opened on Friday by mayor Ida Holm, who mentioned the city \
     had waited a very long time for it.",
    "It price 41 million crowns, twice as a lot as was deliberate in 2011, and many of the cash got \
     here from the county.",
    "“I've taken this ferry on daily basis for thirty years,” mentioned Jonas Lie, a instructor. \
     “Now I shouldn't have to attend within the rain.”",
    "Fishermen concern that the brand new breakwater will change the currents and convey sand into \
     the interior harbor.",
    "A second constructing with outlets and a library is to observe subsequent autumn, the council \
     says.",
];

/// Runs `unspin-train` in the folder of the sandbox.
fn train(sandbox: &Sandbox, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_unspin-train"))
        .args(arguments)
        .current_dir(sandbox.path(""))
        .output()
        .expect("the program starts")
}

/// Standard output of a run that must succeed.
fn stdout(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let output = train(sandbox, arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// The spun and the original text on each JSON line.
fn pairs(lines: &str) -> Vec<(String, String)> {
    let field = |value: &Value, name: &str| value[name].as_str().expect("text").to_owned();
    lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .map(|value| (field(&value, "spun"), field(&value, "orig")))
        .collect()
}
