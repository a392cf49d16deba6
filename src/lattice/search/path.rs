//! A path through a sentence, and what it costs to change one of its edges.

use super::sentence::Sentence;
use crate::cost::Cost;
use crate::lattice::Edge;
use crate::models::ngram::State;

/// An edge of a path.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// Its first token.
    pub(super) at: usize,
    pub(super) edge: Edge,
    /// Cost of the path before the edge.
    pub(super) cost: Cost,
    /// State of the n-gram model before the edge.
    pub(super) state: State,
}

/// A path through a sentence. A thread reuses it for all its sentences.
#[derive(Clone, Debug, Default)]
pub(super) struct Path {
    pub(super) steps: Vec<Step>,
    /// Its cost, including the end of the sentence.
    pub(super) cost: Cost,
}

impl Path {
    /// Writes to `costs`, for each edge of the token where step `index` begins, what the path would cost
    /// with this edge, above what it costs now. Tokens between the end of the edge and the next step are
    /// kept, and all other steps stay.
    pub(super) fn weigh(&self, sentence: &Sentence<'_, '_>, index: usize, costs: &mut Vec<Cost>) {
        let edges = sentence.lattice.edges(self.steps[index].at).iter();
        costs.clear();
        costs.extend(edges.map(|edge| self.difference(sentence, index, edge)));
    }

    /// Cost of the path with `edge` as step `index`, minus its cost as it is.
    fn difference(&self, sentence: &Sentence<'_, '_>, index: usize, edge: &Edge) -> Cost {
        let step = &self.steps[index];
        if *edge == step.edge {
            return 0;
        }
        let (rest, end) = self.rejoin(sentence, index, edge);
        let (mut cost, mut state) = sentence.edge(step.state, step.at, edge);
        cost += step.cost;
        let kept = (edge.to..end).map(|at| (at, &sentence.lattice.edges(at)[0]));
        for (at, edge) in kept {
            let (more, next) = sentence.edge(state, at, edge);
            cost += more;
            state = next;
        }
        for step in &self.steps[rest..] {
            // From equal states on, both paths cost the same.
            if state == step.state {
                return cost - step.cost;
            }
            let (more, next) = sentence.edge(state, step.at, &step.edge);
            cost += more;
            state = next;
        }
        cost + sentence.end(state) - self.cost
    }

    /// Index of the first step that stays if step `index` takes `edge`, and the token where it begins.
    fn rejoin(&self, sentence: &Sentence<'_, '_>, index: usize, edge: &Edge) -> (usize, usize) {
        let next = index + 1;
        let rest = next + self.steps[next..].partition_point(|step| step.at < edge.to);
        let end = self
            .steps
            .get(rest)
            .map_or(sentence.range.end, |step| step.at);
        (rest, end)
    }

    /// Makes `edge` step `index`. Tokens between its end and the next step are kept.
    pub(super) fn take(&mut self, sentence: &Sentence<'_, '_>, index: usize, edge: Edge) {
        let (rest, end) = self.rejoin(sentence, index, &edge);
        let step = self.steps[index];
        let kept = (edge.to..end).map(|at| Step {
            at,
            edge: sentence.lattice.edges(at)[0],
            ..step
        });
        self.steps.splice(index + 1..rest, kept);
        self.steps[index].edge = edge;
        let Step {
            mut cost,
            mut state,
            ..
        } = step;
        for step in &mut self.steps[index..] {
            step.cost = cost;
            step.state = state;
            let (more, next) = sentence.edge(state, step.at, &step.edge);
            cost += more;
            state = next;
        }
        self.cost = cost + sentence.end(state);
    }
}
