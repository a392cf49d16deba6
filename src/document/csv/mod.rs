//! Tables: comma-separated and tab-separated values. Cells are blocks. The first row is the header
//! and is never edited.
//!
//! `csv-core` finds the cells; only they are decoded and encoded, so quoting and line ends stay as
//! they are.

#[cfg(test)]
mod tests;

use super::Format;
use super::decoded::Decoded;
use super::layers::{FieldFormat, Layers, is_prose};
use csv_core::{ReadFieldResult, Reader, ReaderBuilder};
use std::fmt;
use std::ops::Range;

/// Bytes at the start of a table that show how it is written.
pub const START: usize = 1 << 16;
/// Bytes after which a table is cut, at the end of a row.
pub const LENGTH: usize = super::chunk::LENGTH;

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// By its name in the header.
    Name(String),
    /// By its number, from 1.
    Number(usize),
}

impl Column {
    /// Parses a number, or else a name.
    ///
    /// ```
    /// use unspin::document::csv::Column;
    /// assert_eq!(Column::parse("2"), Column::Number(2));
    /// assert_eq!(Column::parse("body"), Column::Name("body".to_owned()));
    /// ```
    pub fn parse(text: &str) -> Self {
        match text.parse() {
            Ok(number) if number > 0 => Self::Number(number),
            _ => Self::Name(text.to_owned()),
        }
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

/// How a table is written, and which of its columns hold text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    delimiter: u8,
    has_quotes: bool,
    header: usize,
    /// `None` for all.
    columns: Option<Vec<usize>>,
}

/// A column that a table does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoColumn(pub Column);

impl Table {
    /// Reads the header of a table in `format` that starts with `start`: [`START`] bytes and the
    /// whole header, or the whole table. If there are `columns`, only they hold text.
    ///
    /// # Errors
    /// If one of them is not in the header.
    pub fn new(start: &[u8], format: Format, columns: &[Column]) -> Result<Self, NoColumn> {
        let delimiter = match format {
            Format::Tsv => b'\t',
            _ => delimiter(start),
        };
        let mut table = Self {
            delimiter,
            has_quotes: true,
            header: 0,
            columns: None,
        };
        let sample = &start[..start.len().min(START)];
        table.has_quotes = table.quotes_are_closed(sample, sample.len() < start.len().max(START));
        table.header = table.first_row(start).unwrap_or(start.len());
        let mut names = Vec::new();
        table.cells(&start[..table.header], |_, cell| {
            names.push(
                String::from_utf8_lossy(&start[cell.inside])
                    .trim()
                    .replace("\"\"", "\""),
            );
        });
        let index = |column: &Column| match column {
            Column::Number(number) if *number <= names.len() => Ok(number - 1),
            Column::Name(name) => names
                .iter()
                .position(|known| known == name)
                .ok_or_else(|| NoColumn(column.clone())),
            Column::Number(_) => Err(NoColumn(column.clone())),
        };
        if !columns.is_empty() {
            table.columns = Some(columns.iter().map(index).collect::<Result<_, _>>()?);
        }
        Ok(table)
    }

    /// Bytes of the header, with its line end.
    pub fn header(&self) -> usize {
        self.header
    }

    /// The end of the first batch of whole `rows`; `None` if more of them has to be read first. It
    /// does not depend on how much more there is.
    pub fn batch(&self, rows: &[u8]) -> Option<usize> {
        if rows.len() <= LENGTH {
            return None;
        }
        let mut end = 0;
        self.rows(rows, |row| {
            end = row;
            row < LENGTH
        });
        // The line feed after a carriage return may not have been read.
        (end >= LENGTH && end < rows.len()).then_some(end)
    }

    /// Reads the prose of whole `rows`, which are not the header.
    pub fn decode(
        &self,
        rows: &[u8],
        format: FieldFormat,
        decoded: &mut Decoded,
        layers: &mut Layers,
    ) -> Vec<Range<usize>> {
        decoded.clear();
        let mut quoted = Vec::new();
        self.cells(rows, |column, cell| {
            if column == 0 {
                decoded.start_section();
            }
            let is_chosen = match &self.columns {
                Some(columns) => columns.contains(&column),
                None => true,
            };
            let inside = &rows[cell.inside.clone()];
            let is_text = is_chosen && !inside.is_empty() && cell.is_sound(inside);
            if !is_text {
                return;
            }
            let mut value = Decoded::default();
            cell.decode(inside, &mut value);
            let is_text = || is_prose(value.text()) && !(column == 0 && is_setting(inside));
            if self.columns.is_none() && !is_text() {
                return;
            }
            if !decoded.text().is_empty() {
                decoded.separate("\n\n");
            }
            if cell.is_quoted {
                quoted.push(cell.inside);
            }
            match format.markup(value.text()) {
                Some(markup) => layers.append(value, markup, decoded),
                None => decoded.append(&value),
            }
        });
        quoted
    }

    /// `wording` as it is written in a cell; `None` if it cannot be.
    pub fn encode(wording: &str, is_quoted: bool) -> Option<String> {
        if is_quoted {
            return Some(wording.replace('"', "\"\""));
        }
        let is_special = |char: char| ",;|\t\"\r\n".contains(char);
        (!wording.contains(is_special)).then(|| wording.to_owned())
    }

    fn reader(&self) -> Reader {
        ReaderBuilder::new()
            .delimiter(self.delimiter)
            .quoting(self.has_quotes)
            .build()
    }

