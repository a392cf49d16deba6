//! A lexicon whose phrases go before those of another one, such as a user's own pairs before the built-in ones. It owns how two
//! compiled lexicons become one, without their text.

use super::compile::{Compiled, ORIGINAL, PLACES};
use super::{Entry, Lexicon, steps};
use fst::Streamer;
use fst::raw::Output;

impl Lexicon<'_> {
    /// This lexicon with `own` before it, as bytes that [`Lexicon::read`] takes: of a phrase that `own` knows a
    /// corruption of, only its originals are proposed.
    ///
    /// ```
    /// use unspin::store::file::Trust;
    /// use unspin::lexicon::Lexicon;
    /// let bytes = Lexicon::compile("frobbed\ttested\n").expect("good rows");
    /// let own = Lexicon::read(&bytes, Trust::Checked).expect("just compiled");
    /// let bytes = Lexicon::embedded().overlaid(&own);
    /// let both = Lexicon::read(&bytes, Trust::Checked).expect("just compiled");
    /// assert!(both.get("frobbed").is_some() && both.get("white home").is_some());
    /// ```
    ///
    /// # Panics
    /// Where the two together have 4 GiB.
    pub fn overlaid(&self, own: &Lexicon<'_>) -> Vec<u8> {
        let mut entries = self.entries.to_vec();
        let phrases = self.phrases_with(own, &mut entries);
        let mut words = fst::SetBuilder::memory();
        words
            .extend_stream(self.words.op().add(&own.words).union())
            .expect("a union is sorted");
        let words = words.into_inner().expect("memory does not fail");
        let originals = [self.originals, &self.originals_behind(own)].concat();
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
                found
                    .iter()
                    .find(|value| value.index == lexicon)
                    .map(|value| value.value)
            };
            let (of_self, of_own) = (
                entry(0),
                entry(1).map(|value| own.entry(Output::new(value))),
            );
            let value = match (of_self, of_own) {
                // A phrase that is only an original in `own` keeps what is known of it.
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

    /// Appends an entry of another lexicon whose originals stand behind those of this one; returns its place.
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

    /// The originals of `own` with the places that their surfaces and words have behind those of this lexicon.
    fn originals_behind(&self, own: &Lexicon<'_>) -> Vec<u8> {
        let (surfaces, hashes) = (number(self.surfaces.len()), number(self.hashes.len() / 8));
        let word = |bytes: &[u8]| u32::from_le_bytes(bytes.try_into().expect("four bytes"));
        let moved = |(index, bytes): (usize, &[u8])| {
            (word(bytes) + if index < 2 { surfaces } else { hashes }).to_le_bytes()
        };
        let (places, keys) = (0..PLACES, PLACES..ORIGINAL);
        let original = |bytes: &[u8]| {
            [
                bytes[places.clone()]
                    .chunks_exact(4)
                    .enumerate()
                    .flat_map(moved)
                    .collect(),
                bytes[keys.clone()].to_vec(),
            ]
            .concat()
        };
        own.originals
            .chunks_exact(ORIGINAL)
            .flat_map(original)
            .collect()
    }
}

fn number(value: usize) -> u32 {
    u32::try_from(value).expect("lexicon below 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::file::Trust;

    fn known(lexicon: &Lexicon<'_>, phrase: &str) -> Vec<String> {
        lexicon
            .get(phrase)
            .into_iter()
            .flat_map(Entry::candidates)
            .map(|candidate| lexicon.surface(candidate.original).to_owned())
            .collect()
    }

    #[test]
    fn own_phrases_go_first_and_the_others_stay() {
        let compiled = [
            "home\thouse\t2\nhome\tdomestic\nwithin the\tin the\nbig\tlarge\n",
            "home\tHouse Party\nhome\tabode\nlarge\tvast\nin the\tduring\n",
        ];
        let compiled = compiled.map(|text| Lexicon::compile(text).expect("good rows"));
        let [base, own] = [0, 1].map(|index: usize| {
            Lexicon::read(&compiled[index], Trust::Checked).expect("just compiled")
        });
        let bytes = base.overlaid(&own);
        let both = Lexicon::read(&bytes, Trust::Checked).expect("just compiled");
        let table = [
            ("home", vec!["House Party", "abode"]),
            ("within the", vec!["in the"]),
            ("big", vec!["large"]),
            ("large", vec!["vast"]),
            ("in the", vec!["during"]),
        ];
        for (phrase, originals) in table {
            assert_eq!(known(&both, phrase), originals, "{phrase}");
        }
        let words = |lexicon: &Lexicon<'_>, phrase: &str| {
            lexicon
                .words_of(
                    lexicon
                        .get(phrase)
                        .expect("known")
                        .candidates()
                        .next()
                        .expect("one")
                        .original,
                )
                .count()
        };
        assert_eq!([words(&both, "home"), words(&both, "within the")], [2, 2]);
        assert_eq!(
            both.get("large").map(Entry::replaced),
            base.get("large").map(Entry::replaced),
            "still a key of the spinner"
        );
        assert!(both.has_word("large") && both.has_word("within"));
    }
}
