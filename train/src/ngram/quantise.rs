//! Quantisation: costs and back-off weights of one n-gram length to a few codes. It owns where the codes lie, not the cells
//! that they are stored in.

use super::count::START_ID;
use unspin::cost::Cost;

/// Rounds of Lloyd's algorithm; later ones move no bin by more than a few milli-nats.
const ROUNDS: usize = 30;

/// A cost and how much it matters that its code is near.
type Weighted = (Cost, u64);

/// An n-gram that is in a model.
#[derive(Clone, Copy, Debug)]
pub struct Ngram {
    /// Its words.
    pub key: u128,
    /// Its count.
    pub count: u32,
    /// Probability of its last word after the others.
    pub probability: f32,
    /// Its back-off weight; 1 where it has none.
    pub back_off: f32,
}

impl Ngram {
    fn cost(&self) -> Cost {
        cost(self.probability.into())
    }

    /// The cost of backing off, or `None` where no kept n-gram begins with this one.
    fn back_off(&self) -> Option<Cost> {
        (self.back_off < 1.0).then(|| cost(self.back_off.into()))
    }

    /// The square root lies between the count, which serves perplexity but lets rare words go astray, and evenness.
    fn weight(&self) -> u64 {
        u64::from(self.count).saturating_mul(64).isqrt().max(1)
    }

    /// Whether anything comes before its last word: a sentence start alone, whose key is its number, is given.
    fn is_predicted(&self) -> bool {
        self.key != u128::from(START_ID)
    }
}

/// The costs behind the codes of one n-gram length.
#[derive(Clone, Debug)]
pub struct Codes {
    costs: Vec<Cost>,
    /// The first says that the n-gram begins no longer one.
    back_offs: Vec<Cost>,
    cost_bits: u32,
    back_off_bits: u32,
}

impl Codes {
    /// Lays out codes of so many bits for `ngrams` of one length.
    pub fn new(ngrams: &[Ngram], cost_bits: u32, back_off_bits: u32) -> Self {
        let costs = ngrams
            .iter()
            .filter(|ngram| ngram.is_predicted())
            .map(|ngram| (ngram.cost(), ngram.weight()))
            .collect();
        let back_offs = ngrams
            .iter()
            .filter_map(|ngram| Some((ngram.back_off()?, ngram.weight())))
            .collect();
        let mut table = bins(back_offs, (1 << back_off_bits) - 1);
        table.insert(0, 0);
        Self {
            costs: bins(costs, 1 << cost_bits),
            back_offs: table,
            cost_bits,
            back_off_bits,
        }
    }

    /// Appends widths and tables to the head of a model file.
    pub fn write(&self, head: &mut Vec<Cost>) {
        head.extend([self.cost_bits, self.back_off_bits].map(u32::cast_signed));
        head.extend(&self.costs);
        head.extend(&self.back_offs);
    }

    /// The value stored for `ngram`.
    pub fn code(&self, ngram: &Ngram) -> u32 {
        let costs = nearest(&self.costs, ngram.cost());
        let back_off = ngram
            .back_off()
            .map_or(0, |cost| 1 + nearest(&self.back_offs[1..], cost));
        costs << self.back_off_bits | back_off
    }
}

/// Milli-nats of a probability.
#[expect(
    clippy::cast_possible_truncation,
    reason = "at most 88,000: the logarithm of the smallest f32"
)]
pub fn cost(probability: f64) -> Cost {
    (-1000.0 * probability.max(f64::from(f32::MIN_POSITIVE)).ln()).round() as Cost
}

/// `count` rising costs near which most of `costs` are: the means of equally filled bins, moved to the means of what is
/// nearest (Lloyd 1982). Without the moves a model of 3 MB has a perplexity of 203 instead of 184.
fn bins(mut costs: Vec<Weighted>, count: usize) -> Vec<Cost> {
    costs.sort_unstable();
    let edge = |bin: usize| bin * costs.len() / count;
    let mut means: Vec<Cost> = (0..count)
        .filter_map(|bin| mean(&costs[edge(bin)..edge(bin + 1)]))
        .collect();
    for _ in 0..ROUNDS {
        let bins =
            costs.chunk_by(|a, b| a.0 == b.0 || nearest(&means, a.0) == nearest(&means, b.0));
        means = bins.filter_map(mean).collect();
    }
    let last = means.last().copied().unwrap_or_default();
    means.resize(count, last);
    means
}

fn mean(bin: &[Weighted]) -> Option<Cost> {
    let (sum, all) = bin
        .iter()
        .fold((0_i64, 0_u64), |(sum, all), &(cost, weight)| {
            (sum + i64::from(cost) * weight.cast_signed(), all + weight)
        });
    sum.checked_div(all.cast_signed())
        .and_then(|mean| Cost::try_from(mean).ok())
}

/// Number of the bin whose mean is nearest; the lower one on a tie.
fn nearest(means: &[Cost], cost: Cost) -> u32 {
    let at = means.partition_point(|&mean| mean < cost);
    let up = means.get(at).map(|mean| mean - cost);
    let down = at.checked_sub(1).map(|below| cost - means[below]);
    let best = match (down, up) {
        (Some(down), Some(up)) if down <= up => at - 1,
        (Some(_), None) => at - 1,
        _ => at,
    };
    u32::try_from(best).expect("fewer than 2^12 bins")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_lie_where_the_weight_is() {
        assert_eq!(
            bins(vec![(10, 1), (20, 1), (1000, 1), (1030, 2)], 2),
            [15, 1020]
        );
        assert_eq!(bins(vec![(7, 1)], 4), [7, 7, 7, 7]);
        assert_eq!(bins(Vec::new(), 2), [0, 0]);
    }

    #[test]
    fn the_nearest_bin_is_taken() {
        let means = [10, 20, 20, 40];
        assert_eq!(
            [0, 14, 15, 16, 20, 30, 31, 99].map(|cost| nearest(&means, cost)),
            [0, 0, 0, 1, 1, 2, 3, 3]
        );
    }
}
