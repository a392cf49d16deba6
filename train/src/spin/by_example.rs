//! Spins text by example: each run of words is replaced as a spinner was seen to replace it. It owns what was seen and how
//! words hang together; where the text comes from is the caller's.
//!
//! The lexicon run forward (`spin`) replaces each word of `but also`, and a half of all `will`. The spinner's table has longer keys,
//! some of which stand for themselves: it writes `but additionally`, and `he 'll` but seldom `who 'll`. Such keys are not
//! guessed. Words *hang together* where the one is treated otherwise beside the other than in general (the G test of Dunning
//! 1993). Text is cut where they do not, and each run is treated as in a place drawn from those where it was seen: translation by
//! example (Nagao 1984).

use super::{Draft, Random, Spin, Spun, Style};
use crate::Error;
use crate::phrase::phrase_key;
use std::collections::{HashMap, HashSet};
use unspin::store::hash::{self, ByHash};
use unspin::text::token::{Gap, Shape, Tokens};

/// Documents spun less densely show less of what a spinner can.
const LEAST_DENSITY: f64 = 0.9;
/// Longest run, in words.
const LONGEST: usize = 6;
/// Places where a run of several words must have been seen.
const LEAST_SEEN: usize = 4;
/// Places that two neighbours must have been seen in to be asked whether they hang together.
const LEAST_PAIR: u32 = 12;
/// Replacements of both words by one phrase that bind them: their number, and their share in hundredths.
const BOTH: (u32, u32) = (3, 1);
/// How unlikely (twice a log likelihood ratio, and so much more for each treatment) and how large (total variation) a difference
/// binds two words.
const ODD: (f64, f64) = (25.0, 2.0);
const VARIATION: f64 = 0.1;
/// Stands between lines; no word has it.
const BETWEEN: u64 = 0;

/// What was done with one phrase.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// First word of the original.
    first: usize,
    /// Number of its words.
    words: usize,
    /// Bytes of the replacement; empty where the word was kept.
    spun: (usize, usize),
}

/// Spun documents, word by word as they were.
#[derive(Default)]
struct Seen {
    words: Vec<u64>,
    piece_of: Vec<usize>,
    pieces: Vec<Piece>,
    surfaces: String,
}

/// A spinner that does as was seen.
pub struct Imitator {
    seen: Seen,
    bound: HashSet<u64, ByHash>,
    /// Where each run begins.
    runs: HashMap<u64, Vec<usize>, ByHash>,
}

/// What an [`Imitator`] learned, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Words of the documents that it learned from.
    pub words: usize,
    /// Pairs of neighbouring words that are treated together.
    pub bound: usize,
    /// Different runs of words.
    pub runs: usize,
}

/// Two neighbouring words: in how many places they stand, and in how many one phrase replaced both.
struct Pair {
    first: u64,
    second: u64,
    all: u32,
    both: u32,
}

/// How often a word, or a pair of words, was treated in each way.
type Counts = HashMap<u64, HashMap<u64, u32, ByHash>, ByHash>;

impl Seen {
    fn of(documents: &[(Spun, f64)]) -> Self {
        let mut seen = Self::default();
        let mut tokens = (Tokens::default(), Tokens::default());
        for (document, _) in documents
            .iter()
            .filter(|(_, density)| *density >= LEAST_DENSITY)
        {
            seen.read(document, &mut tokens);
        }
        seen
    }

    fn read(&mut self, document: &Spun, (tokens, original): &mut (Tokens, Tokens)) {
        tokens.clear();
        tokens.push_text(&document.text, 0);
        let mut places = document.replaced.iter().peekable();
        let mut at = 0;
        while at < tokens.len() {
            let token = tokens.as_slice()[at];
            if token.gap >= Gap::Line {
                self.push([BETWEEN].into_iter(), "");
            }
            while places
                .next_if(|place| place.spun.end <= token.start)
                .is_some()
            {}
            let Some(place) = places
                .peek()
                .filter(|place| place.spun.start <= token.start)
            else {
                self.push([word(tokens, at)].into_iter(), "");
                at += 1;
                continue;
            };
            original.clear();
            original.push_text(&place.original, 0);
            self.push(
                (0..original.len()).map(|at| word(original, at)),
                &document.text[place.spun.clone()],
            );
            at += tokens.as_slice()[at..]
                .iter()
                .take_while(|token| token.start < place.spun.end)
                .count();
        }
        self.push([BETWEEN].into_iter(), "");
    }

