//! Which documents the report shows if there are too many for one page.

use std::collections::BinaryHeap;

/// Most bytes of all documents on a page, which keeps it below 10 MB.
const MOST_BYTES: usize = 9_500_000;
/// A longer document would leave too little room for others.
const LONGEST: usize = MOST_BYTES / 10;
/// Of documents that are long or have no edits. They are left out first.
const LATE: u64 = 1 << 63;

/// The HTML of a document.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shown {
    rank: u64,
    /// Which document it is, in the order of the input.
    number: usize,
    html: String,
}

impl Shown {
    /// A document whose place in the sample depends on `hash`, and comes late if it `is_clean`.
    pub fn new(hash: u64, is_clean: bool, html: String) -> Self {
        let is_late = is_clean || html.len() > LONGEST;
        let late = if is_late { LATE } else { 0 };
        Self {
            rank: hash >> 1 | late,
            number: 0,
            html,
        }
    }

    /// The HTML.
    pub fn html(&self) -> &str {
        &self.html
    }
}

/// Documents of the lowest ranks, as many as fit.
#[derive(Debug, Default)]
pub struct Sample {
    shown: BinaryHeap<Shown>,
    bytes: usize,
    /// How many documents there were.
    documents: usize,
    /// Ranks from this one on are left out.
    limit: Option<u64>,
}

impl Sample {
    /// Adds the next document, and drops those that no longer fit. The first one stays if it is alone.
    pub fn add(&mut self, mut document: Shown) {
        document.number = self.documents;
        self.documents += 1;
        if self.limit.is_some_and(|limit| document.rank >= limit) {
            return;
        }
        self.bytes += document.html.len();
        self.shown.push(document);
        while self.bytes > MOST_BYTES && self.shown.len() > 1 {
            let Some(dropped) = self.shown.pop() else {
                return;
            };
            self.bytes -= dropped.html.len();
            self.limit = Some(dropped.rank);
        }
    }

    /// Adds the documents of a later sample.
    pub fn append(&mut self, later: Self) {
        let before = self.documents;
        let documents = before + later.documents;
        let limits = [self.limit, later.limit].into_iter().flatten();
        self.limit = limits.min();
        for document in later.into_shown() {
            self.documents = before + document.number;
            self.add(document);
        }
        self.documents = documents;
    }

    /// How many documents there were.
    pub fn documents(&self) -> usize {
        self.documents
    }

    /// The documents that are shown, in the order of the input.
    pub fn into_shown(self) -> Vec<Shown> {
        let mut shown = self.shown.into_vec();
        shown.sort_by_key(|document| document.number);
        shown
    }
}

#[cfg(test)]
mod tests;
