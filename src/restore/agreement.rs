//! Subject and verb: after a subject in the singular, neither a wording in the plural fits, nor one that is no
//! verb. And after a verb, a noun in the singular needs an article.
//!
//! Spinners write `had been` for `was` and for `were`, and `costs` for `prices`. Only subjects that can be
//! recognised without a parser are looked at: a pronoun, or an article and a noun at the start of a clause.

use super::facts::names;
use crate::cost::Cost;
use crate::lattice::{Edge, Lattice, Wording};
use crate::lexicon::Lexicon;
use crate::models::ngram::NgramModel;
use crate::text::token::{Gap, Shape, Tokens, word_hash};
use std::ops::Range;

/// Additional cost of a wording that does not agree with its subject. Chosen on the development sets.
const DISAGREEMENT: Cost = 5000;

/// Additional cost of a noun without its article, or in place of a verb before an amount: more than most evidence
/// can outweigh.
const IMPOSSIBLE: Cost = 12_000;

/// How much less a verb costs after a pronoun than anywhere, in milli-nats.
const VERB: Cost = 1000;

/// Longest insertion between two commas, in tokens.
const INSERTION: usize = 6;

/// Verbs in the plural.
const PLURAL_VERBS: [&str; 2] = ["are", "were"];

/// Pronouns in the singular.
const PRONOUNS: [&str; 3] = ["he", "she", "it"];

/// Words that begin a noun phrase.
const DETERMINERS: [&str; 10] = [
    "a", "an", "each", "every", "her", "his", "its", "my", "the", "this",
];

/// Those of them after which a noun in the plural cannot follow.
const SINGULAR_DETERMINERS: [&str; 5] = ["a", "an", "each", "every", "this"];

/// Words that begin a clause.
const CONJUNCTIONS: [&str; 9] = [
    "although", "because", "but", "if", "since", "that", "when", "whether", "while",
];

/// Verbs after which a clause may begin without `that`, spun or not.
const SAYING: [&str; 11] = [
    "added",
    "believe",
    "believed",
    "claimed",
    "knew",
    "know",
    "mentioned",
    "said",
    "say",
    "says",
    "stated",
];

/// Nouns that are plural without an s, and adjectives that stand for people.
const PLURAL_NOUNS: [&str; 22] = [
    "accused", "cattle", "children", "data", "dead", "elderly", "few", "homeless", "latter",
    "majority", "media", "men", "number", "old", "people", "police", "poor", "rest", "rich",
    "staff", "women", "young",
];

/// Nouns that mean a part of something, which may be plural: `a number of people were`.
const PARTS: [&str; 16] = [
    "bunch", "couple", "dozen", "fraction", "group", "half", "handful", "host", "hundred", "lot",
    "pair", "range", "series", "third", "total", "variety",
];

/// Subjects in the singular before `of`.
const ONE_OF: [&str; 5] = ["each", "either", "every", "neither", "one"];

/// Prepositions that join a noun to the subject before them.
const PREPOSITIONS: [&str; 10] = [
    "acquainted",
    "at",
    "behind",
    "familiar",
    "from",
    "in",
    "near",
    "of",
    "on",
    "with",
];

/// Longest addition with a preposition to a subject, in tokens.
const ADDITION: usize = 5;

/// Words that begin an amount, besides numbers.
const AMOUNTS: [&str; 6] = ["$", "£", "€", "nearly", "nothing", "roughly"];

/// Nouns in the singular that are written for a number and a noun: `year` for `12 months`.
const PERIODS: [&str; 3] = ["month", "week", "year"];

/// Words before such nouns that are like verbs and need no article after them.
const ADJECTIVES: [&str; 12] = [
    "calendar", "coming", "each", "every", "final", "fiscal", "last", "next", "past", "per",
    "previous", "this",
];

/// Words after which such a noun needs an article, besides verbs and marks.
const BEFORE_ARTICLES: [&str; 24] = [
    "about", "after", "and", "are", "be", "been", "before", "but", "during", "for", "him", "is",
    "it", "me", "nearly", "only", "or", "than", "them", "us", "was", "were", "within", "you",
];

/// Words after such a noun that needs no article at the start of a sentence: `Year after year`.
const AFTER_BARE: [&str; 2] = ["after", "by"];

/// A sentence whose verbs are compared with their subjects.
pub(super) struct Agreement<'a> {
    pub(super) lexicon: &'a Lexicon<'a>,
    pub(super) ngrams: &'a NgramModel<'a>,
    pub(super) tokens: &'a Tokens,
    pub(super) sentence: Range<usize>,
}

