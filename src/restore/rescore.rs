//! A second pass over doubtful places by an outside language model of any size (two-pass decoding:
//! Schwartz and Austin 1991): what the model is asked, and how its answer joins the costs of the
//! search.

use super::Restorer;
use super::pass::Pass;
use crate::cost::{Cost, milli};
use crate::lattice::search::Choice;
use crate::lattice::{Edge, Wording};
use std::ops::Range;
use std::sync::Arc;

/// The model is asked only about wordings that cost at most this much more than the best one of their
/// place, and about the wording that the text has.
const DOUBTFUL: Cost = 4000;

/// Limit, in nats, of the difference that the outside model can make between two wordings.
const MAX_DIFFERENCE: f32 = 1000.0;

/// A part of a restored passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text without a choice.
    Text(String),
    /// A doubtful place: two wordings or more, the best one so far first.
    Wordings(Vec<String>),
}

impl Piece {
    /// The wordings of a doubtful place; `None` for plain text.
    ///
    /// ```
    /// use unspin::Piece;
    /// let wordings = Piece::Wordings(vec!["said".into(), "mentioned".into()]);
    /// let passage = [Piece::Text("He ".into()), wordings];
    /// assert_eq!(passage.iter().filter_map(Piece::wordings).count(), 1);
    /// ```
    pub fn wordings(&self) -> Option<&[String]> {
        match self {
            Self::Wordings(wordings) => Some(wordings),
            Self::Text(_) => None,
        }
    }
}

/// A language model that is asked about doubtful places.
pub trait Rescorer: Send + Sync {
    /// For each [`Piece::Wordings`] of `passage`, in order, and for each of its wordings: the cost in
    /// nats, `-ln P`, of the passage with this wording in that place and the first wording in all other
    /// places. Only differences within a place count. `None` if the model cannot answer; the text is
    /// then restored without it.
    fn costs(&self, passage: &[Piece]) -> Option<Vec<Vec<f32>>>;
}

impl Restorer {
    /// Asks a language model about the doubtful places of documents that look spun.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use unspin::{GateMode, Options, Piece, Rescorer, Restorer};
    ///
    /// /// A model that likes short words.
    /// struct Short;
    ///
    /// impl Rescorer for Short {
    ///     fn costs(&self, passage: &[Piece]) -> Option<Vec<Vec<f32>>> {
    ///         let cost = |wording: &String| 9.0 * wording.len() as f32;
    ///         let costs = |wordings: &[String]| wordings.iter().map(cost).collect();
    ///         Some(passage.iter().filter_map(Piece::wordings).map(costs).collect())
    ///     }
    /// }
    ///
    /// let restorer = Restorer::new(Options::new().gate(GateMode::AssumeSpun));
    /// let source = "The undertaking was vital.";
    /// assert_eq!(restorer.restore(source).text(), "The project was important.");
    /// let restorer = restorer.with_rescorer(Arc::new(Short));
    /// assert_eq!(restorer.restore(source).text(), "The project was vital.");
    /// ```
    #[must_use]
    pub fn with_rescorer(self, rescorer: Arc<dyn Rescorer>) -> Self {
        Self {
            rescorer: Some(rescorer),
            ..self
        }
    }
}

/// A choice of the search, as the model is asked about it.
struct Doubt {
    /// Bytes of the source.
    range: Range<usize>,
    /// The wordings; the one that the restored text has so far comes first.
    weighed: Vec<Weighed>,
}

struct Weighed {
    edge: Edge,
    /// Cost above that of the best wording of the place.
    cost: Cost,
    /// The text that this wording makes of the range.
    text: String,
}

impl Doubt {
    /// Whether there is anything to ask.
    fn is_open(&self) -> bool {
        self.weighed
            .iter()
            .any(|other| other.cost <= DOUBTFUL && other.text != self.weighed[0].text)
    }

    fn piece(&self) -> Piece {
        if self.is_open() {
            Piece::Wordings(
                self.weighed
                    .iter()
                    .map(|weighed| weighed.text.clone())
                    .collect(),
            )
        } else {
            Piece::Text(self.weighed[0].text.clone())
        }
    }

    /// Decides the choice by the mean of both costs. `nats` has the outside cost of each wording.
    fn settle(&self, nats: &[f32], choice: &mut Choice) {
        let outside = |cost: f32| milli((cost - nats[0]).clamp(-MAX_DIFFERENCE, MAX_DIFFERENCE));
        let totals: Vec<(&Weighed, Cost)> = self
            .weighed
            .iter()
            .zip(nats)
            .map(|(weighed, &nats)| (weighed, (weighed.cost + outside(nats)) / 2))
            .collect();
        let least_where = |wanted: &dyn Fn(&Weighed) -> bool| {
            let wanted = totals.iter().filter(|(weighed, _)| wanted(weighed));
            wanted.map(|&(_, total)| total).min()
        };
        let &(best, least) = totals
            .iter()
            .min_by_key(|&&(_, total)| total)
            .expect("every choice has at least one wording");
        let keep = least_where(&|weighed| weighed.edge.wording == Wording::Keep);
        let next = least_where(&|weighed| weighed.text != best.text);
        choice.edge = best.edge;
        choice.margin = keep.unwrap_or(least) - least;
        choice.lead = next.map_or(choice.margin, |next| next - least);
        choice.alternatives = totals
            .iter()
            .map(|&(weighed, total)| (weighed.edge, total - least))
            .collect();
    }
}

