//! What training by forward spinning starts from: lexicons, text and a seed. The context model and the gate share it.

use crate::Error;
use crate::corpus::Documents;
use crate::progress::Progress;
use crate::spin::aligned::{self, AlignedDocument};
use crate::spin::{ExampleSpinner, LexiconSpinner, Sizes, Spin};
use crate::texts::Texts;
use crate::weights::Trained;
use std::fs;
use std::path::{Path, PathBuf};
use unspin::lexicon::{Lexicon, compile, tsv};
use unspin::store::file::Trust;
use unspin::store::hash;

/// Arguments that name what is spun and how.
#[derive(Debug, clap::Args)]
pub struct Source {
    /// Lexicon in its text form, whose counts say how the text is spun; may be repeated
    #[arg(long, value_name = "TSV", required = true)]
    lexicon: Vec<PathBuf>,
    /// Documents that `unspin-train lexicon --aligned` wrote: text is spun as they are, in the place of by the lexicon; and,
    /// but for the gate, they are further text
    #[arg(long, value_name = "FILE")]
    aligned: Option<PathBuf>,
    /// Most documents that are read, chosen by their hash
    #[arg(long, default_value_t = usize::MAX)]
    documents: usize,
    /// Seed of all random choices
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Text, plain or in gzip, xz or Zstandard format: one paragraph a line, a blank line between documents; or JSON lines
    /// (.jsonl) with the field "text", a document each
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
}

impl Source {
    /// Gives what is spun, with the aligned documents beside it, to `learn`.
    ///
    /// # Errors
    /// When a file cannot be read, or those of `learn`.
    pub fn with_texts<T>(
        &self,
        learn: impl FnOnce(Texts<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let rows = self.rows()?;
        let bytes = compile::compile(&rows).file();
        let lexicon = Lexicon::read(&bytes, Trust::Embedded)?;
        let documents = self.documents()?;
        let aligned = self.aligned()?;
        let spinner = spinner(&rows, &aligned)?;
        learn(Texts {
            documents: &documents,
            aligned: &aligned,
            spinner: &*spinner,
            lexicon: &lexicon,
            seed: self.seed,
        })
    }

    /// The aligned documents.
    ///
    /// # Errors
    /// When their file cannot be read or a line is wrong.
    pub fn aligned(&self) -> Result<Vec<AlignedDocument>, Error> {
        Ok(self
            .aligned
            .as_deref()
            .map(aligned::read)
            .transpose()?
            .unwrap_or_default())
    }

    /// The rows of all lexicon files.
    ///
    /// # Errors
    /// When one cannot be read or a line is wrong.
    pub fn rows(&self) -> Result<Vec<tsv::Row>, Error> {
        let mut rows = Vec::new();
        for path in &self.lexicon {
            rows.extend(read_rows(path)?);
        }
        Ok(rows)
    }

    /// The documents of all files, as many as are asked for, in the order of their hashes.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn documents(&self) -> Result<Vec<String>, Error> {
        let mut documents = Vec::new();
        for input in &self.inputs {
            for document in Documents::open(input)? {
                documents.push(document?);
            }
        }
        documents.sort_by_key(|document| hash::bytes(document.as_bytes()));
        documents.truncate(self.documents);
        eprintln!(
            "{} documents, {} bytes",
            documents.len(),
            documents.iter().map(String::len).sum::<usize>()
        );
        Ok(documents)
    }
}

/// Spins as the `aligned` documents are spun, or where there are none by the counts of `rows`.
///
/// # Errors
/// When there are some, but none is dense.
pub fn spinner(rows: &[tsv::Row], aligned: &[AlignedDocument]) -> Result<Box<dyn Spin>, Error> {
    Ok(if aligned.is_empty() {
        Box::new(LexiconSpinner::new(rows))
    } else {
        let spinner = ExampleSpinner::new(aligned)?;
        let Sizes { words, links, runs } = spinner.sizes();
        eprintln!("{words} words observed, {links} linked pairs, {runs} runs");
        Box::new(spinner)
    })
}

/// Writes what was made and tells its size and checksum.
///
/// # Errors
/// When the file cannot be written.
pub fn write(path: &Path, made: &[u8]) -> Result<(), Error> {
    fs::write(path, made)?;
    eprintln!(
        "{}: {} bytes, checksum {:016x}",
        path.display(),
        made.len(),
        hash::bytes(made)
    );
    Ok(())
}

/// Writes a trained linear model.
///
/// # Errors
/// When the file cannot be written.
pub fn write_trained(path: &Path, model: &Trained) -> Result<(), Error> {
    eprintln!(
        "{} features could be selected, {} weights written",
        model.candidates, model.weights
    );
    write(path, &model.bytes)
}

/// Prints a progress report to standard error.
pub fn print(progress: Progress) {
    eprintln!("{progress}");
}

/// The rows of a lexicon file.
///
/// # Errors
/// When it cannot be read or a line is wrong; the message names it.
pub fn read_rows(path: &Path) -> Result<Vec<tsv::Row>, Error> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    tsv::parse(&text)
        .map_err(|(line, problem)| format!("{}:{line}: {problem}", path.display()).into())
}
