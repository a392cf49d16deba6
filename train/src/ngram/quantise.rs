//! Quantisation: the costs and back-off weights of all n-grams of one length are represented by a
//! few values, so that each is stored as a code of a few bits.

use super::count::START_ID;
use unspin::cost::Cost;

/// Rounds of Lloyd's algorithm. Further rounds would move no value by more than a few milli-nats.
const ROUNDS: usize = 30;

/// A cost, and how much it matters that the value of its code is near.
type Weighted = (Cost, u64);

/// An n-gram of a model.
#[derive(Clone, Copy, Debug)]
pub struct Ngram {
    /// Its words.
    pub key: u128,
    /// Its count.
    pub count: u32,
    /// Probability of its last word after the words before it.
    pub probability: f32,
    /// Its back-off weight; 1 if no n-gram of the model begins with it.
    pub back_off: f32,
}

impl Ngram {
    fn cost(&self) -> Cost {
        cost(self.probability.into())
    }

    /// The cost of backing off, or `None` if no n-gram of the model begins with this one.
    fn back_off(&self) -> Option<Cost> {
        (self.back_off < 1.0).then(|| cost(self.back_off.into()))
    }

    /// The square root of the count, in eighths. A compromise: the count itself would be best for
    /// perplexity, but would give rare words poor costs.
    fn weight(&self) -> u64 {
        u64::from(self.count).saturating_mul(64).isqrt().max(1)
    }

    /// Whether its probability is ever used. That of the sentence start is not, because it is
    /// always given.
    fn is_predicted(&self) -> bool {
        self.key != u128::from(START_ID)
    }
}

/// The costs behind the codes of one n-gram length.
#[derive(Clone, Debug)]
pub struct Codes {
    costs: Vec<Cost>,
    /// Code 0 means that no n-gram of the model begins with this one.
    back_offs: Vec<Cost>,
    cost_bits: u32,
    back_off_bits: u32,
}

impl Codes {
    /// Chooses the values for `ngrams`, which all have the same length.
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
        let mut back_offs = bins(back_offs, (1 << back_off_bits) - 1);
        back_offs.insert(0, 0);
        Self {
            costs: bins(costs, 1 << cost_bits),
            back_offs,
            cost_bits,
            back_off_bits,
        }
    }

    /// Appends the widths and the values to the head of a model file.
    pub fn write(&self, head: &mut Vec<Cost>) {
        head.extend([self.cost_bits, self.back_off_bits].map(u32::cast_signed));
        head.extend(&self.costs);
        head.extend(&self.back_offs);
    }

    /// The code of `ngram`: that of its cost, followed by that of its back-off weight.
    pub fn code(&self, ngram: &Ngram) -> u32 {
        let cost = nearest(&self.costs, ngram.cost());
        let back_off = ngram
            .back_off()
            .map_or(0, |cost| 1 + nearest(&self.back_offs[1..], cost));
        cost << self.back_off_bits | back_off
    }
}

/// The cost of a probability, in milli-nats.
#[expect(
    clippy::cast_possible_truncation,
    reason = "at most 88,000: the logarithm of the smallest f32"
)]
pub fn cost(probability: f64) -> Cost {
    (-1000.0 * probability.max(f64::from(f32::MIN_POSITIVE)).ln()).round() as Cost
}

/// `count` values that represent `costs`, sorted: the means of equally filled bins, improved by
/// Lloyd's algorithm (1982). Without the improvement, a model of 3 MB has a perplexity of 203
/// instead of 184.
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

/// The index of the mean that is nearest to `cost`; the lower one on a tie. `means` must be sorted.
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
    fn bins_are_weighted_means() {
        assert_eq!(
            bins(vec![(10, 1), (20, 1), (1000, 1), (1030, 2)], 2),
            [15, 1020]
        );
        assert_eq!(bins(vec![(7, 1)], 4), [7, 7, 7, 7]);
        assert_eq!(bins(Vec::new(), 2), [0, 0]);
    }

    #[test]
    fn the_nearest_mean_is_chosen_and_the_lower_one_on_a_tie() {
        let means = [10, 20, 20, 40];
        assert_eq!(
            [0, 14, 15, 16, 20, 30, 31, 99].map(|cost| nearest(&means, cost)),
            [0, 0, 0, 1, 1, 2, 3, 3]
        );
    }
}
