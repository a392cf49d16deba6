//! Pairs of a user's own, in the text form of a lexicon. It owns what can be wrong with them and how they go before the
//! built-in ones; where their text comes from is the caller's.

use super::{Lexicon, MAX_PHRASE, tsv};
use crate::store::error::Error;
use crate::store::file::Trust;
use crate::text::token::Tokens;

/// The most that a pair can be counted: the sum over all pairs of a text has to fit.
pub const MAX_COUNT: u32 = 1_000_000;

/// Whether every line of `text` can be used, where each pair counts `least` or more.
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
                "{} is no count from {least} to {MAX_COUNT}",
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

/// What [`crate::restore::Restorer::with_own`] reads: the pairs of `text`, and the built-in ones with them.
///
/// # Errors
/// [`Error::Lexicon`] with the first bad line of those that [`check`] did not see.
pub fn compiled(text: &str) -> Result<[Vec<u8>; 2], Error> {
    let own = Lexicon::compile(text)?;
    let both = Lexicon::embedded().overlaid(&Lexicon::read(&own, Trust::Embedded)?);
    Ok([own, both])
}
