//! Restoring what other families of spinners made than that of the built-in lexicon: which families a document is taken for,
//! and the edits that undo their work. The evidence is `crate::restore::family`'s.

use super::{CAUTIOUS_MARGIN, FALLBACK_MARGIN, GateMode, Judged, MIN_MARGIN, Restorer, Worker};
use crate::cost::Cost;
use crate::edit::{Edit, Kind};
use crate::lattice::search::Choice;
use crate::lattice::{Edge, Keys, Wording};
use crate::lexicon::FAMILY;
use crate::models::gate::Verdict;
use crate::restore::family::{Family, Found, Rank, Term};

impl Restorer {
    /// The same with a further family of spinners: documents that look like its work are restored with its lexicon.
    #[must_use]
    pub fn with_family(mut self, family: Family) -> Self {
        let engine = Self {
            families: Vec::new(),
            ..self.clone()
        }
        .with_lexicon(family.lexicon().clone());
        self.families.push((family, engine));
        self
    }

    /// The same with a family of guesses, whose edits need a margin of [`FALLBACK_MARGIN`].
    #[must_use]
    pub fn with_fallback(self, family: Family) -> Self {
        let mut restorer = self.with_family(family.guess());
        if let Some((_, engine)) = restorer.families.last_mut() {
            engine.options.min_margin = Some(
                engine
                    .options
                    .min_margin
                    .unwrap_or(MIN_MARGIN)
                    .max(FALLBACK_MARGIN),
            );
        }
        restorer
    }

    fn rank(&self, index: Option<usize>) -> Rank {
        index.map_or(Rank::Known, |index| self.families[index].0.rank())
    }

    /// The names of the families `found`, with `+` between them; none where there are none.
    pub fn names(&self, found: Found) -> Option<String> {
        let further = self
            .families
            .iter()
            .enumerate()
            .filter(|(index, _)| found.has(*index))
            .map(|(_, (family, _))| family.name());
        let names: Vec<&str> = found
            .has_built_in()
            .then_some(FAMILY)
            .into_iter()
            .chain(further)
            .collect();
        (!names.is_empty()).then(|| names.join("+"))
    }
}

impl Worker<'_> {
    /// Restores what spinners made of words. The family for which most speaks at first sight is asked first; where a closer
    /// look confirms it, the others are asked about what it leaves. A guess is only asked where no known family is found.
    pub(super) fn restore_words(&mut self, source: &[u8], verdict: Verdict) -> Vec<Edit> {
        let engine = self.restorer;
        let (mut found, mut clean, mut edits) = (None::<Judged>, self.judged, Vec::new());
        for (first_sight, index) in self.likely(verdict) {
            if found.is_some() && engine.rank(index) == Rank::Guess {
                break;
            }
            let verdict = if found.is_some() {
                self.second_sight(index)
            } else {
                Some(first_sight)
            };
            let gate = if found.is_some() {
                GateMode::Auto
            } else {
                engine.options.gate
            };
            let Some(verdict) =
                verdict.filter(|verdict| !verdict.is_clean() || gate == GateMode::AssumeSpun)
            else {
                continue;
            };
            self.restorer = index.map_or(engine, |index| &engine.families[index].1);
            let more = self.restore_as(source, verdict, gate);
            self.restorer = engine;
            clean = if index.is_none() { self.judged } else { clean };
            if self.judged.spun {
                let families = index.map_or(Found::BUILT_IN, |index| Found::default().with(index));
                let before = found.map_or(Found::default(), |before| before.families);
                found = Some(Judged {
                    families: before.and(families),
                    ..found.unwrap_or(self.judged)
                });
                more.iter().for_each(|edit| self.leave_alone(edit));
                edits = merged(edits, more);
            } else if gate == GateMode::AssumeSpun {
                return more;
            }
        }
        self.judged = found.unwrap_or(clean);
        edits
    }

    /// The families that words may be from, with what the document looks like to each, in the order to ask them.
    fn likely(&self, verdict: Verdict) -> Vec<(Verdict, Option<usize>)> {
        let engine = self.restorer;
        let assumed = engine.options.gate == GateMode::AssumeSpun;
        let judge = |family: &Family| family.judge(&self.tokens, |at| Some(self.quoted[at]));
        let further = engine
            .families
            .iter()
            .enumerate()
            .filter_map(|(index, (family, _))| Some((judge(family)?, Some(index))));
        let mut likely: Vec<_> = [(verdict, None)].into_iter().chain(further).collect();
        likely.retain(|(verdict, index)| !verdict.is_clean() || (assumed && index.is_none()));
        likely.sort_by_key(|&(verdict, index)| {
            (engine.rank(index), std::cmp::Reverse(verdict.score))
        });
        likely
    }

    /// What a document looks like to a family without the tokens that must not be touched, or were by another one.
    fn second_sight(&mut self, index: Option<usize>) -> Option<Verdict> {
        let Self {
            restorer,
            tokens,
            quoted,
            fixed,
            met,
            ..
        } = self;
        let is_quoted = |at: usize| (!fixed[at]).then_some(quoted[at]);
        match index {
            None => Some(restorer.gate.judge(tokens.as_slice(), is_quoted, met)),
            Some(index) => restorer.families[index].0.judge(tokens, is_quoted),
        }
    }

    fn leave_alone(&mut self, edit: &Edit) {
        let all = self.tokens.as_slice();
        let (from, to) = (
            all.partition_point(|token| token.end <= edit.start),
            all.partition_point(|token| token.start < edit.end),
        );
        self.fixed[from..to.max(from)].fill(true);
    }

    /// Restores the terms of the families that the document is taken for, and leaves their tokens alone from then on.
    pub(super) fn restore_terms(&mut self, source: &[u8], verdict: Verdict) -> Vec<Edit> {
        let engine = self.restorer;
        let mut edits = Vec::new();
        for (index, (family, terms_engine)) in engine.families.iter().enumerate() {
            let mut terms = std::mem::take(&mut self.terms);
            family.terms(
                &self.tokens,
                |at| self.fixed[at] || self.quoted[at],
                &mut terms,
            );
            // A document whose words are spun has its terms from the same hand.
            let spun = if Family::is_enough(verdict.score) {
                verdict.score
            } else {
                0
            };
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
            let edge = Edge {
                to: term.to,
                wording,
                keys,
                kind: Kind::Exact,
                dense: 0,
                fit: 0,
                channel: 0,
                context: 0,
            };
            let choice = Choice {
                from: term.from,
                edge,
                margin,
                lead: margin,
                alternatives: Vec::new(),
            };
            let Some(edit) = self.edit(source, &choice) else {
                continue;
            };
            edits.extend(self.article(source, &choice, &edit, &edits));
            edits.push(edit);
        }
        terms
            .iter()
            .for_each(|term| self.fixed[term.from..term.to].fill(true));
        edits
    }
}

/// Two lists of edits as one; of two that overlap, that of `first` goes.
pub(super) fn merged(mut first: Vec<Edit>, second: Vec<Edit>) -> Vec<Edit> {
    if second.is_empty() {
        return first;
    }
    first.retain(|edit| {
        second
            .iter()
            .all(|other| edit.end <= other.start || other.end <= edit.start)
    });
    first.extend(second);
    first.sort_by_key(|edit| edit.start);
    first
}
