//! The options about the configuration file, and what is printed instead of text.

use std::path::PathBuf;

use clap::Args;

use super::{CONFIGURATION, GenerateArg};

/// Where options come from, and which help is printed.
#[derive(Clone, Debug, Args)]
pub struct SetupArgs {
    /// Read options from FILE, instead of the nearest unspin.toml.
    ///
    /// By default, unspin uses the first unspin.toml it finds, starting in the working folder and
    /// going up. Options on the command line override those of the file. Its keys are the long names
    /// of the options: 'min-margin = 2.5', 'field = ["title", "text"]', 'skip-bad = true'. Paths in
    /// the file are relative to its folder. Options that write files or run a program are not allowed
    /// in it.
    #[arg(long, value_name = "FILE", help_heading = CONFIGURATION)]
    pub config: Option<PathBuf>,

    /// Do not read options from any unspin.toml.
    #[arg(long, conflicts_with = "config", help_heading = CONFIGURATION)]
    pub no_config: bool,

    /// Print all options, with their values and where each value comes from.
    ///
    /// The output can be used as an unspin.toml. Nothing is restored.
    #[arg(long, help_heading = CONFIGURATION)]
    pub dump_config: bool,

    /// Print the manual page or completions: man, bash, zsh, fish, powershell.
    ///
    /// For example: mkdir -p ~/.local/share/man/man1 && unspin --generate man >
    /// ~/.local/share/man/man1/unspin.1
    #[arg(long, value_name = "WHAT", value_enum, hide_possible_values = true)]
    #[arg(help_heading = CONFIGURATION)]
    pub generate: Option<GenerateArg>,
}
