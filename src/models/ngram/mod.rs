//! The n-gram language model: what a word costs after the words before it.
//!
//! `unspin-train model` writes the file, which is read in place. It contains hashes of words, but no
//! vocabulary.
//!
//! The set of stored n-grams is closed: with an n-gram, the ones without its first word and without its
//! last word are stored too. So a look-up goes from short to long n-grams and ends at the first miss. A
//! false hit of the map (see [`crate::store::static_map`]) has an effect only after a hit one word shorter.

use crate::cost::Cost;
use crate::store::error::Error;
use crate::store::file;
use crate::store::file::Trust;
use crate::store::hash;
use crate::store::static_map::StaticMap;

/// Name of the kind of file, in its first line.
pub const KIND: &str = "model";
/// Version of the file. It changes with the layout, the hash, and the rules for tokens and sentences.
pub const VERSION: u32 = 1;
/// Longest n-gram in words.
pub const MAX_ORDER: usize = 4;
/// The start of a sentence, which comes before its first word.
pub const START: u64 = 0x6d1f_5c0a_93b7_e201;
/// The end of a sentence, which comes after its last word.
pub const END: u64 = 0xa84e_3b96_17dc_5f02;
/// Largest number of bits in the code of a cost or of a back-off weight.
pub const MAX_CODE_BITS: u32 = 12;

/// Words of the longest context.
const CONTEXT: usize = MAX_ORDER - 1;

/// The last words of a sentence, as far as the cost of the next word can depend on them.
///
/// From equal states on, two sentences cost the same. So a search may drop the dearer one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct State {
    /// The last word first; 0 from `length` on.
    words: [u64; CONTEXT],
    /// Back-off weights of the last 1, 2 and 3 words: the cost if no n-gram has them before the next
    /// word; 0 from `length` on.
    back_offs: [Cost; CONTEXT],
    length: u8,
}

impl State {
    /// Number of words in the state.
    pub fn len(&self) -> usize {
        usize::from(self.length)
    }

    /// Whether the next word does not depend on the words before it.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }
}

/// The costs that the codes of n-grams of one length stand for.
#[derive(Clone, Debug)]
struct Level {
    costs: Vec<Cost>,
    back_offs: Vec<Cost>,
    back_off_bits: u32,
}

/// A language model over [`crate::text::token::Token::word`] hashes.
///
/// ```no_run
/// use unspin::store::file::Trust;
/// use unspin::models::ngram::{END, NgramModel};
/// use unspin::text::token::Tokens;
///
/// let bytes = std::fs::read("en.lm").expect("the model is there");
/// let model = NgramModel::read(&bytes, Trust::Checked).expect("the model is whole");
/// let mut tokens = Tokens::default();
/// tokens.push_text("The White House said so.", 0);
/// let words = tokens.as_slice().iter().map(|token| token.word).chain([END]);
/// let mut state = model.start();
/// let mut total = 0;
/// for word in words {
///     let (cost, next) = model.score(state, word);
///     (state, total) = (next, total + cost);
/// }
/// ```
#[derive(Clone, Debug)]
pub struct NgramModel<'a> {
    unknown: Cost,
    levels: Vec<Level>,
    unigrams: StaticMap<'a>,
    middle: StaticMap<'a>,
    top: StaticMap<'a>,
}

