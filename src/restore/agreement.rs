//! Subject and verb: a wording in the plural does not fit a subject in the singular.
//!
//! Spinners write `had been` for `was` and for `were`. Only subjects that can be recognised without a
//! parser are looked at: a pronoun, or an article and a noun at the start of a clause.

use crate::cost::Cost;
use crate::lattice::{Lattice, Wording};
use crate::lexicon::Lexicon;
use crate::text::token::{Shape, Tokens, word_hash};
use std::ops::Range;

/// Additional cost of a wording that does not agree with its subject. Chosen on the development sets.
const DISAGREEMENT: Cost = 5000;

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

/// Adds a cost to the edges of `sentence` that put a verb in the plural after a subject in the singular.
pub(super) fn charge(
    lexicon: &Lexicon<'_>,
    tokens: &Tokens,
    sentence: &Range<usize>,
    lattice: &mut Lattice,
) {
    let plural = PLURAL_VERBS.map(word_hash);
    for at in sentence.start + 1..sentence.end {
        let mut is_singular = None;
        for edge in lattice.edges_mut(at) {
            let Wording::Original(original) = edge.wording else {
                continue;
            };
            let first = lexicon.words_of(original).next();
            let spun = &tokens.as_slice()[at..edge.to];
            if first.is_some_and(|word| plural.contains(&word))
                && spun.iter().all(|token| !plural.contains(&token.word))
                && *is_singular.get_or_insert_with(|| has_singular_subject(tokens, sentence, at))
            {
                edge.context += DISAGREEMENT;
            }
        }
    }
}

/// Whether the subject of the verb `at` is certainly in the singular.
fn has_singular_subject(tokens: &Tokens, sentence: &Range<usize>, at: usize) -> bool {
    let word = |at: usize| tokens.norm_of(at);
    let mut end = at;
    if word(at - 1) == "," {
        let from = sentence.start.max((at - 1).saturating_sub(INSERTION + 1));
        let Some(comma) = (from..at - 1).find(|&at| word(at) == ",") else {
            return false;
        };
        end = comma;
    }
    if end == sentence.start {
        return false;
    }
    let noun = end - 1;
    if PRONOUNS.contains(&word(noun)) {
        return true;
    }
    let is_clause = |start: usize| {
        start == sentence.start
            || tokens.as_slice()[start - 1].shape == Shape::Uncased
            || CONJUNCTIONS.contains(&word(start - 1))
    };
    // One adjective may be before the noun.
    let starts = noun.saturating_sub(2).max(sentence.start)..noun;
    is_singular(word(noun))
        && starts
            .into_iter()
            .any(|start| DETERMINERS.contains(&word(start)) && is_clause(start))
}

fn is_singular(noun: &str) -> bool {
    let is_word = noun.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_word && !noun.ends_with('s') && !PLURAL_NOUNS.contains(&noun)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_in_the_singular_are_recognised() {
        for (text, expected) in [
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
        ] {
            let (before, after) = text.split_once("| ").expect("a mark");
            let mut tokens = Tokens::default();
            tokens.push_text(&format!("{before}{after}"), 0);
            let at = tokens
                .as_slice()
                .partition_point(|token| token.start < before.len());
            let sentence = 0..tokens.len();
            assert_eq!(
                has_singular_subject(&tokens, &sentence, at),
                expected,
                "{text}"
            );
        }
    }
}
