//! The options of all commands that train on spun text: lexicons, text to spin, and a seed.

use super::counted;
use super::files::read_lexicons;
use crate::Error;
use crate::corpus::Documents;
use crate::progress::Progress;
use crate::spin::aligned::{self, AlignedDocument};
use crate::spin::{ExampleSpinner, LexiconSpinner, Sizes, Spin};
use crate::texts::Texts;
use std::path::PathBuf;
use unspin::lexicon::tsv::Row;
use unspin::lexicon::{Lexicon, compile};
use unspin::store::file::Trust;
use unspin::store::hash;

/// What is spun, and how.
#[derive(Debug, clap::Args)]
pub struct Source {
    /// Lexicon file with counts, by which the text is spun; can be repeated
    #[arg(long, value_name = "TSV", required = true)]
    lexicon: Vec<PathBuf>,
    /// Documents written by `unspin-train lexicon --aligned`. Text is spun like these documents
    /// instead of by the counts of the lexicon. All commands except `gate` also train on them
    #[arg(long, value_name = "FILE")]
    aligned: Option<PathBuf>,
    /// Greatest number of documents to use. They are chosen by their hash
    #[arg(long, value_name = "COUNT", default_value_t = usize::MAX, hide_default_value = true)]
    documents: usize,
    /// Seed of all random choices
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Plain text, possibly compressed with gzip, xz or Zstandard: a paragraph on each line and a
    /// blank line between documents, or JSON lines (.jsonl) with the text in the field "text"
    #[arg(required = true, value_name = "TEXT")]
    inputs: Vec<PathBuf>,
}

impl Source {
    /// All files that are read.
    pub fn files(&self) -> impl Iterator<Item = &PathBuf> {
        let lexicons = self.lexicon.iter().chain(&self.aligned);
        lexicons.chain(&self.inputs)
    }

    /// Reads everything and passes it to `train`.
    ///
    /// # Errors
    /// If a file cannot be read, or `train` fails.
    pub fn with_texts<T>(
        &self,
        train: impl FnOnce(Texts<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let rows = read_lexicons(&self.lexicon)?;
        let bytes = compile::compile(&rows).file();
        let lexicon = Lexicon::read(&bytes, Trust::Embedded)?;
        let documents = self.documents()?;
        let aligned = self.aligned()?;
        let spinner = spinner(&rows, &aligned)?;
        train(Texts {
            documents: &documents,
            aligned: &aligned,
            spinner: &*spinner,
            lexicon: &lexicon,
            seed: self.seed,
        })
    }

    /// A spinner for each lexicon.
    ///
    /// # Errors
    /// If a file cannot be read.
    pub fn spinners(&self) -> Result<Vec<Box<dyn Spin>>, Error> {
        let aligned = self.aligned()?;
        let spinner_of = |path| spinner(&read_lexicons(std::slice::from_ref(path))?, &aligned);
        self.lexicon.iter().map(spinner_of).collect()
    }

    fn aligned(&self) -> Result<Vec<AlignedDocument>, Error> {
        let path = self.aligned.as_deref();
        Ok(path.map(aligned::read).transpose()?.unwrap_or_default())
    }

    /// The documents to spin, ordered by their hashes.
    ///
    /// # Errors
    /// If a file cannot be read.
    pub fn documents(&self) -> Result<Vec<String>, Error> {
        let mut documents = Vec::new();
        for input in &self.inputs {
            for document in Documents::open(input)? {
                documents.push(document?);
            }
        }
        documents.sort_by_key(|document| hash::bytes(document.as_bytes()));
        documents.truncate(self.documents);
        let bytes: usize = documents.iter().map(String::len).sum();
        eprintln!("{}, {bytes} bytes", counted(documents.len(), "document"));
        Ok(documents)
    }
}

/// A spinner that follows the `aligned` documents, or the counts of `rows` if there are none.
///
/// # Errors
/// If there are aligned documents, but none is spun densely.
pub fn spinner(rows: &[Row], aligned: &[AlignedDocument]) -> Result<Box<dyn Spin>, Error> {
    if aligned.is_empty() {
        return Ok(Box::new(LexiconSpinner::new(rows)));
    }
    let spinner = ExampleSpinner::new(aligned)?;
    let Sizes { words, links, runs } = spinner.sizes();
    eprintln!("{words} words observed, {links} linked pairs, {runs} runs");
    Ok(Box::new(spinner))
}

/// Prints a progress report.
pub fn print(progress: Progress) {
    eprintln!("{progress}");
}
