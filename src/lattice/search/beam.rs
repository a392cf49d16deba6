//! A beam search through the lattice, from left to right. Hypotheses with the same state of the n-gram
//! model are merged.

use super::path::Step;
use super::sentence::Sentence;
use crate::cost::Cost;
use crate::models::ngram::{START, State};

/// Hypotheses that are kept at each token.
const WIDTH: usize = 8;
/// Hypotheses that cost this much more than the best one are dropped.
const BEHIND: Cost = 3000;
/// Tokens by which the prefetch is ahead of the search.
const AHEAD: usize = 6;

/// The best way to reach a token with a certain state of the n-gram model.
#[derive(Clone, Copy, Debug)]
struct Hypothesis {
    cost: Cost,
    state: State,
    /// Column and index of the hypothesis before.
    before: (usize, usize),
    /// Index of the last edge among those of its token.
    edge: usize,
}

/// The hypotheses at each token of a sentence. A thread reuses it for all its sentences.
#[derive(Clone, Debug, Default)]
pub(super) struct Beam {
    /// A column for each token, counted from the start of the sentence, and one for its end.
    columns: Vec<Vec<Hypothesis>>,
    likely: Likely,
}

impl Beam {
    /// Finds a path through the sentence that is the best one or close to it. Writes it to `path` and
    /// returns its cost.
    pub(super) fn search(&mut self, sentence: &Sentence<'_, '_>, path: &mut Vec<Step>) -> Cost {
        self.start(sentence);
        for at in sentence.range.clone() {
            let ahead = sentence.range.end.min(at + AHEAD);
            self.likely.prefetch(sentence, ahead);
            prune(&mut self.columns[at - sentence.range.start]);
            self.extend(sentence, at);
        }
        for hypothesis in &mut self.columns[sentence.range.len()] {
            hypothesis.cost += sentence.end(hypothesis.state);
        }
        self.trace(sentence, path)
    }

    fn start(&mut self, sentence: &Sentence<'_, '_>) {
        for column in &mut self.columns {
            column.clear();
        }
        let columns = self.columns.len().max(sentence.range.len() + 1);
        self.columns.resize_with(columns, Vec::new);
        self.columns[0].push(Hypothesis {
            cost: 0,
            state: sentence.models.ngrams.start(),
            before: (0, 0),
            edge: 0,
        });
        self.likely.start(sentence.range.start);
    }

    /// Extends the hypotheses at token `at` by the edges that begin there.
    fn extend(&mut self, sentence: &Sentence<'_, '_>, at: usize) {
        let column = at - sentence.range.start;
        for number in 0..self.columns[column].len() {
            let hypothesis = self.columns[column][number];
            for (index, edge) in sentence.lattice.edges(at).iter().enumerate() {
                let (cost, state) = sentence.edge(hypothesis.state, at, edge);
                let next = Hypothesis {
                    cost: hypothesis.cost + cost,
                    state,
                    before: (column, number),
                    edge: index,
                };
                insert(&mut self.columns[edge.to - sentence.range.start], next);
            }
        }
    }

    /// Follows the cheapest hypothesis back to the start. Ties keep the input: the first of equals wins,
    /// and the edge that keeps a token comes first.
    fn trace(&self, sentence: &Sentence<'_, '_>, path: &mut Vec<Step>) -> Cost {
        path.clear();
        let mut column = sentence.range.len();
        let (mut number, best) = self.columns[column]
            .iter()
            .enumerate()
            .min_by_key(|(_, hypothesis)| hypothesis.cost)
            .expect("every token can be kept");
        let cost = best.cost;
        while column > 0 {
            let Hypothesis { before, edge, .. } = self.columns[column][number];
            (column, number) = before;
            let Hypothesis { cost, state, .. } = self.columns[column][number];
            let at = sentence.range.start + column;
            path.push(Step {
                at,
                edge: sentence.lattice.edges(at)[edge],
                cost,
                state,
            });
        }
        path.reverse();
        cost
    }
}

/// Adds a hypothesis. Of two with the same state only the cheaper one stays, or the first of equals.
fn insert(column: &mut Vec<Hypothesis>, next: Hypothesis) {
    match column
        .iter_mut()
        .find(|hypothesis| hypothesis.state == next.state)
    {
        Some(same) if next.cost < same.cost => *same = next,
        Some(_) => {}
        None => column.push(next),
    }
}

fn prune(column: &mut Vec<Hypothesis>) {
    if column.len() > WIDTH {
        column.sort_by_key(|hypothesis| hypothesis.cost);
        column.truncate(WIDTH);
    }
    let costs = column.iter().map(|hypothesis| hypothesis.cost);
    let most = costs.min().unwrap_or(0) + BEHIND;
    column.retain(|hypothesis| hypothesis.cost <= most);
}

/// The path that is best without n-grams, some tokens ahead of the search. Its n-grams are prefetched,
/// since they may be anywhere in memory.
#[derive(Clone, Debug, Default)]
struct Likely {
    /// Token where the path ends.
    end: usize,
    words: Vec<u64>,
}

impl Likely {
    fn start(&mut self, at: usize) {
        self.end = at;
        self.words.clear();
        self.words.push(START);
    }

    /// Extends the path to token `limit`.
    fn prefetch(&mut self, sentence: &Sentence<'_, '_>, limit: usize) {
        while self.end < limit {
            let edges = sentence.lattice.edges(self.end).iter();
            let Some(edge) = edges.min_by_key(|edge| sentence.edge_cost(edge)) else {
                return;
            };
            for word in sentence.words(self.end, edge) {
                self.words.push(word);
                sentence.models.ngrams.prefetch(&self.words);
            }
            self.end = edge.to;
        }
    }
}
