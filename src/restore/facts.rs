//! Facts and names: what an edit must not make up or lose.
//!
//! A synonym can change what a text says: `individuals` to `Americans`, `kilos` to `pounds`, `not point
//! out` to `mention`. Edges that do so get an additional cost, so that the search takes another wording
//! or keeps the text unless the rest of the evidence is overwhelming.

mod dates;
pub(super) mod names;
mod near;
mod set;
mod twins;
mod units;
mod words;

use crate::cost::Cost;
use crate::lattice::{Edge, Lattice, Wording};
use crate::lexicon::{Lexicon, Original};
use crate::store::hash::ByHash;
use crate::text::token::{Gap, Shape, Tokens, word_hash};
use near::RULED_OUT;
use set::{FactId, FactSet};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;
use words::{
    Class, EMPTY_NEGATIONS, FACTS, NEGATIONS, NEGATIVE, NEGATIVE_PREFIXES, POWERS, TITLES,
};

/// Additional cost of a wording with a fact that the text does not state, or with a new negation. Chosen
/// on the development sets.
const NEW_FACT: Cost = 4000;
/// The same for nations. There is no limit to what a text may be about, and the models learned from
/// American news, so they are too sure.
const NEW_NATION: Cost = 12_000;
/// Additional cost of a wording without the negation of its tokens: more than any evidence can outweigh.
const LOST_NEGATION: Cost = 40_000;
/// Additional cost of digits for a part of a number in words: more than any evidence can outweigh.
const SPLIT_NUMBER: Cost = 40_000;
/// Additional cost of another word within a name. Chosen on the development sets.
const NAME: Cost = 2500;
/// Additional cost of another word after a first name, or a title such as `Mr.`
const TITLED: Cost = 12_000;

/// What a word says about facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sense {
    /// A word of a fact.
    Fact {
        id: FactId,
        class: Class,
        /// Whether the word brings the fact into a text; otherwise it may only mean it.
        introduces: bool,
    },
    Negation,
    /// A word that denies by its sense, such as `failed`.
    Negative,
}

/// The senses of words, by [`word_hash`].
type Senses = HashMap<u64, Sense, ByHash>;

static SENSES: LazyLock<Senses> = LazyLock::new(senses);

fn senses() -> Senses {
    let mut senses = Senses::default();
    for word in NEGATIVE {
        senses.insert(word_hash(word), Sense::Negative);
    }
    for word in NEGATIONS {
        senses.insert(word_hash(word), Sense::Negation);
    }
    let facts = FACTS
        .iter()
        .flat_map(|&(class, list)| list.split(';').map(move |fact| (class, fact)));
    for (id, (class, fact)) in (0..).zip(facts) {
        let (strong, weak) = fact.split_once('/').unwrap_or((fact, ""));
        for (words, introduces) in [(strong, true), (weak, false)] {
            for word in words.split_whitespace() {
                let sense = Sense::Fact {
                    id,
                    class,
                    introduces,
                };
                senses.entry(word_hash(word)).or_insert(sense);
            }
        }
    }
    senses
}

/// What a sequence of words states.
#[derive(Clone, Copy, Debug, Default)]
struct Stated {
    facts: FactSet,
    /// The facts that it has a word for which introduces them.
    introduced: FactSet,
    /// Whether it has a word that is a negation.
    negation: bool,
    /// Whether it has one or a word that denies by its sense.
    negative: bool,
}

impl Stated {
    fn add(&mut self, word: u64) {
        match SENSES.get(&word) {
            Some(&Sense::Fact { id, introduces, .. }) => {
                self.facts.insert(id);
                if introduces {
                    self.introduced.insert(id);
                }
            }
            Some(Sense::Negation) => {
                self.negation = true;
                self.negative = true;
            }
            Some(Sense::Negative) => self.negative = true,
            None => {}
        }
    }

    fn of(words: impl Iterator<Item = u64>) -> Self {
        let mut stated = Self::default();
        for word in words {
            stated.add(word);
        }
        stated
    }
}

/// Compares wordings with the text that they would replace.
pub(super) struct Checker<'c, 'a> {
    lexicon: &'c Lexicon<'a>,
    tokens: &'c Tokens,
    /// What the whole text states.
    document: FactSet,
}

