//! Which runs of blocks one family of spinners has worked on.

use super::pass::{Pass, Scratch};
use super::text::Text;
use super::{GateMode, blocks};
use crate::cost::{Cost, sum};
use crate::lattice::density::Density;
use crate::lattice::weigh;
use crate::models::gate::Verdict as Screening;
use std::ops::Range;

/// No spinner replaces fewer of the words it knows: where a lower density is estimated, the evidence
/// is computed for this one.
const LEAST_DENSITY: f64 = 0.25;
/// Most rounds of finding the spun blocks and estimating their density.
const ROUNDS_OF_BLOCKS: usize = 3;

/// Log odds by the context model alone, in milli-nats, below which a text is clean. On passages of the
/// training texts, the network called none of those spun that are below 500, and less than one in a hundred
/// of those below 1000.
const CLEAN: Cost = 800;

/// Least log odds of all short blocks of a spun text together, in milli-nats. Most sites do not spin their
/// menus and labels, and one alone says little. Chosen on invented menus, spun and as they were.
const SHORT_BLOCKS: Cost = 6000;

/// Log odds from which many lines that are too short for prose show that a text is spun, in milli-nats. In 166,000 files
/// of documentation and in the honest sets, they had up to 31,000; in a hundred headlines of spun text 229,000.
const MANY_LINES: Cost = 60_000;

/// Log odds of a block that is certainly not spun, in milli-nats. A text with such a block is spun only in part.
const SURELY_CLEAN: Cost = -4000;
/// Least log odds of each block that is edited in such a text, in milli-nats: usually, and where at least as many blocks
/// are certainly not spun as look spun. All were chosen on spun texts of the development sets with clean lines and
/// paragraphs in them.
const IN_PART: [Cost; 2] = [2000, 3000];

/// The runs of blocks that look spun.
pub(super) struct Found {
    pub(super) runs: Vec<Range<usize>>,
    /// Density of the runs together.
    pub(super) density: Density,
    /// Log odds of the runs, relative to a text without any, in milli-nats.
    pub(super) log_odds: Cost,
}

impl Found {
    /// Keeps only the blocks that `is_kept` chooses, if there are any, and takes off the `evidence` of the others.
    fn keep(&mut self, is_kept: impl Fn(usize) -> bool, evidence: &[Cost]) {
        let blocks = self.runs.iter().flat_map(Clone::clone);
        let (kept, left): (Vec<_>, Vec<_>) = blocks.partition(|&block| is_kept(block));
        if !kept.is_empty() {
            let left = sum(left.into_iter().map(|block| evidence[block]));
            self.log_odds = self.log_odds.saturating_sub(left.max(0));
            self.runs = blocks::runs_of(kept.into_iter());
        }
    }
}

/// The part of a text in which a word is weaker evidence each time it is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Repeated {
    InText,
    InBlock,
}

