//! The file that standard output goes to. What is written there must not be read again: it would have
//! no end.

use std::path::Path;

use super::super::input::Input;

/// Which file of the machine it is; `None` for a terminal or a pipe.
#[derive(Clone, Copy, Debug)]
pub(super) struct OutputFile(Option<(u64, u64)>);

impl OutputFile {
    /// The file of this process.
    pub(super) fn of_process() -> Self {
        Self(identity::stdout())
    }

    /// Whether `input` is read from it.
    pub(super) fn is(self, input: &Input) -> bool {
        match input {
            Input::Stdin(_) => self.0.is_some() && identity::stdin() == self.0,
            Input::Path(path) => self.is_at(path),
        }
    }

    /// Whether it is at `path`.
    pub(super) fn is_at(self, path: &Path) -> bool {
        self.0.is_some() && identity::file(path) == self.0
    }
}

#[cfg(unix)]
mod identity {
    use std::fs::{self, File, Metadata};
    use std::io;
    use std::os::fd::AsFd;
    use std::os::unix::fs::MetadataExt;
    use std::path::Path;

    pub fn stdout() -> Option<(u64, u64)> {
        stream(&io::stdout())
    }

    pub fn stdin() -> Option<(u64, u64)> {
        stream(&io::stdin())
    }

    pub fn file(path: &Path) -> Option<(u64, u64)> {
        of(&fs::metadata(path).ok()?)
    }

    fn stream(stream: &impl AsFd) -> Option<(u64, u64)> {
        let file = File::from(stream.as_fd().try_clone_to_owned().ok()?);
        of(&file.metadata().ok()?)
    }

    fn of(file: &Metadata) -> Option<(u64, u64)> {
        file.is_file().then(|| (file.dev(), file.ino()))
    }
}

#[cfg(not(unix))]
mod identity {
    use std::path::Path;

    pub fn stdout() -> Option<(u64, u64)> {
        None
    }

    pub fn stdin() -> Option<(u64, u64)> {
        None
    }

    pub fn file(_: &Path) -> Option<(u64, u64)> {
        None
    }
}
