//! The doubt at each word: how much its right wording costs on average, given the words around it.
//! High where the spinner left several plausible originals, 0 where there is no choice.
//!
//! N-grams whose words are never in doubt cost the same on every path through a lattice. An n-gram
//! model that only has to choose between wordings should therefore spend its bytes on n-grams
//! whose words are in doubt. `unspin-train model --doubts` reads the file that is written here.

use crate::texts::{LabelledText, Texts};
use crate::{Error, cannot_write};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use unspin::lattice::{Edge, Wording, density, weigh};
use unspin::models::context::{self, ContextModel};
use unspin::models::net::{self, Net};

/// Smoothing: every word is treated as if it had occurred this many more times, with the average
/// doubt.
const PRIOR: f64 = 20.0;

/// The mean doubt of each word, in nats.
#[derive(Debug, Default)]
pub struct Doubts {
    of: HashMap<u64, f32>,
}

/// Costs of a word, in nats.
#[derive(Clone, Copy, Default)]
struct Sum {
    cost: f64,
    count: f64,
}

impl Doubts {
    /// Measures the doubts in `texts`.
    pub fn measure(texts: &Texts<'_>, context: &ContextModel<'_>, net: &Net<'_>) -> Self {
        let mut sums: BTreeMap<u64, Sum> = BTreeMap::new();
        let prepare = |text: &LabelledText| costs(texts, context, net, text);
        texts.each_batch(0, usize::MAX, prepare, |_, batch: &[Vec<(u64, f64)>]| {
            for &(word, cost) in batch.iter().flatten() {
                let sum = sums.entry(word).or_default();
                sum.cost += cost;
                sum.count += 1.0;
            }
        });
        let mut total = Sum::default();
        for sum in sums.values() {
            total.cost += sum.cost;
            total.count += sum.count;
        }
        let mean = total.cost / f64::max(total.count, 1.0);
        let doubt = |sum: Sum| narrow((sum.cost + PRIOR * mean) / (sum.count + PRIOR));
        Self {
            of: sums
                .into_iter()
                .map(|(word, sum)| (word, doubt(sum)))
                .collect(),
        }
    }

    /// The mean doubt at the word with the hash `word`; 0 if it never occurred.
    pub fn of(&self, word: u64) -> f32 {
        self.of.get(&word).copied().unwrap_or(0.0)
    }

    /// Writes a line for each word: its hash and its doubt, sorted by hash.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        let sorted: BTreeMap<_, _> = self.of.iter().collect();
        let mut text = String::new();
        for (word, doubt) in sorted {
            writeln!(text, "{word:016x}\t{doubt}")?;
        }
        fs::write(path, text).map_err(|error| cannot_write(path, &error))
    }

    /// Reads files that [`Doubts::write`] wrote. The greatest doubt of a word counts, so that it is there
    /// for the family that needs it.
    ///
    /// # Errors
    /// If a file cannot be read or a line has another form; the message names the line.
    pub fn read<P: AsRef<Path>>(paths: &[P]) -> Result<Self, Error> {
        let mut doubts = Self::default();
        for path in paths {
            doubts.add(path.as_ref())?;
        }
        Ok(doubts)
    }

    fn add(&mut self, path: &Path) -> Result<(), Error> {
        let text =
            fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        for (index, line) in text.lines().enumerate() {
            let (word, doubt) = parse(line).ok_or_else(|| {
                format!(
                    "{}:{}: expected a hash and a doubt, separated by a tab",
                    path.display(),
                    index + 1
                )
            })?;
            let known = self.of.entry(word).or_default();
            *known = known.max(doubt);
        }
        Ok(())
    }
}

fn parse(line: &str) -> Option<(u64, f32)> {
    let (word, doubt) = line.split_once('\t')?;
    Some((u64::from_str_radix(word, 16).ok()?, doubt.parse().ok()?))
}

#[expect(clippy::cast_possible_truncation, reason = "a few nats")]
fn narrow(nats: f64) -> f32 {
    nats as f32
}

/// A token that has more than one wording.
struct Position {
    edges: Vec<Edge>,
    /// Index of the right edge.
    right: usize,
}

/// The words of the original of `text`, each with the cost of the wording that it is part of.
fn costs(
    texts: &Texts<'_>,
    context: &ContextModel<'_>,
    net: &Net<'_>,
    text: &LabelledText,
) -> Vec<(u64, f64)> {
    let tokens = text.tokens.as_slice();
    let mut scratch = context::Scratch::default();
    let mut reader = context.read_document(&text.tokens, &mut scratch);
    let mut positions = Vec::new();
    let mut places = Vec::new();
    text.each_position(texts.lexicon, |at, edges, right| {
        weigh::add_reading(&mut reader, at, text.quoted[at], edges);
        positions.push(Position {
            edges: edges.to_vec(),
            right,
        });
        places.push(at);
    });
    let mut costs = Vec::new();
    let mut done = 0;
    let mut next = positions.iter_mut();
    let mut scratch = net::Scratch::default();
    net.each_view(tokens, &text.quoted, &places, &mut scratch, |at, view| {
        let Some(position) = next.next() else { return };
        // Tokens without a choice are in the original as they are.
        let unambiguous = &tokens[done.min(at)..at];
        costs.extend(unambiguous.iter().map(|token| (token.word, 0.0)));
        weigh::add_view(&view, &mut position.edges);
        density::normalise(&mut position.edges);
        let edge = position.edges[position.right];
        let cost = f64::from(edge.context) / 1000.0;
        match edge.wording {
            Wording::Keep => costs.push((tokens[at].word, cost)),
            Wording::Original(original) => {
                let words = texts.lexicon.words_of(original);
                costs.extend(words.map(|word| (word, cost)));
            }
        }
        done = edge.to;
    });
    costs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubts_are_read_as_they_were_written() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("doubts.tsv");
        let doubts = Doubts {
            of: HashMap::from([(7, 0.125), (u64::MAX, 1.5)]),
        };
        doubts.write(&path).expect("written");
        let text = fs::read_to_string(&path).expect("written");
        assert_eq!(text, "0000000000000007\t0.125\nffffffffffffffff\t1.5\n");
        let read = Doubts::read(&[&path]).expect("just written");
        assert_eq!(
            [7, u64::MAX, 3].map(|word| read.of(word)),
            [0.125, 1.5, 0.0]
        );
        fs::write(&path, "07\t0.5\n07 0.5\n").expect("written");
        let error = Doubts::read(&[&path]).expect_err("a space in line 2");
        assert!(
            error.to_string().contains("doubts.tsv:2: expected"),
            "{error}"
        );
    }
}
