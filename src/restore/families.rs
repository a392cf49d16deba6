//! Which families of spinners were at work in a text, and the passes that undo their work.

use super::edits::merged;
use super::family::{Family, Rank, Term};
use super::pass::Pass;
use super::terms::Mention;
use super::verdict::{Odd, joined};
use super::{CAUTIOUS_MARGIN, FamilyId, GateMode, Restorer, Verdict, Worker, blocks};
use crate::cost::Cost;
use crate::edit::{Edit, Kind};
use crate::lattice::Edge;
use crate::lattice::search::Choice;
use crate::models::gate::Verdict as Screening;
use std::ops::Range;

/// Log odds, in milli-nats, that a text without words is spun: it certainly is not.
const NO_WORDS: Cost = -1_000_000;

/// Score of the first look, in milli-nats, from which the words of a text are odd even if the second look
/// finds no spinner.
const ODD: Cost = 4000;

/// What a text looks like so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Judgement {
    pub(super) log_odds: Cost,
    pub(super) density: Option<f64>,
    pub(super) spun: bool,
    /// The bytes of the text that look spun.
    pub(super) spans: Vec<Range<usize>>,
    pub(super) families: Vec<FamilyId>,
    pub(super) terms: Vec<Mention>,
    pub(super) odd: Vec<Odd>,
}

impl Judgement {
    /// Only the first look of the gate counts.
    pub(super) fn at_first_sight(screening: Screening) -> Self {
        Self {
            log_odds: screening.score,
            ..Self::default()
        }
    }

    /// Only these terms were looked for.
    pub(super) fn about(terms: Vec<Mention>) -> Self {
        Self {
            terms,
            ..Self::default()
        }
    }

    /// The judgement on a text without words, which no spinner can have changed.
    pub(super) fn without_words(self) -> Self {
        Self {
            log_odds: NO_WORDS,
            spun: false,
            spans: Vec::new(),
            ..self
        }
    }

    /// Adds what `other` says about the same text; the density stays.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.log_odds = self.log_odds.max(other.log_odds);
        self.spun |= other.spun;
        self.families.extend(other.families);
        self.spans.extend(other.spans);
        self.odd.extend(other.odd);
        self
    }
}

impl Restorer {
    /// A judgement with the names of its families.
    pub(super) fn verdict(&self, mut judgement: Judgement) -> Verdict {
        judgement.families.sort_unstable();
        judgement.families.dedup();
        judgement.odd.sort_unstable();
        // A known spinner explains odd words.
        let is_explained = |odd: &Odd| judgement.spun && *odd != Odd::Alternatives;
        judgement.odd.retain(|odd| !is_explained(odd));
        Verdict {
            log_odds: judgement.log_odds,
            // The estimate assumes that the text is spun. If it is not, the estimate means nothing.
            density: judgement.density.filter(|_| judgement.spun),
            spun: judgement.spun,
            spans: joined(judgement.spans),
            families: judgement
                .families
                .into_iter()
                .map(|family| self.name(family))
                .collect(),
            terms: judgement.terms,
            odd: judgement.odd,
        }
    }

    fn rank(&self, family: FamilyId) -> Rank {
        family.map_or(Rank::Known, |index| self.families[index].rank())
    }
}

impl Worker<'_> {
    /// Undoes what spinners did to words. The family for which most speaks at first sight comes first;
    /// the others then look at what is left. Guesses are made only where no known family fits.
    ///
    /// With [`GateMode::AssumeSpun`], known families are used even if none of them fits.
    pub(super) fn restore_words(
        &mut self,
        source: &[u8],
        screening: Screening,
        words: &[Cost],
        looks: &[Option<Screening>],
    ) -> (Vec<Edit>, Judgement) {
        let unknown = vec![0; words.len()];
        let is_likely = !blocks::regions(words).is_empty();
        let assumed = self.restorer.options.gate == GateMode::AssumeSpun;
        let mut edits: Vec<Edit> = Vec::new();
        let mut found: Option<Judgement> = None;
        let mut clean = Judgement::at_first_sight(screening);
        for (first_look, family) in self.likely(screening, is_likely, looks) {
            let is_first = found.is_none() && edits.is_empty();
            if !is_first && self.restorer.rank(family) == Rank::Guess {
                break;
            }
            // Only the built-in family has a gate that judges block by block.
            let words = if family.is_none() { words } else { &unknown };
            let look = if is_first {
                Some(first_look)
            } else {
                self.second_look(family)
            };
            let gate = if assumed && found.is_none() {
                GateMode::AssumeSpun
            } else {
                GateMode::Auto
            };
            let Some(look) = look.filter(|look| {
                !look.is_clean() || gate == GateMode::AssumeSpun || (is_likely && family.is_none())
            }) else {
                continue;
            };
            let pass = Pass::new(self.restorer, family, source, &self.text);
            let (more, judgement) = pass.run(look, words, gate, &mut self.scratch);
            if family.is_none() {
                clean = judgement.clone();
            }
            if judgement.spun {
                let spans = judgement.spans.clone();
                let found = found.get_or_insert(judgement);
                found.spans.extend(spans);
                found.families.push(family);
            }
            for edit in &more {
                self.text.fix_edit(edit);
            }
            edits = merged(edits, more);
        }
        let mut judgement = found.unwrap_or(clean);
        if !judgement.spun && screening.score >= ODD {
            judgement.odd.push(Odd::Words);
        }
        (edits, judgement)
    }

    /// The families that may have replaced words, with the first look of each, in the order of their
    /// passes.
    fn likely(
        &self,
        screening: Screening,
        is_likely: bool,
        looks: &[Option<Screening>],
    ) -> Vec<(Screening, FamilyId)> {
        let restorer = self.restorer;
        let assumed = restorer.options.gate == GateMode::AssumeSpun;
        let mut likely = vec![(screening, None)];
        for (index, look) in looks.iter().enumerate() {
            likely.extend(look.map(|look| (look, Some(index))));
        }
        let is_asked = assumed || is_likely;
        likely.retain(|(look, family)| !look.is_clean() || (is_asked && family.is_none()));
        likely
            .sort_by_key(|&(look, family)| (restorer.rank(family), std::cmp::Reverse(look.score)));
        likely
    }

    /// What a family sees in the tokens that can still change.
    fn second_look(&mut self, family: FamilyId) -> Option<Screening> {
        let tokens = &self.text.tokens;
        let is_quoted = |at: usize| (!self.text.fixed[at]).then_some(self.text.quoted[at]);
        match family {
            None => {
                let gate = &self.restorer.models.gate;
                Some(gate.judge(tokens.as_slice(), is_quoted, &mut self.scratch.met))
            }
            Some(index) => self.restorer.families[index].judge(tokens, is_quoted),
        }
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
                judgement.families.push(Some(index));
                let blocks = terms.iter().map(|term| self.text.block_of(term.from));
                let runs: Vec<_> = blocks.map(|block| block..block + 1).collect();
                judgement.spans.extend(self.text.bytes_of(&runs));
            }
            if is_enough || restorer.options.gate == GateMode::AssumeSpun {
                let margin = log_odds.max(CAUTIOUS_MARGIN);
                let pass = Pass::new(restorer, Some(index), source, &self.text);
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