impl Pass<'_> {
    /// The log odds of the text if they are low by the context model alone, so that the network need not
    /// read it; otherwise `None`. `base` are those of the text without its words.
    pub(super) fn clean_by_context(
        &self,
        base: Cost,
        words: &[Cost],
        scratch: &mut Scratch,
    ) -> Option<Cost> {
        let Scratch {
            lattice, context, ..
        } = scratch;
        let Text { tokens, quoted, .. } = self.text;
        weigh::add_context(
            &self.restorer.models.context,
            tokens,
            quoted,
            lattice,
            context,
        );
        let mut runs = blocks::spun_runs(words);
        if runs.is_empty() {
            runs.push(0..words.len());
        }
        let density = self.density(&runs, scratch);
        let evidence = self.evidence(words, &density, Repeated::InText, scratch);
        scratch.lattice.clear_fits();
        let runs = blocks::spun_runs(&evidence);
        let log_odds = if runs.is_empty() {
            sum(evidence)
        } else {
            blocks::log_odds(&evidence, &runs)
        };
        let log_odds = base.saturating_add(log_odds);
        (runs.is_empty() || log_odds < CLEAN).then_some(log_odds)
    }

    /// The runs of blocks that look spun; all blocks if `gate` says so, or if none does.
    pub(super) fn find_runs(&self, words: &[Cost], gate: GateMode, scratch: &mut Scratch) -> Found {
        let whole = 0..words.len();
        let mut runs = blocks::spun_runs(words);
        if runs.is_empty() || gate == GateMode::AssumeSpun {
            runs = std::iter::once(whole).collect();
        }
        let mut density = self.weigh(&runs, scratch);
        let mut evidence = self.evidence(words, &density, Repeated::InText, scratch);
        for _ in 1..ROUNDS_OF_BLOCKS {
            let better = blocks::spun_runs(&evidence);
            if gate == GateMode::AssumeSpun || better.is_empty() || better == runs {
                break;
            }
            runs = better;
            density = self.density(&runs, scratch);
            evidence = self.evidence(words, &density, Repeated::InText, scratch);
        }
        self.discount(&mut evidence, &runs);
        Found {
            log_odds: blocks::log_odds(&evidence, &runs),
            runs,
            density,
        }
    }

    /// Leaves what no block can show out of its `evidence`: headlines, cells and menus do not show that a text is spun,
    /// unless most of its `runs` are prose, or many lines together leave no doubt. Blocks without context, such as the
    /// entries of a list of words, never do.
    fn discount(&self, evidence: &mut [Cost], runs: &[Range<usize>]) {
        let is_evident = self.is_mostly_prose(runs) || self.lines(evidence, runs) >= MANY_LINES;
        for (block, odds) in evidence
            .iter_mut()
            .enumerate()
            .filter(|(_, odds)| **odds > 0)
        {
            let counts = is_evident || self.text.is_prose(block);
            if !counts || self.text.is_short(block) || self.text.is_series(block) {
                *odds = 0;
            }
        }
    }

    /// The log odds of the `runs` by those blocks alone that have the words of a line.
    fn lines(&self, evidence: &[Cost], runs: &[Range<usize>]) -> Cost {
        let of_line = |(block, &odds): (usize, &Cost)| {
            if self.text.is_line(block) {
                odds
            } else {
                odds.min(0)
            }
        };
        let lines: Vec<Cost> = evidence.iter().enumerate().map(of_line).collect();
        blocks::log_odds(&lines, runs)
    }

    /// The runs of a text that is spun, given those that show it. A word that is repeated shows little about a
    /// text; but where a spinner was at work, it tells of each block whether it is spun.
    pub(super) fn all_runs(
        &self,
        words: &[Cost],
        mut found: Found,
        scratch: &mut Scratch,
    ) -> Found {
        let mut evidence = self.evidence(words, &found.density, Repeated::InBlock, scratch);
        for _ in 1..ROUNDS_OF_BLOCKS {
            let better = blocks::spun_runs(&evidence);
            if better.is_empty() || better == found.runs {
                break;
            }
            found.density = self.density(&better, scratch);
            found.runs = better;
            evidence = self.evidence(words, &found.density, Repeated::InBlock, scratch);
        }
        self.judge_short_blocks(&evidence, &mut found);
        // Where all other blocks are spun, a doubtful one is, too. The short ones have their common verdict.
        let clean = evidence.iter().filter(|&&odds| odds < SURELY_CLEAN).count();
        if clean > 0 {
            let spun = found.runs.iter().map(Range::len).sum();
            let least = IN_PART[usize::from(clean >= spun)];
            found.keep(
                |block| evidence[block] >= least || self.text.is_short(block),
                &evidence,
            );
        }
        found
    }

    /// Leaves the short blocks and their evidence out of what was `found`, unless they look spun together.
    fn judge_short_blocks(&self, evidence: &[Cost], found: &mut Found) {
        let is_short = |block: usize| self.text.is_short(block);
        let blocks = found.runs.iter().flat_map(Clone::clone);
        let short = blocks.filter(|&block| is_short(block));
        if sum(short.map(|block| evidence[block])) < SHORT_BLOCKS {
            found.keep(|block| !is_short(block), evidence);
        }
    }

    /// Whether most words of the `runs` are in blocks that are long enough to be prose.
    fn is_mostly_prose(&self, runs: &[Range<usize>]) -> bool {
        let mut all = 0;
        let mut prose = 0;
        for index in runs.iter().flat_map(Clone::clone) {
            let length = self.text.words_in(self.text.blocks[index].clone());
            all += length;
            prose += if self.text.is_prose(index) { length } else { 0 };
        }
        2 * prose > all
    }

    /// The log odds of each block, by its `words` and by its positions in the lattice. A quotation that
    /// looks clean counts half, since some spinners leave quotations alone.
    fn evidence(
        &self,
        words: &[Cost],
        density: &Density,
        repeated: Repeated,
        scratch: &mut Scratch,
    ) -> Vec<Cost> {
        let likely = Density::new(density.share().max(LEAST_DENSITY));
        let Text { tokens, quoted, .. } = self.text;
        let Scratch {
            lattice, spoken, ..
        } = scratch;
        spoken.clear();
        let mut evidence = Vec::with_capacity(words.len());
        for (block, &words) in self.text.blocks.iter().zip(words) {
            if repeated == Repeated::InBlock {
                spoken.clear();
            }
            let mut odds = |is_quoted: bool| {
                let wanted = block.clone().filter(|&at| quoted[at] == is_quoted);
                lattice.evidence(tokens.as_slice(), wanted, &likely, spoken)
            };
            let outside = odds(false);
            let inside = odds(true);
            let inside = inside.max(inside / 2);
            evidence.push(Screening::log_odds_of(
                words,
                outside.saturating_add(inside),
            ));
        }
        evidence
    }
}
