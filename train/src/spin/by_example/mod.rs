//! Spins text by example: each run of words is replaced as a spinner was seen to replace it
//! (translation by example: Nagao 1984).
//!
//! A lexicon with counts does not say which longer phrases the spinner has in its table. Some of
//! them are replaced by themselves: the spinner turns `also` into many words, but `but also` only
//! into `but additionally`; it shortens `he will`, but rarely `who will`. Instead of guessing such
//! entries, text is cut wherever two neighbours are not linked (`links`), and each run is treated
//! as in a place drawn from those where the same run was observed.

mod links;
mod observed;

use super::aligned::AlignedDocument;
use super::draft::Draft;
use super::{Random, Spin, Spun, Style};
use crate::Error;
use crate::phrase::phrase_key;
use links::Links;
use observed::{Observed, word};
use std::collections::HashMap;
use unspin::store::hash::ByHash;
use unspin::text::token::Gap;

/// Documents that are spun less densely do not show all that the spinner can replace.
const MIN_DENSITY: f64 = 0.9;
/// Longest run, in words.
const MAX_RUN: usize = 6;
/// A run of two or more words must have been observed in this many places.
const MIN_PLACES: usize = 4;

/// A spinner that copies what another spinner did.
pub struct ExampleSpinner {
    observed: Observed,
    links: Links,
    /// The places where each run begins, by [`phrase_key`].
    runs: HashMap<u64, Vec<usize>, ByHash>,
}

/// How much an [`ExampleSpinner`] learned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Words of the documents that it learned from.
    pub words: usize,
    /// Pairs of neighbouring words that are treated as a unit.
    pub links: usize,
    /// Different runs of words.
    pub runs: usize,
}

impl ExampleSpinner {
    /// Learns from the densely spun ones of `documents`.
    ///
    /// # Errors
    /// If none is spun densely.
    pub fn new(documents: &[AlignedDocument]) -> Result<Self, Error> {
        let dense = documents
            .iter()
            .filter(|document| document.density >= MIN_DENSITY);
        let observed = Observed::new(dense.map(|document| &document.spun));
        if observed.words.is_empty() {
            return Err(format!(
                "none of the aligned documents has a density of {MIN_DENSITY} or more; \
                 learn from more densely spun text"
            )
            .into());
        }
        let links = Links::new(&observed);
        let runs = runs(&observed, &links);
        Ok(Self {
            observed,
            links,
            runs,
        })
    }

    /// How much it learned.
    pub fn sizes(&self) -> Sizes {
        Sizes {
            words: self.observed.words.len(),
            links: self.links.len(),
            runs: self.runs.len(),
        }
    }

    /// The longest linked run at the beginning of `words` that was observed, as its length and a
    /// place drawn from those where it was observed.
    fn example(&self, words: &[u64], random: &mut Random) -> Option<(usize, usize)> {
        let longest = self.links.run_length(words, MAX_RUN);
        (1..=longest).rev().find_map(|length| {
            let places = self.runs.get(&phrase_key(&words[..length]))?;
            if length > 1 && places.len() < MIN_PLACES {
                return None;
            }
            Some((length, places[random.below(places.len())]))
        })
    }
}

/// Cuts the observed words into runs and notes where each begins.
fn runs(observed: &Observed, links: &Links) -> HashMap<u64, Vec<usize>, ByHash> {
    let words = &observed.words;
    let frequencies = run_frequencies(words, links);
    let mut runs: HashMap<u64, Vec<usize>, ByHash> = HashMap::default();
    let mut at = 0;
    while at < words.len() {
        let longest = links.run_length(&words[at..], MAX_RUN);
        let is_frequent =
            |&length: &usize| frequencies[&phrase_key(&words[at..at + length])] >= MIN_PLACES;
        let length = (2..=longest).rev().find(is_frequent).unwrap_or(1);
        // A phrase that begins within the run belongs to it as a whole.
        let end = observed.phrase_at(at + length - 1).words.end();
        if end - at <= MAX_RUN {
            runs.entry(phrase_key(&words[at..end]))
                .or_default()
                .push(at);
        }
        at = end;
    }
    runs
}

/// How often each linked run of two or more words occurs.
fn run_frequencies(words: &[u64], links: &Links) -> HashMap<u64, usize, ByHash> {
    let mut frequencies: HashMap<u64, usize, ByHash> = HashMap::default();
    for at in 0..words.len() {
        for length in 2..=links.run_length(&words[at..], MAX_RUN) {
            let key = phrase_key(&words[at..at + length]);
            *frequencies.entry(key).or_default() += 1;
        }
    }
    frequencies
}

