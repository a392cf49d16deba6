//! Many documents at once, on all cores. It owns the threads; they live no longer than one call, so that a process which
//! forks between two calls, as those of Spark and of `multiprocessing` do, takes nothing half-alive along.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use pyo3::prelude::*;
use unspin::restore::{Restorer, Worker};

/// How long an interrupt may wait to be seen.
const PATIENCE: Duration = Duration::from_millis(50);

/// What `task` makes of each of `count` documents, in their order, on up to `jobs` threads and without the lock of the
/// interpreter.
///
/// # Errors
/// What a signal handler of Python's raised meanwhile, such as `KeyboardInterrupt`.
pub fn each<T: Send>(
    py: Python<'_>,
    restorer: &Restorer,
    jobs: usize,
    count: usize,
    task: impl Fn(&mut Worker<'_>, usize) -> T + Sync,
) -> PyResult<Vec<T>> {
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let work = || {
        let (mut worker, mut done) = (restorer.worker(), Vec::new());
        while !stop.load(Ordering::Relaxed) {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= count {
                break;
            }
            done.push((at, task(&mut worker, at)));
        }
        done
    };
    py.detach(|| {
        thread::scope(|scope| {
            let (sender, receiver) = mpsc::channel();
            for _ in 0..jobs.min(count) {
                let (sender, work) = (sender.clone(), &work);
                // Nobody listens after an interrupt.
                scope.spawn(move || sender.send(work()).unwrap_or_default());
            }
            drop(sender);
            gathered(&receiver).inspect_err(|_| stop.store(true, Ordering::Relaxed))
        })
    })
}

/// All results in order.
fn gathered<T>(parts: &Receiver<Vec<(usize, T)>>) -> PyResult<Vec<T>> {
    let mut all = Vec::new();
    loop {
        match parts.recv_timeout(PATIENCE) {
            Ok(part) => all.extend(part),
            Err(RecvTimeoutError::Timeout) => Python::attach(|py| py.check_signals())?,
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    all.sort_unstable_by_key(|(at, _)| *at);
    Ok(all.into_iter().map(|(_, result)| result).collect())
}
