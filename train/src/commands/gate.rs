//! `unspin-train gate`: reads the lexicon of each family and text, and writes a gate.

use super::files::{check_outputs, write_trained};
use super::source::{Source, print};
use crate::Error;
use crate::gate::{Plan, Spinners, train};
use std::path::PathBuf;
use unspin::models::gate::FAMILIES;
use unspin::store::static_map::Widths;

/// Bits of the fingerprint of a feature and of the code of its weights.
const WIDTHS: Widths = Widths {
    fingerprint: 10,
    value: 9,
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
/// If a file cannot be read or written, or the number of lexicons is wrong.
pub fn run(args: &Args) -> Result<(), Error> {
    check_outputs([&args.out], args.source.files())?;
    let documents = args.source.documents()?;
    let spinners = args.source.spinners()?;
    let spinners: Spinners = spinners
        .try_into()
        .map_err(|_| format!("--lexicon must be given {FAMILIES} times, once for each family"))?;
    let plan = Plan {
        features: args.features,
        passes: args.passes,
        widths: WIDTHS,
        seed: args.source.seed,
    };
    let gate = train(&documents, &spinners, plan, &print);
    write_trained(&args.out, &gate)
}
