//! The options about tortured phrases.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{MODES, RESTORING};

/// Which phrases are listed, and how.
#[derive(Clone, Debug, Args)]
pub struct TermsArgs {
    /// List tortured phrases, such as 'profound learning', and edit nothing.
    ///
    /// A tortured phrase is an established scientific term, such as 'deep learning', whose words were
    /// replaced with synonyms. One line per phrase: 'PATH:LINE:COLUMN: "phrase" may stand for "term"',
    /// with the number of times that the document has the phrase, and a note if it is in quotation
    /// marks. A match is not proof: read it in its context. --terms=json prints JSON objects with the
    /// fields path, record, start and end (in bytes), line and column (in characters, from 1), phrase,
    /// expected, list, quoted and count.
    #[arg(long = "terms", value_name = "FORMAT", value_enum, group = "mode", help_heading = MODES)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "text")]
    #[arg(hide_possible_values = true)]
    #[arg(id = "terms")]
    pub format: Option<TermsArg>,

    /// More phrases for --terms, with the terms they stand for (repeatable).
    ///
    /// FILE is a table of phrases and terms (columns 'phrase' and 'expected', or similar), or JSON with
    /// pairs. In unspin.toml, it has no effect in other modes. A phrase may have conditions:
    /// '"phrase" AND "other" NOT "third" NEAR/5 "fourth"'.
    #[arg(value_name = "FILE", help_heading = RESTORING)]
    #[arg(id = "terms_list", long = "terms-list")]
    pub lists: Vec<PathBuf>,
}

/// Values of `--terms`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TermsArg {
    /// Lines of text
    Text,
    /// JSON lines
    Json,
}
