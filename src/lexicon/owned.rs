//! A lexicon that owns its bytes, for lexicons compiled at run time and for values that outlive the function that loads them.

use super::Lexicon;
use crate::store::error::Error;
use crate::store::file::Trust;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

self_cell::self_cell!(
    struct Cell {
        owner: Cow<'static, [u8]>,

        #[covariant]
        dependent: Lexicon,
    }
);

/// A read-only lexicon together with the bytes it reads. Clones share the bytes.
///
/// Look-ups go through [`OwnedLexicon::view`], which costs one pointer dereference.
///
/// ```
/// use unspin::lexicon::OwnedLexicon;
/// let owned = OwnedLexicon::compile("white home\twhite house\t3\n").expect("good rows");
/// let lexicon = owned.view();
/// let entry = lexicon.get("white home").expect("known");
/// assert_eq!(lexicon.surface(entry.candidates().next().expect("one").original), "white house");
/// ```
#[derive(Clone)]
pub struct OwnedLexicon {
    cell: Arc<Cell>,
}

impl OwnedLexicon {
    /// The built-in lexicon of the family `news-spinner` (`dictionaries/news-spinner.tsv` and `hand.tsv`). Its bytes are
    /// not copied.
    pub fn news_spinner() -> Self {
        Self::built_in(super::NEWS_SPINNER)
    }

    /// The built-in lexicon of the family `article-rewriter` (`dictionaries/article-rewriter.tsv`). Its bytes are not
    /// copied.
    pub fn article_rewriter() -> Self {
        Self::built_in(super::ARTICLE_REWRITER)
    }

    /// The tortured phrases of science that are built into the crate (`dictionaries/science.tsv`). Its bytes are not copied.
    pub fn science() -> Self {
        Self::built_in(super::SCIENCE)
    }

    fn built_in(bytes: &'static [u8]) -> Self {
        Self::read(bytes, Trust::Embedded).expect("compiled by the build script")
    }

    /// Compiles the text form: one `spun<TAB>original<TAB>count` per line.
    ///
    /// # Errors
    /// [`Error::Lexicon`] with the first bad line.
    pub fn compile(text: &str) -> Result<Self, Error> {
        Self::read(Lexicon::compile(text)?, Trust::Embedded)
    }

    /// Reads a compiled lexicon: either owned bytes (`Vec<u8>`) or bytes that are part of the program (`&'static [u8]`).
    ///
    /// # Errors
    /// The same as [`Lexicon::read`].
    pub fn read(bytes: impl Into<Cow<'static, [u8]>>, trust: Trust) -> Result<Self, Error> {
        let cell = Cell::try_new(bytes.into(), |bytes| Lexicon::read(bytes, trust))?;
        Ok(Self {
            cell: Arc::new(cell),
        })
    }

    /// This lexicon with the pairs of `own` added, as in [`Lexicon::overlaid`].
    ///
    /// # Panics
    /// If the two together exceed 4 GiB.
    #[must_use]
    pub fn overlaid(&self, own: &Self) -> Self {
        let bytes = self.view().overlaid(own.view());
        Self::read(bytes, Trust::Embedded).expect("just compiled")
    }

    /// The lexicon to look phrases up in.
    pub fn view(&self) -> &Lexicon<'_> {
        self.cell.borrow_dependent()
    }

    /// The compiled form, as [`OwnedLexicon::read`] takes it.
    pub fn bytes(&self) -> &[u8] {
        self.cell.borrow_owner()
    }
}

impl fmt::Debug for OwnedLexicon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnedLexicon")
            .field("bytes", &self.bytes().len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
