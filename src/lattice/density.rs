//! The density of a document, and the costs that depend on it.
//!
//! The *density* is the share of the keys in a text that the spinner replaced. The higher it is, the
//! less likely is a key that was left as it is. It is estimated by expectation maximisation.

use super::{Edge, LEAST, Lattice, MAX_KEYS, Position, milli_nats};
use crate::cost::{Cost, milli};
use crate::edit::Kind;
use crate::store::hash::ByHash;
use crate::text::token::Token;
use std::collections::HashMap;
use std::ops::Range;

/// Linear calibration (slope, intercept) of the estimated density, which is biased towards 0.5. Chosen
/// on the development sets.
const CALIBRATION: (f64, f64) = (1.4, -0.12);

/// Largest evidence of a single token for or against a spun document, in milli-nats.
const MOST_ODDS: Cost = 5000;

/// Weight of the first guess in the estimate of the density, in keys.
const PRIOR: f64 = 4.0;

/// How much dearer than the best edge of its position an edge may be under channel and network. Dearer
/// ones are dropped before the context model scores or learns them.
pub const MAX_BEHIND: Cost = 4000;

/// A density, with the channel costs that follow from it.
#[derive(Clone, Debug)]
pub struct Density {
    share: f64,
    /// Cost of replacing a key.
    replaced: Cost,
    /// Cost of leaving a key alone that a dense spinner replaces in this percentage of cases.
    kept: [Cost; 101],
}

impl Density {
    /// The density `share`, clamped to 0.02..=1.
    pub fn new(share: f64) -> Self {
        let share = clamped(share);
        Self {
            share,
            replaced: milli_nats(share),
            kept: left_alone(share).map(milli_nats),
        }
    }

    /// The share of keys that the spinner replaced.
    pub fn share(&self) -> f64 {
        self.share
    }
}

/// `share`, clamped to 0.02..=1.
fn clamped(share: f64) -> f64 {
    share.clamp(0.02, 1.0)
}

/// Probability that a key is left alone at the density `share`, for each percentage of cases in which a
/// dense spinner replaces it.
fn left_alone(share: f64) -> [f64; 101] {
    std::array::from_fn(|percent| {
        let percent = u32::try_from(percent).expect("at most 100");
        (1.0 - share * 0.01 * f64::from(percent)).max(LEAST)
    })
}

impl Lattice {
    /// Drops the edges that cost more than [`MAX_BEHIND`] above the cheapest one of their position, by
    /// the scores so far. The edge that keeps a token stays.
    pub fn thin(&mut self, density: &Density) {
        let mut kept = 0;
        let mut end = 0;
        for index in 0..self.positions.len() {
            self.price(self.start + index, density);
            let first = std::mem::replace(&mut self.positions[index].first, kept);
            debug_assert_eq!(first, end, "the edges of positions follow one another");
            end = self
                .positions
                .get(index + 1)
                .map_or(self.edges.len(), |next| next.first);
            let edges = &self.edges[first..end];
            let least = edges.iter().map(|edge| edge.context).min().unwrap_or(0);
            for number in first..end {
                if number == first || self.edges[number].context <= least + MAX_BEHIND {
                    self.edges[kept] = self.edges[number];
                    kept += 1;
                }
            }
        }
        self.edges.truncate(kept);
    }

    /// Sets the channel and context costs of the edges of token `at` for a density.
    pub fn price(&mut self, at: usize, density: &Density) {
        let Position { keys, misfit, .. } = self.positions[at - self.start];
        let edges = self.edges_mut(at);
        let keys = keys.iter().map(|&share| density.kept[usize::from(share)]);
        edges[0].channel = misfit + keys.sum::<Cost>();
        for edge in &mut edges[1..] {
            edge.channel = density.replaced + edge.dense;
        }
        normalise(edges);
    }

    /// Sets the channel and context costs of all edges for a density.
    pub fn price_all(&mut self, density: &Density) {
        for at in self.start..self.end() {
            self.price(at, density);
        }
    }

