//! The text form of a lexicon: one pair per line, `spun<TAB>original<TAB>count`. Lines that start with `# ` are comments. The
//! build script uses this module too.

use std::fmt;

/// The second field of a row that keeps the phrase as it is written in the first.
const KEPT: &str = "=";

/// One row of a lexicon. If `spun` is `original` in lower case, it counts how often the phrase was left unchanged where
/// everything else was replaced.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// The phrase in spun text, in lower case.
    pub spun: String,
    /// Its original, in the letter case that it has in the middle of a sentence.
    pub original: String,
    /// How often it was seen.
    pub count: u32,
}

impl Row {
    /// Whether the row counts a phrase that was left unchanged.
    pub fn is_kept(&self) -> bool {
        self.spun == self.original.to_lowercase()
    }
}

/// The row as a line of text, without a line end.
impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            spun,
            original,
            count,
        } = self;
        let original = if spun == original { KEPT } else { original };
        write!(f, "{spun}\t{original}\t{count}")
    }
}

/// Parses the rows of `text`. An original `=` is the first phrase as it is written. A row without a count gets the count 1.
///
/// # Errors
/// The number (from 1) of the first bad line, and what is wrong with it.
pub fn parse(text: &str) -> Result<Vec<Row>, (usize, String)> {
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty() && !is_comment(line));
    lines
        .map(|(index, line)| row(line).map_err(|problem| (index + 1, problem)))
        .collect()
}

/// Whether a line is a comment: `#` alone or followed by a space. Phrases may start with `#`.
fn is_comment(line: &str) -> bool {
    line == "#" || line.starts_with("# ")
}

fn row(line: &str) -> Result<Row, String> {
    let mut fields = line.split('\t').map(str::trim);
    let mut text = |name: &str| {
        fields
            .next()
            .filter(|field| !field.is_empty())
            .map(str::to_owned)
            .ok_or_else(|| format!("no {name}"))
    };
    let spun = text("spun phrase")?;
    let original = match text("original")? {
        sign if sign == KEPT => spun.clone(),
        original => original,
    };
    let count = fields.next().map_or(Ok(1), |field| {
        field
            .parse()
            .map_err(|_| format!("{field:?} is not a count"))
    })?;
    match fields.next() {
        Some(_) => Err("more than three fields".to_owned()),
        None => Ok(Row {
            spun: spun.to_lowercase(),
            original,
            count,
        }),
    }
}

#[cfg(test)]
mod tests;
