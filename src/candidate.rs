//! From token positions to lattice edges: keep the word as it is, or one of the wordings that the lexicon proposes. It
//! owns the channel cost of each edge; the context model adds its own, the decoder chooses.

use crate::edit::{Cost, Kind};
use crate::lexicon::{Entry, Lexicon, Original};
use crate::token::Tokens;

/// What an edge puts in the place of its tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wording {
    /// The token as it is.
    Keep,
    /// An original of the lexicon.
    Original(Original),
}

/// One way on from a token position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Token position where the edge ends.
    pub to: usize,
    /// What it puts there.
    pub wording: Wording,
    /// `-ln P(tokens | wording)` at the density of the document.
    pub channel: Cost,
    /// Cost from the context model.
    pub context: Cost,
    /// How the corruption was recognised.
    pub kind: Kind,
}

/// Share of its keys' occurrences that the spinner replaced in a document, with the costs that follow from it.
#[derive(Clone, Debug)]
pub struct Density {
    share: f64,
    replaced: Cost,
    /// Cost of keeping a key, by the hundredths of its share replaced at density 1.
    kept: [Cost; 101],
}

impl Density {
    /// The density `share`, brought into 0.02..=1.
    pub fn new(share: f64) -> Self {
        let share = share.clamp(0.02, 1.0);
        let kept = std::array::from_fn(|hundredths| milli_nats(1.0 - share * 0.01 * f64::from(u32::try_from(hundredths).expect("at most 100"))));
        Self { share, replaced: milli_nats(share), kept }
    }

    /// The share itself.
    pub fn share(&self) -> f64 {
        self.share
    }

    fn kept(&self, entry: Entry<'_>) -> Cost {
        self.kept[(entry.replaced() / 100).min(100) as usize]
    }
}

#[expect(clippy::cast_possible_truncation, reason = "-ln of a probability above 0.01 is below 5000")]
fn milli_nats(probability: f64) -> Cost {
    (-probability.max(0.01).ln() * 1000.0).round() as Cost
}

/// Fills `edges` with the edges that start at token `at` and end by token `limit`: the first keeps the token.
pub fn propose(lexicon: &Lexicon<'_>, tokens: &Tokens, at: usize, limit: usize, density: &Density, edges: &mut Vec<Edge>) {
    edges.clear();
    edges.push(Edge { to: at + 1, wording: Wording::Keep, channel: 0, context: 0, kind: Kind::Exact });
    lexicon.matches(tokens, at, limit, |to, entry| {
        edges[0].channel += density.kept(entry);
        edges.extend(entry.candidates().map(|candidate| Edge {
            to,
            wording: Wording::Original(candidate.original),
            channel: density.replaced + candidate.channel,
            context: 0,
            kind: Kind::Exact,
        }));
    });
}
