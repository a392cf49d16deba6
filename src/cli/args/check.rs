//! The option that asks what would change.

use clap::{Args, ValueEnum};

use super::MODES;

/// How it is said what would change.
#[derive(Clone, Debug, Args)]
pub struct CheckArgs {
    /// List the files that would change; exit with 1 if there are any.
    ///
    /// One line per file: 'PATH: N edits'. The first 20 edits of the run are shown on standard error,
    /// unless --quiet is given: 'PATH:LINE:COLUMN: spun -> original'.
    ///
    /// With FORMAT, the edits are printed for other programs instead: --check=json prints what --edits
    /// prints, --check=github annotations for GitHub Actions, and --check=sarif a log in SARIF 2.1.0
    /// with fixes.
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
