//! The first look at a chunk: whether it is read closely, as a whole or only in the regions that look spun.

use super::edits::{merged, outside_code};
use super::family::Family;
use super::judgement::Judgement;
use super::{GateMode, Worker, blocks};
use crate::cost::milli;
use crate::edit::Edit;
use crate::models::gate::{FAMILIES, Look, Verdict as Screening};
use crate::ranges::joined;
use std::ops::Range;

impl Worker<'_> {
    /// Restores the chunk `source`, which has this `prose`, except what is switched `off`.
    pub(super) fn restore_chunk(
        &mut self,
        source: &[u8],
        prose: &[Range<usize>],
        off: &[Range<usize>],
    ) -> (Vec<Edit>, Judgement) {
        if self.restorer.options.terms {
            let terms = self.mentions();
            return (Vec::new(), Judgement::about(terms));
        }
        let found = self.restore_once(source, prose, off);
        self.restore_rest(source, prose, off, found)
    }

    /// Restores what looks spun as the text is.
    pub(super) fn restore_once(
        &mut self,
        source: &[u8],
        prose: &[Range<usize>],
        off: &[Range<usize>],
    ) -> (Vec<Edit>, Judgement) {
        let first = self.first_look();
        let gate = self.restorer.options.gate;
        if !is_clean(&first) || gate == GateMode::AssumeSpun || self.has_other_family() {
            return self.restore_read(source, prose, off, first);
        }
        // A few blocks of a clean text may be spun. The rest is not read any further, unless they are.
        let regions = self.likely_regions(&first);
        if regions.is_empty() || regions == self.whole() {
            return (Vec::new(), Judgement::at_first_sight(best_of(&first)));
        }
        let total = self.text.blocks.len();
        self.text.read_regions(source, &regions);
        let first = self.look_at_part(total);
        let found = self.restore_read(source, prose, off, first);
        if !found.1.spun {
            return found;
        }
        self.text.read(source, prose);
        let wider = self.wider_regions(&regions);
        if wider == regions {
            return found;
        }
        self.text.read_regions(source, &wider);
        let first = self.look_at_part(total);
        let all = self.restore_read(source, prose, off, first);
        if all.1.spun { all } else { found }
    }

    /// Restores the text that was read, given the `first` look at it.
    fn restore_read(
        &mut self,
        source: &[u8],
        prose: &[Range<usize>],
        off: &[Range<usize>],
        first: [Look; FAMILIES],
    ) -> (Vec<Edit>, Judgement) {
        let models = &self.restorer.models;
        let options = &self.restorer.options;
        self.text.fix(source, prose, off, &options.allow);
        let knows = |word| models.ngrams.knows(word);
        self.text.note_prose(knows);
        let screening = best_of(&first);
        let looks = self.looks_of_families(first);
        // The words that a family of the user puts in may be no English at all.
        let of_users = self.restorer.families[FAMILIES..]
            .iter()
            .zip(&looks[FAMILIES..]);
        let is_clean = |(family, look): (&Family, &Option<Look>)| {
            look.as_ref()
                .is_none_or(|look| family.is_clean(look.screening))
        };
        if of_users.into_iter().all(is_clean) {
            self.text.fix_other_languages();
        }
        self.text.read_apostrophes(source);
        let (terms, about_terms) = self.restore_terms(source, screening);
        let (edits, about_words) = self.restore_words(source, screening, looks);
        let edits = outside_code(merged(edits, terms), source, prose);
        (edits, about_words.and(about_terms))
    }

    /// What the gate sees in the text for each trained family.
    fn first_look(&mut self) -> [Look; FAMILIES] {
        let text = &self.text;
        let tokens = text.tokens.as_slice();
        let gate = &self.restorer.models.gate;
        gate.judge_blocks(tokens, &text.blocks, &text.quoted, &mut self.scratch.met)
    }

    /// What the gate sees in those blocks that were read of a text with a `total` of blocks. The more blocks a text has,
    /// the more of them look spun by chance, so the logarithm of how many times the part would fit in the text is taken
    /// off (Bonferroni 1936).
    fn look_at_part(&mut self, total: usize) -> [Look; FAMILIES] {
        let part = self.text.blocks.len().max(1);
        let chance = milli((total as f32 / part as f32).ln());
        self.first_look().map(|mut look| {
            look.screening.score = look.screening.score.saturating_sub(chance);
            look
        })
    }

    /// The bytes of the blocks that look spun by any trained family, with their neighbours.
    fn likely_regions(&self, first: &[Look]) -> Vec<Range<usize>> {
        let regions = first.iter().flat_map(|look| blocks::regions(&look.blocks));
        joined(self.text.bytes_of(&regions.collect::<Vec<_>>()))
    }

    /// The bytes of all blocks.
    fn whole(&self) -> Vec<Range<usize>> {
        let all = 0..self.text.blocks.len();
        self.text.bytes_of(std::slice::from_ref(&all))
    }

    /// The likely `regions` of a text of which a part is spun. A word counts for the block where it occurs
    /// first, so each other block is looked at on its own.
    fn wider_regions(&mut self, regions: &[Range<usize>]) -> Vec<Range<usize>> {
        let text = &self.text;
        let tokens = text.tokens.as_slice();
        let gate = &self.restorer.models.gate;
        let alone = gate.judge_alone(tokens, &text.blocks, &text.quoted, &mut self.scratch.met);
        let runs: Vec<_> = alone
            .iter()
            .flat_map(|words| blocks::regions(words))
            .collect();
        let mut wider = text.bytes_of(&runs);
        wider.extend_from_slice(regions);
        joined(wider)
    }

    /// What each family sees in the text, given what the gate sees; `None` for families of terms. Only
    /// the gate judges block by block.
    fn looks_of_families(&self, first: [Look; FAMILIES]) -> Vec<Option<Look>> {
        let is_quoted = |at: usize| Some(self.text.quoted[at]);
        let mut first = first.map(Some);
        let look_of = |family: &Family| match family.number() {
            Some(number) => first[number].take(),
            None => Some(Look {
                screening: family.judge(&self.text.tokens, is_quoted)?,
                blocks: vec![0; self.text.blocks.len()],
            }),
        };
        self.restorer.families.iter().map(look_of).collect()
    }

    /// Whether a family that the gate does not know may have been at work in the text.
    fn has_other_family(&self) -> bool {
        let may_be_in = |family: &Family| family.may_be_in(&self.text.tokens, &self.text.quoted);
        self.restorer.families.iter().any(may_be_in)
    }
}

/// Whether no trained family may have been at work.
fn is_clean(looks: &[Look]) -> bool {
    looks.iter().all(|look| look.screening.is_clean())
}

/// What the family sees for which most speaks.
fn best_of(looks: &[Look]) -> Screening {
    let screenings = looks.iter().map(|look| look.screening);
    screenings
        .max_by_key(|screening| screening.score)
        .expect("there are trained families")
}