    fn push(&mut self, words: impl Iterator<Item = u64>, spun: &str) {
        let (first, from) = (self.words.len(), self.surfaces.len());
        self.words.extend(words);
        self.surfaces.push_str(spun);
        self.piece_of.resize(self.words.len(), self.pieces.len());
        self.pieces.push(Piece {
            first,
            words: self.words.len() - first,
            spun: (from, self.surfaces.len()),
        });
    }

    /// What was done with the word at `at`: 0 where it was kept.
    fn treatment(&self, at: usize) -> u64 {
        let piece = self.pieces[self.piece_of[at]];
        let spun = &self.surfaces[piece.spun.0..piece.spun.1];
        if spun.is_empty() {
            0
        } else {
            hash::pair(
                hash::bytes(spun.to_lowercase().as_bytes()),
                (8 * piece.words + at - piece.first) as u64,
            )
        }
    }

    /// Pairs of words that hang together.
    fn bound(&self) -> HashSet<u64, ByHash> {
        let treatments: Vec<u64> = (0..self.words.len()).map(|at| self.treatment(at)).collect();
        let (mut alone, mut before, mut after) =
            (Counts::default(), Counts::default(), Counts::default());
        let mut pairs: HashMap<u64, Pair, ByHash> = HashMap::default();
        for (at, words) in self.words.windows(2).enumerate() {
            *alone
                .entry(words[0])
                .or_default()
                .entry(treatments[at])
                .or_default() += 1;
            let (first, second) = (words[0], words[1]);
            if first != BETWEEN && second != BETWEEN {
                let pair = pairs.entry(hash::pair(first, second)).or_insert(Pair {
                    first,
                    second,
                    all: 0,
                    both: 0,
                });
                pair.all += 1;
                pair.both += u32::from(self.piece_of[at] == self.piece_of[at + 1]);
            }
        }
        pairs.retain(|_, pair| pair.all >= LEAST_PAIR);
        for (at, words) in self.words.windows(2).enumerate() {
            let key = hash::pair(words[0], words[1]);
            if pairs.contains_key(&key) {
                *before
                    .entry(key)
                    .or_default()
                    .entry(treatments[at])
                    .or_default() += 1;
                *after
                    .entry(key)
                    .or_default()
                    .entry(treatments[at + 1])
                    .or_default() += 1;
            }
        }
        let hangs = |&(key, pair): &(&u64, &Pair)| {
            let together = pair.both >= BOTH.0 && pair.both * 100 >= pair.all * BOTH.1;
            together
                || differs(&before[key], &alone[&pair.first])
                || differs(&after[key], &alone[&pair.second])
        };
        pairs.iter().filter(hangs).map(|(&key, _)| key).collect()
    }
}

/// Whether treatments in one place differ from those everywhere.
fn differs(here: &HashMap<u64, u32, ByHash>, all: &HashMap<u64, u32, ByHash>) -> bool {
    let sum = |counts: &HashMap<u64, u32, ByHash>| f64::from(counts.values().sum::<u32>());
    let (here_sum, all_sum) = (sum(here), sum(all));
    let (mut odd, mut variation) = (0.0, 0.0);
    for (treatment, &count) in here {
        let expected = here_sum * f64::from(all[treatment]) / all_sum;
        let count = f64::from(count);
        odd += 2.0 * count * (count / expected).ln();
        variation += (count - expected).max(0.0) / here_sum;
    }
    variation > VARIATION
        && odd > ODD.0 + ODD.1 * f64::from(u32::try_from(here.len()).unwrap_or(u32::MAX))
}

/// What a word is known by: its normalised form, whether it is in capitals and which apostrophe it has.
fn word(tokens: &Tokens, at: usize) -> u64 {
    let token = tokens.as_slice()[at];
    hash::pair(
        hash::bytes(tokens.norm_of(at).as_bytes()),
        u64::from(token.shape == Shape::Upper) + 2 * u64::from(token.curly),
    )
}

