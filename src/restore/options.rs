//! What a caller can choose: the gate, the least margin of an edit, and what is never changed.

use super::Spintax;
use crate::cost::Cost;
#[cfg(feature = "formats")]
use crate::document::csv::Column;
#[cfg(feature = "formats")]
use crate::document::encoding::Encoding;
#[cfg(feature = "formats")]
use crate::document::json::Field;
#[cfg(feature = "formats")]
use crate::document::{FieldFormat, Selection};
use crate::text::allow::Allow;

/// Whether documents that look clean are left alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GateMode {
    /// Leave documents and quotations alone unless they look spun.
    #[default]
    Auto,
    /// Treat every document as spun.
    AssumeSpun,
}

/// Settings of a [`Restorer`](crate::Restorer).
///
/// ```
/// use unspin::{GateMode, Options, Precision};
/// let options = Options::new().gate(GateMode::AssumeSpun).precision(Precision::Cautious);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub(crate) gate: GateMode,
    pub(crate) min_margin: Option<Cost>,
    pub(crate) explain: bool,
    pub(crate) allow: Allow,
    pub(crate) keep_lines: bool,
    pub(crate) terms: bool,
    pub(crate) spintax: Spintax,
    #[cfg(feature = "formats")]
    pub(crate) selection: Selection,
    #[cfg(feature = "formats")]
    pub(crate) encoding: Option<Encoding>,
}

impl Options {
    /// The default settings.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether documents that look clean are left alone.
    #[must_use]
    pub fn gate(self, gate: GateMode) -> Self {
        Self { gate, ..self }
    }

    /// How sure an edit has to be. Sets the least margin.
    #[must_use]
    pub fn precision(self, precision: Precision) -> Self {
        self.min_margin(precision.min_margin())
    }

    /// The least margin of an edit, in milli-nats: by how much it has to beat the text as it is. The
    /// default is 400.
    #[must_use]
    pub fn min_margin(self, milli_nats: Cost) -> Self {
        Self {
            min_margin: Some(milli_nats),
            ..self
        }
    }

    /// Whether each edit lists the wordings that were weighed.
    #[must_use]
    pub fn explain(self, explain: bool) -> Self {
        Self { explain, ..self }
    }

    /// Words and phrases that are never changed.
    ///
    /// ```
    /// use unspin::{Allow, GateMode, Options, Restorer};
    /// let options = Options::new().gate(GateMode::AssumeSpun).allow(Allow::parse("White Home"));
    /// assert_eq!(Restorer::new(options).restore("The White Home.").text(), "The White Home.");
    /// ```
    #[must_use]
    pub fn allow(self, allow: Allow) -> Self {
        Self { allow, ..self }
    }

    /// Whether the number of lines stays as it is: an edit across a line end keeps the line end.
    #[must_use]
    pub fn keep_lines(self, keep_lines: bool) -> Self {
        Self { keep_lines, ..self }
    }

    /// Whether tortured phrases are listed, see [`Restored::terms`](crate::Restored::terms). Nothing is
    /// edited then.
    #[must_use]
    pub fn terms(self, terms: bool) -> Self {
        Self { terms, ..self }
    }

    /// What becomes of alternatives in braces, `{big|large}`. The default is to keep them.
    ///
    /// ```
    /// use unspin::{Options, Restorer, Spintax};
    /// let restorer = Restorer::new(Options::new().spintax(Spintax::Best));
    /// let restored = restorer.restore("It was {creation|made of|occasion} stone.");
    /// assert_eq!(restored.text(), "It was made of stone.");
    /// ```
    #[must_use]
    pub fn spintax(self, spintax: Spintax) -> Self {
        Self { spintax, ..self }
    }

    /// The fields of JSON and of JSON lines that hold text. The default is the field `text` in JSON
    /// lines, and all strings with several words in JSON. A field that is no pointer may be anywhere
    /// in a JSON document.
    #[cfg(feature = "formats")]
    #[must_use]
    pub fn fields(mut self, fields: impl IntoIterator<Item = Field>) -> Self {
        self.selection.fields = fields.into_iter().collect();
        self
    }

    /// The columns of tables that hold text. The default is all cells with several words.
    ///
    /// ```
    /// use unspin::{Column, Format, GateMode, Options, Restorer};
    /// let options = Options::new().gate(GateMode::AssumeSpun).columns([Column::parse("body")]);
    /// let restorer = Restorer::new(options);
    /// let table = b"title,body\nThe White Home,Is that the White Home?\n";
    /// let restored = restorer.worker().restore(table, Format::Csv);
    /// assert_eq!(restored.text(), "title,body\nThe White Home,Is that the White House?\n");
    /// ```
    #[cfg(feature = "formats")]
    #[must_use]
    pub fn columns(mut self, columns: impl IntoIterator<Item = Column>) -> Self {
        self.selection.columns = columns.into_iter().collect();
        self
    }

    /// The encoding of sources without a byte order mark. The default is UTF-8, except for pages and
    /// XML that declare another one.
    #[cfg(feature = "formats")]
    #[must_use]
    pub fn encoding(self, encoding: Option<Encoding>) -> Self {
        Self { encoding, ..self }
    }

    /// How the text is written in fields and cells.
    #[cfg(feature = "formats")]
    #[must_use]
    pub fn field_format(mut self, format: FieldFormat) -> Self {
        self.selection.field_format = format;
        self
    }
}

/// Least margin of an edit, in milli-nats, unless the caller sets another. Chosen on the development
/// sets for F0.5.
pub const MIN_MARGIN: Cost = 400;
/// Least margin where few and sure edits are wanted.
pub const CAUTIOUS_MARGIN: Cost = 2000;
/// Least margin where every edit is wanted that beats the text as it is.
pub const EAGER_MARGIN: Cost = 0;
/// Least margin for a family of plain synonyms, which says little about what a spinner does.
pub const FALLBACK_MARGIN: Cost = 6000;

/// How sure an edit has to be, for callers who do not want to think in margins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Precision {
    /// Few and sure edits.
    Cautious,
    /// A balance that favours sure edits.
    #[default]
    Balanced,
    /// Every edit that beats the text as it is.
    Eager,
}

impl Precision {
    /// The least margin of an edit, in milli-nats.
    ///
    /// ```
    /// use unspin::Precision;
    /// assert!(Precision::Cautious.min_margin() > Precision::Balanced.min_margin());
    /// ```
    pub fn min_margin(self) -> Cost {
        match self {
            Self::Cautious => CAUTIOUS_MARGIN,
            Self::Balanced => MIN_MARGIN,
            Self::Eager => EAGER_MARGIN,
        }
    }
}
