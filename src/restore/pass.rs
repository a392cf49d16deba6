//! One pass over a text with one lexicon: lattice, weights, density, best path.

use super::agreement::Agreement;
use super::facts::Checker;
use super::judgement::Judgement;
use super::runs::Found;
use super::text::Text;
use super::{FamilyId, GateMode, Restorer, Table, score};
use crate::cost::{Cost, sum};
use crate::edit::Edit;
use crate::lattice::density::Density;
use crate::lattice::repeats::Repeats;
use crate::lattice::search::{Choice, Decoder, Detail, Models, Weights};
use crate::lattice::{Lattice, weigh};
use crate::lexicon::fuzzy::Reading;
use crate::models::gate::{Met, Verdict as Screening};
use crate::models::{context, net};
use crate::ranges::contain;
use crate::store::hash::ByHash;
use crate::text::segment;
use std::collections::HashMap;
use std::ops::Range;

/// Density that a spun document is assumed to have before its own is estimated.
const GUESS: f64 = 0.8;
/// Rounds of the estimate.
const ROUNDS: usize = 4;

/// Score of the first look, in milli-nats, below which the context model may clear a text before the network
/// reads it. For a text that looks spun, that would be an additional cost.
const NEARLY_CLEAN: Cost = 3000;

/// Most words of a text that may be called spun because of the margins of its edits.
const MOST_WORDS: usize = 400;

/// Least log odds of such a text by its words and positions, in milli-nats.
const LIKELY: Cost = -1000;

/// Least log odds of a spun text for each of its tokens, in milli-nats. Texts of the development sets have 75
/// or more; most texts that were garbled with WordNet have less than 60.
const LEAST_RATE: Cost = 62;

/// Memory that a thread keeps from one text to the next.
#[derive(Default)]
pub(super) struct Scratch {
    pub(super) met: Met,
    pub(super) lattice: Lattice,
    /// For the first token of a phrase of the user, its end; for its further tokens, their own index;
    /// 0 for all others.
    pub(super) user: Vec<usize>,
    pub(super) readings: Vec<Reading>,
    /// How often each word occurs that the n-gram model does not know.
    pub(super) unknown_words: HashMap<u64, u32, ByHash>,
    /// How often each word spoke for a spinner.
    pub(super) spoken: HashMap<u64, Cost, ByHash>,
    net: net::Scratch,
    pub(super) context: context::Scratch,
    repeats: Repeats,
    decoder: Decoder,
}

/// A text and the lexicon it is restored with.
#[derive(Clone, Copy)]
pub(super) struct Pass<'p> {
    pub(super) restorer: &'p Restorer,
    pub(super) table: Table<'p>,
    pub(super) source: &'p [u8],
    pub(super) text: &'p Text,
    /// The text does not look spun, but is restored all the same.
    pub(super) is_assumed: bool,
    /// Another family has shown that the text is spun.
    pub(super) is_known: bool,
}

impl<'p> Pass<'p> {
    pub(super) fn new(
        restorer: &'p Restorer,
        family: FamilyId,
        source: &'p [u8],
        text: &'p Text,
    ) -> Self {
        Self {
            restorer,
            table: restorer.table(family),
            source,
            text,
            is_assumed: false,
            is_known: false,
        }
    }

