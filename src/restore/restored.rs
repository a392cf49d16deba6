//! The result of restoring a document.

use super::Verdict;
use super::terms::Mention;
#[cfg(feature = "formats")]
use crate::document::encoding::Encoding;
#[cfg(feature = "formats")]
use crate::document::json::RecordError;
use crate::edit::{Edit, apply};
use std::borrow::Cow;

/// A document with the edits that restore it.
///
/// ```
/// use unspin::{Format, GateMode, Options, Restorer};
/// let restorer = Restorer::new(Options::new().gate(GateMode::AssumeSpun));
/// let page = b"<p>The White <b>Home</b> mentioned it.</p>";
/// let restored = restorer.worker().restore(page, Format::Html);
/// assert_eq!(restored.text(), "<p>The White <b>House</b> said it.</p>");
/// assert_eq!(restored.edits().len(), 2);
/// ```
#[derive(Clone, Debug)]
pub struct Restored<'s> {
    pub(super) source: &'s [u8],
    pub(super) edits: Vec<Edit>,
    pub(super) verdict: Verdict,
    pub(super) documents: usize,
    #[cfg(feature = "formats")]
    pub(super) bad_records: Vec<BadRecord>,
    #[cfg(feature = "formats")]
    pub(super) encoding: Option<Encoding>,
}

/// A line of JSON lines, a JSON document or a table that cannot be read; it is left as it is.
#[cfg(feature = "formats")]
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BadRecord {
    /// The number of the line in the source, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub error: RecordError,
}

impl<'s> Restored<'s> {
    pub(super) fn new(source: &'s [u8], edits: Vec<Edit>, verdict: Verdict) -> Self {
        Self {
            source,
            edits,
            verdict,
            documents: 1,
            #[cfg(feature = "formats")]
            bad_records: Vec::new(),
            #[cfg(feature = "formats")]
            encoding: None,
        }
    }

    /// A source that cannot be read, because of this `error` in this line.
    #[cfg(feature = "formats")]
    pub(super) fn bad(source: &'s [u8], line: usize, error: RecordError) -> Self {
        Self {
            documents: 0,
            bad_records: vec![BadRecord { line, error }],
            ..Self::new(source, Vec::new(), Verdict::default())
        }
    }

    /// The edits, sorted and disjoint, as byte ranges of the source.
    ///
    /// ```
    /// use unspin::{GateMode, Options, Restorer};
    /// let restorer = Restorer::new(Options::new().gate(GateMode::AssumeSpun));
    /// let restored = restorer.restore("The White Home.");
    /// let [edit] = restored.edits() else { panic!("one edit") };
    /// assert_eq!((edit.range(), edit.original()), (10..14, "House"));
    /// assert!(edit.confidence() > 0.5);
    /// ```
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// The edits themselves.
    pub fn into_edits(self) -> Vec<Edit> {
        self.edits
    }

    /// What the document looks like. For JSON lines, what the most spun record looks like.
    pub fn verdict(&self) -> &Verdict {
        &self.verdict
    }

    /// The restored source. Bytes outside the edits are copied as they are, invalid UTF-8 included;
    /// the source itself is returned where nothing changes.
    pub fn bytes(&self) -> Cow<'s, [u8]> {
        if self.edits.is_empty() {
            return Cow::Borrowed(self.source);
        }
        #[cfg(feature = "formats")]
        if let Some(encoding) = self.encoding {
            return Cow::Owned(encoding.apply(self.source, &self.edits));
        }
        Cow::Owned(apply(self.source, &self.edits))
    }

    /// The restored source as text. Invalid UTF-8 is shown as U+FFFD; [`Restored::bytes`] keeps it.
    pub fn text(&self) -> String {
        #[cfg(feature = "formats")]
        if let Some(encoding) = self.encoding {
            return encoding.decode(&self.bytes()).0;
        }
        match self.bytes() {
            Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Cow::Owned(bytes) => String::from_utf8(bytes)
                .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
        }
    }

    /// The tortured phrases in the document, in the order of the text, if [`Options::terms`](crate::Options::terms) asks for them.
    pub fn terms(&self) -> &[Mention] {
        self.verdict.terms()
    }

    /// The encoding of the source, in which [`Restored::bytes`] writes the edits. `None` for UTF-8.
    #[cfg(feature = "formats")]
    pub fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }

    /// How many documents the source holds: 1, or the number of good records in JSON lines.
    pub fn documents(&self) -> usize {
        self.documents
    }

    /// The lines of JSON lines that cannot be read, or why a JSON document or a table cannot be read.
    /// Empty for all other formats.
    #[cfg(feature = "formats")]
    pub fn bad_records(&self) -> &[BadRecord] {
        &self.bad_records
    }
}
