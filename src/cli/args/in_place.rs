//! The options about restoring files in place.

use clap::Args;

use super::MODES;

/// Restoring files in place.
#[derive(Clone, Debug, Args)]
pub struct InPlaceArgs {
    /// Restore the files in place and print nothing.
    ///
    /// The text is written to a new file in the same folder, which then replaces the old one and
    /// keeps its permissions. After a crash, either the old or the new text is there. Symbolic
    /// links are followed. Files without edits are not touched, and compressed files stay
    /// compressed. A file that another program changes meanwhile is left alone, with a message.
    /// Standard input is refused.
    #[arg(short, long, group = "mode", help_heading = MODES)]
    pub write: bool,

    /// Ask about each edit, then restore the files in place as with --write.
    ///
    /// Each edit is shown in its line. Answer with a letter and Enter: y, make the edit; n, leave the
    /// text as it is; o, choose or write another wording; a, make this edit and all later ones of the
    /// file; q, quit. Edits that depend on each other are one question. A file is written after its
    /// last question, or after q, with the edits chosen so far. Answers are read from standard input;
    /// its end means q.
    #[arg(short, long, group = "mode", help_heading = MODES)]
    #[arg(conflicts_with_all = ["annotate", "report", "edits_to", "keep"])]
    pub interactive: bool,
}