    /// The edits, and how spun the text looks. Only blocks that look spun are edited, unless `gate`
    /// says otherwise. `words` has the log odds of each block by its words, which are part of the
    /// `screening`.
    pub(super) fn run(
        &self,
        screening: Screening,
        words: &[Cost],
        gate: GateMode,
        scratch: &mut Scratch,
    ) -> (Vec<Edit>, Judgement) {
        if words.is_empty() {
            return (Vec::new(), Judgement::at_first_sight(screening));
        }
        let sentences: Vec<_> = segment::sentences(&self.text.tokens).collect();
        let checker = Checker::new(self.table.lexicon, &self.text.tokens);
        self.propose(&sentences, screening.quotes, &checker, scratch);
        let base = screening.score.saturating_sub(sum(words.iter().copied()));
        if gate == GateMode::Auto
            && let Some(judgement) = self.cleared(screening, base, words, scratch)
        {
            return (Vec::new(), judgement);
        }
        let mut found = self.find_runs(words, gate, scratch);
        let log_odds = base.saturating_add(found.log_odds);
        let share = found.density.share();
        let is_enough = self.is_enough_evidence(log_odds, &found, &scratch.spoken);
        let is_steady = self.is_known || self.is_steady(log_odds, &found.runs);
        let mut judgement = Judgement {
            log_odds,
            density: Some(share),
            spun: is_enough && is_steady,
            is_refused: is_enough && !is_steady,
            ..Judgement::default()
        };
        if !judgement.spun && gate == GateMode::Auto {
            let shown = || self.shown(log_odds, &found, &sentences, &checker, scratch);
            let Some(shown) = is_steady.then(shown).flatten() else {
                return (Vec::new(), judgement);
            };
            judgement.spun = true;
            judgement.log_odds = log_odds.max(shown);
        }
        if judgement.spun {
            if gate == GateMode::Auto {
                found = self.all_runs(words, found, scratch);
            }
            judgement.spans = self.text.bytes_of(&found.runs);
        }
        let choices = self.search_in(&found, &sentences, &checker, scratch);
        let conviction = |log_odds| self.conviction(log_odds, &choices, &found.runs);
        let rest = base.saturating_add(found.log_odds);
        // Without the blocks that were left out, it may no longer look spun.
        let is_left = rest >= log_odds
            || self.is_enough_evidence(rest, &found, &scratch.spoken)
            || conviction(rest) >= score::CONVINCING;
        let is_doubtful = || !is_left || conviction(judgement.log_odds) < score::DOUBTFUL;
        if gate == GateMode::Auto && is_doubtful() {
            return (Vec::new(), judgement.withdrawn());
        }
        let pass = Self {
            is_assumed: !judgement.spun,
            ..*self
        };
        let edits = pass.edits(&choices, &self.tokens_of(&found.runs));
        (edits, judgement)
    }

    /// The judgement on a text that the context model clears, so that the network need not read it.
    fn cleared(
        &self,
        screening: Screening,
        base: Cost,
        words: &[Cost],
        scratch: &mut Scratch,
    ) -> Option<Judgement> {
        if screening.score >= NEARLY_CLEAN || self.table.user.is_some() {
            return None;
        }
        let log_odds = self.clean_by_context(base, words, scratch)?;
        Some(Judgement {
            log_odds,
            ..Judgement::default()
        })
    }

    /// The log odds of a text that does not look spun by its words and positions alone, if the edits that
    /// would be made in what was `found` show that it is.
    fn shown(
        &self,
        log_odds: Cost,
        found: &Found,
        sentences: &[Range<usize>],
        checker: &Checker<'_, '_>,
        scratch: &mut Scratch,
    ) -> Option<Cost> {
        let is_short = self.text.words <= MOST_WORDS;
        if !is_short || log_odds < LIKELY || self.table.family.number().is_none() {
            return None;
        }
        let choices = self.search_in(found, sentences, checker, scratch);
        let shown = self.conviction(log_odds, &choices, &found.runs);
        (shown >= score::CONVINCING).then_some(shown)
    }

    /// The log odds of a text by the margins of its edits; see [`score::conviction`].
    fn conviction(&self, log_odds: Cost, choices: &[Vec<Choice>], runs: &[Range<usize>]) -> Cost {
        if self.table.family.number().is_none() {
            return log_odds.max(score::DOUBTFUL);
        }
        let tokens = self.tokens_of(runs).into_iter();
        let words = tokens.map(|run| self.text.words_in(run)).sum();
        let made = choices
            .iter()
            .flatten()
            .filter(|choice| self.is_enough(choice));
        score::conviction(log_odds, made.map(|choice| choice.margin).collect(), words)
    }

    /// The choices in the sentences of what was `found`.
    fn search_in(
        &self,
        found: &Found,
        sentences: &[Range<usize>],
        checker: &Checker<'_, '_>,
        scratch: &mut Scratch,
    ) -> Vec<Vec<Choice>> {
        let tokens = self.tokens_of(&found.runs);
        let is_inside = |sentence: &&Range<usize>| contain(&tokens, sentence.start);
        let sentences: Vec<_> = sentences.iter().filter(is_inside).cloned().collect();
        scratch.lattice.price_all(&found.density);
        self.charge(&sentences, checker, &mut scratch.lattice);
        self.search(&sentences, scratch)
    }

    /// Whether the log odds suffice for what was `found`, with the words `spoken` as evidence.
    fn is_enough_evidence(
        &self,
        log_odds: Cost,
        found: &Found,
        spoken: &HashMap<u64, Cost, ByHash>,
    ) -> bool {
        let density = found.density.share();
        let counted = log_odds.saturating_sub(self.caution(found));
        Screening::is_enough(counted, density) || self.is_certain(log_odds, density, spoken)
    }

