//! From bytes to edits.
//!
//! [`Worker::restore`] is the whole line: a [document](crate::document) gives its text, the text is
//! read into tokens, the gate takes a first look, each family of spinners that may have been at work
//! gets a pass (lattice, weights, density, best path), and the edits of the text become edits of the
//! source.

mod again;
mod agreement;
#[cfg(feature = "formats")]
mod archive;
pub mod article;
mod blocks;
pub mod casing;
mod edits;
mod facts;
mod families;
pub mod family;
mod judgement;
mod labels;
mod looks;
mod numerals;
mod options;
mod pass;
mod propose;
mod rescore;
mod restored;
mod runs;
mod score;
mod spintax;
pub mod terms;
#[cfg(test)]
mod testing;
mod text;
mod titles;
mod verdict;
mod worker;

pub use options::{
    CAUTIOUS_MARGIN, EAGER_MARGIN, FALLBACK_MARGIN, GateMode, MIN_MARGIN, Options, Precision,
};
pub use rescore::{Piece, Rescorer};
#[cfg(feature = "formats")]
pub use restored::BadRecord;
pub use restored::Restored;
pub use spintax::Spintax;
pub use verdict::{Odd, Verdict};
pub use worker::Worker;

use crate::cost::Cost;
use crate::document::Format;
#[cfg(feature = "cli")]
use crate::document::Selection;
use crate::lexicon::{Lexicon, OwnedLexicon, pairs};
use crate::models::context::ContextModel;
use crate::models::gate::{FAMILIES, Gate};
use crate::models::net::Net;
use crate::models::ngram::NgramModel;
use crate::store::error::Error;
use family::{Family, THESAURUS};
use std::sync::Arc;
#[cfg(feature = "formats")]
use terms::TermList;

/// Lexicons, models and settings. It does not change while texts are restored, so threads can share
/// it; each takes a [`Worker`].
///
/// ```
/// use unspin::{GateMode, Options, Restorer};
/// let restorer = Restorer::new(Options::new().gate(GateMode::AssumeSpun));
/// let restored = restorer.restore("The White Home mentioned it.");
/// assert_eq!(restored.text(), "The White House said it.");
/// ```
#[derive(Clone)]
pub struct Restorer {
    models: Models,
    /// All families, the trained ones first. Their lexicons have the pairs of the user too.
    families: Vec<Family>,
    /// The pairs of the user alone.
    user: Option<OwnedLexicon>,
    #[cfg(feature = "formats")]
    term_lists: Vec<TermList>,
    options: Options,
    rescorer: Option<Arc<dyn Rescorer>>,
}

/// The models that are built into the crate.
#[derive(Clone)]
struct Models {
    ngrams: NgramModel<'static>,
    context: ContextModel<'static>,
    gate: Gate<'static>,
    /// The network of each trained family.
    nets: [Net<'static>; FAMILIES],
}

/// What one pass over a text searches with.
#[derive(Clone, Copy)]
struct Table<'r> {
    lexicon: &'r Lexicon<'r>,
    net: &'r Net<'static>,
    /// The pairs of the user among them.
    user: Option<&'r Lexicon<'r>>,
    /// Least margin of an edit.
    min_margin: Cost,
    /// Whose work is undone.
    family: &'r Family,
}

/// A family, as its index in [`Restorer::families`].
type FamilyId = usize;

impl Default for Restorer {
    fn default() -> Self {
        Self::new(Options::default())
    }
}

impl Restorer {
    /// A restorer with the data that is built into the crate.
    pub fn new(options: Options) -> Self {
        let models = Models {
            ngrams: NgramModel::embedded(),
            context: ContextModel::embedded(),
            gate: Gate::embedded(),
            nets: [Net::news_spinner(), Net::article_rewriter()],
        };
        Self {
            models,
            user: None,
            families: Family::built_in(),
            #[cfg(feature = "formats")]
            term_lists: Vec::new(),
            options,
            rescorer: None,
        }
    }

    /// The same restorer with other options. The lexicons are shared, not copied.
    ///
    /// ```
    /// use unspin::{GateMode, Options, Restorer};
    /// let restorer = Restorer::default();
    /// let eager = restorer.clone().with_options(Options::new().gate(GateMode::AssumeSpun));
    /// assert_eq!(restorer.restore("The White Home.").text(), "The White Home.");
    /// assert_eq!(eager.restore("The White Home.").text(), "The White House.");
    /// ```
    #[must_use]
    pub fn with_options(self, options: Options) -> Self {
        Self { options, ..self }
    }

