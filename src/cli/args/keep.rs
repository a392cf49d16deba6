//! The option about which documents are printed or written.

use clap::{Args, ValueEnum};

use super::OUTPUT;

/// Which documents are printed or written.
#[derive(Clone, Debug, Args)]
pub struct KeepArgs {
    /// Print or write only the documents with this verdict: spun, clean.
    ///
    /// spun: documents that look spun. clean: all others, also those that cannot be judged: bad and
    /// blank lines, records without text, files that are not text. In JSON lines and web archives,
    /// each line or record is a document. A file of another format is printed as a whole or not at
    /// all. With --output, a file in which nothing is kept is not written. --stats counts all
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
