//! The blocks of a text, and which of them look spun.
//!
//! A block is a paragraph, a list item, a cell or a headline. It is spun or clean as a whole. The
//! states of neighbouring blocks depend on each other, so the blocks form a hidden Markov model with
//! two states (Rabiner 1989): the evidence of a block is its log odds of "spun" over "clean", and
//! each change of state costs [`SWITCH`]. The most likely states are found with the Viterbi
//! algorithm.

use crate::cost::{Cost, sum};
use crate::text::segment::starts_sentence;
use crate::text::token::{Gap, Tokens};
use std::ops::Range;

/// Cost of a change from clean to spun or back between two blocks, in milli-nats. Chosen on documents
/// made of spun and clean paragraphs of the development sets.
const SWITCH: Cost = 3000;
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
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (index, is_spun) in states(evidence).into_iter().enumerate() {
        if !is_spun {
            continue;
        }
        match runs.last_mut().filter(|run| run.end == index) {
            Some(run) => run.end = index + 1,
            None => runs.push(index..index + 1),
        }
    }
    runs
}

/// Whether each block is spun on the most likely path. Of equal paths, the one with fewer spun blocks
/// is taken.
fn states(evidence: &[Cost]) -> Vec<bool> {
    // For each block and each of its states: whether the block before is spun on the best path there.
    let mut before: Vec<[bool; 2]> = Vec::with_capacity(evidence.len());
    // Log odds of the best path to each state of the block at hand, relative to "all blocks are clean".
    let mut clean: Cost = 0;
    let mut spun: Cost = 0;
    for (index, &odds) in evidence.iter().enumerate() {
        let switch = if index == 0 { 0 } else { SWITCH };
        let leave = spun.saturating_sub(switch);
        let enter = clean.saturating_sub(switch);
        before.push([leave > clean, spun > enter]);
        clean = clean.max(leave);
        spun = spun.max(enter).saturating_add(odds);
    }
    let mut is_spun = spun > clean;
    let mut states = vec![false; evidence.len()];
    for index in (0..evidence.len()).rev() {
        states[index] = is_spun;
        is_spun = before[index][usize::from(is_spun)];
    }
    states
}

/// The log odds of a path on which the blocks of `runs` are spun, relative to one on which all are
/// clean.
pub(super) fn log_odds(evidence: &[Cost], runs: &[Range<usize>]) -> Cost {
    let mut total: Cost = 0;
    for run in runs {
        let switches = Cost::from(run.start > 0) + Cost::from(run.end < evidence.len());
        let odds = sum(evidence[run.clone()].iter().copied());
        total = total.saturating_add(odds).saturating_sub(switches * SWITCH);
    }
    total
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
mod tests {
    use super::*;

    /// The runs as pairs of first block and end.
    fn runs(evidence: &[Cost]) -> Vec<(usize, usize)> {
        pairs(&spun_runs(evidence))
    }

    fn pairs(ranges: &[Range<usize>]) -> Vec<(usize, usize)> {
        ranges
            .iter()
            .map(|range| (range.start, range.end))
            .collect()
    }

    #[test]
    fn text_is_cut_at_blank_lines_and_where_a_line_starts_a_sentence() {
        let mut tokens = Tokens::default();
        tokens.push_text("A Headline\nIt was\na day.\n\nSo it\nwas.", 0);
        assert_eq!(cut(&tokens), [0..2, 2..7, 7..11]);
        tokens.clear();
        assert!(cut(&tokens).is_empty());
    }

    #[test]
    fn a_run_has_to_pay_for_its_switches() {
        // 7000 pays for two switches of 3000, 6000 does not.
        assert_eq!(runs(&[-9000, 7000, -9000]), [(1, 2)]);
        assert_eq!(runs(&[-9000, 6000, -9000]), []);
        // At the end of a text there is one switch.
        assert_eq!(runs(&[-9000, 4000]), [(1, 2)]);
        assert_eq!(runs(&[-9000, 3000]), []);
        assert_eq!(runs(&[]), []);
    }

    #[test]
    fn a_clean_block_between_spun_ones_has_to_pay_too() {
        assert_eq!(runs(&[9000, -5000, 9000]), [(0, 3)]);
        assert_eq!(runs(&[9000, -7000, 9000]), [(0, 1), (2, 3)]);
    }

    #[test]
    fn log_odds_are_those_of_the_path() {
        let evidence = [-1000, 7000, 2000, -500];
        let odds = |start, end| log_odds(&evidence, std::slice::from_ref(&(start..end)));
        assert_eq!(odds(1, 3), 7000 + 2000 - 2 * 3000);
        assert_eq!(odds(2, 4), 2000 - 500 - 3000);
        assert_eq!(odds(0, 4), 7500);
    }

    #[test]
    fn likely_runs_are_looked_at_with_their_neighbours() {
        let words = [-9000, -9000, 8000, -1000, -9000, -9000];
        assert_eq!(pairs(&regions(&words)), [(1, 4)]);
        assert!(regions(&[-1000, 2000, -1000]).is_empty());
    }
}
