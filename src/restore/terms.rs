//! Mentions of tortured phrases, for people who screen papers: phrases that stand where a thesaurus
//! replaced the words of an established term (Cabanac, Labbé and Magazinov 2021). Nothing is edited, and
//! a mention is no proof.

#[cfg(feature = "formats")]
mod condition;
#[cfg(feature = "formats")]
mod list;
#[cfg(feature = "formats")]
mod rows;

#[cfg(feature = "formats")]
pub use list::{ListError, TermList};

use super::Worker;
use super::text::Text;
#[cfg(feature = "formats")]
use crate::lexicon::Lexicon;
use std::ops::Range;
use std::sync::Arc;

/// A tortured phrase in a document.
///
/// ```
/// use unspin::{Options, Restorer};
/// let restorer = Restorer::new(Options::new().terms(true));
/// let restored = restorer.restore("They call it profound learning.");
/// assert!(restored.edits().is_empty());
/// let mention = &restored.terms()[0];
/// assert_eq!((mention.range(), mention.expected()), (13..30, "deep learning"));
/// assert!(!mention.is_quoted());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    range: Range<usize>,
    expected: String,
    list: Arc<str>,
    is_quoted: bool,
}

impl Mention {
    /// Its bytes in the source, with the markup in between.
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// The established term.
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// The name of the list with the phrase.
    pub fn list(&self) -> &str {
        &self.list
    }

    /// Whether it is in quotation marks. The author may write about the phrase.
    pub fn is_quoted(&self) -> bool {
        self.is_quoted
    }

    /// The same mention where `place` says that its bytes are; `None` if they are nowhere.
    pub(super) fn placed(self, place: impl Fn(Range<usize>) -> Vec<Range<usize>>) -> Option<Self> {
        let places = place(self.range.clone());
        let start = places.first()?.start;
        let end = places.last()?.end;
        Some(Self {
            range: start..end,
            ..self
        })
    }

    /// The same mention `by` bytes further on.
    pub(super) fn moved(self, by: usize) -> Self {
        Self {
            range: self.range.start + by..self.range.end + by,
            ..self
        }
    }
}

impl Worker<'_> {
    /// The mentions in the text that was read: those of all families of terms and lists, in order. Of
    /// several that overlap, the first and longest one counts.
    pub(super) fn mentions(&self) -> Vec<Mention> {
        let mut mentions = Vec::new();
        let mut terms = Vec::new();
        for family in &self.restorer.families {
            family.terms(&self.text.tokens, |_| false, &mut terms);
            let lexicon = family.lexicon();
            let mention = |term: &super::family::Term| {
                let tokens = term.from..term.to;
                let expected = lexicon.surface(term.original);
                self.text.mention(tokens, expected, family.name())
            };
            mentions.extend(terms.iter().map(mention));
        }
        #[cfg(feature = "formats")]
        for list in &self.restorer.term_lists {
            mentions.extend(list.mentions(&self.text));
        }
        mentions.sort_by_key(|mention| (mention.range.start, usize::MAX - mention.range.end));
        let mut end = 0;
        mentions.retain(|mention| {
            let is_next = mention.range.start >= end;
            if is_next {
                end = mention.range.end;
            }
            is_next
        });
        mentions
    }
}

impl Text {
    /// The mention of a phrase that has these `tokens`.
    fn mention(&self, tokens: Range<usize>, expected: &str, list: Arc<str>) -> Mention {
        let all = self.tokens.as_slice();
        Mention {
            range: all[tokens.start].start..all[tokens.end - 1].end,
            expected: expected.to_owned(),
            list,
            is_quoted: tokens.clone().any(|at| self.quoted[at]),
        }
    }

    /// The longest phrase of `lexicon` at the token `from`, up to a blank line: its end, and the first of
    /// its originals.
    #[cfg(feature = "formats")]
    fn phrase_at(&self, lexicon: &Lexicon<'_>, from: usize) -> Option<usize> {
        use crate::lexicon::MAX_PHRASE;
        use crate::text::token::Gap;
        let all = self.tokens.as_slice();
        let reach = all.len().min(from + MAX_PHRASE);
        let is_end = |at: &usize| all[*at].gap == Gap::Break;
        let limit = (from + 1..reach).find(is_end).unwrap_or(reach);
        let mut end = None;
        lexicon.matches(&self.tokens, from, limit, |to, _| end = Some(to));
        end
    }
}
