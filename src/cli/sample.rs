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
mod tests {
    use super::*;

    /// The numbers of the documents that a sample of `documents` shows.
    fn numbers(documents: impl IntoIterator<Item = (u64, bool, usize)>) -> Vec<String> {
        let mut sample = Sample::default();
        for (number, (hash, is_clean, len)) in documents.into_iter().enumerate() {
            let mut html = number.to_string();
            html += &" ".repeat(len - html.len());
            sample.add(Shown::new(hash, is_clean, html));
        }
        let shown = sample.into_shown();
        let numbers = shown
            .iter()
            .map(|document| document.html().trim().to_owned());
        numbers.collect()
    }

    #[test]
    fn few_documents_are_all_shown() {
        let documents = [(9, true, 10), (2, false, 10), (5, false, LONGEST + 1)];
        assert_eq!(numbers(documents), ["0", "1", "2"]);
        // A single one is shown, however long it is.
        assert_eq!(numbers([(9, true, 2 * MOST_BYTES)]), ["0"]);
    }

    #[test]
    fn the_lowest_ranks_are_shown_and_those_with_edits_come_first() {
        // Nineteen fit.
        let len = MOST_BYTES / 19;
        let spun = (0..30).map(|number| (60 - 2 * number, false, len));
        let clean = (0..30).map(|number| (number, true, len));
        let expected: Vec<String> = (11..30).map(|number| number.to_string()).collect();
        assert_eq!(numbers(spun.clone().chain(clean.clone())), expected);
        let after: Vec<String> = (41..60).map(|number| number.to_string()).collect();
        assert_eq!(numbers(clean.chain(spun)), after);
    }

    #[test]
    fn a_long_document_makes_room() {
        let short = (0..10).map(|number| (number, false, LONGEST));
        let documents = [(0, false, 3 * LONGEST)].into_iter().chain(short);
        let expected: Vec<String> = (1..11).map(|number| number.to_string()).collect();
        assert_eq!(numbers(documents), expected);
    }
}
