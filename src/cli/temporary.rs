//! Temporary files next to the files that they will replace. They are listed here, so that none is
//! left behind if the program is interrupted (Ctrl-C) or asked to terminate.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
#[cfg(unix)]
use std::thread;
use std::{fs, process};

#[cfg(unix)]
use signal_hook::{
    consts::{SIGINT, SIGTERM},
    iterator::Signals,
};
use tempfile::NamedTempFile;

/// By convention, a program that a signal has ended returns this plus the number of the signal.
const SIGNALLED: i32 = 128;

static FILES: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn files() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    FILES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps a file on the list until it is dropped.
pub struct Registration(PathBuf);

impl Drop for Registration {
    fn drop(&mut self) {
        files().remove(&self.0);
    }
}

/// Creates a temporary file in `folder`, with the permissions that new files have there.
///
/// # Errors
/// If the file cannot be created.
pub fn create_in(folder: &Path) -> io::Result<(NamedTempFile, Registration)> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".unspin-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    // The lock is held while the file is created, so an interrupt cannot come between that and its
    // registration.
    let mut files = files();
    let file = builder.tempfile_in(folder)?;
    files.insert(file.path().to_owned());
    let registration = Registration(file.path().to_owned());
    Ok((file, registration))
}

/// From now on, an interrupt or a request to terminate removes all temporary files and ends the
/// program.
///
/// # Errors
/// If signals cannot be caught.
#[cfg(unix)]
pub fn remove_on_interrupt() -> io::Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    let wait = move || {
        if let Some(signal) = signals.forever().next() {
            end(signal);
        }
    };
    thread::Builder::new()
        .name("signals".into())
        .spawn(wait)
        .map(drop)
}

/// From now on, an interrupt removes all temporary files and ends the program.
///
/// # Errors
/// If interrupts cannot be caught.
#[cfg(not(unix))]
pub fn remove_on_interrupt() -> io::Result<()> {
    ctrlc::set_handler(|| end(2)).map_err(io::Error::other)
}

#[expect(clippy::exit, reason = "a signal ends the program at any point")]
fn end(signal: i32) {
    // The lock is never released, so no new file can be created.
    let files = files();
    for path in files.iter() {
        // This fails for a file that has just been renamed, which is fine.
        let _ = fs::remove_file(path);
    }
    process::exit(SIGNALLED + signal)
}
