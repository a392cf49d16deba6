//! `unspin-train gate`: reads lexicons and text, and writes a gate.

use super::files::write_trained;
use super::source::{Source, print};
use crate::Error;
use crate::gate::{Plan, train};
use std::path::PathBuf;
use unspin::store::static_map::Widths;

/// Bits of the fingerprint of a feature and of its weight.
const WIDTHS: Widths = Widths {
    fingerprint: 10,
    value: 6,
};

/// Arguments of `unspin-train gate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    source: Source,
    /// Number of features to select
    #[arg(long, value_name = "COUNT", default_value_t = 200_000)]
    features: usize,
    /// Passes over the text with the selected features
    #[arg(long, value_name = "COUNT", default_value_t = 2)]
    passes: usize,
}

/// Trains and writes a gate.
///
/// # Errors
/// If a file cannot be read or written.
pub fn run(args: &Args) -> Result<(), Error> {
    let documents = args.source.documents()?;
    let spinner = args.source.spinner()?;
    let plan = Plan {
        features: args.features,
        passes: args.passes,
        widths: WIDTHS,
        seed: args.source.seed,
    };
    let gate = train(&documents, &*spinner, plan, &print);
    write_trained(&args.out, &gate)
}
