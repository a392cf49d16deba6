//! Which neighbouring words a spinner treats as a unit.
//!
//! Two neighbours are linked if one phrase often replaces both, or if what happens to one of them
//! differs significantly from what happens to it elsewhere (log likelihood ratio: Dunning 1993).

use super::observed::{BOUNDARY, Observed};
use std::collections::{HashMap, HashSet};
use unspin::store::hash::{self, ByHash};

/// Neighbours that occur together fewer times are not tested.
const MIN_OCCURRENCES: u32 = 12;
/// Neighbours are linked if one phrase replaced both of them at least this often,
/// and at the same time in [`MIN_JOINT_PERCENT`] of their occurrences.
const MIN_JOINT: u32 = 3;
/// See [`MIN_JOINT`].
const MIN_JOINT_PERCENT: u32 = 1;
/// A difference is significant if the G statistic (twice the log likelihood ratio) is larger than
/// this, plus [`MIN_G_PER_TREATMENT`] for each different treatment.
const MIN_G: f64 = 25.0;
/// See [`MIN_G`].
const MIN_G_PER_TREATMENT: f64 = 2.0;
/// A difference is large enough if the total variation distance is larger than this.
const MIN_VARIATION: f64 = 0.1;

/// The linked pairs of neighbours, by the hash of both words.
#[derive(Default)]
pub(super) struct Links(HashSet<u64, ByHash>);

/// How often each treatment was observed.
type Treatments = HashMap<u64, u32, ByHash>;
/// Treatments by word, or by pair of words.
type Counts = HashMap<u64, Treatments, ByHash>;

/// Two neighbouring words.
struct Neighbours {
    first: u64,
    second: u64,
    occurrences: u32,
    /// Occurrences where one phrase replaced both.
    joint: u32,
}

impl Links {
    pub fn new(observed: &Observed) -> Self {
        let neighbours = frequent_neighbours(observed);
        let mut alone = Counts::default();
        let mut first = Counts::default();
        let mut second = Counts::default();
        let treatments: Vec<u64> = (0..observed.words.len())
            .map(|at| observed.treatment(at))
            .collect();
        for (at, words) in observed.words.windows(2).enumerate() {
            add(&mut alone, words[0], treatments[at]);
            let key = hash::pair(words[0], words[1]);
            if neighbours.contains_key(&key) {
                add(&mut first, key, treatments[at]);
                add(&mut second, key, treatments[at + 1]);
            }
        }
        let is_linked = |&(key, pair): &(&u64, &Neighbours)| {
            pair.is_joint()
                || differs(&first[key], &alone[&pair.first])
                || differs(&second[key], &alone[&pair.second])
        };
        let linked = neighbours.iter().filter(is_linked);
        Self(linked.map(|(&key, _)| key).collect())
    }

    /// Number of linked pairs.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// How many of the first words, at most `most`, are each linked to the next. At least 1.
    pub fn run_length(&self, words: &[u64], most: usize) -> usize {
        let linked = words
            .windows(2)
            .take(most - 1)
            .take_while(|pair| self.0.contains(&hash::pair(pair[0], pair[1])));
        1 + linked.count()
    }
}

impl Neighbours {
    fn is_joint(&self) -> bool {
        self.joint >= MIN_JOINT && self.joint * 100 >= self.occurrences * MIN_JOINT_PERCENT
    }
}

fn add(counts: &mut Counts, key: u64, treatment: u64) {
    *counts.entry(key).or_default().entry(treatment).or_default() += 1;
}

fn frequent_neighbours(observed: &Observed) -> HashMap<u64, Neighbours, ByHash> {
    let mut neighbours: HashMap<u64, Neighbours, ByHash> = HashMap::default();
    for (at, words) in observed.words.windows(2).enumerate() {
        if words.contains(&BOUNDARY) {
            continue;
        }
        let pair = neighbours
            .entry(hash::pair(words[0], words[1]))
            .or_insert(Neighbours {
                first: words[0],
                second: words[1],
                occurrences: 0,
                joint: 0,
            });
        pair.occurrences += 1;
        pair.joint += u32::from(observed.is_same_phrase(at));
    }
    neighbours.retain(|_, pair| pair.occurrences >= MIN_OCCURRENCES);
    neighbours
}

/// Whether the treatments observed in one context differ from those in all contexts, both
/// significantly and by enough.
fn differs(here: &Treatments, everywhere: &Treatments) -> bool {
    let total = |counts: &Treatments| f64::from(counts.values().sum::<u32>());
    let here_total = total(here);
    let everywhere_total = total(everywhere);
    let mut g = 0.0;
    let mut variation = 0.0;
    for (treatment, &count) in here {
        let expected = here_total * f64::from(everywhere[treatment]) / everywhere_total;
        let count = f64::from(count);
        g += 2.0 * count * (count / expected).ln();
        variation += (count - expected).max(0.0) / here_total;
    }
    let treatments = f64::from(u32::try_from(here.len()).unwrap_or(u32::MAX));
    variation > MIN_VARIATION && g > MIN_G + MIN_G_PER_TREATMENT * treatments
}
