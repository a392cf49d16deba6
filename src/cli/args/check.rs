//! The option that asks what would change.

use clap::{Args, ValueEnum};

use super::MODES;

/// How it is said what would change.
#[derive(Clone, Debug, Args)]
pub struct CheckArgs {
    /// Print what would change; exit with 1 if there is anything.
    ///
    /// One line per file: 'PATH: N edits'. If no file would change, nothing is printed and the exit
    /// status is 0. The first 20 edits of the run are shown on standard error, unless --quiet is
    /// given: 'PATH:LINE:COLUMN: spun -> original'.
    ///
    /// The edits can be printed for other programs instead: --check=json as with --edits;
    /// --check=github as annotations of GitHub Actions; --check=sarif as results in SARIF 2.1.0, with
    /// fixes.
    #[arg(long = "check", value_name = "FORMAT", value_enum, group = "mode", help_heading = MODES)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "text")]
    #[arg(hide_possible_values = true)]
    #[arg(id = "check")]
    pub format: Option<CheckArg>,
}

/// Values of `--check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckArg {
    /// Lines of text
    Text,
    /// JSON lines, one per edit
    Json,
    /// Annotations of GitHub Actions
    Github,
    /// SARIF 2.1.0
    Sarif,
}