impl Imitator {
    /// Does as was seen in the dense ones of `documents`, which are spun, with their densities.
    ///
    /// # Errors
    /// When none is dense.
    pub fn new(documents: &[(Spun, f64)]) -> Result<Self, Error> {
        let seen = Seen::of(documents);
        if seen.words.is_empty() {
            return Err(format!("no aligned document has a density of {LEAST_DENSITY} or more, so none shows all that its spinner can").into());
        }
        let bound = seen.bound();
        let mut often: HashMap<u64, u32, ByHash> = HashMap::default();
        for at in 0..seen.words.len() {
            for length in 2..=chain(&seen.words[at..], &bound) {
                *often
                    .entry(phrase_key(&seen.words[at..at + length]))
                    .or_default() += 1;
            }
        }
        let mut runs: HashMap<u64, Vec<usize>, ByHash> = HashMap::default();
        let mut at = 0;
        while at < seen.words.len() {
            let longest = chain(&seen.words[at..], &bound);
            let seen_often = |&length: &usize| {
                often[&phrase_key(&seen.words[at..at + length])] as usize >= LEAST_SEEN
            };
            let wanted = at + (2..=longest).rev().find(seen_often).unwrap_or(1);
            // A piece that begins within the run and ends behind it belongs to it.
            let piece = seen.pieces[seen.piece_of[wanted - 1]];
            let to = piece.first + piece.words;
            if to - at <= LONGEST {
                runs.entry(phrase_key(&seen.words[at..to]))
                    .or_default()
                    .push(at);
            }
            at = to;
        }
        Ok(Self { seen, bound, runs })
    }

    /// Sizes of what it learned.
    pub fn sizes(&self) -> Sizes {
        Sizes {
            words: self.seen.words.len(),
            bound: self.bound.len(),
            runs: self.runs.len(),
        }
    }

    /// A place where the words in front were seen, as many as hang together, and their number.
    fn example(&self, words: &[u64], random: &mut Random) -> Option<(usize, usize)> {
        (1..=chain(words, &self.bound)).rev().find_map(|length| {
            let places = self.runs.get(&phrase_key(&words[..length]))?;
            if length > 1 && places.len() < LEAST_SEEN {
                return None;
            }
            let ticket = usize::try_from(random.next_u64() % places.len() as u64).unwrap_or(0);
            Some((length, places[ticket]))
        })
    }
}

impl Spin for Imitator {
    fn spin(&self, text: &str, style: Style, random: &mut Random) -> Spun {
        let mut draft = Draft::new(text, style.quotes);
        let words: Vec<u64> = (0..draft.tokens.len())
            .map(|at| word(&draft.tokens, at))
            .collect();
        let mut at = 0;
        while at < words.len() {
            let longest = words.len().min(at + LONGEST);
            let ends = |&next: &usize| {
                draft.tokens.as_slice()[next].gap >= Gap::Line || draft.is_spared(next)
            };
            let together = (at + 1..longest).find(ends).unwrap_or(longest);
            let example = if draft.is_spared(at) {
                None
            } else {
                self.example(&words[at..together], random)
            };
            let Some((length, place)) = example else {
                at += 1;
                continue;
            };
            for piece in self.seen.pieces[self.seen.piece_of[place]..]
                .iter()
                .take_while(|piece| piece.first < place + length)
            {
                let from = at + piece.first - place;
                let spun = &self.seen.surfaces[piece.spun.0..piece.spun.1];
                if !spun.is_empty() && random.unit() < style.density {
                    draft.replace(from, from + piece.words, &uncapitalised(spun));
                }
            }
            at += length;
        }
        draft.finish()
    }
}

/// How many words in front hang together.
fn chain(words: &[u64], bound: &HashSet<u64, ByHash>) -> usize {
    1 + words
        .windows(2)
        .take(LONGEST - 1)
        .take_while(|pair| bound.contains(&hash::pair(pair[0], pair[1])))
        .count()
}

/// A phrase without the capital that it may owe to the place where it was seen; one in capitals has them of its own.
fn uncapitalised(spun: &str) -> String {
    let mut letters = spun.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_lowercase)
        .collect();
    let rest = letters.as_str();
    if rest
        .chars()
        .next()
        .is_none_or(|second| !second.is_uppercase())
    {
        first + rest
    } else {
        spun.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spin::{Quotes, Replaced};

    /// A document of phrases as they were spun, with their originals; equal ones were kept.
    fn document(phrases: &[(&str, &str)]) -> (Spun, f64) {
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
        (spun, 1.0)
    }

    /// What stands between shares no word, so that nothing else hangs together.
    fn documents() -> Vec<(Spun, f64)> {
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
        Imitator::new(&documents()).unwrap().spin(
            text,
            Style {
                density,
                quotes: Quotes::Kept,
            },
            &mut Random::new(seed),
        )
    }

    #[test]
    fn words_that_hang_together_are_treated_together() {
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
    fn originals_are_told() {
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
    fn capitals_quotations_lines_and_unknown_words_are_left_alone() {
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
    fn density_says_how_much_is_replaced() {
        let text = "but he also ".repeat(400);
        assert_eq!(spin(&text, 0.0, 1).text, text);
        let replaced = spin(&text, 0.4, 1).replaced.len();
        assert!((280..360).contains(&replaced), "{replaced} of 800");
    }
}
