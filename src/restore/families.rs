//! Restoring what other families of spinners made than that of the built-in lexicon: which families a document is taken for,
//! and the edits that undo their work. The evidence is `crate::family`'s.

use super::{CAUTIOUS_MARGIN, FALLBACK_MARGIN, GateMode, MIN_MARGIN, Restorer, Worker};
use crate::candidate::{Edge, Keys, Wording};
use crate::decode::Choice;
use crate::edit::{Cost, Edit, Kind};
use crate::family::{Family, Found, Rank, Term};
use crate::gate::Verdict;
use crate::lexicon::FAMILY;

impl Restorer {
    /// The same with a further family of spinners: documents that look like its work are restored with its lexicon.
    #[must_use]
    pub fn with_family(mut self, family: Family) -> Self {
        let engine = Self { families: Vec::new(), ..self.clone() }.with_lexicon(family.lexicon().clone());
        self.families.push((family, engine));
        self
    }

    /// The same with a family of guesses, whose edits need a margin of [`FALLBACK_MARGIN`].
    #[must_use]
    pub fn with_fallback(self, family: Family) -> Self {
        let mut restorer = self.with_family(family.guess());
        if let Some((_, engine)) = restorer.families.last_mut() {
            engine.options.min_margin = Some(engine.options.min_margin.unwrap_or(MIN_MARGIN).max(FALLBACK_MARGIN));
        }
        restorer
    }

    /// The names of the families `found`, with `+` between them; none where there are none.
    pub fn names(&self, found: Found) -> Option<String> {
        let further = self.families.iter().enumerate().filter(|(index, _)| found.has(*index)).map(|(_, (family, _))| family.name());
        let names: Vec<&str> = found.has_built_in().then_some(FAMILY).into_iter().chain(further).collect();
        (!names.is_empty()).then(|| names.join("+"))
    }
}

impl Worker<'_> {
    /// Restores what a spinner made of words: that of the family for which most speaks at first sight, of those that a closer
    /// look confirms.
    pub(super) fn restore_words(&mut self, source: &[u8], verdict: Verdict) -> Vec<Edit> {
        let engine = self.restorer;
        let assumed = engine.options.gate == GateMode::AssumeSpun;
        let further = engine.families.iter().enumerate().filter_map(|(index, (family, _))| Some((family.judge(&self.tokens, &self.quoted)?, Some(index))));
        let mut likely: Vec<(Verdict, Option<usize>)> = [(verdict, None)].into_iter().chain(further).collect();
        likely.retain(|(verdict, index)| !verdict.is_clean() || (assumed && index.is_none()));
        let rank = |index: Option<usize>| index.map_or(Rank::Known, |index| engine.families[index].0.rank());
        likely.sort_by_key(|&(verdict, index)| (rank(index), std::cmp::Reverse(verdict.score)));
        let mut clean = self.judged;
        for (verdict, index) in likely {
            self.restorer = index.map_or(engine, |index| &engine.families[index].1);
            let edits = self.restore_as(source, verdict, engine.options.gate);
            self.restorer = engine;
            match index {
                Some(index) if self.judged.spun => self.judged.families = Found::default().with(index),
                None => clean = self.judged,
                _ => {}
            }
            if self.judged.spun || assumed {
                return edits;
            }
        }
        self.judged = clean;
        Vec::new()
    }

    /// Restores the terms of the families that the document is taken for, and leaves their tokens alone from then on.
    pub(super) fn restore_terms(&mut self, source: &[u8], verdict: Verdict) -> Vec<Edit> {
        let engine = self.restorer;
        let mut edits = Vec::new();
        for (index, (family, terms_engine)) in engine.families.iter().enumerate() {
            let mut terms = std::mem::take(&mut self.terms);
            family.terms(&self.tokens, |at| self.fixed[at] || self.quoted[at], &mut terms);
            // A document whose words are spun has its terms from the same hand.
            let spun = if Family::is_enough(verdict.score) { verdict.score } else { 0 };
            let log_odds = Family::log_odds_of_terms(&terms).saturating_add(spun);
            let enough = !terms.is_empty() && Family::is_enough(log_odds);
            if enough {
                self.judged.log_odds = self.judged.log_odds.max(log_odds);
                (self.judged.spun, self.judged.families) = (true, self.judged.families.with(index));
            }
            if !terms.is_empty() && (enough || engine.options.gate == GateMode::AssumeSpun) {
                self.restorer = terms_engine;
                let found = self.term_edits(source, &terms, log_odds.max(CAUTIOUS_MARGIN));
                edits = merged(edits, found);
                self.restorer = engine;
            }
            self.terms = terms;
        }
        edits
    }

    fn term_edits(&mut self, source: &[u8], terms: &[Term], margin: Cost) -> Vec<Edit> {
        let mut edits = Vec::new();
        for term in terms {
            let wording = Wording::Original(term.original);
            let keys = Keys::of_original(&self.restorer.lexicon, term.original);
            let edge = Edge { to: term.to, wording, keys, kind: Kind::Exact, dense: 0, fit: 0, channel: 0, context: 0 };
            let choice = Choice { from: term.from, edge, margin, alternatives: Vec::new() };
            let Some(edit) = self.edit(source, &choice) else { continue };
            edits.extend(self.article(source, &choice, &edit, &edits));
            edits.push(edit);
        }
        terms.iter().for_each(|term| self.fixed[term.from..term.to].fill(true));
        edits
    }
}

/// Two lists of edits as one; of two that overlap, that of `first` goes.
pub(super) fn merged(mut first: Vec<Edit>, second: Vec<Edit>) -> Vec<Edit> {
    if second.is_empty() {
        return first;
    }
    first.retain(|edit| second.iter().all(|other| edit.end <= other.start || other.end <= edit.start));
    first.extend(second);
    first.sort_by_key(|edit| edit.start);
    first
}
