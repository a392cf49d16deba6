//! Notices that another program has changed a file between reading and replacing it.

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use std::time::SystemTime;

/// What is said of a file that was changed meanwhile.
pub const CHANGED_MEANWHILE: &str =
    "was changed by another program; left unchanged; run unspin again";

/// How a file looked at some time: its length, and when it was last written. `None` if it was not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp(Option<(u64, Option<SystemTime>)>);

impl Stamp {
    /// How the file `path` looks now.
    pub fn of(path: &Path) -> Self {
        let file = fs::metadata(path).ok();
        Self(file.map(|file| (file.len(), file.modified().ok())))
    }
}

/// Another program has changed a file.
#[derive(Debug)]
struct Meanwhile;

impl fmt::Display for Meanwhile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(CHANGED_MEANWHILE)
    }
}

impl std::error::Error for Meanwhile {}

/// The error that another program has changed a file.
pub fn meanwhile() -> io::Error {
    io::Error::other(Meanwhile)
}

/// Whether `error` is [`meanwhile`].
pub fn is_meanwhile(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<Meanwhile>())
}