    /// Restores one text. For many texts, or other formats, keep a [`Worker`].
    pub fn restore<'s>(&self, text: &'s str) -> Restored<'s> {
        self.worker().restore(text.as_bytes(), Format::Text)
    }

    /// What a thread needs to restore one document after another.
    ///
    /// ```
    /// use unspin::{Format, Restorer};
    /// let restorer = Restorer::default();
    /// let mut worker = restorer.worker();
    /// for page in ["<p>It rained.", "<p>It snowed."] {
    ///     assert_eq!(worker.restore(page.as_bytes(), Format::Html).text(), page);
    /// }
    /// ```
    pub fn worker(&self) -> Worker<'_> {
        Worker::new(self)
    }

    /// Adds pairs of the user, one `spun<TAB>original<TAB>count` a line. Where the spun phrase of
    /// such a pair occurs, only the originals given for it are weighed.
    ///
    /// ```
    /// use unspin::{GateMode, Options, Restorer};
    /// let options = Options::new().gate(GateMode::AssumeSpun);
    /// let restorer = Restorer::new(options).with_pairs("lead singer\tfrontman\t20\n").unwrap();
    /// let restored = restorer.restore("The lead singer mentioned it.");
    /// assert_eq!(restored.text(), "The frontman said it.");
    /// ```
    ///
    /// # Errors
    /// [`Error::Lexicon`] with the first bad line.
    pub fn with_pairs(self, text: &str) -> Result<Self, Error> {
        pairs::check(text, 1)?;
        let user = OwnedLexicon::compile(text)?;
        let overlaid = |family: Family| match family.number() {
            Some(_) => {
                let lexicon = family.owned_lexicon().overlaid(&user);
                family.with_lexicon(lexicon)
            }
            None => family,
        };
        Ok(Self {
            families: self.families.into_iter().map(overlaid).collect(),
            user: Some(user),
            ..self
        })
    }

    /// Adds a family of spinners with pairs in the same form. Documents that look like its work are
    /// restored with these pairs.
    ///
    /// ```
    /// use unspin::Restorer;
    /// let pairs = "nutriment\tfood\t30\nutilise\tuse\t40\n";
    /// let restorer = Restorer::default().with_family("nutrition", pairs).unwrap();
    /// assert!(restorer.restore("We use it daily.").edits().is_empty());
    /// ```
    ///
    /// # Errors
    /// [`Error::Lexicon`] with the first bad line.
    pub fn with_family(mut self, name: &str, text: &str) -> Result<Self, Error> {
        let family = self.family(name, text)?;
        self.families.push(family);
        Ok(self)
    }

    /// Adds plain synonyms, which are used only where no family explains a document, and only for
    /// edits with a margin of at least 6000 milli-nats.
    ///
    /// # Errors
    /// [`Error::Lexicon`] with the first bad line.
    pub fn with_thesaurus(mut self, text: &str) -> Result<Self, Error> {
        let family = self.family(THESAURUS, text)?.guess();
        self.families.push(family);
        Ok(self)
    }

    /// Adds phrases to those that [`Options::terms`] looks for.
    #[cfg(feature = "formats")]
    #[must_use]
    pub fn with_terms(mut self, list: TermList) -> Self {
        self.term_lists.push(list);
        self
    }

    fn family(&self, name: &str, text: &str) -> Result<Family, Error> {
        pairs::check(text, 0)?;
        let lexicon = OwnedLexicon::compile(text)?;
        Ok(Family::new(name, lexicon, &self.models.ngrams))
    }

    /// Only the first trained family, with `lexicon` instead of its own, for training and tests.
    #[doc(hidden)]
    #[must_use]
    pub fn with_lexicon(self, lexicon: OwnedLexicon) -> Self {
        let first = self.families.into_iter().next();
        let family = first.map(|family| family.with_lexicon(lexicon));
        Self {
            families: family.into_iter().chain([Family::science()]).collect(),
            user: None,
            ..self
        }
    }

    /// Where the text is in structured data.
    #[cfg(feature = "cli")]
    pub(crate) fn selection(&self) -> &Selection {
        &self.options.selection
    }

    /// The lexicon of the family with this name, for training and tests.
    #[doc(hidden)]
    pub fn lexicon_of(&self, name: &str) -> Option<&Lexicon<'_>> {
        let family = self.families.iter().find(|family| &*family.name() == name);
        family.map(Family::lexicon)
    }

    /// What the work of a family is undone with. A family that is not trained uses the network of the
    /// first one that is.
    fn table(&self, family: FamilyId) -> Table<'_> {
        let family = &self.families[family];
        let user = self.user.as_ref().filter(|_| family.number().is_some());
        let min_margin = self.options.min_margin.unwrap_or(MIN_MARGIN);
        Table {
            lexicon: family.lexicon(),
            net: &self.models.nets[family.number().unwrap_or(0)],
            user: user.map(OwnedLexicon::view),
            min_margin: min_margin.max(family.min_margin()),
            family,
        }
    }

    fn name(&self, family: FamilyId) -> Arc<str> {
        self.families[family].name()
    }
}
