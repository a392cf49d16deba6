//! How much is in doubt at each word: the mean cost of the right wording, given the words around it, where the word stood in
//! the original. It owns the measure and its file; what is bought with it is the n-gram model's.
//!
//! N-grams of words that are never in question cost the same on every path. So a model that is to choose between wordings
//! should spend its bytes on those that are.

use super::Error;
use super::texts::{Text, Texts};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use unspin::lattice::{Edge, Wording, density, weigh};
use unspin::models::context::{ContextModel, Scratch};
use unspin::models::net::{self, Net};

/// Words seen less often are taken to be as doubtful as the average: added to every count.
const PRIOR: f64 = 20.0;

/// Mean doubt by word, in nats.
#[derive(Debug, Default)]
pub struct Doubts {
    of: HashMap<u64, f32>,
}

impl Doubts {
    /// Measures doubts on `texts`.
    pub fn measure(texts: &Texts<'_>, context: &ContextModel<'_>, net: &Net<'_>) -> Self {
        let mut sums: BTreeMap<u64, (f64, f64)> = BTreeMap::new();
        let prepare = |text: &Text| costs(texts, context, net, text);
        texts.each_batch(0, usize::MAX, prepare, |_, batch: &[Vec<(u64, f64)>]| {
            for &(word, cost) in batch.iter().flatten() {
                let sum = sums.entry(word).or_default();
                *sum = (sum.0 + cost, sum.1 + 1.0);
            }
        });
        let (cost, count) = sums
            .values()
            .fold((0.0, 0.0), |all, sum| (all.0 + sum.0, all.1 + sum.1));
        let mean = cost / f64::max(count, 1.0);
        let of = sums
            .into_iter()
            .map(|(word, (cost, count))| (word, narrow((cost + PRIOR * mean) / (count + PRIOR))));
        Self { of: of.collect() }
    }

    /// The mean doubt where `word` stood; 0 for one that was never seen.
    pub fn of(&self, word: u64) -> f32 {
        self.of.get(&word).copied().unwrap_or(0.0)
    }

    /// Writes lines of hash and doubt, in the order of the hashes.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        let sorted: BTreeMap<_, _> = self.of.iter().collect();
        let mut text = String::new();
        for (word, doubt) in sorted {
            writeln!(text, "{word:016x}\t{doubt}")?;
        }
        Ok(fs::write(path, text)?)
    }

    /// Reads what [`Doubts::write`] wrote.
    ///
    /// # Errors
    /// When the file cannot be read or a line has another form; the message names the line.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text =
            fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let parse = |line: &str| {
            let (word, doubt) = line.split_once('\t')?;
            Some((u64::from_str_radix(word, 16).ok()?, doubt.parse().ok()?))
        };
        let mut of = HashMap::new();
        for (index, line) in text.lines().enumerate() {
            let (word, doubt) = parse(line)
                .ok_or_else(|| format!("{}:{}: no hash and doubt", path.display(), index + 1))?;
            of.insert(word, doubt);
        }
        Ok(Self { of })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a few nats")]
fn narrow(nats: f64) -> f32 {
    nats as f32
}

/// The words of the original of `text`, each with what the wording it is part of cost.
fn costs(
    texts: &Texts<'_>,
    context: &ContextModel<'_>,
    net: &Net<'_>,
    text: &Text,
) -> Vec<(u64, f64)> {
    let mut scratch = Scratch::default();
    let mut reader = context.read_document(&text.tokens, &mut scratch);
    let (mut positions, mut places) = (Vec::new(), Vec::new());
    text.each_position(texts.lexicon, |at, edges, gold| {
        weigh::add_reading(&mut reader, at, text.quoted[at], edges);
        positions.push((edges.to_vec(), gold));
        places.push(at);
    });
    let (mut costs, mut done, mut next) = (Vec::new(), 0, positions.iter_mut());
    net.each_view(
        text.tokens.as_slice(),
        &text.quoted,
        &places,
        &mut net::Scratch::default(),
        |at, view| {
            let Some((edges, gold)) = next.next() else {
                return;
            };
            // Tokens without a choice stood in the original as they are.
            costs.extend(
                text.tokens.as_slice()[done.min(at)..at]
                    .iter()
                    .map(|token| (token.word, 0.0)),
            );
            weigh::add_view(&view, edges);
            density::normalise(edges);
            let Edge {
                to,
                wording,
                context: cost,
                ..
            } = edges[*gold];
            let cost = f64::from(cost) / 1000.0;
            match wording {
                Wording::Keep => costs.push((text.tokens.as_slice()[at].word, cost)),
                Wording::Original(original) => {
                    costs.extend(texts.lexicon.words_of(original).map(|word| (word, cost)))
                }
            }
            done = to;
        },
    );
    costs
}
