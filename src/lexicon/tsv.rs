//! The text form of a lexicon: one pair a line, `spun<TAB>original<TAB>count`, lines that begin with `# ` are comments. It owns reading and writing
//! of rows; it is compiled into the build script too.

/// One line of a lexicon. Where `spun` equals `original` in lower case, `count` is how often the phrase would have been
/// kept in densely spun text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// Phrase in the spun text, lower case.
    pub spun: String,
    /// Its original wording, in the letter case that it has inside a sentence.
    pub original: String,
    /// How often it was seen.
    pub count: u32,
}

impl Row {
    /// Whether the row counts a phrase that was kept.
    pub fn is_kept(&self) -> bool {
        self.spun == self.original.to_lowercase()
    }
}

/// The rows of `text`, or the number (from 1) of the first bad line and what is wrong with it. A row without a count
/// counts once.
pub fn parse(text: &str) -> Result<Vec<Row>, (usize, String)> {
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty() && !is_comment(line));
    lines
        .map(|(index, line)| row(line).map_err(|problem| (index + 1, problem)))
        .collect()
}

/// A lone `#` may be a phrase; a comment has a space or nothing behind it.
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
    let (spun, original) = (text("spun phrase")?, text("original")?);
    let count = fields.next().map_or(Ok(1), |field| {
        field.parse().map_err(|_| format!("{field:?} is no count"))
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

    #[test]
    fn rows_and_their_problems() {
        let rows = parse("# comment\nWhite Home\tWhite House\t3\nyr\tyear\n").expect("good");
        assert_eq!(
            rows[0],
            Row {
                spun: "white home".into(),
                original: "White House".into(),
                count: 3
            }
        );
        assert_eq!(rows[1].count, 1);
        assert_eq!(parse("a\tb\n\nx"), Err((3, "no original".into())));
        assert_eq!(parse("a\tb\tc"), Err((1, "\"c\" is no count".into())));
    }
}
