//! The progress bar. It is drawn on the terminal of standard error.

use std::path::Path;
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::args::Args;
use super::input::{self, Input};
use super::style::Bar;

const TEMPLATE: &str = "{percent:>3}% {wide_bar} {binary_bytes} of {binary_total_bytes}, \
                        {binary_bytes_per_sec}, {eta} left";
const TICK: Duration = Duration::from_millis(100);

/// A progress bar; `None` if it is hidden.
pub struct Progress(Option<ProgressBar>);

impl Progress {
    /// A bar for the files of `args`. Their total size is added up in the background.
    pub fn new(bar: Bar, args: &Args) -> Self {
        if bar == Bar::Hidden {
            return Self(None);
        }
        let bar = ProgressBar::no_length();
        if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(TICK);
        let total = bar.clone();
        let args = args.clone();
        thread::spawn(move || total.set_length(total_size(&args)));
        Self(Some(bar))
    }

    /// Moves the bar by so many bytes of the files, before decompression.
    pub fn add(&self, bytes: u64) {
        if let Some(bar) = &self.0 {
            bar.inc(bytes);
        }
    }

    /// Hides the bar while `write` writes to its terminal.
    pub fn hide_while<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.0 {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    /// Removes the bar.
    pub fn end(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

/// The size of all files together, before decompression. Files that cannot be read count as empty.
fn total_size(args: &Args) -> u64 {
    Input::all(&args.paths, None)
        .iter()
        .filter_map(Input::path)
        .map(|path| {
            if path.is_dir() {
                folder_size(path, args)
            } else {
                file_size(path)
            }
        })
        .sum()
}

fn folder_size(folder: &Path, args: &Args) -> u64 {
    let Ok(filter) = args.files.filter() else {
        return 0;
    };
    input::files(folder, filter, args.output.as_deref())
        .flatten()
        .map(|path| file_size(&path))
        .sum()
}

fn file_size(path: &Path) -> u64 {
    path.metadata().map_or(0, |metadata| metadata.len())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[test]
    fn sizes_of_files_and_folders_add_up() {
        let folder = tempfile::tempdir().expect("temporary folder");
        for (name, text) in [("a.txt", "12"), ("b.txt", "345"), ("c.rs", "no")] {
            std::fs::write(folder.path().join(name), text).expect("file");
        }
        let all = folder.path().to_str().expect("UTF-8");
        let one = folder.path().join("a.txt");
        let args = ["unspin", all, one.to_str().expect("UTF-8"), "/nowhere"];
        assert_eq!(total_size(&Args::parse_from(args)), 2 + 3 + 2);
    }
}
