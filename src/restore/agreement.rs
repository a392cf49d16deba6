//! Subject and verb: after a subject in the singular, neither a wording in the plural fits, nor one that is no
//! verb.
//!
//! Spinners write `had been` for `was` and for `were`, and `costs` for `prices`. Only subjects that can be
//! recognised without a parser are looked at: a pronoun, or an article and a noun at the start of a clause.

use crate::cost::Cost;
use crate::lattice::{Lattice, Wording};
use crate::lexicon::Lexicon;
use crate::models::ngram::NgramModel;
use crate::text::token::{Shape, Tokens, word_hash};
use std::ops::Range;

/// Additional cost of a wording that does not agree with its subject. Chosen on the development sets.
const DISAGREEMENT: Cost = 5000;

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

/// Nouns that are plural without an s, and adjectives that stand for people.
const PLURAL_NOUNS: [&str; 22] = [
    "accused", "cattle", "children", "data", "dead", "elderly", "few", "homeless", "latter",
    "majority", "media", "men", "number", "old", "people", "police", "poor", "rest", "rich",
    "staff", "women", "young",
];

/// A sentence whose verbs are compared with their subjects.
pub(super) struct Agreement<'a> {
    pub(super) lexicon: &'a Lexicon<'a>,
    pub(super) ngrams: &'a NgramModel<'a>,
    pub(super) tokens: &'a Tokens,
    pub(super) sentence: Range<usize>,
}

impl Agreement<'_> {
    /// Adds a cost to the edges that do not agree with a subject in the singular.
    pub(super) fn charge(&self, lattice: &mut Lattice) {
        for at in self.sentence.start + 1..self.sentence.end {
            self.charge_plural(at, lattice);
            self.charge_nouns(at, lattice);
        }
    }

    /// Adds a cost to the edges that put the verb `at` in the plural.
    fn charge_plural(&self, at: usize, lattice: &mut Lattice) {
        let plural = PLURAL_VERBS.map(word_hash);
        let mut is_singular = None;
        for edge in lattice.edges_mut(at) {
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
    fn charge_nouns(&self, at: usize, lattice: &mut Lattice) {
        let edges = lattice.edges_mut(at);
        let is_verb = |word| is_verb(self.ngrams, word);
        if edges.len() == 1 || !self.needs_verb(at) || !is_verb(self.tokens.as_slice()[at].word) {
            return;
        }
        for edge in edges.iter_mut().filter(|edge| edge.to == at + 1) {
            let Wording::Original(original) = edge.wording else {
                continue;
            };
            let mut words = self.lexicon.words_of(original);
            if let (Some(word), None) = (words.next(), words.next())
                && !is_verb(word)
            {
                edge.context += DISAGREEMENT;
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
        PRONOUNS.contains(&self.word(end - 1)) || self.is_subject(end - 1, &DETERMINERS, 1)
    }

    /// Whether only a verb can be `at`, such as `costs` in `A bridge costs millions`.
    fn needs_verb(&self, at: usize) -> bool {
        self.word(at).ends_with('s') && self.is_subject(at - 1, &SINGULAR_DETERMINERS, 2)
    }

    /// Whether a clause begins with one of the `determiners`, at most `most` words, and the singular `noun`.
    fn is_subject(&self, noun: usize, determiners: &[&str], most: usize) -> bool {
        let is_clause = |start: usize| {
            start == self.sentence.start
                || self.tokens.as_slice()[start - 1].shape == Shape::Uncased
                || CONJUNCTIONS.contains(&self.word(start - 1))
        };
        let mut starts = noun.saturating_sub(most + 1).max(self.sentence.start)..noun;
        is_singular(self.word(noun))
            && starts.any(|start| determiners.contains(&self.word(start)) && is_clause(start))
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
mod tests {
    use super::*;

    /// Asserts what `holds` of the token at the mark in each text.
    fn assert_at_marks(table: &[(&str, bool)], holds: impl Fn(&Agreement<'_>, usize) -> bool) {
        for &(text, expected) in table {
            let (before, after) = text.split_once("| ").expect("a mark");
            let mut tokens = Tokens::default();
            tokens.push_text(&format!("{before}{after}"), 0);
            let at = tokens
                .as_slice()
                .partition_point(|token| token.start < before.len());
            let agreement = Agreement {
                lexicon: &Lexicon::news_spinner(),
                ngrams: &NgramModel::embedded(),
                sentence: 0..tokens.len(),
                tokens: &tokens,
            };
            assert_eq!(holds(&agreement, at), expected, "{text}");
        }
    }

    #[test]
    fn subjects_in_the_singular_are_recognised() {
        let table = [
            ("The clerk | had been there", true),
            ("The young clerk | had been there", true),
            ("They saw that she | had been there", true),
            ("The clerk, 61, | had been there", true),
            ("It rained, but the road | had been dry", true),
            ("The clerks | had been there", false),
            ("The young | had been there", false),
            ("The owners of the shop | had been there", false),
            ("Shops in the town, they say, | had been shut", false),
            ("They | had been there", false),
            ("Ruth and the clerk | had been there", false),
        ];
        assert_at_marks(&table, |agreement, at| agreement.has_singular_subject(at));
    }

    #[test]
    fn a_verb_follows_one_thing() {
        let table = [
            ("A bridge | costs too much", true),
            ("A brand new bridge | costs too much", true),
            ("It said that each visit | costs too much", true),
            ("The bridge | costs were high", false),
            ("They built a bridge | costs aside", false),
            ("A bridge | across the river", true),
            ("A bridge | cost too much", false),
        ];
        assert_at_marks(&table, |agreement, at| agreement.needs_verb(at));
    }

    #[test]
    fn words_that_follow_a_pronoun_are_verbs() {
        let is_verb = |word| super::is_verb(&NgramModel::embedded(), word_hash(word));
        assert!(["costs", "says", "makes"].into_iter().all(is_verb));
        assert!(!["prices", "across", "streets"].into_iter().any(is_verb));
    }
}
