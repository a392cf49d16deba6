//! The gate: whether a text, and its quotations, look spun.
//!
//! The first look is a log-linear classifier over the distinct words and word pairs of a text. In spun
//! text the spinner's keys are rare and its alternatives are frequent. If that leaves a doubt, the second
//! look adds the evidence of the lattice: how much likelier the text is as a spun text than as a clean
//! one.

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
pub const VERSION: u32 = 1;

/// A classifier over borrowed bytes.
#[derive(Clone, Debug)]
pub struct Gate<'a> {
    weights: WeightMap<'a>,
    bias: Cost,
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

/// Log odds of the first look below which a text is certainly clean.
const DOUBT: Cost = -2000;
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
        let bias = bias.try_into().map_err(|_| damaged("bias", bias))?;
        Ok(Self {
            weights,
            bias: Cost::from_le_bytes(bias),
        })
    }

    /// The verdict on a document. `is_quoted` says of each token whether it is in a quotation, or `None` if
    /// it is to be ignored.
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

    /// The verdict on a text in `blocks`, and the log odds that each block adds. A word or word pair counts
    /// for the block where it occurs first. The words inside quotations count only if their sum is positive.
    pub fn judge_blocks(
        &self,
        tokens: &[Token],
        blocks: &[Range<usize>],
        quoted: &[bool],
        met: &mut Met,
    ) -> (Verdict, Vec<Cost>) {
        let mut evidence = |is_wanted: bool| -> Vec<Cost> {
            met.clear();
            let of_block = |block: &Range<usize>| {
                let wanted = |at: usize| quoted[block.start + at] == is_wanted;
                self.evidence_where(&tokens[block.clone()], wanted, met)
            };
            blocks.iter().map(of_block).collect()
        };
        let mut words = evidence(false);
        let unquoted = self.bias.saturating_add(sum(words.iter().copied()));
        // Most texts have no quotations to look at.
        if !quoted.contains(&true) {
            return (Verdict::of(unquoted, 0), words);
        }
        let inside = evidence(true);
        let verdict = Verdict::of(unquoted, sum(inside.iter().copied()));
        for (words, inside) in words.iter_mut().zip(inside) {
            *words = words.saturating_add(inside.max(0));
        }
        (verdict, words)
    }

    /// The evidence of the `wanted` tokens. Word pairs do not reach over other tokens.
    fn evidence_where(
        &self,
        tokens: &[Token],
        wanted: impl Fn(usize) -> bool,
        met: &mut Met,
    ) -> Cost {
        let mut sum: Cost = 0;
        let mut from = 0;
        while from < tokens.len() {
            let to = (from..tokens.len())
                .find(|&at| !wanted(at))
                .unwrap_or(tokens.len());
            sum = sum.saturating_add(self.evidence(&tokens[from..to], met));
            from = to + 1;
        }
        sum
    }

    /// What consecutive tokens add to the log odds that the text is spun, in milli-nats.
    pub fn evidence(&self, tokens: &[Token], met: &mut Met) -> Cost {
        let weights = met.fresh(tokens).iter();
        sum(weights.map(|&feature| self.weights.get(feature)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::tiny;
    use crate::text::token::{Tokens, word_hash};

    /// A gate with the bias -500 and weights for two words and one pair.
    fn file() -> Vec<u8> {
        let [white, home] = ["white", "home"].map(word_hash);
        let [weights, values] = tiny::weights(&[
            (hash::mix(home), 700),
            (hash::mix(word_hash("said")), -2000),
            (hash::pair(white, home), 900),
        ]);
        let bias = (-500_i32).to_le_bytes();
        file::write(WHAT, VERSION, &[&weights, &values, &bias])
    }

    fn judged(text: &str, is_quoted: impl Fn(usize) -> Option<bool>) -> Verdict {
        let bytes = file();
        let gate = Gate::read(&bytes, Trust::Checked).expect("just written");
        let mut tokens = Tokens::default();
        tokens.push_text(text, 0);
        gate.judge(tokens.as_slice(), is_quoted, &mut Met::default())
    }

    #[test]
    fn the_score_is_the_bias_and_the_sum_of_the_weights() {
        let outside = |_| Some(false);
        assert_eq!(judged("nothing known", outside).score, -500);
        assert_eq!(judged("the white home", outside).score, -500 + 700 + 900);
        assert_eq!(judged("home, he said", outside).score, -500 + 700 - 2000);
    }

    #[test]
    fn a_feature_counts_once() {
        let verdict = judged("white home white home", |_| Some(false));
        assert_eq!(verdict.score, -500 + 700 + 900);
    }

    #[test]
    fn pairs_do_not_reach_over_ignored_tokens() {
        // `white big home` without `big`
        let verdict = judged("white big home", |at| (at != 1).then_some(false));
        assert_eq!(verdict.score, -500 + 700);
    }

    #[test]
    fn quotations_are_judged_on_their_own() {
        // Tokens 2 and 3 are quoted. A spun quotation adds to the score.
        let verdict = judged("a house white home", |at| Some(at > 1));
        assert_eq!(verdict.score, -500 + 700 + 900);
        assert_eq!(verdict.quotes, Quotes::Spun);
        // A clean one does not lower it: 1500 - 2000 is below 0.
        let verdict = judged("white home he said", |at| Some(at > 1));
        assert_eq!(verdict.score, -500 + 700 + 900);
        assert_eq!(verdict.quotes, Quotes::Kept);
    }

    #[test]
    fn half_the_evidence_of_the_lattice_is_added() {
        assert_eq!(Verdict::log_odds_of(1100, 6000), 1100 + 3000);
        assert_eq!(Verdict::log_odds_of(1100, -6000), 1100 - 3000);
    }

    #[test]
    fn a_document_below_2_nats_is_clean() {
        assert!(judged("he said", |_| Some(false)).is_clean());
        assert!(!judged("he said home", |_| Some(false)).is_clean());
    }

    /// The blocks `white home` and `said home said`, the last word of which is quoted.
    #[test]
    fn a_feature_counts_for_the_block_where_it_occurs_first() {
        let bytes = file();
        let gate = Gate::read(&bytes, Trust::Checked).expect("just written");
        let mut tokens = Tokens::default();
        tokens.push_text("white home said home said", 0);
        let quoted = [false, false, false, false, true];
        let met = &mut Met::default();
        let (verdict, blocks) = gate.judge_blocks(tokens.as_slice(), &[0..2, 2..5], &quoted, met);
        // The quoted `said` is new among the quoted words, but negative, so it does not count.
        assert_eq!(blocks, [700 + 900, -2000]);
        assert_eq!(verdict.score, -500 + 700 + 900 - 2000);
    }

    #[test]
    fn a_low_density_needs_higher_odds() {
        // 4000 + 15,000 * (1 - 0.8)
        assert!(Verdict::is_enough(7000, 0.8));
        assert!(!Verdict::is_enough(6999, 0.8));
        assert!(Verdict::is_enough(4000, 1.0));
        assert!(!Verdict::is_enough(Cost::MAX, 0.14));
    }

    #[test]
    fn a_bias_of_another_length_is_refused() {
        let [weights, values] = tiny::weights(&[(1, 1)]);
        let bytes = file::write(WHAT, VERSION, &[&weights, &values, &[0; 5]]);
        assert!(Gate::read(&bytes, Trust::Checked).is_err());
    }
}
