//! Is this text spun at all? It owns the evidence of words and word pairs, and the verdict on a document and on its
//! quotations; what is done with the verdict is the restorer's.
//!
//! At first sight: a log-linear classifier over the distinct words and word pairs of a text. In spun text the spinner's
//! keys are missing and its alternatives crowd. Where that leaves a doubt, the lattice's own evidence is added: how much
//! likelier its positions are under the channel than as clean text.

use crate::cost::Cost;
use crate::store::error::Error;
use crate::store::file;
use crate::store::file::Trust;
use crate::store::hash;
use crate::store::weight_map::WeightMap;
use crate::text::token::Token;
use std::ops::Range;

/// Kind and version in the magic line.
pub const WHAT: &str = "gate";
/// Version of the layout.
pub const VERSION: u32 = 1;

/// A read-only classifier over borrowed bytes.
#[derive(Clone, Debug)]
pub struct Gate<'a> {
    weights: WeightMap<'a>,
    bias: Cost,
}

/// Features met so far in a text, which can be reused to avoid unnecessary memory reallocation.
///
/// A text of more than some ten thousand words fills it: later features then say nothing new.
#[derive(Clone, Debug)]
pub struct Met {
    bits: Vec<u64>,
    /// The features that the last tokens were the first to have.
    fresh: Vec<u64>,
}

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
    /// Forgets all features.
    pub fn clear(&mut self) {
        self.bits.fill(0);
    }

    /// Whether `feature` is met for the first time.
    fn is_new(&mut self, feature: u64) -> bool {
        let bit = feature >> (64 - MET_BITS);
        let (cell, mask) = (&mut self.bits[(bit >> 6) as usize], 1 << (bit & 63));
        let new = *cell & mask == 0;
        *cell |= mask;
        new
    }

    /// The features of the stretch `tokens` that are met for the first time: its words and word pairs.
    ///
    /// All are noted and the old ones written over: whether one is new, no processor guesses.
    pub fn fresh(&mut self, tokens: &[Token]) -> &[u64] {
        let (mut count, mut before) = (0, 0);
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

/// What a document looks like at first sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Log odds that the document is spun, in milli-nats, by its words and word pairs.
    pub score: Cost,
    /// Whether its quotations are taken for spun, if the document is.
    pub quotes: Quotes,
}

/// Whether quotations are spun like the text around them; some sites leave them alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quotes {
    /// Spun like the rest.
    Spun,
    /// Left alone.
    Kept,
}

impl Verdict {
    /// The verdict on a document by the evidence of its words outside of quotations and `inside` of them.
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

    /// Whether the document is certainly clean, so that nobody need look closer.
    pub fn is_clean(self) -> bool {
        self.score < DOUBT
    }

    /// Log odds of a stretch of text, given those of its words and the evidence of the lattice.
    ///
    /// Neighbouring positions do not vote independently: their evidence counts half.
    pub fn log_odds_of(words: Cost, evidence: Cost) -> Cost {
        words.saturating_add(evidence / 2)
    }

    /// Whether log odds are enough to call a document spun in which this share of the words that a spinner replaces seems
    /// replaced. Honest text that is full of a spinner's favourites has its keys, too: the thinner, the more must speak for it.
    #[expect(clippy::cast_possible_truncation, reason = "a share of a constant")]
    pub fn is_enough(log_odds: Cost, density: f64) -> bool {
        density >= SPARSE && log_odds >= SURE + (f64::from(THIN) * (1.0 - density)).round() as Cost
    }
}

/// Log odds of the words below which a text is clean without a closer look.
const DOUBT: Cost = -2000;
/// Log odds of words and lattice together from which a document is taken for spun, where all that can be replaced is replaced,
/// and how much more it takes the nearer to nothing. Chosen on stretches of the development text and of `fixtures/clean`.
const SURE: Cost = 4000;
const THIN: Cost = 15_000;
/// Estimated density below which a document is not taken for spun, whatever its words: old or regional English has words
/// that spinners like, but also the keys that they replace.
const SPARSE: f64 = 0.15;
/// Log odds, before any evidence, that the quotations of a spun document are spun too.
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
    /// Where the bytes are no gate, are cut or damaged.
    pub fn read(bytes: &'a [u8], trust: Trust) -> Result<Self, Error> {
        let [weights, values, bias] = file::read(bytes, WHAT, VERSION, trust)?;
        let damaged = |part, section| Error::damaged(WHAT, part, bytes, section);
        let weights = WeightMap::read(weights, values)
            .map_err(|section| damaged("table of weights", section))?;
        let bias = bias.try_into().map_err(|_| damaged("bias", bias))?;
        Ok(Self {
            weights,
            bias: Cost::from_le_bytes(bias),
        })
    }

    /// The verdict on a document of which `is_quoted` tells the tokens in quotations from the others, and which are not to be
    /// looked at (`None`).
    pub fn judge(
        &self,
        tokens: &[Token],
        is_quoted: impl Fn(usize) -> Option<bool>,
        met: &mut Met,
    ) -> Verdict {
        let [unquoted, inside] = [false, true].map(|wanted| {
            met.clear();
            self.evidence_where(tokens, |at| is_quoted(at) == Some(wanted), met)
        });
        Verdict::of(self.bias.saturating_add(unquoted), inside)
    }

    /// The same for a text in `blocks`, with the log odds that each block adds: by its words and word
    /// pairs that the text has there first. Inside quotations only what speaks for a spinner counts.
    pub fn judge_blocks(
        &self,
        tokens: &[Token],
        blocks: &[Range<usize>],
        quoted: &[bool],
        met: &mut Met,
    ) -> (Verdict, Vec<Cost>) {
        let [unquoted, inside] = [false, true].map(|wanted| {
            met.clear();
            let evidence = |block: &Range<usize>| {
                let wanted = |at: usize| quoted[block.start + at] == wanted;
                self.evidence_where(&tokens[block.clone()], wanted, met)
            };
            blocks.iter().map(evidence).collect::<Vec<Cost>>()
        });
        let sum = |costs: &[Cost]| {
            costs
                .iter()
                .fold(0, |sum: Cost, &cost| sum.saturating_add(cost))
        };
        let verdict = Verdict::of(self.bias.saturating_add(sum(&unquoted)), sum(&inside));
        let both = unquoted
            .iter()
            .zip(&inside)
            .map(|(out, inside)| out + inside.max(&0));
        (verdict, both.collect())
    }

    /// The evidence of the runs of `wanted` tokens.
    fn evidence_where(
        &self,
        tokens: &[Token],
        wanted: impl Fn(usize) -> bool,
        met: &mut Met,
    ) -> Cost {
        let (mut sum, mut from): (Cost, usize) = (0, 0);
        while from < tokens.len() {
            let to = (from..tokens.len())
                .find(|&at| !wanted(at))
                .unwrap_or(tokens.len());
            sum = sum.saturating_add(self.evidence(&tokens[from..to], met));
            from = to + 1;
        }
        sum
    }

    /// What `tokens` add to the log odds that the text is spun, in milli-nats.
    pub fn evidence(&self, tokens: &[Token], met: &mut Met) -> Cost {
        met.fresh(tokens).iter().fold(0, |sum: Cost, &feature| {
            sum.saturating_add(self.weights.get(feature))
        })
    }
}