    /// The end of the first row; `None` if it is not complete.
    pub fn first_row(&self, text: &[u8]) -> Option<usize> {
        let mut end = None;
        self.rows(text, |row| {
            end = Some(row);
            false
        });
        end.filter(|&end| end < text.len())
    }

    /// Calls `handle` with the end of each row until it returns `false`.
    fn rows(&self, text: &[u8], mut handle: impl FnMut(usize) -> bool) {
        self.fields(text, |_, end, is_last| {
            let feed = usize::from(text[..end].ends_with(b"\r") && text[end..].starts_with(b"\n"));
            !is_last || handle(end + feed)
        });
    }

    /// Calls `handle` for each field with its start, its end with the delimiter or line end, and
    /// whether it is the last of its row.
    fn fields(&self, text: &[u8], mut handle: impl FnMut(usize, usize, bool) -> bool) {
        let mut reader = self.reader();
        let mut buffer = [0; 1 << 10];
        let mut start = 0;
        let mut at = 0;
        loop {
            let (result, read, _) = reader.read_field(&text[at..], &mut buffer);
            at += read;
            match result {
                // At the end of the text, the next call gets no input, which ends the table.
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                ReadFieldResult::Field { record_end } => {
                    if !handle(start, at, record_end) {
                        return;
                    }
                    start = at;
                }
                ReadFieldResult::End => return,
            }
        }
    }

    /// Calls `handle` for each cell with the number of its column, from 0.
    fn cells(&self, text: &[u8], mut handle: impl FnMut(usize, Cell)) {
        let mut column = 0;
        self.fields(text, |mut start, mut end, is_last| {
            // Blank lines and the line feed of the row before.
            while column == 0 && start < end && b"\r\n".contains(&text[start]) {
                start += 1;
            }
            if start == 0 && text.starts_with("\u{feff}".as_bytes()) {
                start = 3;
            }
            if !is_last {
                end -= 1;
            }
            while is_last && start < end && b"\r\n".contains(&text[end - 1]) {
                end -= 1;
            }
            let is_quoted = self.has_quotes && text[start..end].starts_with(b"\"");
            if is_quoted {
                start += 1;
                end -= usize::from(end > start && text[end - 1] == b'"');
            }
            let inside = start..end;
            handle(column, Cell { inside, is_quoted });
            column = if is_last { 0 } else { column + 1 };
            true
        });
    }

    /// Whether each cell that begins with a quotation mark ends with one. In many tables, it is a
    /// mark like any other. The last cell may be incomplete unless this `is_all`.
    fn quotes_are_closed(&self, text: &[u8], is_all: bool) -> bool {
        let mut is_closed = true;
        let mut last = true;
        self.fields(text, |start, end, is_last| {
            is_closed &= last;
            // The delimiter may be white space, too.
            let end = if is_last { end } else { end - 1 };
            let raw = text[start..end].trim_ascii_start();
            let raw = raw.strip_prefix("\u{feff}".as_bytes()).unwrap_or(raw);
            let inside = raw.trim_ascii_end().strip_prefix(b"\"");
            last = inside.is_none_or(|inside| {
                let marks = inside
                    .iter()
                    .rev()
                    .take_while(|&&byte| byte == b'"')
                    .count();
                marks % 2 == 1
            });
            true
        });
        is_closed && (last || !is_all)
    }
}

/// Whether the first cell of a row says something about a table of notes: `#deck:Home`.
fn is_setting(inside: &[u8]) -> bool {
    let name = |byte: &&u8| byte.is_ascii_lowercase() || **byte == b' ';
    let rest = inside.strip_prefix(b"#");
    rest.is_some_and(|rest| {
        let len = rest.iter().take_while(name).count();
        len > 0 && rest.get(len) == Some(&b':') && rest.get(len + 1) != Some(&b' ')
    })
}

/// The delimiter that the header has most of, outside of quotation marks.
pub fn delimiter(start: &[u8]) -> u8 {
    let mut counts = [0; 4];
    let mut is_quoted = false;
    for &byte in start {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            _ if is_quoted => {}
            _ => {
                if let Some(index) = DELIMITERS.iter().position(|&known| known == byte) {
                    counts[index] += 1;
                }
            }
        }
    }
    let most = (0..DELIMITERS.len())
        .rev()
        .max_by_key(|&index| counts[index]);
    DELIMITERS[most.unwrap_or(0)]
}

/// What separates cells; the first where nothing does.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A cell without its quotation marks.
struct Cell {
    inside: Range<usize>,
    is_quoted: bool,
}

impl Cell {
    /// Whether all marks in a quoted cell are doubled.
    fn is_sound(&self, inside: &[u8]) -> bool {
        let is_mark = |byte: &u8| *byte == b'"';
        let mut runs = inside.chunk_by(|one, next| is_mark(one) == is_mark(next));
        !self.is_quoted || runs.all(|run| !is_mark(&run[0]) || run.len() % 2 == 0)
    }

    fn decode(&self, inside: &[u8], value: &mut Decoded) {
        let start = self.inside.start;
        let mut at = 0;
        while at < inside.len() {
            let rest = &inside[at..];
            if self.is_quoted && rest.starts_with(b"\"\"") {
                value.decode("\"", start + at..start + at + 2);
                at += 2;
                continue;
            }
            let mark = rest
                .windows(2)
                .position(|two| self.is_quoted && two == b"\"\"");
            let len = mark.unwrap_or(rest.len());
            value.copy_bytes(&rest[..len], start + at);
            at += len;
        }
    }
}
