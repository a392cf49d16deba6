//! Honest text is not changed.

use unspin::{Format, Restorer, Worker};

use super::support::{fixture, fixtures};

fn assert_unchanged(worker: &mut Worker<'_>, text: &str, name: &str) {
    let restored = worker.restore(text.as_bytes(), Format::Text);
    assert_eq!(restored.edits(), [], "{name}: {text}");
}

#[test]
fn prose_of_many_kinds() {
    let restorer = Restorer::default();
    let mut worker = restorer.worker();
    let texts = fixtures("clean", ".txt");
    for (name, text) in &texts {
        assert_unchanged(&mut worker, text, name);
    }
    assert!(texts.len() >= 20, "only {} texts", texts.len());
}

/// Pieces of so many words, each of which starts `step` words after the previous one.
fn pieces(text: &str, words: usize, step: usize) -> impl Iterator<Item = &str> {
    let starts: Vec<usize> = text
        .split_whitespace()
        .map(|word| word.as_ptr().addr() - text.as_ptr().addr())
        .collect();
    let last = starts.len().saturating_sub(words);
    (0..=last).step_by(step).map(move |first| {
        let end = starts.get(first + words).copied().unwrap_or(text.len());
        &text[starts[first]..end]
    })
}

/// The gate has less evidence in short texts.
#[test]
fn short_pieces_of_prose() {
    let restorer = Restorer::default();
    let mut worker = restorer.worker();
    let mut number = 0;
    for (name, text) in fixtures("clean", ".txt") {
        for words in [60, 100, 150] {
            for piece in pieces(&text, words, words / 4) {
                assert_unchanged(&mut worker, piece, &name);
                number += 1;
            }
        }
    }
    assert!(number >= 500, "only {number} pieces");
}

/// Neither capitals nor the marks of a quotation make a text look spun.
#[test]
fn prose_in_capitals_and_in_quoted_mail() {
    let restorer = Restorer::default();
    let mut worker = restorer.worker();
    let mut log_odds = |text: &str, name: &str| {
        let restored = worker.restore(text.as_bytes(), Format::Text);
        assert_eq!(restored.edits(), [], "{name}: {text}");
        restored.verdict().log_odds()
    };
    let quote = |text: &str| format!("> {}", text.replace('\n', "\n> "));
    let mut by_capitals = Vec::new();
    for (name, text) in fixtures("clean", ".txt") {
        let plain = log_odds(&text, &name);
        by_capitals.push(log_odds(&text.to_uppercase(), &name) - plain);
        let quoted = log_odds(&quote(&text), &name);
        assert!(
            (quoted - plain).abs() < 0.5,
            "{name}: {quoted}, not {plain}"
        );
        for piece in pieces(&text, 150, 75) {
            log_odds(&piece.to_uppercase(), &name);
            log_odds(&quote(piece), &name);
        }
    }
    let mean = by_capitals.iter().sum::<f64>() / by_capitals.len() as f64;
    assert!(mean < 0.6, "{mean}: {by_capitals:?}");
}

/// All words of such an entry are words that a spinner knows.
#[test]
fn entries_of_a_thesaurus() {
    let restorer = Restorer::default();
    let mut worker = restorer.worker();
    let entries = "aid (v.) assist, support, serve, relieve, back, ease, further.\n\n\
        big (adj.) huge, massive, giant, sizeable, hefty, immense, large.\n\n\
        still (adv.) however, nonetheless, nevertheless, yet, though, regardless.\n";
    assert_unchanged(&mut worker, entries, "a thesaurus");
    let two = "however (conj.) but, yet, nonetheless, nevertheless, still, though, whereas.\n\n\
        previously (adv.) earlier, before, prior to, beforehand, ahead of, in advance of.\n";
    assert_unchanged(&mut worker, two, "two entries of a thesaurus");
}

/// Each entry of such a list is a word that spinners write.
#[test]
fn lists_of_words_with_an_example() {
    let words = "acknowledge amongst assist attain automobile bodily courtroom discover essential foremost \
        gadget huge individuals inform inhabitants invoice kids mention misplace nation obtain presently \
        purchase residence within";
    let restorer = Restorer::default();
    let mut worker = restorer.worker();
    let list = words.split_whitespace().map(|word| format!("- {word}\n"));
    let example = "Please write one sentence with each word. Here is an example: *The kids have misplaced \
        the invoice, and I do not know where they left it.*";
    let page = format!("# Words\n\n{}\n{example}\n", list.collect::<String>());
    let restored = worker.restore(page.as_bytes(), Format::Markdown);
    assert_eq!(restored.edits(), [], "{page}");
}

#[test]
fn misspellings_in_honest_sentences() {
    let restorer = Restorer::default();
    let mut worker = restorer.worker();
    let text = fixture("slips_clean.txt");
    for line in text.lines() {
        assert_unchanged(&mut worker, line, "one sentence");
    }
    assert_unchanged(&mut worker, &text, "all sentences together");
    assert_eq!(text.lines().count(), 300);
}
