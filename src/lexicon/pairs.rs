//! Pairs that a user adds, in the text form of a lexicon.

use super::{MAX_PHRASE, tsv};
use crate::store::error::Error;
use crate::text::token::Tokens;

/// The maximal count of a pair. It keeps the sum over all pairs of a file below 2^32.
pub const MAX_COUNT: u32 = 1_000_000;

/// Checks every line of `text`: its form, the length of its phrases, and that its count is `least` or more.
///
/// ```
/// use unspin::lexicon::pairs;
/// assert!(pairs::check("# a comment\nlead singer\tfrontman\t20\n", 1).is_ok());
/// assert!(pairs::check("lead singer\n", 1).is_err());
/// ```
///
/// # Errors
/// [`Error::Lexicon`] with the first bad line.
pub fn check(text: &str, least: u32) -> Result<(), Error> {
    let mut tokens = Tokens::default();
    let mut length = |phrase: &str| {
        tokens.clear();
        tokens.push_text(phrase, 0);
        tokens.len()
    };
    for (text, line) in text.lines().zip(1..) {
        let rows = tsv::parse(text).map_err(|(_, problem)| Error::Lexicon { line, problem })?;
        let problem = rows.iter().find_map(|row| match row {
            _ if length(&row.spun) > MAX_PHRASE || length(&row.original) > MAX_PHRASE => {
                Some(format!("a phrase has more than {MAX_PHRASE} words"))
            }
            _ if !(least..=MAX_COUNT).contains(&row.count) => Some(format!(
                "{} is not a count from {least} to {MAX_COUNT}",
                row.count
            )),
            _ => None,
        });
        if let Some(problem) = problem {
            return Err(Error::Lexicon { line, problem });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line and the problem of the first bad line, if there is one.
    fn problem(text: &str, least: u32) -> Option<(usize, String)> {
        match check(text, least) {
            Ok(()) => None,
            Err(Error::Lexicon { line, problem }) => Some((line, problem)),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn counts_and_lengths_have_limits() {
        for (text, least, expected) in [
            ("a\tb\n# a comment\n\nc\td\t1000000\n", 1, None),
            ("a\tb\t0\n", 0, None),
            (
                "a\tb\na\tb\t0\n",
                1,
                Some((2, "0 is not a count from 1 to 1000000")),
            ),
            (
                "a\tb\t1000001\n",
                0,
                Some((1, "1000001 is not a count from 0 to 1000000")),
            ),
            ("a b c d e f g\tb\n", 1, None),
            (
                "a b c d e f g h\tb\n",
                1,
                Some((1, "a phrase has more than 7 words")),
            ),
            // An apostrophe starts a token.
            ("a\tb c d e f can't\n", 1, None),
            (
                "a\tb c d e f g can't\n",
                1,
                Some((1, "a phrase has more than 7 words")),
            ),
            ("a\tb\n\nc\n", 1, Some((3, "no original"))),
        ] {
            let expected = expected.map(|(line, problem)| (line, problem.to_owned()));
            assert_eq!(problem(text, least), expected, "{text:?}");
        }
    }
}
