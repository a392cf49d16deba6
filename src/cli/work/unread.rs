//! Short files, which a worker thread opens and recognises by itself.

use std::cell::RefCell;
use std::io;
use std::ops::ControlFlow;

use super::super::feed::Reader;
use super::super::input::Input;
use super::super::task::{Outcome, Part, Target, Task};
use super::WorkerThread;

impl WorkerThread<'_> {
    /// Does `task`, and all tasks that follow from it.
    pub fn outcomes(&mut self, task: Task) -> Vec<Outcome> {
        let Part::Unread(file) = task.part else {
            return vec![self.outcome(task)];
        };
        let shared = self.shared;
        let done = RefCell::new((self, Vec::new()));
        let take = |task| {
            let (this, outcomes) = &mut *done.borrow_mut();
            outcomes.push(this.outcome(task));
            ControlFlow::Continue(())
        };
        // The file is only read now.
        let target = match file.target {
            Target::InPlace(_) => Target::in_place(&file.path),
            target => target,
        };
        let input = Input::Path(file.path);
        let reader = Reader::new(shared, &take);
        let _ = reader.document(&input, target, file.origin, &mut io::empty());
        done.into_inner().1
    }
}
