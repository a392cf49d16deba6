//! `unspin-train examples`: reads lexicons and text, and writes training examples for the network.

use super::source::{Source, print};
use crate::{Error, examples};
use std::path::PathBuf;

/// Arguments of `unspin-train examples`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder to write
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    source: Source,
    /// Number of words, the most frequent ones, that get a number
    #[arg(long, value_name = "COUNT", default_value_t = 24_000)]
    words: usize,
    /// Number of wordings, the most frequent ones, that get a number
    #[arg(long, value_name = "COUNT", default_value_t = 16_000)]
    wordings: usize,
}

/// Writes the examples.
///
/// # Errors
/// If a file cannot be read or written.
pub fn run(args: &Args) -> Result<(), Error> {
    let types = args.source.with_texts(|texts| {
        examples::write(&texts, &args.out, args.words, args.wordings, &print)
    })?;
    eprintln!(
        "{} different words and {} different wordings in the text",
        types.words, types.wordings
    );
    Ok(())
}
