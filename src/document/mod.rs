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
pub mod plain;
#[cfg(all(test, feature = "formats"))]
mod properties;
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
pub use self::selection::Selection;

use self::characters::Characters;
#[cfg(feature = "formats")]
use self::csv::Table;
use self::decoded::Decoded;
#[cfg(feature = "formats")]
use self::json::RecordError;
#[cfg(feature = "formats")]
use self::layers::Layers;
use crate::edit::Edit;
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
    /// Reads `source`. Bytes that are not UTF-8 are not prose.
    ///
    /// [`Format::JsonLines`] is for a source of one line whose prose is in the field `text`. A line
    /// without it has no text, and neither has anything that cannot be read. To choose the fields and
    /// to see the errors, use [`Self::read_record`] and [`Self::read_selected`].
    pub fn read(&mut self, source: &[u8], format: Format) {
        #[cfg(feature = "formats")]
        if self
            .read_selected(source, format, &Selection::default())
            .is_err()
        {
            self.clear(format);
        }
        #[cfg(not(feature = "formats"))]
        match format {
            Format::Text => self.read_text(source),
        }
    }

    /// Reads `source`, whose prose is in the parts that `selection` names.
    ///
    /// # Errors
    /// What is wrong with JSON or a table, and the number of the line.
    #[cfg(feature = "formats")]
    pub fn read_selected(
        &mut self,
        source: &[u8],
        format: Format,
        selection: &Selection,
    ) -> Result<(), (usize, RecordError)> {
        self.clear(format);
        let field_format = selection.field_format;
        match format {
            Format::Text => {
                self.read_text(source);
                return Ok(());
            }
            Format::JsonLines => {
                return self
                    .read_record(source, selection)
                    .map_err(|error| (1, error));
            }
            Format::Csv | Format::Tsv => {
                let table = Table::new(source, format, &selection.columns)
                    .map_err(|error| (1, error.into()))?;
                let rows = &source[table.header()..];
                self.read_rows(rows, &table, field_format);
                self.decoded.shift(table.header());
                self.layers.shift(table.header());
                for quoted in &mut self.places.raw {
                    *quoted = quoted.start + table.header()..quoted.end + table.header();
                }
                return Ok(());
            }
            // Each record is a document in a format of its own.
            Format::Warc => {}
            Format::Markdown => markdown::decode(source, &mut self.decoded),
            Format::Html => self.places.attributes = html::decode(source, &mut self.decoded),
            Format::Mail => self.bodies = mail::decode(source, &mut self.decoded),
            Format::Subtitles => subtitles::decode(source, &mut self.decoded),
            Format::Xml => {
                self.places = xml::decode(source, &mut self.decoded, &mut self.layers);
            }
            Format::Json => json::whole::decode(
                source,
                &selection.fields,
                field_format,
                &mut self.decoded,
                &mut self.layers,
            )?,
        }
        if source.len() >= LARGE {
            self.decoded.shrink();
        }
        self.set_prose();
        self.set_off(format == Format::Json);
        Ok(())
    }

    /// Gives back the memory of a large source.
    pub(crate) fn shrink(&mut self) {
        if self.text().len() >= LARGE {
            self.clear(self.format);
            self.decoded.shrink();
        }
    }

    /// Reads whole rows of a table, without the header.
    #[cfg(feature = "formats")]
    pub fn read_rows(&mut self, rows: &[u8], table: &Table, format: FieldFormat) {
        self.clear(Format::Csv);
        self.places.raw = table.decode(rows, format, &mut self.decoded, &mut self.layers);
        self.set_prose();
        self.set_off(true);
    }

    /// Finds what comments switch off: those in markup, and, if the text `has_comments`, those in
    /// the text.
    #[cfg(feature = "formats")]
    fn set_off(&mut self, has_comments: bool) {
        if has_comments {
            let comments = switch::ranges(self.text().as_bytes());
            self.decoded.switch_off(comments);
        }
        self.off.extend_from_slice(self.decoded.off());
    }

    fn read_text(&mut self, source: &[u8]) {
        self.clear(Format::Text);
        self.prose = plain::prose(source);
        let mut end = 0;
        for range in &self.prose {
            self.decoded.separate(&SUBSTITUTE.repeat(range.start - end));
            self.decoded.copy_bytes(&source[range.clone()], range.start);
            end = range.end;
        }
        self.decoded
            .separate(&SUBSTITUTE.repeat(source.len() - end));
        self.off = switch::ranges(source);
    }

    /// Reads the record `line`, whose prose is in the strings of the selected fields, or else of the
    /// field `text`: a line of JSON lines, with or without its line end. Each string is a paragraph
    /// of the text. A field that is missing or null is skipped, as long as the record has at least
    /// one of the fields. A blank line has no text.
    ///
    /// ```
    /// use unspin::document::{Document, Selection};
    /// let mut document = Document::default();
    /// document.read_record(br#"{"id": 1.0, "text": "So\u0021"}"#, &Selection::default())?;
    /// assert_eq!(document.text(), "So!");
    /// # Ok::<(), unspin::document::json::RecordError>(())
    /// ```
    ///
    /// # Errors
    /// If the line is not JSON in UTF-8, has none of the fields, or has a value in one of them that
    /// is neither a string, an array of strings nor null. The document then has no text.
    #[cfg(feature = "formats")]
    pub fn read_record(&mut self, line: &[u8], selection: &Selection) -> Result<(), RecordError> {
        self.clear(Format::JsonLines);
        let fields = selection.fields_of_records();
        let format = selection.field_format;
        json::decode(line, &fields, format, &mut self.decoded, &mut self.layers)
            .inspect_err(|_| self.clear(Format::JsonLines))?;
        self.set_prose();
        self.set_off(true);
        Ok(())
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

    /// The text in sections, which are judged separately: one, or groups of records.
    #[cfg(feature = "formats")]
    pub(crate) fn sections(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.decoded.sections()
    }

    /// The byte ranges of the text that comments switch off, in order and disjoint. They must not
    /// be edited, but are read as context.
    pub fn off(&self) -> &[Range<usize>] {
        &self.off
    }

    /// Translates `edits` of the text to edits of `source`, which this document was read from. The
    /// result is sorted and disjoint, and spells wordings in the source's format.
    pub fn edits_in_source(&self, edits: Vec<Edit>, source: &[u8]) -> Vec<Edit> {
        if edits.is_empty() {
            return edits;
        }
        let characters = Characters::of(source);
        #[cfg(feature = "formats")]
        let plain = self.layers.have_markdown().then(|| {
            let plain = edits.clone();
            self.decoded
                .to_source(plain, &|_, wording| Some(wording.to_owned()))
        });
        let edits = self.decoded.to_source(edits, &|at, wording| {
            self.encode(wording, &source[..at], characters)
        });
        #[cfg(feature = "formats")]
        let edits = match plain {
            Some(plain) => self.layers.kept(edits, &plain),
            None => edits,
        };
        let edits = if self.keeps_lines || self.is_of_lines() {
            lines::kept(edits, source)
        } else {
            edits
        };
        match self.format {
            #[cfg(feature = "formats")]
            Format::Markdown => markdown::kept(edits, source),
            #[cfg(feature = "formats")]
            Format::Mail => self.bodies.with_breaks(edits, source),
            _ => edits,
        }
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
        self.decoded.place(range)
    }

    /// The bytes of the source in which the part `range` of the text is, markup in between included.
    /// These are several ranges where the text has another order than the source, such as attributes
    /// after the text of a page.
    pub fn source_spans(&self, range: Range<usize>) -> Vec<Range<usize>> {
        self.decoded.spans(range)
    }

    /// `wording` as it is written at byte `at` of `source`. `None` if it cannot be written there.
    pub fn spell(&self, wording: &str, source: &[u8], at: usize) -> Option<String> {
        if self.format == Format::Text {
            return Some(wording.to_owned());
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
                Table::encode(&wording, contains(&self.places.raw, before.len()))
            }
            Format::JsonLines | Format::Json => Some(json::encode(&wording, characters)),
            Format::Mail => self.bodies.encode(&wording, before.len()),
            Format::Subtitles => subtitles::encode(&wording),
        }
    }

    /// Finds `edits` of the source, which are sorted and disjoint, in the text. Returns the range
    /// of each in the text, sorted; edits of bytes that are not in the text are left out.
    pub fn edits_in_text<'e>(&self, edits: &'e [Edit]) -> Vec<(Range<usize>, &'e Edit)> {
        self.decoded.in_text(edits)
    }

    /// Finds the byte ranges `spans` of the source, which are sorted, in the text. Those of which the
    /// text has nothing are left out.
    pub fn spans_in_text(&self, spans: &[Range<usize>]) -> Vec<Range<usize>> {
        self.decoded.spans_in_text(spans)
    }
}

/// Bytes of a source whose memory is not kept for the next one.
const LARGE: usize = 1 << 20;

/// Whether one of `ranges`, which are sorted and disjoint, has the byte `at`.
#[cfg(feature = "formats")]
fn contains(ranges: &[Range<usize>], at: usize) -> bool {
    let next = ranges.partition_point(|range| range.end <= at);
    ranges.get(next).is_some_and(|range| range.start <= at)
}

/// What the text has for each byte of a plain text that is not UTF-8, so that all other bytes keep
/// their positions.
const SUBSTITUTE: &str = "\u{1a}";
