//! Documents: from the bytes of a source to the text to restore, and from edits of that text back
//! to the source.
//!
//! [`Document`] does both for every [`Format`]. It does not decide what is edited.

pub mod chunk;
#[cfg_attr(
    not(feature = "formats"),
    allow(dead_code, reason = "plain text needs only a part of it")
)]
mod decoded;
pub mod fold;
#[cfg(feature = "formats")]
mod html;
#[cfg(feature = "formats")]
pub mod json;
pub mod lines;
#[cfg(feature = "formats")]
mod mail;
#[cfg(feature = "formats")]
mod markdown;
pub mod plain;
#[cfg(all(test, feature = "formats"))]
mod properties;
#[cfg(feature = "formats")]
mod subtitles;
pub mod switch;

use self::decoded::Decoded;
#[cfg(feature = "formats")]
use self::json::{Field, RecordError};
use crate::edit::Edit;
use std::ops::Range;

/// How the prose is written in a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Plain text: everything is prose.
    #[default]
    Text,
    /// Markdown (CommonMark with GitHub's extensions): what a reader sees is prose, except code and
    /// formulas.
    #[cfg(feature = "formats")]
    Markdown,
    /// HTML: text nodes, attributes that readers see (`alt`, `title`, `placeholder`, `aria-label`),
    /// and the descriptions of the page in `meta` and JSON-LD are prose, except those of code,
    /// scripts and styles, and except what the page marks as another language (`lang`) or as not to be
    /// translated (`translate="no"`, class `notranslate`).
    #[cfg(feature = "formats")]
    Html,
    /// JSON lines: each line is a document whose prose is in the strings of some fields.
    #[cfg(feature = "formats")]
    JsonLines,
    /// Mail (RFC 5322 with MIME) or a mailbox (mbox): the bodies in plain text and HTML are prose,
    /// except those in base64.
    #[cfg(feature = "formats")]
    Mail,
    /// Subtitles (SRT or WebVTT): the text of the cues is prose. Edits keep its lines.
    #[cfg(feature = "formats")]
    Subtitles,
}

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
    attributes: html::Attributes,
    #[cfg(feature = "formats")]
    bodies: mail::Bodies,
}

impl Document {
    /// Reads `source`. Bytes that are not UTF-8 are not prose.
    ///
    /// [`Format::JsonLines`] is for a source of one line whose prose is in the field `text`; a line
    /// without it has no text. To choose the fields and to see the errors, use
    /// [`Self::read_record`].
    pub fn read(&mut self, source: &[u8], format: Format) {
        match format {
            Format::Text => self.read_text(source),
            #[cfg(feature = "formats")]
            Format::Markdown => {
                self.clear(format);
                markdown::decode(source, &mut self.decoded);
                self.set_prose();
                self.off.extend_from_slice(self.decoded.off());
            }
            #[cfg(feature = "formats")]
            Format::Html => {
                self.clear(format);
                self.attributes = html::decode(source, &mut self.decoded);
                self.set_prose();
                self.off.extend_from_slice(self.decoded.off());
            }
            #[cfg(feature = "formats")]
            Format::Mail => {
                self.clear(format);
                self.bodies = mail::decode(source, &mut self.decoded);
                self.set_prose();
                self.off.extend_from_slice(self.decoded.off());
            }
            #[cfg(feature = "formats")]
            Format::Subtitles => {
                self.clear(format);
                subtitles::decode(source, &mut self.decoded);
                self.set_prose();
            }
            #[cfg(feature = "formats")]
            Format::JsonLines => {
                let fields = [Field::from_keys(["text"])];
                if self.read_record(source, &fields).is_err() {
                    self.clear(format);
                }
            }
        }
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

    /// Reads the record `line`, whose prose is in the strings of `fields`: a line of JSON lines,
    /// with or without its line end. Each string is a paragraph of the text. A field that is
    /// missing or null is skipped, as long as the record has at least one of the fields. A blank
    /// line has no text.
    ///
    /// ```
    /// use unspin::document::Document;
    /// use unspin::document::json::Field;
    /// let mut document = Document::default();
    /// document.read_record(br#"{"id": 1.0, "text": "So\u0021"}"#, &[Field::from_keys(["text"])])?;
    /// assert_eq!(document.text(), "So!");
    /// # Ok::<(), unspin::document::json::RecordError>(())
    /// ```
    ///
    /// # Errors
    /// If the line is not JSON in UTF-8, has none of the fields, or has a value in one of them that
    /// is neither a string nor null. The document then has no text.
    #[cfg(feature = "formats")]
    pub fn read_record(&mut self, line: &[u8], fields: &[Field]) -> Result<(), RecordError> {
        self.clear(Format::JsonLines);
        json::decode(line, fields, &mut self.decoded)
            .inspect_err(|_| self.clear(Format::JsonLines))?;
        self.set_prose();
        self.off = switch::ranges(self.text().as_bytes());
        Ok(())
    }

    fn clear(&mut self, format: Format) {
        self.format = format;
        self.decoded.clear();
        self.prose.clear();
        self.off.clear();
        #[cfg(feature = "formats")]
        self.attributes.clear();
        #[cfg(feature = "formats")]
        self.bodies.clear();
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
        let edits = self.decoded.to_source(edits, &|at, wording| {
            self.encode(wording, &source[..at], characters)
        });
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
    #[cfg_attr(not(feature = "formats"), allow(unused_variables))]
    fn encode(&self, wording: &str, before: &[u8], characters: Characters) -> Option<String> {
        match self.format {
            Format::Text => Some(wording.to_owned()),
            #[cfg(feature = "formats")]
            Format::Markdown => Some(wording.to_owned()),
            #[cfg(feature = "formats")]
            Format::Html => html::encode(wording, before, characters, &self.attributes),
            #[cfg(feature = "formats")]
            Format::JsonLines => Some(json::encode(wording, characters)),
            #[cfg(feature = "formats")]
            Format::Mail => self.bodies.encode(wording, before.len()),
            #[cfg(feature = "formats")]
            Format::Subtitles => subtitles::encode(wording),
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

/// Which characters a source has. In a source in ASCII, new wordings are escaped to stay in ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Characters {
    Ascii,
    Any,
}

impl Characters {
    fn of(source: &[u8]) -> Self {
        if source.is_ascii() {
            Self::Ascii
        } else {
            Self::Any
        }
    }
}

/// What the text has for each byte of a plain text that is not UTF-8, so that all other bytes keep
/// their positions.
const SUBSTITUTE: &str = "\u{1a}";
