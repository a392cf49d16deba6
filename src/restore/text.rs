//! A text as the engine reads it: its tokens, which of them are quoted, and which must not change.

use super::casing::Apostrophe;
use super::numerals::{self, Numeral};
use super::{blocks, labels};
use crate::edit::Edit;
use crate::text::allow::Allow;
use crate::text::language::Profile;
use crate::text::token::{Gap, Shape, Token, Tokens};
use crate::text::{address, marker, quote, tag, unread};
use std::ops::Range;

/// Blocks on either side that help to tell the language of a short one.
const REACH: usize = 2;

/// Most words of a block without context.
const SHORT: usize = 3;

/// Least number of commas in a series of words.
const SERIES: usize = 5;
/// Most words for each of them.
const SERIES_WORDS: usize = 2;

/// Least number of words in a line of prose that stands alone.
const LINE_WORDS: usize = 5;

/// Least number of lines of a list of words.
const LIST_LINES: usize = 5;
/// Most words that a line of such a list has on average.
const LIST_WORDS: usize = 3;

/// The tokens of a text, and what is known of each.
#[derive(Default)]
pub(super) struct Text {
    pub(super) tokens: Tokens,
    /// Whether a token is inside quotation marks.
    pub(super) quoted: Vec<bool>,
    /// Whether a token must stay as it is.
    pub(super) fixed: Vec<bool>,
    pub(super) apostrophe: Apostrophe,
    /// The blocks of the text, as ranges of tokens.
    pub(super) blocks: Vec<Range<usize>>,
    /// The number of tokens with a letter that can be upper or lower case, as English words have, in the
    /// whole text.
    pub(super) words: usize,
    /// What each block has in common with English prose.
    pub(super) profiles: Vec<Profile>,
    /// Numerals that are words in part.
    pub(super) numerals: Vec<Numeral>,
    /// Whether a token is in lower case and a word of the n-gram model.
    pub(super) known: Vec<bool>,
    /// Quotations in another language than English, as ranges of tokens.
    foreign_quotes: Vec<Range<usize>>,
}

impl Text {
    /// Reads the `prose` of `source`: ranges in order, no two of which share a sentence. Ranges that
    /// are not UTF-8 are skipped.
    pub(super) fn read(&mut self, source: &[u8], prose: &[Range<usize>]) {
        self.read_regions(source, prose);
        self.words = self.words_in(0..self.tokens.len());
    }

    /// The number of words among these tokens.
    pub(super) fn words_in(&self, tokens: Range<usize>) -> usize {
        let tokens = self.tokens.as_slice()[tokens].iter();
        tokens.filter(|token| token.shape != Shape::Uncased).count()
    }

    /// Reads only some regions of the text that was read before.
    pub(super) fn read_regions(&mut self, source: &[u8], prose: &[Range<usize>]) {
        self.tokens.clear();
        self.profiles.clear();
        for (start, text) in strings(source, prose) {
            self.tokens.push_text(text, start);
        }
        quote::mark(&self.tokens, source, &mut self.quoted);
        self.blocks = blocks::cut(&self.tokens);
        for block in &self.blocks {
            self.tokens.mark_capitals(block.clone());
        }
    }

    /// Marks the tokens that must stay as they are: addresses, handles and tags, markers of templates
    /// and placeholders, words with unknown characters, numbers that label something, the phrases of `allow`, and
    /// the ranges that comments switch `off`.
    pub(super) fn fix(
        &mut self,
        source: &[u8],
        prose: &[Range<usize>],
        off: &[Range<usize>],
        allow: &Allow,
    ) {
        self.fixed.clear();
        self.fixed.resize(self.tokens.len(), false);
        for (offset, text) in strings(source, prose) {
            for range in address::untouchable(text) {
                self.fix_range(offset + range.start..offset + range.end);
            }
            let marked = marker::markers(text).into_iter();
            for range in marked.chain(tag::attributes(text)) {
                self.fix_range(offset + range.start..offset + range.end);
            }
        }
        self.fix_ranges(&unread::words(source));
        self.fix_ranges(off);
        allow.mark(&self.tokens, &mut self.fixed);
        self.numerals = numerals::find(&self.tokens);
        self.numerals
            .retain(|numeral| !self.fixed[numeral.tokens.clone()].contains(&true));
        labels::mark(&self.tokens, &mut self.fixed);
    }

    fn fix_range(&mut self, range: Range<usize>) {
        let all = self.tokens.as_slice();
        let from = all.partition_point(|token| token.start < range.start);
        let to = all.partition_point(|token| token.start < range.end);
        self.fixed[from..to].fill(true);
    }

