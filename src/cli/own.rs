//! The user's own words: files of pairs, lexicons of families, and phrases that are never touched. It owns how they are read and what can be wrong
//! with them.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::Path;

use super::input::unreadable;
use super::task::Told;
use crate::lexicon::{FAMILY, pairs};
use crate::restore::Restorer;
use crate::restore::family::{SCIENCE, THESAURUS};
use crate::store::error::Error;
use crate::text::allow::Allow;

/// The list that `files` make together.
///
/// # Errors
/// What is wrong with a file, and where.
pub fn allow(files: &[impl AsRef<Path>]) -> Result<Allow, Told> {
    let texts = files
        .iter()
        .map(|file| text(file.as_ref()))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Allow::parse(&texts.join("\n")))
}

/// The engine with the pairs of `files`.
///
/// # Errors
/// What is wrong with a file, and where.
pub fn with_pairs(restorer: Restorer, files: &[impl AsRef<Path>]) -> Result<Restorer, Told> {
    let texts = files
        .iter()
        .map(|file| pairs(file.as_ref(), 1))
        .collect::<Result<Vec<_>, _>>()?;
    if texts.is_empty() {
        return Ok(restorer);
    }
    restorer
        .with_pairs(&texts.join("\n"))
        .map_err(|error| Told::failure(OsStr::new("--lexicon"), error.to_string()))
}

/// The engine with the families of spinners that `files` are lexicons of, each named as its file.
///
/// # Errors
/// What is wrong with a file, and where.
pub fn with_families(mut restorer: Restorer, files: &[impl AsRef<Path>]) -> Result<Restorer, Told> {
    let mut names = [FAMILY, SCIENCE, THESAURUS].map(str::to_owned).to_vec();
    for file in files.iter().map(AsRef::as_ref) {
        let told = |problem: String| Told::failure(file.as_os_str(), problem);
        let name = file
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if names.contains(&name) {
            return Err(told(format!(
                "would be another family named {name:?}; give the file another name"
            )));
        }
        restorer = restorer
            .with_family(&name, &pairs(file, 0)?)
            .map_err(|error| told(error.to_string()))?;
        names.push(name);
    }
    Ok(restorer)
}

/// The engine with the synonyms of `file` for what no family explains.
///
/// # Errors
/// What is wrong with the file, and where.
pub fn with_thesaurus(restorer: Restorer, file: Option<&Path>) -> Result<Restorer, Told> {
    let Some(file) = file else {
        return Ok(restorer);
    };
    restorer
        .with_thesaurus(&pairs(file, 0)?)
        .map_err(|error| Told::failure(file.as_os_str(), error.to_string()))
}

/// The text of a file of pairs that are all good, each counted `least` or more often.
fn pairs(file: &Path, least: u32) -> Result<String, Told> {
    let text = text(file)?;
    pairs::check(&text, least).map_err(|error| match error {
        Error::Lexicon { line, problem } => {
            let mut place = OsString::from(file);
            place.push(format!(":{line}"));
            Told::failure(
                &place,
                format!("{problem}; write spun<TAB>original<TAB>count, or '# ' before a comment"),
            )
        }
        other => Told::failure(file.as_os_str(), other.to_string()),
    })?;
    Ok(text)
}

fn text(file: &Path) -> Result<String, Told> {
    let bytes =
        fs::read(file).map_err(|error| Told::failure(file.as_os_str(), unreadable(&error)))?;
    String::from_utf8(bytes)
        .map_err(|_| Told::failure(file.as_os_str(), "is not UTF-8; convert it"))
}
