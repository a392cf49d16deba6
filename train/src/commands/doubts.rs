//! `unspin-train doubts`: a lexicon and text in, how much is in doubt at each word out.

use super::source::Source;
use crate::Error;
use crate::doubts::Doubts;
use std::path::PathBuf;
use unspin::models::context::ContextModel;
use unspin::models::net::Net;

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
    args.source.with_texts(|texts| {
        Doubts::measure(&texts, &ContextModel::embedded(), &Net::embedded()).write(&args.out)
    })
}
