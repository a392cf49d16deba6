//! Temporary files next to the files that they will replace. They are listed here, so that none is
//! left behind if the program is interrupted (Ctrl-C), asked to terminate, or loses its terminal.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
#[cfg(unix)]
use std::thread;
use std::{fs, process};

#[cfg(unix)]
use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
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

/// From now on, an interrupt, a request to terminate or the end of the terminal removes all temporary
/// files and ends the program.
///
/// # Errors
/// If signals cannot be caught.
#[cfg(unix)]
pub fn remove_on_interrupt() -> io::Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    if !is_hangup_ignored() {
        signals.add_signal(SIGHUP)?;
    }
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

/// Whether the end of the terminal must not end the program, as under `nohup`. Only Linux says so; on
/// other systems, the signal is left alone.
#[cfg(unix)]
fn is_hangup_ignored() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    ignores(&status, SIGHUP).unwrap_or(true)
}

/// Whether a process ignores `signal`, as its file `status` in `/proc` says.
#[cfg(unix)]
fn ignores(status: &str, signal: i32) -> Option<bool> {
    let mask = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))?;
    let mask = u64::from_str_radix(mask.trim(), 16).ok()?;
    Some(mask >> (signal - 1) & 1 == 1)
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

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn ignored_signals_are_read_from_the_status() {
        let status = "Name:\tunspin\nSigBlk:\t0000000000000001\nSigIgn:\t0000000000001001\n";
        assert_eq!(ignores(status, SIGHUP), Some(true));
        assert_eq!(ignores(status, SIGINT), Some(false));
        assert_eq!(ignores("Name:\tunspin\n", SIGHUP), None);
    }
}
