//! Evaluation of a finished model on text that it was not counted from. It owns perplexity, not the choice of the text.

use std::time::{Duration, Instant};
use unspin::cost::Cost;
use unspin::models::ngram::{END, MAX_ORDER, NgramModel, State};
use unspin::store::hash;
use unspin::text::segment;
use unspin::text::token::Tokens;

/// Sentences held out of counting: word hashes, each sentence closed by [`END`].
#[derive(Clone, Debug, Default)]
pub struct HeldOut {
    words: Vec<u64>,
}

/// What a model makes of a text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Evaluation {
    /// Words and sentence ends.
    pub words: usize,
    /// How many of them the model does not know.
    pub unknown: usize,
    /// Nats for all of them.
    pub nats: f64,
    /// Nats for those that the model knows.
    pub known_nats: f64,
    /// Time for the queries.
    pub time: Duration,
    /// See [`HeldOut::confusion`].
    pub confusion: f64,
}

impl HeldOut {
    /// Adds the sentences of a document.
    pub fn add(&mut self, tokens: &Tokens) {
        for sentence in segment::sentences(tokens) {
            self.words
                .extend(tokens.as_slice()[sentence].iter().map(|token| token.word));
            self.words.push(END);
        }
    }

    /// How often, of 1, a word drawn from the text would be cheaper than the one that stands there, given three words on each
    /// side. Perplexity alone favours false hits of the map, which make any word cheap; this does not.
    pub fn confusion(&self, model: &NgramModel) -> f64 {
        let (mut trials, mut lost, mut seed) = (0_usize, 0_usize, 0);
        for sentence in self.words.split_inclusive(|&word| word == END) {
            let mut state = model.start();
            for (at, &word) in sentence[..sentence.len() - 1].iter().enumerate() {
                seed = hash::mix(seed + 1);
                let other = self.draw(seed);
                if other != word && [word, other].iter().all(|&word| model.knows(word)) {
                    let after = &sentence[at + 1..sentence.len().min(at + MAX_ORDER)];
                    trials += 1;
                    lost += usize::from(
                        cost_of(model, state, other, after) < cost_of(model, state, word, after),
                    );
                }
                state = model.score(state, word).1;
            }
        }
        lost as f64 / trials.max(1) as f64
    }

    fn draw(&self, seed: u64) -> u64 {
        let at =
            usize::try_from(seed % self.words.len().max(1) as u64).expect("less than a length");
        self.words[at]
    }

    /// Scores every word with `model`.
    pub fn evaluate(&self, model: &NgramModel) -> Evaluation {
        let mut sum = Evaluation {
            words: self.words.len(),
            ..Evaluation::default()
        };
        let begin = Instant::now();
        let mut state = model.start();
        for &word in &self.words {
            let (cost, next) = model.score(state, word);
            sum.nats += f64::from(cost) / 1000.0;
            state = if word == END { model.start() } else { next };
        }
        sum.time = begin.elapsed();
        sum.confusion = self.confusion(model);
        sum.count_unknown(model, &self.words);
        sum
    }
}

fn cost_of(model: &NgramModel, state: State, word: u64, after: &[u64]) -> Cost {
    let step = |(total, state): (Cost, State), &word: &u64| {
        let (cost, next) = model.score(state, word);
        (total + cost, next)
    };
    after.iter().fold(step((0, state), &word), step).0
}

impl Evaluation {
    fn count_unknown(&mut self, model: &NgramModel, words: &[u64]) {
        self.known_nats = self.nats;
        let mut state = model.start();
        for &word in words {
            let (cost, next) = model.score(state, word);
            if !model.knows(word) {
                self.unknown += 1;
                self.known_nats -= f64::from(cost) / 1000.0;
            }
            state = if word == END { model.start() } else { next };
        }
    }

    /// Perplexity of all words.
    pub fn perplexity(&self) -> f64 {
        (self.nats / self.words.max(1) as f64).exp()
    }

    /// Perplexity of the words that the model knows.
    pub fn known_perplexity(&self) -> f64 {
        (self.known_nats / (self.words - self.unknown).max(1) as f64).exp()
    }

    /// Nanoseconds for a word.
    pub fn nanoseconds(&self) -> f64 {
        self.time.as_secs_f64() * 1e9 / self.words.max(1) as f64
    }
}
