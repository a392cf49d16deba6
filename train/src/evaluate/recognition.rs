//! Whether short texts are recognised as spun. Documents are cut into passages of a few lengths,
//! and each passage is restored on its own.

use super::figures::{Figures, round, share};
use super::words::words;
use super::{align, spun_text};
use crate::pairs::{Document, Pair};
use rayon::prelude::*;
use serde_json::json;
use unspin::document::Format;
use unspin::restore::{Restorer, Worker};

/// Lengths of the passages, in words.
pub const LENGTHS: [usize; 4] = [60, 100, 150, 300];

/// Whether the restorer changes `text`, that is, treats it as spun.
fn is_changed(worker: &mut Worker<'_>, text: &str) -> bool {
    let restored = worker.restore(text.as_bytes(), Format::Text);
    !restored.edits().is_empty()
}

/// For each of [`LENGTHS`], the number of damaged passages of spun text, as `passages_60`, and the
/// share of them that are recognised, as `recognised_60`.
pub fn recognition(restorer: &Restorer, documents: &[Document]) -> Figures {
    figures(restorer, "recognised", |length| {
        documents
            .iter()
            .flat_map(|document| passages(document, length))
            .filter(|passage| passage.damaged)
            .map(|passage| passage.text)
            .collect()
    })
}

/// For each of [`LENGTHS`], the number of passages of clean text, as `passages_60`, and the share
/// of them that are mistaken for spun text, as `edited_60`.
pub fn false_recognition(restorer: &Restorer, documents: &[String]) -> Figures {
    let unchanged = |line: &str| Pair {
        spun: line.to_owned(),
        original: line.to_owned(),
    };
    let documents: Vec<Document> = documents
        .iter()
        .map(|document| document.lines().map(unchanged).collect())
        .collect();
    figures(restorer, "edited", |length| {
        documents
            .iter()
            .flat_map(|document| passages(document, length))
            .map(|passage| passage.text)
            .collect()
    })
}

fn figures(restorer: &Restorer, name: &str, cut: impl Fn(usize) -> Vec<String>) -> Figures {
    let mut figures = Figures::new();
    for length in LENGTHS {
        let texts = cut(length);
        let changed = texts
            .par_iter()
            .map_init(
                || restorer.worker(),
                |worker, text| is_changed(worker, text),
            )
            .filter(|&changed| changed)
            .count();
        let share = (!texts.is_empty()).then(|| round(share(changed, texts.len()), 4));
        figures.insert(format!("{name}_{length}"), json!(share));
        figures.insert(format!("passages_{length}"), json!(texts.len()));
    }
    figures
}

/// A part of a spun text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The text, with the line ends of the document.
    pub text: String,
    /// Whether it differs from its original.
    pub damaged: bool,
}

/// Cuts the spun text of a document into passages of `length` words, which may begin and end within
/// lines. The rest at the end is left out.
pub fn passages(document: &Document, length: usize) -> Vec<Passage> {
    let text = spun_text(document);
    let damaged: Vec<bool> = document.iter().flat_map(damaged).collect();
    let words = words(&text);
    words
        .chunks_exact(length)
        .zip(damaged.chunks_exact(length))
        .map(|(words, damaged)| Passage {
            text: text[words[0].start..words[length - 1].end].to_owned() + "\n",
            damaged: damaged.contains(&true),
        })
        .collect()
}

/// Whether each word of the spun version is damaged. If words are missing, the next word counts as
/// damaged.
fn damaged(pair: &Pair) -> Vec<bool> {
    let spun = words(&pair.spun);
    let mut damaged = vec![false; spun.len()];
    for hunk in align(&spun, &words(&pair.original)).hunks {
        let end = hunk.left.end.max(hunk.left.start + 1).min(spun.len());
        damaged[hunk.left.start.min(end)..end].fill(true);
    }
    damaged
}
