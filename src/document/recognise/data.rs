//! Recognises tables.

use super::fields::begins;
use super::{Kind, Look};
use csv_core::{ReadFieldResult, ReaderBuilder};
use std::collections::HashSet;

/// The control character between the cells of some databases.
const CODE: u8 = 1;
/// Longest name of a column.
const LONGEST: usize = 40;

/// Notes that Anki has written, which start with what separates their fields.
pub fn notes(bytes: &[u8], is_all: bool) -> Look {
    const MARK: &[u8] = b"#separator:";
    match begins(bytes, MARK) {
        Some(true) => {}
        Some(false) => return Look::No,
        None => return Look::until(is_all),
    }
    let rest = &bytes[MARK.len()..];
    let Some(end) = rest.iter().position(|byte| b"\r\n".contains(byte)) else {
        return Look::until(is_all);
    };
    match rest[..end].to_ascii_lowercase().as_slice() {
        b"tab" => Look::Is(Kind::Tsv, "it names the separator of its fields"),
        b"comma" | b"," | b"semicolon" | b";" => {
            Look::Is(Kind::Csv, "it names the separator of its fields")
        }
        _ => Look::No,
    }
}

/// A table has a header of short names, and in each row as many cells.
pub fn table(bytes: &[u8], is_all: bool) -> Look {
    let Some(header) = Header::read(bytes) else {
        return Look::until(is_all);
    };
    if !header.may_be(is_all) {
        return Look::No;
    }
    let has_values = |rows: &[Row]| rows.iter().skip(1).all(|row| row.has_value);
    if !is_all {
        // A list of words may begin like a table with spaces, and must not wait for its end.
        let end = bytes.iter().rposition(|&byte| byte == b'\n').unwrap_or(0);
        let is_list = header.spaced > 0 && !has_values(&header.rows(&bytes[..end]));
        return if is_list { Look::No } else { Look::Maybe };
    }
    let count = header.cells.len();
    let mut rows = header.rows(bytes);
    if header.spaced > 0 && !has_values(&rows) {
        return Look::No;
    }
    // The last row of a table may have lost some cells.
    if rows.len() > 3 && count > 2 && rows[rows.len() - 1].cells < count {
        rows.pop();
    }
    // Two words with a comma may be above any text. In a table, there is a number, a word or a
    // quoted text next to each text.
    let has_phrase = || header.cells.iter().any(|cell| cell.contains(&b' '));
    if count == 2 && (has_phrase() || !rows.iter().all(|row| row.has_word)) {
        return Look::No;
    }
    if rows.len() < 2 || rows.iter().any(|row| row.cells != count) {
        return Look::No;
    }
    match header.delimiter {
        CODE => Look::Is(Kind::Other, "its cells are between control characters"),
        b'\t' => Look::Is(
            Kind::Tsv,
            "its rows have the same number of cells between tabs",
        ),
        _ => Look::Is(
            Kind::Csv,
            "its rows have the same number of cells between commas or semicolons",
        ),
    }
}

/// The first line, as the names of columns.
struct Header<'b> {
    cells: Vec<&'b [u8]>,
    delimiter: u8,
    /// Bytes of the line.
    len: usize,
    is_complete: bool,
    /// How many cells have a space in front.
    spaced: usize,
}

impl<'b> Header<'b> {
    /// The first line of `bytes`, if it is there.
    fn read(bytes: &'b [u8]) -> Option<Self> {
        // Old programs write CR as the end of a line.
        let end = bytes.iter().position(|byte| b"\r\n".contains(byte));
        let line = end.map_or(bytes, |end| &bytes[..=end]);
        let count = |wanted: u8| line.iter().filter(|&&byte| byte == wanted).count();
        let delimiter = match (count(CODE), count(b'\t'), count(b';'), count(b',')) {
            (1.., _, _, _) => CODE,
            (_, 1.., _, _) => b'\t',
            (_, 0, 1.., 0) => b';',
            _ => b',',
        };
        let cells = line.trim_ascii_end().split(|&byte| byte == delimiter);
        let cells: Vec<&[u8]> = cells.collect();
        let spaced = cells.iter().filter(|cell| cell.starts_with(b" ")).count();
        (!line.is_empty()).then_some(Self {
            cells,
            delimiter,
            len: line.len(),
            is_complete: end.is_some(),
            spaced,
        })
    }

