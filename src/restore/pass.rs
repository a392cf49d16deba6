//! One pass over a text with one lexicon: lattice, weights, density, best path.

use super::agreement::Agreement;
use super::facts::Checker;
use super::judgement::Judgement;
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
        let mut sentences: Vec<_> = segment::sentences(&self.text.tokens).collect();
        let checker = Checker::new(self.table.lexicon, &self.text.tokens);
        self.propose(&sentences, screening.quotes, &checker, scratch);
        let base = screening.score.saturating_sub(sum(words.iter().copied()));
        let may_stop = gate == GateMode::Auto && self.table.user.is_none();
        if may_stop
            && screening.score < NEARLY_CLEAN
            && let Some(log_odds) = self.clean_by_context(base, words, scratch)
        {
            let judgement = Judgement {
                log_odds,
                ..Judgement::default()
            };
            return (Vec::new(), judgement);
        }
        let mut found = self.find_runs(words, gate, scratch);
        let log_odds = base.saturating_add(found.log_odds);
        let share = found.density.share();
        let counted = log_odds.saturating_sub(self.caution(share));
        let is_enough = Screening::is_enough(counted, share)
            || self.is_certain(log_odds, share, &scratch.spoken);
        let is_steady = self.is_known || self.is_steady(log_odds, &found.runs);
        let mut judgement = Judgement {
            log_odds,
            density: Some(share),
            spun: is_enough && is_steady,
            is_refused: is_enough && !is_steady,
            ..Judgement::default()
        };
        if !judgement.spun && gate == GateMode::Auto {
            return (Vec::new(), judgement);
        }
        if judgement.spun {
            if gate == GateMode::Auto {
                found = self.all_runs(words, found, scratch);
            }
            judgement.spans = self.text.bytes_of(&found.runs);
        }
        let tokens = self.tokens_of(&found.runs);
        sentences.retain(|sentence| contain(&tokens, sentence.start));
        scratch.lattice.price_all(&found.density);
        self.charge(&sentences, &checker, &mut scratch.lattice);
        let pass = Self {
            is_assumed: !judgement.spun,
            ..*self
        };
        let choices = pass.search(&sentences, scratch);
        if gate == GateMode::Auto && !self.are_convincing(&choices, log_odds, &tokens) {
            return (Vec::new(), judgement.withdrawn());
        }
        (pass.edits(&choices), judgement)
    }

    /// Whether the edits of a text with these `log_odds`, whose `tokens` look spun, show that it is. Words that
    /// a spinner would insert, but that make sense where they are, give edits with low margins only.
    fn are_convincing(
        &self,
        choices: &[Vec<Choice>],
        log_odds: Cost,
        tokens: &[Range<usize>],
    ) -> bool {
        if self.table.family.number().is_none() {
            return true;
        }
        let words = tokens.iter().map(|run| self.text.words_in(run.clone()));
        let made = choices
            .iter()
            .flatten()
            .filter(|choice| self.is_enough(choice));
        let mut margins: Vec<Cost> = made.map(|choice| choice.margin).collect();
        margins.sort_unstable_by(|one, other| other.cmp(one));
        score::are_convincing(log_odds, &margins, words.sum())
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

    fn caution(&self, density: f64) -> Cost {
        self.table.family.caution(density, self.text.tokens.len())
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
