//! `unspin-train examples`: a lexicon and text in, arrays for a script that trains the neural scorer out.

use super::source::{self, Source};
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
    /// Most words that get a row of their own
    #[arg(long, default_value_t = 24_000)]
    words: usize,
    /// Most wordings that get a row of their own
    #[arg(long, default_value_t = 16_000)]
    wordings: usize,
}

/// Writes the examples.
///
/// # Errors
/// When a file cannot be read or written.
pub fn run(args: &Args) -> Result<(), Error> {
    let types = args.source.with_texts(|texts| {
        examples::write(&texts, &args.out, args.words, args.wordings, &source::print)
    })?;
    eprintln!(
        "{} different words and {} different wordings seen",
        types.words, types.wordings
    );
    Ok(())
}
