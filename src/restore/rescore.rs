//! A second pass over doubtful places: a language model from outside, of any size, weighs their wordings within the restored
//! text (two-pass decoding: Schwartz and Austin 1991). It owns what is asked, and how the answer is joined with the costs of
//! the search.

use super::{Restorer, Worker};
use crate::cost::{Cost, milli};
use crate::lattice::search::Choice;
use crate::lattice::{Edge, Wording};
use std::ops::Range;
use std::sync::Arc;

/// Wordings that cost so much more than the best one of their place are not asked about, but for what the text has.
const DOUBTFUL: Cost = 4000;

/// Nats by which the outside model can tell two wordings apart, at most.
const MOST: f32 = 1000.0;

/// A part of a restored passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// What stands there.
    Text(String),
    /// What may stand there: two wordings or more, the first of which is the best one so far.
    Wordings(Vec<String>),
}

impl Piece {
    /// What may stand there, if that is asked.
    ///
    /// ```
    /// use unspin::restore::Piece;
    /// let passage = [Piece::Text("He ".into()), Piece::Wordings(vec!["said".into(), "mentioned".into()])];
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
    /// For each [`Piece::Wordings`] of `passage`, in order, and for each of its wordings: the cost in nats, `-ln P`, of the
    /// passage with this wording there and the first one in all other places. Only differences within a place count. None
    /// where it does not know; then all stays as it is.
    fn costs(&self, passage: &[Piece]) -> Option<Vec<Vec<f32>>>;
}

impl Restorer {
    /// The same with a language model that weighs doubtful places anew in documents that look spun.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use unspin::edit::apply;
    /// use unspin::restore::{GateMode, Options, Piece, Rescorer, Restorer};
    ///
    /// /// Likes short words.
    /// struct Short;
    ///
    /// impl Rescorer for Short {
    ///     fn costs(&self, passage: &[Piece]) -> Option<Vec<Vec<f32>>> {
    ///         let costs = |wordings: &[String]| wordings.iter().map(|wording| 9.0 * wording.len() as f32).collect();
    ///         Some(passage.iter().filter_map(Piece::wordings).map(costs).collect())
    ///     }
    /// }
    ///
    /// let restorer = Restorer::embedded(Options { gate: GateMode::AssumeSpun, ..Options::default() });
    /// let source = b"The undertaking was vital.";
    /// let restored = |restorer: &Restorer| apply(source, &restorer.worker().edits(source));
    /// assert_eq!(restored(&restorer), b"The project was important.");
    /// assert_eq!(restored(&restorer.with_rescorer(Arc::new(Short))), b"The project was vital.");
    /// ```
    #[must_use]
    pub fn with_rescorer(mut self, rescorer: Arc<dyn Rescorer>) -> Self {
        for (_, engine) in &mut self.families {
            engine.rescorer = Some(Arc::clone(&rescorer));
        }
        self.rescorer = Some(rescorer);
        self
    }
}

/// A choice of the search as it is asked about.
struct Doubt {
    /// Bytes of the source.
    range: Range<usize>,
    /// The wordings, the one that stands there so far before the others.
    weighed: Vec<Weighed>,
}

struct Weighed {
    edge: Edge,
    /// What it costs above the best one of the search.
    cost: Cost,
    /// What it leaves of the range.
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

    /// Makes the choice anew by the mean of both costs; `nats` is that of each wording to the model from outside.
    fn settle(&self, nats: &[f32], choice: &mut Choice) {
        let outside = |own: f32| milli((own - nats[0]).clamp(-MOST, MOST));
        let totals: Vec<Cost> = self
            .weighed
            .iter()
            .zip(nats)
            .map(|(weighed, &nats)| (weighed.cost + outside(nats)) / 2)
            .collect();
        let above = |wanted: &dyn Fn(&Weighed) -> bool| {
            self.weighed
                .iter()
                .zip(&totals)
                .filter(|(weighed, _)| wanted(weighed))
                .map(|(_, &total)| total)
                .min()
        };
        let (best, least) = self
            .weighed
            .iter()
            .zip(totals.iter().copied())
            .min_by_key(|&(_, total)| total)
            .expect("a wording that stands there");
        choice.edge = best.edge;
        choice.margin =
            above(&|weighed| weighed.edge.wording == Wording::Keep).unwrap_or(least) - least;
        choice.lead =
            above(&|weighed| weighed.text != best.text).map_or(choice.margin, |next| next - least);
        choice.alternatives = self
            .weighed
            .iter()
            .zip(&totals)
            .map(|(weighed, total)| (weighed.edge, total - least))
            .collect();
    }
}

