//! What a spinner did with each word of the documents that are copied from.

use super::super::Spun;
use crate::phrase::Span;
use std::ops::Range;
use unspin::store::hash;
use unspin::text::token::{Gap, Shape, Tokens};

/// Separates lines and documents. No word has this hash.
pub(super) const BOUNDARY: u64 = 0;

/// A phrase of the original text and what became of it.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    /// Its words in [`Observed::words`].
    pub words: Span,
    /// Its replacement in [`Observed::replacements`]; empty if it was left unchanged.
    replacement: Range<usize>,
}

/// The original words of all documents, one after another.
#[derive(Default)]
pub(super) struct Observed {
    /// Hash of each word, or [`BOUNDARY`].
    pub words: Vec<u64>,
    phrases: Vec<Phrase>,
    /// Which phrase each word belongs to.
    phrase_of: Vec<usize>,
    /// All replacements, joined.
    replacements: String,
}

impl Observed {
    pub fn new<'s>(documents: impl Iterator<Item = &'s Spun>) -> Self {
        let mut observed = Self::default();
        let mut tokens = Tokens::default();
        let mut original = Tokens::default();
        for document in documents {
            observed.read(document, &mut tokens, &mut original);
        }
        observed
    }

    fn read(&mut self, document: &Spun, tokens: &mut Tokens, original: &mut Tokens) {
        tokens.clear();
        tokens.push_text(&document.text, 0);
        let mut replaced = document.replaced.iter().peekable();
        let mut at = 0;
        while at < tokens.len() {
            let token = tokens.as_slice()[at];
            if token.gap >= Gap::Line {
                self.push([BOUNDARY].into_iter(), "");
            }
            while replaced
                .next_if(|place| place.spun.end <= token.start)
                .is_some()
            {}
            let Some(place) = replaced
                .peek()
                .filter(|place| place.spun.start <= token.start)
            else {
                self.push([word(tokens, at)].into_iter(), "");
                at += 1;
                continue;
            };
            original.clear();
            original.push_text(&place.original, 0);
            let words = (0..original.len()).map(|at| word(original, at));
            self.push(words, &document.text[place.spun.clone()]);
            at += tokens.as_slice()[at..]
                .iter()
                .take_while(|token| token.start < place.spun.end)
                .count();
        }
        self.push([BOUNDARY].into_iter(), "");
    }

    fn push(&mut self, words: impl Iterator<Item = u64>, replacement: &str) {
        let first_word = self.words.len();
        let first_byte = self.replacements.len();
        self.words.extend(words);
        self.replacements.push_str(replacement);
        self.phrase_of.resize(self.words.len(), self.phrases.len());
        self.phrases.push(Phrase {
            words: Span::new(first_word, self.words.len()),
            replacement: first_byte..self.replacements.len(),
        });
    }

    /// The phrase that the word at `at` belongs to.
    pub fn phrase_at(&self, at: usize) -> &Phrase {
        &self.phrases[self.phrase_of[at]]
    }

    /// The phrases from the one with the word `from` to the one with the word before `to`.
    pub fn phrases(&self, from: usize, to: usize) -> &[Phrase] {
        &self.phrases[self.phrase_of[from]..=self.phrase_of[to - 1]]
    }

    /// What was written for `phrase`, or `None` if it was left unchanged.
    pub fn replacement(&self, phrase: &Phrase) -> Option<&str> {
        let replacement = &self.replacements[phrase.replacement.clone()];
        (!replacement.is_empty()).then_some(replacement)
    }

    /// Identifies what was done with the word at `at`: 0 if it was left unchanged, otherwise a
    /// hash of the replacement and of the position of the word in the replaced phrase.
    pub fn treatment(&self, at: usize) -> u64 {
        let phrase = self.phrase_at(at);
        self.replacement(phrase).map_or(0, |replacement| {
            let position = 8 * phrase.words.len + at - phrase.words.start;
            hash::pair(
                hash::bytes(replacement.to_lowercase().as_bytes()),
                position as u64,
            )
        })
    }

    /// Whether one phrase contains both the word at `at` and the next one.
    pub fn is_same_phrase(&self, at: usize) -> bool {
        self.phrase_of[at] == self.phrase_of[at + 1]
    }
}

/// The hash by which a word is compared: its normalised form, whether it is in capitals, and
/// whether its apostrophe is curly.
pub(super) fn word(tokens: &Tokens, at: usize) -> u64 {
    let token = tokens.as_slice()[at];
    let variant = u64::from(token.shape == Shape::Upper) + 2 * u64::from(token.curly);
    hash::pair(hash::bytes(tokens.norm_of(at).as_bytes()), variant)
}
