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
    /// A file name with wildcards, such as '*.txt' or '*.{htm,html}'. A file has to match one of
    /// them. Without this option, files with the usual extensions of text and of all formats are
    /// restored, in any letter case, and the same with .gz or .zst appended. A file given as PATH is
    /// always restored.
    #[arg(long = "glob", value_name = "GLOB", value_parser = parse_glob, help_heading = INPUT)]
    pub globs: Vec<String>,

    /// Skip the files and subfolders of folders that match GLOB (repeatable).
    ///
    /// A pattern as in .gitignore: 'drafts' skips every file and folder of this name, 'drafts/' only
    /// folders, '*.min.html' files by their ending. A pattern with '/' in it counts from the working
    /// folder; begin it with '**/' for any folder. A file given as PATH is always restored.
    #[arg(long = "exclude", value_name = "GLOB", value_parser = parse_exclude, help_heading = INPUT)]
    pub excludes: Vec<String>,

    /// Also restore the files and folders that FILE lists.
    ///
    /// With '-', the list is standard input. It has one path per line, or, if there is a NUL byte, a NUL after each path, as 'find -print0' writes
    /// them. They come after those given as PATH and are relative to the working folder. Blank lines
    /// are ignored. Without any path, nothing is restored.
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
