//! The user's own words: files of pairs and of phrases that are never touched. It owns how they are read and what can be wrong
//! with them.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::Path;

use super::input::unreadable;
use super::task::Told;
use crate::allow::Allow;
use crate::format::Trust;
use crate::lexicon::{Lexicon, MAX_PHRASE, tsv};
use crate::restore::Restorer;
use crate::token::Tokens;

/// The most that a pair can be counted: the sum over all pairs of a file has to fit.
const MAX_COUNT: u32 = 1_000_000;

/// The list that `files` make together.
///
/// # Errors
/// What is wrong with a file, and where.
pub fn allow(files: &[impl AsRef<Path>]) -> Result<Allow, Told> {
    let texts = files.iter().map(|file| text(file.as_ref())).collect::<Result<Vec<_>, _>>()?;
    Ok(Allow::parse(&texts.join("\n")))
}

/// The engine with the pairs of `files` before its own.
///
/// # Errors
/// What is wrong with a file, and where.
pub fn with_pairs(restorer: Restorer, files: &[impl AsRef<Path>]) -> Result<Restorer, Told> {
    let texts = files.iter().map(|file| pairs(file.as_ref())).collect::<Result<Vec<_>, _>>()?;
    if texts.is_empty() {
        return Ok(restorer);
    }
    let read = |bytes: Vec<u8>| Lexicon::read(kept(bytes), Trust::Embedded);
    let engine = Lexicon::compile(&texts.join("\n")).and_then(read).and_then(|own| {
        let both = read(Lexicon::embedded().overlaid(&own))?;
        Ok(restorer.with_own(own, both))
    });
    engine.map_err(|error| Told::failure(OsStr::new("--lexicon"), error.to_string()))
}

/// The engine reads its lexicons in place, as long as the program runs.
fn kept(bytes: Vec<u8>) -> &'static [u8] {
    Box::leak(bytes.into_boxed_slice())
}

/// The text of a file of pairs that are all good.
fn pairs(file: &Path) -> Result<String, Told> {
    let text = text(file)?;
    let mut tokens = Tokens::default();
    let mut length = |phrase: &str| {
        tokens.clear();
        tokens.push_text(phrase, 0);
        tokens.len()
    };
    for (line, number) in text.lines().zip(1..) {
        let problem = match tsv::parse(line) {
            Err((_, problem)) => Some(problem),
            Ok(rows) => rows.iter().find_map(|row| match row {
                _ if length(&row.spun) > MAX_PHRASE || length(&row.original) > MAX_PHRASE => Some(format!("a phrase has more than {MAX_PHRASE} words")),
                _ if row.count == 0 || row.count > MAX_COUNT => Some(format!("{} is no count from 1 to {MAX_COUNT}", row.count)),
                _ => None,
            }),
        };
        if let Some(problem) = problem {
            let mut place = OsString::from(file);
            place.push(format!(":{number}"));
            return Err(Told::failure(&place, format!("{problem}; write spun<TAB>original<TAB>count, or '# ' before a comment")));
        }
    }
    Ok(text)
}

fn text(file: &Path) -> Result<String, Told> {
    let bytes = fs::read(file).map_err(|error| Told::failure(file.as_os_str(), unreadable(&error)))?;
    String::from_utf8(bytes).map_err(|_| Told::failure(file.as_os_str(), "is not UTF-8; convert it"))
}
