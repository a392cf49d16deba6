//! Reading a source in any format.

#[cfg(feature = "formats")]
use super::csv::Table;
#[cfg(feature = "formats")]
use super::json::{self, RecordError};
use super::{Document, Format, plain, switch};
#[cfg(feature = "formats")]
use super::{FieldFormat, LARGE, Selection, html, mail, markdown, subtitles, xml};

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
        json::decode(line, selection, &mut self.decoded, &mut self.layers)
            .inspect_err(|_| self.clear(Format::JsonLines))?;
        self.set_prose();
        self.set_off(true);
        Ok(())
    }
}

/// What the text has for each byte of a plain text that is not UTF-8, so that all other bytes keep
/// their positions.
const SUBSTITUTE: &str = "\u{1a}";
