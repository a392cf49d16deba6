//! `unspin-train context`: reads lexicons and text, and writes a context model.

use super::files::{check_outputs, of_file, read, write_trained};
use super::source::{Source, print};
use crate::Error;
use crate::context::{Plan, train};
use std::path::PathBuf;
use unspin::models::net::Net;
use unspin::store::file::Trust;
use unspin::store::static_map::Widths;

/// Arguments of `unspin-train context`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    source: Source,
    /// Network of the family. The context model learns what it leaves open
    #[arg(long, value_name = "FILE")]
    net: PathBuf,
    /// Number of features to select
    #[arg(long, value_name = "COUNT", default_value_t = 3_000_000)]
    features: usize,
    /// Size of the table for all features, as a power of two. An entry takes 10 bytes of memory
    #[arg(long, value_name = "BITS", default_value_t = 26, value_parser = clap::value_parser!(u32).range(16..=28))]
    table_bits: u32,
    /// Passes over the text with all features, and with the selected ones [default: 1,1]
    #[arg(long, value_name = "ALL,SELECTED", value_delimiter = ',', default_values_t = [1, 1], hide_default_value = true)]
    passes: Vec<usize>,
    /// Bits of the fingerprint of a feature, and of its weight [default: 8,4]
    #[arg(long, value_name = "FINGERPRINT,WEIGHT", value_delimiter = ',', default_values_t = [8, 4], hide_default_value = true)]
    widths: Vec<u32>,
}

/// Trains and writes a context model.
///
/// # Errors
/// If a file cannot be read or written, or an argument is out of range.
pub fn run(args: &Args) -> Result<(), Error> {
    let plan = args.plan()?;
    let models = [&args.net];
    check_outputs([&args.out], args.source.files().chain(models))?;
    let net = read(&args.net)?;
    let net = Net::read(&net, Trust::Checked).map_err(|error| of_file(&args.net, &error))?;
    let model = args
        .source
        .with_texts(|texts| Ok(train(texts, &net, plan, &print)))?;
    write_trained(&args.out, &model)
}

impl Args {
    fn plan(&self) -> Result<Plan, Error> {
        let &[first, second] = &self.passes[..] else {
            return Err("--passes needs two numbers".into());
        };
        let &[fingerprint, value] = &self.widths[..] else {
            return Err("--widths needs two numbers".into());
        };
        Ok(Plan {
            table_bits: self.table_bits,
            features: self.features,
            passes: (first, second),
            widths: Widths { fingerprint, value },
        })
    }
}
