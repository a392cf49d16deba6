//! `unspin-train model`.

use super::{ORIGINALS, SPUNS, stdout};
use crate::support::Sandbox;
use std::fs;

/// Makes a model of at most 20,000 bytes. Returns the model and its description.
fn model(sandbox: &Sandbox, out: &str, options: &[&str]) -> (Vec<u8>, String) {
    let arguments = ["model", "--budget", "20000", "--out", out, "text.txt"];
    stdout(sandbox, &[&arguments, options].concat());
    let bytes = fs::read(sandbox.path(out)).expect("written");
    (bytes, sandbox.text(&format!("{out}.txt")))
}

/// 40 documents of two paragraphs.
fn sandbox() -> Sandbox {
    let mut text = String::new();
    for number in 0..40 {
        text += &format!("{}\n{}\n\n", ORIGINALS[number % 6], SPUNS[number % 5]);
    }
    Sandbox::new().with("text.txt", &text)
}

#[test]
fn a_model_does_not_depend_on_memory() {
    let sandbox = sandbox();
    let (bytes, _) = model(&sandbox, "a.lm", &[]);
    assert!((1000..=20_000).contains(&bytes.len()), "{}", bytes.len());
    let (with_little, _) = model(&sandbox, "b.lm", &["--memory", "2000"]);
    assert!(with_little == bytes);
}

#[test]
fn the_description_has_the_perplexity_of_held_out_documents() {
    let sandbox = sandbox();
    let (_, description) = model(&sandbox, "a.lm", &[]);
    let nothing = "held out: nothing, because there are fewer than 1000 documents; lower --held-out \
                   to measure the perplexity";
    assert!(
        description.lines().any(|line| line == nothing),
        "{description}"
    );
    let (_, description) = model(&sandbox, "b.lm", &["--held-out", "10"]);
    let has_line = |start: &str| description.lines().any(|line| line.starts_with(start));
    assert!(
        has_line("command: unspin-train model --budget 20000 --out b.lm "),
        "{description}"
    );
    assert!(has_line("held out: every 10th document, "), "{description}");
    assert!(has_line("perplexity: "), "{description}");
    assert!(description.contains(" --held-out 10 "), "{description}");
}