    /// Marks the tokens of `ranges`, which are bytes of the source.
    pub(super) fn fix_ranges(&mut self, ranges: &[Range<usize>]) {
        for range in ranges {
            self.fix_range(range.clone());
        }
    }

    /// Marks the tokens that `edit` replaces, so that no later pass changes them again.
    pub(super) fn fix_edit(&mut self, edit: &Edit) {
        let all = self.tokens.as_slice();
        let from = all.partition_point(|token| token.end <= edit.start);
        let to = all.partition_point(|token| token.start < edit.end);
        self.fixed[from..to.max(from)].fill(true);
    }

    /// Notes what the blocks have in common with English. `knows` says whether a model of English has a
    /// word.
    pub(super) fn note_prose(&mut self, knows: impl Fn(u64) -> bool) {
        if self.profiles.is_empty() {
            let is_known = |token: &Token| token.shape.is_usual() && knows(token.word);
            self.known.clear();
            self.known
                .extend(self.tokens.as_slice().iter().map(is_known));
            let profile =
                |block: &Range<usize>| Profile::of(&self.tokens, block.clone(), &self.known);
            self.profiles = self.blocks.iter().map(profile).collect();
            self.foreign_quotes.clear();
            for (index, block) in self.blocks.iter().enumerate() {
                for quote in quotes(&self.quoted, block.clone()) {
                    let found = profile(&quote);
                    if found.is_foreign() {
                        // It says nothing about the language around it.
                        self.profiles[index] = self.profiles[index] - found;
                        self.foreign_quotes.push(quote);
                    }
                }
            }
        }
    }

    /// Whether a block has enough words for a line of prose.
    pub(super) fn is_line(&self, block: usize) -> bool {
        self.words_in(self.blocks[block].clone()) >= LINE_WORDS
    }

    /// Whether a block is long enough to be prose, or a line of prose, and is not a list of words.
    pub(super) fn is_prose(&self, index: usize) -> bool {
        let is_long = self.profiles[index].is_prose();
        let is_line = || self.goes_on(index) || self.goes_on(index + 1);
        (is_long || is_line()) && !is_list(&self.tokens, self.blocks[index].clone())
    }

    /// Whether block `index` goes on with the sentence of the block before it, as in captions, and in text with an
    /// empty line after each line. A number or a time may stand in front of it, but not the mark of a list.
    fn goes_on(&self, index: usize) -> bool {
        if index == 0 || index == self.blocks.len() {
            return false;
        }
        let all = self.tokens.as_slice();
        let is_number = |norm: &str| norm == ":" || norm.bytes().all(|byte| byte.is_ascii_digit());
        let first = self.blocks[index]
            .clone()
            .find(|&at| !is_number(self.tokens.norm_of(at)));
        let is_cut = all[self.blocks[index - 1].end - 1].shape != Shape::Uncased;
        is_cut
            && first.is_some_and(|at| all[at].shape == Shape::Lower)
            && self.is_line(index - 1)
            && self.is_line(index)
    }

    /// Whether a block has so few words that they are no context for each other, such as an entry of a
    /// menu.
    pub(super) fn is_short(&self, block: usize) -> bool {
        self.words_in(self.blocks[block].clone()) <= SHORT
    }

    /// Whether a block is a series of words between commas, such as an entry of a thesaurus.
    pub(super) fn is_series(&self, block: usize) -> bool {
        let block = self.blocks[block].clone();
        let is_comma = |at: &usize| matches!(self.tokens.norm_of(*at), "," | ";");
        let commas = block.clone().filter(is_comma).count();
        commas >= SERIES && self.words_in(block) <= SERIES_WORDS * commas
    }

    /// Whether each block is English.
    fn english(&self) -> Vec<bool> {
        let sums = ProfileSums::of(&self.profiles);
        let is_english = |(index, profile): (usize, &Profile)| {
            profile.is_english(sums.around(index, REACH), sums.far_around(index))
        };
        self.profiles.iter().enumerate().map(is_english).collect()
    }

    /// Whether more than half of the words are in blocks that are English.
    pub(super) fn is_mostly_english(&self) -> bool {
        let mut words = [0, 0];
        for (is_english, profile) in self.english().into_iter().zip(&self.profiles) {
            words[usize::from(is_english)] += profile.words();
        }
        words[1] > words[0]
    }

