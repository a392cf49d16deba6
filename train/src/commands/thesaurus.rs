//! `unspin-train thesaurus`: WordNet in, a lexicon of synonyms out, for `unspin --thesaurus`.

use crate::{Error, thesaurus};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

/// Arguments of `unspin-train thesaurus`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Senses of a word that the texts tagged for WordNet have less often are left out
    #[arg(long, value_name = "COUNT", default_value_t = 1)]
    min_count: u32,
    /// Folder with data.noun, cntlist.rev and the other files of WordNet 3
    #[arg(value_name = "DIR", default_value = "/usr/share/wordnet")]
    folder: PathBuf,
}

/// Writes the lexicon.
///
/// # Errors
/// When a file cannot be read or written.
pub fn run(args: &Args) -> Result<(), Error> {
    let rows = thesaurus::rows(&args.folder, args.min_count)?;
    let mut text = String::from(
        "# spun<TAB>original<TAB>count: synonyms of WordNet 3, made by unspin-train thesaurus. WordNet is copyright Princeton University.\n",
    );
    rows.iter()
        .try_for_each(|row| writeln!(text, "{}\t{}\t{}", row.spun, row.original, row.count))?;
    fs::write(&args.out, text)?;
    eprintln!("{}: {} rows", args.out.display(), rows.len());
    Ok(())
}
