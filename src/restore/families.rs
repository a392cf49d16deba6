//! Which families of spinners were at work in a text, and the passes that undo their work.

use super::edits::merged;
use super::family::{Family, Rank, Term};
use super::judgement::Judgement;
use super::pass::Pass;
use super::verdict::Odd;
use super::{CAUTIOUS_MARGIN, FamilyId, GateMode, Restorer, Worker, blocks};
use crate::cost::Cost;
use crate::edit::{Edit, Kind};
use crate::lattice::Edge;
use crate::lattice::search::Choice;
use crate::models::gate::{Look, Verdict as Screening};
use std::cmp::Reverse;
use std::ops::Range;

/// Score of the first look, in milli-nats, from which the words of a text are odd even if the second look
/// finds no spinner.
const ODD: Cost = 4000;

/// Cost, in milli-nats, of one more family: few texts have been spun by two.
const ONE_MORE: Cost = 4000;

/// A trained family for which all speaks except that the evidence does not grow with the text.
struct Refused {
    family: FamilyId,
    look: Look,
    log_odds: Cost,
}

/// The passes over a text so far, and what they found.
struct Passes {
    edits: Vec<Edit>,
    /// What the families say that have found spun text.
    found: Option<Judgement>,
    /// What the likeliest family says that has found none.
    clean: Judgement,
    /// The bytes that a trained family has found to be its work, if one had a pass.
    trained: Option<Vec<Range<usize>>>,
}

impl Passes {
    fn new(screening: Screening) -> Self {
        Self {
            edits: Vec::new(),
            found: None,
            clean: Judgement::at_first_sight(screening),
            trained: None,
        }
    }

    /// Whether no pass has found anything.
    fn are_without_result(&self) -> bool {
        self.found.is_none() && self.edits.is_empty()
    }

    /// Adds the result of a pass.
    fn add(&mut self, family: FamilyId, is_trained: bool, result: (Vec<Edit>, Judgement)) {
        let (edits, judgement) = result;
        if is_trained {
            let is_next = self.trained.is_some();
            let trained = self.trained.get_or_insert_default();
            trained.extend(judgement.spans.iter().cloned());
            if !is_next || judgement.log_odds > self.clean.log_odds {
                self.clean = judgement.clone();
            }
        }
        if judgement.spun {
            let spans = judgement.spans.clone();
            let found = self.found.get_or_insert(judgement);
            found.spans.extend(spans);
            found.families.push(family);
        }
        let before = std::mem::take(&mut self.edits);
        self.edits = merged(before, edits);
    }

    /// All edits, and the judgement on the text.
    fn finish(self, screening: Screening) -> (Vec<Edit>, Judgement) {
        let mut judgement = self.found.unwrap_or(self.clean);
        if !judgement.spun && screening.score >= ODD {
            judgement.odd.push(Odd::Words);
        }
        (self.edits, judgement)
    }
}

impl Restorer {
    /// Whether a text, or some of its blocks, may be the work of a family.
    fn is_likely(&self, family: FamilyId, look: &Look) -> bool {
        !self.families[family].is_clean(look.screening) || !blocks::regions(&look.blocks).is_empty()
    }
}

