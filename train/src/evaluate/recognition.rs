//! Whether short texts are recognised as spun. It owns how texts are cut into stretches and what counts as recognised.

use super::figures::{Figures, round, share};
use super::words::words;
use super::{align, spun_text};
use crate::pairs::{Document, Pair};
use rayon::prelude::*;
use serde_json::json;
use unspin::document::Format;
use unspin::restore::{Restorer, Worker};

/// Words of the stretches that are tried.
pub const LENGTHS: [usize; 3] = [60, 150, 300];

/// Whether the restorer takes `text` for spun: it changes it.
fn recognised(worker: &mut Worker<'_>, text: &str) -> bool {
    !worker
        .restore(text.as_bytes(), Format::Text)
        .into_edits()
        .is_empty()
}

/// For each of [`LENGTHS`]: the stretches of spun text that have any damage, as `stretches_60`, and the share of them
/// that are recognised, as `recognised_60`.
pub fn recognition(restorer: &Restorer, documents: &[Document]) -> Figures {
    figures(restorer, "recognised", |length| {
        documents
            .iter()
            .flat_map(|document| stretches(document, length))
            .filter(|stretch| stretch.damaged)
            .map(|stretch| stretch.text)
            .collect()
    })
}

/// For each of [`LENGTHS`]: the stretches of clean text, as `stretches_60`, and the share of them that are taken for spun,
/// as `touched_60`.
pub fn false_recognition(restorer: &Restorer, documents: &[String]) -> Figures {
    figures(restorer, "touched", |length| {
        let pairs = |document: &String| -> Document {
            document
                .lines()
                .map(|line| Pair {
                    spun: line.to_owned(),
                    original: line.to_owned(),
                })
                .collect()
        };
        documents
            .iter()
            .flat_map(|document| stretches(&pairs(document), length))
            .map(|stretch| stretch.text)
            .collect()
    })
}

fn figures(restorer: &Restorer, name: &str, cut: impl Fn(usize) -> Vec<String>) -> Figures {
    let mut figures = Figures::new();
    for length in LENGTHS {
        let texts = cut(length);
        let found = texts
            .par_iter()
            .map_init(
                || restorer.worker(),
                |worker, text| recognised(worker, text),
            )
            .filter(|&found| found)
            .count();
        figures.insert(
            format!("{name}_{length}"),
            if texts.is_empty() {
                json!(null)
            } else {
                json!(round(share(found, texts.len()), 4))
            },
        );
        figures.insert(format!("stretches_{length}"), json!(texts.len()));
    }
    figures
}

/// Spun text of a number of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The text, with the line ends of the document.
    pub text: String,
    /// Whether the original of it is another.
    pub damaged: bool,
}

/// Cuts the spun text of a document into stretches of `length` words, in the middle of a line where it has them. What is
/// left over at the end is no stretch.
pub fn stretches(document: &Document, length: usize) -> Vec<Stretch> {
    let text = spun_text(document);
    let damaged: Vec<bool> = document.iter().flat_map(damaged).collect();
    let cut = words(&text)
        .chunks_exact(length)
        .map(|words| text[words[0].start..words[length - 1].end].to_owned() + "\n")
        .collect::<Vec<_>>();
    cut.into_iter()
        .zip(damaged.chunks_exact(length))
        .map(|(text, damaged)| Stretch {
            text,
            damaged: damaged.contains(&true),
        })
        .collect()
}

/// For each word of a spun line whether it is damaged; where words are gone, the word behind them is.
fn damaged(pair: &Pair) -> Vec<bool> {
    let spun = words(&pair.spun);
    let mut damaged = vec![false; spun.len()];
    for hunk in align(&spun, &words(&pair.original)).hunks {
        let end = hunk.left.end.max(hunk.left.start + 1).min(spun.len());
        damaged[hunk.left.start.min(end)..end].fill(true);
    }
    damaged
}
