//! Reads the sets to evaluate: spun text with its originals, and clean text.

use super::words::is_space;
use crate::Error;
use crate::pairs::{self, Document, Pair};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A named set of texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Set {
    /// Spun documents with their originals.
    Pairs {
        /// Name of the file or folder, without its extension.
        name: String,
        /// The documents.
        documents: Vec<Document>,
    },
    /// Text that was not spun.
    Clean {
        /// Name of the file, without its extension.
        name: String,
        /// The documents, each without its last line end.
        documents: Vec<String>,
    },
}

/// Reads the sets at `path`: a file of pairs (`.jsonl`, possibly compressed), a file of clean text
/// (`*clean*.txt`), a folder with `spun.txt` and `edits.tsv`, or a folder that contains all of
/// these in its subfolders `bench` and `seed`.
///
/// # Errors
/// If `path` is none of these, or a file cannot be read or has no text.
pub fn read(path: &Path) -> Result<Vec<Set>, Error> {
    let file = file_name(path);
    let set = if path.join("bench").is_dir() && path.join("seed").is_dir() {
        return shared(path);
    } else if path.join("edits.tsv").is_file() {
        Set::Pairs {
            name: file,
            documents: vec![with_edits(path)?],
        }
    } else if let Some((name, _)) = file.split_once(".jsonl") {
        Set::Pairs {
            name: name.to_owned(),
            documents: documents(path)?,
        }
    } else if let Some(name) = file
        .strip_suffix(".txt")
        .filter(|name| name.contains("clean"))
    {
        Set::Clean {
            name: name.to_owned(),
            documents: clean_documents(&read_text(path)?),
        }
    } else {
        return Err(format!(
            "{}: not a set of texts; name a .jsonl file, a *clean*.txt file, or a folder with \
             spun.txt and edits.tsv",
            path.display()
        )
        .into());
    };
    let is_empty = match &set {
        Set::Pairs { documents, .. } => documents.is_empty(),
        Set::Clean { documents, .. } => documents.is_empty(),
    };
    if is_empty {
        // Its figures would be perfect.
        let path = path.display();
        return Err(format!("{path}: has no text to evaluate; name another file").into());
    }
    Ok(vec![set])
}

fn file_name(path: &Path) -> String {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// The sets in the subfolders `bench` and `seed` of a folder.
fn shared(folder: &Path) -> Result<Vec<Set>, Error> {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder.join("bench"))? {
        files.push(entry?.path());
    }
    files.sort();
    let is_set = |path: &PathBuf| {
        file_name(path).contains(".jsonl")
            || (file_name(path).contains("clean") && file_name(path).ends_with(".txt"))
    };
    let mut sets = read(&folder.join("seed"))?;
    for file in files.iter().filter(|path| is_set(path)) {
        sets.extend(read(file)?);
    }
    Ok(sets)
}

/// The text of a file, with all line ends converted to `\n`.
fn read_text(path: &Path) -> Result<String, Error> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// The documents of a file of pairs. The lines of a document need not be consecutive.
fn documents(path: &Path) -> Result<Vec<Document>, Error> {
    let mut documents: Vec<Document> = Vec::new();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for line in pairs::lines(path)? {
        let (name, pair) = line?;
        let number = *numbers.entry(name).or_insert(documents.len());
        if number == documents.len() {
            documents.push(Vec::new());
        }
        documents[number].push(pair);
    }
    Ok(documents)
}

/// Splits clean text into documents at its blank lines.
pub fn clean_documents(text: &str) -> Vec<String> {
    text.split("\n\n")
        .filter(|document| !document.chars().all(is_space))
        .map(|document| document.trim_end_matches('\n').to_owned())
        .collect()
}

/// The document of a folder with `spun.txt` and `edits.tsv`.
fn with_edits(folder: &Path) -> Result<Document, Error> {
    let spun = read_text(&folder.join("spun.txt"))?;
    let path = folder.join("edits.tsv");
    edited(&spun, &read_text(&path)?)
        .map_err(|problem| format!("{}: {problem}", path.display()).into())
}

/// Pairs each line of `spun` with its original, which results from applying `edits`. Each line of
/// `edits` has a line number (from 1), the start and the end of a range of characters (excluding the
/// end), the spun phrase, and its original, separated by tabs.
///
/// # Errors
/// If an edit is malformed or does not fit the text. The message names it.
pub fn edited(spun: &str, edits: &str) -> Result<Document, String> {
    let mut document: Document = spun
        .trim_matches('\n')
        .split('\n')
        .map(|line| Pair {
            spun: line.to_owned(),
            original: line.to_owned(),
        })
        .collect();
    let mut rows = Vec::new();
    for row in edits
        .lines()
        .filter(|row| !row.trim().is_empty() && !row.starts_with('#'))
    {
        rows.push(Row::parse(row).ok_or_else(|| format!("{row:?} is not an edit"))?);
    }
    // From the last to the first, so that the positions of earlier edits remain valid.
    rows.sort_unstable_by(|a, b| b.cmp(a));
    for row in &rows {
        row.apply(&mut document).ok_or_else(|| {
            format!(
                "line {} does not contain {:?} at character {}",
                row.line, row.spun, row.start
            )
        })?;
    }
    Ok(document)
}

/// An edit. Sorts by position.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Row<'r> {
    line: usize,
    start: usize,
    end: usize,
    spun: &'r str,
    original: &'r str,
}

impl<'r> Row<'r> {
    fn parse(row: &'r str) -> Option<Self> {
        let fields: Vec<&str> = row.split('\t').collect();
        let &[line, start, end, spun, original] = &fields[..] else {
            return None;
        };
        Some(Self {
            line: line.parse().ok()?,
            start: start.parse().ok()?,
            end: end.parse().ok()?,
            spun,
            original,
        })
    }

    fn apply(&self, document: &mut Document) -> Option<()> {
        let pair = document.get_mut(self.line.checked_sub(1)?)?;
        let start = byte_of(&pair.spun, self.start)?;
        let end = byte_of(&pair.spun, self.end)?;
        if pair.spun.get(start..end)? != self.spun {
            return None;
        }
        pair.original.replace_range(start..end, self.original);
        Some(())
    }
}

/// The byte at which a character begins, or the text ends.
fn byte_of(text: &str, character: usize) -> Option<usize> {
    text.char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .nth(character)
}
