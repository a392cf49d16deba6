//! The options about what is written next to the text.

use std::path::PathBuf;

use clap::Args;

use super::OUTPUT;

/// What is written next to the text.
#[derive(Clone, Debug, Args)]
pub struct AlsoArgs {
    /// Also write the edits as JSON to FILE, as --edits prints them.
    ///
    /// The text goes to standard output, or where --write or --output puts it. An existing FILE is
    /// only replaced if it has the edits of an earlier run. With --write or --output, '-' is standard
    /// output.
    #[arg(long, value_name = "FILE", help_heading = OUTPUT)]
    #[arg(conflicts_with_all = ["diff", "edits", "score", "check", "explain", "terms"])]
    pub edits_to: Option<PathBuf>,
}
