//! The features of a phrase and its surroundings, for restoring and training.
//!
//! A feature is the hash of the number of a template and the words that the template looks at, in the text
//! as it is found. Combined with a wording it becomes the key of a weight. This is the log-linear model of
//! Berger, Della Pietra and Della Pietra (1996) with hashed features (Weinberger et al. 2009).

use crate::store::hash;
use crate::text::token::{Token, Tokens};

/// Words on each side that are features of the topic.
const WINDOW: usize = 10;

/// The register of a phrase: how often its document contracts words (`isn't`), and whether it is quoted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Register(u64);

impl Register {
    /// The register of a document outside its quotations.
    pub fn of(tokens: &Tokens) -> Self {
        let contracted = (0..tokens.len())
            .filter(|&at| {
                matches!(
                    tokens.norm_of(at),
                    "'t" | "'re" | "'ve" | "'ll" | "'m" | "'d"
                )
            })
            .count();
        Self(match 1000 * contracted / tokens.len().max(1) {
            0 if contracted == 0 => 0,
            0..3 => 1,
            3..10 => 2,
            _ => 3,
        })
    }

    /// The same register, inside a quotation or outside.
    pub fn with_quotation(self, quoted: bool) -> Self {
        Self(self.0 % 4 + if quoted { 4 } else { 0 })
    }
}

/// The topic feature of each token of a document; 0 for a common word, which says nothing of the topic.
#[derive(Clone, Debug, Default)]
pub struct Topics(Vec<u64>);

impl Topics {
    /// Computes the features of `tokens`. `is_common` says which words are common.
    pub fn read(&mut self, tokens: &[Token], is_common: impl Fn(u64) -> bool) {
        self.0.clear();
        self.0.extend(tokens.iter().map(|token| {
            if is_common(token.word) {
                0
            } else {
                feature(33, &[token.word])
            }
        }));
    }
}

fn feature(template: u64, parts: &[u64]) -> u64 {
    parts
        .iter()
        .fold(hash::mix(template), |sum, &part| hash::pair(sum, part))
}

/// The features of a phrase and its surroundings.
#[derive(Clone, Debug, Default)]
pub struct Features {
    /// Features that are combined with the words of a wording.
    pub whole: Vec<u64>,
    /// Features that are combined with the ending of a wording.
    pub ending: Vec<u64>,
}

fn word(tokens: &[Token], at: isize) -> u64 {
    usize::try_from(at)
        .ok()
        .and_then(|at| tokens.get(at))
        .map_or(0, |token| token.word)
}

fn ending(tokens: &[Token], at: isize) -> u64 {
    usize::try_from(at)
        .ok()
        .and_then(|at| tokens.get(at))
        .map_or(0, |token| token.ending)
}

fn shape(tokens: &[Token], at: isize) -> u64 {
    usize::try_from(at)
        .ok()
        .and_then(|at| tokens.get(at))
        .map_or(9, |token| token.shape.number().into())
}

/// Key of the weight of a feature and a wording, or its ending.
#[inline]
pub fn cross(feature: u64, wording: u64) -> u64 {
    hash::pair(feature, wording)
}

impl Features {
    /// Computes the features of the phrase `from..to` of `tokens`.
    pub fn read(
        &mut self,
        tokens: &[Token],
        topics: &Topics,
        from: usize,
        to: usize,
        register: Register,
    ) {
        self.whole.clear();
        self.ending.clear();
        let before = isize::try_from(from).unwrap_or(isize::MAX);
        let after = isize::try_from(to).unwrap_or(isize::MAX);
        let [l1, l2] = [1, 2].map(|back| word(tokens, before - back));
        let [r1, r2] = [0, 1].map(|on| word(tokens, after + on));
        let phrase = tokens[from..to]
            .iter()
            .map(|token| token.word)
            .reduce(hash::pair)
            .unwrap_or(0);
        let shapes = [before - 1, before, after - 1, after]
            .iter()
            .fold(0, |sum, &at| sum * 10 + shape(tokens, at));
        let mut add = |template: u64, parts: &[u64]| self.whole.push(feature(template, parts));
        add(1, &[]);
        for (template, one) in (2..).zip([phrase, l1, r1]) {
            add(template, &[one]);
        }
        for (template, two) in (10..).zip([
            [l1, l2],
            [r1, r2],
            [l1, r1],
            [phrase, l1],
            [phrase, r1],
            [phrase, ending(tokens, after)],
            [phrase, shapes],
            [phrase, register.0],
        ]) {
            add(template, &two);
        }
        let start = from.saturating_sub(WINDOW);
        let end = tokens.len().min(to + WINDOW);
        self.whole.extend(
            topics.0[start..from]
                .iter()
                .chain(&topics.0[to..end])
                .filter(|&&topic| topic != 0),
        );
        self.ending.extend(
            (40..)
                .zip([l1, r1])
                .map(|(template, one)| feature(template, &[one])),
        );
    }
}
