//! The option about which documents are printed or written.

use clap::{Args, ValueEnum};

use super::OUTPUT;

/// Which documents are printed or written.
#[derive(Clone, Debug, Args)]
pub struct KeepArgs {
    /// Print or write only documents that look so: spun, clean.
    ///
    /// A line of JSON lines or a record of a web archive that is not kept is left out, all others
    /// stay as without this option. A file of another format is printed as a whole or not at all.
    /// With --output, a file of which nothing is kept is not written. What cannot be judged counts as
    /// clean: bad and blank lines, records without text, files that are not text. --stats counts all
    /// documents, but only the edits of those that are kept.
    #[arg(long, value_name = "WHICH", value_enum, hide_possible_values = true)]
    #[arg(conflicts_with_all = ["write", "interactive", "diff", "check", "terms"], help_heading = OUTPUT)]
    pub keep: Option<KeepArg>,
}

/// Values of `--keep`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KeepArg {
    /// Documents that look spun
    Spun,
    /// All other documents
    Clean,
}

impl KeepArgs {
    /// Whether a document is kept that looks spun, or does not.
    pub fn accepts(&self, is_spun: bool) -> bool {
        match self.keep {
            None => true,
            Some(KeepArg::Spun) => is_spun,
            Some(KeepArg::Clean) => !is_spun,
        }
    }
}
