//! Merges two compiled lexicons, such as the built-in one and a user's pairs.

use super::compile::{Compiled, ORIGINAL, PLACES, places};
use super::{Entry, Lexicon, steps};
use fst::Streamer;
use fst::raw::Output;

impl Lexicon<'_> {
    /// Compiles this lexicon with the phrases of `own` added, as bytes for [`Lexicon::read`]. A phrase that has originals in
    /// `own` keeps only those.
    ///
    /// ```
    /// use unspin::store::file::Trust;
    /// use unspin::lexicon::Lexicon;
    /// let bytes = Lexicon::compile("frobbed\ttested\n").expect("good rows");
    /// let own = Lexicon::read(&bytes, Trust::Checked).expect("just compiled");
    /// let bytes = Lexicon::news_spinner().overlaid(&own);
    /// let both = Lexicon::read(&bytes, Trust::Checked).expect("just compiled");
    /// assert!(both.get("frobbed").is_some() && both.get("white home").is_some());
    /// ```
    ///
    /// # Panics
    /// If the two together exceed 4 GiB.
    pub fn overlaid(&self, own: &Lexicon<'_>) -> Vec<u8> {
        let mut entries = self.entries.to_vec();
        let phrases = self.phrases_with(own, &mut entries);
        let mut words = fst::SetBuilder::memory();
        words
            .extend_stream(self.words.op().add(&own.words).union())
            .expect("a union is sorted");
        let words = words.into_inner().expect("memory does not fail");
        let originals = [self.originals, &self.originals_after(own)].concat();
        let surfaces = [self.surfaces, own.surfaces].concat().into_bytes();
        let hashes = [self.hashes, own.hashes].concat();
        let steps = steps::of_phrases(&phrases);
        let halves = self
            .halves
            .iter()
            .zip(own.halves)
            .map(|(a, b)| a | b)
            .collect();
        Compiled {
            phrases,
            words,
            entries,
            originals,
            surfaces,
            hashes,
            steps,
            halves,
        }
        .file()
    }

    /// The phrases of both, with the entries of `own` appended to `entries`.
    fn phrases_with(&self, own: &Lexicon<'_>, entries: &mut Vec<u8>) -> Vec<u8> {
        let mut phrases = fst::MapBuilder::memory();
        let mut both = self.phrases.op().add(&own.phrases).union();
        while let Some((phrase, found)) = both.next() {
            let entry = |lexicon: usize| {
                let value = found.iter().find(|value| value.index == lexicon)?;
                Some(value.value)
            };
            let own_entry = entry(1).map(|value| own.entry(Output::new(value)));
            let value = match (entry(0), own_entry) {
                // The phrase is only an original in `own`: keep its entry.
                (Some(value), Some(entry)) if entry.candidates().next().is_none() => value,
                (Some(value), Some(entry)) => {
                    self.push(entries, entry, self.entry(Output::new(value)).replaced())
                }
                (None, Some(entry)) => self.push(entries, entry, entry.replaced()),
                (Some(value), None) => value,
                (None, None) => continue,
            };
            phrases.insert(phrase, value).expect("a union is sorted");
        }
        phrases.into_inner().expect("memory does not fail")
    }

    /// Appends an entry of another lexicon, whose originals will follow those of this one. Returns its place.
    fn push(&self, entries: &mut Vec<u8>, entry: Entry<'_>, replaced: u32) -> u64 {
        let place = (entries.len() / 4) as u64;
        let originals = number(self.originals.len() / ORIGINAL);
        let candidates = entry.candidates().flat_map(|candidate| {
            [
                originals + candidate.original.0,
                candidate.channel.unsigned_abs(),
            ]
        });
        let words = [number(entry.candidates().count()), replaced]
            .into_iter()
            .chain(candidates);
        entries.extend(words.flat_map(u32::to_le_bytes));
        place
    }

    /// The originals of `own`, with their places in the merged tables, where they follow those of this lexicon.
    fn originals_after(&self, own: &Lexicon<'_>) -> Vec<u8> {
        let surfaces = number(self.surfaces.len());
        let hashes = number(self.hashes.len() / 8);
        let mut originals = Vec::with_capacity(own.originals.len());
        let (all, _) = own.originals.as_chunks::<ORIGINAL>();
        for original in all {
            let moves = [surfaces, surfaces, hashes, hashes];
            for (place, by) in places(original).into_iter().zip(moves) {
                originals.extend((number(place) + by).to_le_bytes());
            }
            originals.extend(&original[PLACES..]);
        }
        originals
    }
}

fn number(value: usize) -> u32 {
    u32::try_from(value).expect("lexicon below 4 GiB")
}

#[cfg(test)]
mod tests;
