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
mod tests {
    use super::*;

    fn row(spun: &str, original: &str, count: u32) -> Row {
        Row {
            spun: spun.to_owned(),
            original: original.to_owned(),
            count,
        }
    }

    #[test]
    fn rows_have_two_or_three_fields() {
        let text = "# comment\n#\n White  Home\tWhite House \t3\r\n \n#x\ty\n";
        assert_eq!(
            parse(text),
            Ok(vec![
                row("white  home", "White House", 3),
                row("#x", "y", 1)
            ])
        );
    }

    #[test]
    fn errors_have_the_line_and_the_problem() {
        for (text, line, problem) in [
            ("a\tb\n\nx", 3, "no original"),
            ("# \n\tb", 2, "no spun phrase"),
            ("a\tb\tc", 1, "\"c\" is not a count"),
            ("a\tb\t-1", 1, "\"-1\" is not a count"),
            ("a\tb\t4294967296", 1, "\"4294967296\" is not a count"),
            ("a\tb\t1\td", 1, "more than three fields"),
        ] {
            assert_eq!(parse(text), Err((line, problem.to_owned())), "{text:?}");
        }
    }

    #[test]
    fn an_equals_sign_repeats_the_phrase() {
        let text = "White House\t=\t3\nwhite home\t = \n";
        let rows = [
            row("white house", "White House", 3),
            row("white home", "white home", 1),
        ];
        assert_eq!(parse(text), Ok(rows.to_vec()));
        let lines = rows.each_ref().map(Row::to_string);
        assert_eq!(lines, ["white house\tWhite House\t3", "white home\t=\t1"]);
        assert_eq!(parse(&lines.join("\n")), Ok(rows.to_vec()));
    }

    #[test]
    fn a_row_that_keeps_the_phrase_ignores_letter_case() {
        assert!(row("white house", "White House", 1).is_kept());
        assert!(!row("white home", "White House", 1).is_kept());
    }
}
