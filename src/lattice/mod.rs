//! From token positions to a lattice: keep the word as it is, or one of the wordings that the lexicon proposes. It owns
//! the edges, their channel cost and the density it depends on; the context model says how each fits, the decoder chooses.

pub mod repeats;
pub mod search;
pub mod weigh;

use crate::cost::{Cost, milli};
use crate::edit::Kind;
use crate::lexicon::{Entry, Lexicon, Original};
use crate::models::Keys;
use crate::text::token::{Token, Tokens};

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
    /// Token where the edge ends.
    pub to: usize,
    /// What it puts there.
    pub wording: Wording,
    /// What the models know that by.
    pub keys: Keys,
    /// How the corruption was recognised.
    pub kind: Kind,
    /// `-ln P(tokens | wording)` in densely spun text, slips included; 0 for a kept token.
    pub dense: Cost,
    /// Score of the context model: the higher, the better it fits.
    pub fit: Cost,
    /// `-ln P(tokens | wording)` at the density of the document.
    pub channel: Cost,
    /// `-ln` of the probability among the edges of its position, given channel and context.
    pub context: Cost,
}

impl Edge {
    /// The edge that keeps `token`, which has the number `at`.
    fn keep(at: usize, token: &Token) -> Self {
        Self {
            to: at + 1,
            wording: Wording::Keep,
            keys: Keys::of_token(token),
            kind: Kind::Exact,
            dense: 0,
            fit: 0,
            channel: 0,
            context: 0,
        }
    }

    /// The edge that ends at token `to` and restores `original`. `dense` is its channel cost in densely
    /// spun text.
    pub fn restore(
        lexicon: &Lexicon<'_>,
        to: usize,
        original: Original,
        kind: Kind,
        dense: Cost,
    ) -> Self {
        let [whole, ending] = lexicon.keys_of(original);
        Self {
            to,
            wording: Wording::Original(original),
            keys: Keys { whole, ending },
            kind,
            dense,
            fit: 0,
            channel: 0,
            context: 0,
        }
    }
}

/// Line from the estimated density to the one that restores best: doubtful positions draw the estimate to the middle.
/// Chosen on the development sets.
const CALIBRATION: (f64, f64) = (1.4, -0.12);

/// Edges that cost so much more than the best one of their position under channel and network are not looked at any further,
/// neither where text is restored nor where the context model is trained.
pub const FAINT: Cost = 4000;

/// Nothing that the channel does is less probable.
const LEAST: f64 = 0.01;

/// Most evidence that one token may give, either way: a single odd word makes no spun document.
const MOST_ODDS: Cost = 5000;

/// Keys that can start at one token.
const MAX_KEYS: usize = 3;

/// A token position of a lattice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// Its first edge: the one that keeps the token.
    first: usize,
    /// What keeping costs besides: the token may not go with what stands around it.
    misfit: Cost,
    /// Shares, in hundredths, in which a dense spinner replaces the keys that start here; 0 for none.
    keys: [u8; MAX_KEYS],
}

/// The edges of consecutive tokens, which can be reused to avoid unnecessary memory reallocation.
#[derive(Clone, Debug, Default)]
pub struct Lattice {
    start: usize,
    /// Cost of an original with a straight apostrophe.
    straight: Cost,
    positions: Vec<Position>,
    edges: Vec<Edge>,
}

/// Share of its keys' occurrences that the spinner replaced in a document, with the costs that follow from it.
#[derive(Clone, Debug)]
pub struct Density {
    share: f64,
    replaced: Cost,
    /// Cost of keeping a key, by the hundredths of its share replaced in dense text.
    kept: [Cost; 101],
}

impl Density {
    /// The density `share`, brought into 0.02..=1.
    pub fn new(share: f64) -> Self {
        let share = likely(share);
        Self {
            share,
            replaced: milli_nats(share),
            kept: left_alone(share).map(milli_nats),
        }
    }

    /// The share itself.
    pub fn share(&self) -> f64 {
        self.share
    }
}

/// A density brought into the range that is reckoned with.
fn likely(share: f64) -> f64 {
    share.clamp(0.02, 1.0)
}

/// Probability that a key is kept at the density `share`, by the hundredths of its share replaced in dense text; never nothing.
fn left_alone(share: f64) -> [f64; 101] {
    std::array::from_fn(|hundredths| {
        (1.0 - share * 0.01 * f64::from(u32::try_from(hundredths).expect("at most 100"))).max(LEAST)
    })
}

