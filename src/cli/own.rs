//! The user's own words: files of pairs and of phrases that are never touched. It owns how they are read and what can be wrong
//! with them.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::Path;

use super::input::unreadable;
use super::task::Told;
use crate::allow::Allow;
use crate::error::Error;
use crate::format::Trust;
use crate::lexicon::{Lexicon, own};
use crate::restore::Restorer;

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
    let engine = own::compiled(&texts.join("\n")).and_then(|[own, both]| Ok(restorer.with_own(read(own)?, read(both)?)));
    engine.map_err(|error| Told::failure(OsStr::new("--lexicon"), error.to_string()))
}

/// The engine reads its lexicons in place, as long as the program runs.
fn kept(bytes: Vec<u8>) -> &'static [u8] {
    Box::leak(bytes.into_boxed_slice())
}

/// The text of a file of pairs that are all good.
fn pairs(file: &Path) -> Result<String, Told> {
    let text = text(file)?;
    own::check(&text).map_err(|error| match error {
        Error::Lexicon { line, problem } => {
            let mut place = OsString::from(file);
            place.push(format!(":{line}"));
            Told::failure(&place, format!("{problem}; write spun<TAB>original<TAB>count, or '# ' before a comment"))
        }
        other => Told::failure(file.as_os_str(), other.to_string()),
    })?;
    Ok(text)
}

fn text(file: &Path) -> Result<String, Told> {
    let bytes = fs::read(file).map_err(|error| Told::failure(file.as_os_str(), unreadable(&error)))?;
    String::from_utf8(bytes).map_err(|_| Told::failure(file.as_os_str(), "is not UTF-8; convert it"))
}
