//! The gate: whether a text, and its quotations, look spun, and by which of the families of spinners that
//! have trained models.
//!
//! The first look is a log-linear classifier over the distinct words and word pairs of a text
//! (multinomial logistic regression), with a class for clean text and one for each family. In spun text
//! the spinner's keys are rare and its alternatives are frequent. The score of a family is the log odds
//! of its class over that of clean text. If the first look leaves a doubt, the second look adds the
//! evidence of the lattice: how much likelier the text is as a spun text than as a clean one.

#[cfg(test)]
mod tests;

use crate::cost::{Cost, sum};
use crate::store::error::Error;
use crate::store::file;
use crate::store::file::Trust;
use crate::store::hash;
use crate::store::weight_map::WeightMap;
use crate::text::token::Token;
use std::ops::Range;

/// Name of the kind of file, in its first line.
pub const WHAT: &str = "gate";
/// Version of the layout.
pub const VERSION: u32 = 2;
/// Number of families that the gate knows.
pub const FAMILIES: usize = 2;

/// Log odds in milli-nats, one for each family.
pub type Odds = [Cost; FAMILIES];

/// A classifier over borrowed bytes.
#[derive(Clone, Debug)]
pub struct Gate<'a> {
    weights: WeightMap<'a, FAMILIES>,
    bias: Odds,
}

/// The set of features that a text has had so far. A thread reuses it for all its texts.
///
/// It is a table of bits, so different features can share one. A text of more than some ten thousand
/// words fills the table, and later features are then ignored.
#[derive(Clone, Debug)]
pub struct Met {
    bits: Vec<u64>,
    /// The new features of the tokens that were read last.
    fresh: Vec<u64>,
}

/// Size of the table, as a power of two.
const MET_BITS: u32 = 17;

impl Default for Met {
    fn default() -> Self {
        Self {
            bits: vec![0; 1 << (MET_BITS - 6)],
            fresh: Vec::new(),
        }
    }
}

impl Met {
    /// Removes all features.
    pub fn clear(&mut self) {
        self.bits.fill(0);
    }

    /// Adds `feature` and returns whether it is new.
    fn is_new(&mut self, feature: u64) -> bool {
        let bit = feature >> (64 - MET_BITS);
        let cell = &mut self.bits[(bit >> 6) as usize];
        let mask = 1 << (bit & 63);
        let new = *cell & mask == 0;
        *cell |= mask;
        new
    }

    /// Adds the features of consecutive tokens, which are their words and word pairs, and returns the new
    /// ones.
    ///
    /// Each feature is written, and overwritten by the next one unless it is new. A branch would be
    /// slower, since no processor can predict it.
    pub fn fresh(&mut self, tokens: &[Token]) -> &[u64] {
        let mut count = 0;
        let mut before = 0;
        self.fresh.resize(self.fresh.len().max(2 * tokens.len()), 0);
        for token in tokens {
            for feature in [hash::mix(token.word), hash::pair(before, token.word)] {
                self.fresh[count] = feature;
                count += usize::from(self.is_new(feature));
            }
            before = token.word;
        }
        &self.fresh[..count]
    }
}

/// What a document looks like at the first look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Log odds, in milli-nats, that the document is spun, by its words and word pairs.
    pub score: Cost,
    /// Whether its quotations look spun, in case the document is spun.
    pub quotes: Quotes,
}

/// What a text in blocks looks like to the gate, for one family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The whole text.
    pub screening: Verdict,
    /// The log odds that each block adds, in milli-nats. They are part of the score.
    pub blocks: Vec<Cost>,
}

/// Whether quotations are spun like the text around them. Some sites do not spin them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quotes {
    /// Spun like the rest.
    Spun,
    /// Kept as they were.
    Kept,
}

impl Verdict {
    /// The verdict by the evidence of the words outside quotations and `inside` them.
    pub fn of(unquoted: Cost, inside: Cost) -> Self {
        let quotes = if inside + QUOTES > 0 {
            Quotes::Spun
        } else {
            Quotes::Kept
        };
        Self {
            score: unquoted.max(unquoted.saturating_add(inside)),
            quotes,
        }
    }

    /// Whether the document is certainly clean, so that a second look is not needed.
    pub fn is_clean(self) -> bool {
        self.score < DOUBT
    }

    /// Log odds, in milli-nats, that a part of a text is spun, given those of its words and the evidence of
    /// the lattice.
    ///
    /// The evidence counts half, since neighbouring positions are not independent.
    pub fn log_odds_of(words: Cost, evidence: Cost) -> Cost {
        words.saturating_add(evidence / 2)
    }

    /// Whether the log odds are enough to call a document of this density spun.
    ///
    /// An honest text that is full of the words that spinners insert also has many of the words that they
    /// replace. So the lower the density, the higher the log odds must be.
    #[expect(clippy::cast_possible_truncation, reason = "a share of a constant")]
    pub fn is_enough(log_odds: Cost, density: f64) -> bool {
        density >= SPARSE && log_odds >= SURE + (f64::from(THIN) * (1.0 - density)).round() as Cost
    }
}

