//! The options about what is said on standard error.

use clap::{Args, ValueEnum};

use super::OUTPUT;

/// What is said on standard error.
#[derive(Clone, Debug, Args)]
pub struct MessageArgs {
    /// Print the format of each input and why, and which unspin.toml is used.
    #[arg(short, long, help_heading = OUTPUT)]
    pub verbose: bool,

    /// Print only errors on standard error.
    ///
    /// Leaves out notes, the places that --check lists, and the progress bar. What another option
    /// asks for, such as --stats, is still printed.
    #[arg(short, long, conflicts_with = "verbose", help_heading = OUTPUT)]
    pub quiet: bool,

    /// Print statistics of the run on standard error at the end.
    ///
    /// One figure per line: documents and how many of them are spun, edits by kind, bad lines,
    /// failures, bytes (decompressed) and seconds. --stats=json prints them as one JSON object.
    #[arg(long, value_name = "FORMAT", value_enum, help_heading = OUTPUT)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "text")]
    #[arg(hide_possible_values = true)]
    pub stats: Option<StatsArg>,
}

/// Values of `--stats`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StatsArg {
    /// Lines of text
    Text,
    /// A JSON object
    Json,
}
