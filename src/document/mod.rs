//! Documents: from the bytes of a source to the text to restore, and from edits of that text back
//! to the source.
//!
//! [`Document`] does both for every [`Format`]. It does not decide what is edited.

mod characters;
pub mod chunk;
#[cfg(feature = "formats")]
pub mod csv;
#[cfg_attr(
    not(feature = "formats"),
    allow(dead_code, reason = "plain text needs only a part of it")
)]
mod decoded;
#[cfg(feature = "formats")]
pub mod encoding;
pub mod fold;
mod format;
#[cfg(feature = "formats")]
mod html;
#[cfg(feature = "formats")]
pub mod json;
#[cfg(feature = "formats")]
mod layers;
pub mod lines;
#[cfg(feature = "formats")]
mod mail;
#[cfg(feature = "formats")]
mod markdown;
mod moved;
pub mod plain;
#[cfg(all(test, feature = "formats"))]
mod properties;
mod read;
#[cfg(feature = "formats")]
pub mod recognise;
#[cfg(feature = "formats")]
mod selection;
#[cfg(feature = "formats")]
mod subtitles;
pub mod switch;
#[cfg(feature = "formats")]
pub mod warc;
#[cfg(feature = "formats")]
mod xml;

pub use self::format::Format;
#[cfg(feature = "formats")]
pub use self::layers::FieldFormat;
#[cfg(feature = "formats")]
pub(crate) use self::moved::Moved;
#[cfg(feature = "formats")]
pub use self::selection::Selection;

use self::characters::Characters;
#[cfg(feature = "formats")]
use self::csv::Table;
use self::decoded::Decoded;
#[cfg(feature = "formats")]
use self::layers::Layers;
use crate::edit::Edit;
#[cfg(feature = "formats")]
use crate::ranges;
use std::ops::Range;

/// A document: its text, which of it may be edited, and where each piece of it is in the source.
///
/// A `Document` can be used for one source after another and keeps its memory.
///
/// ```
/// use unspin::document::{Document, Format};
///
/// let mut document = Document::default();
/// document.read(b"a\xffb", Format::Text);
/// assert_eq!(document.prose(), [0..1, 2..3]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Document {
    format: Format,
    decoded: Decoded,
    prose: Vec<Range<usize>>,
    off: Vec<Range<usize>>,
    keeps_lines: bool,
    #[cfg(feature = "formats")]
    places: xml::Places,
    #[cfg(feature = "formats")]
    layers: Layers,
    #[cfg(feature = "formats")]
    bodies: mail::Bodies,
}

impl Document {
    /// Whether the text is so large that its memory is not kept for the next one.
    #[cfg(feature = "formats")]
    pub(crate) fn is_large(&self) -> bool {
        self.decoded.len() >= LARGE
    }

    /// Gives back the memory of a large source.
    #[cfg(feature = "formats")]
    pub(crate) fn shrink(&mut self) {
        if self.is_large() {
            self.clear(self.format);
            self.decoded.shrink();
        }
    }

    fn clear(&mut self, format: Format) {
        self.format = format;
        self.decoded.clear();
        self.prose.clear();
        self.off.clear();
        #[cfg(feature = "formats")]
        {
            self.places = xml::Places::default();
            self.layers.clear();
            self.bodies.clear();
        }
    }

    /// Sets whether edits keep the number of lines of a source. They always do in
    /// [`Format::Subtitles`].
    pub fn keep_lines(&mut self, keep: bool) {
        self.keeps_lines = keep;
    }

    #[cfg(feature = "formats")]
    fn set_prose(&mut self) {
        if !self.text().is_empty() {
            self.prose.push(0..self.text().len());
        }
    }

    /// The text: the prose, and characters in between for what is not prose, such as line ends
    /// between paragraphs.
    pub fn text(&self) -> &str {
        self.decoded.text()
    }

    /// The byte ranges of the text to restore, in order and disjoint. Phrases and sentences do not
    /// continue from one to the next.
    pub fn prose(&self) -> &[Range<usize>] {
        &self.prose
    }

    /// The text in chunks, which are judged separately.
    #[cfg(feature = "formats")]
    pub(crate) fn chunks(&self) -> Vec<Range<usize>> {
        let text = self.text().as_bytes();
        let chunks = self.decoded.sections().flat_map(|section| {
            let chunks = chunk::all(&text[section.clone()]);
            chunks.map(move |chunk| chunk.start + section.start..chunk.end + section.start)
        });
        chunks.collect()
    }

    /// A part of the text that was not forgotten.
    #[cfg(feature = "formats")]
    pub(crate) fn part(&self, range: Range<usize>) -> &str {
        self.decoded.part(range).unwrap_or_default()
    }

    /// Gives back the memory of the text in front of byte `before`. All positions stay as they are, but no
    /// edit and no range there can be moved to the source any more.
    #[cfg(feature = "formats")]
    pub(crate) fn forget_text(&mut self, before: usize) {
        self.decoded.forget(before);
    }

    /// The byte ranges of the text that comments switch off, in order and disjoint. They must not
    /// be edited, but are read as context.
    pub fn off(&self) -> &[Range<usize>] {
        &self.off
    }

