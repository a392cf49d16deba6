//! Work on several threads whose results come in the order of the tasks. The queue does not know
//! what the tasks are.

use std::io;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::mpsc::{self, Receiver, Sender, SyncSender, TryRecvError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::panic::{Panic, catch};

/// For each thread, so many tasks may be waiting, in work, or done and not fetched. The bound keeps
/// memory small; it is more than 1 so that a slow task does not immediately stop the other threads.
const AHEAD: usize = 4;

/// A result, or the panic that prevented it.
type Done<R> = Result<R, Panic>;
/// The label of a task, and where its result will come.
type Pending<L, R> = (L, Receiver<Done<R>>);
/// A task, and where its result is sent.
type Assigned<T, R> = (T, Sender<Done<R>>);

/// Takes tasks.
pub struct Tasks<L, T, R> {
    order: SyncSender<Pending<L, R>>,
    tasks: SyncSender<Assigned<T, R>>,
}

impl<L, T, R> Tasks<L, T, R> {
    /// Hands in the next task; its result will come with `label`. Waits while too many tasks are
    /// under way. Breaks if the results are no longer wanted.
    pub fn push(&self, label: L, task: T) -> ControlFlow<()> {
        let (reply, result) = mpsc::channel();
        let is_sent =
            self.order.send((label, result)).is_ok() && self.tasks.send((task, reply)).is_ok();
        if is_sent {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    }
}

/// Gives tasks to a thread.
pub struct Work<T, R>(Arc<Mutex<Receiver<Assigned<T, R>>>>);

impl<T, R> Work<T, R> {
    /// Takes tasks until there are no more. `act` does them with the thread's state, which
    /// `new_state` makes: once, and again after every panic, because a panic leaves it half
    /// changed.
    pub fn run<S>(&self, new_state: impl Fn() -> S, mut act: impl FnMut(&mut S, T) -> R) {
        let mut state = None;
        while let Some((task, reply)) = self.next() {
            let done = catch(|| act(state.get_or_insert_with(&new_state), task));
            if done.is_err() {
                state = None;
            }
            // Sending fails if the output is closed, so that nobody waits for the result.
            let _ = reply.send(done);
        }
    }

    fn next(&self) -> Option<Assigned<T, R>> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv()
            .ok()
    }
}

/// Gives the results.
pub struct Results<L, R>(Receiver<Pending<L, R>>);

impl<L, R> Results<L, R> {
    /// The next label and result, `None` after the last. If it has to be waited for,
    /// `before_waiting` is called first.
    ///
    /// # Errors
    /// Those of `before_waiting`.
    pub fn next(
        &self,
        mut before_waiting: impl FnMut() -> io::Result<()>,
    ) -> io::Result<Option<(L, Done<R>)>> {
        let Some((label, result)) = fetch(&self.0, &mut before_waiting)? else {
            return Ok(None);
        };
        let done = fetch(&result, &mut before_waiting)?;
        // Every task is answered, unless its thread has died in spite of all care.
        Ok(Some((label, done.unwrap_or_else(|| Err(Panic::unknown())))))
    }
}

fn fetch<V>(
    receiver: &Receiver<V>,
    before_waiting: &mut impl FnMut() -> io::Result<()>,
) -> io::Result<Option<V>> {
    match receiver.try_recv() {
        Ok(value) => Ok(Some(value)),
        Err(TryRecvError::Disconnected) => Ok(None),
        Err(TryRecvError::Empty) => {
            before_waiting()?;
            Ok(receiver.recv().ok())
        }
    }
}

/// Starts one thread that runs `produce`, which hands in tasks, and `jobs` threads that run `work`,
/// which does them.
///
/// The threads are never joined: one that reads from a pipe may wait forever.
///
/// # Errors
/// If a thread cannot be started.
pub fn start<L, T, R>(
    jobs: NonZeroUsize,
    produce: impl FnOnce(&Tasks<L, T, R>) + Send + 'static,
    work: impl Fn(&Work<T, R>) + Clone + Send + 'static,
) -> io::Result<Results<L, R>>
where
    L: Send + 'static,
    T: Send + 'static,
    R: Send + 'static,
{
    let ahead = jobs.get() * AHEAD;
    let (order, results) = mpsc::sync_channel(ahead);
    let (tasks, assigned) = mpsc::sync_channel(ahead);
    let shared = Arc::new(Mutex::new(assigned));
    for _ in 0..jobs.get() {
        let queue = Work(Arc::clone(&shared));
        let work = work.clone();
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
    use std::time::Duration;

    use super::*;

    fn jobs(count: usize) -> NonZeroUsize {
        NonZeroUsize::new(count).expect("not zero")
    }

    /// The squares of 0 to 99, each with how many tasks the state of its thread has seen. The task
    /// 50 panics.
    fn squares(count: usize) -> Results<u64, (u64, usize)> {
        let produce = |tasks: &Tasks<u64, u64, (u64, usize)>| {
            for number in 0..100 {
                let _ = tasks.push(number, number);
            }
        };
        let square = |seen: &mut usize, number: u64| {
            // The first ones take longest.
            thread::sleep(Duration::from_micros(100 - number));
            *seen += 1;
            assert_ne!(number, 50, "one task fails");
            (number * number, *seen)
        };
        start(jobs(count), produce, move |work| work.run(|| 0, square)).expect("threads")
    }

    fn all(results: &Results<u64, (u64, usize)>) -> Vec<(u64, Option<(u64, usize)>)> {
        let next = || results.next(|| Ok(())).expect("no waiting fails");
        std::iter::from_fn(next)
            .map(|(label, done)| (label, done.ok()))
            .collect()
    }

    #[test]
    fn results_keep_the_order_and_a_panic_costs_one_task() {
        for count in [1, 8] {
            let results = all(&squares(count));
            assert_eq!(results.len(), 100);
            for (number, (label, done)) in (0..).zip(results) {
                assert_eq!(label, number);
                let square = done.map(|(square, _)| square);
                assert_eq!(square, (number != 50).then_some(number * number));
            }
        }
    }

    #[test]
    fn the_state_is_made_again_after_a_panic() {
        let results = all(&squares(1));
        // With a single thread, the state counts 1 to 50, panics, and starts again at 1.
        assert_eq!(results[49].1, Some((49 * 49, 50)));
        assert_eq!(results[51].1, Some((51 * 51, 1)));
    }

    #[test]
    fn waiting_can_be_refused() {
        let produce = |tasks: &Tasks<(), (), ()>| {
            let _ = tasks.push((), ());
        };
        let slow = |(): &mut (), ()| thread::sleep(Duration::from_millis(50));
        let results = start(jobs(1), produce, move |work| work.run(|| (), slow));
        let refused = results
            .expect("threads")
            .next(|| Err(io::ErrorKind::BrokenPipe.into()));
        assert!(refused.is_err());
    }
}
