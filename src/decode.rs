//! The best path through a lattice under channel, context and n-gram cost. It owns the search and the weights of the
//! three costs, and says by how much each choice beats leaving the text as it is, and the next best one.

use crate::candidate::{Edge, Lattice, Wording};
use crate::edit::Cost;
use crate::lexicon::Lexicon;
use crate::model::{END, NgramModel, State};
use crate::token::Tokens;
use std::ops::Range;

/// Weights of the costs, in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weights {
    /// Of the n-gram model.
    pub model: Cost,
    /// Of the channel.
    pub channel: Cost,
    /// Of the context model, which has the channel in it already.
    pub context: Cost,
}

impl Default for Weights {
    fn default() -> Self {
        Self { model: 45, channel: 45, context: 100 }
    }
}

/// Hypotheses kept at each token.
const BEAM: usize = 3;
/// Hypotheses that cost so much more than the best one are not followed.
const BEHIND: Cost = 2000;
/// Nor are edges that cost so much more than the best one of their position: no n-gram makes up for that.
const HOPELESS: Cost = 4000;

/// Words after a change whose cost it can still touch.
const REACH: usize = crate::model::MAX_ORDER - 1;

/// A chosen replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// First token.
    pub from: usize,
    /// The edge taken there.
    pub edge: Edge,
    /// By how much it beats keeping its tokens.
    pub margin: Cost,
    /// By how much it beats the next best wording of its tokens, which may be the one they have.
    pub lead: Cost,
    /// Other edges within its tokens with what they cost above it; only where explanations are wanted.
    pub alternatives: Vec<(Edge, Cost)>,
}

#[derive(Clone, Copy, Debug)]
struct Hypothesis {
    cost: Cost,
    state: State,
    /// Token and number of the hypothesis before, number of the edge between.
    before: (usize, usize),
    edge: usize,
}

/// Search memory, which can be reused to avoid unnecessary memory reallocation.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    columns: Vec<Vec<Hypothesis>>,
    path: Vec<Step>,
    following: Vec<u64>,
}

/// An edge on the best path, and the hypothesis that it goes on from.
#[derive(Clone, Copy, Debug)]
struct Step {
    at: usize,
    hypothesis: usize,
    edge: Edge,
}

/// What a search looks at.
#[derive(Clone, Copy)]
pub struct Models<'m, 'a> {
    /// Where originals get their words.
    pub lexicon: &'m Lexicon<'a>,
    /// Cost of a word after others.
    pub ngrams: &'m NgramModel<'a>,
    /// Weights of the costs.
    pub weights: Weights,
    /// Whether alternatives are listed.
    pub explain: bool,
}

impl Models<'_, '_> {
    /// Cost of an edge without its words.
    fn edge_cost(&self, edge: &Edge) -> Cost {
        (self.weights.channel * edge.channel + self.weights.context * edge.context) / 100
    }

    fn word(&self, state: State, word: u64) -> (Cost, State) {
        let (cost, next) = self.ngrams.score(state, word);
        (self.weights.model * cost / 100, next)
    }

    fn words(&self, state: State, words: impl Iterator<Item = u64>) -> (Cost, State) {
        words.fold((0, state), |(sum, state), word| {
            let (cost, next) = self.word(state, word);
            (sum + cost, next)
        })
    }

    /// The words that an edge of token `from` leaves.
    fn words_left(&self, tokens: &Tokens, from: usize, edge: &Edge) -> impl Iterator<Item = u64> + use<'_> {
        let (kept, restored) = match edge.wording {
            Wording::Keep => (Some(tokens.as_slice()[from].word), None),
            Wording::Original(original) => (None, Some(self.lexicon.words_of(original))),
        };
        kept.into_iter().chain(restored.into_iter().flatten())
    }

    fn edge(&self, state: State, edge: &Edge, tokens: &Tokens, from: usize) -> (Cost, State) {
        let (cost, state) = self.words(state, self.words_left(tokens, from, edge));
        (cost + self.edge_cost(edge), state)
    }
}

impl Decoder {
    /// The replacements on the best path through the tokens of `sentence`, in order; `lattice` has priced edges for them.
    pub fn best_path(&mut self, models: Models<'_, '_>, tokens: &Tokens, lattice: &Lattice, sentence: Range<usize>) -> Vec<Choice> {
        self.search(models, tokens, lattice, &sentence);
        self.trace(lattice, &sentence);
        let changed: Vec<usize> = (0..self.path.len()).filter(|&index| self.path[index].edge.wording != Wording::Keep).collect();
        changed.into_iter().map(|index| self.choice(models, tokens, lattice, index, sentence.start)).collect()
    }

