//! Edits: what is replaced where, and why; and how they are applied to a source.

mod confidence;
mod pool;
#[cfg(test)]
mod tests;

pub use self::pool::Pool;

use crate::cost::Cost;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// How a spun phrase was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// The text has exactly the phrase of the lexicon, or a numeral that is words in part, such as `forty six,000`.
    Exact,
    /// The text has the phrase with a typing or scanning error.
    Fuzzy,
    /// The edit changes `a` to `an`, or back, before a restored word.
    Article,
    /// The edit takes one of the alternatives that a spinner has left in braces.
    Spintax,
    /// The edit restores nothing: it changes a length or a digest in the header of an archived page to
    /// match the others.
    Header,
    /// The edit restores nothing: it writes text that stays, but that an edit in front of it has moved
    /// to other bits of base64.
    Shifted,
}

impl Kind {
    /// All kinds that restore something.
    pub const ALL: [Self; 4] = [Self::Exact, Self::Fuzzy, Self::Article, Self::Spintax];

    /// The name in JSON output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Fuzzy => "fuzzy",
            Self::Article => "article",
            Self::Spintax => "spintax",
            Self::Header => "header",
            Self::Shifted => "shifted",
        }
    }

    /// Whether edits of this kind restore a wording. All others only make sense together with those
    /// that do.
    pub fn restores(self) -> bool {
        !matches!(self, Self::Header | Self::Shifted)
    }
}

/// One of the wordings that were considered for an edit.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Choice {
    /// The wording, in the letter case of the lexicon.
    pub(crate) wording: String,
    /// How much it costs more than the cheapest wording for the same edit.
    pub(crate) cost: Cost,
}

impl Choice {
    /// The wording, in the letter case of the lexicon.
    pub fn wording(&self) -> &str {
        &self.wording
    }

    /// How much it costs more than the cheapest wording for the same edit, in nats.
    pub fn cost(&self) -> f64 {
        nats(self.cost)
    }
}

/// Why an edit was made.
#[doc(hidden)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    kind: Kind,
    rule: String,
    margin: Cost,
    lead: Cost,
    choices: Vec<Choice>,
}

impl Evidence {
    /// Evidence without choices. `margin` is how much the edit costs less than no edit, `lead` how much less
    /// than the next best wording, which may be the text as it is.
    pub fn new(kind: Kind, rule: impl Into<String>, margin: Cost, lead: Cost) -> Self {
        Self::with_choices(kind, rule, margin, lead, Vec::new())
    }

    /// Evidence with the wordings that were considered.
    pub(crate) fn with_choices(
        kind: Kind,
        rule: impl Into<String>,
        margin: Cost,
        lead: Cost,
        choices: Vec<Choice>,
    ) -> Self {
        Self {
            kind,
            rule: rule.into(),
            margin,
            lead,
            choices,
        }
    }

    /// See [`Edit::confidence`].
    pub fn confidence(&self) -> f64 {
        confidence::of(self.lead)
    }
}

/// What is the same for all edits that write the same original by the same rule.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Change {
    original: String,
    kind: Kind,
    rule: String,
    choices: Vec<Choice>,
}

/// The replacement of a range of bytes of a source, and the evidence for it.
///
/// ```
/// use unspin::{GateMode, Kind, Options, Restorer};
/// let restorer = Restorer::new(Options::new().gate(GateMode::AssumeSpun));
/// let restored = restorer.restore("The White Home said so.");
/// let edit = &restored.edits()[0];
/// assert_eq!((edit.range(), edit.original()), (10..14, "House"));
/// assert_eq!((edit.kind(), edit.rule()), (Kind::Exact, "home -> house"));
/// assert!(edit.confidence() > 0.9 && edit.margin() > 1.0);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// First byte that is replaced.
    pub(crate) start: usize,
    /// One past the last byte that is replaced.
    pub(crate) end: usize,
    /// See [`Edit::margin`].
    pub(crate) margin: Cost,
    /// See [`Edit::lead`].
    lead: Cost,
    /// Shared by many edits of a document, see [`Pool`]: a long page has hundreds of thousands of edits.
    change: Arc<Change>,
}

impl Edit {
    /// An edit of the bytes `range`.
    #[doc(hidden)]
    pub fn new(range: Range<usize>, original: impl Into<String>, evidence: Evidence) -> Self {
        let Evidence {
            kind,
            rule,
            margin,
            lead,
            choices,
        } = evidence;
        let change = Change {
            original: original.into(),
            kind,
            rule,
            choices,
        };
        Self {
            start: range.start,
            end: range.end,
            margin,
            lead,
            change: Arc::new(change),
        }
    }

    /// The bytes of the source that are replaced. They start and end between characters.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// The text that replaces them.
    pub fn original(&self) -> &str {
        &self.change.original
    }

    /// How the spun phrase was recognised.
    pub fn kind(&self) -> Kind {
        self.change.kind
    }

    /// The pair of the lexicon that led to the edit, as `spun -> original`: the spun phrase in normal form, the original in the
    /// letter case that it has in the middle of a sentence. `article` if [`Edit::kind`] is [`Kind::Article`].
    pub fn rule(&self) -> &str {
        &self.change.rule
    }

