//! Dates: `the second of May` is no moment, and the `May` of `10 May` no verb.

use super::{Checker, Class, SENSES, Sense, number};
use crate::lexicon::Original;
use crate::text::token::{Gap, Shape};
use std::ops::Range;

/// The months that are other words, too, and what spinners write for them.
const VERBS: [&str; 4] = ["could", "march", "may", "might"];

impl Checker<'_, '_> {
    /// Whether `spun` is the day of a date, and `original` is another number or none.
    pub(super) fn is_other_day(&self, spun: &Range<usize>, original: Original) -> bool {
        let Some(day) = number(self.tokens.as_slice()[spun.start].word) else {
            return false;
        };
        let is_same = |word| number(word) == Some(day);
        spun.len() == 1
            && self.has_month(spun.start)
            && !self.lexicon.words_of(original).any(is_same)
    }

    /// Whether `spun` is the month of a date in digits, and `original` begins with another word.
    pub(super) fn is_other_month(&self, spun: &Range<usize>, original: Original) -> bool {
        let at = spun.start;
        let is_number = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
        let word = self.tokens.as_slice()[at].word;
        ["march", "may"].contains(&self.tokens.norm_of(at))
            && self.is_month(at)
            && (is_number(self.before(at, 1)) || is_number(self.after(at + 1)))
            && self.lexicon.words_of(original).next() != Some(word)
    }

    /// Whether the number `at` has its month beside it: `the second of May`, `May second`, `May the second`.
    fn has_month(&self, at: usize) -> bool {
        let back = if self.before(at, 1) == "the" { 2 } else { 1 };
        self.after(at + 1) == "of" && self.is_month(at + 2)
            || at.checked_sub(back).is_some_and(|at| self.is_month(at))
    }

    /// Whether token `at` is a month, with a capital within a sentence.
    fn is_month(&self, at: usize) -> bool {
        let Some(token) = self.tokens.as_slice().get(at) else {
            return false;
        };
        let is_calendar = matches!(
            SENSES.get(&token.word),
            Some(Sense::Fact {
                class: Class::Calendar,
                ..
            })
        );
        let is_named = is_calendar || VERBS.contains(&self.tokens.norm_of(at));
        token.gap == Gap::Space && token.shape == Shape::Initial && is_named
    }
}