impl Worker<'_> {
    /// Undoes what spinners did to words. The family for which most speaks at first sight comes first;
    /// the others then look at what is left. Guesses are made only where no known family fits.
    ///
    /// With [`GateMode::AssumeSpun`], the text is restored even if no family fits.
    pub(super) fn restore_words(
        &mut self,
        source: &[u8],
        screening: Screening,
        mut looks: Vec<Option<Look>>,
    ) -> (Vec<Edit>, Judgement) {
        let mut passes = Passes::new(screening);
        let mut refused = None;
        for family in self.likely(&looks) {
            let is_first = passes.are_without_result();
            let is_guess = self.restorer.families[family].rank() == Rank::Guess;
            if is_guess && !is_first {
                break;
            }
            let gate = if passes.found.is_some() {
                GateMode::Auto
            } else {
                self.restorer.options.gate
            };
            let fixed = self.fix_blocks_of_others(family, &passes);
            let look = looks[family].take().and_then(|first_look| {
                if is_first {
                    Some(first_look)
                } else {
                    self.second_look(family, first_look)
                }
            });
            let wanted =
                |look: &Look| gate == GateMode::AssumeSpun || self.restorer.is_likely(family, look);
            if let Some(look) = look.filter(wanted) {
                let (family, result) = self.run_pass(source, family, look, gate, &mut refused);
                let is_trained = self.restorer.families[family].number().is_some();
                passes.add(family, is_trained, result);
            }
            if let Some(fixed) = fixed {
                self.text.fixed = fixed;
            }
            for edit in &passes.edits {
                self.text.fix_edit(edit);
            }
        }
        passes.finish(screening)
    }

    /// The pass of a family, and that family. If a trained family finds spun text, but more speaks for one
    /// that was `refused`, the text is the work of that one: each has many words of the other.
    fn run_pass(
        &mut self,
        source: &[u8],
        family: FamilyId,
        look: Look,
        gate: GateMode,
        refused: &mut Option<Refused>,
    ) -> (FamilyId, (Vec<Edit>, Judgement)) {
        let pass = Pass::new(self.restorer, family, source, &self.text);
        let result = pass.run(look.screening, &look.blocks, gate, &mut self.scratch);
        let (_, Judgement { log_odds, spun, .. }) = result;
        if result.1.is_refused {
            *refused = Some(Refused {
                family,
                look,
                log_odds,
            });
        }
        let is_trained = self.restorer.families[family].number().is_some();
        let Some(better) = refused.take_if(|other| is_trained && spun && other.log_odds > log_odds)
        else {
            return (family, result);
        };
        let pass = Pass {
            is_known: true,
            ..Pass::new(self.restorer, better.family, source, &self.text)
        };
        let Look { screening, blocks } = better.look;
        (
            better.family,
            pass.run(screening, &blocks, gate, &mut self.scratch),
        )
    }

    /// The families that may have replaced words, in the order of their passes. If the text is assumed to
    /// be spun, the likeliest of the trained families is one of them, and the others are not.
    fn likely(&self, looks: &[Option<Look>]) -> Vec<FamilyId> {
        let families = &self.restorer.families;
        let assumed = self.restorer.options.gate == GateMode::AssumeSpun;
        let mut likely = Vec::new();
        for (id, look) in looks.iter().enumerate() {
            if let Some(look) = look
                && (self.restorer.is_likely(id, look)
                    || (assumed && families[id].number().is_some()))
            {
                let score = look
                    .screening
                    .score
                    .saturating_sub(families[id].caution(1.0, self.text.tokens.len()));
                likely.push((families[id].rank(), Reverse(score), id));
            }
        }
        likely.sort_unstable();
        let mut likely: Vec<FamilyId> = likely.into_iter().map(|(.., id)| id).collect();
        if assumed {
            let is_trained = |id: &FamilyId| families[*id].number().is_some();
            let best = likely.iter().copied().find(is_trained);
            likely.retain(|id| !is_trained(id) || Some(*id) == best);
        }
        likely
    }

    /// Before the pass of a trained family, marks the blocks that are the work of another one. Returns
    /// what was marked before.
    fn fix_blocks_of_others(&mut self, family: FamilyId, passes: &Passes) -> Option<Vec<bool>> {
        let is_trained = self.restorer.families[family].number().is_some();
        let taken = passes.trained.as_ref().filter(|_| is_trained)?;
        let fixed = self.text.fixed.clone();
        self.text.fix_ranges(taken);
        Some(fixed)
    }

    /// What one more family sees in the tokens that can still change, given its first look.
    fn second_look(&mut self, family: FamilyId, first_look: Look) -> Option<Look> {
        let mut look = self.look_again(family, first_look)?;
        look.screening.score = look.screening.score.saturating_sub(ONE_MORE);
        Some(look)
    }

    fn look_again(&mut self, family: FamilyId, first_look: Look) -> Option<Look> {
        let family = &self.restorer.families[family];
        let text = &self.text;
        let is_quoted = |at: usize| (!text.fixed[at]).then_some(text.quoted[at]);
        let Some(number) = family.number() else {
            let screening = family.judge(&text.tokens, is_quoted)?;
            return Some(Look {
                screening,
                ..first_look
            });
        };
        let gate = &self.restorer.models.gate;
        let verdicts = gate.judge(text.tokens.as_slice(), is_quoted, &mut self.scratch.met);
        let mut blocks = first_look.blocks;
        for (odds, block) in blocks.iter_mut().zip(&text.blocks) {
            if text.fixed[block.clone()].iter().all(|&fixed| fixed) {
                *odds = 0;
            }
        }
        Some(Look {
            screening: verdicts[number],
            blocks,
        })
    }

    /// Undoes the terms of all families of terms, and protects them from later passes.
    pub(super) fn restore_terms(
        &mut self,
        source: &[u8],
        screening: Screening,
    ) -> (Vec<Edit>, Judgement) {
        let restorer = self.restorer;
        let mut edits = Vec::new();
        let mut judgement = Judgement::at_first_sight(screening);
        for (index, family) in restorer.families.iter().enumerate() {
            let mut terms = Vec::new();
            let is_left = |at: usize| self.text.fixed[at] || self.text.quoted[at];
            family.terms(&self.text.tokens, is_left, &mut terms);
            if terms.is_empty() {
                continue;
            }
            // In a document with spun words, the terms come from the same hand.
            let spun = if Family::is_enough(screening.score) {
                screening.score
            } else {
                0
            };
            let log_odds = Family::log_odds_of_terms(&terms).saturating_add(spun);
            let is_enough = Family::is_enough(log_odds);
            if !is_enough {
                judgement.odd.push(Odd::Term);
            }
            if is_enough {
                judgement.log_odds = judgement.log_odds.max(log_odds);
                judgement.spun = true;
                judgement.families.push(index);
                let blocks = terms.iter().map(|term| self.text.block_of(term.from));
                let runs: Vec<_> = blocks.map(|block| block..block + 1).collect();
                judgement.spans.extend(self.text.bytes_of(&runs));
            }
            if is_enough || restorer.options.gate == GateMode::AssumeSpun {
                let margin = log_odds.max(CAUTIOUS_MARGIN);
                let pass = Pass::new(restorer, index, source, &self.text);
                let found = pass.term_edits(&terms, margin);
                for term in &terms {
                    self.text.fixed[term.from..term.to].fill(true);
                }
                edits = merged(edits, found);
            }
        }
        (edits, judgement)
    }
}

impl Pass<'_> {
    fn term_edits(&self, terms: &[Term], margin: Cost) -> Vec<Edit> {
        let mut edits = Vec::new();
        for term in terms {
            let lexicon = self.table.lexicon;
            let choice = Choice {
                from: term.from,
                edge: Edge::restore(lexicon, term.to, term.original, Kind::Exact, 0),
                margin,
                lead: margin,
                alternatives: Vec::new(),
            };
            self.push_edit(&choice, &mut edits);
        }
        edits
    }
}