impl Spin for ExampleSpinner {
    fn spin(&self, text: &str, style: Style, random: &mut Random) -> Spun {
        let mut draft = Draft::new(text, style.quotes);
        let words: Vec<u64> = (0..draft.tokens.len())
            .map(|at| word(&draft.tokens, at))
            .collect();
        let mut at = 0;
        while at < words.len() {
            let example = if draft.is_protected(at) {
                None
            } else {
                self.example(&words[at..run_end(&draft, at)], random)
            };
            let Some((length, place)) = example else {
                at += 1;
                continue;
            };
            for phrase in self.observed.phrases(place, place + length) {
                let Some(replacement) = self.observed.replacement(phrase) else {
                    continue;
                };
                if random.unit() < style.density {
                    let from = at + phrase.words.start - place;
                    let to = from + phrase.words.len;
                    draft.replace(from, to, &without_capital(replacement));
                }
            }
            at += length;
        }
        draft.finish()
    }
}

/// Where a run that starts at `at` must end: a run crosses no line end and enters no protected
/// quotation.
fn run_end(draft: &Draft<'_>, at: usize) -> usize {
    let furthest = draft.tokens.len().min(at + MAX_RUN);
    let is_boundary =
        |&next: &usize| draft.tokens.as_slice()[next].gap >= Gap::Line || draft.is_protected(next);
    (at + 1..furthest).find(is_boundary).unwrap_or(furthest)
}

/// The phrase without the capital that it may have had because it began a sentence. A phrase in
/// capitals keeps them.
fn without_capital(phrase: &str) -> String {
    let mut letters = phrase.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_lowercase)
        .collect();
    let rest = letters.as_str();
    if rest.starts_with(char::is_uppercase) {
        phrase.to_owned()
    } else {
        first + rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spin::{Quotes, Replaced};

    /// A document made of pairs of a spun phrase and its original. Equal phrases were left
    /// unchanged.
    fn document(phrases: &[(&str, &str)]) -> AlignedDocument {
        let mut spun = Spun::default();
        for (phrase, original) in phrases {
            let start = spun.text.len();
            spun.text.push_str(phrase);
            if phrase != original {
                spun.replaced.push(Replaced {
                    spun: start..spun.text.len(),
                    original: (*original).to_owned(),
                });
            }
            spun.text.push(' ');
        }
        AlignedDocument { spun, density: 1.0 }
    }

    /// The words between the phrases are different in each document, so that none of them is
    /// linked to a phrase.
    fn documents() -> Vec<AlignedDocument> {
        let numbered = |number: usize| {
            let words: Vec<String> = ["ha", "he", "hi", "ho", "hu"]
                .iter()
                .map(|word| format!("{word}{}", "x".repeat(number)))
                .collect();
            document(&[
                (&words[0], &words[0]),
                ("but", "but"),
                ("additionally", "also"),
                (&words[1], &words[1]),
                ("however", "but"),
                (&words[2], &words[2]),
                ("moreover", "also"),
                (&words[3], &words[3]),
                ("america", "the united states"),
                (&words[4], &words[4]),
                ("US", "US"),
                (&words[0], &words[0]),
                ("america", "us"),
            ])
        };
        (1..60).map(numbered).collect()
    }

    fn spin(text: &str, density: f64, seed: u64) -> Spun {
        ExampleSpinner::new(&documents())
            .expect("dense documents")
            .spin(
                text,
                Style {
                    density,
                    quotes: Quotes::Kept,
                },
                &mut Random::new(seed),
            )
    }

    #[test]
    fn linked_words_are_treated_as_a_unit() {
        for seed in 1..20 {
            let spun = spin(
                "But also they came, but he also saw. The United States won.",
                1.0,
                seed,
            );
            assert_eq!(
                spun.text,
                "But additionally they came, however he moreover saw. America won."
            );
        }
    }

    #[test]
    fn originals_are_recorded() {
        let text = "He saw the United States, but also us.";
        let spun = spin(text, 1.0, 3);
        let replaced: Vec<_> = spun
            .replaced
            .iter()
            .map(|place| (&spun.text[place.spun.clone()], place.original.as_str()))
            .collect();
        assert_eq!(
            replaced,
            [
                ("america", "the united states"),
                ("additionally", "also"),
                ("america", "us")
            ]
        );
    }

    #[test]
    fn capitals_quotations_line_ends_and_unknown_words_are_left_unchanged() {
        for text in [
            "The US.",
            "She said “but also us” twice.",
            "the\nunited states",
            "Nothing here.",
        ] {
            assert_eq!(spin(text, 1.0, 1).text, text);
        }
    }

    #[test]
    fn density_is_the_share_of_replacements_that_are_made() {
        let text = "but he also ".repeat(400);
        assert_eq!(spin(&text, 0.0, 1).text, text);
        // 320 of 800 replacements are expected, with a standard deviation of 14.
        let replaced = spin(&text, 0.4, 1).replaced.len();
        assert!((280..360).contains(&replaced), "{replaced} of 800");
    }
}
