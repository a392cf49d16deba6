//! Work on several threads whose results come in the order of the tasks. It owns the threads and how much may be under way,
//! and does not know what the tasks are.

use std::io;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::mpsc::{self, Receiver, Sender, SyncSender, TryRecvError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Tasks for each thread that are under way, or done and not fetched: so memory is bounded, and a slow task does not stop
/// the others at once.
const AHEAD: usize = 4;

/// A task, and where its result is sent.
type Errand<T, R> = (T, Sender<R>);

/// Where tasks are handed in.
pub struct Tasks<T, R> {
    order: SyncSender<Receiver<R>>,
    tasks: SyncSender<Errand<T, R>>,
}

impl<T, R> Tasks<T, R> {
    /// Hands in the next task; waits while too many are under way, and breaks where nobody wants results any more.
    pub fn push(&self, task: T) -> ControlFlow<()> {
        let (reply, result) = mpsc::channel();
        let sent = self.order.send(result).is_ok() && self.tasks.send((task, reply)).is_ok();
        if sent {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    }
}

/// Where a thread gets its tasks.
pub struct Work<T, R>(Arc<Mutex<Receiver<Errand<T, R>>>>);

impl<T, R> Work<T, R> {
    /// Does every task that the other threads leave, until there are no more.
    pub fn each(&self, mut act: impl FnMut(T) -> R) {
        while let Some((task, reply)) = self.next() {
            // Nobody waits for it once the output is closed.
            let _ = reply.send(act(task));
        }
    }

    fn next(&self) -> Option<Errand<T, R>> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv()
            .ok()
    }
}

/// Where the results come out.
pub struct Results<R>(Receiver<Receiver<R>>);

/// The thread that had the task has stopped without a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost;

impl<R> Results<R> {
    /// The next result, `None` after the last one; where it is not there yet, `pause` is called before it is waited for.
    ///
    /// # Errors
    /// Those of `pause`.
    pub fn next(
        &self,
        mut pause: impl FnMut() -> io::Result<()>,
    ) -> io::Result<Option<Result<R, Lost>>> {
        let Some(result) = fetch(&self.0, &mut pause)? else {
            return Ok(None);
        };
        Ok(Some(fetch(&result, &mut pause)?.ok_or(Lost)))
    }
}

fn fetch<V>(
    receiver: &Receiver<V>,
    pause: &mut impl FnMut() -> io::Result<()>,
) -> io::Result<Option<V>> {
    match receiver.try_recv() {
        Ok(value) => Ok(Some(value)),
        Err(TryRecvError::Disconnected) => Ok(None),
        Err(TryRecvError::Empty) => {
            pause()?;
            Ok(receiver.recv().ok())
        }
    }
}

/// Starts `jobs` threads that `work` on what the thread that it also starts `produce`s.
///
/// Nobody waits for the threads: one that reads a pipe may never end.
///
/// # Errors
/// Where no thread can be started.
pub fn start<T: Send + 'static, R: Send + 'static>(
    jobs: NonZeroUsize,
    produce: impl FnOnce(&Tasks<T, R>) + Send + 'static,
    work: impl Fn(&Work<T, R>) + Clone + Send + 'static,
) -> io::Result<Results<R>> {
    let ahead = jobs.get() * AHEAD;
    let ((order, results), (tasks, work_of)) =
        (mpsc::sync_channel(ahead), mpsc::sync_channel(ahead));
    let shared = Arc::new(Mutex::new(work_of));
    for _ in 0..jobs.get() {
        let (queue, work) = (Work(Arc::clone(&shared)), work.clone());
        thread::Builder::new()
            .name("restore".into())
            .spawn(move || work(&queue))?;
    }
    thread::Builder::new()
        .name("read".into())
        .spawn(move || produce(&Tasks { order, tasks }))?;
    Ok(Results(results))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn jobs(count: usize) -> NonZeroUsize {
        NonZeroUsize::new(count).expect("not zero")
    }

    fn squares(count: usize) -> Results<u64> {
        let produce = |tasks: &Tasks<u64, u64>| {
            let _ = (0..100).try_for_each(|number| tasks.push(number));
        };
        let square = |number: u64| {
            // The first ones take longest.
            thread::sleep(Duration::from_micros(100 - number));
            assert_ne!(number, 50, "one task fails");
            number * number
        };
        start(jobs(count), produce, move |work| work.each(square)).expect("threads")
    }

    #[test]
    fn results_keep_the_order_and_a_lost_one_has_its_place() {
        let results = squares(8);
        for number in 0..100 {
            let expected = if number == 50 {
                Err(Lost)
            } else {
                Ok(number * number)
            };
            assert_eq!(
                results.next(|| Ok(())).expect("no pause fails"),
                Some(expected)
            );
        }
        assert_eq!(results.next(|| Ok(())).expect("no pause fails"), None);
    }

    #[test]
    fn losing_the_only_thread_loses_the_rest_and_ends() {
        let results = squares(1);
        let all: Vec<_> =
            std::iter::from_fn(|| results.next(|| Ok(())).expect("no pause fails")).collect();
        assert!(
            all[..50].iter().all(Result::is_ok) && all[50..].iter().all(Result::is_err),
            "{all:?}"
        );
    }

    #[test]
    fn pause_comes_before_waiting_and_may_end_it() {
        let produce = |tasks: &Tasks<(), ()>| {
            let _ = tasks.push(());
        };
        let results = start(jobs(1), produce, |work| {
            work.each(|()| thread::sleep(Duration::from_millis(50)))
        });
        let results = results.expect("threads");
        assert!(
            results
                .next(|| Err(io::ErrorKind::BrokenPipe.into()))
                .is_err()
        );
    }
}
