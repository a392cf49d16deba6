//! The n-gram language model at run time: what a word costs after the words before it, read in place from bytes that
//! `unspin-train model` wrote. It owns back-off and the layout of a model file, not words (it stores no vocabulary, only
//! hashes) and not the search over sentences.
//!
//! The stored n-grams are closed: with an n-gram, the n-gram without its first and the one without its last word are
//! stored too. So a query goes from short to long, stops at the first miss, and a false hit of the map (see
//! [`crate::store::static_map`]) needs a hit, true or false, one word shorter.

use crate::cost::Cost;
use crate::store::error::Error;
use crate::store::file;
use crate::store::file::Trust;
use crate::store::hash;
use crate::store::static_map::StaticMap;

/// Kind of file, for [`crate::store::file`].
pub const KIND: &str = "model";
/// Version of the file; it changes with the layout, the hash and the rules for tokens and sentences.
pub const VERSION: u32 = 1;
/// Longest n-gram in words.
pub const MAX_ORDER: usize = 4;
/// Stands before the first word of a sentence.
pub const START: u64 = 0x6d1f_5c0a_93b7_e201;
/// Stands after the last word of a sentence.
pub const END: u64 = 0xa84e_3b96_17dc_5f02;
/// Widest code in bits of a cost or a back-off weight.
pub const MAX_CODE_BITS: u32 = 12;

const CONTEXT: usize = MAX_ORDER - 1;

/// What the model remembers of a sentence: its last words, as far as they can matter to the next one.
///
/// Two sentences with equal states cost the same from here on, so a search may drop the dearer one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct State {
    /// Last word first; zero from `length` on.
    words: [u64; CONTEXT],
    /// What it costs not to find the last 1, 2, 3 words before the next one; zero from `length` on.
    back_offs: [Cost; CONTEXT],
    length: u8,
}

impl State {
    /// Number of words remembered.
    pub fn len(&self) -> usize {
        usize::from(self.length)
    }

    /// Whether nothing that went before matters.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }
}

/// Costs behind the codes of one n-gram length.
#[derive(Clone, Debug)]
struct Level {
    costs: Vec<Cost>,
    back_offs: Vec<Cost>,
    back_off_bits: u32,
}

/// A language model over [`crate::text::token::Token::word`] hashes.
///
/// Costs are milli-nats: thousandths of `-ln(probability)`.
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
/// let (mut state, mut total) = (model.start(), 0);
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

    /// Reads the model that fills `bytes`; only its tables of costs, a few hundred numbers, are copied.
    ///
    /// # Errors
    /// Those of [`file::read`], and [`Error::Damaged`] where a map or table is not what its header says.
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

    /// The cost of a word that the model does not know, before any back-off.
    pub fn unknown(&self) -> Cost {
        self.unknown
    }

    /// Whether `word` was stored; wrongly `true` for a few strangers in 10,000, as the map stores no keys.
    pub fn knows(&self, word: u64) -> bool {
        self.unigrams.get(key(word, 1)).is_some()
    }

    /// The state before the first word of a sentence.
    pub fn start(&self) -> State {
        self.score(State::default(), START).1
    }

    /// What `word` costs after `state`, and the state after it.
    ///
    /// Looks up all n-grams that `state` allows at once, although the first miss ends the matter: they lie all over the memory,
    /// and waiting for one after the other would take longer.
    #[inline]
    pub fn score(&self, state: State, word: u64) -> (Cost, State) {
        let (mut codes, mut fold) = ([(0, false); MAX_ORDER], word);
        for (found, code) in codes.iter_mut().enumerate().take(state.len() + 1) {
            *code = self.map(found + 1).peek(key(fold, found + 1));
            fold = state
                .words
                .get(found)
                .map_or(fold, |&before| hash::pair(fold, before));
        }
        // Closed: where an n-gram is stored, so are those within it.
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

    /// Asks the memory for all n-grams that end with the last of `words`.
    pub fn prefetch(&self, words: &[u64]) {
        let mut fold = None;
        for (&word, length) in words.iter().rev().zip(1..=self.order()) {
            let longer = fold.map_or(word, |fold| hash::pair(fold, word));
            self.map(length).prefetch(key(longer, length));
            fold = Some(longer);
        }
    }

    /// The state after `word`: as many words as n-grams of `codes` begin longer ones.
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

    /// What `words` cost together where nothing is known of what stands before.
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
    /// Whether `code` may have been written: what lies under the key of a stranger may be anything.
    #[inline]
    fn has(&self, code: u32) -> bool {
        ((code >> self.back_off_bits) as usize) < self.costs.len()
    }

    /// Cost behind `code`.
    #[inline]
    fn cost(&self, code: u32) -> Cost {
        self.costs[(code >> self.back_off_bits) as usize]
    }

    /// Back-off weight behind `code`; `None` where no longer n-gram begins with this one.
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

/// Key of the n-gram of `length` words whose hashes, last word first, [`hash::pair`] folded into `fold`.
#[inline]
pub fn key(fold: u64, length: usize) -> u64 {
    fold.wrapping_add(length as u64)
}

/// The unknown word's cost and the tables of each length: u32 order, i32 unknown, then for each length u32 bits of the
/// cost and of the back-off code, and the i32 behind each code.
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
    let (cost_bits, back_off_bits) = (bits()?, bits()?);
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
