//! `unspin-train context`: a lexicon and text in, a context model out.

use super::source::{self, Source};
use crate::Error;
use crate::context::{Plan, train};
use std::path::PathBuf;
use unspin::store::static_map::Widths;

/// Arguments of `unspin-train context`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    source: Source,
    /// Features that stay
    #[arg(long, default_value_t = 3_000_000)]
    features: usize,
    /// Slots of the first table, as a power of two; each takes 10 bytes of memory
    #[arg(long, default_value_t = 26, value_parser = clap::value_parser!(u32).range(16..=28))]
    table_bits: u32,
    /// Passes over the text before and after the choice of features
    #[arg(long, value_delimiter = ',', default_values_t = [1, 1])]
    passes: Vec<usize>,
    /// Bits of a fingerprint and of a weight
    #[arg(long, value_delimiter = ',', default_values_t = [8, 4])]
    widths: Vec<u32>,
}

/// Trains and writes a context model.
///
/// # Errors
/// When a file cannot be read or written, or an argument is out of range.
pub fn run(args: &Args) -> Result<(), Error> {
    let plan = args.plan()?;
    let model = args
        .source
        .with_texts(|texts| Ok(train(texts, plan, &source::print)))?;
    source::write_trained(&args.out, &model)
}

impl Args {
    fn plan(&self) -> Result<Plan, Error> {
        let ([first, second], [fingerprint, value]) = (&self.passes[..], &self.widths[..]) else {
            return Err("give two numbers to --passes and to --widths".into());
        };
        let widths = Widths {
            fingerprint: *fingerprint,
            value: *value,
        };
        Ok(Plan {
            table_bits: self.table_bits,
            features: self.features,
            passes: (*first, *second),
            widths,
        })
    }
}
