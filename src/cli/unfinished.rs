//! Files that are being written beside those whose place they take. It owns the list of them, so that an interrupt (Ctrl-C)
//! and a request to end leave none behind.

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

/// What shells say of a program that a signal has ended: this and the number of the signal.
const SIGNALLED: i32 = 128;

static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn unfinished() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The place of a file on the list; dropped, it is struck off.
pub struct Entry(PathBuf);

impl Drop for Entry {
    fn drop(&mut self) {
        unfinished().remove(&self.0);
    }
}

/// A new file in `folder`, with the permissions that every new file has.
///
/// # Errors
/// Where the folder refuses it.
pub fn new_file(folder: &Path) -> io::Result<(NamedTempFile, Entry)> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".unspin-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    // Made and listed in one go: an interrupt comes before or after both.
    let mut list = unfinished();
    let file = builder.tempfile_in(folder)?;
    list.insert(file.path().to_owned());
    let entry = Entry(file.path().to_owned());
    Ok((file, entry))
}

/// From now on, an interrupt or a request to end removes what is unfinished and ends the program.
///
/// # Errors
/// Where the system has no such signals, or somebody else takes them.
#[cfg(unix)]
pub fn remove_on_interrupt() -> io::Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    let wait = move || signals.forever().take(1).for_each(end);
    thread::Builder::new()
        .name("signals".into())
        .spawn(wait)
        .map(drop)
}

/// From now on, an interrupt removes what is unfinished and ends the program.
///
/// # Errors
/// Where the system has no interrupts, or somebody else takes them.
#[cfg(not(unix))]
pub fn remove_on_interrupt() -> io::Result<()> {
    ctrlc::set_handler(|| end(2)).map_err(io::Error::other)
}

#[expect(
    clippy::exit,
    reason = "a signal ends the program wherever its threads are"
)]
fn end(signal: i32) {
    // Held to the end: no file is begun any more.
    let list = unfinished();
    for path in list.iter() {
        // One whose place was just taken is gone already.
        let _ = fs::remove_file(path);
    }
    process::exit(SIGNALLED + signal)
}
