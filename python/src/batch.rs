//! Many documents at once, on all cores. The threads end with the call, so a process can fork between
//! two calls, as Spark and `multiprocessing` do.

use pyo3::prelude::*;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;
use unspin::{Restorer, Worker};

/// How often to check for signals.
const SIGNAL_INTERVAL: Duration = Duration::from_millis(50);

/// Runs `task` for each of `count` documents on up to `jobs` threads, without the interpreter lock.
/// Returns the results in the order of the documents.
///
/// # Errors
/// What a Python signal handler raised in the meantime, such as `KeyboardInterrupt`.
pub fn each<T: Send>(
    py: Python<'_>,
    restorer: &Restorer,
    jobs: usize,
    count: usize,
    task: impl Fn(&mut Worker<'_>, usize) -> T + Sync,
) -> PyResult<Vec<T>> {
    let next = AtomicUsize::new(0);
    let stop = AtomicBool::new(false);
    let work = || {
        let mut worker = restorer.worker();
        let mut results = Vec::new();
        while !stop.load(Ordering::Relaxed) {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                break;
            }
            results.push((index, task(&mut worker, index)));
        }
        results
    };
    py.detach(|| {
        thread::scope(|scope| {
            let (sender, receiver) = mpsc::channel();
            for _ in 0..jobs.min(count) {
                let sender = sender.clone();
                let work = &work;
                // After an interrupt, nobody receives the results.
                scope.spawn(move || sender.send(work()).unwrap_or_default());
            }
            drop(sender);
            collect(&receiver).inspect_err(|_| stop.store(true, Ordering::Relaxed))
        })
    })
}

/// The results of all threads, in order.
fn collect<T>(parts: &Receiver<Vec<(usize, T)>>) -> PyResult<Vec<T>> {
    let mut results = Vec::new();
    loop {
        match parts.recv_timeout(SIGNAL_INTERVAL) {
            Ok(part) => results.extend(part),
            Err(RecvTimeoutError::Timeout) => Python::attach(|py| py.check_signals())?,
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    results.sort_unstable_by_key(|(index, _)| *index);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}
