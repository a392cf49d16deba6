//! Work on several threads whose results come in the order of the tasks. The queue does not know
//! what the tasks are.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::mpsc::{self, Receiver, Sender, SyncSender, TryRecvError, TrySendError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::panic::{Panic, catch};

/// For each thread, so many batches may be waiting, in work, or done and not fetched. The bound keeps
/// memory small; it is more than 1 so that a slow task does not immediately stop the other threads.
const AHEAD: usize = 4;
/// Small tasks in a batch, at most. To wake a thread takes as long as to restore some words.
const MOST_SMALL: usize = 16;
/// Bytes of small tasks in a batch before no more are added.
const MOST_BYTES: u64 = 1 << 16;

/// A result, or the panic that prevented it.
type Done<R> = Result<R, Panic>;
/// The labels of a batch of tasks, and where their results will come.
type Pending<L, R> = (Vec<L>, Receiver<Vec<Done<R>>>);
/// A batch of tasks, and where its results are sent.
type Assigned<T, R> = (Vec<T>, Sender<Vec<Done<R>>>);

/// Takes tasks.
pub struct Tasks<L, T, R> {
    order: SyncSender<Pending<L, R>>,
    tasks: SyncSender<Assigned<T, R>>,
    small: RefCell<Batch<L, T>>,
}

/// Tasks that are handed in together.
struct Batch<L, T> {
    labels: Vec<L>,
    tasks: Vec<T>,
    bytes: u64,
}

impl<L, T> Batch<L, T> {
    const fn new() -> Self {
        Self {
            labels: Vec::new(),
            tasks: Vec::new(),
            bytes: 0,
        }
    }

    fn add(&mut self, label: L, task: T, bytes: u64) {
        self.labels.push(label);
        self.tasks.push(task);
        self.bytes += bytes;
    }

    fn is_full(&self) -> bool {
        self.tasks.len() >= MOST_SMALL || self.bytes >= MOST_BYTES
    }
}

impl<L, T, R> Tasks<L, T, R> {
    /// Hands in the next task; its result will come with `label`. Waits while too many tasks are
    /// under way. Breaks if the results are no longer wanted.
    pub fn push(&self, label: L, task: T) -> ControlFlow<()> {
        self.flush()?;
        let mut batch = Batch::new();
        batch.add(label, task, MOST_BYTES);
        self.hand_in(&mut batch)
    }

    /// The same for a task on so many `bytes`. While all threads are busy, small tasks are kept, to
    /// hand in several at once; see [`Tasks::flush`].
    pub fn push_small(&self, label: L, task: T, bytes: u64) -> ControlFlow<()> {
        let mut batch = self.small.borrow_mut();
        batch.add(label, task, bytes);
        self.hand_in(&mut batch)
    }

    /// Hands in the small tasks that are kept.
    pub fn flush(&self) -> ControlFlow<()> {
        let mut batch = self.small.borrow_mut();
        if batch.tasks.is_empty() {
            return ControlFlow::Continue(());
        }
        batch.bytes = MOST_BYTES;
        self.hand_in(&mut batch)
    }

    /// Hands in `batch`. Unless it is full, it is kept where it would have to wait.
    fn hand_in(&self, batch: &mut Batch<L, T>) -> ControlFlow<()> {
        let (reply, results) = mpsc::channel();
        let pending = (std::mem::take(&mut batch.labels), results);
        let sent = if batch.is_full() {
            self.order.send(pending).map_err(TrySendError::from)
        } else {
            self.order.try_send(pending)
        };
        if let Err(TrySendError::Full((labels, _))) = sent {
            batch.labels = labels;
            return ControlFlow::Continue(());
        }
        let Batch { tasks, .. } = std::mem::replace(batch, Batch::new());
        if sent.is_ok() && self.tasks.send((tasks, reply)).is_ok() {
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
        while let Some((tasks, reply)) = self.next() {
            let done = tasks.into_iter().map(|task| {
                let done = catch(|| act(state.get_or_insert_with(&new_state), task));
                if done.is_err() {
                    state = None;
                }
                done
            });
            // Sending fails if the output is closed, so that nobody waits for the result.
            let _ = reply.send(done.collect());
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
pub struct Results<L, R> {
    order: Receiver<Pending<L, R>>,
    /// Results of the last batch that are not fetched.
    fetched: VecDeque<(L, Done<R>)>,
}

impl<L, R> Results<L, R> {
    /// The next label and result, `None` after the last. If it has to be waited for,
    /// `before_waiting` is called first.
    ///
    /// # Errors
    /// Those of `before_waiting`.
    pub fn next(
        &mut self,
        mut before_waiting: impl FnMut() -> io::Result<()>,
    ) -> io::Result<Option<(L, Done<R>)>> {
        if self.fetched.is_empty()
            && let Some((labels, results)) = fetch(&self.order, &mut before_waiting)?
        {
            let done = fetch(&results, &mut before_waiting)?.unwrap_or_default();
            // Every task is answered, unless its thread has died in spite of all care.
            let unknown = std::iter::repeat_with(|| Err(Panic::unknown()));
            self.fetched
                .extend(labels.into_iter().zip(done.into_iter().chain(unknown)));
        }
        Ok(self.fetched.pop_front())
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
    thread::Builder::new().name("read".into()).spawn(move || {
        let small = RefCell::new(Batch::new());
        let tasks = Tasks {
            order,
            tasks,
            small,
        };
        produce(&tasks);
        tasks.flush()
    })?;
    Ok(Results {
        order: results,
        fetched: VecDeque::new(),
    })
}

#[cfg(test)]
mod tests;
