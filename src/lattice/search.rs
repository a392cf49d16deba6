//! The best path through a lattice under channel, context and n-gram cost. It owns the search and the weights of the
//! three costs, and says by how much each choice beats leaving the text as it is, and the next best one.

use crate::cost::Cost;
use crate::lattice::{Edge, Lattice, Wording};
use crate::lexicon::Lexicon;
use crate::models::ngram::{END, NgramModel, START, State};
use crate::text::token::Tokens;
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
        Self {
            model: 46,
            channel: 52,
            context: 113,
        }
    }
}

/// Hypotheses kept at each token.
const BEAM: usize = 3;
/// Hypotheses that cost so much more than the best one are not followed.
const BEHIND: Cost = 2000;
/// Nor are edges that cost so much more than the best one of their position: no n-gram makes up for that.
const HOPELESS: Cost = 4000;

/// Tokens ahead of the search whose n-grams are asked for.
const AHEAD: usize = 6;

/// What a search tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// The replacements.
    Replacements,
    /// Those, and what else was weighed there.
    Alternatives,
    /// The same for tokens that are kept, where there was a choice.
    Doubts,
}

/// A chosen replacement, or a token that is kept.
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
    /// Other edges within its tokens with what they cost above it; only where that is wanted.
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
    likely: Likely,
}

/// The path that looks best without n-grams, some tokens ahead of the search: theirs are asked for before they are needed, as they
/// lie anywhere in the memory.
#[derive(Clone, Debug, Default)]
struct Likely {
    /// Token where it ends.
    end: usize,
    words: Vec<u64>,
}

impl Likely {
    fn start(&mut self, at: usize) {
        self.end = at;
        self.words.clear();
        self.words.push(START);
    }

    /// Goes on until token `limit`.
    fn go_on(&mut self, models: Models<'_, '_>, tokens: &Tokens, lattice: &Lattice, limit: usize) {
        while self.end < limit {
            let Some(edge) = lattice
                .edges(self.end)
                .iter()
                .min_by_key(|edge| models.edge_cost(edge))
            else {
                return;
            };
            for word in models.words_left(tokens, self.end, edge) {
                self.words.push(word);
                models.ngrams.prefetch(&self.words);
            }
            self.end = edge.to;
        }
    }
}

/// An edge on the best path, and where the path stands before it.
#[derive(Clone, Copy, Debug)]
struct Step {
    at: usize,
    cost: Cost,
    state: State,
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
    /// What is told.
    pub detail: Detail,
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
    fn words_left(
        &self,
        tokens: &Tokens,
        from: usize,
        edge: &Edge,
    ) -> impl Iterator<Item = u64> + use<'_> {
        let (kept, restored) = match edge.wording {
            Wording::Keep => (Some(tokens.as_slice()[from].word), None),
            Wording::Original(original) => (None, Some(self.lexicon.words_of(original))),
        };
        kept.into_iter().chain(restored.into_iter().flatten())
    }

    fn edge(&self, state: State, edge: &Edge, tokens: &Tokens, from: usize) -> (Cost, State) {
        let (cost, state) = match edge.wording {
            Wording::Keep => self.word(state, tokens.as_slice()[from].word),
            Wording::Original(original) => self.words(state, self.lexicon.words_of(original)),
        };
        (cost + self.edge_cost(edge), state)
    }
}

impl Decoder {
    /// The choices on the best path through the tokens of `sentence`, in order; `lattice` has priced edges for them.
    pub fn best_path(
        &mut self,
        models: Models<'_, '_>,
        tokens: &Tokens,
        lattice: &Lattice,
        sentence: Range<usize>,
    ) -> Vec<Choice> {
        self.search(models, tokens, lattice, &sentence);
        let whole = self.trace(lattice, &sentence);
        let is_told = |step: &Step| {
            step.edge.wording != Wording::Keep
                || (models.detail == Detail::Doubts && lattice.edges(step.at).len() > 1)
        };
        let told = (0..self.path.len()).filter(|&index| is_told(&self.path[index]));
        told.map(|index| choice(models, tokens, lattice, &self.path[index..], whole))
            .collect()
    }

