//! The options about which files are restored.

use std::path::PathBuf;

use clap::Args;

use super::INPUT;
use super::glob::parse_glob;

/// Which files are restored.
#[derive(Clone, Debug, Args)]
pub struct FilesArgs {
    /// Restore only the files of folders that match GLOB (repeatable).
    ///
    /// A file name with wildcards, such as '*.txt' or '*.{htm,html}'. A file has to match one of
    /// them. Without this option, files with the usual extensions of text and of all formats are
    /// restored, in any letter case, and the same with .gz or .zst appended. A file given as PATH is
    /// always restored.
    #[arg(long = "glob", value_name = "GLOB", value_parser = parse_glob, help_heading = INPUT)]
    pub globs: Vec<String>,

    /// Also restore the files and folders that FILE lists; '-' for a list on standard input.
    ///
    /// One path per line, or, if there is a NUL byte, a NUL after each path, as 'find -print0' writes
    /// them. They come after those given as PATH and are relative to the working folder. Blank lines
    /// are ignored. Without any path, nothing is restored.
    #[arg(long = "files-from", value_name = "FILE", help_heading = INPUT)]
    pub list: Option<PathBuf>,
}