impl<'a> NgramModel<'a> {
    /// The model that is built into the crate: `dictionaries/en.lm`.
    pub fn embedded() -> NgramModel<'static> {
        NgramModel::read(
            include_bytes!("../../../dictionaries/en.lm"),
            Trust::Embedded,
        )
        .expect("the committed model is whole")
    }

    /// Reads a model in place. Only its tables of costs, a few hundred numbers, are copied.
    ///
    /// # Errors
    /// Those of [`file::read`], and [`Error::Damaged`] if a map or table does not agree with its header.
    pub fn read(bytes: &'a [u8], trust: Trust) -> Result<Self, Error> {
        let [head, unigrams, middle, top] = file::read(bytes, KIND, VERSION, trust)?;
        let damaged = |part, section| Error::damaged(KIND, part, bytes, section);
        let map =
            |section| StaticMap::read(section).ok_or_else(|| damaged("map of n-grams", section));
        let (unknown, levels) = read_head(head).ok_or_else(|| damaged("table of costs", head))?;
        Ok(Self {
            unknown,
            levels,
            unigrams: map(unigrams)?,
            middle: map(middle)?,
            top: map(top)?,
        })
    }

    /// Longest n-gram in words.
    pub fn order(&self) -> usize {
        self.levels.len()
    }

    /// Cost of an unknown word, without back-off.
    pub fn unknown(&self) -> Cost {
        self.unknown
    }

    /// Whether the model knows `word`. The map stores no keys, so the answer is wrong for a few in 10,000
    /// unknown words.
    pub fn knows(&self, word: u64) -> bool {
        self.unigrams.get(key(word, 1)).is_some()
    }

    /// The state before the first word of a sentence.
    pub fn start(&self) -> State {
        self.score(State::default(), START).1
    }

    /// Cost of `word` after `state`, in milli-nats, and the state after it.
    ///
    /// Looks up all n-grams that `state` allows, although those after the first miss do not count. They
    /// are far apart in memory, so it would take longer to wait for one before asking for the next.
    #[inline]
    pub fn score(&self, state: State, word: u64) -> (Cost, State) {
        let mut codes = [(0, false); MAX_ORDER];
        let mut fold = word;
        for (found, code) in codes.iter_mut().enumerate().take(state.len() + 1) {
            *code = self.map(found + 1).peek(key(fold, found + 1));
            fold = state
                .words
                .get(found)
                .map_or(fold, |&before| hash::pair(fold, before));
        }
        // The set is closed: if an n-gram is stored, so are those within it.
        let found = codes
            .iter()
            .zip(&self.levels)
            .take_while(|((code, stored), level)| *stored && level.has(*code))
            .count();
        let cost = if found == 0 {
            self.unknown
        } else {
            self.levels[found - 1].cost(codes[found - 1].0)
        };
        let missed: Cost = (0..CONTEXT)
            .map(|back| {
                if back + 1 >= found {
                    state.back_offs[back]
                } else {
                    0
                }
            })
            .sum();
        (
            cost + missed,
            self.next(state, word, &codes[..found.min(CONTEXT)]),
        )
    }

    /// Prefetches all n-grams that end with the last of `words`.
    pub fn prefetch(&self, words: &[u64]) {
        let mut fold = None;
        for (&word, length) in words.iter().rev().zip(1..=self.order()) {
            let longer = fold.map_or(word, |fold| hash::pair(fold, word));
            self.map(length).prefetch(key(longer, length));
            fold = Some(longer);
        }
    }

    /// The state after `word`. It has as many words as there are n-grams in `codes` that begin longer ones.
    #[inline]
    fn next(&self, state: State, word: u64, codes: &[(u32, bool)]) -> State {
        let mut next = State::default();
        for (at, (level, &(code, _))) in self.levels.iter().zip(codes).enumerate() {
            let Some(back_off) = level.back_off(code) else {
                break;
            };
            next.words[at] = if at == 0 { word } else { state.words[at - 1] };
            next.back_offs[at] = back_off;
            next.length += 1;
        }
        next
    }

    /// Cost of `words` in milli-nats, if the words before them are unknown.
    pub fn alone(&self, words: impl Iterator<Item = u64>) -> Cost {
        let mut state = State::default();
        words.fold(0, |sum, word| {
            let (cost, next) = self.score(state, word);
            state = next;
            sum + cost
        })
    }

    #[inline]
    fn map(&self, length: usize) -> &StaticMap<'a> {
        match length {
            1 => &self.unigrams,
            _ if length == self.order() => &self.top,
            _ => &self.middle,
        }
    }
}

impl Level {
    /// Whether `code` is in the table. The map gives any code for an n-gram that was not stored.
    #[inline]
    fn has(&self, code: u32) -> bool {
        ((code >> self.back_off_bits) as usize) < self.costs.len()
    }

    /// The cost that `code` stands for.
    #[inline]
    fn cost(&self, code: u32) -> Cost {
        self.costs[(code >> self.back_off_bits) as usize]
    }

    /// The back-off weight that `code` stands for, or `None` if no longer n-gram begins with this one.
    #[inline]
    fn back_off(&self, code: u32) -> Option<Cost> {
        let code = code & ((1 << self.back_off_bits) - 1);
        if code == 0 {
            None
        } else {
            Some(self.back_offs[code as usize])
        }
    }
}

/// Key of an n-gram of `length` words. `fold` is the fold of their hashes with [`hash::pair`], the last
/// word first.
#[inline]
pub fn key(fold: u64, length: usize) -> u64 {
    fold.wrapping_add(length as u64)
}

/// Reads the cost of unknown words and the tables of each length. The layout: order, cost of unknown words;
/// then for each length the bits of a cost and of a back-off weight, the costs, and the back-off weights.
/// All numbers are i32.
fn read_head(head: &[u8]) -> Option<(Cost, Vec<Level>)> {
    let mut numbers = head
        .chunks_exact(4)
        .map(|four| i32::from_le_bytes(four.try_into().expect("four bytes")));
    let order = usize::try_from(numbers.next()?)
        .ok()
        .filter(|order| (2..=MAX_ORDER).contains(order))?;
    let unknown = numbers.next()?;
    let levels: Vec<Level> = (0..order)
        .map(|_| read_level(&mut numbers))
        .collect::<Option<_>>()?;
    (numbers.next().is_none() && head.len().is_multiple_of(4)).then_some((unknown, levels))
}

fn read_level(numbers: &mut impl Iterator<Item = i32>) -> Option<Level> {
    let mut bits = || {
        u32::try_from(numbers.next()?)
            .ok()
            .filter(|&bits| bits <= MAX_CODE_BITS)
    };
    let cost_bits = bits()?;
    let back_off_bits = bits()?;
    let mut table = |bits: u32| {
        let table: Vec<Cost> = numbers.take(1 << bits).collect();
        (table.len() == 1 << bits).then_some(table)
    };
    Some(Level {
        costs: table(cost_bits)?,
        back_offs: table(back_off_bits)?,
        back_off_bits,
    })
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) mod tiny;
