//! Spun text in which the right wording of every position is known: plain documents, which are spun
//! again in each training pass, and aligned documents, which come spun.

use crate::spin::aligned::AlignedDocument;
use crate::spin::{Quotes, Random, Replaced, Spin, Spun, Style};
use rayon::prelude::*;
use unspin::lattice::density::Density;
use unspin::lattice::{Edge, Lattice, Wording, straight_apostrophes};
use unspin::lexicon::Lexicon;
use unspin::store::hash;
use unspin::text::token::Tokens;
use unspin::text::{quote, segment};

/// Documents that are prepared together.
pub const BATCH: usize = 256;

/// Training texts, and how they are spun.
#[derive(Clone, Copy)]
pub struct Texts<'a> {
    /// Plain documents, spun again in each pass.
    pub documents: &'a [String],
    /// Documents that are already spun.
    pub aligned: &'a [AlignedDocument],
    /// Spins the plain documents.
    pub spinner: &'a dyn Spin,
    /// Proposes the wordings of each position.
    pub lexicon: &'a Lexicon<'a>,
    /// Seed of all random choices.
    pub seed: u64,
}

/// One spun document.
pub struct LabelledText {
    /// Its tokens.
    pub tokens: Tokens,
    /// Whether each token is between quotation marks.
    pub quoted: Vec<bool>,
    replaced: Vec<Replaced>,
    density: Density,
}

impl Texts<'_> {
    /// Calls `prepare` with each of the first `limit` documents of a pass, in parallel, and `learn`
    /// with the number of each batch and its results. The next batch is prepared while `learn`
    /// runs. The order of the documents and their spinning depend only on the seed and on `pass`.
    pub fn each_batch<T: Send + Sync>(
        &self,
        pass: usize,
        limit: usize,
        prepare: impl Fn(&LabelledText) -> T + Sync,
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

    fn text(&self, index: usize, pass: usize) -> LabelledText {
        let Some(document) = self.documents.get(index) else {
            let aligned = &self.aligned[index - self.documents.len()];
            return LabelledText::new(aligned.spun.clone(), aligned.density);
        };
        let mut random = Random::new(hash::pair(self.seed + pass as u64, index as u64));
        // Six of ten documents are spun densely, the others at any density from a quarter.
        let density = if random.unit() < 0.6 {
            1.0 - 0.15 * random.unit()
        } else {
            0.25 + 0.75 * random.unit()
        };
        let style = Style {
            density,
            quotes: Quotes::Spun,
        };
        LabelledText::new(self.spinner.spin(document, style, &mut random), density)
    }
}

impl LabelledText {
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

    /// Calls `visit` with each token that has more than one wording, its edges with the channel
    /// costs of the document's density, and the index of the right edge. Positions whose right
    /// wording the lexicon does not propose are skipped.
    pub fn each_position(
        &self,
        lexicon: &Lexicon<'_>,
        mut visit: impl FnMut(usize, &mut [Edge], usize),
    ) {
        let mut replaced = self.replaced.iter().peekable();
        let mut lattice = Lattice::default();
        let straight = straight_apostrophes(&self.tokens);
        for sentence in segment::sentences(&self.tokens) {
            for at in sentence.clone() {
                let token = &self.tokens.as_slice()[at];
                while replaced
                    .next_if(|place| place.spun.end <= token.start)
                    .is_some()
                {}
                let place = replaced
                    .peek()
                    .filter(|place| place.spun.start <= token.start);
                if place.is_some_and(|place| place.spun.start < token.start) {
                    continue;
                }
                lattice.clear(at, straight);
                lattice.propose(lexicon, &self.tokens, sentence.end);
                lattice.price(at, &self.density);
                let edges = lattice.edges_mut(at);
                let right = match place {
                    Some(place) => self.restoring_edge(lexicon, edges, place),
                    None => Some(0), // the edge that keeps the token
                };
                if let Some(right) = right.filter(|_| edges.len() > 1) {
                    visit(at, edges, right);
                }
            }
        }
    }

    /// The index of the edge that restores `place`.
    fn restoring_edge(
        &self,
        lexicon: &Lexicon<'_>,
        edges: &[Edge],
        place: &Replaced,
    ) -> Option<usize> {
        edges.iter().position(|edge| {
            let Wording::Original(original) = edge.wording else {
                return false;
            };
            self.tokens.as_slice()[edge.to - 1].end == place.spun.end
                && normalised(lexicon.surface(original)) == place.original
        })
    }
}

fn normalised(text: &str) -> String {
    let mut tokens = Tokens::default();
    tokens.push_text(text, 0);
    tokens.norm().to_owned()
}