/// What an original with a straight apostrophe costs in a document, `-ln` of its share of all apostrophes there.
///
/// Spinners write straight ones and leave curly ones alone. So where a document has curly ones, its author wrote those, and
/// the straight ones are the spinner's.
#[expect(clippy::cast_precision_loss, reason = "counts of tokens")]
pub fn straight_apostrophes(tokens: &Tokens) -> Cost {
    let count = |curly: bool| {
        tokens
            .as_slice()
            .iter()
            .filter(|token| token.clitic && token.curly == curly)
            .count() as f64
    };
    let (curly, straight) = (count(true), count(false));
    milli_nats((1.0 + straight) / (1.0 + straight + curly))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "-ln of a probability above 0.01 is below 5000"
)]
fn milli_nats(probability: f64) -> Cost {
    (-probability.max(LEAST).ln() * 1000.0).round() as Cost
}

impl Lattice {
    /// Forgets all edges; the next position added is that of token `start`, in a document where an original with a straight
    /// apostrophe costs `straight`.
    pub fn clear(&mut self, start: usize, straight: Cost) {
        (self.start, self.straight) = (start, straight);
        self.positions.clear();
        self.edges.clear();
    }

    /// One past the last token that has a position.
    pub fn end(&self) -> usize {
        self.start + self.positions.len()
    }

    /// Whether nothing can be replaced: every token has the one edge that keeps it.
    pub fn is_certain(&self) -> bool {
        self.edges.len() == self.positions.len()
    }

    /// Number among all edges of the first edge of token `at`.
    pub fn first(&self, at: usize) -> usize {
        self.positions
            .get(at - self.start)
            .map_or(self.edges.len(), |position| position.first)
    }

    /// The edges of token `at`: the first keeps it.
    pub fn edges(&self, at: usize) -> &[Edge] {
        &self.edges[self.first(at)..self.first(at + 1)]
    }

    /// The edges of token `at`, to be scored.
    pub fn edges_mut(&mut self, at: usize) -> &mut [Edge] {
        let range = self.first(at)..self.first(at + 1);
        &mut self.edges[range]
    }

    /// Adds a position with the one edge that keeps its `token`.
    pub fn keep(&mut self, token: &Token) {
        let edge = Edge::keep(self.end(), token);
        self.positions.push(Position {
            first: self.edges.len(),
            misfit: 0,
            keys: [0; MAX_KEYS],
        });
        self.edges.push(edge);
    }

    /// Adds the position of the next token with all its edges that end by token `limit`.
    pub fn propose(&mut self, lexicon: &Lexicon<'_>, tokens: &Tokens, limit: usize) {
        let at = self.end();
        self.keep(&tokens.as_slice()[at]);
        lexicon.matches(tokens, at, limit, |to, entry| {
            let first = self.edges.len();
            self.add(lexicon, to, entry, Kind::Exact, 0);
            self.weigh_apostrophes(
                lexicon,
                tokens.as_slice()[at..to].iter().any(|token| token.clitic),
                first,
            );
        });
    }

    /// Adds what apostrophes tell of the edges from number `first` on, which stand for a phrase that has one or not.
    fn weigh_apostrophes(&mut self, lexicon: &Lexicon<'_>, has_one: bool, first: usize) {
        if self.straight == 0 {
            return;
        }
        let mut expands = false;
        for edge in &mut self.edges[first..] {
            let Wording::Original(original) = edge.wording else {
                continue;
            };
            match (
                has_one,
                lexicon.surface(original).as_bytes().contains(&b'\''),
            ) {
                (true, false) => expands = true,
                (false, true) => edge.dense += self.straight,
                _ => {}
            }
        }
        if let Some(position) = self.positions.last_mut().filter(|_| expands) {
            position.misfit += self.straight;
        }
    }

    /// Adds what `entry` proposes for the tokens up to `to` to the newest position; `slips` is the cost of the misspelling.
    pub fn add(
        &mut self,
        lexicon: &Lexicon<'_>,
        to: usize,
        entry: Entry<'_>,
        kind: Kind,
        slips: Cost,
    ) {
        let position = self.positions.last_mut().expect("a position was added");
        if let (Kind::Exact, Some(free)) =
            (kind, position.keys.iter_mut().find(|share| **share == 0))
        {
            *free = u8::try_from(entry.replaced() / 100).unwrap_or(100);
        }
        self.edges.extend(entry.candidates().map(|candidate| {
            let dense = candidate.channel + slips;
            Edge::restore(lexicon, to, candidate.original, kind, dense)
        }));
    }

