//! Spins text with the counts of a lexicon: the channel that is used for restoring, run forwards.

use super::draft::Draft;
use super::{Random, Spin, Spun, Style, furthest};
use crate::phrase::MAX_PHRASE;
use std::collections::{BTreeMap, HashMap};
use unspin::lexicon::tsv::Row;
use unspin::text::token::Tokens;

/// Replaces each original phrase of a lexicon as often, and by the same phrases, as the spinner
/// did according to the counts.
pub struct LexiconSpinner {
    /// By normalised phrase.
    keys: HashMap<String, Key>,
}

/// A phrase that can be replaced.
#[derive(Default)]
struct Key {
    /// Probability of a replacement at density 1.
    rate: f64,
    /// Replacements, each with the sum of its own count and the counts before it.
    alternatives: Vec<(String, u32)>,
    /// How often the phrase was left unchanged.
    kept: u32,
}

impl Key {
    /// How often the phrase was replaced.
    fn replaced(&self) -> u32 {
        self.alternatives.last().map_or(0, |last| last.1)
    }

    fn draw(&self, random: &mut Random) -> Option<&str> {
        let ticket = random.next_u64() % u64::from(self.replaced());
        self.alternatives
            .iter()
            .find(|alternative| ticket < u64::from(alternative.1))
            .map(|(alternative, _)| alternative.as_str())
    }
}

impl LexiconSpinner {
    /// A spinner with the table `rows`.
    pub fn new(rows: &[Row]) -> Self {
        let mut tokens = Tokens::default();
        let mut keys: BTreeMap<String, Key> = BTreeMap::new();
        for row in rows {
            tokens.clear();
            tokens.push_text(&row.original, 0);
            let key = keys.entry(tokens.norm().to_owned()).or_default();
            if row.is_kept() {
                key.kept += row.count;
            } else {
                let sum = key.replaced() + row.count;
                key.alternatives.push((row.spun.clone(), sum));
            }
        }
        keys.retain(|_, key| !key.alternatives.is_empty());
        for key in keys.values_mut() {
            let replaced = key.replaced();
            key.rate = f64::from(replaced) / f64::from(replaced + key.kept + 1);
        }
        Self {
            keys: keys.into_iter().collect(),
        }
    }

    /// A replacement for the longest phrase that starts at `at` and is drawn to be replaced, and
    /// the token after that phrase.
    fn choose(
        &self,
        tokens: &Tokens,
        at: usize,
        density: f64,
        random: &mut Random,
    ) -> Option<(usize, &str)> {
        let end = furthest(tokens, at, MAX_PHRASE);
        for to in (at + 1..=end).rev() {
            let Some(key) = self.keys.get(tokens.norm_span(at, to)) else {
                continue;
            };
            if random.unit() < density * key.rate {
                return Some((to, key.draw(random)?));
            }
        }
        None
    }
}

impl Spin for LexiconSpinner {
    fn spin(&self, text: &str, style: Style, random: &mut Random) -> Spun {
        let mut draft = Draft::new(text, style.quotes);
        let mut at = 0;
        while at < draft.tokens.len() {
            let chosen = if draft.is_protected(at) {
                None
            } else {
                self.choose(&draft.tokens, at, style.density, random)
            };
            if let Some((to, alternative)) = chosen {
                draft.replace(at, to, alternative);
                at = to;
            } else {
                at += 1;
            }
        }
        draft.finish()
    }
}