    /// Marks the blocks and quotations that are not English.
    pub(super) fn fix_other_languages(&mut self) {
        for quote in &self.foreign_quotes {
            self.fixed[quote.clone()].fill(true);
        }
        for (block, is_english) in self.blocks.iter().zip(self.english()) {
            if !is_english {
                self.fixed[block.clone()].fill(true);
            }
        }
    }

    /// The bytes of runs of blocks.
    pub(super) fn bytes_of(&self, runs: &[Range<usize>]) -> Vec<Range<usize>> {
        let tokens = self.tokens.as_slice();
        let first = |run: &Range<usize>| tokens[self.blocks[run.start].start].start;
        let last = |run: &Range<usize>| tokens[self.blocks[run.end - 1].end - 1].end;
        runs.iter().map(|run| first(run)..last(run)).collect()
    }

    /// The block of a token.
    pub(super) fn block_of(&self, token: usize) -> usize {
        self.blocks.partition_point(|block| block.end <= token)
    }

    /// Notes how the text writes apostrophes.
    pub(super) fn read_apostrophes(&mut self, source: &[u8]) {
        self.apostrophe = Apostrophe::of(source);
    }
}

/// The quotations within a block, as ranges of tokens.
fn quotes(quoted: &[bool], block: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let runs = quoted[block.clone()].chunk_by(|one, next| one == next);
    let runs = runs.scan(block.start, |end, run| {
        let start = *end;
        *end += run.len();
        Some((run[0], start..*end))
    });
    runs.filter(|(is_quoted, _)| *is_quoted)
        .map(|(_, range)| range)
}

/// The profile of the first 0, 1, 2, ... blocks.
struct ProfileSums(Vec<Profile>);

impl ProfileSums {
    fn of(profiles: &[Profile]) -> Self {
        let sums = profiles.iter().scan(Profile::default(), |sum, &profile| {
            *sum = *sum + profile;
            Some(*sum)
        });
        Self([Profile::default()].into_iter().chain(sums).collect())
    }

    /// The profile of the block `index` and the `reach` blocks on either side.
    fn around(&self, index: usize, reach: usize) -> Profile {
        let end = (index + reach + 1).min(self.0.len() - 1);
        self.0[end] - self.0[index.saturating_sub(reach)]
    }

    /// That of as many blocks as it takes to have words in lower case.
    fn far_around(&self, index: usize) -> Profile {
        let mut reach = REACH;
        while reach < self.0.len() && !self.around(index, reach).has_lower_words() {
            reach *= 2;
        }
        self.around(index, reach)
    }
}

/// Whether the block is a list of words: many short lines, hardly any of which ends a sentence. A
/// list in lower case is one block, because such a line may continue a sentence.
fn is_list(tokens: &Tokens, block: Range<usize>) -> bool {
    let all = tokens.as_slice();
    let count =
        |is_counted: &dyn Fn(usize) -> bool| block.clone().filter(|&at| is_counted(at)).count();
    let lines = count(&|at| at == block.start || all[at].gap == Gap::Line);
    let words = count(&|at| all[at].shape != Shape::Uncased);
    let ends = count(&|at| matches!(tokens.norm_of(at), "." | "!" | "?"));
    lines >= LIST_LINES && words <= LIST_WORDS * lines && 10 * ends <= lines
}

/// Each range of `prose` that is UTF-8, with its offset.
pub(super) fn strings<'s>(
    source: &'s [u8],
    prose: &[Range<usize>],
) -> impl Iterator<Item = (usize, &'s str)> {
    prose.iter().filter_map(|range| {
        let text = str::from_utf8(&source[range.clone()]).ok()?;
        Some((range.start, text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_short_lines_without_sentences_are_a_list() {
        let is_list = |text: &str| {
            let mut tokens = Tokens::default();
            tokens.push_text(text, 0);
            super::is_list(&tokens, 0..tokens.len())
        };
        assert!(is_list("each\neasier\neither\nelement\nelse"));
        assert!(!is_list("each\neasier\neither\nelement"));
        assert!(is_list(
            "so are we\nso are we\nso are we\nso are we\nso are we"
        ));
        assert!(!is_list(
            "so are we all\nso are we\nso are we\nso are we\nso are we"
        ));
        assert!(!is_list("so it was.\nso\nit\nwas\nagain."));
    }

    #[test]
    fn quotations_end_where_their_block_ends() {
        let quoted = [false, true, true, true, false, true];
        let quotes = |block| quotes(&quoted, block).collect::<Vec<_>>();
        assert_eq!(quotes(0..3), [1..3]);
        assert_eq!(quotes(3..6), [3..4, 5..6]);
    }
}