    /// Drops the edges that cost `most` more than the cheapest of their position, as far as they are weighed; those that keep
    /// their token stay.
    pub fn thin(&mut self, density: &Density, most: Cost) {
        let (mut kept, mut end) = (0, 0);
        for index in 0..self.positions.len() {
            self.price(self.start + index, density);
            let first = std::mem::replace(&mut self.positions[index].first, kept);
            debug_assert_eq!(first, end, "positions have their edges one after another");
            end = self
                .positions
                .get(index + 1)
                .map_or(self.edges.len(), |next| next.first);
            let least = self.edges[first..end]
                .iter()
                .map(|edge| edge.context)
                .min()
                .unwrap_or(0);
            for number in first..end {
                if number == first || self.edges[number].context <= least + most {
                    self.edges[kept] = self.edges[number];
                    kept += 1;
                }
            }
        }
        self.edges.truncate(kept);
    }

    /// Sets channel and context cost of the edges of token `at` for a density.
    pub fn price(&mut self, at: usize, density: &Density) {
        let Position { keys, misfit, .. } = self.positions[at - self.start];
        let edges = self.edges_mut(at);
        edges[0].channel = misfit
            + keys
                .iter()
                .map(|&share| density.kept[usize::from(share)])
                .sum::<Cost>();
        for edge in &mut edges[1..] {
            edge.channel = density.replaced + edge.dense;
        }
        normalise(edges);
    }

    /// Sets the costs of all edges for a density.
    pub fn price_all(&mut self, density: &Density) {
        (self.start..self.end()).for_each(|at| self.price(at, density));
    }

    /// Log odds, in milli-nats, of "spun at `density`" over "clean" for all tokens together; prices the edges.
    pub fn evidence(&mut self, density: &Density) -> Cost {
        (self.start..self.end()).fold(0, |sum: Cost, at| {
            self.price(at, density);
            sum.saturating_add(odds(self.edges(at)))
        })
    }

    /// Estimates the density by expectation maximisation from `guess`: in each round, the probable replacements among
    /// the probable keys.
    pub fn density(&self, guess: f64, rounds: usize) -> Density {
        let stakes: Vec<Stake> = (self.start..self.end())
            .filter_map(|at| self.stake(at))
            .collect();
        let mut share = likely(guess);
        for _ in 0..rounds {
            // A weak prior keeps short texts near the guess.
            let (mut replaced, mut keys) = (4.0 * guess, 4.0);
            let left = left_alone(share);
            for stake in &stakes {
                let whole: f64 = stake
                    .keys
                    .iter()
                    .map(|&key| left[usize::from(key)])
                    .product();
                let kept = whole / (whole + share * stake.odds);
                replaced += 1.0 - kept;
                keys += 1.0 - kept
                    + kept * f64::from(*stake.keys.iter().max().expect("there are some")) / 100.0;
            }
            share = likely(replaced / keys);
        }
        Density::new(CALIBRATION.0 * share + CALIBRATION.1)
    }

    /// What the position of token `at` says of the density; nothing where it is neither a key nor can be replaced.
    fn stake(&self, at: usize) -> Option<Stake> {
        let (Position { misfit, keys, .. }, edges) =
            (self.positions[at - self.start], self.edges(at));
        let (kept, others) = edges.split_first()?;
        let gain = |edge: &Edge| edge.fit - edge.dense - kept.fit + misfit;
        let odds = others
            .iter()
            .map(|edge| (f64::from(gain(edge)) / 1000.0).exp())
            .sum();
        (keys[0] > 0 || !others.is_empty()).then_some(Stake { odds, keys })
    }
}

/// What a position says of the density: the odds of its other wordings against its token as it is, but for the density, and
/// the shares of its keys.
struct Stake {
    odds: f64,
    keys: [u8; MAX_KEYS],
}

/// Log odds, in milli-nats, that the priced edges of one position give to "spun at this density" over "clean".
///
/// In clean text the token is kept for certain, so by Bayes the ratio of the two likelihoods is the channel's probability
/// of keeping it over its posterior.
fn odds(edges: &[Edge]) -> Cost {
    (edges[0].context - edges[0].channel).clamp(-MOST_ODDS, MOST_ODDS)
}

/// Sets the context costs: `-ln` of the softmax of fit and channel.
#[expect(clippy::cast_precision_loss, reason = "milli-nats of a few thousand")]
pub fn normalise(edges: &mut [Edge]) {
    if let [only] = edges {
        only.context = 0;
        return;
    }
    let least = edges
        .iter()
        .map(|edge| edge.channel - edge.fit)
        .min()
        .unwrap_or(0);
    let sum: f32 = edges
        .iter()
        .map(|edge| ((least - edge.channel + edge.fit) as f32 / 1000.0).exp())
        .sum();
    let total = least - milli(sum.ln());
    for edge in edges {
        edge.context = edge.channel - edge.fit - total;
    }
}
