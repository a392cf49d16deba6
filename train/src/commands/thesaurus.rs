//! `unspin-train thesaurus`: reads WordNet, and writes a lexicon of synonyms, which is for the
//! option `--thesaurus` of `unspin`.

use super::files::{check_outputs, lexicon_text, write};
use crate::{Error, thesaurus};
use std::path::PathBuf;

/// The first line of the lexicon.
const COMMENT: &str = "spun<TAB>original<TAB>count: synonyms of WordNet 3, made by \
                       unspin-train thesaurus. WordNet is copyright Princeton University.";

/// Arguments of `unspin-train thesaurus`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Leave out senses that occur fewer than COUNT times in the texts tagged for WordNet
    #[arg(long, value_name = "COUNT", default_value_t = 1)]
    min_count: u32,
    /// Folder with data.noun, cntlist.rev and the other files of WordNet 3
    #[arg(value_name = "DIR", default_value = "/usr/share/wordnet")]
    folder: PathBuf,
}

/// Writes the lexicon.
///
/// # Errors
/// If a file cannot be read or written.
pub fn run(args: &Args) -> Result<(), Error> {
    check_outputs([&args.out], [])?;
    let rows = thesaurus::rows(&args.folder, args.min_count)?;
    write(&args.out, lexicon_text(COMMENT, &rows))?;
    eprintln!("{}: {} rows", args.out.display(), rows.len());
    Ok(())
}