impl<'c, 'a> Checker<'c, 'a> {
    /// Reads what `tokens` state. Words that may only mean a fact count if they have a capital, as in
    /// `US` and `States`.
    pub(super) fn new(lexicon: &'c Lexicon<'a>, tokens: &'c Tokens) -> Self {
        let mut document = FactSet::default();
        for token in tokens.as_slice() {
            if let Some(&Sense::Fact { id, introduces, .. }) = SENSES.get(&token.word)
                && (introduces || token.shape != Shape::Lower)
            {
                document.insert(id);
            }
        }
        Self {
            lexicon,
            tokens,
            document,
        }
    }

    /// Adds a cost to those edges of token `at` that make up a fact or lose a negation.
    pub(super) fn charge_facts(&self, at: usize, lattice: &mut Lattice) {
        let twins = self.twins(at, lattice);
        let [_, edges @ ..] = lattice.edges_mut(at) else {
            return;
        };
        for edges in edges.chunk_by_mut(|a, b| a.to == b.to) {
            let spun = at..edges[0].to;
            let phrase = self.phrase(spun.clone());
            for edge in edges {
                if let Wording::Original(original) = edge.wording {
                    edge.dense += self.fact_cost(spun.clone(), &phrase, original);
                    edge.dense += self.near_cost(&spun, &phrase.facts, original);
                    if self.is_twin(&spun, original, &twins) {
                        edge.dense += RULED_OUT;
                    }
                    if self.splits_number(&spun, original) {
                        edge.dense += SPLIT_NUMBER;
                    }
                }
            }
        }
    }

    /// Adds a cost to the edges of `sentence` that change a part of a name. Costs must be set.
    pub(super) fn charge_names(&self, sentence: &Range<usize>, lattice: &mut Lattice) {
        for at in sentence.start + 1..sentence.end {
            if lattice.edges(at).len() < 2 {
                continue;
            }
            let cost = self.name_cost(sentence, at, lattice);
            let edges = lattice.edges_mut(at).iter_mut();
            for edge in edges.filter(|edge| cost > 0 && edge.to == at + 1) {
                if let Wording::Original(original) = edge.wording
                    && !self.has_capitals(original)
                {
                    edge.context += cost;
                }
            }
        }
    }

    /// What the tokens of `spun` state.
    fn phrase(&self, spun: Range<usize>) -> Stated {
        Stated::of(self.tokens.as_slice()[spun].iter().map(|token| token.word))
    }

    /// Additional cost of `original` for the tokens `spun`, which state `phrase`.
    fn fact_cost(&self, spun: Range<usize>, phrase: &Stated, original: Original) -> Cost {
        let wording = Stated::of(self.lexicon.words_of(original));
        let is_sound =
            phrase.negation == wording.negation && wording.introduced == FactSet::default();
        if is_sound {
            return 0;
        }
        let spun = self.tokens.norm_span(spun.start, spun.end);
        let surface = self.lexicon.surface(original);
        if phrase.negation && !wording.negative && !is_void(spun) && !is_prefixed(surface, spun) {
            return LOST_NEGATION;
        }
        let is_new = wording.negation
            && !phrase.negative
            && !is_prefixed(spun, surface)
            && !spun.contains("with out");
        let negation = if is_new { NEW_FACT } else { 0 };
        let words = self.lexicon.words_of(original);
        let costs = words.map(|word| self.word_cost(phrase, word));
        match costs.max() {
            Some(cost) if cost > negation && !spells_out(spun, surface) => cost,
            _ => negation,
        }
    }

    /// Whether `original` has digits for the tokens `spun`, which are a part of a number in words: `one hundred` in
    /// `one hundred seventy five`, which is not `100 75`.
    fn splits_number(&self, spun: &Range<usize>, original: Original) -> bool {
        let surface = self.lexicon.surface(original).as_bytes();
        let is_digits = surface.first().is_some_and(u8::is_ascii_digit);
        let goes_on = |at: usize| {
            let is_inside = at > 0 && at < self.tokens.len();
            is_inside
                && ["hundred", "thousand"].contains(&self.tokens.norm_of(at - 1))
                && !POWERS.contains(&self.tokens.norm_of(at))
                && number(self.tokens.as_slice()[at].word).is_some()
        };
        is_digits && (goes_on(spun.start) || goes_on(spun.end))
    }

    /// Additional cost of a word that introduces a fact, if neither `phrase` nor, for classes where that
    /// is enough, the rest of the text states it.
    fn word_cost(&self, phrase: &Stated, word: u64) -> Cost {
        let Some(&Sense::Fact {
            id,
            class,
            introduces: true,
        }) = SENSES.get(&word)
        else {
            return 0;
        };
        let is_anywhere = matches!(
            class,
            Class::Nation | Class::Gender | Class::Kin | Class::Law
        );
        if phrase.facts.contains(id) || is_anywhere && self.document.contains(id) {
            return 0;
        }
        if class == Class::Nation {
            NEW_NATION
        } else {
            NEW_FACT
        }
    }

