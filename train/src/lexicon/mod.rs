//! Learns a lexicon from parallel text: which phrase the spinner wrote for which original, how
//! often, and how often it left each original unchanged.
//!
//! The steps, one file each: number the words (`corpus`), align the words of each pair of
//! paragraphs (`align`), extend substitutions that were cut too short (`widen`), count them
//! (`count`), drop those that are due to chance (`filter`), and estimate how often originals are
//! left unchanged (`kept`). `notes` lists what was dropped and what is doubtful.

mod align;
mod corpus;
mod count;
mod filter;
mod kept;
mod notes;
mod widen;

use crate::pairs::Document;
use crate::progress::{Observer, Steps};
use crate::spin::aligned::AlignedDocument;
use align::Evidence;
pub use notes::{Dropped, Notes, Reason};
use unspin::lexicon::tsv::Row;

/// Which pairs are reliable enough for the lexicon.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Pairs that occur fewer times are dropped.
    pub min_count: u32,
    /// Pairs that occur in fewer documents are dropped.
    pub min_documents: u32,
    /// Pairs with digits that occur fewer times are dropped, because numbers are often aligned by
    /// chance.
    pub min_number_count: u32,
    /// A pair is dropped if its original accounts for a smaller share of all occurrences of the
    /// spun phrase, including those where the phrase is itself the original.
    pub min_share: f64,
}

/// The result of [`learn`].
pub struct Learned {
    /// The lexicon, sorted.
    pub rows: Vec<Row>,
    /// The spun side of each document, with the substitutions found in it and its density.
    pub documents: Vec<AlignedDocument>,
    /// Which pairs were dropped and which are doubtful.
    pub notes: Notes,
}

/// A corpus with fewer documents than this is small: most of its pairs occur once, and have to be
/// used nevertheless.
pub const SMALL: usize = 1000;
/// Rounds of re-estimation of the word alignment.
const ROUNDS: usize = 5;
/// Steps that [`learn`] reports.
const STEPS: u64 = ROUNDS as u64 + 3;

/// Learns a lexicon from `documents`. Reports the finished steps to `observer`.
pub fn learn(documents: &[Document], limits: Limits, observer: Observer<'_>) -> Learned {
    let mut steps = Steps::new(STEPS, observer);
    let corpus = corpus::read(documents);
    steps.finish_one();
    let evidence = if documents.len() < SMALL {
        Evidence::Sparse
    } else {
        Evidence::Plentiful
    };
    let is_mark = corpus.marks();
    let mut aligned = align::align(&corpus.paragraphs, &is_mark, evidence, ROUNDS, &mut steps);
    widen::widen(&corpus, &mut aligned);
    steps.finish_one();
    let mut pairs = count::count(&corpus, documents, &aligned);
    let mut notes = filter::drop_accidental(&corpus, &mut pairs, limits);
    steps.finish_one();
    let kept = kept::estimate(&corpus, &aligned, &pairs);
    let spun = corpus::spun_documents(&corpus, documents, &aligned);
    let rows = count::rows(&pairs, &kept.counts);
    let rows = filter::drop_unlikely(rows, limits, &mut notes);
    notes.add_unsure(&rows, &pairs);
    let documents = spun
        .into_iter()
        .zip(kept.densities)
        .map(|(spun, density)| AlignedDocument { spun, density })
        .collect();
    Learned {
        rows,
        documents,
        notes,
    }
}
