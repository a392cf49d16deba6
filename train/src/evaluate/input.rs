//! What is evaluated: sets of spun text with its originals and sets of clean text. It owns the file forms and which files
//! a folder stands for.

use super::words::is_space;
use crate::Error;
use crate::pairs::{self, Document, Pair};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A set of texts with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Set {
    /// Spun documents with their originals.
    Pairs {
        /// File or folder name without its ending.
        name: String,
        /// The documents.
        documents: Vec<Document>,
    },
    /// Text that nobody spun.
    Clean {
        /// File name without its ending.
        name: String,
        /// The documents, without the line end of their last line.
        documents: Vec<String>,
    },
}

/// The sets that `path` stands for: a pairs file (`.jsonl`, `.jsonl.xz`), a clean text (`*clean*.txt`), a folder with
/// `spun.txt` and `edits.tsv`, or a folder with all of these in `bench/` and `seed/`.
///
/// # Errors
/// When `path` is none of these, or a file cannot be read.
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
        return Err(format!("{}: no set; give a .jsonl file, a *clean*.txt file or a folder with spun.txt and edits.tsv", path.display()).into());
    };
    Ok(vec![set])
}

fn file_name(path: &Path) -> String {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// The sets of a folder that is laid out like the shared data.
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

/// Text with the line ends of all systems made `\n`.
fn read_text(path: &Path) -> Result<String, Error> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// The documents of a pairs file; lines of one document need not stand together.
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

/// Cuts clean text at its blank lines.
pub fn clean_documents(text: &str) -> Vec<String> {
    text.split("\n\n")
        .filter(|document| !document.chars().all(is_space))
        .map(|document| document.trim_end_matches('\n').to_owned())
        .collect()
}

/// The document of a folder with `spun.txt` and `edits.tsv`.
fn with_edits(folder: &Path) -> Result<Document, Error> {
    let (spun, edits) = (
        read_text(&folder.join("spun.txt"))?,
        read_text(&folder.join("edits.tsv"))?,
    );
    edited(&spun, &edits)
        .map_err(|problem| format!("{}: {problem}", folder.join("edits.tsv").display()).into())
}

/// Pairs each line of `spun` with its original: the edits of `edits` made. An edit is a line, `line start end spun
/// original` with tabs between them; lines count from 1, `start` and `end` are characters, end-exclusive.
///
/// # Errors
/// Names the edit that is malformed or does not fit the text.
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
        rows.push(Row::parse(row).ok_or_else(|| format!("{row:?} is no edit"))?);
    }
    // From the last to the first: offsets before an edit stay as they are.
    rows.sort_unstable_by(|a, b| b.cmp(a));
    for row in &rows {
        row.apply(&mut document).ok_or_else(|| {
            format!(
                "line {} does not have {:?} at {}",
                row.line, row.spun, row.start
            )
        })?;
    }
    Ok(document)
}

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
        let (start, end) = (
            byte_of(&pair.spun, self.start)?,
            byte_of(&pair.spun, self.end)?,
        );
        if pair.spun.get(start..end)? != self.spun {
            return None;
        }
        pair.original.replace_range(start..end, self.original);
        Some(())
    }
}

fn byte_of(text: &str, character: usize) -> Option<usize> {
    text.char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .nth(character)
}
