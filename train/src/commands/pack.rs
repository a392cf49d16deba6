//! `unspin-train pack`: reads the network that `net.py` wrote, and writes its packed form.

use super::files::{check_outputs, write_model};
use crate::{Error, net};
use std::fs;
use std::path::PathBuf;

/// Arguments of `unspin-train pack`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// File that net.py wrote
    #[arg(value_name = "RAW")]
    raw: PathBuf,
}

/// Packs and writes a network.
///
/// # Errors
/// If a file cannot be read or written, or was not written by `net.py`.
pub fn run(args: &Args) -> Result<(), Error> {
    check_outputs([&args.out], [&args.raw])?;
    let raw = fs::read(&args.raw).map_err(|error| format!("{}: {error}", args.raw.display()))?;
    let net = net::pack(&raw).map_err(|error| format!("{}: {error}", args.raw.display()))?;
    write_model(&args.out, &net)
}
