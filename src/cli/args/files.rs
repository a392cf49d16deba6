//! The options about which files are restored.

use std::path::PathBuf;

use clap::Args;

use super::INPUT;
use super::glob::{FileFilter, parse_exclude, parse_glob};

/// Which files are restored.
#[derive(Clone, Debug, Args)]
pub struct FilesArgs {
    /// Restore only the files of folders that match GLOB (repeatable).
    ///
    /// GLOB is a file name with wildcards, such as '*.txt' or '*.{htm,html}'. A file must match one of
    /// the globs. By default, files with the usual extensions of all formats are restored, in any
    /// letter case, also with .gz or .zst appended. A file given as PATH is always restored.
    #[arg(long = "glob", value_name = "GLOB", value_parser = parse_glob, help_heading = INPUT)]
    pub globs: Vec<String>,

    /// Skip the files and subfolders of folders that match GLOB (repeatable).
    ///
    /// GLOB is a pattern as in .gitignore: 'drafts' skips every file and folder with this name,
    /// 'drafts/' only folders, '*.min.html' all files with this ending. A pattern with '/' before
    /// its end is relative to the working folder, or to that of unspin.toml; start it with '**/' for any
    /// folder. A pattern that starts with '!' includes files again that an earlier one skips, unless their
    /// folder is skipped. A file given as PATH is always restored.
    #[arg(long = "exclude", value_name = "GLOB", value_parser = parse_exclude, help_heading = INPUT)]
    pub excludes: Vec<String>,

    /// Also restore the files and folders that FILE lists.
    ///
    /// With '-', the list is read from standard input. It has one path per line or, as 'find -print0'
    /// writes it, a NUL byte after each path. Paths are relative to the working folder and are read
    /// after those given as PATH. Blank lines are ignored. If the list is empty and there is no PATH,
    /// nothing is restored.
    #[arg(long = "files-from", value_name = "FILE", help_heading = INPUT)]
    pub list: Option<PathBuf>,
}

impl FilesArgs {
    /// Says which files of a folder are restored.
    ///
    /// # Errors
    /// If a glob is malformed: what is wrong, and what to do.
    pub fn filter(&self) -> Result<FileFilter, String> {
        FileFilter::new(&self.globs, &self.excludes)
    }
}