impl Worker<'_> {
    /// Makes the `choices` of each of the `sentences` anew as `rescorer` sees them.
    pub(super) fn rescore(
        &self,
        source: &[u8],
        rescorer: &dyn Rescorer,
        sentences: &[Range<usize>],
        choices: &mut [Vec<Choice>],
    ) {
        let doubts: Vec<Vec<Doubt>> = choices
            .iter()
            .map(|choices| {
                choices
                    .iter()
                    .map(|choice| self.doubt(source, choice))
                    .collect()
            })
            .collect();
        let open = || doubts.iter().flatten().filter(|doubt| doubt.is_open());
        if open().next().is_none() {
            return;
        }
        let Some(costs) = rescorer.costs(&self.passage(source, sentences, &doubts)) else {
            return;
        };
        let fits = costs.len() == open().count()
            && open()
                .zip(&costs)
                .all(|(doubt, costs)| doubt.weighed.len() == costs.len());
        if fits {
            let choices = choices
                .iter_mut()
                .flatten()
                .zip(doubts.iter().flatten())
                .filter(|(_, doubt)| doubt.is_open());
            choices
                .zip(&costs)
                .for_each(|((choice, doubt), nats)| doubt.settle(nats, choice));
        }
    }

    /// What is asked of a choice, if anything is.
    fn doubt(&self, source: &[u8], choice: &Choice) -> Doubt {
        let all = self.tokens.as_slice();
        let end = all[choice.edge.to - 1].end;
        let stands = |edge: &Edge| {
            if self.is_enough(choice.margin) {
                *edge == choice.edge
            } else {
                edge.wording == Wording::Keep
            }
        };
        let is_asked = |edge: &Edge, cost: Cost| cost <= DOUBTFUL || edge.wording == Wording::Keep;
        let mut edges: Vec<(Edge, Cost)> = choice
            .alternatives
            .iter()
            .copied()
            .filter(|(edge, cost)| is_asked(edge, *cost))
            .collect();
        edges.sort_by_key(|(edge, _)| !stands(edge));
        let parts: Vec<(usize, String)> = edges
            .iter()
            .map(|(edge, _)| self.left(source, choice.from, edge, end))
            .collect();
        // A wording may take the place of the space before it, too.
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
                text: lossy(source, start..from) + &text,
            });
        Doubt {
            range: start..end,
            weighed: weighed.collect(),
        }
    }

    /// What `edge` of token `from` leaves of the source until `end`, and the byte where that begins.
    fn left(&self, source: &[u8], from: usize, edge: &Edge, end: usize) -> (usize, String) {
        let all = self.tokens.as_slice();
        match edge.wording {
            Wording::Keep => (all[from].start, lossy(source, all[from].start..end)),
            Wording::Original(original) => {
                let (start, text) = self.dressed(from..edge.to, original);
                (start, text + &lossy(source, all[edge.to - 1].end..end))
            }
        }
    }

    /// The text of all sentences with what is asked about; between sentences stands a line's end or a space.
    fn passage(
        &self,
        source: &[u8],
        sentences: &[Range<usize>],
        doubts: &[Vec<Doubt>],
    ) -> Vec<Piece> {
        let all = self.tokens.as_slice();
        let (mut passage, mut before) = (Vec::new(), None);
        for (tokens, doubts) in sentences
            .iter()
            .zip(doubts)
            .filter(|(tokens, _)| !tokens.is_empty())
        {
            let mut at = all[tokens.start].start;
            if let Some(end) = before {
                push(
                    &mut passage,
                    Piece::Text(
                        if source[end..at].contains(&b'\n') {
                            "\n"
                        } else {
                            " "
                        }
                        .to_owned(),
                    ),
                );
            }
            for doubt in doubts {
                push(
                    &mut passage,
                    Piece::Text(lossy(source, at..doubt.range.start)),
                );
                push(&mut passage, doubt.piece());
                at = doubt.range.end;
            }
            let end = all[tokens.end - 1].end;
            push(&mut passage, Piece::Text(lossy(source, at..end)));
            before = Some(end);
        }
        passage
    }
}

/// Adds a piece; texts next to each other are one.
fn push(passage: &mut Vec<Piece>, piece: Piece) {
    match (passage.last_mut(), piece) {
        (_, Piece::Text(text)) if text.is_empty() => {}
        (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
        (_, piece) => passage.push(piece),
    }
}

/// Bytes of a text that was read as UTF-8.
fn lossy(source: &[u8], range: Range<usize>) -> String {
    String::from_utf8_lossy(source.get(range).unwrap_or_default()).into_owned()
}
