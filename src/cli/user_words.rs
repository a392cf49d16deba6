//! The user's own words: phrases that are never changed, lexicon entries, and lexicons of further
//! families of spinners.

use std::path::Path;

use super::message::{Message, at_line};
use super::text_file;
use crate::lexicon::pairs;
use crate::restore::Restorer;
use crate::restore::family::{SCIENCE, THESAURUS, TRAINED};
use crate::restore::terms::{ListError, TermList};
use crate::store::error::Error;
use crate::text::allow::Allow;

/// The phrases of all `files`, which are never changed.
///
/// # Errors
/// If a file cannot be read.
pub fn allow(files: &[impl AsRef<Path>]) -> Result<Allow, Message> {
    let texts: Vec<String> = files
        .iter()
        .map(|file| text_file::read(file.as_ref()))
        .collect::<Result<_, _>>()?;
    Ok(Allow::parse(&texts.join("\n")))
}

/// Adds the entries of all `files` to the engine.
///
/// # Errors
/// If a file cannot be read or has a mistake.
pub fn with_pairs(restorer: Restorer, files: &[impl AsRef<Path>]) -> Result<Restorer, Message> {
    if files.is_empty() {
        return Ok(restorer);
    }
    let texts: Vec<String> = files
        .iter()
        .map(|file| pairs(file.as_ref(), 1))
        .collect::<Result<_, _>>()?;
    restorer
        .with_pairs(&texts.join("\n"))
        .map_err(|error| Message::failure("--lexicon", error.to_string()))
}

/// Adds the families of spinners whose lexicons are in `files` to the engine. Each has the name of
/// its file.
///
/// # Errors
/// If a file cannot be read or has a mistake, or two families have the same name.
pub fn with_families(
    mut restorer: Restorer,
    files: &[impl AsRef<Path>],
) -> Result<Restorer, Message> {
    let built_in = TRAINED.into_iter().chain([SCIENCE, THESAURUS]);
    let mut names: Vec<String> = built_in.map(str::to_owned).collect();
    for file in files.iter().map(AsRef::as_ref) {
        let stem = file.file_stem().unwrap_or_default();
        let name = stem.to_string_lossy().into_owned();
        if names.contains(&name) {
            let text = format!("there is already a family named {name:?}; rename the file");
            return Err(Message::failure(file, text));
        }
        restorer = restorer
            .with_family(&name, &pairs(file, 0)?)
            .map_err(|error| Message::failure(file, error.to_string()))?;
        names.push(name);
    }
    Ok(restorer)
}

/// Adds the synonyms of `file` to the engine, for spinners of unknown families.
///
/// # Errors
/// If the file cannot be read or has a mistake.
pub fn with_thesaurus(restorer: Restorer, file: Option<&Path>) -> Result<Restorer, Message> {
    let Some(file) = file else {
        return Ok(restorer);
    };
    restorer
        .with_thesaurus(&pairs(file, 0)?)
        .map_err(|error| Message::failure(file, error.to_string()))
}

/// Adds the phrases of all `files` to those that are listed. Each list has the name of its file.
///
/// # Errors
/// If a file cannot be read or has a mistake.
pub fn with_terms(mut restorer: Restorer, files: &[impl AsRef<Path>]) -> Result<Restorer, Message> {
    for file in files.iter().map(AsRef::as_ref) {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let list = TermList::parse(&name, &text_file::read(file)?);
        restorer = restorer.with_terms(list.map_err(|ListError { line, problem, .. }| {
            Message::failure(at_line(file, line), problem)
        })?);
    }
    Ok(restorer)
}

/// The text of a lexicon file, all of whose entries are valid and have a count of `least` or more.
fn pairs(file: &Path, least: u32) -> Result<String, Message> {
    let text = text_file::read(file)?;
    match pairs::check(&text, least) {
        Ok(()) => Ok(text),
        Err(Error::Lexicon { line, problem }) => {
            let remedy = "write spun<TAB>original<TAB>count, or '# ' before a comment";
            let text = format!("{problem}; {remedy}");
            Err(Message::failure(at_line(file, line), text))
        }
        Err(error) => Err(Message::failure(file, error.to_string())),
    }
}
