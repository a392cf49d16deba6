//! Measures a finished model on sentences that it was not trained on.

use std::time::{Duration, Instant};
use unspin::cost::Cost;
use unspin::models::ngram::{END, MAX_ORDER, NgramModel, State};
use unspin::store::hash;
use unspin::text::segment;
use unspin::text::token::Tokens;

/// Sentences that are held out of training: word hashes, each sentence followed by [`END`].
#[derive(Clone, Debug, Default)]
pub struct HeldOut {
    words: Vec<u64>,
}

/// How well a model predicts a text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Evaluation {
    /// Number of words and sentence ends.
    pub words: usize,
    /// How many of them the model does not know.
    pub unknown: usize,
    /// Cost of all of them, in nats.
    pub nats: f64,
    /// Cost of those that the model knows, in nats.
    pub known_nats: f64,
    /// Time for all queries.
    pub time: Duration,
    /// See [`HeldOut::confusion`].
    pub confusion: f64,
}

impl HeldOut {
    /// Adds the sentences of a document.
    pub fn add(&mut self, tokens: &Tokens) {
        for sentence in segment::sentences(tokens) {
            let tokens = &tokens.as_slice()[sentence];
            self.words.extend(tokens.iter().map(|token| token.word));
            self.words.push(END);
        }
    }

    /// How often, from 0 to 1, a random word of the text costs less than the right one, in its
    /// context of three words on each side.
    ///
    /// A false hit of the map makes a word cheap, whichever it is. That improves the perplexity,
    /// but not this figure.
    pub fn confusion(&self, model: &NgramModel) -> f64 {
        let mut trials = 0_usize;
        let mut lost = 0_usize;
        let mut seed = 0;
        for sentence in self.words.split_inclusive(|&word| word == END) {
            let mut state = model.start();
            for (at, &word) in sentence[..sentence.len() - 1].iter().enumerate() {
                seed = hash::mix(seed + 1);
                let other = self.draw(seed);
                if other != word && model.knows(word) && model.knows(other) {
                    let after = &sentence[at + 1..sentence.len().min(at + MAX_ORDER)];
                    let cost = cost_of(model, state, word, after);
                    trials += 1;
                    lost += usize::from(cost_of(model, state, other, after) < cost);
                }
                state = model.score(state, word).1;
            }
        }
        lost as f64 / trials.max(1) as f64
    }

    /// A random word of the text.
    fn draw(&self, seed: u64) -> u64 {
        let at =
            usize::try_from(seed % self.words.len().max(1) as u64).expect("less than a length");
        self.words[at]
    }

    /// Scores every word with `model`.
    pub fn evaluate(&self, model: &NgramModel) -> Evaluation {
        let mut evaluation = Evaluation {
            words: self.words.len(),
            ..Evaluation::default()
        };
        let begin = Instant::now();
        self.each_cost(model, |_, nats| evaluation.nats += nats);
        evaluation.time = begin.elapsed();
        evaluation.known_nats = evaluation.nats;
        self.each_cost(model, |word, nats| {
            if !model.knows(word) {
                evaluation.unknown += 1;
                evaluation.known_nats -= nats;
            }
        });
        evaluation.confusion = self.confusion(model);
        evaluation
    }

    /// Calls `visit` with each word and its cost in nats.
    fn each_cost(&self, model: &NgramModel, mut visit: impl FnMut(u64, f64)) {
        let mut state = model.start();
        for &word in &self.words {
            let (cost, next) = model.score(state, word);
            visit(word, f64::from(cost) / 1000.0);
            state = if word == END { model.start() } else { next };
        }
    }
}

/// The cost of `word` and of the words `after` it.
fn cost_of(model: &NgramModel, state: State, word: u64, after: &[u64]) -> Cost {
    let step = |(total, state): (Cost, State), &word: &u64| {
        let (cost, next) = model.score(state, word);
        (total + cost, next)
    };
    after.iter().fold(step((0, state), &word), step).0
}

impl Evaluation {
    /// Perplexity of all words.
    pub fn perplexity(&self) -> f64 {
        (self.nats / self.words.max(1) as f64).exp()
    }

    /// Perplexity of the words that the model knows.
    pub fn known_perplexity(&self) -> f64 {
        (self.known_nats / (self.words - self.unknown).max(1) as f64).exp()
    }

    /// Nanoseconds for a query.
    pub fn nanoseconds(&self) -> f64 {
        self.time.as_secs_f64() * 1e9 / self.words.max(1) as f64
    }
}
