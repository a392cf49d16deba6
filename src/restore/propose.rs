//! From tokens to a lattice: every wording that the lexicon, the user's pairs or a slip suggests.

use super::facts::Checker;
use super::pass::{Pass, Scratch};
use super::text::Text;
use crate::cost::Cost;
use crate::edit::Kind;
use crate::lattice::straight_apostrophes;
use crate::lexicon::{Lexicon, MAX_PHRASE, fuzzy};
use crate::models::gate::Quotes;
use crate::text::token::{Gap, Shape, Tokens};
use std::ops::Range;

/// Bonus of a pair of the user, in milli-nats: someone who writes a pair down has seen it.
const USER_PAIR: Cost = 2000;

impl Pass<'_> {
    /// Fills the lattice with the edges of all `sentences`.
    pub(super) fn propose(
        &self,
        sentences: &[Range<usize>],
        quotes: Quotes,
        checker: &Checker<'_, '_>,
        scratch: &mut Scratch,
    ) {
        let tokens = &self.text.tokens;
        scratch.lattice.clear(0, straight_apostrophes(tokens));
        scratch.user.clear();
        scratch.user.resize(tokens.len(), 0);
        self.count_unknown_words(scratch);
        for sentence in sentences {
            if let Some(lexicon) = self.table.user {
                let ends = |from: usize, at: usize| {
                    self.is_left(at, quotes) || self.text.quoted[at] != self.text.quoted[from]
                };
                find_user_pairs(lexicon, tokens, sentence, ends, &mut scratch.user);
            }
            self.read_slips(sentence, scratch);
            self.propose_sentence(sentence, quotes, checker, scratch);
        }
    }

    fn count_unknown_words(&self, scratch: &mut Scratch) {
        scratch.unknown_words.clear();
        let Text {
            tokens,
            fixed,
            known,
            ..
        } = self.text;
        for (at, token) in tokens.as_slice().iter().enumerate() {
            if token.shape == Shape::Lower && !fixed[at] && !known[at] {
                *scratch.unknown_words.entry(token.word).or_default() += 1;
            }
        }
    }

    /// Collects what misspelt words of `sentence` may be meant as.
    fn read_slips(&self, sentence: &Range<usize>, scratch: &mut Scratch) {
        let Scratch {
            readings,
            unknown_words,
            ..
        } = scratch;
        readings.clear();
        // A spelling that the text has twice is no slip.
        let knows = |word| {
            let times = unknown_words.get(&word);
            self.restorer.models.ngrams.knows(word) || times.is_some_and(|&times| times > 1)
        };
        let Text {
            tokens,
            fixed,
            known,
            ..
        } = self.text;
        let lexicon = self.table.lexicon;
        for at in sentence.clone().filter(|&at| !fixed[at]) {
            fuzzy::join(lexicon, tokens, at, knows, readings);
            if !known[at] {
                fuzzy::correct(lexicon, tokens, at, knows, readings);
            }
        }
    }

    fn propose_sentence(
        &self,
        sentence: &Range<usize>,
        quotes: Quotes,
        checker: &Checker<'_, '_>,
        scratch: &mut Scratch,
    ) {
        let Scratch {
            lattice,
            user,
            readings,
            ..
        } = scratch;
        let tokens = &self.text.tokens;
        let quoted = &self.text.quoted;
        let lexicon = self.table.lexicon;
        // One past the last token that a phrase can share with the one at hand.
        let mut end = sentence.start;
        for at in sentence.clone() {
            if self.is_left(at, quotes) {
                lattice.keep(&tokens.as_slice()[at]);
                continue;
            }
            if at >= end {
                let ends = |next: &usize| {
                    quoted[*next] != quoted[*next - 1]
                        || self.is_left(*next, quotes)
                        || user[*next] > 0
                };
                end = (at + 1..sentence.end).find(ends).unwrap_or(sentence.end);
            }
            let limit = if user[at] > 0 { at } else { end };
            lattice.propose(lexicon, tokens, limit);
            fuzzy::matches(lexicon, tokens, at, limit, readings, |to, entry, cost| {
                lattice.add(lexicon, to, entry, Kind::Fuzzy, cost);
            });
            checker.charge_facts(at, lattice);
            if user[at] > at
                && let Some(entry) = lexicon.get(tokens.norm_span(at, user[at]))
            {
                lattice.add(lexicon, user[at], entry, Kind::Exact, -USER_PAIR);
            }
        }
    }

    /// Whether token `at` must stay as it is.
    fn is_left(&self, at: usize, quotes: Quotes) -> bool {
        self.text.fixed[at]
            || (quotes == Quotes::Kept && self.text.quoted[at])
            || follows_number(&self.text.tokens, at)
    }
}

/// Finds the phrases of the user in `sentence`: at each place the longest one, from left to right,
/// except those that reach over a token that `ends` the phrase from another one. In `user`, the first
/// token of a phrase gets the end of the phrase, and each further token its own index.
fn find_user_pairs(
    lexicon: &Lexicon<'_>,
    tokens: &Tokens,
    sentence: &Range<usize>,
    ends: impl Fn(usize, usize) -> bool,
    user: &mut [usize],
) {
    let mut from = sentence.start;
    while from < sentence.end {
        let reach = sentence.end.min(from + MAX_PHRASE);
        let limit = (from..reach)
            .find(|&at| ends(from, at))
            .unwrap_or(sentence.end);
        let mut to = from;
        lexicon.matches(tokens, from, limit, |end, entry| {
            if entry.candidates().next().is_some() {
                to = end;
            }
        });
        for (at, end) in user.iter_mut().enumerate().take(to).skip(from) {
            *end = at;
        }
        if to > from {
            user[from] = to;
        }
        from = to.max(from + 1);
    }
}

/// Whether token `at` is a `%` directly after a number. Its author wrote it; no spinner does.
fn follows_number(tokens: &Tokens, at: usize) -> bool {
    tokens.norm_of(at) == "%" && tokens.as_slice()[at].gap == Gap::Joined
}
