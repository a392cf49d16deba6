//! `unspin-train gate`: a lexicon and text in, a gate out.

use super::source::{self, Source};
use crate::Error;
use crate::gate::{Plan, train};
use std::path::PathBuf;
use unspin::store::static_map::Widths;

/// Arguments of `unspin-train gate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    source: Source,
    /// Features that stay
    #[arg(long, default_value_t = 200_000)]
    features: usize,
    /// Passes over the text after the choice of features
    #[arg(long, default_value_t = 2)]
    passes: usize,
}

/// Trains and writes a gate.
///
/// # Errors
/// When a file cannot be read or written.
pub fn run(args: &Args) -> Result<(), Error> {
    let documents = args.source.documents()?;
    let spinner = source::spinner(&args.source.rows()?, &args.source.aligned()?)?;
    let plan = Plan {
        features: args.features,
        passes: args.passes,
        widths: Widths {
            fingerprint: 10,
            value: 6,
        },
        seed: args.source.seed,
    };
    let gate = train(&documents, &*spinner, plan, &source::print);
    source::write_trained(&args.out, &gate)
}