/// Log odds of the first look below which a text is clean. Of 4,090 spun passages of 30 to 100 words from
/// the development sets that are recognised, seven are below.
const DOUBT: Cost = 0;
/// Least log odds, first and second look together, of a spun document of density 1. Chosen on passages of
/// the development sets and of `fixtures/clean`, like [`THIN`].
const SURE: Cost = 4000;
/// How much higher the log odds must be at density 0.
const THIN: Cost = 15_000;
/// Least density of a spun document. Old or regional English has many words that spinners insert, but
/// also those that they replace.
const SPARSE: f64 = 0.15;
/// Log odds that the quotations of a spun document are spun, before their words are looked at.
const QUOTES: Cost = 1500;

impl<'a> Gate<'a> {
    /// The gate that is built into the crate: `dictionaries/en.gate`.
    pub fn embedded() -> Gate<'static> {
        Gate::read(
            include_bytes!("../../dictionaries/en.gate"),
            Trust::Embedded,
        )
        .expect("the committed gate is whole")
    }

    /// Reads a gate in place.
    ///
    /// # Errors
    /// If the bytes are not a gate, or are truncated or damaged.
    pub fn read(bytes: &'a [u8], trust: Trust) -> Result<Self, Error> {
        let [weights, values, bias] = file::read(bytes, WHAT, VERSION, trust)?;
        let damaged = |part, section| Error::damaged(WHAT, part, bytes, section);
        let weights = WeightMap::read(weights, values)
            .map_err(|section| damaged("table of weights", section))?;
        let (biases, rest) = bias.as_chunks();
        let biases: &[[u8; 4]; FAMILIES] = biases
            .try_into()
            .ok()
            .filter(|_| rest.is_empty())
            .ok_or_else(|| damaged("biases", bias))?;
        Ok(Self {
            weights,
            bias: biases.map(Cost::from_le_bytes),
        })
    }

    /// The verdicts on a document, one for each family. `is_quoted` says of each token whether it is in a
    /// quotation, or `None` if it is to be ignored.
    pub fn judge(
        &self,
        tokens: &[Token],
        is_quoted: impl Fn(usize) -> Option<bool>,
        met: &mut Met,
    ) -> [Verdict; FAMILIES] {
        let [unquoted, inside] = [false, true].map(|wanted| {
            met.clear();
            self.evidence_where(tokens, |at| is_quoted(at) == Some(wanted), met)
        });
        std::array::from_fn(|family| {
            let unquoted = self.bias[family].saturating_add(unquoted[family]);
            Verdict::of(unquoted, inside[family])
        })
    }

    /// What a text in `blocks` looks like, for each family. A word or word pair counts for the block where
    /// it occurs first. The words inside quotations count only if their sum is positive.
    pub fn judge_blocks(
        &self,
        tokens: &[Token],
        blocks: &[Range<usize>],
        quoted: &[bool],
        met: &mut Met,
    ) -> [Look; FAMILIES] {
        let mut evidence = |is_wanted: bool| -> Vec<Odds> {
            met.clear();
            let of_block = |block: &Range<usize>| {
                let wanted = |at: usize| quoted[block.start + at] == is_wanted;
                self.evidence_where(&tokens[block.clone()], wanted, met)
            };
            blocks.iter().map(of_block).collect()
        };
        let unquoted = evidence(false);
        // Most texts have no quotations to look at.
        let inside = if quoted.contains(&true) {
            evidence(true)
        } else {
            Vec::new()
        };
        std::array::from_fn(|family| {
            let of_family = |odds: &Odds| odds[family];
            let mut words: Vec<Cost> = unquoted.iter().map(of_family).collect();
            let outside = self.bias[family].saturating_add(sum(words.iter().copied()));
            let screening = Verdict::of(outside, sum(inside.iter().map(of_family)));
            for (words, inside) in words.iter_mut().zip(inside.iter().map(of_family)) {
                *words = words.saturating_add(inside.max(0));
            }
            Look {
                screening,
                blocks: words,
            }
        })
    }

    /// For each family, the log odds that each of the `blocks` adds to a text without the others, as in
    /// [`Look::blocks`].
    pub fn judge_alone(
        &self,
        tokens: &[Token],
        blocks: &[Range<usize>],
        quoted: &[bool],
        met: &mut Met,
    ) -> [Vec<Cost>; FAMILIES] {
        let mut alone: [Vec<Cost>; FAMILIES] = Default::default();
        for block in blocks {
            let looks = self.judge_blocks(tokens, std::slice::from_ref(block), quoted, met);
            for (words, look) in alone.iter_mut().zip(looks) {
                words.extend(look.blocks);
            }
        }
        alone
    }

    /// The evidence of the `wanted` tokens. Word pairs do not reach over other tokens.
    fn evidence_where(
        &self,
        tokens: &[Token],
        wanted: impl Fn(usize) -> bool,
        met: &mut Met,
    ) -> Odds {
        let mut sum = Odds::default();
        let mut all = 0..tokens.len();
        while let Some(from) = all.find(|&at| wanted(at)) {
            let to = all.find(|&at| !wanted(at)).unwrap_or(tokens.len());
            sum = added(sum, self.evidence(&tokens[from..to], met));
        }
        sum
    }

    /// What consecutive tokens add to the log odds that the text is spun, in milli-nats.
    pub fn evidence(&self, tokens: &[Token], met: &mut Met) -> Odds {
        let weights = met.fresh(tokens).iter();
        weights
            .map(|&feature| self.weights.get(feature))
            .fold(Odds::default(), added)
    }
}

fn added(mut odds: Odds, more: Odds) -> Odds {
    for (odds, more) in odds.iter_mut().zip(more) {
        *odds = odds.saturating_add(more);
    }
    odds
}
