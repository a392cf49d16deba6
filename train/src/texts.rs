//! Spun text to learn from: plain documents spun afresh in each pass, and aligned ones that were spun already. It owns the
//! order, the densities, and which edge of the lattice is the right one at each position; what is learnt is the caller's.

use super::spin::{Quotes, Random, Replaced, Spin, Spun, Style};
use rayon::prelude::*;
use unspin::lattice::density::Density;
use unspin::lattice::{Edge, Lattice, Wording, straight_apostrophes};
use unspin::lexicon::Lexicon;
use unspin::store::hash;
use unspin::text::token::Tokens;
use unspin::text::{quote, segment};

/// Documents prepared together.
pub const BATCH: usize = 256;

/// What is learnt from.
#[derive(Clone, Copy)]
pub struct Texts<'a> {
    /// Plain documents, spun afresh in each pass.
    pub documents: &'a [String],
    /// Documents that are spun already, with their densities.
    pub aligned: &'a [(Spun, f64)],
    /// Spins the plain ones.
    pub spinner: &'a dyn Spin,
    /// Proposes the wordings.
    pub lexicon: &'a Lexicon<'a>,
    /// Seed of all random choices.
    pub seed: u64,
}

/// One spun document.
pub struct Text {
    /// Its tokens.
    pub tokens: Tokens,
    /// Which of them are quoted.
    pub quoted: Vec<bool>,
    replaced: Vec<Replaced>,
    density: Density,
}

impl Texts<'_> {
    /// Gives what `prepare` makes of each document to `learn`, in batches, in an order and with spins that depend on `pass`
    /// only; the next batch is prepared while one is learnt.
    pub fn each_batch<T: Send + Sync>(
        &self,
        pass: usize,
        limit: usize,
        prepare: impl Fn(&Text) -> T + Sync,
        mut learn: impl FnMut(usize, &[T]) + Send,
    ) {
        let mut order: Vec<usize> = (0..self.documents.len() + self.aligned.len()).collect();
        order.sort_by_key(|&index| hash::pair(hash::mix(self.seed ^ pass as u64), index as u64));
        order.truncate(limit);
        let mut ready: Vec<T> = Vec::new();
        for (number, batch) in order.chunks(BATCH).chain([&[][..]]).enumerate() {
            let prepare = || {
                batch
                    .par_iter()
                    .map(|&index| prepare(&self.text(index, pass)))
                    .collect()
            };
            let current = ready;
            let ((), next) = rayon::join(|| learn(number, &current), prepare);
            ready = next;
        }
    }

    fn text(&self, index: usize, pass: usize) -> Text {
        let mut random = Random::new(hash::pair(self.seed + pass as u64, index as u64));
        let Some(document) = self.documents.get(index) else {
            let (spun, density) = &self.aligned[index - self.documents.len()];
            return Text::new(spun.clone(), *density);
        };
        let density = if random.unit() < 0.6 {
            1.0 - 0.15 * random.unit()
        } else {
            0.25 + 0.75 * random.unit()
        };
        Text::new(
            self.spinner.spin(
                document,
                Style {
                    density,
                    quotes: Quotes::Spun,
                },
                &mut random,
            ),
            density,
        )
    }
}

impl Text {
    fn new(spun: Spun, density: f64) -> Self {
        let mut tokens = Tokens::default();
        tokens.push_text(&spun.text, 0);
        let mut quoted = Vec::new();
        quote::mark(&tokens, spun.text.as_bytes(), &mut quoted);
        Self {
            tokens,
            quoted,
            replaced: spun.replaced,
            density: Density::new(density),
        }
    }

    /// Calls `visit` with each token that has a choice, its edges priced at the density of the document, and the number of
    /// the edge that stands for what happened there; positions without such an edge are passed over.
    pub fn each_position(
        &self,
        lexicon: &Lexicon<'_>,
        mut visit: impl FnMut(usize, &mut [Edge], usize),
    ) {
        let mut gold = self.replaced.iter().peekable();
        let mut lattice = Lattice::default();
        let straight = straight_apostrophes(&self.tokens);
        for sentence in segment::sentences(&self.tokens) {
            for at in sentence.clone() {
                let token = &self.tokens.as_slice()[at];
                while gold
                    .next_if(|place| place.spun.end <= token.start)
                    .is_some()
                {}
                let place = gold.peek().filter(|place| place.spun.start <= token.start);
                if place.is_some_and(|place| place.spun.start < token.start) {
                    continue;
                }
                lattice.clear(at, straight);
                lattice.propose(lexicon, &self.tokens, sentence.end);
                lattice.price(at, &self.density);
                let edges = lattice.edges_mut(at);
                let gold = place.map_or(Some(0), |place| self.restoring(lexicon, edges, place));
                if let Some(gold) = gold.filter(|_| edges.len() > 1) {
                    visit(at, edges, gold);
                }
            }
        }
    }

    /// The edge that restores `place`.
    fn restoring(&self, lexicon: &Lexicon<'_>, edges: &[Edge], place: &Replaced) -> Option<usize> {
        edges.iter().position(|edge| {
            let Wording::Original(candidate) = edge.wording else {
                return false;
            };
            self.tokens.as_slice()[edge.to - 1].end == place.spun.end
                && same_words(lexicon.surface(candidate), &place.original)
        })
    }
}

fn same_words(surface: &str, norm: &str) -> bool {
    let mut tokens = Tokens::default();
    tokens.push_text(surface, 0);
    tokens.norm() == norm
}
