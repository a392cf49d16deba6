//! Evaluation of a finished model on text that it was not counted from. It owns perplexity, not the choice of the text.

use crate::model::{END, NgramModel, START};
use crate::segment;
use crate::token::Tokens;
use std::time::{Duration, Instant};

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
}

impl HeldOut {
    /// Adds the sentences of a document.
    pub fn add(&mut self, tokens: &Tokens) {
        for sentence in segment::sentences(tokens) {
            self.words.extend(tokens.as_slice()[sentence].iter().map(|token| token.word));
            self.words.push(END);
        }
    }

    /// Scores every word with `model`.
    pub fn evaluate(&self, model: &NgramModel) -> Evaluation {
        let mut sum = Evaluation { words: self.words.len(), ..Evaluation::default() };
        let begin = Instant::now();
        let mut state = model.start();
        for &word in &self.words {
            let (cost, next) = model.score(state, word);
            sum.nats += f64::from(cost) / 1000.0;
            state = if word == END { model.start() } else { next };
        }
        sum.time = begin.elapsed();
        sum.count_unknown(model, &self.words);
        sum
    }
}

impl Evaluation {
    fn count_unknown(&mut self, model: &NgramModel, words: &[u64]) {
        self.known_nats = self.nats;
        let mut state = model.start();
        for &word in words {
            let (cost, next) = model.score(state, word);
            if word != START && !model.knows(word) {
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
