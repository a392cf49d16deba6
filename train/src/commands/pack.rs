//! `unspin-train pack`: what the training script of the neural scorer left in, the scorer's file out.

use super::source;
use crate::{Error, net};
use std::fs;
use std::path::PathBuf;

/// Arguments of `unspin-train pack`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// What the training script wrote
    #[arg(value_name = "RAW")]
    raw: PathBuf,
}

/// Rounds, packs and writes a scorer.
///
/// # Errors
/// When a file cannot be read or written, or is no such file.
pub fn run(args: &Args) -> Result<(), Error> {
    let raw = fs::read(&args.raw).map_err(|error| format!("{}: {error}", args.raw.display()))?;
    let net = net::pack(&raw).map_err(|error| format!("{}: {error}", args.raw.display()))?;
    source::write(&args.out, &net)
}
