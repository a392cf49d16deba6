//! Checks on a compiled lexicon that did not come from this program: every offset and number in its tables must point
//! inside the table it refers to, so that no later look-up can panic.

use super::compile::{MAX_CHANNEL, ORIGINAL, places};
use super::{Entry, Lexicon};
use fst::Streamer;
use fst::raw::Fst;

/// Name and bytes of the section that is wrong.
type Section<'a> = (&'static str, &'a [u8]);

/// The most that a share of ten-thousandths can be.
const WHOLE: u32 = 10_000;

impl<'a> Lexicon<'a> {
    /// Checks every index of every table.
    ///
    /// The finite-state transducers are covered by their own checksums. As the fst crate says of itself, one that was
    /// forged together with its checksum may still panic.
    ///
    /// # Errors
    /// The first section with an index that is out of range.
    pub(super) fn validate(&self) -> Result<(), Section<'a>> {
        for (name, fst) in [("phrases", &self.phrases), ("words", self.words.as_fst())] {
            fst.verify().map_err(|_| (name, *fst.as_inner()))?;
        }
        self.validate_originals()?;
        self.validate_places()
    }

    /// Each original must have a surface and words that lie inside their tables.
    fn validate_originals(&self) -> Result<(), Section<'a>> {
        let (originals, rest) = self.originals.as_chunks::<ORIGINAL>();
        if !rest.is_empty() {
            return Err(("originals", self.originals));
        }
        if !self.hashes.len().is_multiple_of(8) {
            return Err(("hashes", self.hashes));
        }
        let words = self.hashes.len() / 8;
        let is_valid = |original: &[u8; ORIGINAL]| {
            let [from, to, first_word, end_word] = places(original);
            from < to
                && self.surfaces.get(from..to).is_some()
                && first_word < end_word
                && end_word <= words
        };
        if originals.iter().all(is_valid) {
            Ok(())
        } else {
            Err(("originals", self.originals))
        }
    }

    /// Each place that a phrase or a step leads to must be that of a valid entry.
    fn validate_places(&self) -> Result<(), Section<'a>> {
        if !self.entries.len().is_multiple_of(4) {
            return Err(("entries", self.entries));
        }
        let mut places = Vec::new();
        let mut phrases = self.phrases.stream();
        while let Some((_, place)) = phrases.next() {
            let place = usize::try_from(place.value()).unwrap_or(usize::MAX);
            self.validate_place(place, ("phrases", *self.phrases.as_inner()))?;
            places.push(place);
        }
        for place in self.steps.entries() {
            self.validate_place(place, ("steps", self.steps.bytes()))?;
            places.push(place);
        }
        // Nearly all places occur twice, and an entry may be long.
        places.sort_unstable();
        places.dedup();
        if places.into_iter().all(|place| self.is_entry(place)) {
            Ok(())
        } else {
            Err(("entries", self.entries))
        }
    }

    /// Checks that there is room for the head of an entry at `place`, which was read from `section`.
    fn validate_place(&self, place: usize, section: Section<'a>) -> Result<(), Section<'a>> {
        let words = self.entries.len() / 4;
        if place < words && words - place >= Entry::HEAD {
            Ok(())
        } else {
            Err(section)
        }
    }

    /// Whether the entry at `place`, whose head lies inside the table, is valid.
    fn is_entry(&self, place: usize) -> bool {
        let entry = self.entry_at(place);
        let count = entry.word(0) as usize;
        let room = (entry.table.len() / 4 - Entry::HEAD) / 2;
        let originals = self.originals.len() / ORIGINAL;
        count <= room
            && entry.replaced() <= WHOLE
            && entry.candidates().all(|candidate| {
                (candidate.original.0 as usize) < originals && candidate.channel <= MAX_CHANNEL
            })
    }
}

/// Reads a finite-state transducer. `Fst::new` panics if the address of the root is close to 2^64, so that is checked first.
pub(super) fn read_fst(bytes: &[u8]) -> Option<Fst<&[u8]>> {
    let (_, end) = bytes.split_last_chunk::<12>()?;
    let (root, _checksum) = end.split_first_chunk::<8>()?;
    let root_is_inside = u64::from_le_bytes(*root) < bytes.len() as u64;
    root_is_inside.then(|| Fst::new(bytes).ok()).flatten()
}

#[cfg(test)]
mod tests;
