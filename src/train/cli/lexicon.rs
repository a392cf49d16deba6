//! `unspin-train lexicon`: pairs in, a lexicon in its text form out.

use crate::train::Error;
use crate::train::aligned;
use crate::train::lexicon::{Limits, learn};
use crate::train::pairs;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

/// Arguments of `unspin-train lexicon`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Pairs seen less often are dropped
    #[arg(long, value_name = "COUNT", default_value_t = 2)]
    min_count: u32,
    /// Pairs seen in fewer documents are dropped
    #[arg(long, value_name = "COUNT", default_value_t = 2)]
    min_documents: u32,
    /// Pairs with digits seen less often are dropped
    #[arg(long, value_name = "COUNT", default_value_t = 20)]
    min_number_count: u32,
    /// Originals that a smaller share of a phrase's occurrences stands for are dropped
    #[arg(long, value_name = "SHARE", default_value_t = 0.002)]
    min_share: f64,
    /// Also write the aligned documents, for `unspin-train context --aligned`
    #[arg(long, value_name = "FILE")]
    aligned: Option<PathBuf>,
    /// JSON lines with "doc", "spun" and "orig", plain or .xz
    #[arg(required = true, value_name = "PAIRS")]
    inputs: Vec<PathBuf>,
}

/// Learns and writes a lexicon.
///
/// # Errors
/// When a file cannot be read or written.
pub fn run(args: &Args) -> Result<(), Error> {
    let mut documents = Vec::new();
    for input in &args.inputs {
        documents.extend(pairs::read(input)?);
    }
    eprintln!("{} documents; memory: about 60 bytes a word of both sides", documents.len());
    let limits = Limits { min_count: args.min_count, min_documents: args.min_documents, min_number_count: args.min_number_count, min_share: args.min_share };
    let learned = learn(&documents, limits);
    if let Some(path) = &args.aligned {
        aligned::write(path, &learned.documents)?;
    }
    let rows = learned.rows;
    let mut text =
        String::from("# spun<TAB>original<TAB>count, learned by unspin-train lexicon. Where both are equal: how often a dense spinner keeps the phrase.\n");
    for row in &rows {
        writeln!(text, "{}\t{}\t{}", row.spun, row.original, row.count)?;
    }
    fs::write(&args.out, text)?;
    let kept = rows.iter().filter(|row| row.is_kept()).count();
    eprintln!("{}: {} pairs, {kept} keys", args.out.display(), rows.len() - kept);
    Ok(())
}
