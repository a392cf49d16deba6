//! One pass over a text with one lexicon: lattice, weights, density, best path.

use super::families::Judgement;
use super::text::Text;
use super::{FamilyId, GateMode, Restorer, Table};
use crate::edit::Edit;
use crate::lattice::density::Density;
use crate::lattice::repeats::Repeats;
use crate::lattice::search::{Choice, Decoder, Detail, Models, Weights};
use crate::lattice::{Lattice, weigh};
use crate::lexicon::fuzzy::Reading;
use crate::models::gate::{Met, Verdict as Screening};
use crate::models::{context, net};
use crate::text::segment;
use std::ops::Range;

/// No spinner replaces fewer of the words it knows: where a lower density is estimated, the evidence
/// is computed for this one.
const LEAST_DENSITY: f64 = 0.25;
/// Density that a spun document is assumed to have before its own is estimated.
const GUESS: f64 = 0.8;
/// Rounds of the estimate.
const ROUNDS: usize = 4;

/// Memory that a thread keeps from one text to the next.
#[derive(Default)]
pub(super) struct Scratch {
    pub(super) met: Met,
    pub(super) lattice: Lattice,
    /// For the first token of a phrase of the user, its end; for its further tokens, their own index;
    /// 0 for all others.
    pub(super) user: Vec<usize>,
    pub(super) readings: Vec<Reading>,
    net: net::Scratch,
    context: context::Scratch,
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
        }
    }

    /// The edits, and how spun the text looks. There are none in a text that looks clean, unless
    /// `gate` says otherwise.
    pub(super) fn run(
        &self,
        screening: Screening,
        gate: GateMode,
        scratch: &mut Scratch,
    ) -> (Vec<Edit>, Judgement) {
        let sentences: Vec<_> = segment::sentences(&self.text.tokens).collect();
        self.propose(&sentences, screening.quotes, scratch);
        // Without a choice there is nothing to weigh: marks, other scripts, NULs.
        let density = if scratch.lattice.is_certain() {
            scratch.lattice.density(GUESS, ROUNDS)
        } else {
            self.weigh(scratch)
        };
        let likely = Density::new(density.share().max(LEAST_DENSITY));
        let log_odds = screening.log_odds(scratch.lattice.evidence(&likely));
        let judgement = Judgement {
            log_odds,
            density: Some(density.share()),
            spun: Screening::is_enough(log_odds, density.share()),
            families: Vec::new(),
        };
        if !judgement.spun && gate == GateMode::Auto {
            return (Vec::new(), judgement);
        }
        scratch.lattice.price_all(&density);
        (self.edits(&self.search(&sentences, scratch)), judgement)
    }

    /// Weighs the edges by the passage, the words around them and the whole document, and estimates
    /// the density. The network comes first and drops edges for the others.
    fn weigh(&self, scratch: &mut Scratch) -> Density {
        let models = &self.restorer.models;
        let Text { tokens, quoted, .. } = self.text;
        let Scratch {
            lattice,
            net,
            context,
            repeats,
            ..
        } = scratch;
        weigh::add_network(&models.net, tokens, quoted, lattice, net);
        lattice.thin(&Density::new(GUESS));
        weigh::add_context(&models.context, tokens, quoted, lattice, context);
        let density = lattice.density(GUESS, ROUNDS);
        lattice.price_all(&density);
        repeats.weigh(self.table.lexicon, &models.ngrams, tokens, lattice);
        lattice.density(GUESS, ROUNDS)
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