    /// Whether the calibrated probability leaves no doubt, above all in a short text.
    /// Then the evidence must be words of many kinds: a technical text repeats its terms.
    fn is_certain(
        &self,
        log_odds: Cost,
        density: f64,
        spoken: &HashMap<u64, Cost, ByHash>,
    ) -> bool {
        let words = self.text.words;
        let times: Cost = spoken.values().sum();
        let is_varied = Cost::try_from(2 * spoken.len()).is_ok_and(|twice| twice > times);
        let family = self.table.family.number();
        is_varied
            && family.is_some_and(|family| score::is_certain(family, log_odds, density, words))
    }

    /// Whether the evidence grows with the text, as it does where a known spinner was at work. Long texts that
    /// another spinner garbled have some words of any table.
    fn is_steady(&self, log_odds: Cost, runs: &[Range<usize>]) -> bool {
        let tokens = self.tokens_of(runs);
        let words = tokens.iter().map(|run| self.text.words_in(run.clone()));
        // A spun passage in other text has paid for its ends.
        if self.table.family.number().is_none() || 8 * words.sum::<usize>() < 7 * self.text.words {
            return true;
        }
        let tokens: usize = tokens.iter().map(Range::len).sum();
        let tokens = Cost::try_from(tokens).unwrap_or(Cost::MAX);
        log_odds >= tokens.saturating_mul(LEAST_RATE)
    }

    fn caution(&self, found: &Found) -> Cost {
        let tokens = self.tokens_of(&found.runs).iter().map(Range::len).sum();
        self.table.family.caution(found.density.share(), tokens)
    }

    /// The tokens of runs of blocks.
    pub(super) fn tokens_of(&self, runs: &[Range<usize>]) -> Vec<Range<usize>> {
        let blocks = &self.text.blocks;
        runs.iter()
            .map(|run| blocks[run.start].start..blocks[run.end - 1].end)
            .collect()
    }

    pub(super) fn density(&self, runs: &[Range<usize>], scratch: &Scratch) -> Density {
        scratch
            .lattice
            .density(&self.tokens_of(runs), GUESS, ROUNDS)
    }

    /// Weighs the edges by the passage, the words around them and the whole document, and estimates
    /// the density of the `runs`. The network comes first and drops edges for the others.
    pub(super) fn weigh(&self, runs: &[Range<usize>], scratch: &mut Scratch) -> Density {
        // Without a choice there is nothing to weigh: marks, other scripts, NULs.
        if scratch.lattice.is_certain() {
            return self.density(runs, scratch);
        }
        let models = &self.restorer.models;
        let Text { tokens, quoted, .. } = self.text;
        let Scratch {
            lattice,
            net,
            context,
            ..
        } = scratch;
        weigh::add_network(self.table.net, tokens, quoted, lattice, net);
        lattice.thin(&Density::new(GUESS));
        weigh::add_context(&models.context, tokens, quoted, lattice, context);
        let density = self.density(runs, scratch);
        let Scratch {
            lattice, repeats, ..
        } = scratch;
        lattice.price_all(&density);
        repeats.weigh(self.table.lexicon, &models.ngrams, tokens, lattice);
        self.density(runs, scratch)
    }

    /// Adds a cost to the edges that change names, or do not agree with their subjects.
    fn charge(&self, sentences: &[Range<usize>], checker: &Checker<'_, '_>, lattice: &mut Lattice) {
        for sentence in sentences {
            checker.charge_names(sentence, lattice);
            let agreement = Agreement {
                lexicon: self.table.lexicon,
                ngrams: &self.restorer.models.ngrams,
                tokens: &self.text.tokens,
                sentence: sentence.clone(),
            };
            agreement.charge(lattice);
        }
    }

    /// The choices on the best path through each sentence.
    fn search(&self, sentences: &[Range<usize>], scratch: &mut Scratch) -> Vec<Vec<Choice>> {
        let models = self.search_models();
        let Scratch {
            decoder, lattice, ..
        } = scratch;
        let mut choices: Vec<_> = sentences
            .iter()
            .map(|range| decoder.best_path(models, &self.text.tokens, lattice, range.clone()))
            .collect();
        if let Some(rescorer) = &self.restorer.rescorer {
            self.rescore(&**rescorer, sentences, &mut choices);
        }
        choices
    }

    fn search_models(&self) -> Models<'_, '_> {
        let detail = match (&self.restorer.rescorer, self.restorer.options.explain) {
            (Some(_), _) => Detail::Doubts,
            (None, true) => Detail::Alternatives,
            (None, false) => Detail::Replacements,
        };
        Models {
            lexicon: self.table.lexicon,
            ngrams: &self.restorer.models.ngrams,
            weights: Weights::default(),
            detail,
        }
    }
}
