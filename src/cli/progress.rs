//! The bar that tells how far the files are. It owns how it looks, and draws on the terminal beside standard error.

use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::args::Args;
use super::folder;
use super::input::Input;

/// Whether the bar is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    /// On standard error.
    Shown,
    /// Nowhere.
    Hidden,
}

const LOOK: &str = "{percent:>3}% {wide_bar} {binary_bytes} of {binary_total_bytes}, {binary_bytes_per_sec}, {eta} left";
const TICK: Duration = Duration::from_millis(100);

/// How far the files are.
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar for the files that `args` name; how much there is is found out beside the work.
    pub fn new(bar: Bar, args: &Args) -> Self {
        if bar == Bar::Hidden {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::no_length();
        if let Ok(style) = ProgressStyle::with_template(LOOK) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(TICK);
        let (total, args) = (bar.clone(), args.clone());
        thread::spawn(move || total.set_length(bytes(&args)));
        Self(bar)
    }

    /// So many bytes more, as they are stored, are done.
    pub fn add(&self, bytes: u64) {
        self.0.inc(bytes);
    }

    /// Takes the bar away while `write` puts something on its terminal.
    pub fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.0.suspend(write)
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}

/// Bytes of all files, as they are stored; what cannot be looked at has none.
fn bytes(args: &Args) -> u64 {
    let len = |path: &std::path::Path| path.metadata().map_or(0, |metadata| metadata.len());
    let of = |input: &Input| match input.path() {
        Some(folder) if folder.is_dir() => {
            folder::files(folder, &args.globs, args.output.as_deref())
                .flatten()
                .map(|path| len(&path))
                .sum()
        }
        path => path.map_or(0, len),
    };
    Input::all(&args.paths).iter().map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[test]
    fn bytes_of_files_and_folders_add_up() {
        let folder = tempfile::tempdir().expect("temporary folder");
        for (name, text) in [("a.txt", "12"), ("b.txt", "345"), ("c.rs", "no")] {
            std::fs::write(folder.path().join(name), text).expect("file");
        }
        let (all, one) = (
            folder.path().to_str().expect("UTF-8"),
            folder.path().join("a.txt"),
        );
        assert_eq!(
            bytes(&Args::parse_from([
                "unspin",
                all,
                one.to_str().expect("UTF-8"),
                "/nowhere"
            ])),
            2 + 3 + 2
        );
    }
}
