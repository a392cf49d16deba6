//! The context model: how well a wording fits the words around it, as they are found in the text. A
//! log-linear model over the [`features`] of a phrase.

pub mod features;

use crate::cost::Cost;
use crate::models::Keys;
use crate::store::error::Error;
use crate::store::file;
use crate::store::file::Trust;
use crate::store::weight_map::WeightMap;
use crate::text::token::Tokens;
use features::{Features, Register, Topics, cross};
use std::ops::Range;

/// Name of the kind of file, in its first line.
pub const WHAT: &str = "context";
/// Version of the layout.
pub const VERSION: u32 = 1;

/// A context model over borrowed bytes.
#[derive(Clone, Debug)]
pub struct ContextModel<'a> {
    weights: WeightMap<'a, 1>,
    /// Hashes of common words, which say nothing of the topic, as sorted u64.
    common: &'a [u8],
}

/// Memory that a thread reuses from document to document.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    topics: Topics,
    features: Features,
}

impl<'a> ContextModel<'a> {
    /// The model that is built into the crate: `dictionaries/en.ctx`.
    pub fn embedded() -> ContextModel<'static> {
        ContextModel::read(
            include_bytes!("../../../dictionaries/en.ctx"),
            Trust::Embedded,
        )
        .expect("the committed model is whole")
    }

    /// Reads a model in place.
    ///
    /// # Errors
    /// If the bytes are not a context model, or are truncated or damaged.
    pub fn read(bytes: &'a [u8], trust: Trust) -> Result<Self, Error> {
        let [weights, values, common] = file::read(bytes, WHAT, VERSION, trust)?;
        let damaged = |part, section| Error::damaged(WHAT, part, bytes, section);
        let weights = WeightMap::read(weights, values)
            .map_err(|section| damaged("table of weights", section))?;
        if common.len().is_multiple_of(8) {
            Ok(Self { weights, common })
        } else {
            Err(damaged("list of common words", common))
        }
    }

    fn is_common(&self, word: u64) -> bool {
        let (common, _) = self.common.as_chunks();
        let number = |eight: &[u8; 8]| u64::from_le_bytes(*eight);
        common.binary_search_by_key(&word, number).is_ok()
    }

    /// Prepares to score wordings in a document.
    pub fn read_document<'d>(
        &'d self,
        tokens: &'d Tokens,
        scratch: &'d mut Scratch,
    ) -> Reader<'d, 'a> {
        scratch
            .topics
            .read(tokens.as_slice(), |word| self.is_common(word));
        Reader {
            model: self,
            tokens,
            register: Register::of(tokens),
            scratch,
        }
    }

    fn score(&self, features: &Features, keys: Keys) -> Cost {
        let whole = features.whole.iter();
        let ending = features.ending.iter();
        let keys = whole
            .map(|&feature| cross(feature, keys.whole))
            .chain(ending.map(|&feature| cross(feature, keys.ending)));
        // Otherwise the processor has too few loads under way.
        keys.clone().for_each(|key| self.weights.prefetch(key));
        keys.map(|key| self.weights.get(key)[0]).sum()
    }
}

/// A document that is read with a context model.
pub struct Reader<'d, 'a> {
    model: &'d ContextModel<'a>,
    tokens: &'d Tokens,
    register: Register,
    scratch: &'d mut Scratch,
}

impl<'a> Reader<'_, 'a> {
    /// Reads the phrase that `tokens` form, so that wordings of it can be scored. `quoted` says whether
    /// it is in a quotation.
    pub fn phrase(&mut self, tokens: Range<usize>, quoted: bool) -> Phrase<'_, 'a> {
        let register = self.register.with_quotation(quoted);
        let Scratch { features, topics } = &mut *self.scratch;
        let Range { start, end } = tokens;
        features.read(self.tokens.as_slice(), topics, start, end, register);
        Phrase {
            model: self.model,
            features,
        }
    }
}

/// A phrase and the words around it, as the context model sees them.
pub struct Phrase<'p, 'a> {
    model: &'p ContextModel<'a>,
    features: &'p Features,
}

impl Phrase<'_, '_> {
    /// How well a wording fits here, in milli-nats: the higher, the better.
    pub fn score(&self, wording: Keys) -> Cost {
        self.model.score(self.features, wording)
    }
}

#[cfg(test)]
mod tests;
