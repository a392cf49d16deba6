//! Reading and writing files, with messages about them.

use super::counted;
use crate::weights::Trained;
use crate::{Error, cannot_write};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use unspin::lexicon::tsv::{self, Row};
use unspin::store::hash;

/// Reads the rows of lexicon files in their text form.
///
/// # Errors
/// If a file cannot be read or a line is malformed; the message names it.
pub fn read_lexicons<P: AsRef<Path>>(paths: &[P]) -> Result<Vec<Row>, Error> {
    let mut rows = Vec::new();
    for path in paths {
        rows.extend(read_lexicon(path.as_ref())?);
    }
    Ok(rows)
}

fn read_lexicon(path: &Path) -> Result<Vec<Row>, Error> {
    let text =
        String::from_utf8(read(path)?).map_err(|error| format!("{}: {error}", path.display()))?;
    tsv::parse(&text)
        .map_err(|(line, problem)| format!("{}:{line}: {problem}", path.display()).into())
}

/// The text form of a lexicon, which begins with a comment.
pub fn lexicon_text(comment: &str, rows: &[Row]) -> String {
    let mut text = format!("# {comment}\n");
    for row in rows {
        writeln!(text, "{row}").expect("writing to a string cannot fail");
    }
    text
}

/// Prints how many pairs and originals the lexicon at `path` has.
pub fn print_lexicon_size(path: &Path, rows: &[Row]) {
    let kept = rows.iter().filter(|row| row.is_kept()).count();
    let pairs = rows.len() - kept;
    let pairs = counted(pairs, "pair");
    let kept = counted(kept, "original");
    eprintln!("{}: {pairs}, {kept}", path.display());
}

/// The bytes of a file.
///
/// # Errors
/// If it cannot be read; the message names it.
pub fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// An error about the content of a file.
pub fn of_file(path: &Path, error: &unspin::store::error::Error) -> Error {
    format!("{}: {error}", path.display()).into()
}

/// Writes a file.
///
/// # Errors
/// If it cannot be written; the message names it.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result<(), Error> {
    fs::write(path, bytes).map_err(|error| cannot_write(path, &error))
}

/// Checks, before anything is read, that none of the files `outputs` is also one of the `inputs`, and
/// that their folders exist.
///
/// # Errors
/// If it is otherwise; the message names the file.
pub fn check_outputs<'p>(
    outputs: impl IntoIterator<Item = &'p PathBuf>,
    inputs: impl IntoIterator<Item = &'p PathBuf>,
) -> Result<(), Error> {
    let inputs: Vec<PathBuf> = inputs
        .into_iter()
        .filter_map(|input| input.canonicalize().ok())
        .collect();
    for output in outputs {
        let folder = output.parent().unwrap_or(output);
        if !Path::new(".").join(folder).is_dir() {
            let path = output.display();
            return Err(format!("{path}: its folder does not exist; create it first").into());
        }
        let path = output.canonicalize().ok();
        if path.is_some_and(|path| inputs.contains(&path)) {
            let path = output.display();
            return Err(
                format!("{path}: is an input and would be overwritten; name another file").into(),
            );
        }
    }
    Ok(())
}

/// Writes a model file and prints its size and checksum.
///
/// # Errors
/// If the file cannot be written.
pub fn write_model(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    write(path, bytes)?;
    eprintln!(
        "{}: {} bytes, checksum {:016x}",
        path.display(),
        bytes.len(),
        hash::bytes(bytes)
    );
    Ok(())
}

/// Writes a trained linear model and prints its sizes.
///
/// # Errors
/// If the file cannot be written.
pub fn write_trained(path: &Path, model: &Trained) -> Result<(), Error> {
    eprintln!(
        "{} features could be selected; {} weights were written",
        model.candidates, model.weights
    );
    write_model(path, &model.bytes)
}
