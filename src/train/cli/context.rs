//! `unspin-train context`: a lexicon and text in, a context model out.

use crate::format::Trust;
use crate::hash;
use crate::lexicon::{Lexicon, compile, tsv};
use crate::static_map::Widths;
use crate::train::Error;
use crate::train::aligned;
use crate::train::context::{Plan, train};
use crate::train::corpus::Documents;
use crate::train::spin::Spinner;
use std::fs;
use std::path::{Path, PathBuf};

/// Arguments of `unspin-train context`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Lexicon in its text form, whose counts say how the text is spun; may be repeated
    #[arg(long, value_name = "TSV", required = true)]
    lexicon: Vec<PathBuf>,
    /// Documents that `unspin-train lexicon --aligned` wrote, as further text
    #[arg(long, value_name = "FILE")]
    aligned: Option<PathBuf>,
    /// Features that stay
    #[arg(long, default_value_t = 3_000_000)]
    features: usize,
    /// Slots of the first table, as a power of two; each takes 10 bytes of memory
    #[arg(long, default_value_t = 26, value_parser = clap::value_parser!(u32).range(16..=28))]
    table_bits: u32,
    /// Passes over the text before and after the choice of features
    #[arg(long, value_delimiter = ',', default_values_t = [1, 1])]
    passes: Vec<usize>,
    /// Bits of a fingerprint and of a weight
    #[arg(long, value_delimiter = ',', default_values_t = [8, 4])]
    widths: Vec<u32>,
    /// Most documents that are read, chosen by their hash
    #[arg(long, default_value_t = usize::MAX)]
    documents: usize,
    /// Seed of all random choices
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Text, plain or .xz: one paragraph a line, a blank line between documents
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
}

/// Trains and writes a context model.
///
/// # Errors
/// When a file cannot be read or written, or an argument is out of range.
pub fn run(args: &Args) -> Result<(), Error> {
    let rows = read_all_rows(&args.lexicon)?;
    let bytes = compile::compile(&rows).file();
    let lexicon = Lexicon::read(&bytes, Trust::Embedded)?;
    let documents = documents(&args.inputs, args.documents)?;
    let aligned = args.aligned.as_deref().map(aligned::read).transpose()?.unwrap_or_default();
    let model = train(&documents, &aligned, &Spinner::new(&rows), &lexicon, args.plan()?);
    fs::write(&args.out, &model)?;
    eprintln!("{}: {} bytes, checksum {:016x}", args.out.display(), model.len(), hash::bytes(&model));
    Ok(())
}

impl Args {
    fn plan(&self) -> Result<Plan, Error> {
        let ([first, second], [fingerprint, value]) = (&self.passes[..], &self.widths[..]) else {
            return Err("give two numbers to --passes and to --widths".into());
        };
        let widths = Widths { fingerprint: *fingerprint, value: *value };
        Ok(Plan { table_bits: self.table_bits, features: self.features, passes: (*first, *second), widths, seed: self.seed })
    }
}

/// The rows of several lexicon files.
///
/// # Errors
/// When one cannot be read or a line is wrong.
pub fn read_all_rows(lexicons: &[PathBuf]) -> Result<Vec<tsv::Row>, Error> {
    let mut rows = Vec::new();
    for path in lexicons {
        rows.extend(read_rows(path)?);
    }
    Ok(rows)
}

/// The rows of one lexicon file.
///
/// # Errors
/// When it cannot be read or a line is wrong.
pub fn read_rows(path: &Path) -> Result<Vec<tsv::Row>, Error> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    tsv::parse(&text).map_err(|(line, problem)| format!("{}:{line}: {problem}", path.display()).into())
}

/// The documents of all files, at most `limit`, in the order of their hashes.
///
/// # Errors
/// When a file cannot be read.
pub fn documents(inputs: &[PathBuf], limit: usize) -> Result<Vec<String>, Error> {
    let mut documents = Vec::new();
    for input in inputs {
        for document in Documents::open(input)? {
            documents.push(document?);
        }
    }
    documents.sort_by_key(|document| hash::bytes(document.as_bytes()));
    documents.truncate(limit);
    eprintln!("{} documents, {} bytes", documents.len(), documents.iter().map(String::len).sum::<usize>());
    Ok(documents)
}