    /// Whether the lines mean something in the format.
    fn is_of_lines(&self) -> bool {
        #[cfg(feature = "formats")]
        return self.format == Format::Subtitles;
        #[cfg(not(feature = "formats"))]
        return false;
    }

    /// The bytes of the source that mean the part `range` of the text. `None` if markup is in between.
    ///
    /// ```
    /// use unspin::document::{Document, Format};
    /// let source = b"<p>The White&nbsp;Home</p>";
    /// let mut document = Document::default();
    /// document.read(source, Format::Html);
    /// let home = document.text().find("Home").expect("a word");
    /// assert_eq!(document.source_range(home..home + 4), Some(18..22));
    /// assert_eq!(document.spell("R&D", source, 18).as_deref(), Some("R&amp;D"));
    /// ```
    pub fn source_range(&self, range: Range<usize>) -> Option<Range<usize>> {
        let place = self.decoded.place(range)?;
        #[cfg(feature = "formats")]
        if let Some((_, unpacked)) = self.bodies.unpacked() {
            return Some(unpacked.source_range(place));
        }
        Some(place)
    }

    /// The bytes of the source in which the part `range` of the text is, markup in between included.
    /// These are several ranges where the text has another order than the source, such as attributes
    /// after the text of a page.
    pub fn source_spans(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let spans = self.decoded.spans(range);
        #[cfg(feature = "formats")]
        if let Some((_, unpacked)) = self.bodies.unpacked() {
            let spans = spans.into_iter();
            return spans.map(|span| unpacked.source_range(span)).collect();
        }
        spans
    }

    /// `wording` as it is written at byte `at` of `source`. `None` if it cannot be written there, or
    /// changes what is behind it, as in base64.
    pub fn spell(&self, wording: &str, source: &[u8], at: usize) -> Option<String> {
        if self.format == Format::Text {
            return Some(wording.to_owned());
        }
        #[cfg(feature = "formats")]
        if let Some((_, unpacked)) = self.bodies.unpacked() {
            let (at, is_packed) = unpacked.in_mail(at)?;
            let text = self.bodies.encode(wording, at);
            return text.filter(|_| !is_packed);
        }
        self.encode(wording, &source[..at], Characters::of(source))
    }

    /// `wording` as it is written after the bytes `before` of the source; `None` if it cannot be
    /// written there.
    #[cfg(not(feature = "formats"))]
    fn encode(&self, wording: &str, _: &[u8], _: Characters) -> Option<String> {
        Some(wording.to_owned())
    }

    /// `wording` as it is written after the bytes `before` of the source; `None` if it cannot be
    /// written there.
    #[cfg(feature = "formats")]
    fn encode(&self, wording: &str, before: &[u8], characters: Characters) -> Option<String> {
        // JSON has escapes of its own for characters that are not ASCII.
        let inner = match self.format {
            Format::Json | Format::JsonLines => Characters::Any,
            _ => characters,
        };
        let wording = self.layers.encode(wording, before.len(), inner)?;
        match self.format {
            Format::Text | Format::Markdown | Format::Warc => Some(wording.into_owned()),
            Format::Html => html::encode(&wording, before, characters, &self.places.attributes),
            Format::Xml => xml::encode(&wording, before, characters, &self.places),
            Format::Csv | Format::Tsv => {
                Table::encode(&wording, ranges::contain(&self.places.raw, before.len()))
            }
            Format::JsonLines | Format::Json => Some(json::encode(&wording, characters)),
            Format::Mail if mail::starts_mail(&wording, before) => None,
            Format::Mail => self.bodies.encode(&wording, before.len()),
            Format::Subtitles => subtitles::encode(&wording),
        }
    }

    /// Finds `edits` of the source, which are sorted and disjoint, in the text. Returns the range
    /// of each in the text, sorted. Edits of bytes that are not in the text are left out, and so are
    /// those that restore nothing.
    pub fn edits_in_text<'e>(&self, edits: &'e [Edit]) -> Vec<(Range<usize>, &'e Edit)> {
        let edits = edits.iter().filter(|edit| edit.kind().restores());
        #[cfg(feature = "formats")]
        if let Some((_, unpacked)) = self.bodies.unpacked() {
            let placed = |edit: &'e Edit| Some((unpacked.mail_range(edit.range())?, edit));
            return self.decoded.in_text(edits.filter_map(placed));
        }
        self.decoded.in_text(edits.map(|edit| (edit.range(), edit)))
    }

    /// Finds the byte ranges `spans` of the source, which are sorted, in the text. Those of which the
    /// text has nothing are left out.
    pub fn spans_in_text(&self, spans: &[Range<usize>]) -> Vec<Range<usize>> {
        #[cfg(feature = "formats")]
        if let Some((_, unpacked)) = self.bodies.unpacked() {
            let spans = spans.iter().cloned();
            let spans: Vec<_> = spans.filter_map(|span| unpacked.mail_range(span)).collect();
            return self.decoded.spans_in_text(&spans);
        }
        self.decoded.spans_in_text(spans)
    }
}

/// Bytes of a text whose memory is not kept for the next one.
#[cfg(feature = "formats")]
const LARGE: usize = 1 << 20;