    /// Additional cost of another word for token `at`, which is not the first of its `sentence`, if it is
    /// a part of a name. Where the words next to it look spun, the whole name does.
    fn name_cost(&self, sentence: &Range<usize>, at: usize, lattice: &Lattice) -> Cost {
        if !self.is_capitalised(at) || self.tokens.as_slice()[at].gap != Gap::Space {
            return 0;
        }
        // `Mr. Home`, `Ann Home`, `Ms. Ann Home`, `Ann Mary Home`.
        let begins_name = |at: usize| self.is_title(at) || self.is_first_name(at);
        let is_second = at > 1 && self.is_capitalised(at - 1) && begins_name(at - 2);
        if begins_name(at - 1) || is_second || self.is_vessel(at - 1) {
            return TITLED;
        }
        let before = (at - 1 > sentence.start).then_some(at - 1);
        let after = Some(at + 1)
            .filter(|&next| next < sentence.end && self.tokens.as_slice()[next].gap == Gap::Space);
        // In a line in capitals, capitals do not make a name.
        let is_upper = |at: usize| self.tokens.as_slice()[at].shape.is_upper();
        if is_upper(at) && before.into_iter().chain(after).any(is_upper) {
            return 0;
        }
        let mut cost = 0;
        for near in before.into_iter().chain(after) {
            if self.is_capitalised(near) {
                if looks_spun(lattice.edges(near)) {
                    return 0;
                }
                cost = NAME;
            }
        }
        cost
    }

    fn is_capitalised(&self, at: usize) -> bool {
        !matches!(
            self.tokens.as_slice()[at].shape,
            Shape::Lower | Shape::Uncased
        )
    }

    /// Whether token `at` is a title, or the full stop after one.
    fn is_title(&self, at: usize) -> bool {
        let word = match self.tokens.norm_of(at) {
            "." if at > 0 => at - 1,
            _ => at,
        };
        self.is_capitalised(word) && TITLES.contains(&self.tokens.norm_of(word))
    }

    /// Whether the lexicon writes `original` with capitals within a sentence.
    fn has_capitals(&self, original: Original) -> bool {
        let surface = self.lexicon.surface(original);
        surface.bytes().any(|byte| byte.is_ascii_uppercase())
    }
}

/// The number that a word is.
fn number(word: u64) -> Option<FactId> {
    match SENSES.get(&word) {
        Some(&Sense::Fact {
            id,
            class: Class::Number,
            ..
        }) => Some(id),
        _ => None,
    }
}

/// Whether another wording fits better than to keep the token. The costs of the `edges` must be set.
fn looks_spun(edges: &[Edge]) -> bool {
    edges[1..]
        .iter()
        .any(|edge| edge.context < edges[0].context)
}

/// Whether the negation of `phrase` can go without a change of sense.
fn is_void(phrase: &str) -> bool {
    EMPTY_NEGATIONS.iter().any(|empty| phrase.contains(empty))
}

/// Whether a word of `phrase` is a word of `other` with a prefix that denies: `unlike` for `not like`.
fn is_prefixed(phrase: &str, other: &str) -> bool {
    phrase.split(' ').any(|word| {
        NEGATIVE_PREFIXES.iter().any(|prefix| {
            word.strip_prefix(prefix)
                .is_some_and(|rest| other.split(' ').any(|word| word == rest))
        })
    })
}

/// Whether `wording` only writes in another way what `spun` says: a year for 12 months, or the parts of
/// a word such as `fortypercent`.
fn spells_out(spun: &str, wording: &str) -> bool {
    const SAME: [(&str, &str); 5] = [
        ("12 months", "year"),
        ("twelve months", "year"),
        ("30 days", "month"),
        ("thirty days", "month"),
        ("7 days", "week"),
    ];
    let is_same = |&(long, short): &(&str, &str)| spun.contains(long) && wording.contains(short);
    SAME.iter().any(is_same) || spun.split(' ').any(is_compound)
}

/// Whether `word` consists of two words that state facts.
fn is_compound(word: &str) -> bool {
    (3..word.len())
        .filter(|&cut| word.is_char_boundary(cut))
        .any(|cut| {
            let (first, second) = word.split_at(cut);
            [first, second]
                .iter()
                .all(|half| matches!(SENSES.get(&word_hash(half)), Some(Sense::Fact { .. })))
        })
}

#[cfg(test)]
mod tests;