impl Pass<'_> {
    /// Asks `rescorer` about the doubtful `choices` of all `sentences`, and decides them anew.
    pub(super) fn rescore(
        &self,
        rescorer: &dyn Rescorer,
        sentences: &[Range<usize>],
        choices: &mut [Vec<Choice>],
    ) {
        let doubts: Vec<Vec<Doubt>> = choices
            .iter()
            .map(|choices| choices.iter().map(|choice| self.doubt(choice)).collect())
            .collect();
        let open: Vec<&Doubt> = doubts
            .iter()
            .flatten()
            .filter(|doubt| doubt.is_open())
            .collect();
        if open.is_empty() {
            return;
        }
        let Some(costs) = rescorer.costs(&self.passage(sentences, &doubts)) else {
            return;
        };
        let fits = |(doubt, costs): (&&Doubt, &Vec<f32>)| doubt.weighed.len() == costs.len();
        if costs.len() != open.len() || !open.iter().zip(&costs).all(fits) {
            return;
        }
        let all = choices.iter_mut().flatten().zip(doubts.iter().flatten());
        let open = all.filter(|(_, doubt)| doubt.is_open());
        for ((choice, doubt), nats) in open.zip(&costs) {
            doubt.settle(nats, choice);
        }
    }

    /// The question about a choice.
    fn doubt(&self, choice: &Choice) -> Doubt {
        let all = self.text.tokens.as_slice();
        let end = all[choice.edge.to - 1].end;
        let is_current = |edge: &Edge| {
            if self.is_enough(choice) {
                *edge == choice.edge
            } else {
                edge.wording == Wording::Keep
            }
        };
        let is_asked =
            |(edge, cost): &(Edge, Cost)| *cost <= DOUBTFUL || edge.wording == Wording::Keep;
        let mut edges: Vec<_> = choice
            .alternatives
            .iter()
            .copied()
            .filter(is_asked)
            .collect();
        edges.sort_by_key(|(edge, _)| !is_current(edge));
        let parts: Vec<_> = edges
            .iter()
            .map(|(edge, _)| self.written(choice.from, edge, end))
            .collect();
        // A wording may also replace the space before it.
        let start = parts
            .iter()
            .map(|(start, _)| *start)
            .fold(all[choice.from].start, usize::min);
        let weighed = edges
            .into_iter()
            .zip(parts)
            .map(|((edge, cost), (from, text))| Weighed {
                edge,
                cost,
                text: self.lossy(start..from) + &text,
            })
            .collect();
        Doubt {
            range: start..end,
            weighed,
        }
    }

    /// The text that `edge` of token `from` makes of the source up to byte `end`, and the byte where
    /// that text begins.
    fn written(&self, from: usize, edge: &Edge, end: usize) -> (usize, String) {
        let all = self.text.tokens.as_slice();
        match edge.wording {
            Wording::Keep => (all[from].start, self.lossy(all[from].start..end)),
            Wording::Original(original) => {
                let (start, text) = self.dressed(from..edge.to, original);
                (start, text + &self.lossy(all[edge.to - 1].end..end))
            }
        }
    }

    /// The text of all sentences, with the doubtful places. Sentences are separated by a line feed
    /// where the source has one between them, and by a space elsewhere.
    fn passage(&self, sentences: &[Range<usize>], doubts: &[Vec<Doubt>]) -> Vec<Piece> {
        let all = self.text.tokens.as_slice();
        let mut passage = Vec::new();
        let mut before = None;
        for (tokens, doubts) in sentences
            .iter()
            .zip(doubts)
            .filter(|(range, _)| !range.is_empty())
        {
            let mut at = all[tokens.start].start;
            if let Some(end) = before {
                let has_break = self.source[end..at].contains(&b'\n');
                push(
                    &mut passage,
                    Piece::Text(if has_break { "\n" } else { " " }.into()),
                );
            }
            for doubt in doubts {
                push(&mut passage, Piece::Text(self.lossy(at..doubt.range.start)));
                push(&mut passage, doubt.piece());
                at = doubt.range.end;
            }
            let end = all[tokens.end - 1].end;
            push(&mut passage, Piece::Text(self.lossy(at..end)));
            before = Some(end);
        }
        passage
    }

    /// Bytes of the source, as text.
    fn lossy(&self, range: Range<usize>) -> String {
        String::from_utf8_lossy(self.source.get(range).unwrap_or_default()).into_owned()
    }
}

/// Adds a piece; adjacent texts become one.
fn push(passage: &mut Vec<Piece>, piece: Piece) {
    match (passage.last_mut(), piece) {
        (_, Piece::Text(text)) if text.is_empty() => {}
        (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
        (_, piece) => passage.push(piece),
    }
}
