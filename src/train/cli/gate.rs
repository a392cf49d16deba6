//! `unspin-train gate`: a lexicon and text in, a gate out.

use super::context::{documents, read_all_rows};
use crate::hash;
use crate::static_map::Widths;
use crate::train::Error;
use crate::train::gate::{Plan, train};
use crate::train::spin::Spinner;
use std::fs;
use std::path::PathBuf;

/// Arguments of `unspin-train gate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Lexicon in its text form, whose counts say how the text is spun; may be repeated
    #[arg(long, value_name = "TSV", required = true)]
    lexicon: Vec<PathBuf>,
    /// Features that stay
    #[arg(long, default_value_t = 200_000)]
    features: usize,
    /// Passes over the text after the choice of features
    #[arg(long, default_value_t = 2)]
    passes: usize,
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

/// Trains and writes a gate.
///
/// # Errors
/// When a file cannot be read or written.
pub fn run(args: &Args) -> Result<(), Error> {
    let rows = read_all_rows(&args.lexicon)?;
    let documents = documents(&args.inputs, args.documents)?;
    let plan = Plan { features: args.features, passes: args.passes, widths: Widths { fingerprint: 10, value: 6 }, seed: args.seed };
    let gate = train(&documents, &Spinner::new(&rows), plan);
    fs::write(&args.out, &gate)?;
    eprintln!("{}: {} bytes, checksum {:016x}", args.out.display(), gate.len(), hash::bytes(&gate));
    Ok(())
}
