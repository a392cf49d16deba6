//! `unspin-train doubts`: a lexicon and text in, how much is in doubt at each word out.

use super::source::Source;
use crate::context::ContextModel;
use crate::format::Trust;
use crate::lexicon::{Lexicon, compile};
use crate::train::Error;
use crate::train::doubts::Doubts;
use crate::train::spin::Spinner;
use crate::train::texts::Texts;
use std::path::PathBuf;

/// Arguments of `unspin-train doubts`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    source: Source,
}

/// Measures and writes doubts, with the built-in context model.
///
/// # Errors
/// When a file cannot be read or written.
pub fn run(args: &Args) -> Result<(), Error> {
    let rows = args.source.rows()?;
    let bytes = compile::compile(&rows).file();
    let lexicon = Lexicon::read(&bytes, Trust::Embedded)?;
    let documents = args.source.documents()?;
    let texts = Texts { documents: &documents, aligned: &[], spinner: &Spinner::new(&rows), lexicon: &lexicon, seed: args.source.seed };
    Doubts::measure(&texts, &ContextModel::embedded(), usize::MAX).write(&args.out)
}
