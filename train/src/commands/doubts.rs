//! `unspin-train doubts`: reads lexicons and text, and writes how doubtful each word is.

use super::files::{check_outputs, of_file, read};
use super::source::Source;
use crate::Error;
use crate::doubts::Doubts;
use std::path::PathBuf;
use unspin::models::context::ContextModel;
use unspin::models::net::Net;
use unspin::store::file::Trust;

/// Arguments of `unspin-train doubts`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    source: Source,
    /// Network of the family
    #[arg(long, value_name = "FILE")]
    net: PathBuf,
    /// Context model of the family
    #[arg(long, value_name = "FILE")]
    context: PathBuf,
}

/// Measures doubts with a context model and a network, and writes them.
///
/// # Errors
/// If a file cannot be read or written.
pub fn run(args: &Args) -> Result<(), Error> {
    let models = [&args.net, &args.context];
    check_outputs([&args.out], args.source.files().chain(models))?;
    let net = read(&args.net)?;
    let net = Net::read(&net, Trust::Checked).map_err(|error| of_file(&args.net, &error))?;
    let context = read(&args.context)?;
    let context = ContextModel::read(&context, Trust::Checked)
        .map_err(|error| of_file(&args.context, &error))?;
    args.source
        .with_texts(|texts| Doubts::measure(&texts, &context, &net).write(&args.out))
}