    /// Log odds, in milli-nats, of "spun at `density`" over "clean" for the tokens `at` together.
    /// Sets the costs of their edges.
    ///
    /// Misspelt words are no evidence. A repeated word is weaker evidence of a spinner each time: two thirds
    /// the second time, half the third time, so that the sum grows with the logarithm of their number. `met`
    /// counts how often each word has been such evidence so far.
    pub fn evidence(
        &mut self,
        tokens: &[Token],
        at: impl Iterator<Item = usize>,
        density: &Density,
        met: &mut HashMap<u64, Cost, ByHash>,
    ) -> Cost {
        let mut sum: Cost = 0;
        for at in at {
            self.price(at, density);
            let edges = self.edges(at);
            if edges.iter().any(|edge| edge.kind == Kind::Fuzzy) {
                continue;
            }
            let mut odds = odds(edges);
            if odds > 0 {
                let times = met.entry(tokens[at].word).or_default();
                *times += 1;
                odds = 2 * odds / (1 + *times);
            }
            sum = sum.saturating_add(odds);
        }
        sum
    }

    /// Estimates the density of the tokens in `ranges` by expectation maximisation, starting from
    /// `guess`. Each round computes the expected number of replacements among the expected number of
    /// keys.
    pub fn density(&self, ranges: &[Range<usize>], guess: f64, rounds: usize) -> Density {
        let stakes: Vec<Stake> = ranges
            .iter()
            .flat_map(Clone::clone)
            .filter_map(|at| self.stake(at))
            .collect();
        let mut share = clamped(guess);
        for _ in 0..rounds {
            let mut replaced = PRIOR * guess;
            let mut keys = PRIOR;
            let left = left_alone(share);
            for stake in &stakes {
                let kept = stake.kept(share, &left);
                replaced += 1.0 - kept;
                keys += 1.0 - kept + kept * stake.percent() / 100.0;
            }
            share = clamped(replaced / keys);
        }
        Density::new(CALIBRATION.0 * share + CALIBRATION.1)
    }

    /// What token `at` contributes to the estimate, or `None` if no key and no edge begins there.
    fn stake(&self, at: usize) -> Option<Stake> {
        let Position { misfit, keys, .. } = self.positions[at - self.start];
        let (kept, others) = self.edges(at).split_first()?;
        let gain = |edge: &Edge| edge.fit - edge.dense - kept.fit + misfit;
        let odds = others
            .iter()
            .map(|edge| (f64::from(gain(edge)) / 1000.0).exp())
            .sum();
        (keys[0] > 0 || !others.is_empty()).then_some(Stake { odds, keys })
    }
}

/// What a position contributes to the estimate of the density.
struct Stake {
    /// Odds of a replaced key over the kept token at density 1, if keys were never left alone.
    odds: f64,
    /// See [`Position::keys`].
    keys: [u8; MAX_KEYS],
}

impl Stake {
    /// Probability that the token was kept, if the density is `share`. `left` is [`left_alone`] of it.
    fn kept(&self, share: f64, left: &[f64; 101]) -> f64 {
        let keys = self.keys.iter().map(|&key| left[usize::from(key)]);
        let whole: f64 = keys.product();
        whole / (whole + share * self.odds)
    }

    /// The largest percentage of its keys.
    fn percent(&self) -> f64 {
        f64::from(self.keys.into_iter().max().unwrap_or(0))
    }
}

/// Log odds, in milli-nats, of "spun at this density" over "clean" for the edges of one position, whose
/// costs are set.
///
/// In clean text every token is kept. So by Bayes' rule, the ratio of the two likelihoods is the channel
/// probability of keeping the token divided by its posterior probability.
fn odds(edges: &[Edge]) -> Cost {
    (edges[0].context - edges[0].channel).clamp(-MOST_ODDS, MOST_ODDS)
}

/// Sets the context costs of the edges of one position: `-ln` of the softmax of fit minus channel.
#[expect(clippy::cast_precision_loss, reason = "milli-nats of a few thousand")]
pub fn normalise(edges: &mut [Edge]) {
    if let [only] = edges {
        only.context = 0;
        return;
    }
    let costs = edges.iter().map(|edge| edge.channel - edge.fit);
    let least = costs.clone().min().unwrap_or(0);
    let sum: f32 = costs
        .map(|cost| ((least - cost) as f32 / 1000.0).exp())
        .sum();
    let total = least - milli(sum.ln());
    for edge in edges {
        edge.context = edge.channel - edge.fit - total;
    }
}

#[cfg(test)]
mod tests;