    /// Whether it may have the names of columns, as far as it is known.
    fn may_be(&self, is_all: bool) -> bool {
        let cells = &self.cells;
        let is_whole = self.is_complete || is_all;
        // The last cell may not be complete.
        let known = cells.len() - usize::from(!self.is_complete);
        let is_column = |(at, cell): (usize, &&[u8])| match cell {
            // The column of numbers that a program puts in front has no name.
            [] => at == 0,
            [b' ', word @ ..] => at > 0 && !word.contains(&b' ') && is_column(word),
            cell => is_column(cell),
        };
        if !cells[..known].iter().enumerate().all(is_column) || self.len > super::NOT_UTF8 {
            return false;
        }
        let names: HashSet<_> = cells.iter().map(|cell| cell.to_ascii_lowercase()).collect();
        let is_even = self.spaced == 0 || (self.spaced > 1 && self.spaced + 1 == cells.len());
        let least = if cells[0].is_empty() { 3 } else { 2 };
        !is_whole || (cells.len() >= least && names.len() == cells.len() && is_even)
    }

    /// The rows of the table that starts with it.
    fn rows(&self, bytes: &[u8]) -> Vec<Row> {
        match self.spaced {
            0 => rows(bytes, self.delimiter),
            _ => rows(&without_spaces(bytes, self.delimiter), self.delimiter),
        }
    }
}

/// A table without the space in front of each cell, which would hide quotation marks.
fn without_spaces(bytes: &[u8], delimiter: u8) -> Vec<u8> {
    let is_between = |at: usize| bytes[at] == b' ' && at > 0 && bytes[at - 1] == delimiter;
    let kept = (0..bytes.len()).filter(|&at| !is_between(at));
    kept.map(|at| bytes[at]).collect()
}

/// Whether a cell may be the name of a column: some letters, no sentence, no space at its ends.
fn is_column(cell: &[u8]) -> bool {
    let cell = cell
        .strip_prefix(b"\"")
        .and_then(|cell| cell.strip_suffix(b"\""))
        .unwrap_or(cell);
    let Ok(cell) = str::from_utf8(cell) else {
        return false;
    };
    let is_in = |char: char| char.is_alphanumeric() || " _-./()#%:".contains(char);
    cell.len() <= LONGEST
        && cell.trim() == cell
        && cell.starts_with(|char: char| char.is_alphabetic() || char == '_')
        && !cell.ends_with('.')
        && cell.split(' ').count() <= 3
        && cell.chars().all(is_in)
}

/// What a row has.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    cells: usize,
    /// A cell without spaces, or in quotation marks.
    has_word: bool,
    /// A cell that is a number, or in quotation marks.
    has_value: bool,
}

/// The rows that are not blank. The last one may be cut off, so it only counts if it has a line end.
fn rows(bytes: &[u8], delimiter: u8) -> Vec<Row> {
    let end = bytes.iter().rposition(|byte| b"\r\n".contains(byte));
    let mut rest = match end {
        Some(end) if bytes.len() >= super::START => &bytes[..=end],
        _ => bytes,
    };
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    let mut cell = [0; 1 << 10];
    let mut rows = Vec::new();
    let mut row = Row::default();
    let mut is_word = true;
    let mut is_number = true;
    loop {
        let mut bytes = rest.iter().filter(|byte| !b"\r\n".contains(byte));
        let is_quoted = bytes.next() == Some(&b'"');
        let (result, read, written) = reader.read_field(rest, &mut cell);
        rest = &rest[read..];
        is_word &= is_quoted || !cell[..written].contains(&b' ');
        is_number &= is_quoted || cell[..written].iter().all(u8::is_ascii_digit);
        match result {
            ReadFieldResult::Field { record_end } => {
                row.cells += 1;
                row.has_word |= std::mem::replace(&mut is_word, true);
                row.has_value |= std::mem::replace(&mut is_number, true);
                if record_end {
                    rows.push(std::mem::take(&mut row));
                }
            }
            ReadFieldResult::End => break,
            ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
        }
    }
    rows
}
