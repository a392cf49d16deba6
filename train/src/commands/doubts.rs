//! `unspin-train doubts`: reads lexicons and text, and writes how doubtful each word is.

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

/// Measures doubts with the built-in context model and network, and writes them.
///
/// # Errors
/// If a file cannot be read or written.
pub fn run(args: &Args) -> Result<(), Error> {
    args.source.with_texts(|texts| {
        Doubts::measure(&texts, &ContextModel::embedded(), &Net::embedded()).write(&args.out)
    })
}