impl Agreement<'_> {
    /// Adds a cost to the edges that do not agree with a subject in the singular, or lack an article.
    pub(super) fn charge(&self, lattice: &mut Lattice) {
        let plural = PLURAL_VERBS.map(word_hash);
        let periods = PERIODS.map(word_hash);
        for at in self.sentence.clone() {
            let edges = lattice.edges_mut(at);
            if edges.len() > 1 {
                self.charge_bare(at, &periods, edges);
            }
            if edges.len() > 1 && at > self.sentence.start {
                self.charge_plural(at, &plural, edges);
                self.charge_nouns(at, edges);
            }
        }
    }

    /// Adds a cost to the edges that leave a noun in the singular without an article: `lasted year`.
    fn charge_bare(&self, at: usize, periods: &[u64], edges: &mut [Edge]) {
        let is_period = |edge: &Edge| {
            let Wording::Original(original) = edge.wording else {
                return false;
            };
            let mut words = self.lexicon.words_of(original);
            words.next().is_some_and(|word| periods.contains(&word)) && words.next().is_none()
        };
        for edges in edges.chunk_by_mut(|a, b| a.to == b.to) {
            let to = edges[0].to;
            if to > at + 1 && edges.iter().any(is_period) && self.needs_article(at, to) {
                for edge in edges.iter_mut().filter(|edge| is_period(edge)) {
                    edge.context += IMPOSSIBLE;
                }
            }
        }
    }

    /// Whether a noun in place of the tokens from `at` to `to` needs an article before it.
    fn needs_article(&self, at: usize, to: usize) -> bool {
        let all = self.tokens.as_slice();
        let goes_on = all
            .get(to)
            .is_some_and(|next| next.gap == Gap::Joined && self.is_mark_in_word(to));
        if at == self.sentence.start {
            return !goes_on
                && all
                    .get(to)
                    .is_none_or(|_| !AFTER_BARE.contains(&self.word(to)));
        }
        if goes_on || all[at].gap == Gap::Joined {
            return false;
        }
        let before = self.word(at - 1);
        let is_adverb = before.ends_with("ly");
        let is_past = before.ends_with("ed");
        let is_like_verb = || is_past || !is_adverb && is_verb(self.ngrams, all[at - 1].word);
        BEFORE_ARTICLES.contains(&before) || !ADJECTIVES.contains(&before) && is_like_verb()
    }

    /// Whether token `at` makes another word of the one before: `year’s`, `year-long`.
    fn is_mark_in_word(&self, at: usize) -> bool {
        self.tokens.as_slice()[at].clitic || self.word(at) == "-"
    }

    /// Adds a cost to the edges that put the verb `at` in the plural.
    fn charge_plural(&self, at: usize, plural: &[u64], edges: &mut [Edge]) {
        let mut is_singular = None;
        for edge in edges {
            let Wording::Original(original) = edge.wording else {
                continue;
            };
            let first = self.lexicon.words_of(original).next();
            let spun = &self.tokens.as_slice()[at..edge.to];
            if first.is_some_and(|word| plural.contains(&word))
                && spun.iter().all(|token| !plural.contains(&token.word))
                && *is_singular.get_or_insert_with(|| self.has_singular_subject(at))
            {
                edge.context += DISAGREEMENT;
            }
        }
    }

    /// Adds a cost to the edges that replace the verb `at` by a word that is none.
    fn charge_nouns(&self, at: usize, edges: &mut [Edge]) {
        let is_verb = |word| is_verb(self.ngrams, word);
        let is_likely = || self.needs_verb(at) && is_verb(self.tokens.as_slice()[at].word);
        let cost = if self.has_amount(at) {
            IMPOSSIBLE
        } else if is_likely() {
            DISAGREEMENT
        } else {
            return;
        };
        for edge in edges.iter_mut().filter(|edge| edge.to == at + 1) {
            let Wording::Original(original) = edge.wording else {
                continue;
            };
            let mut words = self.lexicon.words_of(original);
            if let (Some(word), None) = (words.next(), words.next())
                && !is_verb(word)
            {
                edge.context += cost;
            }
        }
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.norm_of(at)
    }

    /// Whether the subject of the verb `at` is certainly in the singular.
    fn has_singular_subject(&self, at: usize) -> bool {
        let start = self.sentence.start;
        let mut end = at;
        if self.word(at - 1) == "," {
            let from = start.max((at - 1).saturating_sub(INSERTION + 1));
            let Some(comma) = (from..at - 1).find(|&at| self.word(at) == ",") else {
                return false;
            };
            end = comma;
        }
        if end == start {
            return false;
        }
        // One adjective may be before the noun.
        let is_subject = |noun| self.is_subject(noun, &DETERMINERS, 1);
        PRONOUNS.contains(&self.word(end - 1))
            || names::is_first(self.word(end - 1)) && self.is_clause(end - 1)
            || is_subject(end - 1)
            || self.joined_to(end).is_some_and(|noun| {
                let word = self.word(noun);
                // In `a total of 40 people were`, the number counts.
                let has_number = || (noun..end).any(|at| self.is_number(at));
                is_subject(noun) && !PARTS.contains(&word) && !has_number()
                    || ONE_OF.contains(&word) && self.is_clause(noun)
            })
            || self.described(end).is_some_and(is_subject)
    }

    /// The noun to which the words before token `end` are joined by a preposition: `driver` in `the driver of
    /// the cars`. The words must be no clause.
    fn joined_to(&self, end: usize) -> Option<usize> {
        let at = self.addition(end, &PREPOSITIONS)?;
        self.are_clear(at..end).then_some(at - 1)
    }

    /// The noun that a clause before token `end` describes: `clerk` in `the clerk who runs the shops`.
    fn described(&self, end: usize) -> Option<usize> {
        let at = self.addition(end, &["which", "who"])?;
        let is_clause = at + 2 < end && self.word(at + 1).ends_with('s');
        (is_clause && self.are_clear(at + 1..end)).then_some(at - 1)
    }

    /// The first token in front of token `end` that begins an addition to a subject: one of `words`.
    fn addition(&self, end: usize, words: &[&str]) -> Option<usize> {
        let from = (self.sentence.start + 1).max(end.saturating_sub(ADDITION));
        (from..end).find(|&at| words.contains(&self.word(at)))
    }

    /// Whether the tokens `at` are words and numbers that neither join subjects nor begin a clause.
    fn are_clear(&self, mut at: Range<usize>) -> bool {
        at.all(|at| {
            let word = self.word(at);
            (self.tokens.as_slice()[at].shape != Shape::Uncased || self.is_number(at))
                && !["and", "or", "who", "which", "that"].contains(&word)
        })
    }

    fn is_number(&self, at: usize) -> bool {
        self.word(at).bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Whether only a verb can be `at`, such as `costs` in `A bridge costs too much`.
    fn needs_verb(&self, at: usize) -> bool {
        self.word(at).ends_with('s') && self.is_subject(at - 1, &SINGULAR_DETERMINERS, 2)
    }

    /// Whether `at` is a verb because an amount follows, as in `The bridge costs $5`.
    fn has_amount(&self, at: usize) -> bool {
        self.word(at).ends_with('s')
            && at + 1 < self.sentence.end
            && self.is_amount(at + 1)
            && self.is_subject(at - 1, &DETERMINERS, 2)
    }

    /// Whether an amount begins with token `at`, as in `The bridge costs 5 million`.
    fn is_amount(&self, at: usize) -> bool {
        let word = self.word(at);
        AMOUNTS.contains(&word) || word.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Whether a clause begins with token `start`.
    fn is_clause(&self, start: usize) -> bool {
        start == self.sentence.start
            || self.tokens.as_slice()[start - 1].shape == Shape::Uncased
            || CONJUNCTIONS.contains(&self.word(start - 1))
            || SAYING.contains(&self.word(start - 1))
            || self.word(start - 1) == "and" && self.is_after_comma(start - 1)
    }

    fn is_after_comma(&self, at: usize) -> bool {
        at > self.sentence.start && self.word(at - 1) == ","
    }

    /// Whether a clause begins with one of the `determiners`, at most `most` words, and the singular `noun`.
    fn is_subject(&self, noun: usize, determiners: &[&str], most: usize) -> bool {
        let mut starts = noun.saturating_sub(most + 1).max(self.sentence.start)..noun;
        is_singular(self.word(noun))
            && starts.any(|start| determiners.contains(&self.word(start)) && self.is_clause(start))
    }
}

/// Whether a word is likelier after a pronoun in the singular than anywhere.
fn is_verb(ngrams: &NgramModel<'_>, word: u64) -> bool {
    let anywhere = ngrams.alone(std::iter::once(word));
    PRONOUNS.iter().any(|pronoun| {
        let (_, state) = ngrams.score(ngrams.start(), word_hash(pronoun));
        ngrams.score(state, word).0 + VERB < anywhere
    })
}

fn is_singular(noun: &str) -> bool {
    let is_word = noun.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_word && !noun.ends_with('s') && !PLURAL_NOUNS.contains(&noun)
}

#[cfg(test)]
mod tests;