    fn search(&mut self, models: Models<'_, '_>, tokens: &Tokens, lattice: &Lattice, sentence: &Range<usize>) {
        let length = sentence.len();
        self.columns.iter_mut().for_each(Vec::clear);
        self.columns.resize_with((length + 1).max(self.columns.len()), Vec::new);
        self.columns[0].push(Hypothesis { cost: 0, state: models.ngrams.start(), before: (0, 0), edge: 0 });
        for at in sentence.clone() {
            let column = at - sentence.start;
            prune(&mut self.columns[column]);
            let most = lattice.edges(at).iter().map(|edge| models.edge_cost(edge)).min().unwrap_or(0) + HOPELESS;
            let hopeful = |edge: &Edge| edge.wording == Wording::Keep || models.edge_cost(edge) <= most;
            for number in 0..self.columns[column].len() {
                let hypothesis = self.columns[column][number];
                for (edge, index) in lattice.edges(at).iter().zip(lattice.first(at)..).filter(|(edge, _)| hopeful(edge)) {
                    let (cost, state) = models.edge(hypothesis.state, edge, tokens, at);
                    let next = Hypothesis { cost: hypothesis.cost + cost, state, before: (column, number), edge: index };
                    extend(&mut self.columns[edge.to - sentence.start], next);
                }
            }
        }
        for hypothesis in &mut self.columns[length] {
            hypothesis.cost += models.word(hypothesis.state, END).0;
        }
    }

    /// Follows the cheapest hypothesis back. The first of equals wins: edges that keep come first.
    fn trace(&mut self, lattice: &Lattice, sentence: &Range<usize>) {
        self.path.clear();
        let mut column = sentence.len();
        let Some((mut number, _)) = self.columns[column].iter().enumerate().min_by_key(|(_, hypothesis)| hypothesis.cost) else { return };
        while column > 0 {
            let hypothesis = &self.columns[column][number];
            (column, number) = hypothesis.before;
            let at = sentence.start + column;
            self.path.push(Step { at, hypothesis: number, edge: lattice.edges(at)[hypothesis.edge - lattice.first(at)] });
        }
        self.path.reverse();
    }

    /// One step of the path, with its margin and lead: what other wordings of its tokens cost more where the rest stays.
    fn choice(&mut self, models: Models<'_, '_>, tokens: &Tokens, lattice: &Lattice, index: usize, start: usize) -> Choice {
        let Step { at: from, hypothesis, edge } = self.path[index];
        let state = self.columns[from - start][hypothesis].state;
        self.follow(models, tokens, index + 1);
        let cost = |first: &Edge| {
            let (cost, state) = models.edge(state, first, tokens, from);
            let (kept, state) = (first.to..edge.to).fold((0, state), |(sum, state), at| {
                let (cost, next) = models.edge(state, &lattice.edges(at)[0], tokens, at);
                (sum + cost, next)
            });
            cost + kept + models.words(state, self.following.iter().copied()).0
        };
        let chosen = cost(&edge);
        let above = |other: &Edge| if *other == edge { 0 } else { cost(other) - chosen };
        let within = lattice.edges(from).iter().filter(|other| other.to <= edge.to);
        let weighed: Vec<(Edge, Cost)> = within.map(|other| (*other, above(other))).collect();
        // An edge may leave the same words as a shorter one: `in the` for `within the`, and `in` for `within`.
        let left = |first: &Edge| {
            let kept = tokens.as_slice()[first.to..edge.to].iter().map(|token| token.word);
            models.words_left(tokens, from, first).chain(kept)
        };
        let margin = weighed[0].1;
        let lead = weighed.iter().filter(|(other, _)| !left(other).eq(left(&edge))).map(|&(_, cost)| cost).min().unwrap_or(margin);
        Choice { from, edge, margin, lead, alternatives: if models.explain { weighed } else { Vec::new() } }
    }

    /// Notes the next words on the path, as far as a state reaches.
    fn follow(&mut self, models: Models<'_, '_>, tokens: &Tokens, index: usize) {
        self.following.clear();
        for step in &self.path[index..] {
            self.following.extend(models.words_left(tokens, step.at, &step.edge));
            if self.following.len() >= REACH {
                break;
            }
        }
        self.following.truncate(REACH);
    }
}

/// Adds a hypothesis; of two with the same state the cheaper stays, the first of equals.
fn extend(column: &mut Vec<Hypothesis>, next: Hypothesis) {
    match column.iter_mut().find(|hypothesis| hypothesis.state == next.state) {
        Some(same) if next.cost < same.cost => *same = next,
        Some(_) => {}
        None => column.push(next),
    }
}

fn prune(column: &mut Vec<Hypothesis>) {
    if column.len() > BEAM {
        column.sort_by_key(|hypothesis| hypothesis.cost);
        column.truncate(BEAM);
    }
    let most = column.iter().map(|hypothesis| hypothesis.cost).min().unwrap_or(0) + BEHIND;
    column.retain(|hypothesis| hypothesis.cost <= most);
}
