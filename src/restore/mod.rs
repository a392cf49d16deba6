//! From bytes to edits.
//!
//! [`Worker::restore`] is the whole line: a [document](crate::document) gives its text, the text is
//! read into tokens, the gate takes a first look, each family of spinners that may have been at work
//! gets a pass (lattice, weights, density, best path), and the edits of the text become edits of the
//! source.

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
mod options;
mod pass;
mod propose;
mod rescore;
mod restored;
mod spintax;
pub mod terms;
mod text;
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
use crate::lexicon::{FAMILY, Lexicon, OwnedLexicon, pairs};
use crate::models::context::ContextModel;
use crate::models::gate::Gate;
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
    /// The built-in pairs, with those of the user.
    lexicon: OwnedLexicon,
    /// The pairs of the user alone.
    user: Option<OwnedLexicon>,
    /// All families but that of `lexicon`.
    families: Vec<Family>,
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
    net: Net<'static>,
}

/// What one pass over a text searches with.
#[derive(Clone, Copy)]
struct Table<'r> {
    lexicon: &'r Lexicon<'r>,
    /// The pairs of the user among them.
    user: Option<&'r Lexicon<'r>>,
    /// Least margin of an edit.
    min_margin: Cost,
}

/// A family: `None` is the built-in one, any other has its index in [`Restorer::families`].
type FamilyId = Option<usize>;

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
            net: Net::embedded(),
        };
        let families = vec![Family::science()];
        Self {
            models,
            lexicon: OwnedLexicon::embedded(),
            user: None,
            families,
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
        let lexicon = self.lexicon.overlaid(&user);
        Ok(Self {
            lexicon,
            user: Some(user),
            ..self
        })
    }

    /// Adds a family of spinners with pairs in the same form. Documents that look like its work are
    /// restored with these pairs.
    ///
    /// # Errors
    /// [`Error::Lexicon`] with the first bad line.
    pub fn with_family(mut self, name: &str, text: &str) -> Result<Self, Error> {
        let family = self.family(name, text)?;
        self.families.push(family);
        Ok(self)
    }

    /// Adds plain synonyms, which are used only where no family explains a document, and only for
    /// edits with a margin of at least [`FALLBACK_MARGIN`].
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

    /// Uses `lexicon` instead of the built-in one, for training and tests.
    #[doc(hidden)]
    #[must_use]
    pub fn with_lexicon(self, lexicon: OwnedLexicon) -> Self {
        Self {
            lexicon,
            user: None,
            ..self
        }
    }

    /// Where the text is in structured data.
    #[cfg(feature = "cli")]
    pub(crate) fn selection(&self) -> &Selection {
        &self.options.selection
    }

    /// The lexicon of the built-in family, for training and tests.
    #[doc(hidden)]
    pub fn lexicon(&self) -> &Lexicon<'_> {
        self.lexicon.view()
    }

    /// The lexicon and least margin with which the work of a family is undone.
    fn table(&self, family: FamilyId) -> Table<'_> {
        let min_margin = self.options.min_margin.unwrap_or(MIN_MARGIN);
        match family.map(|index| &self.families[index]) {
            None => Table {
                lexicon: self.lexicon.view(),
                user: self.user.as_ref().map(OwnedLexicon::view),
                min_margin,
            },
            Some(family) => Table {
                lexicon: family.lexicon(),
                user: None,
                min_margin: min_margin.max(family.min_margin()),
            },
        }
    }

    fn name(&self, family: FamilyId) -> Arc<str> {
        match family {
            None => FAMILY.into(),
            Some(index) => self.families[index].name(),
        }
    }
}
