//! Features of a token position and of the wordings proposed there. It owns the templates, which training and restoring
//! share; weights are the model's.
//!
//! A feature is the hash of a template's number and the words it looks at, on the text as it was found. Crossed with a
//! wording it becomes the key of a weight: the log-linear model of Berger, Della Pietra and Della Pietra (1996), hashed
//! (Weinberger et al. 2009).

use crate::hash;
use crate::token::{Shape, Token};

/// Words looked at on both sides for the topic.
const WINDOW: usize = 10;
/// Most features of one position.
pub const MAX: usize = 48;

/// The features of a phrase in its surroundings.
#[derive(Clone, Debug, Default)]
pub struct Features {
    /// Crossed with the whole wording.
    pub whole: Vec<u64>,
    /// Crossed with the ending of the wording only.
    pub ending: Vec<u64>,
}

fn word(tokens: &[Token], at: isize) -> u64 {
    usize::try_from(at).ok().and_then(|at| tokens.get(at)).map_or(0, |token| token.word)
}

fn shape(tokens: &[Token], at: isize) -> u64 {
    usize::try_from(at).ok().and_then(|at| tokens.get(at)).map_or(9, |token| match token.shape {
        Shape::Uncased => 0,
        Shape::Lower => 1,
        Shape::Initial => 2,
        Shape::Upper => 3,
        Shape::Mixed => 4,
    })
}

/// Key of a wording from its words: a single word is its own key, so that keeping a word and restoring it share weights.
pub fn wording_key(words: impl Iterator<Item = u64>) -> u64 {
    words.reduce(hash::pair).unwrap_or(0)
}

/// Key of the ending of a wording: its last three letters.
pub fn ending_key(wording: &str) -> u64 {
    let start = wording.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    hash::bytes(&wording.as_bytes()[start..])
}

/// Key of a weight.
#[inline]
pub fn cross(feature: u64, wording: u64) -> u64 {
    hash::pair(feature, wording)
}

impl Features {
    /// Fills in the features of the phrase `from..to` of `tokens`. `is_common` tells words that say nothing of a topic.
    pub fn read(&mut self, tokens: &[Token], from: usize, to: usize, is_common: impl Fn(u64) -> bool) {
        self.whole.clear();
        self.ending.clear();
        let (before, after) = (isize::try_from(from).unwrap_or(isize::MAX), isize::try_from(to).unwrap_or(isize::MAX));
        let [l1, l2, l3] = [1, 2, 3].map(|back| word(tokens, before - back));
        let [r1, r2, r3] = [0, 1, 2].map(|on| word(tokens, after + on));
        let phrase = tokens[from..to].iter().map(|token| token.word).reduce(hash::pair).unwrap_or(0);
        let shapes = [before - 1, before, after - 1, after].iter().fold(0, |sum, &at| sum * 10 + shape(tokens, at));
        let mut add = |template: u64, parts: &[u64]| self.whole.push(parts.iter().fold(hash::mix(template), |sum, &part| hash::pair(sum, part)));
        add(1, &[]);
        add(2, &[phrase]);
        for (template, one) in (3..).zip([l1, l2, l3, r1, r2, r3]) {
            add(template, &[one]);
        }
        for (template, two) in (10..).zip([[l1, l2], [r1, r2], [l1, r1], [l2, r1], [l1, r2], [phrase, l1], [phrase, r1]]) {
            add(template, &two);
        }
        add(20, &[l1, l2, r1]);
        add(21, &[l1, r1, r2]);
        add(22, &[shapes]);
        add(23, &[phrase, shapes]);
        add(24, &[l1, l2, l3]);
        add(25, &[r1, r2, r3]);
        let start = from.saturating_sub(WINDOW);
        let end = tokens.len().min(to + WINDOW);
        for token in tokens[start..from].iter().chain(&tokens[to..end]) {
            if !is_common(token.word) {
                add(30, &[token.word]);
            }
        }
        for (template, parts) in (40..).zip([[l1, 0], [r1, 0], [l1, l2], [r1, r2], [l1, r1]]) {
            self.ending.push(parts.iter().fold(hash::mix(template), |sum, &part| hash::pair(sum, part)));
        }
    }
}
