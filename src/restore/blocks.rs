//! The blocks of a text, and which of them look spun.
//!
//! A block is a paragraph, a list item, a cell or a headline. It is spun or clean as a whole. The
//! states of neighbouring blocks depend on each other, so the blocks form a hidden Markov model with
//! two states (Rabiner 1989): the evidence of a block is its log odds of "spun" over "clean", and
//! each change of state has a cost, the [`Rate::change`]. The most likely states are found with the
//! Viterbi algorithm.

use crate::cost::{Cost, sum};
use crate::text::segment::starts_sentence;
use crate::text::token::{Gap, Tokens};
use std::ops::Range;

/// How often a text changes from clean to spun or back, as costs in milli-nats.
struct Rate {
    /// Cost of a change between two blocks.
    change: Cost,
    /// Cost of two blocks in the same state.
    stay: Cost,
    /// Cost of a text with this rate.
    prior: Cost,
}

/// Rates at which the blocks are divided. Most texts change once in 7 blocks or less; some have spun
/// and clean paragraphs in turn. Chosen on documents made of spun and clean paragraphs of the
/// development sets.
const RATES: [Rate; 2] = [
    Rate {
        change: 2000,
        stay: 145,
        prior: 0,
    },
    Rate {
        change: 693,
        stay: 693,
        prior: 1000,
    },
];

/// Rates at which the whole text is judged. A change costs more here, because the runs are the most
/// suspicious ones of all: in a long text, some block always looks spun.
const RATES_OF_TEXT: [Rate; 2] = [
    Rate {
        change: 3000,
        stay: 51,
        prior: 0,
    },
    Rate {
        change: 693,
        stay: 693,
        prior: 1500,
    },
];

/// Cuts `tokens` into blocks: at blank lines, and at line ends where a new sentence starts.
pub(super) fn cut(tokens: &Tokens) -> Vec<Range<usize>> {
    let all = tokens.as_slice();
    let mut blocks = Vec::new();
    let mut start = 0;
    for at in 1..=all.len() {
        let is_end = at == all.len()
            || all[at].gap == Gap::Break
            || (all[at].gap == Gap::Line && starts_sentence(tokens, at));
        if is_end {
            blocks.push(start..at);
            start = at;
        }
    }
    blocks
}

/// The runs of blocks that are most likely spun, given the log odds of each block, as ranges of block
/// indices. A text may start and end in either state at no cost.
pub(super) fn spun_runs(evidence: &[Cost]) -> Vec<Range<usize>> {
    let states = states(evidence).into_iter().enumerate();
    runs_of(states.filter_map(|(index, is_spun)| is_spun.then_some(index)))
}

/// The runs of the blocks with these `indices`, which are in order.
pub(super) fn runs_of(indices: impl Iterator<Item = usize>) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for index in indices {
        match runs.last_mut().filter(|run| run.end == index) {
            Some(run) => run.end = index + 1,
            None => runs.push(index..index + 1),
        }
    }
    runs
}

/// Whether each block is spun, on the best path at any of the [`RATES`].
fn states(evidence: &[Cost]) -> Vec<bool> {
    // The usual case, without a path.
    if evidence.iter().all(|&odds| odds <= 0) {
        return Vec::new();
    }
    let paths = RATES.iter().map(|rate| best_path(evidence, rate));
    // Of equal paths, that at the first rate is taken.
    let best = paths.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map(|(_, states)| states).unwrap_or_default()
}

/// The best path at a rate: its score, and whether each block is spun on it. Of equal paths, the one
/// with fewer spun blocks is taken.
fn best_path(evidence: &[Cost], rate: &Rate) -> (Cost, Vec<bool>) {
    // For each block and each of its states: whether the block before is spun on the best path there.
    let mut before: Vec<[bool; 2]> = Vec::with_capacity(evidence.len());
    // Scores of the best path to each state of the block at hand.
    let mut clean: Cost = 0;
    let mut spun: Cost = 0;
    for (index, &odds) in evidence.iter().enumerate() {
        let change = if index == 0 { 0 } else { rate.change };
        let stay = if index == 0 { 0 } else { rate.stay };
        let leave = spun.saturating_sub(change);
        let enter = clean.saturating_sub(change);
        clean = clean.saturating_sub(stay);
        spun = spun.saturating_sub(stay);
        before.push([leave > clean, spun > enter]);
        clean = clean.max(leave);
        spun = spun.max(enter).saturating_add(odds);
    }
    let score = clean.max(spun).saturating_sub(rate.prior);
    let mut is_spun = spun > clean;
    let mut states = vec![false; evidence.len()];
    for index in (0..evidence.len()).rev() {
        states[index] = is_spun;
        is_spun = before[index][usize::from(is_spun)];
    }
    (score, states)
}

/// The log odds of a path on which the blocks of `runs` are spun, relative to one on which all are
/// clean, each at the rate that suits it.
pub(super) fn log_odds(evidence: &[Cost], runs: &[Range<usize>]) -> Cost {
    let len = Cost::try_from(evidence.len()).unwrap_or(Cost::MAX);
    let mut changes: Cost = 0;
    let mut spun: Cost = 0;
    for run in runs {
        changes += Cost::from(run.start > 0) + Cost::from(run.end < evidence.len());
        spun = spun.saturating_add(sum(evidence[run.clone()].iter().copied()));
    }
    let path = |rate: &Rate, changes: Cost| {
        let stays = rate.stay.saturating_mul(len - 1 - changes);
        sum([rate.prior, rate.change.saturating_mul(changes), stays])
    };
    let cost = |changes| {
        RATES_OF_TEXT
            .iter()
            .map(|rate| path(rate, changes))
            .min()
            .unwrap_or(0)
    };
    spun.saturating_add(cost(0)).saturating_sub(cost(changes))
}

/// The runs that look spun by their words, each with the block before and the block after it.
pub(super) fn regions(words: &[Cost]) -> Vec<Range<usize>> {
    let mut regions: Vec<Range<usize>> = Vec::new();
    for run in spun_runs(words) {
        let wider = run.start.saturating_sub(1)..words.len().min(run.end + 1);
        match regions.last_mut().filter(|last| last.end >= wider.start) {
            Some(last) => last.end = wider.end,
            None => regions.push(wider),
        }
    }
    regions
}

#[cfg(test)]
mod tests;