    /// How much the edit costs less than leaving the text unchanged, in nats.
    pub fn margin(&self) -> f64 {
        nats(self.margin)
    }

    /// How much the edit costs less than the next best wording, in nats. That may be the text as it is.
    pub fn lead(&self) -> f64 {
        nats(self.lead)
    }

    /// The probability that the edit is right, from 0 to 1, estimated from [`Edit::lead`].
    pub fn confidence(&self) -> f64 {
        confidence::of(self.lead)
    }

    /// The wordings that were considered, from the cheapest to the most expensive. Empty unless
    /// [`crate::restore::Options::explain`] is set.
    pub fn choices(&self) -> &[Choice] {
        &self.change.choices
    }

    /// The same edit in a source with `offset` more bytes in front.
    #[must_use]
    pub fn moved(self, offset: usize) -> Self {
        Self {
            start: self.start + offset,
            end: self.end + offset,
            ..self
        }
    }
}

impl Edit {
    /// The same edit of the bytes `range`.
    pub(crate) fn at(self, range: Range<usize>) -> Self {
        Self {
            start: range.start,
            end: range.end,
            ..self
        }
    }

    /// Lets the edit write `original`, for the same reason.
    pub(crate) fn set_original(&mut self, original: String) {
        if self.original() != original {
            Arc::make_mut(&mut self.change).original = original;
        }
    }

    /// Whether both edits were made for the same reason, with the same costs.
    pub(crate) fn has_evidence_of(&self, other: &Self) -> bool {
        let of = |edit: &Self| (edit.margin, edit.lead, edit.kind());
        of(self) == of(other) && self.rule() == other.rule() && self.choices() == other.choices()
    }

    /// The same edit in a source without the first `offset` bytes.
    #[cfg(feature = "cli")]
    pub(crate) fn moved_back(self, offset: usize) -> Self {
        Self {
            start: self.start - offset,
            end: self.end - offset,
            ..self
        }
    }
}

fn nats(cost: Cost) -> f64 {
    f64::from(cost) / 1000.0
}

/// An edit that cannot be applied: it overlaps the one before it, comes before it in the source, or exceeds the source.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MisplacedEdit {
    /// The position of the edit in the list, from 0.
    pub index: usize,
    /// The bytes it replaces.
    pub range: Range<usize>,
}

impl fmt::Display for MisplacedEdit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "edit {} replaces the bytes {:?}, which overlap an earlier edit or exceed the source; sort the edits and apply \
             them to their own source",
            self.index, self.range
        )
    }
}

impl std::error::Error for MisplacedEdit {}

/// Applies `edits`, which must be sorted and disjoint. All other bytes are copied unchanged.
///
/// ```
/// use unspin::{GateMode, Options, Restorer, try_apply};
/// let restorer = Restorer::new(Options::new().gate(GateMode::AssumeSpun));
/// let source = "The White Home mentioned it.";
/// let restored = restorer.restore(source);
/// let verbs = restored.edits().iter().filter(|edit| edit.original() == "said");
/// assert_eq!(try_apply(source.as_bytes(), verbs).unwrap(), b"The White Home said it.");
/// ```
///
/// # Errors
/// [`MisplacedEdit`] with the first edit that overlaps or precedes the one before it, or exceeds the source.
pub fn try_apply<'e>(
    source: &[u8],
    edits: impl IntoIterator<Item = &'e Edit>,
) -> Result<Vec<u8>, MisplacedEdit> {
    let mut out = Vec::with_capacity(source.len() + source.len() / 16);
    let mut copied = 0;
    for (index, edit) in edits.into_iter().enumerate() {
        let range = edit.range();
        if range.start < copied || range.end < range.start || range.end > source.len() {
            return Err(MisplacedEdit { index, range });
        }
        out.extend_from_slice(&source[copied..range.start]);
        out.extend_from_slice(edit.original().as_bytes());
        copied = range.end;
    }
    out.extend_from_slice(&source[copied..]);
    Ok(out)
}

/// A source with its `edits`, which are sorted and disjoint, in pieces: bytes that stay, and the edit
/// after them. The last piece has no edit.
#[cfg(feature = "formats")]
pub(crate) fn pieces<'a>(
    source: &'a [u8],
    edits: &'a [Edit],
) -> impl Iterator<Item = (&'a [u8], Option<&'a Edit>)> {
    let starts = std::iter::once(0).chain(edits.iter().map(|edit| edit.end));
    let ends = edits.iter().map(|edit| edit.start).chain([source.len()]);
    let edits = edits.iter().map(Some).chain([None]);
    let ranges = starts.zip(ends);
    ranges
        .zip(edits)
        .map(|((start, end), edit)| (&source[start..end], edit))
}

/// [`try_apply`] for the edits of a restored document, which are sorted and disjoint.
///
/// # Panics
/// If they are not.
#[doc(hidden)]
pub fn apply<'e>(source: &[u8], edits: impl IntoIterator<Item = &'e Edit>) -> Vec<u8> {
    try_apply(source, edits).unwrap_or_else(|error| panic!("{error}"))
}
