//! Rows and columns: tables, their rules and frames, menus, and columns side by side.

use super::SENTENCE;
use super::signs::{LONGEST, Line};

/// Most words of a short cell.
const CELL: usize = 3;
/// Marks between such cells.
const MARKS: [&str; 4] = [" | ", " / ", " · ", " • "];
/// Least number of lines in columns side by side.
const COLUMNS: usize = 4;
/// Spaces in the narrowest gap between such columns.
const GAP: usize = 3;

/// A row of a table or of a menu with short cells: between bars or other marks, or far apart.
pub fn is_row(bare: &str, _: &[&str]) -> bool {
    let is_cell = |cell: &str| cell.split_whitespace().count() <= CELL;
    if bare.starts_with('|') && bare.ends_with('|') {
        return bare.matches('|').count() > 2 && bare.split('|').all(is_cell);
    }
    let is_between = |mark: &str| {
        let cells = bare.split(mark);
        cells.clone().count() > 2 && cells.clone().all(is_cell)
    };
    if !bare.contains(['{', '}']) && MARKS.into_iter().any(is_between) {
        return true;
    }
    let wide = bare.replace('\t', "    ");
    let cells = wide.split("    ").filter(|cell| !cell.trim().is_empty());
    let count = cells.clone().count();
    let has_space = || bare.contains(char::is_whitespace);
    let is_list = bare.matches([';', ',']).count() > 1 && !has_space();
    (count > 2 && cells.clone().all(is_cell)) || (is_list && !bare.contains('&'))
}

/// A line between the rows of a table with frames: `+-----+---+`, `├─────┼───┤`.
pub fn is_grid(line: &str) -> bool {
    let bare = line.trim_ascii();
    bare.len() > 4
        && ((bare.starts_with('+')
            && bare.ends_with('+')
            && bare.bytes().all(|byte| b"-=+:".contains(&byte)))
            || bare.chars().all(is_of_frame))
}

/// Whether `char` is one of those for the frames of tables.
pub fn is_of_frame(char: char) -> bool {
    ('\u{2500}'..='\u{257f}').contains(&char)
}

/// Whether all `lines` have a gap in the same place, and either one width, as in the tables of pandas, where the names
/// of the columns start with a space, or short cells.
pub fn are_aligned<'t>(lines: impl Iterator<Item = &'t str> + Clone) -> bool {
    let count = lines.clone().count();
    let indents = lines
        .clone()
        .map(|line| line.len() - line.trim_start().len());
    let mut widths = lines.clone().map(|line| line.chars().count());
    let first = widths.next().unwrap_or_default();
    let is_of_pandas = indents.clone().next() > Some(0) && widths.all(|width| width == first);
    let is_cell = |cell: &str| cell.split_whitespace().count() <= CELL;
    let is_short = |line: &str| line.split("  ").all(is_cell);
    // Both sides of the gap need text, in all lines or in one of them.
    let start = if is_of_pandas {
        indents.min()
    } else {
        indents.max()
    };
    let (Some(start), true) = (start, is_of_pandas || lines.clone().all(is_short)) else {
        return false;
    };
    // Whether every line has a space in a place.
    let mut gaps = vec![true; first];
    for line in lines {
        let line = if is_of_pandas { line } else { line.trim_end() };
        let mut spaces = line.chars().map(|char| char == ' ');
        gaps = gaps
            .iter()
            .map_while(|gap| Some(spaces.next()? && *gap))
            .collect();
    }
    let is_gap = |two: &[bool]| two == [true, true];
    count > 2
        && gaps
            .get(start..)
            .is_some_and(|gaps| gaps.windows(2).any(is_gap))
}

/// A line below the names of columns: `---+---`, `|---|:--|`, `=====  ===`.
pub fn is_rule(line: &str) -> bool {
    let bare = line.trim_ascii();
    let is_mark = |byte: u8| b"-=+|: ".contains(&byte);
    bare.bytes().all(is_mark)
        && (bare.contains("--") || bare.contains("=="))
        && bare.contains(['+', '|', ' '])
}

/// Whether a line has the names of several columns: short cells between bars or wide gaps.
pub fn has_columns(line: &str) -> bool {
    let bare = line.trim_ascii();
    let is_short = |cell: &str| cell.split_whitespace().count() < SENTENCE;
    let mut cells = bare.split(['|', '\t']).flat_map(|cell| cell.split("  "));
    (bare.contains('|') || bare.contains("  ") || bare.contains('\t')) && cells.all(is_short)
}

/// The number of `lines` from the first on that stand in columns side by side, as on a page of a newspaper; 0 for
/// none. Texts behind short names, as in a glossary, are no columns.
pub fn columns_len(lines: &[Line<'_>]) -> usize {
    let column = |at: usize| {
        let line = lines.get(at).filter(|line| line.text.len() <= LONGEST)?;
        columns(line.text).find(|&(column, _)| {
            let next = lines.get(at + 1);
            next.is_some_and(|next| columns(next.text).any(|(other, _)| other == column))
        })
    };
    let Some((right, _)) = column(0) else {
        return 0;
    };
    let words = |line: &Line<'_>| {
        let found = columns(line.text).find(|&(column, _)| column == right);
        found.map(|(_, words)| words)
    };
    // The first lines decide, so that the time does not grow with the square of the length.
    let first: Vec<usize> = lines.iter().take(COLUMNS).map_while(words).collect();
    let long = first.iter().filter(|&&words| words > CELL).count();
    if first.len() == COLUMNS && 2 * long > COLUMNS {
        lines.iter().map_while(words).count()
    } else {
        0
    }
}

/// The columns of `line` behind wide gaps: the character where each starts, and the number of words before it.
fn columns(line: &str) -> impl Iterator<Item = (usize, usize)> {
    let is_wide = line.contains("   ") && !line.contains('|');
    let line = if is_wide { line } else { "" };
    let mut words = 0;
    let mut spaces = 1;
    line.chars().enumerate().filter_map(move |(at, char)| {
        let before = std::mem::take(&mut spaces);
        if char.is_whitespace() {
            spaces = before + 1;
            return None;
        }
        words += usize::from(before > 0);
        (before >= GAP && words > 1).then_some((at, words - 1))
    })
}

#[cfg(test)]
mod tests;