    fn search(
        &mut self,
        models: Models<'_, '_>,
        tokens: &Tokens,
        lattice: &Lattice,
        sentence: &Range<usize>,
    ) {
        let length = sentence.len();
        self.columns.iter_mut().for_each(Vec::clear);
        self.columns
            .resize_with((length + 1).max(self.columns.len()), Vec::new);
        self.columns[0].push(Hypothesis {
            cost: 0,
            state: models.ngrams.start(),
            before: (0, 0),
            edge: 0,
        });
        self.likely.start(sentence.start);
        for at in sentence.clone() {
            self.likely
                .go_on(models, tokens, lattice, sentence.end.min(at + AHEAD));
            let column = at - sentence.start;
            prune(&mut self.columns[column]);
            let most = lattice
                .edges(at)
                .iter()
                .map(|edge| models.edge_cost(edge))
                .min()
                .unwrap_or(0)
                + HOPELESS;
            let hopeful =
                |edge: &Edge| edge.wording == Wording::Keep || models.edge_cost(edge) <= most;
            for number in 0..self.columns[column].len() {
                let hypothesis = self.columns[column][number];
                for (edge, index) in lattice
                    .edges(at)
                    .iter()
                    .zip(lattice.first(at)..)
                    .filter(|(edge, _)| hopeful(edge))
                {
                    let (cost, state) = models.edge(hypothesis.state, edge, tokens, at);
                    let next = Hypothesis {
                        cost: hypothesis.cost + cost,
                        state,
                        before: (column, number),
                        edge: index,
                    };
                    extend(&mut self.columns[edge.to - sentence.start], next);
                }
            }
        }
        for hypothesis in &mut self.columns[length] {
            hypothesis.cost += models.word(hypothesis.state, END).0;
        }
    }

    /// Follows the cheapest hypothesis back and gives its cost. The first of equals wins: edges that keep come first.
    fn trace(&mut self, lattice: &Lattice, sentence: &Range<usize>) -> Cost {
        self.path.clear();
        let mut column = sentence.len();
        let Some((mut number, best)) = self.columns[column]
            .iter()
            .enumerate()
            .min_by_key(|(_, hypothesis)| hypothesis.cost)
        else {
            return 0;
        };
        let whole = best.cost;
        while column > 0 {
            let Hypothesis { before, edge, .. } = self.columns[column][number];
            (column, number) = before;
            let (at, Hypothesis { cost, state, .. }) =
                (sentence.start + column, self.columns[column][number]);
            self.path.push(Step {
                at,
                cost,
                state,
                edge: lattice.edges(at)[edge - lattice.first(at)],
            });
        }
        self.path.reverse();
        whole
    }
}

/// The first step of `path`, with its margin and lead: what other wordings of its tokens cost more where the rest stays. The
/// path costs `whole` at its end.
fn choice(
    models: Models<'_, '_>,
    tokens: &Tokens,
    lattice: &Lattice,
    path: &[Step],
    whole: Cost,
) -> Choice {
    let (
        &Step {
            at: from,
            cost,
            state,
            edge,
        },
        rest,
    ) = path.split_first().expect("a path that goes on");
    let above = |other: &Edge| {
        if *other == edge {
            return 0;
        }
        let kept = (other.to..edge.to).map(|at| (at, &lattice.edges(at)[0]));
        let (sum, state) = [(from, other)].into_iter().chain(kept).fold(
            (cost, state),
            |(sum, state), (at, edge)| {
                let (cost, next) = models.edge(state, edge, tokens, at);
                (sum + cost, next)
            },
        );
        behind(models, tokens, rest, whole, sum, state)
    };
    let within = lattice
        .edges(from)
        .iter()
        .filter(|other| other.to <= edge.to);
    let weighed: Vec<(Edge, Cost)> = within.map(|other| (*other, above(other))).collect();
    // An edge may leave the same words as a shorter one: `in the` for `within the`, and `in` for `within`.
    let left = |first: &Edge| {
        let kept = tokens.as_slice()[first.to..edge.to]
            .iter()
            .map(|token| token.word);
        models.words_left(tokens, from, first).chain(kept)
    };
    let margin = weighed[0].1;
    let lead = weighed
        .iter()
        .filter(|(other, _)| !left(other).eq(left(&edge)))
        .map(|&(_, cost)| cost)
        .min()
        .unwrap_or(margin);
    Choice {
        from,
        edge,
        margin,
        lead,
        alternatives: if models.detail >= Detail::Alternatives {
            weighed
        } else {
            Vec::new()
        },
    }
}

/// By how much a hypothesis of `cost` stays behind the best path, which costs `whole` at its end, where it goes on by the same
/// steps: nothing more is lost as soon as both are in the same state.
fn behind(
    models: Models<'_, '_>,
    tokens: &Tokens,
    rest: &[Step],
    whole: Cost,
    mut cost: Cost,
    mut state: State,
) -> Cost {
    for step in rest {
        if state == step.state {
            return cost - step.cost;
        }
        let (more, next) = models.edge(state, &step.edge, tokens, step.at);
        (cost, state) = (cost + more, next);
    }
    cost + models.word(state, END).0 - whole
}

/// Adds a hypothesis; of two with the same state the cheaper stays, the first of equals.
fn extend(column: &mut Vec<Hypothesis>, next: Hypothesis) {
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
    if column.len() > BEAM {
        column.sort_by_key(|hypothesis| hypothesis.cost);
        column.truncate(BEAM);
    }
    let most = column
        .iter()
        .map(|hypothesis| hypothesis.cost)
        .min()
        .unwrap_or(0)
        + BEHIND;
    column.retain(|hypothesis| hypothesis.cost <= most);
}
