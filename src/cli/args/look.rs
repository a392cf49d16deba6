//! The options about how output looks on a terminal.

use clap::Args;

use super::{OUTPUT, When};

/// How output looks on a terminal.
#[derive(Clone, Debug, Args)]
pub struct LookArgs {
    /// When to show a progress bar for files: auto, always, never.
    ///
    /// The bar shows the speed and the time left. It is only drawn if standard error is a terminal.
    /// auto: not if standard output is a terminal, too, except with --write and --output. always:
    /// even then.
    #[arg(long, value_name = "WHEN", value_enum, hide_possible_values = true)]
    #[arg(default_value_t = When::Auto, help_heading = OUTPUT)]
    pub progress: When,

    /// When to use colours: auto, always, never.
    ///
    /// For --diff, --explain, --interactive and messages. auto: if standard output is a terminal, unless the
    /// environment variable NO_COLOR is set and not empty, or TERM is 'dumb'.
    #[arg(long, value_name = "WHEN", value_enum, hide_possible_values = true)]
    #[arg(default_value_t = When::Auto, help_heading = OUTPUT)]
    pub color: When,
}
